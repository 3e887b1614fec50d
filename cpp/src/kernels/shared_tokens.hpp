// Which tokens two texts of up to kMaskTokens share, by small numbers, which compare many at a time. Part of the kernels'
// loops, as loops.hpp says.
#pragma once

#include <bit>
#include <cstring>

#include "gramscore/kernels/kernels.hpp"

namespace gramscore::loops {

/// Equal for equal tokens and for no others, below kMaskTokens.
using TokenNumber = std::uint16_t;

/// Values behind the numbers of a text that may be read, and are written.
inline constexpr std::size_t kNumberSlack = 64;

/// A side of a pair without the tokens that the other side has not: those match nothing, and so change neither what is
/// counted nor, but for whether two neighbours were neighbours before, the n-grams.
struct KeptTokens {
  TokenNumber numbers[kMaskTokens + kNumberSlack];
  std::uint8_t joined[kMaskTokens + kNumberSlack];  // 1 where the token before it is the one before it in the text
  std::size_t count = 0;
};

/// As many ones, at most 64.
template <class Isa>
std::uint64_t low_bits(std::size_t count) {
  return count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

/// The low bits of 64 bytes that are 0 or 1. A multiplication packs those of eight, which keeps it in registers.
template <class Isa>
std::uint64_t bits_of(const std::uint8_t* flags) {
  std::uint64_t bits = 0;
  for (unsigned group = 0; group < 8; ++group) {
    std::uint64_t eight = 0;
    for (unsigned k = 0; k < 8; ++k) eight |= std::uint64_t{flags[8 * group + k]} << (8 * k);
    bits |= (eight * 0x0102040810204080u >> 56) << (8 * group);
  }
  return bits;
}

/// Isa::equal_bits, one by one.
template <class Isa>
std::uint64_t equal_bits(const Token* x, const Token* y, std::size_t count) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < count; ++i) bits |= std::uint64_t{x[i] == y[i]} << i;
  return bits;
}

/// Isa::keep, one by one.
template <class Isa>
void keep(const TokenNumber* numbers, std::uint64_t shared, std::uint64_t joined, KeptTokens& kept) {
  for (std::size_t i = 0; i < 64; ++i) {
    kept.numbers[kept.count] = numbers[i];
    kept.joined[kept.count] = joined >> i & 1;
    kept.count += shared >> i & 1;
  }
}

/// Numbers the tokens of `a` and `b` (not empty), and keeps those that both have. A token hashes to a slot, which holds the
/// last position in b of a token of this slot: its number, unless the slot was lost to another token. Such a token is
/// looked for in all of a, which is rare as long as b has a few hundred. What is found for a token is compared later, many
/// at a time: a branch on it would be a coin toss.
template <class Isa>
class SharedTokens {
 public:
  SharedTokens(const Token* all_a, std::size_t na, const Token* all_b, std::size_t nb, std::uint64_t odd) {
    find_slots(all_a, na, odd, a_slots_);
    find_slots(all_b, nb, odd, b_slots_);
    std::memset(in_slot_, 0, sizeof in_slot_);
    for (std::size_t j = 0; j < nb; ++j) in_slot_[b_slots_[j]] = static_cast<TokenNumber>(j);
    find(a_slots_, na, all_b, a_numbers_, a_found_);
    find(b_slots_, nb, all_b, b_numbers_, b_found_);
    in_blocks(nb, [&](std::size_t begin, std::size_t size) {
      std::uint64_t lost = ~Isa::equal_bits(b_found_ + begin, all_b + begin, size) & low_bits<Isa>(size);
      for (; lost != 0; lost &= lost - 1) {
        const std::size_t j = begin + static_cast<std::size_t>(std::countr_zero(lost));
        b_numbers_[j] = number_lost(all_a, na, all_b[j], static_cast<TokenNumber>(j));
      }
    });

    std::uint64_t before = 0;
    in_blocks(na, [&](std::size_t begin, std::size_t size) {
      const std::uint64_t shared = Isa::equal_bits(a_found_ + begin, all_a + begin, size) & low_bits<Isa>(size);
      Isa::keep(a_numbers_ + begin, shared, shared << 1 | before, a);
      before = shared >> 63;
    });
    std::memset(in_a_, 0, sizeof in_a_);
    for (std::size_t k = 0; k < a.count; ++k) in_a_[a.numbers[k]] = 1;
    for (std::size_t j = 0; j < nb; ++j) b_shared_[j] = in_a_[b_numbers_[j]];
    std::memset(b_shared_ + nb, 0, kNumberSlack);
    before = 0;
    in_blocks(nb, [&](std::size_t begin, std::size_t) {
      const std::uint64_t shared = bits_of<Isa>(b_shared_ + begin);
      Isa::keep(b_numbers_ + begin, shared, shared << 1 | before, b);
      before = shared >> 63;
    });
    std::memset(a.joined + a.count, 0, kNumberSlack);
    std::memset(b.joined + b.count, 0, kNumberSlack);
  }

  KeptTokens a;
  KeptTokens b;

 private:
  static constexpr unsigned kSlotBits = 12;
  static constexpr std::size_t kSlots = std::size_t{1} << kSlotBits;

  static void find_slots(const Token* tokens, std::size_t count, std::uint64_t odd, std::uint16_t* slots) {
    for (std::size_t i = 0; i < count; ++i) {
      slots[i] = static_cast<std::uint16_t>(tokens[i] * odd >> (64 - kSlotBits));
    }
  }

  /// Calls each(first position, how many) for up to 64 positions at a time.
  template <class Each>
  static void in_blocks(std::size_t count, Each each) {
    for (std::size_t begin = 0; begin < count; begin += 64) each(begin, count - begin < 64 ? count - begin : 64);
  }

  /// What the slots hold, and the token there, which is the one that was looked for or another.
  void find(const std::uint16_t* slots, std::size_t count, const Token* all_b, TokenNumber* numbers,
            Token* found) const {
    for (std::size_t i = 0; i < count; ++i) {
      const TokenNumber number = in_slot_[slots[i]];
      numbers[i] = number;
      found[i] = all_b[number];
    }
  }

  /// The number of the token at position `j` of b, which its equals in a get too: the position of the first of those in b.
  TokenNumber number_lost(const Token* all_a, std::size_t na, Token token, TokenNumber j) {
    std::uint64_t first = na;
    for (std::uint64_t i = na; i-- > 0;) first = all_a[i] == token ? i : first;
    if (first == na) return j;
    if (a_found_[first] == token) return a_numbers_[first];
    for (std::size_t i = first; i < na; ++i) {
      const bool equal = all_a[i] == token;
      a_numbers_[i] = equal ? j : a_numbers_[i];
      a_found_[i] = equal ? token : a_found_[i];
    }
    return j;
  }

  TokenNumber in_slot_[kSlots];  // a position of b, 0 if none has the slot
  std::uint16_t a_slots_[kMaskTokens];
  std::uint16_t b_slots_[kMaskTokens];
  TokenNumber a_numbers_[kMaskTokens];
  TokenNumber b_numbers_[kMaskTokens];
  Token a_found_[kMaskTokens];
  Token b_found_[kMaskTokens];
  std::uint8_t in_a_[kMaskTokens];  // whether a has the token of this number
  std::uint8_t b_shared_[kMaskTokens + kNumberSlack];
};

}  // namespace gramscore::loops
