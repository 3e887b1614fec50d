// Kernels for AVX-512 (F, BW, CD, DQ, VL, VBMI2) and BMI2: Ice Lake, Zen 4 and later.
#include <immintrin.h>

#include <array>

#include "kernels/loops.hpp"
#include "kernels/tables.hpp"
#include "kernels/x86.hpp"

namespace gramscore {
namespace {

struct Avx512 {
  static __m512i load(const void* p) { return _mm512_loadu_si512(p); }

  static std::uint64_t in_range(__m512i x, char low, char count) {
    return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(x, _mm512_set1_epi8(low)), _mm512_set1_epi8(count));
  }

  static std::uint64_t alnum_mask(const std::uint8_t* block) {
    const __m512i x = load(block);
    return in_range(_mm512_or_si512(x, _mm512_set1_epi8(0x20)), 'a', 26) | in_range(x, '0', 10);
  }

  static std::uint64_t non_space_mask(const std::uint8_t* block) {
    const __m512i x = load(block);
    return ~(in_range(x, 0x09, 5) | in_range(x, 0x1c, 5));
  }

  static void copy_padded(const std::uint8_t* bytes, std::size_t size, std::uint8_t* out) {
    const __m512i spaces = _mm512_set1_epi8(' ');
    for (; size >= kBlock; size -= kBlock, bytes += kBlock, out += kBlock) _mm512_storeu_si512(out, load(bytes));
    _mm512_storeu_si512(out, _mm512_mask_loadu_epi8(spaces, (std::uint64_t{1} << size) - 1, bytes));
    _mm512_storeu_si512(out + kBlock, spaces);
  }

  /// Writes groups of sixteen: `out` has room for the surplus.
  static std::uint32_t* positions(std::uint64_t bits, std::uint32_t base, std::uint32_t* out) {
    alignas(64) static constexpr std::uint8_t kIndex[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    const auto count = static_cast<std::size_t>(_mm_popcnt_u64(bits));
    const __m512i index = _mm512_maskz_compress_epi8(bits, load(kIndex));
    const __m512i origin = _mm512_set1_epi32(static_cast<int>(base));
    _mm512_storeu_si512(out, _mm512_add_epi32(origin, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(index))));
    _mm512_storeu_si512(out + 16, _mm512_add_epi32(origin, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(index, 1))));
    if (count > 32) {
      _mm512_storeu_si512(out + 32,
                          _mm512_add_epi32(origin, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(index, 2))));
      _mm512_storeu_si512(out + 48,
                          _mm512_add_epi32(origin, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(index, 3))));
    }
    return out + count;
  }

  static Token pack(const std::uint8_t* bytes, std::size_t size) { return x86::pack(bytes, size); }

  /// Writes the characters of all tokens to `chars` with nothing between them, of each token the first eight.
  static void gather_eights(const FoundTokens& found, std::uint8_t* chars) {
    // Runs of at least 1, 2, 4 and 8 token characters that end at a bit, by doubling; of the block before, too.
    std::array<std::uint64_t, 4> before{};
    for (std::size_t b = 0; b < found.blocks; ++b) {
      std::array<std::uint64_t, 4> run{found.marks[b]};
      for (unsigned k = 0; k < 3; ++k) {
        const unsigned length = 1u << k;
        run[k + 1] = run[k] & (run[k] << length | before[k] >> (64 - length));
      }
      const std::uint64_t behind_eight = run[3] << 1 | before[3] >> 63;
      before = run;
      const std::uint64_t kept = run[0] & ~behind_eight;
      _mm512_storeu_si512(chars, _mm512_maskz_compress_epi8(kept, load(found.bytes + b * kBlock)));
      chars += _mm_popcnt_u64(kept);
    }
  }

  /// Eight tokens at a time: an expansion of the gathered characters gives each token eight bytes of its own, and
  /// sums of products pack them. Tokens of over eight characters are packed again one by one.
  static std::size_t pack_found(const FoundTokens& found, std::uint8_t* chars, Token* packed, std::uint32_t* longer,
                                std::uint32_t* selected, std::size_t* selected_count) {
    gather_eights(found, chars);
    const __m512i one = _mm512_set1_epi64(1);
    const __m512i low_bits = _mm512_set1_epi8(0x1f);
    const __m512i letter_bit = _mm512_set1_epi8(0x20);
    const __m512i by_byte = _mm512_set1_epi16(64 << 8 | 1);
    const __m512i by_pair = _mm512_set1_epi32(64 * 64 << 16 | 1);
    const __m512i low_half = _mm512_set1_epi64(0xffffff);
    __m256i index = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    std::size_t over_eight = 0;
    std::size_t chosen = 0;
    for (std::size_t t = 0; t < found.count; t += 8) {
      const std::size_t left = found.count - t;
      const auto lanes = static_cast<__mmask16>(left < 8 ? 0x5555u >> (16 - 2 * left) : 0x5555u);
      const __m512i bounds = load(found.bounds + 2 * t);
      const __m512i size = _mm512_maskz_sub_epi32(lanes, _mm512_srli_epi64(bounds, 32), bounds);
      // As many low bits in each byte as the token has characters there.
      const __m128i bytes = _mm512_cvtepi64_epi8(_mm512_sub_epi64(_mm512_sllv_epi64(one, size), one));
      const auto wanted = static_cast<std::uint64_t>(_mm_cvtsi128_si64(bytes));
      const __m512i eights = _mm512_maskz_expand_epi8(wanted, load(chars));
      chars += _mm_popcnt_u64(wanted);
      // (eights & low_bits) | (eights >> 1 & letter_bit)
      const __m512i six_bits =
          _mm512_ternarylogic_epi64(_mm512_and_si512(eights, low_bits), _mm512_srli_epi16(eights, 1), letter_bit, 0xf8);
      const __m512i words = _mm512_madd_epi16(_mm512_maddubs_epi16(six_bits, by_byte), by_pair);
      // low_half ? words : words >> 8
      _mm512_storeu_si512(packed + t, _mm512_ternarylogic_epi64(low_half, words, _mm512_srli_epi64(words, 8), 0xca));
      const __mmask8 over = _mm512_cmpgt_epu64_mask(size, _mm512_set1_epi64(8));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(longer + over_eight), _mm256_maskz_compress_epi32(over, index));
      over_eight += static_cast<std::size_t>(_mm_popcnt_u32(over));
      if (selected != nullptr) {
        const __m512i beyond = _mm512_sub_epi64(size, _mm512_set1_epi64(loops::kUnstemmed + 1));
        const __mmask8 stemmed =
            _mm512_cmple_epu64_mask(beyond, _mm512_set1_epi64(kPackedAlnum - loops::kUnstemmed - 1));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(selected + chosen), _mm256_maskz_compress_epi32(stemmed, index));
        chosen += static_cast<std::size_t>(_mm_popcnt_u32(stemmed));
      }
      index = _mm256_add_epi32(index, _mm256_set1_epi32(8));
    }
    if (selected != nullptr) *selected_count = chosen;
    std::size_t long_tokens = 0;
    for (std::size_t k = 0; k < over_eight; ++k) {
      const std::uint32_t t = longer[k];
      const std::uint32_t begin = found.bounds[2 * t];
      const std::uint32_t size = found.bounds[2 * t + 1] - begin;
      const bool is_long = size > kPackedAlnum;
      const Token token = pack(found.bytes + begin, size);
      packed[t] = is_long ? 0 : token;
      longer[long_tokens] = t;
      long_tokens += is_long;
    }
    return long_tokens;
  }

  /// Tokens are compared by halves: sixteen low ones at a time, and where those agree the high ones.
  template <int kVectors>
  static void equal_masks_of(const Token* a, const Token* b, std::size_t nb, std::uint64_t* masks) {
    const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
    const __m512i odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
    __m512i low[4];
    __m512i high[4];
    for (int k = 0; k < kVectors; ++k) {
      const __m512i first = load(a + 16 * k);
      const __m512i second = load(a + 16 * k + 8);
      low[k] = _mm512_permutex2var_epi32(first, even, second);
      high[k] = _mm512_permutex2var_epi32(first, odd, second);
    }
    for (std::size_t j = 0; j < nb; ++j) {
      const __m512i token_low = _mm512_set1_epi32(static_cast<int>(b[j]));
      const __m512i token_high = _mm512_set1_epi32(static_cast<int>(b[j] >> 32));
      const auto equal = [&](int k) {
        return _mm512_mask_cmpeq_epi32_mask(_mm512_cmpeq_epi32_mask(low[k], token_low), high[k], token_high);
      };
      if constexpr (kVectors == 1) {
        masks[j] = equal(0);
      } else if constexpr (kVectors == 2) {
        masks[j] = _mm512_kunpackw(equal(1), equal(0));
      } else {
        const __mmask32 second = kVectors == 4 ? _mm512_kunpackw(equal(3), equal(2)) : __mmask32{equal(2)};
        masks[j] = _mm512_kunpackd(second, _mm512_kunpackw(equal(1), equal(0)));
      }
    }
  }

  static void equal_masks(const Token* a, std::size_t na, const Token* b, std::size_t nb, std::uint64_t* masks) {
    switch ((na + 15) / 16) {
      case 0:
      case 1: return equal_masks_of<1>(a, b, nb, masks);
      case 2: return equal_masks_of<2>(a, b, nb, masks);
      case 3: return equal_masks_of<3>(a, b, nb, masks);
      default: return equal_masks_of<4>(a, b, nb, masks);
    }
  }

  static void lcs_wide(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns, std::uint64_t* v,
                       std::uint8_t* carry) {
    const __m512i ones = _mm512_set1_epi64(-1);
    __m512i state = load(v);
    for (std::size_t j = 0; j < columns; ++j) {
      const __m512i row = load(rows + kLanes * row_of[j]);
      const __m512i sum = _mm512_add_epi64(state, _mm512_and_si512(state, row));
      const unsigned out =
          x86::carry_lanes(_mm512_cmplt_epu64_mask(sum, state), _mm512_cmpeq_epi64_mask(sum, ones), carry[j]);
      const __m512i carried = _mm512_mask_sub_epi64(sum, static_cast<__mmask8>(out), sum, ones);
      state = _mm512_or_si512(carried, _mm512_andnot_si512(row, state));
      carry[j] = static_cast<std::uint8_t>(out >> 8);
    }
    _mm512_storeu_si512(v, state);
  }

  /// As loops::union_lcs, with the highest bit found by counting leading zeros.
  static void union_lcs(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns,
                        const std::uint64_t* full, std::uint64_t* history, std::uint64_t* united) {
    const __m512i ones = _mm512_set1_epi64(-1);
    __m512i v = ones;
    for (std::size_t j = 0; j < columns; ++j) {
      const __m512i row = load(rows + kLanes * row_of[j]);
      v = _mm512_or_si512(_mm512_add_epi64(v, _mm512_and_si512(v, row)), _mm512_andnot_si512(row, v));
      _mm512_storeu_si512(history + j * kLanes, v);
    }
    __m512i below = load(full);
    __m512i found = load(united);
    for (std::size_t j = columns; j-- > 0;) {
      const __m512i row = load(rows + kLanes * row_of[j]);
      // (row | ~v) & below
      const __m512i open = _mm512_ternarylogic_epi64(row, load(history + j * kLanes), below, 0xa2);
      const __m512i smear = _mm512_srlv_epi64(ones, _mm512_lzcnt_epi64(open));
      // hit = the top bit of smear where it is a match
      const __m512i hit = _mm512_andnot_si512(_mm512_srli_epi64(smear, 1), _mm512_and_si512(smear, row));
      found = _mm512_or_si512(found, hit);
      below = _mm512_andnot_si512(hit, smear);
    }
    _mm512_storeu_si512(united, found);
  }
};

}  // namespace

const Kernels kAvx512Kernels = loops::table<Avx512>("avx512");

}  // namespace gramscore
