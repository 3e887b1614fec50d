// Stems of packed tokens, remembered.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/kernels.hpp"
#include "gramscore/porter.hpp"
#include "gramscore/token.hpp"
#include "hash.hpp"

namespace gramscore {

/// The characters of a packed token (see Kernels::pack_alnum), lower case. Returns their number.
inline std::size_t unpack_alnum(Token packed, std::uint8_t* out) noexcept {
  std::size_t size = 0;
  for (; packed != 0; packed >>= 6) {
    const auto bits = static_cast<std::uint8_t>(packed & 0x3f);
    out[size++] = static_cast<std::uint8_t>((bits & 0x1f) | (bits & 0x20 ? 0x60 : 0x20));
  }
  return size;
}

/// A two-way set-associative cache of porter_stem() over packed tokens. A miss computes the stem and replaces
/// the older of two entries, so the memory is bounded and what is forgotten is only slow. It starts small and
/// doubles while misses are many.
class StemCache {
 public:
  explicit StemCache(std::size_t most_sets) : most_sets_(most_sets), seed_(hash_seed()) {}

  /// Replaces tokens of over three characters by their stems. `scratch` has room for `count` values.
  void stem(Token* tokens, std::size_t count, std::uint32_t* scratch) {
    // Half of all tokens are that short: selecting first spares the processor the guess.
    std::size_t selected = 0;
    for (std::size_t t = 0; t < count; ++t) {
      scratch[selected] = static_cast<std::uint32_t>(t);
      selected += tokens[t] >> 18 != 0;
    }
    for (std::size_t k = 0; k < selected; ++k) {
      Token& token = tokens[scratch[k]];
      const Set& set = sets_[hash(token) & mask_];
      const Token first = 0 - Token{set.key[0] == token};
      const Token second = 0 - Token{set.key[1] == token};
      token = (first | second) != 0 ? (set.stem[0] & first) | (set.stem[1] & second) : miss(token);
    }
  }

 private:
  struct Set {
    std::array<Token, 2> key{};
    std::array<Token, 2> stem{};
  };

  [[nodiscard]] std::size_t hash(Token packed) const { return (packed ^ seed_) * 0x9e3779b97f4a7c15u >> 32; }

  Token miss(Token packed) {
    Set& set = sets_[hash(packed) & mask_];
    std::uint8_t word[kPackedAlnum];
    const std::size_t size = porter_stem(word, unpack_alnum(packed, word));
    Token stem = 0;
    for (std::size_t i = size; i-- > 0;) {
      stem = stem << 6 | (word[i] & 0x1f) | (word[i] & 0x40 ? 0x20 : 0);
    }
    set.key = {packed, set.key[0]};
    set.stem = {stem, set.stem[0]};
    if (++misses_ > sets_.size() && sets_.size() < most_sets_) grow();
    return stem;
  }

  void grow() {
    std::vector<Set> old(sets_.size() * 4);
    old.swap(sets_);
    mask_ = sets_.size() - 1;
    misses_ = 0;
    for (const Set& from : old) {
      for (std::size_t way = 2; way-- > 0;) {
        if (from.key[way] == 0) continue;
        Set& set = sets_[hash(from.key[way]) & mask_];
        set.key = {from.key[way], set.key[0]};
        set.stem = {from.stem[way], set.stem[0]};
      }
    }
  }

  std::size_t most_sets_;
  std::uint64_t seed_;
  std::size_t mask_ = 255;
  std::size_t misses_ = 0;
  std::vector<Set> sets_{256};
};

}  // namespace gramscore
