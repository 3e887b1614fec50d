// Kernels for AVX2 and BMI2 (compiled with those flags, run only where the processor has them).
#include <immintrin.h>

#include "kernels/loops.hpp"
#include "kernels/tables.hpp"
#include "kernels/x86.hpp"

namespace gramscore {
namespace {

struct Avx2 : loops::Plain<Avx2>, x86::Shared {
  using x86::Shared::union_short;  // in place of Plain's

  static __m256i load(const void* p) { return _mm256_loadu_si256(static_cast<const __m256i*>(p)); }

  /// All ones in the bytes of x that lie in [low, low + count).
  static __m256i in_range(__m256i x, char low, char count) {
    const __m256i shifted = _mm256_sub_epi8(x, _mm256_set1_epi8(low));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(shifted, _mm256_set1_epi8(static_cast<char>(count - 1))), shifted);
  }

  static std::uint64_t join(std::uint32_t low, std::uint32_t high) { return low | std::uint64_t{high} << 32; }

  static std::uint32_t alnum_half(const std::uint8_t* bytes) {
    const __m256i x = load(bytes);
    const __m256i letter = in_range(_mm256_or_si256(x, _mm256_set1_epi8(0x20)), 'a', 26);
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_or_si256(letter, in_range(x, '0', 10))));
  }

  static std::uint32_t space_half(const std::uint8_t* bytes) {
    const __m256i x = load(bytes);
    return static_cast<std::uint32_t>(
        _mm256_movemask_epi8(_mm256_or_si256(in_range(x, 0x09, 5), in_range(x, 0x1c, 5))));
  }

  static std::uint64_t alnum_mask(const std::uint8_t* block) { return join(alnum_half(block), alnum_half(block + 32)); }
  static std::uint64_t non_space_mask(const std::uint8_t* block) {
    return ~join(space_half(block), space_half(block + 32));
  }

  /// The classes of 32 bytes; of those beyond ASCII 0. The rows of 16 classes are looked up one after another: adding
  /// with saturation sets the top bit of all bytes but those of the row, and to those the shuffle gives 0.
  static __m256i look_up(__m256i x, const __m256i* rows) {
    __m256i result = _mm256_setzero_si256();
    for (int row = 0; row < 8; ++row) {
      const __m256i in_row = _mm256_xor_si256(x, _mm256_set1_epi8(static_cast<char>(row << 4)));
      const __m256i index = _mm256_adds_epu8(in_row, _mm256_set1_epi8(0x70));
      result = _mm256_or_si256(result, _mm256_shuffle_epi8(rows[row], index));
    }
    return result;
  }

  /// Bit `k` of each byte.
  template <int k>
  static std::uint32_t bit(__m256i x) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_slli_epi16(x, 7 - k)));
  }

  static BlockMasks classify(const std::uint8_t* block, const std::uint8_t* classes) {
    __m256i rows[8];
    for (int row = 0; row < 8; ++row) {
      rows[row] = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(classes + 16 * row)));
    }
    const __m256i low = load(block);
    const __m256i high = load(block + 32);
    const __m256i a = look_up(low, rows);
    const __m256i b = look_up(high, rows);
    const std::uint64_t wide = join(bit<7>(low), bit<7>(high));
    const std::uint64_t lead = wide & join(bit<6>(low), bit<6>(high));
    return {join(bit<0>(a), bit<0>(b)),
            join(bit<1>(a), bit<1>(b)),
            join(bit<2>(a), bit<2>(b)),
            join(bit<3>(a), bit<3>(b)),
            join(bit<4>(a), bit<4>(b)),
            join(bit<5>(a), bit<5>(b)),
            lead,
            wide & ~lead};
  }

  /// The places of the ones of each byte, and then anything.
  struct Places {
    std::uint8_t of[256][8];

    constexpr Places() : of() {
      for (unsigned byte = 0; byte < 256; ++byte) {
        unsigned count = 0;
        for (unsigned k = 0; k < 8; ++k) {
          if ((byte >> k & 1) != 0) of[byte][count++] = static_cast<std::uint8_t>(k);
        }
      }
    }
  };

  /// Writes eight for each byte of `bits`, over the surplus of the byte before: there is room for the last one's.
  static std::uint32_t* positions(std::uint64_t bits, std::uint32_t base, std::uint32_t* out) {
    static constexpr Places kPlaces;
    __m256i first = _mm256_set1_epi32(static_cast<int>(base));
    for (int k = 0; k < 8; ++k) {
      const auto byte = static_cast<std::uint8_t>(bits >> (8 * k));
      const __m256i places = _mm256_cvtepu8_epi32(_mm_loadu_si64(kPlaces.of[byte]));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm256_add_epi32(places, first));
      out += _mm_popcnt_u32(byte);
      first = _mm256_add_epi32(first, _mm256_set1_epi32(8));
    }
    return out;
  }

  template <int kVectors, class Each>
  static void equal_masks_of(const Token* a, const Token* b, std::size_t nb, Each each) {
    __m256i v[kVectors];
    for (int k = 0; k < kVectors; ++k) v[k] = load(a + 4 * k);
    for (std::size_t j = 0; j < nb; ++j) {
      const __m256i token = _mm256_set1_epi64x(static_cast<long long>(b[j]));
      std::uint64_t mask = 0;
      // Two vectors of 64-bit answers narrow to one of 32-bit answers, whose eight signs come out in one go.
      for (int k = 0; k + 1 < kVectors; k += 2) {
        const __m256i low = _mm256_cmpeq_epi64(v[k], token);
        const __m256i high = _mm256_cmpeq_epi64(v[k + 1], token);
        const __m256i both = _mm256_permute4x64_epi64(_mm256_packs_epi32(low, high), 0xd8);
        mask |= std::uint64_t{static_cast<std::uint8_t>(_mm256_movemask_ps(_mm256_castsi256_ps(both)))} << (4 * k);
      }
      each(j, mask);
    }
  }

  template <class Each>
  static void equal_masks(const Token* a, std::size_t na, const Token* b, std::size_t nb, Each each) {
    switch ((na + 7) / 8) {
      case 0:
      case 1: return equal_masks_of<2>(a, b, nb, each);
      case 2: return equal_masks_of<4>(a, b, nb, each);
      case 3: return equal_masks_of<6>(a, b, nb, each);
      case 4: return equal_masks_of<8>(a, b, nb, each);
      case 5: return equal_masks_of<10>(a, b, nb, each);
      case 6: return equal_masks_of<12>(a, b, nb, each);
      case 7: return equal_masks_of<14>(a, b, nb, each);
      default: return equal_masks_of<16>(a, b, nb, each);
    }
  }

  template <class Each>
  static void number_masks(const loops::TokenNumber* a, std::size_t, const loops::TokenNumber* b, std::size_t nb,
                           Each each) {
    const __m256i v[] = {load(a), load(a + 16), load(a + 32), load(a + 48)};
    for (std::size_t j = 0; j < nb; ++j) {
      const __m256i number = _mm256_set1_epi16(static_cast<short>(b[j]));
      // Two vectors of 16-bit answers narrow to one of bytes, of which packing takes each half in turn.
      const auto equal = [&](int k) {
        const __m256i both = _mm256_packs_epi16(_mm256_cmpeq_epi16(v[k], number), _mm256_cmpeq_epi16(v[k + 1], number));
        return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_permute4x64_epi64(both, 0xd8)));
      };
      each(j, std::uint64_t{equal(2)} << 32 | equal(0));
    }
  }

  /// Four orders to a vector.
  /// Of the positions that are open the lowest is taken: it is what subtracting 1 from all words as one long number
  /// clears.
  template <std::size_t kWords>
  static void take_lowest(const std::uint64_t (&open)[kWords], std::uint64_t (&taken)[kWords]) {
    std::uint64_t lower = 0;
    for (std::size_t w = 0; w < kWords; ++w) {
      taken[w] |= open[w] & ~(open[w] - (lower < 1));
      lower |= open[w];
    }
  }

  /// Orders 1 and 2 in whole words, for which there are other ports, the next ones side by side in lanes.
  template <std::size_t kWords, std::size_t kVectors>
  static void clip_rows_of(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns,
                           std::uint64_t (*used)[kRowOrders]) {
    static constexpr std::uint64_t kNowhere[kWords] = {};
    const __m256i zero = _mm256_setzero_si256();
    std::uint64_t pairs[kWords] = {};  // where order 2 occurs
    std::uint64_t taken_singles[kWords] = {};
    std::uint64_t taken_pairs[kWords] = {};
    __m256i occurs[kWords][kVectors];
    __m256i taken[kWords][kVectors];
    for (std::size_t w = 0; w < kWords; ++w) {
      for (std::size_t v = 0; v < kVectors; ++v) occurs[w][v] = taken[w][v] = zero;
    }
    const std::uint64_t* before = kNowhere;
    for (std::size_t j = 0; j < columns; ++j) {
      const std::uint64_t* row = rows + kWords * row_of[j];
      __m256i lower[kVectors];
      __m256i looking[kVectors];
      for (std::size_t w = 0; w < kWords; ++w) {
        const __m256i here = _mm256_set1_epi64x(static_cast<long long>(row[w]));
        // Each order takes over from the one below, as it was.
        __m256i below = _mm256_castsi128_si256(_mm_cvtsi64_si128(static_cast<long long>(pairs[w])));
        for (std::size_t v = 0; v < kVectors; ++v) {
          const __m256i turned = _mm256_permute4x64_epi64(occurs[w][v], 0x93);
          const __m256i from = _mm256_blend_epi32(turned, below, 3);
          below = turned;
          __m256i moved = _mm256_add_epi64(from, from);
          if (w > 0) moved = _mm256_or_si256(moved, _mm256_srli_epi64(lower[v], 63));
          lower[v] = from;
          occurs[w][v] = _mm256_and_si256(moved, here);
          // As take_lowest().
          const __m256i open = _mm256_andnot_si256(taken[w][v], occurs[w][v]);
          const __m256i less = _mm256_add_epi64(open, w > 0 ? looking[v] : _mm256_set1_epi64x(-1));
          taken[w][v] = _mm256_or_si256(taken[w][v], _mm256_andnot_si256(less, open));
          const __m256i none = _mm256_cmpeq_epi64(open, zero);
          looking[v] = w > 0 ? _mm256_and_si256(looking[v], none) : none;
        }
      }
      std::uint64_t open[kWords];
      for (std::size_t w = 0; w < kWords; ++w) open[w] = row[w] & ~taken_singles[w];
      take_lowest(open, taken_singles);
      for (std::size_t w = 0; w < kWords; ++w) {
        pairs[w] = row[w] & (before[w] << 1 | (w > 0 ? before[w - 1] >> 63 : 0));
        open[w] = pairs[w] & ~taken_pairs[w];
      }
      take_lowest(open, taken_pairs);
      before = row;
    }
    for (std::size_t w = 0; w < kWords; ++w) {
      used[w][0] = taken_singles[w];
      used[w][1] = taken_pairs[w];
      std::uint64_t lanes[4 * kVectors];
      for (std::size_t v = 0; v < kVectors; ++v) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(lanes + 4 * v), taken[w][v]);
      }
      for (std::size_t n = 2; n < kRowOrders && n < 2 + 4 * kVectors; ++n) used[w][n] = lanes[n - 2];
    }
  }

  template <std::size_t kWords>
  static void clip_rows(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns, std::size_t orders,
                        std::uint64_t (*used)[kRowOrders]) {
    if (orders <= 6) {
      clip_rows_of<kWords, 1>(rows, row_of, columns, used);
    } else {
      clip_rows_of<kWords, 2>(rows, row_of, columns, used);
    }
  }

  /// A column of a block of the LCS: changes its state, returns the carry out.
  static unsigned lcs_column(__m256i& low, __m256i& high, const std::uint64_t* row, unsigned carry) {
    alignas(32) static constexpr std::uint64_t kSelect[16][4] = {
#define GRAMSCORE_LANE(i, bit) ((i) >> (bit) & 1 ? ~std::uint64_t{0} : 0)
#define GRAMSCORE_LANES(i) {GRAMSCORE_LANE(i, 0), GRAMSCORE_LANE(i, 1), GRAMSCORE_LANE(i, 2), GRAMSCORE_LANE(i, 3)}
        GRAMSCORE_LANES(0),  GRAMSCORE_LANES(1),  GRAMSCORE_LANES(2),  GRAMSCORE_LANES(3),
        GRAMSCORE_LANES(4),  GRAMSCORE_LANES(5),  GRAMSCORE_LANES(6),  GRAMSCORE_LANES(7),
        GRAMSCORE_LANES(8),  GRAMSCORE_LANES(9),  GRAMSCORE_LANES(10), GRAMSCORE_LANES(11),
        GRAMSCORE_LANES(12), GRAMSCORE_LANES(13), GRAMSCORE_LANES(14), GRAMSCORE_LANES(15)};
#undef GRAMSCORE_LANES
#undef GRAMSCORE_LANE
    const __m256i ones = _mm256_set1_epi64x(-1);
    const __m256i row_low = load(row);
    const __m256i row_high = load(row + 4);
    const __m256i matched_low = _mm256_and_si256(low, row_low);
    const __m256i matched_high = _mm256_and_si256(high, row_high);
    const __m256i sum_low = _mm256_add_epi64(low, matched_low);
    const __m256i sum_high = _mm256_add_epi64(high, matched_high);
    const unsigned out = x86::carry_lanes(
        signs(_mm256_or_si256(matched_low, _mm256_andnot_si256(sum_low, low))) |
            signs(_mm256_or_si256(matched_high, _mm256_andnot_si256(sum_high, high))) << 4,
        signs(_mm256_cmpeq_epi64(sum_low, ones)) | signs(_mm256_cmpeq_epi64(sum_high, ones)) << 4, carry);
    const __m256i new_low = _mm256_sub_epi64(sum_low, load(kSelect[out & 15]));
    const __m256i new_high = _mm256_sub_epi64(sum_high, load(kSelect[out >> 4 & 15]));
    low = _mm256_or_si256(new_low, _mm256_andnot_si256(row_low, low));
    high = _mm256_or_si256(new_high, _mm256_andnot_si256(row_high, high));
    return out >> 8;
  }

  static void lcs_wide(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns, std::uint64_t* v,
                       std::uint8_t* carry) {
    __m256i low = load(v);
    __m256i high = load(v + 4);
    for (std::size_t j = 0; j < columns; ++j) {
      carry[j] = static_cast<std::uint8_t>(lcs_column(low, high, rows + kLanes * row_of[j], carry[j]));
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(v), low);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(v + 4), high);
  }

  /// A column waits for the one before it, in which the second block is one behind the first: so two columns run side by
  /// side.
  static void lcs_two_strips(const std::uint64_t* rows, std::size_t apart, const std::uint32_t* row_of,
                             std::size_t columns, std::uint64_t* v, std::uint8_t* carry) {
    if (columns == 0) return;
    __m256i state[4];
    for (std::size_t k = 0; k < 4; ++k) state[k] = load(v + 4 * k);
    const std::uint64_t* row = rows + kLanes * row_of[0];
    unsigned between = lcs_column(state[0], state[1], row, carry[0]);
    for (std::size_t j = 0; j + 1 < columns; ++j) {
      const std::uint64_t* const next = rows + kLanes * row_of[j + 1];
      const unsigned handed = between;
      between = lcs_column(state[0], state[1], next, carry[j + 1]);
      carry[j] = static_cast<std::uint8_t>(lcs_column(state[2], state[3], row + apart, handed));
      row = next;
    }
    carry[columns - 1] = static_cast<std::uint8_t>(lcs_column(state[2], state[3], row + apart, between));
    for (std::size_t k = 0; k < 4; ++k) _mm256_storeu_si256(reinterpret_cast<__m256i*>(v + 4 * k), state[k]);
  }

  /// Adds a to the full adder's two, bit by bit: what is left of the sum, and the carries.
  static __m256i add_bits(__m256i& sum, __m256i a, __m256i b) {
    const __m256i differ = _mm256_xor_si256(sum, a);
    const __m256i carry = _mm256_or_si256(_mm256_and_si256(sum, a), _mm256_and_si256(differ, b));
    sum = _mm256_xor_si256(differ, b);
    return carry;
  }

  /// The ones in each byte.
  static __m256i ones_in_bytes(__m256i x) {
    const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2,
                                           2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(0xf);
    return _mm256_add_epi8(_mm256_shuffle_epi8(table, _mm256_and_si256(x, low)),
                           _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(x, 4), low)));
  }

  /// The ones that a row has in common with four columns: 64-bit sums. Four words at a time become their sum in bits of
  /// 1, 2 and 4 (W. Mula, N. Kurz and D. Lemire, "Faster Population Counts Using AVX2 Instructions", 2018).
  static __m256i common_of_four(const std::uint64_t* row, const std::uint64_t* lanes, std::size_t words) {
    const auto both = [=](std::size_t w) {
      return _mm256_and_si256(load(lanes + kManyLanes * w), _mm256_set1_epi64x(static_cast<long long>(row[w])));
    };
    const __m256i none = _mm256_setzero_si256();
    __m256i ones = none;
    __m256i twos = none;
    __m256i total = none;
    std::size_t w = 0;
    while (words - w >= 4) {
      __m256i fours_in_bytes = none;
      // Each adds up to 8 to a byte.
      for (std::size_t rounds = 0; words - w >= 4 && rounds < 31; ++rounds, w += 4) {
        const __m256i low = add_bits(ones, both(w), both(w + 1));
        const __m256i high = add_bits(ones, both(w + 2), both(w + 3));
        fours_in_bytes = _mm256_add_epi8(fours_in_bytes, ones_in_bytes(add_bits(twos, low, high)));
      }
      total = _mm256_add_epi64(total, _mm256_slli_epi64(_mm256_sad_epu8(fours_in_bytes, none), 2));
    }
    __m256i rest = _mm256_add_epi8(ones_in_bytes(ones), _mm256_slli_epi16(ones_in_bytes(twos), 1));
    for (; w < words; ++w) rest = _mm256_add_epi8(rest, ones_in_bytes(both(w)));
    return _mm256_add_epi64(total, _mm256_sad_epu8(rest, none));
  }

  static void count_common(const std::uint64_t* row_words, std::size_t rows, const std::uint64_t* lanes,
                           std::size_t blocks, std::size_t words, std::uint32_t* counts, std::size_t stride) {
    const __m256i even = _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6);
    for (std::size_t b = 0; b < blocks; ++b, lanes += words * kManyLanes) {
      for (std::size_t r = 0; r < rows; ++r) {
        const std::uint64_t* const row = row_words + r * words;
        const __m256i low = _mm256_permutevar8x32_epi32(common_of_four(row, lanes, words), even);
        const __m256i high = _mm256_permutevar8x32_epi32(common_of_four(row, lanes + 4, words), even);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(counts + r * stride + b * kManyLanes),
                            _mm256_blend_epi32(low, high, 0xf0));
      }
    }
  }

  static void lcs_half_words(const std::uint32_t* rows, const std::uint32_t* row_of, std::size_t steps,
                             std::uint32_t* lengths) {
    __m256i low = _mm256_set1_epi32(-1);
    __m256i high = low;
    const auto step = [](__m256i v, __m256i row) {
      return _mm256_or_si256(_mm256_add_epi32(v, _mm256_and_si256(v, row)), _mm256_andnot_si256(row, v));
    };
    for (std::size_t j = 0; j < steps; ++j) {
      const std::uint32_t* const row = rows + kLcsLanes * row_of[j];
      low = step(low, load(row));
      high = step(high, load(row + 8));
    }
    const auto zeros = [](__m256i v) {
      const __m256i bytes = ones_in_bytes(_mm256_andnot_si256(v, _mm256_set1_epi32(-1)));
      return _mm256_madd_epi16(_mm256_maddubs_epi16(bytes, _mm256_set1_epi8(1)), _mm256_set1_epi16(1));
    };
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(lengths), zeros(low));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(lengths + 8), zeros(high));
  }

  template <std::size_t kWords>
  static void lcs_eight_lanes(const std::uint32_t* rows, const std::uint32_t* row_of, std::size_t steps,
                              std::uint32_t* lengths) {
    const __m256i all_ones = _mm256_set1_epi64x(-1);
    __m256i v[kWords][2];
    for (auto& word : v) word[0] = word[1] = all_ones;
    for (std::size_t j = 0; j < steps; ++j) {
      const std::uint32_t* const row = rows + 2 * kLcsLanes * kWords * row_of[j];
      __m256i carry[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
      for (std::size_t w = 0; w < kWords; ++w) {
        for (std::size_t h = 0; h < 2; ++h) {
          const __m256i before = v[w][h];
          const __m256i match = load(row + 16 * w + 8 * h);
          const __m256i both = _mm256_and_si256(before, match);
          const __m256i sum = _mm256_add_epi64(_mm256_add_epi64(before, both), carry[h]);
          // Of two addends with the same top bit it goes out; else if the sum's is gone.
          carry[h] = _mm256_srli_epi64(_mm256_or_si256(both, _mm256_andnot_si256(sum, before)), 63);
          v[w][h] = _mm256_or_si256(sum, _mm256_andnot_si256(match, before));
        }
      }
    }
    const __m256i even = _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6);
    __m256i sums[2];
    for (std::size_t h = 0; h < 2; ++h) {
      __m256i bytes = _mm256_setzero_si256();
      for (std::size_t w = 0; w < kWords; ++w) {
        bytes = _mm256_add_epi8(bytes, ones_in_bytes(_mm256_xor_si256(v[w][h], all_ones)));
      }
      sums[h] = _mm256_permutevar8x32_epi32(_mm256_sad_epu8(bytes, _mm256_setzero_si256()), even);
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(lengths), _mm256_blend_epi32(sums[0], sums[1], 0xf0));
  }

  static unsigned signs(__m256i x) { return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(x))); }
};

}  // namespace

const Kernels kAvx2Kernels = loops::table<Avx2>("avx2");

}  // namespace gramscore
