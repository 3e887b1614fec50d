// Numbers for tokens that are too long for one word.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/work/large_pages.hpp"
#include "work/hash.hpp"

namespace gramscore {

/// A hash table like TokenIndex whose keys are kPieces words, all of which are compared.
template <std::size_t kPieces>
class PieceIndex {
 public:
  using Key = std::array<std::uint64_t, kPieces>;

  /// Empties the table.
  void reset() {
    size_ = 0;
    if (slots_.empty() || slots_.size() > kMostKept) use_slots(kFirstSlots);
    if (++epoch_ == 0) use_slots(slots_.size());
  }

  /// numbers[i] becomes the number of keys[i], for i in [0, count): the same as before for a key that is known, else the
  /// next one. As in TokenIndex, hardly any branch depends on the keys.
  void insert_each(const Key* keys, std::size_t count, std::uint32_t* numbers) {
    for (std::size_t i = 0; i < count;) {
      Slot* const slots = slots_.data();
      const std::size_t room = slots_.size() / 2;
      const std::size_t mask = mask_;
      const std::uint32_t epoch = epoch_;
      const std::uint64_t seed = seed_;
      std::uint32_t size = size_;
      for (; i < count && size < room; ++i) {
        const Key key = keys[i];
        std::size_t slot = hash(key, seed) & mask;
        while ((taken(slots[slot], epoch) & differs(slots[slot].key, key)) != 0) [[unlikely]]
          slot = (slot + 1) & mask;
        const std::uint32_t fresh = taken(slots[slot], epoch) ^ 1;
        const std::uint32_t number = (size & (0u - fresh)) | (slots[slot].number & (fresh - 1u));
        size += fresh;
        slots[slot] = {key, number, epoch};
        numbers[i] = number;
      }
      size_ = size;
      if (size == room) grow();
    }
  }

  /// The keys by their numbers.
  void list(std::vector<Key>& keys) const {
    keys.resize(size_);
    if (size_ == 0) return;
    for (const Slot& slot : slots_) {
      if (slot.epoch == epoch_) keys[slot.number] = slot.key;
    }
  }

 private:
  static constexpr std::size_t kFirstSlots = 512;
  static constexpr std::size_t kMostKept = 1 << 14;

  struct Slot {
    Key key;
    std::uint32_t number;
    std::uint32_t epoch;  // the slot is taken if this is the table's own
  };

  // 1 or 0, by arithmetic.
  static std::uint32_t taken(const Slot& slot, std::uint32_t epoch) {
    return static_cast<std::uint32_t>((std::uint64_t{slot.epoch ^ epoch} - 1) >> 63);
  }
  static std::uint32_t differs(const Key& a, const Key& b) {
    std::uint64_t difference = 0;
    for (std::size_t k = 0; k < kPieces; ++k) difference |= a[k] ^ b[k];
    return static_cast<std::uint32_t>((difference | (0 - difference)) >> 63);
  }

  /// The product with the seed comes before the next piece, else that could undo what this one did whatever the seed.
  static std::size_t hash(const Key& key, std::uint64_t seed) {
    std::uint64_t h = seed;
    for (const std::uint64_t piece : key) {
      h = (h ^ piece) * 0x9e3779b97f4a7c15u;
      h = (h ^ h >> 32) * (seed | 1);
    }
    return h >> 20;
  }

  void use_slots(std::size_t count) {
    slots_.assign(count, Slot{});
    mask_ = count - 1;
    epoch_ = 1;
  }

  void grow() {
    LargeVector<Slot> old;
    old.swap(slots_);
    const std::uint32_t epoch = epoch_;
    use_slots(old.size() * 4);
    for (Slot& entry : old) {
      if (entry.epoch != epoch) continue;
      std::size_t slot = hash(entry.key, seed_) & mask_;
      while (slots_[slot].epoch == epoch_) slot = (slot + 1) & mask_;
      entry.epoch = epoch_;
      slots_[slot] = entry;
    }
  }

  std::uint64_t seed_ = hash_seed();
  std::size_t mask_ = 0;
  std::uint32_t size_ = 0;
  std::uint32_t epoch_ = 0;
  LargeVector<Slot> slots_;
};

}  // namespace gramscore
