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

/// 1 or 0, by arithmetic, because compilers make branches of comparisons, which here would be coin tosses.
template <class Isa>
std::uint64_t is_zero(std::uint64_t x) {
  return (~x & (x - 1)) >> 63;
}

/// `yes` if `condition` is 1, `no` if it is 0.
template <class Isa>
TokenNumber chosen(std::uint64_t condition, TokenNumber yes, TokenNumber no) {
  return static_cast<TokenNumber>(no ^ ((no ^ yes) & (0 - condition)));
}

/// The tokens of a text, one at least, to be found again. A hash table without room for keys: it has positions, and the
/// text has the tokens. A position fits into a Number.
template <class Isa, class Number>
class TokenSlots {
 public:
  /// Bits of the number of slots: so many for each token, as far as `most` bits go.
  static unsigned bits_for(std::size_t tokens, std::size_t each, unsigned most) {
    unsigned bits = 8;
    while (bits < most && (std::size_t{1} << bits) < tokens * each) ++bits;
    return bits;
  }

  /// Tokens hash by `odd`. There are more slots than tokens.
  TokenSlots(const Token* tokens, std::uint64_t odd, Number* slots, unsigned bits)
      : tokens_(tokens), odd_(odd), slots_(slots), shift_(64 - bits), mask_((std::size_t{1} << bits) - 1) {
    std::memset(slots, 0, sizeof slots[0] << bits);
  }

  /// Comes first, for all positions. Nothing is read here, because processors would have to wait for what has just been
  /// written.
  void put(std::size_t begin, std::size_t end) {
    for (std::size_t j = begin; j < end; ++j) slots_[slot_of(tokens_[j])] = static_cast<Number>(j);
  }

  /// Comes next, for all positions. numbers[j] becomes a position of the token at j, the same for equal ones.
  void number(std::size_t begin, std::size_t end, Number* numbers) {
    for (std::size_t j = begin; j < end; ++j) {
      const Token token = tokens_[j];
      std::size_t slot = slot_of(token);
      Number number = at_or_after(slot, token);
      if (tokens_[number] != token) [[unlikely]]
        slots_[slot] = number = static_cast<Number>(j);  // another one has taken its slot
      numbers[j] = number;
    }
  }

  /// Its number if the text has the token; else that of another one.
  [[nodiscard]] Number find(Token token) const {
    std::size_t slot = slot_of(token);
    return at_or_after(slot, token);
  }

 private:
  [[nodiscard]] std::size_t slot_of(Token token) const { return token * odd_ >> shift_; }

  /// Moves `slot` to the one that has the token or is free. A free one has 0, which is the first token's position too: that
  /// token is found at any free slot.
  Number at_or_after(std::size_t& slot, Token token) const {
    Number number = slots_[slot];
    while ((is_zero<Isa>(number) | is_zero<Isa>(tokens_[number] ^ token)) == 0) [[unlikely]] {
      slot = (slot + 1) & mask_;
      number = slots_[slot];
    }
    return number;
  }

  const Token* tokens_;
  std::uint64_t odd_;
  Number* slots_;
  unsigned shift_;
  std::size_t mask_;
};

/// The same of a text of up to kMaskTokens tokens. Nearly empty, because a collision is a branch that no processor foresees;
/// small, because it has to be cleared.
template <class Isa>
class NearTokens : public TokenSlots<Isa, TokenNumber> {
 public:
  NearTokens(const Token* tokens, std::size_t count, std::uint64_t odd, TokenNumber* numbers)
      : TokenSlots<Isa, TokenNumber>(tokens, odd, slots_,
                                     TokenSlots<Isa, TokenNumber>::bits_for(count, 16, kMostBits)) {
    this->put(0, count);
    this->number(0, count, numbers);
  }

 private:
  static constexpr unsigned kMostBits = 12;
  static_assert(kMaskTokens < std::size_t{1} << kMostBits);

  TokenNumber slots_[std::size_t{1} << kMostBits];
};

/// Numbers the tokens of `a` and `b` (not empty), and keeps those that both have. What is found is kept or not without a
/// branch on it, which would be a coin toss.
template <class Isa>
class SharedTokens {
 public:
  SharedTokens(const Token* all_a, std::size_t na, const Token* all_b, std::size_t nb, std::uint64_t odd) {
    TokenNumber b_numbers[kMaskTokens];
    std::uint8_t in_a[kMaskTokens + 1];  // whether a has the token of this number; the last is for those of a alone
    const NearTokens<Isa> slots(all_b, nb, odd, b_numbers);
    std::memset(in_a, 0, nb);
    std::uint8_t joined = 0;
    for (std::size_t i = 0; i < na; ++i) {
      const TokenNumber number = slots.find(all_a[i]);
      const auto shared = static_cast<std::uint8_t>(is_zero<Isa>(all_b[number] ^ all_a[i]));
      in_a[chosen<Isa>(shared, number, kMaskTokens)] = 1;
      keep(number, shared, joined, a);
    }
    joined = 0;
    for (std::size_t j = 0; j < nb; ++j) keep(b_numbers[j], in_a[b_numbers[j]], joined, b);
    std::memset(a.joined + a.count, 0, kNumberSlack);
    std::memset(b.joined + b.count, 0, kNumberSlack);
  }

  KeptTokens a;
  KeptTokens b;

 private:
  /// Appends a number if it is shared (1, not 0). `joined`: whether the one before was, to be handed on.
  static void keep(TokenNumber number, std::uint8_t shared, std::uint8_t& joined, KeptTokens& kept) {
    kept.numbers[kept.count] = number;
    kept.joined[kept.count] = joined;
    kept.count += shared;
    joined = shared;
  }
};

}  // namespace gramscore::loops
