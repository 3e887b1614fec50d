// A hash table of n-grams, kept as small as can be.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "work/hash.hpp"

namespace gramscore::many {

/// From n-grams to numbers that the caller gives: from keys whose upper half is the number of what comes first in it, and
/// whose lower half says what follows. Most have a place of their own by the first alone, as in texts that resemble each
/// other the same thing follows; the others are in a hash table. Both are rather small than sparse, unlike TokenIndex: those
/// of a group of texts lie in the first-level cache.
class GramTable {
 public:
  GramTable() { hash_.seed = hash_seed(); }

  /// Empties the table, which will be given so many keys, repeats included, of so many texts; the upper halves are less
  /// than `firsts`.
  void reset(std::size_t keys, std::size_t texts, std::size_t firsts) {
    const std::size_t slots = std::bit_ceil(std::clamp(keys, kFewestSlots, kMostFirstSlots));
    if (slots > slots_.size() || texts >= std::numeric_limits<std::uint32_t>::max() - owner_) {
      slots_.assign(slots, Slot{});
      places_.clear();
      owner_ = 0;
    }
    if (firsts > places_.size()) places_.resize(firsts);
    first_owner_ = owner_ + 1;
    use_slots(slots);
    size_ = 0;
  }

  /// The next keys are those of another text.
  void next_text() { ++owner_; }

  /// Calls found(i, number, again, fresh) for the keys i from `begin` to `end` with their numbers and whether the text had
  /// them before. A new key gets the number `fresh`, which then becomes the next one; `found` may take numbers, too. No
  /// branch depends on whether a key is new, which would be a coin toss to the processor.
  template <class Found>
  void number_each(const std::uint64_t* keys, std::size_t begin, std::size_t end, std::uint32_t& fresh, Found found) {
    while (size_ + (end - begin) > room_) grow();
    const std::size_t announced = (mask_ + 1) * sizeof(Slot) > kCacheBytes ? end : 0;
    // Copies, which nothing that `found` writes can be.
    Slot* const slots = slots_.data();
    Slot* const places = places_.data();
    const std::uint32_t first_owner = first_owner_;
    const std::uint32_t owner = owner_;
    const std::size_t mask = mask_;
    const Hash hash = hash_;
    std::uint32_t next = fresh;
    std::size_t size = size_;
    for (std::size_t i = begin; i < end; ++i) {
      if (i + kAhead < announced) announce(slots + hash(keys[i + kAhead]));
      const std::uint64_t key = keys[i];
      Slot* slot = places + (key >> 32);
      if (slot->key != key && slot->owner >= first_owner) {
        std::size_t at = hash(key);
        while ((taken(slots[at], first_owner) & differs(slots[at], key)) != 0) [[unlikely]]
          at = (at + 1) & mask;
        slot = slots + at;
        size += taken(*slot, first_owner) ^ 1;
      }
      const std::uint32_t is_new = taken(*slot, first_owner) ^ 1;
      const std::uint32_t number = (next & (0u - is_new)) | (slot->number & (is_new - 1u));
      next += is_new;
      const bool again = slot->owner == owner;
      *slot = {key, number, owner};
      found(i, number, again, next);
    }
    fresh = next;
    size_ = size;
  }

 private:
  struct Slot {
    std::uint64_t key;
    std::uint32_t number;
    std::uint32_t owner;  // the text that had it last; that of a slot that is taken is none from before reset()
  };

  static constexpr std::size_t kFewestSlots = 64;
  static constexpr std::size_t kMostFirstSlots = std::size_t{1} << 16;

  /// Tables of more bytes are asked for keys some steps ahead of their use.
  static constexpr std::size_t kCacheBytes = 256 * 1024;
  static constexpr std::size_t kAhead = 12;

  // 1 or 0, by arithmetic, as in TokenIndex.
  static std::uint32_t taken(const Slot& slot, std::uint32_t first_owner) {
    return static_cast<std::uint32_t>((std::uint64_t{slot.owner} - first_owner) >> 63) ^ 1;
  }
  static std::uint32_t differs(const Slot& slot, std::uint64_t key) {
    const std::uint64_t difference = slot.key ^ key;
    return static_cast<std::uint32_t>((difference | (0 - difference)) >> 63);
  }

  static void announce([[maybe_unused]] const Slot* slot) {
#if defined(__GNUC__)
    __builtin_prefetch(slot, 1);
#endif
  }

  /// Seeded, so that nobody can write texts whose n-grams collide.
  struct Hash {
    std::uint64_t seed = 0;
    unsigned shift = 0;

    std::size_t operator()(std::uint64_t key) const {
      std::uint64_t h = (key ^ key >> 32 ^ seed) * 0x9e3779b97f4a7c15u;
      h = (h ^ h >> 32) * (seed | 1);
      return h >> shift;
    }
  };

  void use_slots(std::size_t slots) {
    mask_ = slots - 1;
    hash_.shift = 64 - static_cast<unsigned>(std::countr_zero(slots));
    room_ = slots / 2;
  }

  void grow() {
    std::vector<Slot> old((mask_ + 1) * 4);
    old.swap(slots_);
    const std::size_t old_slots = mask_ + 1;
    use_slots(slots_.size());
    for (std::size_t k = 0; k < old_slots; ++k) {
      if (old[k].owner < first_owner_) continue;
      std::size_t slot = hash_(old[k].key);
      while (slots_[slot].owner != 0) slot = (slot + 1) & mask_;
      slots_[slot] = old[k];
    }
  }

  Hash hash_;
  std::size_t mask_ = 0;
  std::size_t size_ = 0;
  std::size_t room_ = 0;           // keys to hold before growing
  std::uint32_t first_owner_ = 1;  // of the texts since reset()
  std::uint32_t owner_ = 0;
  std::vector<Slot> slots_;
  std::vector<Slot> places_;
};

}  // namespace gramscore::many
