// The kernels in plain C++: the definition of what the others compute.
#include "kernels/loops.hpp"
#include "kernels/tables.hpp"

namespace gramscore {
namespace {

struct Portable : loops::Plain<Portable> {
  static std::uint64_t alnum_mask(const std::uint8_t* block) {
    std::uint8_t flags[kBlock];
    for (std::size_t i = 0; i < kBlock; ++i) {
      const auto letter = static_cast<std::uint8_t>((block[i] | 0x20) - 'a');
      const auto digit = static_cast<std::uint8_t>(block[i] - '0');
      flags[i] = static_cast<std::uint8_t>((letter < 26) | (digit < 10));
    }
    return loops::bits_of<Portable>(flags);
  }

  static std::uint64_t non_space_mask(const std::uint8_t* block) {
    std::uint8_t flags[kBlock];
    for (std::size_t i = 0; i < kBlock; ++i) {
      const auto line = static_cast<std::uint8_t>(block[i] - 0x09);
      const auto separator = static_cast<std::uint8_t>(block[i] - 0x1c);
      flags[i] = static_cast<std::uint8_t>(!((line < 5) | (separator < 5)));
    }
    return loops::bits_of<Portable>(flags);
  }

  static BlockMasks classify(const std::uint8_t* block, const std::uint8_t* classes) {
    std::uint64_t masks[8] = {};
    for (unsigned group = 0; group < 8; ++group) {
      std::uint64_t x = 0;
      for (unsigned k = 0; k < 8; ++k) {
        const std::uint8_t c = block[8 * group + k];
        const unsigned kind = c < 0x80 ? classes[c] & 0x3fu : c < 0xc0 ? 0x80u : 0x40u;
        x |= std::uint64_t{kind} << (8 * k);
      }
      // Transposes eight rows of eight bits (H. S. Warren, Hacker's Delight, 7-3).
      std::uint64_t t = (x ^ x >> 7) & 0x00aa00aa00aa00aau;
      x ^= t ^ t << 7;
      t = (x ^ x >> 14) & 0x0000cccc0000ccccu;
      x ^= t ^ t << 14;
      t = (x ^ x >> 28) & 0x00000000f0f0f0f0u;
      x ^= t ^ t << 28;
      for (unsigned k = 0; k < 8; ++k) masks[k] |= (x >> (8 * k) & 0xff) << (8 * group);
    }
    return {masks[0], masks[1], masks[2], masks[3], masks[4], masks[5], masks[6], masks[7]};
  }

  static std::uint32_t* positions(std::uint64_t bits, std::uint32_t base, std::uint32_t* out) {
    while (bits != 0) {
      *out++ = base + static_cast<std::uint32_t>(std::countr_zero(bits));
      bits &= bits - 1;
    }
    return out;
  }

  /// Six bits of each of eight characters, packed: bit 6 tells letters from digits, bit 5 (letter case) goes.
  static std::uint64_t pack_eight(std::uint64_t chars) {
    std::uint64_t x = (chars & 0x1f1f1f1f1f1f1f1fu) | (chars >> 1 & 0x2020202020202020u);
    x = (x & 0x003f003f003f003fu) | (x & 0x3f003f003f003f00u) >> 2;
    x = (x & 0x00000fff00000fffu) | (x & 0x0fff00000fff0000u) >> 4;
    return (x & 0x0000000000ffffffu) | (x & 0x00ffffff00000000u) >> 8;
  }

  static Token pack(const std::uint8_t* bytes, std::size_t size) {
    const std::uint64_t last = bytes[8] | std::uint64_t{bytes[9]} << 8;
    const std::uint64_t all = pack_eight(loops::load_little_endian<Portable>(bytes)) | pack_eight(last) << 48;
    const std::size_t bits = 6 * size;
    return bits < 64 ? all & ((std::uint64_t{1} << bits) - 1) : 0;
  }

  template <class Each>
  static void equal_masks(const Token* a, std::size_t na, const Token* b, std::size_t nb, Each each) {
    for (std::size_t j = 0; j < nb; ++j) {
      std::uint64_t mask = 0;
      for (std::size_t i = 0; i < na; ++i) mask |= std::uint64_t{a[i] == b[j]} << i;
      each(j, mask);
    }
  }

  template <std::size_t kWords>
  static void clip_rows(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns, std::size_t orders,
                        std::uint64_t (*used)[kRowOrders]) {
    std::uint64_t occurs[kRowOrders + 1][kWords] = {};  // of order 0 everywhere
    std::uint64_t taken[kRowOrders + 1][kWords] = {};
    for (std::size_t w = 0; w < kWords; ++w) occurs[0][w] = ~std::uint64_t{0};
    for (std::size_t j = 0; j < columns; ++j) {
      const std::uint64_t* row = rows + kWords * row_of[j];
      for (std::size_t n = orders; n > 0; --n) {
        std::uint64_t carry = n == 1;
        std::uint64_t free = 1;  // whether no word below had an open position
        for (std::size_t w = 0; w < kWords; ++w) {
          const std::uint64_t before = occurs[n - 1][w];
          const std::uint64_t here = (before << 1 | carry) & row[w];
          carry = before >> 63;
          occurs[n][w] = here;
          const std::uint64_t open = here & ~taken[n][w] & (0 - free);
          taken[n][w] |= open & (0 - open);
          // Arithmetic, because compilers make a branch of a comparison, and it would be a coin toss.
          free &= ~(open | (0 - open)) >> 63;
        }
      }
    }
    for (std::size_t w = 0; w < kWords; ++w) {
      for (std::size_t n = 0; n < kRowOrders; ++n) used[w][n] = taken[n + 1][w];
    }
  }

  static void lcs_wide(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns, std::uint64_t* v,
                       std::uint8_t* carry) {
    loops::lcs_narrow<Portable, kLanes>(rows, row_of, columns, v, carry);
  }

  template <std::size_t kCount>
  static void add_lanes(const std::uint8_t* rows, std::size_t width, const std::uint32_t* drawn, std::size_t count,
                        std::uint16_t* sums) {
    std::uint32_t wide[kCount] = {};
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint8_t* const row = rows + width * drawn[i];
      for (std::size_t k = 0; k < kCount; ++k) wide[k] += row[k];
    }
    for (std::size_t k = 0; k < kCount; ++k) sums[k] = static_cast<std::uint16_t>(wide[k]);
  }

  static void add_sixteen(const std::uint8_t* rows, std::size_t width, const std::uint32_t* drawn, std::size_t count,
                          std::uint16_t* sums) {
    add_lanes<kByteLanes>(rows, width, drawn, count, sums);
  }

  static void add_eight(const std::uint8_t* rows, const std::uint32_t* drawn, std::size_t count, std::uint16_t* sums) {
    add_lanes<8>(rows, 8, drawn, count, sums);
  }

  static constexpr std::size_t kRowVectors = 4;

  template <class T>
  struct Lanes {
    T numbers[kRowLanes];

    static Lanes load(const T* from) {
      Lanes lanes;
      std::memcpy(lanes.numbers, from, sizeof lanes.numbers);
      return lanes;
    }
    void add(const T* row) {
      for (std::size_t k = 0; k < kRowLanes; ++k) numbers[k] += row[k];
    }
    void store(T* to) const { std::memcpy(to, numbers, sizeof numbers); }
  };

  static bool scale_lines(const std::uint32_t* first, const std::uint32_t* step, std::uint32_t times, std::size_t count,
                          std::uint32_t bound, std::uint32_t* out) {
    return loops::scale_lines<Portable>(first, step, times, count, bound, out);
  }

  static std::size_t keep_below(const std::uint32_t* words, std::size_t count, std::uint32_t mask, std::uint32_t bound,
                                std::uint32_t* out) {
    return loops::keep_below<Portable>(words, count, mask, bound, out);
  }
};

}  // namespace

const Kernels kPortableKernels = loops::table<Portable>("portable");

}  // namespace gramscore
