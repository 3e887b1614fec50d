// What the x86 kernels share. Include only from files compiled with AVX2 and BMI2.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "gramscore/kernels/kernels.hpp"

namespace gramscore {
namespace {
namespace x86 {

/// Carries of eight 64-bit additions that form one long one: bit l of `generated` says that lane l overflowed,
/// of `full` that its sum is all ones and hands a carry on. Returns the lanes that receive a carry; bit 8 is
/// the carry out.
inline unsigned carry_lanes(unsigned generated, unsigned full, unsigned carry_in) {
  return ((generated << 1 | carry_in) + full) ^ full;
}

/// The sum of `count` vectors of 16 bits, given as row(i) and, two of them, as pair(i). Needs AVX2, as what uses it.
template <class Vector, class Add, class Pair, class Row>
Vector sum_of(Vector sum, Add add, Pair pair, Row row, std::size_t count) {
  Vector other = sum;  // both are 0
  std::size_t i = 0;
  for (; count - i >= 8; i += 8) {
    sum = add(sum, add(pair(i), pair(i + 2)));
    other = add(other, add(pair(i + 4), pair(i + 6)));
  }
  for (; i < count; ++i) sum = add(sum, row(i));
  return add(sum, other);
}

/// Functions that the kernels inherit, as they are in loops.hpp.
struct Shared {
  /// Six bits a character (see Portable::pack_eight), gathered by one instruction per eight characters.
  static Token pack(const std::uint8_t* bytes, std::size_t size) {
    std::uint64_t first;
    std::uint16_t last;
    std::memcpy(&first, bytes, sizeof first);
    std::memcpy(&last, bytes + 8, sizeof last);
    const std::uint64_t all = _pext_u64(first, 0x5f5f5f5f5f5f5f5fu) | _pext_u64(last, 0x5f5fu) << 48;
    return _bzhi_u64(all, static_cast<unsigned>(6 * size));
  }

  static void add_sixteen(const std::uint8_t* rows, std::size_t width, const std::uint32_t* drawn, std::size_t count,
                          std::uint16_t* sums) {
    const auto add = [](__m256i a, __m256i b) { return _mm256_add_epi16(a, b); };
    const auto sum = [=](auto row) {
      const auto pair = [=](std::size_t i) { return add(row(i), row(i + 1)); };
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums), sum_of(_mm256_setzero_si256(), add, pair, row, count));
    };
    const auto load = [](const std::uint8_t* row) {
      return _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(row)));
    };
    if (width == kByteLanes) {  // the usual one, which needs no multiplication
      sum([=](std::size_t i) { return load(rows + kByteLanes * std::size_t{drawn[i]}); });
    } else {
      sum([=](std::size_t i) { return load(rows + width * drawn[i]); });
    }
  }

  /// Loads are what there is most of, so that two numbers are loaded at once.
  static void add_eight(const std::uint8_t* rows, const std::uint32_t* drawn, std::size_t count, std::uint16_t* sums) {
    const auto add = [](__m128i a, __m128i b) { return _mm_add_epi16(a, b); };
    const auto load = [=](std::size_t row) { return _mm_cvtepu8_epi16(_mm_loadu_si64(rows + 8 * row)); };
    const auto pair = [=](std::size_t i) {
      std::uint64_t two;
      std::memcpy(&two, drawn + i, sizeof two);
      return add(load(static_cast<std::uint32_t>(two)), load(two >> 32));
    };
    const auto row = [=](std::size_t i) { return load(drawn[i]); };
    _mm_storeu_si128(reinterpret_cast<__m128i*>(sums), sum_of(_mm_setzero_si128(), add, pair, row, count));
  }
};

}  // namespace x86
}  // namespace
}  // namespace gramscore
