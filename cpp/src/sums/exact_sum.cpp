#include "gramscore/sums/exact_sum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace gramscore {
namespace {
constexpr int kLowestExponent = -1074;
constexpr std::uint32_t kAddsBeforeCarry = std::uint32_t{1} << 30;
}  // namespace

void ExactSum::add(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto biased = static_cast<unsigned>(bits >> 52 & 0x7ff);
  std::uint64_t mantissa = bits & 0xfffffffffffffu;
  // The mantissa counts units of 2^(shift - 1074).
  const unsigned shift = biased == 0 ? 0 : biased - 1;
  if (biased != 0) mantissa |= std::uint64_t{1} << 52;
  add_units(mantissa, shift, bits >> 63 != 0 ? -1 : 1);
}

void ExactSum::add_units(std::uint64_t units, unsigned shift, std::int64_t sign) {
  const unsigned digit = shift / 32;
  const unsigned offset = shift % 32;
  const auto low = static_cast<std::int64_t>(units << offset & 0xffffffffu);
  const auto middle = static_cast<std::int64_t>(units >> (32 - offset) & 0xffffffffu);
  const auto high = static_cast<std::int64_t>(offset == 0 ? 0 : units >> (64 - offset));
  digits_[digit] += sign * low;
  digits_[digit + 1] += sign * middle;
  digits_[digit + 2] += sign * high;
  if (++added_ == kAddsBeforeCarry) carry();
}

void ExactSum::add(std::span<const double> values) {
  // Within these limits a number is a whole multiple of its last place, 2^-62.
  constexpr double kLeast = 0x1p-10;
  constexpr double kUnits = 0x1p62;
  constexpr std::size_t kStrip = 1024;  // whose sums have room in two words
  while (!values.empty()) {
    const std::span strip = values.first(std::min(values.size(), kStrip));
    values = values.subspan(strip.size());
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    bool within = true;
    for (const double x : strip) {
      within &= (x == 0) | ((x >= kLeast) & (x <= 1));
      const auto units = static_cast<std::uint64_t>(static_cast<std::int64_t>(within ? x * kUnits : 0));
      low += units & 0xffffffffu;
      high += units >> 32;
    }
    if (within) {
      constexpr unsigned kShift = 1074 - 62;
      add_units(low, kShift, 1);
      add_units(high, kShift + 32, 1);
    } else {
      for (const double x : strip) add(x);
    }
  }
}

void ExactSum::add(const ExactSum& other) {
  ExactSum normal = other;
  normal.carry();
  carry();
  for (std::size_t d = 0; d < kDigits; ++d) digits_[d] += normal.digits_[d];
  carry();
}

/// Brings all digits but the highest into [0, 2^32); the highest carries the sign.
void ExactSum::carry() {
  for (std::size_t d = 0; d + 1 < kDigits; ++d) {
    const std::int64_t over = digits_[d] >> 32;
    digits_[d] &= 0xffffffff;
    digits_[d + 1] += over;
  }
  added_ = 0;
}

bool operator==(const ExactSum& a, const ExactSum& b) {
  ExactSum x = a;
  ExactSum y = b;
  x.carry();
  y.carry();
  return x.digits_ == y.digits_;
}

std::array<std::uint8_t, ExactSum::kBytes> ExactSum::bytes() const {
  ExactSum normal = *this;
  normal.carry();
  const std::int64_t top = normal.digits_[kDigits - 1];
  if (top < std::numeric_limits<std::int32_t>::min() || top > std::numeric_limits<std::int32_t>::max()) {
    throw std::overflow_error("the sum has no serial form: it is beyond the range of 2^1101");
  }
  std::array<std::uint8_t, kBytes> bytes{};
  for (std::size_t b = 0; b < kBytes; ++b) {
    bytes[b] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(normal.digits_[b / 4]) >> (8 * (b % 4)));
  }
  return bytes;
}

ExactSum ExactSum::from_bytes(std::span<const std::uint8_t, kBytes> bytes) {
  ExactSum sum;
  for (std::size_t d = 0; d < kDigits; ++d) {
    std::uint32_t digit = 0;
    for (std::size_t b = 0; b < 4; ++b) digit |= std::uint32_t{bytes[4 * d + b]} << (8 * b);
    sum.digits_[d] = d + 1 < kDigits ? std::int64_t{digit} : std::int64_t{static_cast<std::int32_t>(digit)};
  }
  return sum;
}

double ExactSum::value() const {
  ExactSum magnitude = *this;
  magnitude.carry();
  const bool negative = magnitude.digits_[kDigits - 1] < 0;
  if (negative) {
    for (std::int64_t& digit : magnitude.digits_) digit = -digit;
    magnitude.carry();
  }
  std::size_t top = kDigits;
  while (top > 0 && magnitude.digits_[top - 1] == 0) --top;
  if (top == 0) return 0.0;
  // The 64 bits from the highest one down, the last of which also stands for all that lies below.
  const auto digit = [&](std::size_t back) {
    return back <= top ? static_cast<std::uint64_t>(magnitude.digits_[top - back]) : 0;
  };
  const int lead = std::countl_zero(static_cast<std::uint32_t>(digit(1)));
  std::uint64_t bits = digit(1) << 32 | digit(2);
  bool rest = false;
  if (lead != 0) {
    bits = bits << lead | digit(3) >> (32 - lead);
    rest = (digit(3) << lead & 0xffffffffu) != 0;
  } else {
    rest = digit(3) != 0;
  }
  for (std::size_t back = 4; back <= top; ++back) rest |= digit(back) != 0;
  const int exponent = 32 * (static_cast<int>(top) - 2) - lead + kLowestExponent;
  // Rounded here to 53 bits (fewer for subnormal results, which sums of doubles reach exactly), so that ldexp is exact.
  const std::uint64_t half = 0x400;
  const std::uint64_t tail = bits & 0x7ff;
  std::uint64_t kept = bits >> 11;
  if (tail > half || (tail == half && (rest || (kept & 1) != 0))) ++kept;
  const double result = std::ldexp(static_cast<double>(kept), exponent + 11);
  return negative ? -result : result;
}

}  // namespace gramscore
