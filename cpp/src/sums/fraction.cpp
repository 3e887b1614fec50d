#include "gramscore/sums/fraction.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace gramscore {
namespace {

constexpr std::size_t kDigitBits = 32;

/// Bits of a double's significand, and the exponent of its smallest normal value.
constexpr int kDoubleBits = 53;
constexpr int kLowestExponent = -1022;

}  // namespace

Natural::Natural(std::uint64_t value) {
  for (; value != 0; value >>= kDigitBits) digits_.push_back(static_cast<std::uint32_t>(value));
}

Natural Natural::from_hex(std::string_view digits) {
  Natural number;
  number.digits_.assign((digits.size() + 7) / 8, 0);
  for (std::size_t k = 0; k < digits.size(); ++k) {
    const char c = digits[digits.size() - 1 - k];
    std::uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<std::uint32_t>(c - 'a') + 10;
    } else {
      throw std::invalid_argument("no hexadecimal digit");
    }
    number.digits_[k / 8] |= digit << 4 * (k % 8);
  }
  number.drop_zeros();
  return number;
}

std::string Natural::hex() const {
  if (is_zero()) return "0";
  std::string text;
  for (std::size_t k = digits_.size(); k-- > 0;) {
    for (unsigned nibble = 8; nibble-- > 0;) {
      const std::uint32_t digit = digits_[k] >> 4 * nibble & 15;
      if (digit != 0 || !text.empty()) text += "0123456789abcdef"[digit];
    }
  }
  return text;
}

std::size_t Natural::bits() const {
  if (is_zero()) return 0;
  return (digits_.size() - 1) * kDigitBits + static_cast<std::size_t>(std::bit_width(digits_.back()));
}

std::uint64_t Natural::low() const {
  std::uint64_t value = 0;
  for (std::size_t k = std::min<std::size_t>(digits_.size(), 2); k-- > 0;) value = value << kDigitBits | digits_[k];
  return value;
}

double Natural::value() const { return Fraction{*this, 1}.value(); }

void Natural::drop_zeros() {
  while (!digits_.empty() && digits_.back() == 0) digits_.pop_back();
}

Natural operator+(const Natural& a, const Natural& b) {
  const Natural& longer = a.digits_.size() >= b.digits_.size() ? a : b;
  const Natural& shorter = &longer == &a ? b : a;
  Natural sum = longer;
  std::uint64_t carry = 0;
  for (std::size_t k = 0; k < sum.digits_.size(); ++k) {
    carry += std::uint64_t{sum.digits_[k]} + (k < shorter.digits_.size() ? shorter.digits_[k] : 0);
    sum.digits_[k] = static_cast<std::uint32_t>(carry);
    carry >>= kDigitBits;
  }
  if (carry != 0) sum.digits_.push_back(static_cast<std::uint32_t>(carry));
  return sum;
}

Natural operator*(const Natural& a, const Natural& b) {
  Natural product;
  product.digits_.assign(a.digits_.size() + b.digits_.size(), 0);
  for (std::size_t i = 0; i < a.digits_.size(); ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < b.digits_.size(); ++j) {
      carry += std::uint64_t{a.digits_[i]} * b.digits_[j] + product.digits_[i + j];
      product.digits_[i + j] = static_cast<std::uint32_t>(carry);
      carry >>= kDigitBits;
    }
    product.digits_[i + b.digits_.size()] = static_cast<std::uint32_t>(carry);
  }
  product.drop_zeros();
  return product;
}

Natural operator-(const Natural& a, const Natural& b) {
  Natural difference = a;
  std::uint64_t borrow = 0;
  for (std::size_t k = 0; k < difference.digits_.size(); ++k) {
    const std::uint64_t taken = borrow + (k < b.digits_.size() ? b.digits_[k] : 0);
    const std::uint64_t from = difference.digits_[k];
    difference.digits_[k] = static_cast<std::uint32_t>(from - taken);
    borrow = from < taken ? 1 : 0;
  }
  difference.drop_zeros();
  return difference;
}

bool operator<(const Natural& a, const Natural& b) {
  if (a.digits_.size() != b.digits_.size()) return a.digits_.size() < b.digits_.size();
  return std::lexicographical_compare(a.digits_.rbegin(), a.digits_.rend(), b.digits_.rbegin(), b.digits_.rend());
}

Natural Natural::shifted(std::size_t bits) const {
  Natural result;
  if (is_zero()) return result;
  const std::size_t whole = bits / kDigitBits;
  const std::size_t rest = bits % kDigitBits;
  result.digits_.assign(whole, 0);
  std::uint64_t carry = 0;
  for (const std::uint32_t digit : digits_) {
    carry |= std::uint64_t{digit} << rest;
    result.digits_.push_back(static_cast<std::uint32_t>(carry));
    carry >>= kDigitBits;
  }
  result.digits_.push_back(static_cast<std::uint32_t>(carry));
  result.drop_zeros();
  return result;
}

double Fraction::value() const {
  if (numerator.is_zero()) return 0.0;
  if (numerator.bits() <= kDoubleBits && denominator.bits() <= kDoubleBits) {
    return static_cast<double>(numerator.low()) / static_cast<double>(denominator.low());
  }
  // The quotient's leading 63 or 64 bits, by long division: floor(numerator / denominator * 2^-scale).
  const auto scale =
      static_cast<std::ptrdiff_t>(numerator.bits()) - static_cast<std::ptrdiff_t>(denominator.bits()) - 63;
  Natural remainder = scale < 0 ? numerator.shifted(static_cast<std::size_t>(-scale)) : numerator;
  const Natural divisor = scale > 0 ? denominator.shifted(static_cast<std::size_t>(scale)) : denominator;
  std::uint64_t quotient = 0;
  for (std::size_t bit = 64; bit-- > 0;) {
    const Natural part = divisor.shifted(bit);
    if (remainder < part) continue;
    remainder = remainder - part;
    quotient |= std::uint64_t{1} << bit;
  }
  // Rounded to the bits that a double of this size has.
  const auto width = static_cast<int>(std::bit_width(quotient));
  const auto exponent = static_cast<int>(width - 1 + scale);
  const int kept = std::min(kDoubleBits, kDoubleBits - (kLowestExponent - exponent));
  const int dropped = width - kept;
  if (kept < 0) return 0.0;
  const std::uint64_t half = std::uint64_t{1} << (dropped - 1);
  const std::uint64_t tail = quotient & (half | (half - 1));
  std::uint64_t rounded = dropped == 64 ? 0 : quotient >> dropped;
  if (tail > half || (tail == half && (!remainder.is_zero() || (rounded & 1) != 0))) ++rounded;
  return std::ldexp(static_cast<double>(rounded), static_cast<int>(scale) + dropped);
}

Fraction operator+(const Fraction& a, const Fraction& b) {
  return {a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator};
}

Fraction operator*(const Fraction& a, const Fraction& b) {
  return {a.numerator * b.numerator, a.denominator * b.denominator};
}

Fraction operator/(const Fraction& a, const Fraction& b) {
  return {a.numerator * b.denominator, a.denominator * b.numerator};
}

}  // namespace gramscore
