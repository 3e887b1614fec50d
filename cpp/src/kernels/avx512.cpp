// Kernels for AVX-512 (F, BW, CD, DQ, IFMA, VL, VBMI, VBMI2, VPOPCNTDQ) and BMI2: Ice Lake, Zen 4 and later.
#include <immintrin.h>

#include <array>
#include <bit>

#include "kernels/loops.hpp"
#include "kernels/stem_endings.hpp"
#include "kernels/tables.hpp"
#include "kernels/x86.hpp"

namespace gramscore {
namespace {

struct Avx512 : x86::Shared {
  static __m512i load(const void* p) { return _mm512_loadu_si512(p); }

  static __m512i all(std::uint64_t x) { return _mm512_set1_epi64(static_cast<long long>(x)); }

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

  /// Tables of J. Keiser and D. Lemire ("Validating UTF-8 in less than one instruction per byte", 2021): what can be
  /// wrong with two bytes in a row, by the halves of the first and the upper half of the second. It is wrong if all three
  /// say so; two continuation bytes are wrong but for the third and fourth bytes of characters.
  struct Utf8Errors {
    enum : std::uint8_t {
      kTooShort = 1,
      kTooLong = 2,
      kOverlong3 = 4,
      kTooLarge = 8,
      kSurrogate = 16,
      kOverlong2 = 32,
      kTooLarge1000 = 64,
      kOverlong4 = 64,
      kTwoContinue = 128,
      kAny = kTooShort | kTooLong | kTwoContinue
    };

    alignas(16) static constexpr std::uint8_t kFirstUpper[16] = {kTooLong,
                                                                 kTooLong,
                                                                 kTooLong,
                                                                 kTooLong,
                                                                 kTooLong,
                                                                 kTooLong,
                                                                 kTooLong,
                                                                 kTooLong,
                                                                 kTwoContinue,
                                                                 kTwoContinue,
                                                                 kTwoContinue,
                                                                 kTwoContinue,
                                                                 kTooShort | kOverlong2,
                                                                 kTooShort,
                                                                 kTooShort | kOverlong3 | kSurrogate,
                                                                 kTooShort | kTooLarge | kTooLarge1000 | kOverlong4};
    alignas(16) static constexpr std::uint8_t kFirstLower[16] = {kAny | kOverlong3 | kOverlong2 | kOverlong4,
                                                                 kAny | kOverlong2,
                                                                 kAny,
                                                                 kAny,
                                                                 kAny | kTooLarge,
                                                                 kAny | kTooLarge | kTooLarge1000,
                                                                 kAny | kTooLarge | kTooLarge1000,
                                                                 kAny | kTooLarge | kTooLarge1000,
                                                                 kAny | kTooLarge | kTooLarge1000,
                                                                 kAny | kTooLarge | kTooLarge1000,
                                                                 kAny | kTooLarge | kTooLarge1000,
                                                                 kAny | kTooLarge | kTooLarge1000,
                                                                 kAny | kTooLarge | kTooLarge1000,
                                                                 kAny | kTooLarge | kTooLarge1000 | kSurrogate,
                                                                 kAny | kTooLarge | kTooLarge1000,
                                                                 kAny | kTooLarge | kTooLarge1000};
    alignas(16) static constexpr std::uint8_t kSecondUpper[16] = {
        kTooShort,
        kTooShort,
        kTooShort,
        kTooShort,
        kTooShort,
        kTooShort,
        kTooShort,
        kTooShort,
        kTooLong | kOverlong2 | kTwoContinue | kOverlong3 | kTooLarge1000 | kOverlong4,
        kTooLong | kOverlong2 | kTwoContinue | kOverlong3 | kTooLarge,
        kTooLong | kOverlong2 | kTwoContinue | kSurrogate | kTooLarge,
        kTooLong | kOverlong2 | kTwoContinue | kSurrogate | kTooLarge,
        kTooShort,
        kTooShort,
        kTooShort,
        kTooShort};
  };

  /// For each of 64 numbers below 16 its entry in a table.
  static __m512i entries(const std::uint8_t* table, __m512i numbers) {
    const __m128i sixteen = _mm_load_si128(reinterpret_cast<const __m128i*>(table));
    return _mm512_shuffle_epi8(_mm512_broadcast_i32x4(sixteen), numbers);
  }

  /// A block of the bytes from begin - back on; zeros stand before the first one and behind the last one.
  static __m512i load_within(const std::uint8_t* bytes, std::size_t begin, std::size_t back, std::size_t size) {
    const std::size_t left = size + back - begin;
    const std::uint64_t lanes = left < kBlock ? (std::uint64_t{1} << left) - 1 : ~std::uint64_t{0};
    return _mm512_maskz_loadu_epi8(begin == 0 ? lanes & ~std::uint64_t{0} << back : lanes, bytes + begin - back);
  }

  static Utf8 look_at_utf8(const std::uint8_t* bytes, std::size_t size) {
    std::size_t i = 0;
    while (i < size && _mm512_movepi8_mask(load_within(bytes, i, 0, size)) == 0) i += kBlock;
    if (i >= size) return Utf8::ascii;
    const __m512i low_half = _mm512_set1_epi8(0x0f);
    const auto upper = [&](__m512i x) { return _mm512_and_si512(_mm512_srli_epi16(x, 4), low_half); };
    __m512i wrong = _mm512_setzero_si512();
    // Up to the block with the zero behind the last byte, which shows whether the last character ends.
    for (; i <= size; i += kBlock) {
      const __m512i first = load_within(bytes, i, 1, size);
      const __m512i second = load_within(bytes, i, 0, size);
      const __m512i errors =
          _mm512_ternarylogic_epi64(entries(Utf8Errors::kFirstUpper, upper(first)),
                                    entries(Utf8Errors::kFirstLower, _mm512_and_si512(first, low_half)),
                                    entries(Utf8Errors::kSecondUpper, upper(second)), 0x80);
      // The top bit where a third or a fourth byte is due.
      const __m512i due =
          _mm512_or_si512(_mm512_subs_epu8(load_within(bytes, i, 2, size), _mm512_set1_epi8(0xe0 - 0x80)),
                          _mm512_subs_epu8(load_within(bytes, i, 3, size), _mm512_set1_epi8(0xf0 - 0x80)));
      wrong = _mm512_or_si512(wrong, _mm512_xor_si512(errors, _mm512_and_si512(due, _mm512_set1_epi8(-128))));
    }
    return _mm512_test_epi8_mask(wrong, wrong) == 0 ? Utf8::valid : Utf8::unknown;
  }

  /// Up to 32 code points below 0x800 in lanes of two bytes. Returns the number of bytes written.
  static std::size_t write_narrow(__m512i x, std::size_t count, std::uint8_t* out) {
    const __mmask32 spaces =
        _mm512_cmpeq_epi16_mask(x, _mm512_set1_epi16(0x85)) | _mm512_cmpeq_epi16_mask(x, _mm512_set1_epi16(0xa0));
    x = _mm512_mask_mov_epi16(x, spaces, _mm512_set1_epi16('\t'));
    const __mmask32 two = _mm512_cmpge_epu16_mask(x, _mm512_set1_epi16(0x80));
    const __m512i lead = _mm512_or_si512(_mm512_srli_epi16(x, 6), _mm512_set1_epi16(0xc0));
    const __m512i last = _mm512_or_si512(_mm512_and_si512(x, _mm512_set1_epi16(0x3f)), _mm512_set1_epi16(0x80));
    x = _mm512_mask_mov_epi16(x, two, _mm512_or_si512(lead, _mm512_slli_epi16(last, 8)));
    const __m512i used = _mm512_mask_mov_epi16(_mm512_set1_epi16(0xff), two, _mm512_set1_epi16(-1));
    const auto bytes = _mm512_movepi8_mask(used) & (count == 32 ? ~__mmask64{0} : (__mmask64{1} << 2 * count) - 1);
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(bytes, x));
    return static_cast<std::size_t>(_mm_popcnt_u64(bytes));
  }

  /// Up to 16 code points in lanes of four bytes.
  static std::size_t write_wide(__m512i x, std::size_t count, std::uint8_t* out) {
    const auto is = [&](int c) { return _mm512_cmpeq_epi32_mask(x, _mm512_set1_epi32(c)); };
    const auto in = [&](int low, int many) {
      return _mm512_cmplt_epu32_mask(_mm512_sub_epi32(x, _mm512_set1_epi32(low)), _mm512_set1_epi32(many));
    };
    const __mmask16 spaces = static_cast<__mmask16>(is(0x85) | is(0xa0) | is(0x1680) | in(0x2000, 11) | in(0x2028, 2) |
                                                    is(0x202f) | is(0x205f) | is(0x3000));
    x = _mm512_mask_mov_epi32(x, spaces, _mm512_set1_epi32('\t'));
    const auto from = [&](int c) { return _mm512_cmpge_epu32_mask(x, _mm512_set1_epi32(c)); };
    const __mmask16 two = from(0x80);
    const __mmask16 three = from(0x800);
    const __mmask16 four = from(0x10000);
    // Six bits each, the last in the lowest byte of its lane.
    const auto bits = [&](unsigned shift, int mask, int marker) {
      const __m512i part = _mm512_and_si512(_mm512_srli_epi32(x, shift), _mm512_set1_epi32(mask));
      return _mm512_or_si512(part, _mm512_set1_epi32(marker));
    };
    const auto join = [](__m512i first, __m512i second) {
      return _mm512_or_si512(first, _mm512_slli_epi32(second, 8));
    };
    const __m512i last = bits(0, 0x3f, 0x80);
    const __m512i middle = join(bits(6, 0x3f, 0x80), last);
    __m512i y = x;
    y = _mm512_mask_mov_epi32(y, two, join(bits(6, 0x1f, 0xc0), last));
    y = _mm512_mask_mov_epi32(y, three, join(bits(12, 0xf, 0xe0), middle));
    if (four != 0) y = _mm512_mask_mov_epi32(y, four, join(bits(18, 0x7, 0xf0), join(bits(12, 0x3f, 0x80), middle)));
    __m512i used = _mm512_set1_epi32(0xff);
    used = _mm512_mask_mov_epi32(used, two, _mm512_set1_epi32(0xffff));
    used = _mm512_mask_mov_epi32(used, three, _mm512_set1_epi32(0xffffff));
    used = _mm512_mask_mov_epi32(used, four, _mm512_set1_epi32(-1));
    const auto bytes = _mm512_movepi8_mask(used) & (count == 16 ? ~__mmask64{0} : (__mmask64{1} << 4 * count) - 1);
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(bytes, y));
    return static_cast<std::size_t>(_mm_popcnt_u64(bytes));
  }

  static std::size_t write_latin1(const std::uint8_t* in, std::size_t size, std::uint8_t* out) {
    std::uint8_t* end = out;
    for (std::size_t i = 0; i < size;) {
      const std::size_t count = size - i < 64 ? size - i : 64;
      const __m512i x = _mm512_maskz_loadu_epi8(_bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(count)), in + i);
      if (_mm512_movepi8_mask(x) == 0) {
        _mm512_storeu_si512(end, x);
        end += count;
        i += count;
        continue;
      }
      const std::size_t first = count < 32 ? count : 32;
      end += write_narrow(_mm512_cvtepu8_epi16(_mm512_castsi512_si256(x)), first, end);
      if (count > 32) end += write_narrow(_mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(x, 1)), count - 32, end);
      i += count;
    }
    return static_cast<std::size_t>(end - out);
  }

  static std::size_t write_ucs2(const std::uint16_t* in, std::size_t size, std::uint8_t* out) {
    std::uint8_t* end = out;
    for (std::size_t i = 0; i < size;) {
      const std::size_t count = size - i < 32 ? size - i : 32;
      const __m512i x = _mm512_maskz_loadu_epi16(_bzhi_u32(~std::uint32_t{0}, static_cast<unsigned>(count)), in + i);
      if (_mm512_cmpge_epu16_mask(x, _mm512_set1_epi16(0x800)) == 0) {
        end += write_narrow(x, count, end);
      } else {
        const std::size_t first = count < 16 ? count : 16;
        end += write_wide(_mm512_cvtepu16_epi32(_mm512_castsi512_si256(x)), first, end);
        if (count > 16) end += write_wide(_mm512_cvtepu16_epi32(_mm512_extracti64x4_epi64(x, 1)), count - 16, end);
      }
      i += count;
    }
    return static_cast<std::size_t>(end - out);
  }

  static std::size_t write_ucs4(const std::uint32_t* in, std::size_t size, std::uint8_t* out) {
    std::uint8_t* end = out;
    for (std::size_t i = 0; i < size;) {
      const std::size_t count = size - i < 16 ? size - i : 16;
      const auto lanes = static_cast<__mmask16>(_bzhi_u32(0xffff, static_cast<unsigned>(count)));
      end += write_wide(_mm512_maskz_loadu_epi32(lanes, in + i), count, end);
      i += count;
    }
    return static_cast<std::size_t>(end - out);
  }

  static std::size_t write_utf8(const void* units, std::size_t unit_size, std::size_t size, std::uint8_t* out,
                                std::size_t& written) {
    written += unit_size == 1   ? write_latin1(static_cast<const std::uint8_t*>(units), size, out)
               : unit_size == 2 ? write_ucs2(static_cast<const std::uint16_t*>(units), size, out)
                                : write_ucs4(static_cast<const std::uint32_t*>(units), size, out);
    return size;
  }

  static std::size_t write_characters(const void* units, std::size_t unit_size, std::size_t size, bool keep_spaces,
                                      Token* out) {
    if (unit_size != 1) return loops::write_characters<Avx512>(units, unit_size, size, keep_spaces, out);
    const auto* in = static_cast<const std::uint8_t*>(units);
    Token* end = out;
    for (std::size_t i = 0; i < size; i += 64) {
      const std::size_t count = size - i < 64 ? size - i : 64;
      const std::uint64_t given = _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(count));
      __m512i x = _mm512_maskz_loadu_epi8(given, in + i);
      const std::uint64_t spaces = in_range(x, 0x09, 5) | in_range(x, 0x1c, 5) |
                                   _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(static_cast<char>(0x85))) |
                                   _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(static_cast<char>(0xa0)));
      const std::uint64_t kept = keep_spaces ? given : given & ~spaces;
      x = _mm512_maskz_compress_epi8(kept, x);
      const auto many = static_cast<std::size_t>(_mm_popcnt_u64(kept));
      for (std::size_t k = 0; k < many; k += 16) {
        const __m128i sixteen = _mm512_castsi512_si128(x);
        _mm512_storeu_si512(end + k, _mm512_cvtepu8_epi64(sixteen));
        if (k + 8 < many) _mm512_storeu_si512(end + k + 8, _mm512_cvtepu8_epi64(_mm_srli_si128(sixteen, 8)));
        x = _mm512_alignr_epi64(x, x, 2);
      }
      end += many;
    }
    return static_cast<std::size_t>(end - out);
  }

  /// For each byte its entry in a table of 128, by its low seven bits.
  static __m512i classes(__m512i x, const std::uint8_t* table) {
    return _mm512_permutex2var_epi8(load(table), x, load(table + 64));
  }

  static BlockMasks classify(const std::uint8_t* block, const std::uint8_t* table) {
    const __m512i x = load(block);
    const std::uint64_t wide = _mm512_movepi8_mask(x);
    const std::uint64_t lead = wide & _mm512_test_epi8_mask(x, _mm512_set1_epi8(0x40));
    const __m512i kind = classes(x, table);
    const auto with = [&](char bit) -> std::uint64_t {
      return _mm512_mask_test_epi8_mask(~wide, kind, _mm512_set1_epi8(bit));
    };
    return {with(1), with(2), with(4), with(8), with(16), with(32), lead, wide & ~lead};
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

  /// Lists the tokens of over three characters that porter_stem() may change, going by their last two. Returns their
  /// number.
  static std::size_t select(const FoundTokens& found, std::uint32_t* selected) {
    static_assert(loops::kUnstemmed == 3);
    const __m512i first = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    // Bits of this block and of the one before it: token characters, the last ones of two and of four in a row, and the
    // first ones of two that may be a token's last.
    std::uint64_t one_before = 0;
    std::uint64_t two_before = 0;
    std::uint64_t four_before = 0;
    std::uint64_t ending_before = 0;
    std::uint32_t token = 0;
    std::size_t chosen = 0;
    for (std::size_t b = 0; b < found.blocks; ++b) {
      const std::uint8_t* const block = found.bytes + b * kBlock;
      const std::uint64_t ending = _mm512_test_epi8_mask(classes(load(block), kStemEndings.before_last.data()),
                                                         classes(load(block + 1), kStemEndings.last.data()));
      const std::uint64_t one = found.marks[b];
      const std::uint64_t behind_one = one << 1 | one_before >> 63;
      const std::uint64_t two = one & behind_one;
      const std::uint64_t four = two & (two << 2 | two_before >> 62);
      const std::uint64_t behind_four = four << 1 | four_before >> 63;
      const std::uint64_t behind_ending = ending << 2 | ending_before >> 62;
      const std::uint64_t behind_token = behind_one & ~one;
      const auto tokens = static_cast<std::uint32_t>(_mm_popcnt_u64(behind_token));
      std::uint64_t changing = _pext_u64(behind_four & behind_ending, behind_token);
      for (std::uint32_t k = 0; k == 0 || k < tokens; k += 16, changing >>= 16) {
        const auto sixteen = static_cast<__mmask16>(changing);
        const __m512i index = _mm512_add_epi32(first, _mm512_set1_epi32(static_cast<int>(token + k)));
        _mm512_storeu_si512(selected + chosen, _mm512_maskz_compress_epi32(sixteen, index));
        chosen += static_cast<std::size_t>(_mm_popcnt_u32(sixteen));
      }
      token += tokens;
      one_before = one;
      two_before = two;
      four_before = four;
      ending_before = ending;
    }
    return chosen;
  }

  /// The first eight bytes from each of eight tokens' starts, which are `kStride` apart.
  template <std::size_t kStride>
  static __m512i load_eights(const std::uint8_t* bytes, const std::uint32_t* begins) {
    const auto two = [&](std::size_t t) {
      const __m128i even = _mm_loadu_si64(bytes + begins[kStride * t]);
      return _mm_castps_si128(
          _mm_loadh_pi(_mm_castsi128_ps(even), reinterpret_cast<const __m64*>(bytes + begins[kStride * (t + 1)])));
    };
    const __m256i low = _mm256_inserti128_si256(_mm256_castsi128_si256(two(0)), two(2), 1);
    const __m256i high = _mm256_inserti128_si256(_mm256_castsi128_si256(two(4)), two(6), 1);
    return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
  }

  /// Eight tokens at a time, by sums of products. Tokens of over eight characters are packed again one by one.
  static std::size_t pack_found(const FoundTokens& found, Token* packed, std::uint32_t* longer, std::uint32_t* selected,
                                std::size_t* selected_count) {
    if (selected != nullptr) *selected_count = select(found, selected);
    const __m512i ones = _mm512_set1_epi64(-1);
    const __m512i low_word = _mm512_set1_epi64(0xffffffff);
    const __m512i low_bits = _mm512_set1_epi8(0x1f);
    const __m512i letter_bit = _mm512_set1_epi8(0x20);
    const __m512i by_byte = _mm512_set1_epi16(64 << 8 | 1);
    const __m512i by_pair = _mm512_set1_epi32(64 * 64 << 16 | 1);
    const __m512i low_half = _mm512_set1_epi64(0xffffff);
    __m256i index = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    std::size_t over_eight = 0;
    std::uint32_t rest[16] = {};
    for (std::size_t t = 0; t < found.count; t += 8) {
      const std::uint32_t* bounds = found.bounds + 2 * t;
      if (found.count - t < 8) {
        std::memcpy(rest, bounds, 2 * (found.count - t) * sizeof *rest);
        bounds = rest;
      }
      const __m512i both = load(bounds);
      const __m512i size = _mm512_sub_epi64(_mm512_srli_epi64(both, 32), _mm512_and_si512(both, low_word));
      const __m512i beyond = _mm512_sllv_epi64(ones, _mm512_slli_epi64(size, 3));
      const __m512i eights = _mm512_andnot_si512(beyond, load_eights<2>(found.bytes, bounds));
      // (eights & low_bits) | (eights >> 1 & letter_bit)
      const __m512i six_bits =
          _mm512_ternarylogic_epi64(_mm512_and_si512(eights, low_bits), _mm512_srli_epi16(eights, 1), letter_bit, 0xf8);
      const __m512i words = _mm512_madd_epi16(_mm512_maddubs_epi16(six_bits, by_byte), by_pair);
      // low_half ? words : words >> 8
      const __m512i token = _mm512_ternarylogic_epi64(low_half, words, _mm512_srli_epi64(words, 8), 0xca);
      _mm512_storeu_si512(packed + t, token);
      const __mmask8 over = _mm512_cmpgt_epu64_mask(size, _mm512_set1_epi64(8));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(longer + over_eight), _mm256_maskz_compress_epi32(over, index));
      over_eight += static_cast<std::size_t>(_mm_popcnt_u32(over));
      index = _mm256_add_epi32(index, _mm256_set1_epi32(8));
    }
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

  /// Eight words at a time, of as many as there are eights of. Returns their number.
  template <std::size_t kStride>
  static std::size_t pack_eights(const std::uint8_t* bytes, const WordList& words, Token* packed, LongWords& longer) {
    const __m512i ones = _mm512_set1_epi64(-1);
    __m256i index = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    std::size_t two = 0;
    std::size_t four = 0;
    std::size_t rest = 0;
    const auto list = [&index](__mmask8 which, std::uint32_t* to) {
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_maskz_compress_epi32(which, index));
      return static_cast<std::size_t>(_mm_popcnt_u32(which));
    };
    std::size_t t = 0;
    for (; t + 8 <= words.count; t += 8) {
      const std::uint32_t* const begins = words.begins + kStride * t;
      __m512i size;
      if constexpr (kStride == 1) {
        const __m256i ends = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words.ends + t));
        size =
            _mm512_cvtepu32_epi64(_mm256_sub_epi32(ends, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(begins))));
      } else {
        const __m512i both = load(begins);
        size = _mm512_sub_epi64(_mm512_srli_epi64(both, 32), _mm512_and_si512(both, _mm512_set1_epi64(0xffffffff)));
      }
      const __m512i beyond = _mm512_sllv_epi64(ones, _mm512_slli_epi64(size, 3));
      const __m512i chars = _mm512_andnot_si512(beyond, load_eights<kStride>(bytes, begins));
      _mm512_storeu_si512(packed + t, _mm512_or_si512(chars, _mm512_slli_epi64(size, 56)));
      const __mmask8 over_one = _mm512_cmpgt_epu64_mask(size, _mm512_set1_epi64(kPackedBytes));
      const __mmask8 over_two = _mm512_cmpgt_epu64_mask(size, _mm512_set1_epi64(kTwoPieceBytes));
      two += list(static_cast<__mmask8>(over_one & ~over_two), longer.two + two);
      if (over_two != 0) [[unlikely]] {
        const __mmask8 over_four = _mm512_cmpgt_epu64_mask(size, _mm512_set1_epi64(kFourPieceBytes));
        four += list(static_cast<__mmask8>(over_two & ~over_four), longer.four + four);
        rest += list(over_four, longer.rest + rest);
      }
      index = _mm256_add_epi32(index, _mm256_set1_epi32(8));
    }
    longer.two_count = two;
    longer.four_count = four;
    longer.rest_count = rest;
    return t;
  }

  static void pack_words(const std::uint8_t* bytes, const WordList& list, Token* packed, LongWords& longer) {
    const WordList words = list;
    std::size_t t =
        words.stride == 1 ? pack_eights<1>(bytes, words, packed, longer) : pack_eights<2>(bytes, words, packed, longer);
    for (; t < words.count; ++t) {
      const std::size_t size = loops::size_of<Avx512>(words, t);
      packed[t] = loops::pack_bytes<Avx512>(bytes + loops::begin_of<Avx512>(words, t), size);
      loops::list_long<Avx512>(t, size, longer);
    }
    for (std::size_t k = 0; k < longer.two_count; ++k) {
      const std::size_t i = longer.two[k];
      const std::size_t size = loops::size_of<Avx512>(words, i);
      const __m128i chars =
          _mm_maskz_loadu_epi8(static_cast<__mmask16>((1u << size) - 1), bytes + loops::begin_of<Avx512>(words, i));
      const __m128i last = _mm_set_epi64x(static_cast<long long>(std::uint64_t{size} << 56), 0);
      _mm_storeu_si128(reinterpret_cast<__m128i*>(longer.two_pieces + 2 * k), _mm_or_si128(chars, last));
    }
    loops::pack_each_pieces<Avx512, 4>(bytes, words, longer.four, longer.four_count, longer.four_pieces);
  }

  /// Tokens are compared by halves: sixteen low ones at a time, and where those agree the high ones.
  template <int kVectors, class Each>
  static void equal_masks_of(const Token* a, const Token* b, std::size_t nb, Each each) {
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
        each(j, std::uint64_t{equal(0)});
      } else if constexpr (kVectors == 2) {
        each(j, std::uint64_t{_mm512_kunpackw(equal(1), equal(0))});
      } else {
        const __mmask32 second = kVectors == 4 ? _mm512_kunpackw(equal(3), equal(2)) : __mmask32{equal(2)};
        each(j, std::uint64_t{_mm512_kunpackd(second, _mm512_kunpackw(equal(1), equal(0)))});
      }
    }
  }

  template <class Each>
  static void equal_masks(const Token* a, std::size_t na, const Token* b, std::size_t nb, Each each) {
    switch ((na + 15) / 16) {
      case 0:
      case 1: return equal_masks_of<1>(a, b, nb, each);
      case 2: return equal_masks_of<2>(a, b, nb, each);
      case 3: return equal_masks_of<3>(a, b, nb, each);
      default: return equal_masks_of<4>(a, b, nb, each);
    }
  }

  template <class Each>
  static void number_masks(const loops::TokenNumber* a, std::size_t na, const loops::TokenNumber* b, std::size_t nb,
                           Each each) {
    const __m512i low = load(a);
    const __m512i high = load(a + 32);
    const auto equal = [](__m512i v, loops::TokenNumber number) {
      return _mm512_cmpeq_epi16_mask(v, _mm512_set1_epi16(static_cast<short>(number)));
    };
    if (na <= 32) {
      for (std::size_t j = 0; j < nb; ++j) each(j, std::uint64_t{equal(low, b[j])});
    } else {
      for (std::size_t j = 0; j < nb; ++j) {
        each(j, std::uint64_t{_mm512_kunpackd(equal(high, b[j]), equal(low, b[j]))});
      }
    }
  }

  /// All orders in one vector.
  /// A word of up to eight orders, each in its lane.
  struct EightOrders {
    using Vector = __m512i;
    static Vector zero() { return _mm512_setzero_si512(); }
    static Vector moved(Vector x) { return _mm512_slli_epi64(x, 1); }
    static Vector moved(Vector x, Vector below) { return _mm512_shldi_epi64(x, below, 1); }
    /// Each order from the one below, which for the first is everywhere, where `row` has a bit.
    static Vector extended(Vector x, std::uint64_t row) {
      return _mm512_and_si512(_mm512_alignr_epi64(x, all(~std::uint64_t{0}), 7), all(row));
    }
    static Vector free(Vector occurs, Vector taken) { return _mm512_andnot_si512(taken, occurs); }
    static Vector free(__mmask8 lanes, Vector occurs, Vector taken) {
      return _mm512_maskz_andnot_epi64(lanes, taken, occurs);
    }
    static __mmask8 without_any(__mmask8 lanes, Vector x) { return _mm512_mask_testn_epi64_mask(lanes, x, x); }
    /// With the lowest of the open ones.
    static Vector with_lowest(Vector taken, Vector open) {
      return _mm512_ternarylogic_epi64(taken, open, _mm512_sub_epi64(zero(), open), 0xf8);
    }
    static void store(std::uint64_t* to, Vector x) { _mm512_storeu_si512(to, x); }
  };

  /// The same for up to four, at half the cost.
  struct FourOrders {
    using Vector = __m256i;
    static Vector zero() { return _mm256_setzero_si256(); }
    static Vector moved(Vector x) { return _mm256_slli_epi64(x, 1); }
    static Vector moved(Vector x, Vector below) { return _mm256_shldi_epi64(x, below, 1); }
    static Vector extended(Vector x, std::uint64_t row) {
      return _mm256_and_si256(_mm256_alignr_epi64(x, _mm256_set1_epi64x(-1), 3),
                              _mm256_set1_epi64x(static_cast<long long>(row)));
    }
    static Vector free(Vector occurs, Vector taken) { return _mm256_andnot_si256(taken, occurs); }
    static Vector free(__mmask8 lanes, Vector occurs, Vector taken) {
      return _mm256_maskz_andnot_epi64(lanes, taken, occurs);
    }
    static __mmask8 without_any(__mmask8 lanes, Vector x) { return _mm256_mask_testn_epi64_mask(lanes, x, x); }
    static Vector with_lowest(Vector taken, Vector open) {
      return _mm256_ternarylogic_epi64(taken, open, _mm256_sub_epi64(zero(), open), 0xf8);
    }
    static void store(std::uint64_t* to, Vector x) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), x); }
  };

  template <std::size_t kWords, class Orders>
  static void clip_rows_of(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns,
                           std::uint64_t (*used)[kRowOrders]) {
    typename Orders::Vector occurs[kWords];
    typename Orders::Vector taken[kWords];
    for (std::size_t w = 0; w < kWords; ++w) occurs[w] = taken[w] = Orders::zero();
    for (std::size_t j = 0; j < columns; ++j) {
      const std::uint64_t* row = rows + kWords * row_of[j];
      // From the highest word down, because a word needs the one below it as it was.
      for (std::size_t w = kWords; w-- > 0;) {
        occurs[w] =
            Orders::extended(w > 0 ? Orders::moved(occurs[w], occurs[w - 1]) : Orders::moved(occurs[w]), row[w]);
      }
      auto open = Orders::free(occurs[0], taken[0]);
      taken[0] = Orders::with_lowest(taken[0], open);
      __mmask8 looking = 0xff;
      for (std::size_t w = 1; w < kWords; ++w) {
        looking = Orders::without_any(looking, open);
        open = Orders::free(looking, occurs[w], taken[w]);
        taken[w] = Orders::with_lowest(taken[w], open);
      }
    }
    for (std::size_t w = 0; w < kWords; ++w) Orders::store(used[w], taken[w]);
  }

  template <std::size_t kWords>
  static void clip_rows(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns, std::size_t orders,
                        std::uint64_t (*used)[kRowOrders]) {
    if (orders <= 4) {
      clip_rows_of<kWords, FourOrders>(rows, row_of, columns, used);
    } else {
      clip_rows_of<kWords, EightOrders>(rows, row_of, columns, used);
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

  static void lcs_two_strips(const std::uint64_t* rows, std::size_t apart, const std::uint32_t* row_of,
                             std::size_t columns, std::uint64_t* v, std::uint8_t* carry) {
    loops::lcs_two_strips<Avx512>(rows, apart, row_of, columns, v, carry);
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

  /// Numbers of 128 bits in digits of 52, the size that the processor multiplies. The last one may have more than its 24
  /// bits, of which only those mean something.
  struct Digits {
    __m512i low;
    __m512i middle;
    __m512i high;

    static Digits of(__m512i high, __m512i low) {
      const __m512i mask = all(kDigit);
      const __m512i middle = _mm512_or_si512(_mm512_srli_epi64(low, 52), _mm512_slli_epi64(high, 12));
      return {_mm512_and_si512(low, mask), _mm512_and_si512(middle, mask), _mm512_srli_epi64(high, 40)};
    }

    [[nodiscard]] __m512i low_half() const { return _mm512_or_si512(low, _mm512_slli_epi64(middle, 52)); }
    [[nodiscard]] __m512i high_half() const {
      return _mm512_or_si512(_mm512_srli_epi64(middle, 12), _mm512_slli_epi64(high, 40));
    }

    static constexpr std::uint64_t kDigit = (std::uint64_t{1} << 52) - 1;
  };

  /// this * factor + term
  static Digits multiplied(const Digits& number, const Digits& factor, const Digits& term) {
    const __m512i mask = all(Digits::kDigit);
    const __m512i low = _mm512_madd52lo_epu64(term.low, number.low, factor.low);
    __m512i middle = _mm512_madd52hi_epu64(term.middle, number.low, factor.low);
    middle = _mm512_madd52lo_epu64(middle, number.low, factor.middle);
    middle = _mm512_madd52lo_epu64(middle, number.middle, factor.low);
    __m512i high = _mm512_madd52hi_epu64(term.high, number.low, factor.middle);
    high = _mm512_madd52lo_epu64(high, number.low, factor.high);
    high = _mm512_madd52hi_epu64(high, number.middle, factor.low);
    high = _mm512_madd52lo_epu64(high, number.middle, factor.middle);
    high = _mm512_madd52lo_epu64(high, number.high, factor.low);
    middle = _mm512_add_epi64(middle, _mm512_srli_epi64(low, 52));
    high = _mm512_add_epi64(high, _mm512_srli_epi64(middle, 52));
    return {_mm512_and_si512(low, mask), _mm512_and_si512(middle, mask), high};
  }

  /// The halves added without carries, turned by the number in the top six bits.
  static __m512i pcg64_output(const Digits& state) {
    const __m512i folded = _mm512_ternarylogic_epi64(state.low, _mm512_ror_epi64(state.middle, 12),
                                                     _mm512_slli_epi64(state.high, 40), 0x96);
    return _mm512_rorv_epi64(folded, _mm512_srli_epi64(state.high, 18));
  }

  static void pcg64(Pcg64Lanes& lanes, std::size_t steps, std::uint64_t* outputs) {
    static_assert(Pcg64Lanes::kCount == 16);
    const Digits multiplier = Digits::of(all(lanes.multiplier_high), all(lanes.multiplier_low));
    const Digits increment = Digits::of(all(lanes.increment_high), all(lanes.increment_low));
    Digits first = Digits::of(load(lanes.high), load(lanes.low));
    Digits second = Digits::of(load(lanes.high + 8), load(lanes.low + 8));
    for (std::size_t s = 0; s < steps; ++s, outputs += Pcg64Lanes::kCount) {
      _mm512_storeu_si512(outputs, pcg64_output(first));
      _mm512_storeu_si512(outputs + 8, pcg64_output(second));
      first = multiplied(first, multiplier, increment);
      second = multiplied(second, multiplier, increment);
    }
    _mm512_storeu_si512(lanes.high, first.high_half());
    _mm512_storeu_si512(lanes.low, first.low_half());
    _mm512_storeu_si512(lanes.high + 8, second.high_half());
    _mm512_storeu_si512(lanes.low + 8, second.low_half());
  }

  static void split_mix(std::uint64_t state, std::size_t count, std::uint64_t* outputs) {
    const __m512i step = all(8 * kSplitMixStep);
    const __m512i first = all(loops::kFirstMix);
    const __m512i second = all(loops::kSecondMix);
    __m512i states =
        _mm512_add_epi64(all(state), _mm512_mullo_epi64(_mm512_set_epi64(8, 7, 6, 5, 4, 3, 2, 1), all(kSplitMixStep)));
    std::size_t i = 0;
    for (; count - i >= 8; i += 8) {
      __m512i z = states;
      z = _mm512_mullo_epi64(_mm512_xor_si512(z, _mm512_srli_epi64(z, 30)), first);
      z = _mm512_mullo_epi64(_mm512_xor_si512(z, _mm512_srli_epi64(z, 27)), second);
      _mm512_storeu_si512(outputs + i, _mm512_xor_si512(z, _mm512_srli_epi64(z, 31)));
      states = _mm512_add_epi64(states, step);
    }
    loops::split_mix<Avx512>(state + i * kSplitMixStep, count - i, outputs + i);
  }

  /// Eight rows at a time. What is loaded from a row reaches beyond its three numbers, so another row must follow.
  static void f_measures(const std::int64_t* stats, std::size_t rows, std::size_t stride, double* precision,
                         double* recall, double* fmeasure) {
    const __m512i one = all(1);
    const __m512d none = _mm512_setzero_pd();
    const auto lengths = [&](__m512i numbers) { return _mm512_cvtepi64_pd(_mm512_max_epi64(numbers, one)); };
    std::size_t i = 0;
    for (; i + 8 < rows; i += 8, stats += 8 * stride) {
      const auto two = [&](std::size_t row) {  // and the next but one
        const auto* const first = reinterpret_cast<const __m256i*>(stats + row * stride);
        const auto* const second = reinterpret_cast<const __m256i*>(stats + (row + 2) * stride);
        return _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_loadu_si256(first)), _mm256_loadu_si256(second), 1);
      };
      const __m512i rows_0_2 = two(0);
      const __m512i rows_1_3 = two(1);
      const __m512i rows_4_6 = two(4);
      const __m512i rows_5_7 = two(5);
      // Each pair of lanes holds a number of two rows: hits, or references' lengths.
      const __m512i even = _mm512_unpacklo_epi64(rows_0_2, rows_1_3);
      const __m512i even_on = _mm512_unpacklo_epi64(rows_4_6, rows_5_7);
      const __m512i odd = _mm512_unpackhi_epi64(rows_0_2, rows_1_3);
      const __m512i odd_on = _mm512_unpackhi_epi64(rows_4_6, rows_5_7);
      const __m512d hits = _mm512_cvtepi64_pd(_mm512_shuffle_i64x2(even, even_on, 0x88));
      const __m512d p = _mm512_div_pd(hits, lengths(_mm512_shuffle_i64x2(odd, odd_on, 0x88)));
      const __m512d r = _mm512_div_pd(hits, lengths(_mm512_shuffle_i64x2(even, even_on, 0xdd)));
      const __m512d product = _mm512_mul_pd(_mm512_add_pd(p, p), r);
      const __m512d sum = _mm512_add_pd(p, r);
      const __m512d f = _mm512_maskz_div_pd(_mm512_cmp_pd_mask(sum, none, _CMP_GT_OQ), product, sum);
      if (precision != nullptr) _mm512_storeu_pd(precision + i, p);
      if (recall != nullptr) _mm512_storeu_pd(recall + i, r);
      if (fmeasure != nullptr) _mm512_storeu_pd(fmeasure + i, f);
    }
    const auto rest = [i](double* figures) { return figures == nullptr ? nullptr : figures + i; };
    loops::f_measures<Avx512>(stats, rows - i, stride, rest(precision), rest(recall), rest(fmeasure));
  }

  static void count_common(const std::uint64_t* row_words, std::size_t rows, const std::uint64_t* lanes,
                           std::size_t blocks, std::size_t words, std::uint32_t* counts, std::size_t stride) {
    const auto store = [=](std::size_t r, std::size_t b, __m512i sum) {
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(counts + r * stride + b * kManyLanes), _mm512_cvtepi64_epi32(sum));
    };
    for (std::size_t b = 0; b < blocks; ++b, lanes += words * kManyLanes) {
      const auto common = [=](std::size_t r, std::size_t w) {
        return _mm512_popcnt_epi64(_mm512_and_si512(load(lanes + kManyLanes * w), all(row_words[r * words + w])));
      };
      std::size_t r = 0;
      for (; rows - r >= 2; r += 2) {
        __m512i first = _mm512_setzero_si512();
        __m512i second = first;
        for (std::size_t w = 0; w < words; ++w) {
          first = _mm512_add_epi64(first, common(r, w));
          second = _mm512_add_epi64(second, common(r + 1, w));
        }
        store(r, b, first);
        store(r + 1, b, second);
      }
      if (r < rows) {
        __m512i sum = _mm512_setzero_si512();
        for (std::size_t w = 0; w < words; ++w) sum = _mm512_add_epi64(sum, common(r, w));
        store(r, b, sum);
      }
    }
  }

  static void lcs_half_words(const std::uint32_t* rows, const std::uint32_t* row_of, std::size_t steps,
                             std::uint32_t* lengths) {
    __m512i v = _mm512_set1_epi32(-1);
    for (std::size_t j = 0; j < steps; ++j) {
      const __m512i row = load(rows + kLcsLanes * row_of[j]);
      v = _mm512_or_si512(_mm512_add_epi32(v, _mm512_and_si512(v, row)), _mm512_andnot_si512(row, v));
    }
    _mm512_storeu_si512(lengths, _mm512_popcnt_epi32(_mm512_xor_si512(v, _mm512_set1_epi32(-1))));
  }

  template <std::size_t kWords>
  static void lcs_eight_lanes(const std::uint32_t* rows, const std::uint32_t* row_of, std::size_t steps,
                              std::uint32_t* lengths) {
    const __m512i all_ones = all(~std::uint64_t{0});
    __m512i v[kWords];
    for (auto& word : v) word = all_ones;
    for (std::size_t j = 0; j < steps; ++j) {
      const std::uint32_t* const row = rows + 2 * kLcsLanes * kWords * row_of[j];
      __m512i carry = _mm512_setzero_si512();
      for (std::size_t w = 0; w < kWords; ++w) {
        const __m512i match = load(row + 16 * w);
        const __m512i both = _mm512_and_si512(v[w], match);
        const __m512i sum = _mm512_add_epi64(_mm512_add_epi64(v[w], both), carry);
        // Of two addends with the same top bit it goes out; else if the sum's is gone.
        carry = _mm512_srli_epi64(_mm512_or_si512(both, _mm512_andnot_si512(sum, v[w])), 63);
        v[w] = _mm512_or_si512(sum, _mm512_andnot_si512(match, v[w]));
      }
    }
    __m512i length = _mm512_setzero_si512();
    for (const __m512i word : v) {
      length = _mm512_add_epi64(length, _mm512_popcnt_epi64(_mm512_xor_si512(word, all_ones)));
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(lengths), _mm512_cvtepi64_epi32(length));
  }

  static bool scale_words(const std::uint64_t* words, std::size_t count, std::uint32_t bound, std::uint32_t* out) {
    const __m512i factor = all(bound);
    __m512i least = all(~std::uint64_t{0});  // lower halves of products
    std::size_t i = 0;
    for (; count - i >= 8; i += 8) {
      const __m512i x = load(words + i);
      const __m512i low = _mm512_mul_epu32(x, factor);
      const __m512i high = _mm512_mul_epu32(_mm512_srli_epi64(x, 32), factor);
      least = _mm512_min_epu32(least, _mm512_mask_shuffle_epi32(low, 0xaaaa, high, _MM_PERM_CCAA));
      _mm512_storeu_si512(out + 2 * i, _mm512_mask_shuffle_epi32(high, 0x5555, low, _MM_PERM_DDBB));
    }
    const __m512i threshold = _mm512_set1_epi32(static_cast<int>((0 - bound) % bound));
    const bool rest = loops::scale_words<Avx512>(words + i, count - i, bound, out + 2 * i);
    return _mm512_cmplt_epu32_mask(least, threshold) != 0 || rest;
  }
};

}  // namespace

const Kernels kAvx512Kernels = loops::table<Avx512>("avx512");

}  // namespace gramscore
