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

/// A token of up to kPieces * kPackedAlnum letters and digits, packed piece by piece (see Kernels::pack_alnum); pieces
/// that it does not reach are 0.
template <std::size_t kPieces>
using PackedPieces = std::array<Token, kPieces>;

/// Writes the characters of a packed token, lower case. Returns their number.
template <std::size_t kPieces>
std::size_t unpack_alnum(const PackedPieces<kPieces>& packed, std::uint8_t* out) noexcept {
  std::size_t size = 0;
  for (Token piece : packed) {
    for (; piece != 0; piece >>= 6) {
      out[size++] = static_cast<std::uint8_t>((piece & 0x1f) | (piece & 0x20 ? 0x60 : 0x20));
    }
  }
  return size;
}

/// The packed token of up to kPieces * kPackedAlnum characters.
template <std::size_t kPieces>
PackedPieces<kPieces> pack_word(const std::uint8_t* word, std::size_t size) noexcept {
  PackedPieces<kPieces> packed{};
  for (std::size_t i = size; i-- > 0;) {
    Token& piece = packed[i / kPackedAlnum];
    piece = piece << 6 | (word[i] & 0x1f) | (word[i] & 0x40 ? 0x20 : 0);
  }
  return packed;
}

/// A two-way set-associative cache of porter_stem() over packed tokens. A miss computes the stem and replaces
/// the older of two entries, so the memory is bounded and what is forgotten is only slow. It starts small, so as to stay
/// in the processor's cache, and grows while misses are frequent.
template <std::size_t kPieces>
class StemCache {
 public:
  using Key = PackedPieces<kPieces>;

  explicit StemCache(std::size_t most_sets) : most_sets_(most_sets), seed_(hash_seed()) {}

  /// Starts loading what stem() will look at.
  void prefetch(const Key& packed) const {
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(&sets_[hash(packed) & mask_]);
#else
    (void)packed;
#endif
  }

  /// Looks back after `count` more stems and grows if one in kFrequent was a miss.
  void adapt(std::size_t count) {
    lookups_ += count;
    if (lookups_ < 4 * sets_.size()) return;
    if (misses_ * kFrequent > lookups_ && sets_.size() < most_sets_) grow();
    lookups_ = 0;
    misses_ = 0;
  }

  Key stem(const Key& packed) {
    const Set& set = sets_[hash(packed) & mask_];
    const bool second = equal(set.key[1], packed);
    if (!(equal(set.key[0], packed) | second)) return miss(packed);
    // Both are read, so that the choice needs no branch.
    Key stem = set.stem[0];
    const Key other = set.stem[1];
    for (std::size_t k = 0; k < kPieces; ++k) stem[k] = second ? other[k] : stem[k];
    return stem;
  }

  /// Whether it is larger than the processor's caches, so that prefetching pays.
  [[nodiscard]] bool is_large() const { return sets_.size() * sizeof(Set) > (std::size_t{1} << 19); }

 private:
  static constexpr std::size_t kFrequent = 64;

  struct Set {
    std::array<Key, 2> key{};
    std::array<Key, 2> stem{};
  };

  static bool equal(const Key& a, const Key& b) {
    Token difference = 0;
    for (std::size_t k = 0; k < kPieces; ++k) difference |= a[k] ^ b[k];
    return difference == 0;
  }

  [[nodiscard]] std::size_t hash(const Key& packed) const {
    std::uint64_t h = seed_;
    for (const Token piece : packed) h = (h ^ piece) * 0x9e3779b97f4a7c15u;
    return h >> 32;
  }

  Key miss(const Key& packed) {
    std::uint8_t word[kPieces * kPackedAlnum];
    const Key stem = pack_word<kPieces>(word, porter_stem(word, unpack_alnum(packed, word)));
    insert(packed, stem);
    ++misses_;
    return stem;
  }

  void insert(const Key& key, const Key& stem) {
    Set& set = sets_[hash(key) & mask_];
    set.key = {key, set.key[0]};
    set.stem = {stem, set.stem[0]};
  }

  void grow() {
    std::vector<Set> old(sets_.size() * 4);
    old.swap(sets_);
    mask_ = sets_.size() - 1;
    for (const Set& from : old) {
      for (std::size_t way = 2; way-- > 0;) {
        if (from.key[way] != Key{}) insert(from.key[way], from.stem[way]);
      }
    }
  }

  std::size_t most_sets_;
  std::uint64_t seed_;
  std::size_t mask_ = 255;
  std::size_t lookups_ = 0;
  std::size_t misses_ = 0;
  std::vector<Set> sets_{256};
};

}  // namespace gramscore
