// The kernels' loops, written once over the few operations in which instruction sets differ.
//
// Each instruction set's file defines, in an anonymous namespace, a struct with
//   static std::uint64_t alnum_mask(const std::uint8_t* block);
//   static std::uint64_t non_space_mask(const std::uint8_t* block);
//   static std::uint32_t* positions(std::uint64_t bits, std::uint32_t base, std::uint32_t* out);
//   static BlockMasks classify(const std::uint8_t* block, const std::uint8_t* classes);
//   static Token pack(const std::uint8_t* bytes, std::size_t size);   // size <= kPackedAlnum
//   template <class Each>   // calls each(j, the mask of the tokens of a that equal b[j]); bits from na on are undefined
//   static void equal_masks(const Token* a, std::size_t na, const Token* b, std::size_t nb, Each each);
//   template <class Each>   // the same of numbers; may read up to 64 of a whatever their number
//   static void number_masks(const TokenNumber* a, std::size_t na, const TokenNumber* b, std::size_t nb, Each each);
//   template <std::size_t kWords>
//   static void clip_rows(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns,
//                         std::size_t orders, std::uint64_t (*used)[kRowOrders]);  // used[w][n - 1] is of order n
//   static void lcs_wide(...)      // lcs_strip for more than kNarrow words
//   static void add_sixteen(const std::uint8_t* rows, std::size_t width, const std::uint32_t* drawn,
//                           std::size_t count, std::uint16_t* sums);  // sums of the first kByteLanes bytes of rows
//   static void add_eight(const std::uint8_t* rows, const std::uint32_t* drawn, std::size_t count,
//                         std::uint16_t* sums);  // the same of rows of eight bytes
//   template <class T>
//   struct Lanes;                              // kRowLanes numbers: load(from), add(numbers), store(to)
//   static constexpr std::size_t kRowVectors;  // as many of these as have room in registers
// and, as they are in Kernels, copy_padded, look_at_utf8, write_utf8, write_characters, pack_found, pack_words,
// lcs_two_strips, union_lcs, union_short, f_measures, pcg64, split_mix, scale_words, scale_lines and keep_below. Of these
// and of number_masks it may inherit Plain's.
// The file instantiates the templates below, so that every copy is compiled with that file's flags only. For the same
// reason nothing here calls library code that could be emitted out of line and shared between the copies. Functions that
// take no Isa from their arguments have it as a template parameter: linkers would keep one copy of the others.
#pragma once

#include <bit>
#include <cstring>

#include "gramscore/kernels/kernels.hpp"
#include "kernels/shared_tokens.hpp"

namespace gramscore::loops {

/// lcs_strip keeps up to this many words in scalar registers; beyond, Isa::lcs_wide takes over.
inline constexpr std::size_t kNarrow = 4;

/// Tokens of up to so many characters are not selected.
inline constexpr std::uint32_t kUnstemmed = 3;

template <class Isa, TokenBytes kKind>
std::size_t find_tokens_of(const std::uint8_t* bytes, std::size_t blocks, std::uint64_t* marks,
                           std::uint32_t* tokens_before, std::uint32_t* bounds) {
  std::uint32_t* out = bounds;
  std::uint64_t carry = 0;
  for (std::size_t b = 0; b < blocks; ++b) {
    const std::uint8_t* block = bytes + b * kBlock;
    std::uint64_t mark;
    if constexpr (kKind == TokenBytes::alnum) {
      mark = Isa::alnum_mask(block);
    } else {
      mark = Isa::non_space_mask(block);
    }
    marks[b] = mark;
    // Starts and ends alternate, so the starts so far are half of the bounds written, rounded up.
    tokens_before[b] = static_cast<std::uint32_t>((out - bounds + 1) / 2);
    out = Isa::positions(mark ^ (mark << 1 | carry), static_cast<std::uint32_t>(b * kBlock), out);
    carry = mark >> 63;
  }
  return static_cast<std::size_t>(out - bounds) / 2;
}

template <class Isa>
std::size_t find_tokens(const std::uint8_t* bytes, std::size_t blocks, TokenBytes kind, std::uint64_t* marks,
                        std::uint32_t* tokens_before, std::uint32_t* bounds) {
  return kind == TokenBytes::alnum
             ? find_tokens_of<Isa, TokenBytes::alnum>(bytes, blocks, marks, tokens_before, bounds)
             : find_tokens_of<Isa, TokenBytes::non_space>(bytes, blocks, marks, tokens_before, bounds);
}

template <class Isa>
void classify(const std::uint8_t* bytes, std::size_t blocks, const std::uint8_t* classes, BlockMasks* masks) {
  for (std::size_t b = 0; b < blocks; ++b) masks[b] = Isa::classify(bytes + b * kBlock, classes);
}

template <class Isa>
std::size_t positions(const std::uint64_t* bits, std::size_t first, std::size_t last, std::size_t count,
                      std::uint32_t* before, std::uint32_t* out) {
  std::uint32_t* end = out + count;
  for (std::size_t b = first; b < last; ++b) {
    before[b] = static_cast<std::uint32_t>(end - out);
    end = Isa::positions(bits[b], static_cast<std::uint32_t>(b * kBlock), end);
  }
  return static_cast<std::size_t>(end - out);
}

/// Calls each(t, size) for every token that packs.
template <class Isa, class Each>
std::size_t pack_each(const std::uint8_t* bytes, const std::uint32_t* bounds, std::size_t tokens, Token* packed,
                      std::uint32_t* longer, Each each) {
  std::size_t long_tokens = 0;
  for (std::size_t t = 0; t < tokens; ++t) {
    const std::uint32_t begin = bounds[2 * t];
    const std::uint32_t size = bounds[2 * t + 1] - begin;
    if (size > kPackedAlnum) [[unlikely]] {
      packed[t] = 0;
      longer[long_tokens++] = static_cast<std::uint32_t>(t);
    } else {
      packed[t] = Isa::pack(bytes + begin, size);
      each(t, size);
    }
  }
  return long_tokens;
}

template <class Isa>
std::size_t pack_alnum(const std::uint8_t* bytes, const std::uint32_t* bounds, std::size_t tokens, Token* packed,
                       std::uint32_t* longer) {
  return pack_each<Isa>(bytes, bounds, tokens, packed, longer, [](std::size_t, std::uint32_t) {});
}

template <class Isa>
std::size_t pack_found(const FoundTokens& found, Token* packed, std::uint32_t* longer, std::uint32_t* selected,
                       std::size_t* selected_count) {
  if (selected == nullptr) return pack_alnum<Isa>(found.bytes, found.bounds, found.count, packed, longer);
  std::size_t count = 0;
  const auto select = [selected, &count](std::size_t t, std::uint32_t size) {
    selected[count] = static_cast<std::uint32_t>(t);
    count += size > kUnstemmed;
  };
  const std::size_t long_tokens = pack_each<Isa>(found.bytes, found.bounds, found.count, packed, longer, select);
  *selected_count = count;
  return long_tokens;
}

template <class Isa>
std::uint64_t load_little_endian(const std::uint8_t* bytes) {
  if constexpr (std::endian::native == std::endian::little) {
    std::uint64_t x;
    std::memcpy(&x, bytes, sizeof x);
    return x;
  }
  std::uint64_t x = 0;
  for (unsigned k = 0; k < 8; ++k) x |= std::uint64_t{bytes[k]} << (8 * k);
  return x;
}

/// The first `size` bytes of eight, up to seven. From a table: there is no quick shift by a variable before BMI2.
template <class Isa>
std::uint64_t low_bytes(std::uint64_t x, std::size_t size) {
  static constexpr std::uint64_t kLow[8] = {0,          0xff,         0xffff,         0xffffff,
                                            0xffffffff, 0xffffffffff, 0xffffffffffff, 0xffffffffffffff};
  return x & kLow[size & 7];
}

template <class Isa>
std::size_t begin_of(const WordList& words, std::size_t t) {
  return words.begins[words.stride * t];
}

template <class Isa>
std::size_t size_of(const WordList& words, std::size_t t) {
  return words.ends[words.stride * t] - words.begins[words.stride * t];
}

/// For sizes from 8 (kPieces - 1) / 2 to 8 kPieces - 1.
template <class Isa, std::size_t kPieces>
void pack_pieces(const std::uint8_t* bytes, std::size_t size, std::uint64_t* pieces) {
  for (std::size_t k = 0; k < kPieces; ++k) {
    const std::uint64_t x = load_little_endian<Isa>(bytes + 8 * k);
    pieces[k] = size >= 8 * (k + 1) ? x : size <= 8 * k ? 0 : low_bytes<Isa>(x, size);
  }
  pieces[kPieces - 1] |= std::uint64_t{size} << 56;
}

template <class Isa>
Token pack_bytes(const std::uint8_t* bytes, std::size_t size) {
  return low_bytes<Isa>(load_little_endian<Isa>(bytes), size) | Token{size} << 56;
}

/// Adds word t to the list that is for its size, if there is one, without a branch.
template <class Isa>
void list_long(std::size_t t, std::size_t size, LongWords& longer) {
  longer.two[longer.two_count] = longer.four[longer.four_count] = longer.rest[longer.rest_count] =
      static_cast<std::uint32_t>(t);
  longer.two_count += (size > kPackedBytes) & (size <= kTwoPieceBytes);
  longer.four_count += (size > kTwoPieceBytes) & (size <= kFourPieceBytes);
  longer.rest_count += size > kFourPieceBytes;
}

template <class Isa, std::size_t kPieces>
void pack_each_pieces(const std::uint8_t* bytes, const WordList& words, const std::uint32_t* chosen, std::size_t count,
                      std::uint64_t* pieces) {
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t t = chosen[k];
    pack_pieces<Isa, kPieces>(bytes + begin_of<Isa>(words, t), size_of<Isa>(words, t), pieces + kPieces * k);
  }
}

template <class Isa>
void pack_words(const std::uint8_t* bytes, const WordList& list, Token* packed, LongWords& out) {
  // In registers, as what is written cannot change them.
  const WordList words = list;
  LongWords longer = out;
  longer.two_count = longer.four_count = longer.rest_count = 0;
  for (std::size_t t = 0; t < words.count; ++t) {
    const std::size_t size = size_of<Isa>(words, t);
    packed[t] = pack_bytes<Isa>(bytes + begin_of<Isa>(words, t), size);
    list_long<Isa>(t, size, longer);
  }
  pack_each_pieces<Isa, 2>(bytes, words, longer.two, longer.two_count, longer.two_pieces);
  pack_each_pieces<Isa, 4>(bytes, words, longer.four, longer.four_count, longer.four_pieces);
  out = longer;
}

/// One word of the LCS recurrence: returns the carry out. That of v + (v & m) + carry is the majority
/// of the three top bits, and (v & m) is a subset of v, which leaves two operations for it.
template <class Isa>
std::uint64_t add_lcs_word(std::uint64_t& v, std::uint64_t row, std::uint64_t carry) {
  const std::uint64_t matched = v & row;
  const std::uint64_t sum = v + matched + carry;
  const std::uint64_t out = (matched | (v & ~sum)) >> 63;
  v = sum | (v & ~row);
  return out;
}

/// Clipped matches and LCS from match masks of kWords words: bit i of a mask says that token i of `a` equals this token of
/// `b`. The occurrences of b's n-gram ending here are those of the (n-1)-gram ending one token earlier, moved on by one,
/// that also match here; a clipped match takes the lowest one that is still free. The LCS is H. Hyyro's bit-parallel
/// recurrence ("Bit-parallel LCS-length computation revisited", 2004).
template <class Isa, int kOrders, bool kLcs, std::size_t kWords>
struct MaskCounter {
  std::uint64_t occurs[kOrders + 1][kWords] = {};
  std::uint64_t used[kOrders + 1][kWords] = {};
  std::uint64_t v[kWords];

  MaskCounter() {
    for (std::size_t w = 0; w < kWords; ++w) v[w] = ~std::uint64_t{0};
  }

  /// `joined` has the bits of `mask` where an n-gram of more than one token may end.
  void step(const std::uint64_t* mask, const std::uint64_t* joined) {
    for (int n = kOrders; n >= 1; --n) {
      std::uint64_t looking = ~std::uint64_t{0};
      for (std::size_t w = 0; w < kWords; ++w) {
        const std::uint64_t below = w == 0 ? 0 : occurs[n - 1][w - 1] >> 63;
        occurs[n][w] = n == 1 ? mask[w] : (occurs[n - 1][w] << 1 | below) & joined[w];
        const std::uint64_t open = occurs[n][w] & ~used[n][w] & looking;
        used[n][w] |= open & (~open + 1);
        looking &= open == 0 ? ~std::uint64_t{0} : 0;
      }
    }
    if constexpr (kLcs) {
      std::uint64_t carry = 0;
      for (std::size_t w = 0; w < kWords; ++w) carry = add_lcs_word<Isa>(v[w], mask[w], carry);
    }
  }

  void read_out(Matches& out) const {
    for (int n = 1; n <= kOrders; ++n) {
      int bits = 0;
      for (std::size_t w = 0; w < kWords; ++w) bits += std::popcount(used[n][w]);
      out.ngram[n] = static_cast<std::uint32_t>(bits);
    }
    if constexpr (kLcs) {
      int bits = 0;
      for (std::size_t w = 0; w < kWords; ++w) bits += std::popcount(~v[w]);  // stays ones where nothing matches
      out.lcs = static_cast<std::uint32_t>(bits);
    }
  }
};

/// Matches whole texts, `a` of up to 64 tokens.
template <class Isa, int kOrders, bool kLcs>
void match_masks_of(const Token* a, std::size_t na, const Token* b, std::size_t nb, Matches& out) {
  const std::uint64_t full = low_bits<Isa>(na);
  MaskCounter<Isa, kOrders, kLcs, 1> counter;
  // The vector units find the next masks while the others count with the last one. Where there is no token at all, there
  // may be no memory to read from either.
  if (nb != 0)
    Isa::equal_masks(a, na, b, nb, [&](std::size_t, std::uint64_t equal) {
      const std::uint64_t mask = equal & full;
      counter.step(&mask, &mask);
    });
  counter.read_out(out);
}

template <class Isa, int kOrders>
void match_masks_up_to(const Token* a, std::size_t na, const Token* b, std::size_t nb, int orders, bool lcs,
                       Matches& out) {
  if (orders == kOrders) {
    if (lcs) {
      match_masks_of<Isa, kOrders, true>(a, na, b, nb, out);
    } else {
      match_masks_of<Isa, kOrders, false>(a, na, b, nb, out);
    }
  } else if constexpr (kOrders < Matches::kMaxOrder) {
    match_masks_up_to<Isa, kOrders + 1>(a, na, b, nb, orders, lcs, out);
  }
}

/// Isa::number_masks, through match rows.
template <class Isa, class Each>
void number_masks(const TokenNumber* a, std::size_t na, const TokenNumber* b, std::size_t nb, Each each) {
  std::uint64_t rows[kMaskTokens];
  for (std::size_t i = 0; i < na; ++i) rows[a[i]] = 0;
  for (std::size_t j = 0; j < nb; ++j) rows[b[j]] = 0;
  for (std::size_t i = 0; i < na; ++i) rows[a[i]] |= std::uint64_t{1} << i;
  for (std::size_t j = 0; j < nb; ++j) each(j, rows[b[j]]);
}

/// Matches what is kept of longer texts, of `a` up to 64 * kWords tokens. All words but the last have their masks first.
template <class Isa, int kOrders, bool kLcs, std::size_t kWords>
void match_kept_at_once(const KeptTokens& a, const KeptTokens& b, Matches& out) {
  constexpr std::size_t kLast = kWords - 1;
  std::uint64_t masks[kLast == 0 ? 1 : kLast][kLast == 0 ? 1 : kMaskTokens];  // threads may have small stacks
  std::uint64_t joined_a[kWords];
  for (std::size_t w = 0; w < kWords; ++w) joined_a[w] = bits_of<Isa>(a.joined + 64 * w);
  for (std::size_t w = 0; w < kLast; ++w) {
    std::uint64_t* const of_word = masks[w];
    Isa::number_masks(a.numbers + 64 * w, 64, b.numbers, b.count,
                      [=](std::size_t j, std::uint64_t equal) { of_word[j] = equal; });
  }
  const std::size_t in_last = a.count - 64 * kLast;
  const std::uint64_t full = low_bits<Isa>(in_last);
  MaskCounter<Isa, kOrders, kLcs, kWords> counter;
  Isa::number_masks(a.numbers + 64 * kLast, in_last, b.numbers, b.count, [&](std::size_t j, std::uint64_t equal) {
    const std::uint64_t follows = 0 - std::uint64_t{b.joined[j]};
    std::uint64_t mask[kWords];
    std::uint64_t joined[kWords];
    for (std::size_t w = 0; w < kWords; ++w) {
      mask[w] = w == kLast ? equal & full : masks[w][j];
      joined[w] = mask[w] & joined_a[w] & follows;
    }
    counter.step(mask, joined);
  });
  counter.read_out(out);
}

/// The same for more words and any orders, with a pass over a strip of masks for each thing that is counted, so that each
/// pass keeps its state in registers.
template <class Isa, std::size_t kWords>
class WideMatcher {
 public:
  explicit WideMatcher(const KeptTokens& a) : a_(a) {
    for (std::size_t w = 0; w < kWords; ++w) {
      joined_a_[w] = bits_of<Isa>(a.joined + 64 * w);
      v_[w] = ~std::uint64_t{0};
    }
  }

  void match(const KeptTokens& b, int orders, bool lcs, Matches& out) {
    for (std::size_t done = 0; done < b.count; done += kStrip) {
      const std::size_t n = b.count - done < kStrip ? b.count - done : kStrip;
      for (std::size_t w = 0; w < kWords; ++w) {
        const std::size_t in_word = a_.count - 64 * w < 64 ? a_.count - 64 * w : 64;
        const std::uint64_t full = low_bits<Isa>(in_word);
        std::uint64_t* const occurs = occurs_[w] + 1;
        Isa::number_masks(a_.numbers + 64 * w, in_word, b.numbers + done, n,
                          [=](std::size_t j, std::uint64_t equal) { occurs[j] = equal & full; });
      }
      if (lcs) add_lcs(n);
      if (orders >= 1) clip(1, n);
      for (std::size_t j = 0; j < n; ++j) joined_[j] = 0 - std::uint64_t{b.joined[done + j]};
      for (int order = 2; order <= orders; ++order) {
        extend(order, n);
        clip(order, n);
      }
    }
    for (int order = 1; order <= orders; ++order) out.ngram[order] = bits(used_[order]);
    if (lcs) {
      std::uint64_t grown[kWords];
      for (std::size_t w = 0; w < kWords; ++w) grown[w] = ~v_[w];
      out.lcs = bits(grown);
    }
  }

 private:
  static constexpr std::size_t kStrip = 128;
  static constexpr std::uint64_t kNone[kStrip] = {};

  static std::uint32_t bits(const std::uint64_t* words) {
    int count = 0;
    for (std::size_t w = 0; w < kWords; ++w) count += std::popcount(words[w]);
    return static_cast<std::uint32_t>(count);
  }

  void add_lcs(std::size_t n) {
    std::uint64_t v[kWords];
    for (std::size_t w = 0; w < kWords; ++w) v[w] = v_[w];
    for (std::size_t j = 0; j < n; ++j) {
      std::uint64_t carry = 0;
      for (std::size_t w = 0; w < kWords; ++w) carry = add_lcs_word<Isa>(v[w], occurs_[w][j + 1], carry);
    }
    for (std::size_t w = 0; w < kWords; ++w) v_[w] = v[w];
  }

  /// Turns occurrences of (order-1)-grams into those of n-grams: one that ends here and one that ended one
  /// token earlier make a longer one.
  void extend(int order, std::size_t n) {
    std::uint64_t last[kWords];
    for (std::size_t w = 0; w < kWords; ++w) {
      last[w] = occurs_[w][n];
      occurs_[w][0] = last_[order][w];
    }
    for (std::size_t w = kWords; w-- > 0;) {
      std::uint64_t longer[kStrip];
      const std::uint64_t* here = occurs_[w];
      const std::uint64_t* below = w == 0 ? kNone : occurs_[w - 1];
      const std::uint64_t joined = joined_a_[w];
      for (std::size_t j = 0; j < n; ++j) {
        longer[j] = here[j + 1] & (here[j] << 1 | below[j] >> 63) & joined_[j] & joined;
      }
      std::memcpy(occurs_[w] + 1, longer, n * sizeof longer[0]);
    }
    for (std::size_t w = 0; w < kWords; ++w) last_[order][w] = last[w];
  }

  /// Each column takes the lowest occurrence that is still free. Which one it takes makes no difference to
  /// the others, so the order of columns does not matter. Columns without any, most of them for longer
  /// n-grams, are left out.
  void clip(int order, std::size_t n) {
    std::uint8_t columns[kStrip + 1];
    std::size_t count = 0;
    for (std::size_t j = 0; j < n; ++j) {
      std::uint64_t any = 0;
      for (std::size_t w = 0; w < kWords; ++w) any |= occurs_[w][j + 1];
      columns[count] = static_cast<std::uint8_t>(j + 1);
      count += any != 0;
    }
    std::uint64_t used[kWords];
    for (std::size_t w = 0; w < kWords; ++w) used[w] = used_[order][w];
    for (std::size_t k = 0; k < count; ++k) {
      std::uint64_t looking = ~std::uint64_t{0};
      for (std::size_t w = 0; w < kWords; ++w) {
        const std::uint64_t open = occurs_[w][columns[k]] & ~used[w] & looking;
        used[w] |= open & (~open + 1);
        looking &= open == 0 ? ~std::uint64_t{0} : 0;
      }
    }
    for (std::size_t w = 0; w < kWords; ++w) used_[order][w] = used[w];
  }

  const KeptTokens& a_;
  std::uint64_t joined_a_[kWords];
  std::uint64_t occurs_[kWords][kStrip + 1];  // column j at j + 1
  std::uint64_t joined_[kStrip];              // all ones if a column directly follows the column before it
  std::uint64_t last_[Matches::kMaxOrder + 1][kWords] = {};  // of the strip before, by the order they extend to
  std::uint64_t used_[Matches::kMaxOrder + 1][kWords] = {};
  std::uint64_t v_[kWords];
};

template <class Isa, std::size_t kWords>
bool match_kept(const KeptTokens& a, const KeptTokens& b, int orders, bool lcs, Matches& out) {
  if (a.count <= 64 * kWords) {
    WideMatcher<Isa, kWords>(a).match(b, orders, lcs, out);
    return true;
  }
  if constexpr (kWords < kMaskWords) return match_kept<Isa, kWords + 1>(a, b, orders, lcs, out);
  return false;
}

template <class Isa>
bool match_wide(const Token* a, std::size_t na, const Token* b, std::size_t nb, int orders, bool lcs, std::uint64_t odd,
                Matches& out) {
  if (nb == 0) {
    match_masks_up_to<Isa, 0>(a, 0, b, 0, orders, lcs, out);
    return true;
  }
  const SharedTokens<Isa> shared(a, na, b, nb, odd);
  // Work grows with the words of the one side and the tokens of the other.
  const std::size_t a_words = (shared.a.count + 63) / 64;
  const std::size_t b_words = (shared.b.count + 63) / 64;
  const bool as_given = a_words * shared.b.count <= b_words * shared.a.count;
  const KeptTokens& masked = as_given ? shared.a : shared.b;
  const KeptTokens& stepped = as_given ? shared.b : shared.a;
  if (masked.count > 128 || orders != 2 || !lcs) return match_kept<Isa, 1>(masked, stepped, orders, lcs, out);
  if (masked.count > 64) {
    match_kept_at_once<Isa, 2, true, 2>(masked, stepped, out);
  } else {
    match_kept_at_once<Isa, 2, true, 1>(masked, stepped, out);
  }
  return true;
}

template <class Isa>
bool match_masks(const Token* a, std::size_t na, const Token* b, std::size_t nb, int orders, bool lcs,
                 std::uint64_t odd, Matches& out) {
  if (na > 64) return match_wide<Isa>(a, na, b, nb, orders, lcs, odd, out);
  if (orders == 2 && lcs) {
    match_masks_of<Isa, 2, true>(a, na, b, nb, out);  // what nearly everybody asks for
  } else {
    match_masks_up_to<Isa, 0>(a, na, b, nb, orders, lcs, out);
  }
  return true;
}

/// match_rows: as MaskCounter, with all orders side by side. clip_rows leaves the positions that are used up.
template <class Isa, std::size_t kWords>
void match_rows_of(const std::uint64_t* rows, std::size_t words, const std::uint32_t* row_of, std::size_t columns,
                   std::size_t orders, std::uint32_t* matches) {
  if (words == kWords) {
    std::uint64_t used[kWords][kRowOrders];
    Isa::template clip_rows<kWords>(rows, row_of, columns, orders, used);
    for (std::size_t n = 0; n < orders; ++n) {
      int bits = 0;
      for (std::size_t w = 0; w < kWords; ++w) bits += std::popcount(used[w][n]);
      matches[n] = static_cast<std::uint32_t>(bits);
    }
  } else if constexpr (64 * kWords < kRowPositions) {
    match_rows_of<Isa, kWords + 1>(rows, words, row_of, columns, orders, matches);
  }
}

template <class Isa>
void match_rows(const std::uint64_t* rows, std::size_t words, const std::uint32_t* row_of, std::size_t columns,
                std::size_t orders, std::uint32_t* matches) {
  match_rows_of<Isa, 1>(rows, words, row_of, columns, orders, matches);
}

/// lcs_strip for a fixed number of words in registers.
template <class Isa, std::size_t kWords>
void lcs_narrow(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns, std::uint64_t* state,
                std::uint8_t* carry) {
  std::uint64_t v[kWords];
  for (std::size_t w = 0; w < kWords; ++w) v[w] = state[w];
  for (std::size_t j = 0; j < columns; ++j) {
    const std::uint64_t* row = rows + kLanes * row_of[j];
    std::uint64_t c = carry[j];
    for (std::size_t w = 0; w < kWords; ++w) c = add_lcs_word<Isa>(v[w], row[w], c);
    carry[j] = static_cast<std::uint8_t>(c);
  }
  for (std::size_t w = 0; w < kWords; ++w) state[w] = v[w];
}

template <class Isa>
void lcs_strip(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns, std::size_t words,
               std::uint64_t* v, std::uint8_t* carry) {
  switch (words) {
    case 1: return lcs_narrow<Isa, 1>(rows, row_of, columns, v, carry);
    case 2: return lcs_narrow<Isa, 2>(rows, row_of, columns, v, carry);
    case 3: return lcs_narrow<Isa, 3>(rows, row_of, columns, v, carry);
    case 4: return lcs_narrow<Isa, 4>(rows, row_of, columns, v, carry);
    default: return Isa::lcs_wide(rows, row_of, columns, v, carry);
  }
}

template <class Isa>
void lcs_two_strips(const std::uint64_t* rows, std::size_t apart, const std::uint32_t* row_of, std::size_t columns,
                    std::uint64_t* v, std::uint8_t* carry) {
  Isa::lcs_wide(rows, row_of, columns, v, carry);
  Isa::lcs_wide(rows + apart, row_of, columns, v + kLanes, carry);
}

template <class Isa>
void add_quotients(const std::uint32_t* counts, double grams, const std::uint32_t* lengths, std::uint32_t less,
                   std::size_t count, double* by_row, double* by_column) {
  for (std::size_t c = 0; c < count; ++c) {
    const auto matches = static_cast<double>(static_cast<std::int32_t>(counts[c]));
    const std::int32_t left = static_cast<std::int32_t>(lengths[c]) - static_cast<std::int32_t>(less);
    by_row[c] += matches / grams;
    by_column[c] += matches / static_cast<double>(left > 1 ? left : 1);
  }
}

template <class Isa>
void chrf_of_sums(const double* precisions, const double* recalls, const double* orders, std::size_t count,
                  double factor, double* scores) {
  const double both = 1 + factor;
  for (std::size_t c = 0; c < count; ++c) {
    const double some = orders[c] > 0 ? orders[c] : 1.0;
    const double precision = precisions[c] / some;
    const double recall = recalls[c] / some;
    const double sum = precision + recall;
    const double weighted = sum == 0 ? 1.0 : factor * precision + recall;
    const double score = 100.0 * (both * precision * recall / weighted);
    scores[c] = sum == 0 ? 0.0 : score;
  }
}

template <class Isa>
void rouge_of_matches(const std::uint32_t* matches, std::uint32_t units, const std::uint32_t* other_units,
                      std::size_t count, double* precision, double* recall, double* fmeasure) {
  const double mine = units > 1 ? units : 1;
  const auto of = [=](std::size_t c, double& p, double& r) {
    const auto hits = static_cast<double>(static_cast<std::int32_t>(matches[c]));
    const auto theirs = static_cast<std::int32_t>(other_units[c]);
    p = hits / mine;
    r = hits / static_cast<double>(theirs > 1 ? theirs : 1);
  };
  double p;
  double r;
  if (precision != nullptr) {
    for (std::size_t c = 0; c < count; ++c) of(c, precision[c], r);
  }
  if (recall != nullptr) {
    for (std::size_t c = 0; c < count; ++c) of(c, p, recall[c]);
  }
  if (fmeasure == nullptr) return;
  for (std::size_t c = 0; c < count; ++c) {
    of(c, p, r);
    const double sum = p + r;
    const double f = 2 * p * r / (sum > 0 ? sum : 1.0);
    fmeasure[c] = sum > 0 ? f : 0.0;
  }
}

template <class Isa>
void count_common(const std::uint64_t* row_words, std::size_t rows, const std::uint64_t* lanes, std::size_t blocks,
                  std::size_t words, std::uint32_t* counts, std::size_t stride) {
  for (std::size_t b = 0; b < blocks; ++b, lanes += words * kManyLanes) {
    for (std::size_t r = 0; r < rows; ++r) {
      std::uint32_t sums[kManyLanes] = {};
      const std::uint64_t* const row = row_words + r * words;
      for (std::size_t w = 0; w < words; ++w) {
        for (std::size_t l = 0; l < kManyLanes; ++l) {
          sums[l] += static_cast<std::uint32_t>(std::popcount(row[w] & lanes[w * kManyLanes + l]));
        }
      }
      for (std::size_t l = 0; l < kManyLanes; ++l) counts[r * stride + b * kManyLanes + l] = sums[l];
    }
  }
}

/// lcs_lanes() for lanes of 32 bits.
template <class Isa>
void lcs_half_words(const std::uint32_t* rows, const std::uint32_t* row_of, std::size_t steps, std::uint32_t* lengths) {
  std::uint32_t v[kLcsLanes];
  for (std::size_t l = 0; l < kLcsLanes; ++l) v[l] = ~std::uint32_t{0};
  for (std::size_t j = 0; j < steps; ++j) {
    const std::uint32_t* const row = rows + kLcsLanes * row_of[j];
    for (std::size_t l = 0; l < kLcsLanes; ++l) v[l] = (v[l] + (v[l] & row[l])) | (v[l] & ~row[l]);
  }
  for (std::size_t l = 0; l < kLcsLanes; ++l) lengths[l] = static_cast<std::uint32_t>(std::popcount(~v[l]));
}

/// lcs_lanes() for eight lanes of kWords words; `rows` is where those of the eight are in row 0.
template <class Isa, std::size_t kWords>
void lcs_eight_lanes(const std::uint32_t* rows, const std::uint32_t* row_of, std::size_t steps,
                     std::uint32_t* lengths) {
  std::uint64_t v[kWords][8];
  for (std::size_t w = 0; w < kWords; ++w) {
    for (std::size_t l = 0; l < 8; ++l) v[w][l] = ~std::uint64_t{0};
  }
  for (std::size_t j = 0; j < steps; ++j) {
    const std::uint32_t* const row = rows + 2 * kLcsLanes * kWords * row_of[j];
    std::uint64_t carry[8] = {};
    for (std::size_t w = 0; w < kWords; ++w) {
      std::uint64_t match[8];
      std::memcpy(match, row + 16 * w, sizeof match);
      for (std::size_t l = 0; l < 8; ++l) {
        const std::uint64_t both = v[w][l] & match[l];
        const std::uint64_t sum = v[w][l] + both + carry[l];
        // Of two addends with the same top bit it goes out; else if the sum's is gone.
        carry[l] = (both | (v[w][l] & ~sum)) >> 63;
        v[w][l] = sum | (v[w][l] & ~match[l]);
      }
    }
  }
  for (std::size_t l = 0; l < 8; ++l) {
    std::uint32_t length = 0;
    for (std::size_t w = 0; w < kWords; ++w) length += static_cast<std::uint32_t>(std::popcount(~v[w][l]));
    lengths[l] = length;
  }
}

template <class Isa, std::size_t kWords>
void lcs_word_lanes(const std::uint32_t* rows, const std::uint32_t* row_of, std::size_t steps, std::uint32_t* lengths) {
  Isa::template lcs_eight_lanes<kWords>(rows, row_of, steps, lengths);
  Isa::template lcs_eight_lanes<kWords>(rows + 16 * kWords, row_of, steps, lengths + 8);
}

template <class Isa>
void lcs_lanes(const std::uint32_t* rows, std::size_t width, const std::uint32_t* row_of, std::size_t steps,
               std::uint32_t* lengths) {
  switch (width) {
    case 1: return Isa::lcs_half_words(rows, row_of, steps, lengths);
    case 2: return lcs_word_lanes<Isa, 1>(rows, row_of, steps, lengths);
    case 4: return lcs_word_lanes<Isa, 2>(rows, row_of, steps, lengths);
    case 6: return lcs_word_lanes<Isa, 3>(rows, row_of, steps, lengths);
    default: return lcs_word_lanes<Isa, 4>(rows, row_of, steps, lengths);
  }
}

/// Union LCS, portable form. Going back from the last column, rouge-score records a match where the tokens
/// are equal, moves left where the table grew in this column (a zero of v) and else moves up: so in each
/// column the next position is the highest bit, at or below the present one, of matches and growth together.
/// `below` holds the positions still reachable in each sentence.
template <class Isa>
void union_lcs(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns, const std::uint64_t* full,
               std::uint64_t* history, std::uint64_t* united) {
  std::uint64_t v[kLanes];
  for (std::size_t l = 0; l < kLanes; ++l) v[l] = ~std::uint64_t{0};
  for (std::size_t j = 0; j < columns; ++j) {
    const std::uint64_t* row = rows + kLanes * row_of[j];
    for (std::size_t l = 0; l < kLanes; ++l) {
      v[l] = (v[l] + (v[l] & row[l])) | (v[l] & ~row[l]);
      history[j * kLanes + l] = ~v[l];
    }
  }
  std::uint64_t below[kLanes];
  std::uint64_t found[kLanes] = {};
  for (std::size_t l = 0; l < kLanes; ++l) below[l] = full[l];
  for (std::size_t j = columns; j-- > 0;) {
    const std::uint64_t* row = rows + kLanes * row_of[j];
    for (std::size_t l = 0; l < kLanes; ++l) {
      std::uint64_t smear = (row[l] | history[j * kLanes + l]) & below[l];
      smear |= smear >> 1;
      smear |= smear >> 2;
      smear |= smear >> 4;
      smear |= smear >> 8;
      smear |= smear >> 16;
      smear |= smear >> 32;
      const std::uint64_t hit = (smear ^ (smear >> 1)) & row[l];
      found[l] |= hit;
      below[l] = smear & ~hit;
    }
  }
  for (std::size_t l = 0; l < kLanes; ++l) united[l] |= found[l];
}

template <class Isa>
void union_short(const std::uint16_t* rows, const std::uint32_t* row_of, const std::size_t* sentence_end,
                 std::size_t sentences, const std::uint16_t* full, std::uint16_t* history, std::uint16_t* united) {
  constexpr std::size_t kWidth = kShortLanes;
  std::size_t begin = 0;
  for (std::size_t s = 0; s < sentences; ++s) {
    std::uint16_t v[kWidth];
    for (std::size_t l = 0; l < kWidth; ++l) v[l] = 0xffff;
    for (std::size_t j = begin; j < sentence_end[s]; ++j) {
      const std::uint16_t* const row = rows + kWidth * row_of[j];
      std::uint16_t* const kept = history + kWidth * (j - begin);
      for (std::size_t l = 0; l < kWidth; ++l) {
        v[l] = static_cast<std::uint16_t>((v[l] + (v[l] & row[l])) | (v[l] & ~row[l]));
        kept[l] = static_cast<std::uint16_t>(~v[l]);
      }
    }
    std::uint16_t below[kWidth];
    std::memcpy(below, full, sizeof below);
    for (std::size_t j = sentence_end[s]; j-- > begin;) {
      const std::uint16_t* const row = rows + kWidth * row_of[j];
      const std::uint16_t* const grown = history + kWidth * (j - begin);
      for (std::size_t l = 0; l < kWidth; ++l) {
        auto smear = static_cast<std::uint16_t>((row[l] | grown[l]) & below[l]);
        smear = static_cast<std::uint16_t>(smear | smear >> 1);
        smear = static_cast<std::uint16_t>(smear | smear >> 2);
        smear = static_cast<std::uint16_t>(smear | smear >> 4);
        smear = static_cast<std::uint16_t>(smear | smear >> 8);
        const auto hit = static_cast<std::uint16_t>((smear ^ smear >> 1) & row[l]);
        united[l] = static_cast<std::uint16_t>(united[l] | hit);
        below[l] = static_cast<std::uint16_t>(smear & ~hit);
      }
    }
    begin = sentence_end[s];
  }
}

template <class Isa>
void copy_padded(const std::uint8_t* bytes, std::size_t size, std::uint8_t* out) {
  if (size != 0) std::memcpy(out, bytes, size);
  std::memset(out + size, ' ', 2 * kBlock - size % kBlock);
}

/// Kernels::write_utf8 for runs of ASCII.
template <class Isa, class Unit>
std::size_t write_ascii(const Unit* in, std::size_t size, std::uint8_t* out) {
  constexpr std::size_t kStep = 16;
  std::size_t i = 0;
  for (; size - i >= kStep; i += kStep) {
    Unit any = 0;
    for (std::size_t k = 0; k < kStep; ++k) any = static_cast<Unit>(any | in[i + k]);
    if (any >= 0x80) break;
    for (std::size_t k = 0; k < kStep; ++k) out[i + k] = static_cast<std::uint8_t>(in[i + k]);
  }
  return i;
}

template <class Isa>
std::size_t write_utf8(const void* units, std::size_t unit_size, std::size_t size, std::uint8_t* out,
                       std::size_t& written) {
  const std::size_t done = unit_size == 1   ? write_ascii<Isa>(static_cast<const std::uint8_t*>(units), size, out)
                           : unit_size == 2 ? write_ascii<Isa>(static_cast<const std::uint16_t*>(units), size, out)
                                            : write_ascii<Isa>(static_cast<const std::uint32_t*>(units), size, out);
  written += done;
  return done;
}

/// Python's white space. In arithmetic of the unit's own width, of which a vector holds the more.
template <class Isa, class Unit>
bool white_space(Unit c) {
  const auto from = [c](unsigned first) { return static_cast<Unit>(c - static_cast<Unit>(first)); };
  bool found = (from(0x09) < 5) | (from(0x1c) < 5) | (c == 0x85) | (c == 0xa0);
  if constexpr (sizeof(Unit) > 1) {
    found |= (c == 0x1680) | (from(0x2000) < 11) | (from(0x2028) < 2) | (c == 0x202f) | (c == 0x205f) | (c == 0x3000);
  }
  return found;
}

/// Runs between white space are copied eight at a time, beyond their ends: what follows overwrites that.
template <class Isa, class Unit>
std::size_t write_non_spaces(const Unit* in, std::size_t size, Token* out) {
  constexpr std::size_t kStep = 8;
  Token* end = out;
  Unit last[kBlock + kStep];
  for (std::size_t i = 0; i < size; i += kBlock) {
    const Unit* block = in + i;
    if (size - i < kBlock + kStep) {
      // What is read beyond the end must be there.
      const std::size_t left = size - i < kBlock ? size - i : kBlock;
      for (Unit& unit : last) unit = ' ';
      std::memcpy(last, block, left * sizeof(Unit));
      block = last;
    }
    std::uint8_t bytes[kBlock];
    for (std::size_t j = 0; j < kBlock; ++j) bytes[j] = white_space<Isa>(block[j]) ? ' ' : 'x';
    std::uint64_t mask = Isa::non_space_mask(bytes);
    while (mask != 0) {
      const auto first = static_cast<std::size_t>(std::countr_zero(mask));
      const auto run = static_cast<std::size_t>(std::countr_one(mask >> first));
      for (std::size_t k = 0; k < run; k += kStep) {
        for (std::size_t j = 0; j < kStep; ++j) end[k + j] = block[first + k + j];
      }
      end += run;
      mask &= mask + (std::uint64_t{1} << first);
    }
  }
  return static_cast<std::size_t>(end - out);
}

template <class Isa, class Unit>
std::size_t write_characters_of(const Unit* in, std::size_t size, bool keep_spaces, Token* out) {
  if (!keep_spaces) return write_non_spaces<Isa>(in, size, out);
  for (std::size_t i = 0; i < size; ++i) out[i] = in[i];
  return size;
}

template <class Isa>
std::size_t write_characters(const void* units, std::size_t unit_size, std::size_t size, bool keep_spaces, Token* out) {
  switch (unit_size) {
    case 1: return write_characters_of<Isa>(static_cast<const std::uint8_t*>(units), size, keep_spaces, out);
    case 2: return write_characters_of<Isa>(static_cast<const std::uint16_t*>(units), size, keep_spaces, out);
    default: return write_characters_of<Isa>(static_cast<const std::uint32_t*>(units), size, keep_spaces, out);
  }
}

template <class Isa>
void f_measures(const std::int64_t* stats, std::size_t rows, std::size_t stride, double* precision, double* recall,
                double* fmeasure) {
  constexpr std::size_t kStrip = 64;
  double hits[kStrip];
  double p[kStrip];
  double r[kStrip];
  double f[kStrip];
  for (std::size_t begin = 0; begin < rows; begin += kStrip) {
    const std::size_t count = rows - begin < kStrip ? rows - begin : kStrip;
    for (std::size_t i = 0; i < count; ++i, stats += stride) {
      hits[i] = static_cast<double>(stats[0]);
      p[i] = static_cast<double>(stats[1] > 1 ? stats[1] : 1);
      r[i] = static_cast<double>(stats[2] > 1 ? stats[2] : 1);
    }
    for (std::size_t i = 0; i < count; ++i) {
      p[i] = hits[i] / p[i];
      r[i] = hits[i] / r[i];
      const double product = 2 * p[i] * r[i];
      const double sum = p[i] + r[i];
      f[i] = (sum > 0 ? product : 0.0) / (sum > 0 ? sum : 1.0);
    }
    if (precision != nullptr) std::memcpy(precision + begin, p, count * sizeof *p);
    if (recall != nullptr) std::memcpy(recall + begin, r, count * sizeof *r);
    if (fmeasure != nullptr) std::memcpy(fmeasure + begin, f, count * sizeof *f);
  }
}

/// The product of 64 bits, its upper half.
template <class Isa>
std::uint64_t high_product(std::uint64_t a, std::uint64_t b) {
#if defined(__SIZEOF_INT128__)
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>(static_cast<Wide>(a) * b >> 64);
#else
  const std::uint64_t a_low = a & 0xffffffffu;
  const std::uint64_t a_high = a >> 32;
  const std::uint64_t b_low = b & 0xffffffffu;
  const std::uint64_t b_high = b >> 32;
  const std::uint64_t middle = a_high * b_low + (a_low * b_low >> 32);
  const std::uint64_t other = a_low * b_high + (middle & 0xffffffffu);
  return a_high * b_high + (middle >> 32) + (other >> 32);
#endif
}

template <class Isa>
void pcg64(Pcg64Lanes& lanes, std::size_t steps, std::uint64_t* outputs) {
  for (std::size_t s = 0; s < steps; ++s, outputs += Pcg64Lanes::kCount) {
    for (std::size_t l = 0; l < Pcg64Lanes::kCount; ++l) {
      const std::uint64_t high = lanes.high[l];
      const std::uint64_t low = lanes.low[l];
      const std::uint64_t folded = high ^ low;
      const auto turn = static_cast<unsigned>(high >> 58);
      outputs[l] = folded >> turn | folded << (-turn & 63);
      const std::uint64_t product = low * lanes.multiplier_low;
      const std::uint64_t next = product + lanes.increment_low;
      lanes.high[l] = high_product<Isa>(low, lanes.multiplier_low) + high * lanes.multiplier_low +
                      low * lanes.multiplier_high + lanes.increment_high + static_cast<std::uint64_t>(next < product);
      lanes.low[l] = next;
    }
  }
}

/// The factors by which SplitMix64 mixes its state.
inline constexpr std::uint64_t kFirstMix = 0xbf58476d1ce4e5b9u;
inline constexpr std::uint64_t kSecondMix = 0x94d049bb133111ebu;

template <class Isa>
void split_mix(std::uint64_t state, std::size_t count, std::uint64_t* outputs) {
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t z = state + (i + 1) * kSplitMixStep;
    z = (z ^ z >> 30) * kFirstMix;
    z = (z ^ z >> 27) * kSecondMix;
    outputs[i] = z ^ z >> 31;
  }
}

template <class Isa>
bool scale_words(const std::uint64_t* words, std::size_t count, std::uint32_t bound, std::uint32_t* out) {
  constexpr std::uint64_t kLow = 0xffffffffu;
  const std::uint64_t threshold = (0 - bound) % bound;
  std::uint64_t again = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t low = (words[i] & kLow) * bound;
    const std::uint64_t high = (words[i] >> 32) * bound;
    again |= ((low & kLow) - threshold) | ((high & kLow) - threshold);
    out[2 * i] = static_cast<std::uint32_t>(low >> 32);
    out[2 * i + 1] = static_cast<std::uint32_t>(high >> 32);
  }
  return again >> 63 != 0;
}

template <class Isa>
void add_bytes(const std::uint8_t* rows, std::size_t width, const std::uint32_t* drawn, std::size_t count,
               std::uint32_t* sums) {
  constexpr std::size_t kMost = 256;  // bytes whose sum has 16 bits
  for (std::size_t done = 0; done < count; done += kMost) {
    const std::size_t some = count - done < kMost ? count - done : kMost;
    for (std::size_t lane = 0; lane < width; lane += kByteLanes) {
      std::uint16_t part[kByteLanes];
      if (width < kByteLanes) {
        Isa::add_eight(rows, drawn + done, some, part);
      } else {
        Isa::add_sixteen(rows + lane, width, drawn + done, some, part);
      }
      const std::size_t lanes = width < kByteLanes ? width : kByteLanes;
      for (std::size_t k = 0; k < lanes; ++k) sums[lane + k] += part[k];
    }
  }
}

/// A single number in place of kRowLanes.
template <class Isa, class T>
struct OneLane {
  T number;

  static OneLane load(const T* from) { return {*from}; }
  void add(const T* row) { number += *row; }
  void store(T* to) const { *to = number; }
};

/// The sums of kLists lists over kVectors * kRowLanes columns. As each addition waits for the one before it, lists are
/// added up side by side.
template <class Isa, class Lanes, std::size_t kVectors, std::size_t kLists, class T>
void add_lists(const T* rows, std::size_t stride, const std::uint32_t* drawn, std::size_t count, std::size_t width,
               T* sums) {
  Lanes sum[kLists][kVectors];
  for (std::size_t l = 0; l < kLists; ++l) {
    for (std::size_t v = 0; v < kVectors; ++v) sum[l][v] = Lanes::load(sums + l * width + v * kRowLanes);
  }
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t l = 0; l < kLists; ++l) {
      const T* const row = rows + stride * drawn[l * count + i];
      for (std::size_t v = 0; v < kVectors; ++v) sum[l][v].add(row + v * kRowLanes);
    }
  }
  for (std::size_t l = 0; l < kLists; ++l) {
    for (std::size_t v = 0; v < kVectors; ++v) sum[l][v].store(sums + l * width + v * kRowLanes);
  }
}

/// The same for any number of lists, as many at a time as have room in the registers.
template <class Isa, class Lanes, std::size_t kVectors, class T>
void add_columns(const T* rows, std::size_t stride, const std::uint32_t* drawn, std::size_t count, std::size_t lists,
                 std::size_t width, T* sums) {
  constexpr std::size_t kRoom = Isa::kRowVectors / kVectors;
  constexpr std::size_t kTogether = kRoom >= 4 ? 4 : kRoom >= 2 ? 2 : 1;
  std::size_t l = 0;
  for (; lists - l >= kTogether; l += kTogether) {
    add_lists<Isa, Lanes, kVectors, kTogether>(rows, stride, drawn + l * count, count, width, sums + l * width);
  }
  for (; l < lists; ++l) {
    add_lists<Isa, Lanes, kVectors, 1>(rows, stride, drawn + l * count, count, width, sums + l * width);
  }
}

/// Kernels::add_doubles and its like.
template <class Isa, class T>
void add_rows(const T* rows, std::size_t columns, const std::uint32_t* drawn, std::size_t count, std::size_t lists,
              T* sums) {
  using Lanes = typename Isa::template Lanes<T>;
  const std::size_t width = sums_width(columns);
  if (width == 1) return add_columns<Isa, OneLane<Isa, T>, 1>(rows, 1, drawn, count, lists, 1, sums);
  for (std::size_t k = 0; k < width;) {
    const std::size_t vectors = (width - k) / kRowLanes;
    if (vectors == 1) {
      add_columns<Isa, Lanes, 1>(rows + k, columns, drawn, count, lists, width, sums + k);
      k += kRowLanes;
    } else if (vectors == 2 || vectors == 4) {
      add_columns<Isa, Lanes, 2>(rows + k, columns, drawn, count, lists, width, sums + k);
      k += 2 * kRowLanes;
    } else {
      add_columns<Isa, Lanes, 3>(rows + k, columns, drawn, count, lists, width, sums + k);
      k += 3 * kRowLanes;
    }
  }
}

/// The products of kColumns columns, whose sums stay in registers.
template <class Isa, std::size_t kLists, std::size_t kColumns>
void multiply_columns(const double* row, std::size_t width, const std::uint32_t* const* times, std::size_t count,
                      double* const* out, std::size_t column) {
  const std::uint32_t* list[kLists];
  for (std::size_t l = 0; l < kLists; ++l) list[l] = times[l];
  double sums[kLists][kColumns] = {};
  for (std::size_t i = 0; i < count; ++i, row += width) {
    for (std::size_t l = 0; l < kLists; ++l) {
      // Of 32 bits with a sign, for which there are instructions.
      const auto factor = static_cast<double>(static_cast<std::int32_t>(list[l][i]));
      for (std::size_t k = 0; k < kColumns; ++k) sums[l][k] += factor * row[k];
    }
  }
  for (std::size_t l = 0; l < kLists; ++l) std::memcpy(out[l] + column, sums[l], sizeof sums[l]);
}

template <class Isa, std::size_t kLists>
void multiply_lists(const double* rows, std::size_t width, const std::uint32_t* const* times, std::size_t count,
                    double* const* out) {
  std::size_t k = 0;
  for (; width - k >= 3 * kRowLanes; k += 3 * kRowLanes) {
    multiply_columns<Isa, kLists, 3 * kRowLanes>(rows + k, width, times, count, out, k);
  }
  for (; width - k >= kRowLanes; k += kRowLanes) {
    multiply_columns<Isa, kLists, kRowLanes>(rows + k, width, times, count, out, k);
  }
  if (k < width) multiply_columns<Isa, kLists, 1>(rows + k, width, times, count, out, k);
}

template <class Isa>
void multiply_rows(const double* rows, std::size_t width, const std::uint32_t* const* times, std::size_t lists,
                   std::size_t count, double* const* sums) {
  for (; lists >= kTimesTogether; lists -= kTimesTogether, times += kTimesTogether, sums += kTimesTogether) {
    multiply_lists<Isa, kTimesTogether>(rows, width, times, count, sums);
  }
  if (lists > 0) multiply_lists<Isa, 1>(rows, width, times, count, sums);
}

template <class Isa>
bool scale_lines(const std::uint32_t* first, const std::uint32_t* step, std::uint32_t times, std::size_t count,
                 std::uint32_t bound, std::uint32_t* out) {
  std::uint32_t most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t product = static_cast<std::uint64_t>(first[i] + times * step[i]) * bound;
    const auto rest = static_cast<std::uint32_t>(product);
    out[i] = static_cast<std::uint32_t>(product >> 32);
    most = rest > most ? rest : most;
  }
  return most > ~bound;
}

template <class Isa>
void turn_mersenne(std::uint32_t* state) {
  constexpr std::size_t kApart = 397;
  constexpr std::size_t kRest = kMersenneWords - kApart;
  const auto twisted = [](std::uint32_t word, std::uint32_t next) {
    return ((word & 0x80000000u) | (next & 0x7fffffffu)) >> 1 ^ ((0u - (next & 1)) & 0x9908b0dfu);
  };
  for (std::size_t i = 0; i < kRest; ++i) state[i] = state[i + kApart] ^ twisted(state[i], state[i + 1]);
  for (std::size_t i = kRest; i < kMersenneWords - 1; ++i) {
    state[i] = state[i - kRest] ^ twisted(state[i], state[i + 1]);
  }
  state[kMersenneWords - 1] = state[kApart - 1] ^ twisted(state[kMersenneWords - 1], state[0]);
}

template <class Isa>
void mersenne_outputs(const std::uint32_t* state, std::size_t count, std::uint32_t* outputs) {
  for (std::size_t i = 0; i < count; ++i) {
    std::uint32_t x = state[i];
    x ^= x >> 11;
    x ^= x << 7 & 0x9d2c5680u;
    x ^= x << 15 & 0xefc60000u;
    outputs[i] = x ^ x >> 18;
  }
}

template <class Isa>
std::size_t keep_below(const std::uint32_t* words, std::size_t count, std::uint32_t mask, std::uint32_t bound,
                       std::uint32_t* out) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t number = words[i] & mask;
    out[kept] = number;  // to be overwritten if it is not below the bound
    kept += number < bound ? 1 : 0;
  }
  return kept;
}

/// Eight bytes at a time.
template <class Isa>
Utf8 look_at_utf8(const std::uint8_t* bytes, std::size_t size) {
  std::uint64_t any = 0;
  std::uint64_t eight = 0;
  if (size < sizeof eight) {
    if (size != 0) std::memcpy(&any, bytes, size);
  } else {
    for (std::size_t i = 0; i < size - sizeof eight; i += sizeof eight) {
      std::memcpy(&eight, bytes + i, sizeof eight);
      any |= eight;
    }
    std::memcpy(&eight, bytes + size - sizeof eight, sizeof eight);
    any |= eight;
  }
  return (any & 0x8080808080808080u) == 0 ? Utf8::ascii : Utf8::unknown;
}

/// What an instruction set's struct inherits in place of functions of its own.
template <class Isa>
struct Plain {
  static void copy_padded(const std::uint8_t* bytes, std::size_t size, std::uint8_t* out) {
    loops::copy_padded<Isa>(bytes, size, out);
  }

  static Utf8 look_at_utf8(const std::uint8_t* bytes, std::size_t size) {
    return loops::look_at_utf8<Isa>(bytes, size);
  }

  static std::size_t write_utf8(const void* units, std::size_t unit_size, std::size_t size, std::uint8_t* out,
                                std::size_t& written) {
    return loops::write_utf8<Isa>(units, unit_size, size, out, written);
  }

  static std::size_t write_characters(const void* units, std::size_t unit_size, std::size_t size, bool keep_spaces,
                                      Token* out) {
    return loops::write_characters<Isa>(units, unit_size, size, keep_spaces, out);
  }

  static std::size_t pack_found(const FoundTokens& found, Token* packed, std::uint32_t* longer, std::uint32_t* selected,
                                std::size_t* selected_count) {
    return loops::pack_found<Isa>(found, packed, longer, selected, selected_count);
  }

  static void pack_words(const std::uint8_t* bytes, const WordList& words, Token* packed, LongWords& longer) {
    loops::pack_words<Isa>(bytes, words, packed, longer);
  }

  template <class Each>
  static void number_masks(const TokenNumber* a, std::size_t na, const TokenNumber* b, std::size_t nb, Each each) {
    loops::number_masks<Isa>(a, na, b, nb, each);
  }

  static void lcs_two_strips(const std::uint64_t* rows, std::size_t apart, const std::uint32_t* row_of,
                             std::size_t columns, std::uint64_t* v, std::uint8_t* carry) {
    loops::lcs_two_strips<Isa>(rows, apart, row_of, columns, v, carry);
  }

  static void count_common(const std::uint64_t* row_words, std::size_t rows, const std::uint64_t* lanes,
                           std::size_t blocks, std::size_t words, std::uint32_t* counts, std::size_t stride) {
    loops::count_common<Isa>(row_words, rows, lanes, blocks, words, counts, stride);
  }

  static void lcs_half_words(const std::uint32_t* rows, const std::uint32_t* row_of, std::size_t steps,
                             std::uint32_t* lengths) {
    loops::lcs_half_words<Isa>(rows, row_of, steps, lengths);
  }

  template <std::size_t kWords>
  static void lcs_eight_lanes(const std::uint32_t* rows, const std::uint32_t* row_of, std::size_t steps,
                              std::uint32_t* lengths) {
    loops::lcs_eight_lanes<Isa, kWords>(rows, row_of, steps, lengths);
  }

  static void union_lcs(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns,
                        const std::uint64_t* full, std::uint64_t* history, std::uint64_t* united) {
    loops::union_lcs<Isa>(rows, row_of, columns, full, history, united);
  }

  static void union_short(const std::uint16_t* rows, const std::uint32_t* row_of, const std::size_t* sentence_end,
                          std::size_t sentences, const std::uint16_t* full, std::uint16_t* history,
                          std::uint16_t* united) {
    loops::union_short<Isa>(rows, row_of, sentence_end, sentences, full, history, united);
  }

  static void f_measures(const std::int64_t* stats, std::size_t rows, std::size_t stride, double* precision,
                         double* recall, double* fmeasure) {
    loops::f_measures<Isa>(stats, rows, stride, precision, recall, fmeasure);
  }

  static void pcg64(Pcg64Lanes& lanes, std::size_t steps, std::uint64_t* outputs) {
    loops::pcg64<Isa>(lanes, steps, outputs);
  }

  static void split_mix(std::uint64_t state, std::size_t count, std::uint64_t* outputs) {
    loops::split_mix<Isa>(state, count, outputs);
  }

  static bool scale_words(const std::uint64_t* words, std::size_t count, std::uint32_t bound, std::uint32_t* out) {
    return loops::scale_words<Isa>(words, count, bound, out);
  }
};

/// The table of functions of one instruction set.
template <class Isa>
constexpr Kernels table(const char* name) {
  return {name,
          find_tokens<Isa>,
          Isa::copy_padded,
          Isa::look_at_utf8,
          Isa::write_utf8,
          Isa::write_characters,
          classify<Isa>,
          positions<Isa>,
          pack_alnum<Isa>,
          Isa::pack_found,
          Isa::pack_words,
          match_masks<Isa>,
          match_rows<Isa>,
          lcs_strip<Isa>,
          Isa::lcs_two_strips,
          Isa::count_common,
          lcs_lanes<Isa>,
          Isa::union_lcs,
          Isa::union_short,
          Isa::f_measures,
          add_quotients<Isa>,
          chrf_of_sums<Isa>,
          rouge_of_matches<Isa>,
          Isa::pcg64,
          Isa::split_mix,
          Isa::scale_words,
          add_bytes<Isa>,
          add_rows<Isa, double>,
          add_rows<Isa, float>,
          add_rows<Isa, std::int64_t>,
          multiply_rows<Isa>,
          Isa::scale_lines,
          turn_mersenne<Isa>,
          mersenne_outputs<Isa>,
          Isa::keep_below};
}

}  // namespace gramscore::loops
