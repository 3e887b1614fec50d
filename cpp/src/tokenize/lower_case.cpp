#include "tokenize/lower_case.hpp"

#include <cstring>

#include "text/code_points.hpp"
#include "tokenize/tables/lower_case.hpp"

namespace gramscore {
namespace {

constexpr std::uint32_t kCapitalSigma = 0x3a3;
constexpr std::uint32_t kSmallSigma = 0x3c3;
constexpr std::uint32_t kFinalSigma = 0x3c2;
constexpr std::uint32_t kDottedCapitalI = 0x130;
constexpr std::uint32_t kDotAbove = 0x307;

constexpr std::uint32_t kCased = 1;
constexpr std::uint32_t kSkipped = 2;

/// The Latin-1 characters in the bytes of `x`, lower case.
std::uint64_t lower_eight(std::uint64_t x) {
  constexpr std::uint64_t kEach = 0x0101010101010101u;
  constexpr std::uint64_t kTop = 0x80 * kEach;
  const std::uint64_t low = x & ~kTop;
  // The top bit of a byte of at_least(c) says that the lower bits are c or more.
  const auto at_least = [low](std::uint64_t c) { return low + (0x80 - c) * kEach; };
  const std::uint64_t ascii = at_least('A') & ~at_least('Z' + 1) & ~x;
  const std::uint64_t not_times = (low ^ (0xd7 & 0x7f) * kEach) + 0x7f * kEach;
  const std::uint64_t accented = at_least(0xc0 & 0x7f) & ~at_least(0xdf & 0x7f) & not_times & x;
  return x | ((ascii | accented) & kTop) >> 2;
}

std::uint32_t lower_ascii(std::uint32_t c) { return c + (c - 'A' < 26 ? 0x20 : 0); }

const tables::LowerCase& entry(std::uint32_t c) {
  constexpr std::uint32_t kCodePoints = 0x110000;
  const std::uint32_t known = c < kCodePoints ? c : 0;
  const std::size_t block = tables::kLowerCaseIndex[known / tables::kLowerCaseBlock];
  return tables::kLowerCase[tables::kLowerCaseBlocks[block * tables::kLowerCaseBlock +
                                                     known % tables::kLowerCaseBlock]];
}

/// Whether the capital sigma at `at` ends a word: a cased letter before it and none after it, with any number of
/// characters such as apostrophes and combining marks between.
bool is_final_sigma(const std::uint32_t* points, std::size_t size, std::size_t at) {
  std::size_t before = at;
  while (before > 0 && (entry(points[before - 1]).bits & kSkipped) != 0) --before;
  if (before == 0 || (entry(points[before - 1]).bits & kCased) == 0) return false;
  std::size_t after = at + 1;
  while (after < size && (entry(points[after]).bits & kSkipped) != 0) ++after;
  return after == size || (entry(points[after]).bits & kCased) == 0;
}

bool is_ascii(const Text& text) {
  const auto* in = units<std::uint8_t>(text);
  std::uint8_t any = 0;
  for (std::size_t i = 0; i < text.size; ++i) any |= in[i];
  return any < 0x80;
}

}  // namespace

Text LowerCase::operator()(const Text& text) {
  const bool narrow = text.encoding == Encoding::ascii || text.encoding == Encoding::latin1;
  if (narrow || (text.encoding == Encoding::utf8 && is_ascii(text))) {
    std::uint8_t* const out = bytes_.reserve(text.size + 8);
    const auto* in = units<std::uint8_t>(text);
    std::uint64_t eight = 0;
    std::size_t i = 0;
    for (; i + 8 <= text.size; i += 8) {
      std::memcpy(&eight, in + i, 8);
      eight = lower_eight(eight);
      std::memcpy(out + i, &eight, 8);
    }
    if (i < text.size) {
      std::memcpy(&eight, in + i, text.size - i);
      eight = lower_eight(eight);
      std::memcpy(out + i, &eight, 8);
    }
    return {out, text.size, text.encoding};
  }
  std::uint32_t* const points = points_.reserve(text.size);
  std::size_t size = 0;
  each_code_point(text, [&](std::uint32_t c) { points[size++] = c; });
  std::uint32_t* const begin = lowered_.reserve(2 * size);
  std::uint32_t* out = begin;
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint32_t c = points[i];
    if (c < 0x80) {
      *out++ = lower_ascii(c);
    } else if (c == kCapitalSigma) {
      *out++ = is_final_sigma(points, size, i) ? kFinalSigma : kSmallSigma;
    } else {
      *out++ = c + static_cast<std::uint32_t>(entry(c).distance);
      if (c == kDottedCapitalI) *out++ = kDotAbove;
    }
  }
  return {begin, static_cast<std::size_t>(out - begin), Encoding::ucs4};
}

void LowerCase::trim(std::size_t bytes) {
  bytes_.trim(bytes);
  points_.trim(bytes);
  lowered_.trim(bytes);
}

}  // namespace gramscore
