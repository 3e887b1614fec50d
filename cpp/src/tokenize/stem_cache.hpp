// Stems of packed tokens, remembered.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/kernels/token.hpp"
#include "gramscore/work/large_pages.hpp"
#include "work/hash.hpp"
#include "work/prefetch.hpp"

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

/// A two-way set-associative cache of a stemmer over packed tokens. A miss computes the stem and replaces
/// the older of two entries, so the memory is bounded and what is forgotten is only slow. It starts small, so as to stay
/// in the processor's cache, and grows while misses are frequent.
template <std::size_t kPieces>
class StemCache {
 public:
  using Key = PackedPieces<kPieces>;

  using Stemmer = std::function<Key(const Key&)>;

  StemCache(std::size_t most_sets, Stemmer stemmer) : stemmer_(std::move(stemmer)), most_sets_(most_sets) {}

  /// For each k below `count` calls put(k, stem) with the stem of get(k).
  template <class Get, class Put>
  void stem_each(std::size_t count, Get get, Put put) {
    for (std::size_t done = 0; done < count;) {
      // No more at a time than it takes to see whether it should grow.
      const std::size_t some = std::min(count - done, 4 * sets_.size() - lookups_);
      const auto get_here = [=](std::size_t k) { return get(done + k); };
      const auto put_here = [=](std::size_t k, const Key& stem) { put(done + k, stem); };
      const bool is_large = sets_.size() * sizeof(Set) > kNear;
      is_large ? run<true>(some, get_here, put_here) : run<false>(some, get_here, put_here);
      done += some;
      lookups_ += some;
      if (lookups_ < 4 * sets_.size()) return;
      if (misses_ * kFrequent > lookups_ && sets_.size() < most_sets_) grow();
      lookups_ = 0;
      misses_ = 0;
    }
  }

 private:
  /// One miss in so many look-ups makes it grow.
  static constexpr std::size_t kFrequent = 64;

  /// Beyond this many bytes it lies far enough for prefetching to pay, so many look-ups ahead.
  static constexpr std::size_t kNear = std::size_t{1} << 19;
  static constexpr std::size_t kAhead = 8;

  /// Aligned, so that it lies in one cache line.
  struct alignas(4 * sizeof(Key)) Set {
    std::array<Key, 2> key{};
    std::array<Key, 2> stem{};
  };

  /// From keys to sets: seeded, so that nobody can write a text whose tokens collide.
  struct Hash {
    std::uint64_t seed = hash_seed();
    std::size_t mask = 255;

    std::size_t operator()(const Key& packed) const {
      std::uint64_t h = seed;
      for (const Token piece : packed) h = (h ^ piece) * 0x9e3779b97f4a7c15u;
      return h >> 32 & mask;
    }
  };

  static bool equal(const Key& a, const Key& b) {
    Token difference = 0;
    for (std::size_t p = 0; p < kPieces; ++p) difference |= a[p] ^ b[p];
    return difference == 0;
  }

  template <bool kPrefetch, class Get, class Put>
  void run(std::size_t count, Get get, Put put) {
    // What the loop uses stays in registers; misses are rare.
    Set* const sets = sets_.data();
    const Hash hash = hash_;
    for (std::size_t k = 0; k < count; ++k) {
      if (kPrefetch && k + kAhead < count) prefetch(&sets[hash(get(k + kAhead))]);
      const Key packed = get(k);
      Set& set = sets[hash(packed)];
      const bool second = equal(set.key[1], packed);
      if (!(equal(set.key[0], packed) | second)) [[unlikely]] {
        put(k, miss(packed, set));
        continue;
      }
      Key stem;
      for (std::size_t p = 0; p < kPieces; ++p) stem[p] = second ? set.stem[1][p] : set.stem[0][p];
      put(k, stem);
    }
  }

  Key miss(const Key& packed, Set& set) {
    const Key stem = stemmer_(packed);
    insert(set, packed, stem);
    ++misses_;
    return stem;
  }

  static void insert(Set& set, const Key& key, const Key& stem) {
    set.key = {key, set.key[0]};
    set.stem = {stem, set.stem[0]};
  }

  void grow() {
    LargeVector<Set> old(std::min(sets_.size() * 4, most_sets_));
    old.swap(sets_);
    hash_.mask = sets_.size() - 1;
    for (const Set& from : old) {
      for (std::size_t way = 2; way-- > 0;) {
        if (from.key[way] != Key{}) insert(sets_[hash_(from.key[way])], from.key[way], from.stem[way]);
      }
    }
  }

  Stemmer stemmer_;
  std::size_t most_sets_;
  Hash hash_;
  std::size_t lookups_ = 0;
  std::size_t misses_ = 0;
  LargeVector<Set> sets_ = LargeVector<Set>(256);
};

}  // namespace gramscore
