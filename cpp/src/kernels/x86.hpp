// What the x86 kernels share. Include only from files compiled with AVX2 and BMI2.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "gramscore/kernels.hpp"

namespace gramscore {
namespace {
namespace x86 {

/// Six bits a character (see Portable::pack_eight), gathered by one instruction per eight characters.
inline Token pack(const std::uint8_t* bytes, std::size_t size) {
  std::uint64_t first;
  std::uint16_t last;
  std::memcpy(&first, bytes, sizeof first);
  std::memcpy(&last, bytes + 8, sizeof last);
  const std::uint64_t all = _pext_u64(first, 0x5f5f5f5f5f5f5f5fu) | _pext_u64(last, 0x5f5fu) << 48;
  return _bzhi_u64(all, static_cast<unsigned>(6 * size));
}

/// Carries of eight 64-bit additions that form one long one: bit l of `generated` says that lane l overflowed,
/// of `full` that its sum is all ones and hands a carry on. Returns the lanes that receive a carry; bit 8 is
/// the carry out.
inline unsigned carry_lanes(unsigned generated, unsigned full, unsigned carry_in) {
  return ((generated << 1 | carry_in) + full) ^ full;
}

/// Needs AVX2.
template <class Row>
void add_sixteen(Row row, std::size_t count, std::uint16_t* sums) {
  const auto four = [row](std::size_t i) {
    return _mm256_add_epi16(_mm256_add_epi16(row(i), row(i + 1)), _mm256_add_epi16(row(i + 2), row(i + 3)));
  };
  __m256i sum = _mm256_setzero_si256();
  __m256i other = _mm256_setzero_si256();
  std::size_t i = 0;
  for (; count - i >= 8; i += 8) {
    sum = _mm256_add_epi16(sum, four(i));
    other = _mm256_add_epi16(other, four(i + 4));
  }
  for (; i < count; ++i) sum = _mm256_add_epi16(sum, row(i));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums), _mm256_add_epi16(sum, other));
}

inline void add_sixteen(const std::uint8_t* rows, std::size_t width, const std::uint32_t* drawn, std::size_t count,
                        std::uint16_t* sums) {
  const auto load = [](const std::uint8_t* row) {
    return _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(row)));
  };
  if (width == kByteLanes) {  // the usual one, which needs no multiplication
    add_sixteen([=](std::size_t i) { return load(rows + kByteLanes * std::size_t{drawn[i]}); }, count, sums);
  } else {
    add_sixteen([=](std::size_t i) { return load(rows + width * drawn[i]); }, count, sums);
  }
}

}  // namespace x86
}  // namespace
}  // namespace gramscore
