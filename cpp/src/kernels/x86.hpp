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

/// kRowLanes numbers.
template <class T>
struct Lanes;

template <>
struct Lanes<double> {
  __m256d numbers;

  static Lanes load(const double* from) { return {_mm256_loadu_pd(from)}; }
  void add(const double* row) { numbers = _mm256_add_pd(numbers, _mm256_loadu_pd(row)); }
  void store(double* to) const { _mm256_storeu_pd(to, numbers); }
};

template <>
struct Lanes<float> {
  __m128 numbers;

  static Lanes load(const float* from) { return {_mm_loadu_ps(from)}; }
  void add(const float* row) { numbers = _mm_add_ps(numbers, _mm_loadu_ps(row)); }
  void store(float* to) const { _mm_storeu_ps(to, numbers); }
};

template <>
struct Lanes<std::int64_t> {
  __m256i numbers;

  static __m256i load_integers(const std::int64_t* from) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
  }
  static Lanes load(const std::int64_t* from) { return {load_integers(from)}; }
  void add(const std::int64_t* row) { numbers = _mm256_add_epi64(numbers, load_integers(row)); }
  void store(std::int64_t* to) const { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), numbers); }
};

/// For each set of eight lanes: which lanes they are, one after another.
struct LaneLists {
  alignas(kByteLanes) std::uint8_t lanes[256][8];

  constexpr LaneLists() : lanes() {
    for (unsigned set = 0; set < 256; ++set) {
      unsigned count = 0;
      for (unsigned lane = 0; lane < 8; ++lane) {
        if ((set >> lane & 1) != 0) lanes[set][count++] = static_cast<std::uint8_t>(lane);
      }
    }
  }
};

constexpr LaneLists kLaneLists;

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

  static void union_short(const std::uint16_t* rows, const std::uint32_t* row_of, const std::size_t* sentence_end,
                          std::size_t sentences, const std::uint16_t* full, std::uint16_t* history,
                          std::uint16_t* united) {
    const auto load = [](const std::uint16_t* from) {
      return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
    };
    const auto put = [](std::uint16_t* to, __m256i x) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), x); };
    const __m256i lengths = load(full);
    __m256i found = load(united);
    std::size_t begin = 0;
    for (std::size_t s = 0; s < sentences; ++s) {
      const std::size_t end = sentence_end[s];
      __m256i v = _mm256_set1_epi64x(-1);
      for (std::size_t j = begin; j < end; ++j) {
        const __m256i row = load(rows + kShortLanes * row_of[j]);
        v = _mm256_or_si256(_mm256_add_epi16(v, _mm256_and_si256(v, row)), _mm256_andnot_si256(row, v));
        put(history + kShortLanes * (j - begin), v);
      }
      __m256i below = lengths;
      for (std::size_t j = end; j-- > begin;) {
        const __m256i row = load(rows + kShortLanes * row_of[j]);
        const __m256i flat = _mm256_andnot_si256(row, load(history + kShortLanes * (j - begin)));
        __m256i smear = _mm256_andnot_si256(flat, below);
        smear = _mm256_or_si256(smear, _mm256_srli_epi16(smear, 1));
        smear = _mm256_or_si256(smear, _mm256_srli_epi16(smear, 2));
        smear = _mm256_or_si256(smear, _mm256_srli_epi16(smear, 4));
        smear = _mm256_or_si256(smear, _mm256_srli_epi16(smear, 8));
        const __m256i hit = _mm256_and_si256(_mm256_xor_si256(smear, _mm256_srli_epi16(smear, 1)), row);
        found = _mm256_or_si256(found, hit);
        below = _mm256_andnot_si256(hit, smear);
      }
      begin = end;
    }
    put(united, found);
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

  static constexpr std::size_t kRowVectors = 12;

  template <class T>
  using Lanes = x86::Lanes<T>;

  static __m256i load_words(const std::uint32_t* words) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words));
  }

  static bool scale_lines(const std::uint32_t* first, const std::uint32_t* step, std::uint32_t times, std::size_t count,
                          std::uint32_t bound, std::uint32_t* out) {
    const __m256i factor = _mm256_set1_epi32(static_cast<int>(bound));
    const __m256i factor_of_step = _mm256_set1_epi32(static_cast<int>(times));
    __m256i most = _mm256_setzero_si256();  // of the lower halves of products
    std::size_t i = 0;
    for (; count - i >= 8; i += 8) {
      const __m256i x =
          _mm256_add_epi32(load_words(first + i), _mm256_mullo_epi32(load_words(step + i), factor_of_step));
      const __m256i even = _mm256_mul_epu32(x, factor);
      const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(x, 32), factor);
      most = _mm256_max_epu32(most, _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xaa));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i),
                          _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xaa));
    }
    bool close = false;
    for (; i < count; ++i) {
      const std::uint64_t product = static_cast<std::uint64_t>(first[i] + times * step[i]) * bound;
      out[i] = static_cast<std::uint32_t>(product >> 32);
      close |= static_cast<std::uint32_t>(product) > ~bound;
    }
    const __m256i least = _mm256_set1_epi32(static_cast<int>(0 - bound));
    const __m256i reached = _mm256_cmpeq_epi32(_mm256_max_epu32(most, least), most);
    return close || _mm256_movemask_epi8(reached) != 0;
  }

  static std::size_t keep_below(const std::uint32_t* words, std::size_t count, std::uint32_t mask, std::uint32_t bound,
                                std::uint32_t* out) {
    const __m256i bits = _mm256_set1_epi32(static_cast<int>(mask));
    const __m256i highest = _mm256_set1_epi32(static_cast<int>(bound - 1));
    std::size_t kept = 0;
    std::size_t i = 0;
    for (; count - i >= 8; i += 8) {
      const __m256i numbers = _mm256_and_si256(load_words(words + i), bits);
      const __m256i below = _mm256_cmpeq_epi32(_mm256_min_epu32(numbers, highest), numbers);
      const auto set = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(below)));
      const __m256i lanes = _mm256_cvtepu8_epi32(_mm_loadu_si64(kLaneLists.lanes[set]));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + kept), _mm256_permutevar8x32_epi32(numbers, lanes));
      kept += static_cast<std::size_t>(_mm_popcnt_u32(set));
    }
    for (; i < count; ++i) {
      const std::uint32_t number = words[i] & mask;
      out[kept] = number;
      kept += number < bound ? 1 : 0;
    }
    return kept;
  }
};

}  // namespace x86
}  // namespace
}  // namespace gramscore
