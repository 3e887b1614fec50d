// The tokens (or n-grams) of one document, numbered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gramscore {

/// A hash table from 64-bit keys to numbers counted from 1 in the order of first insertion; 0 means absent.
/// Made to be emptied and refilled for every example: emptying costs nothing.
class TokenIndex {
 public:
  TokenIndex();

  /// Empties the table, which will be given about `keys` keys, repeats included.
  void reset(std::size_t keys);

  /// numbers[i] becomes the number of key(i), for i in [0, count); a new key gets the next number. Hardly any
  /// branch depends on the keys: whether a key is new would be a coin toss to the processor.
  template <class Key>
  void insert_each(std::size_t count, Key key, std::uint32_t* numbers) {
    for (std::size_t i = 0; i < count;) {
      const std::uint32_t room = room_;
      const std::uint32_t epoch = epoch_;
      const Hash hash = hash_;
      Slot* const slots = slots_.data();
      std::uint32_t size = size_;
      const std::size_t fetched = fetched_of(count);
      for (; i < count && size < room; ++i) {
        if (i < fetched) prefetch(slots + hash(key(i + kAhead)));
        const std::uint64_t k = key(i);
        std::size_t slot = hash(k);
        while ((taken(slots[slot], epoch) & differs(slots[slot], k)) != 0) [[unlikely]]
          slot = hash.next(slot);
        const std::uint32_t fresh = taken(slots[slot], epoch) ^ 1;
        size += fresh;
        const std::uint32_t number = (size & (0u - fresh)) | (slots[slot].number & (fresh - 1u));
        slots[slot] = {k, number, epoch};
        numbers[i] = number;
      }
      size_ = size;
      if (size == room) grow();
    }
  }

  /// numbers[i] becomes the number of key(i), or 0.
  template <class Key>
  void find_each(std::size_t count, Key key, std::uint32_t* numbers) const {
    const std::uint32_t epoch = epoch_;
    const Hash hash = hash_;
    const Slot* const slots = slots_.data();
    const std::size_t fetched = fetched_of(count);
    for (std::size_t i = 0; i < count; ++i) {
      if (i < fetched) prefetch(slots + hash(key(i + kAhead)));
      const std::uint64_t k = key(i);
      std::size_t slot = hash(k);
      while ((taken(slots[slot], epoch) & differs(slots[slot], k)) != 0) [[unlikely]]
        slot = hash.next(slot);
      numbers[i] = slots[slot].number & (0u - taken(slots[slot], epoch));
    }
  }

  /// How many different keys it holds.
  [[nodiscard]] std::uint32_t size() const { return size_; }

  /// Gives back memory that an unusually large document took.
  void trim();

 private:
  struct Slot {
    std::uint64_t key;
    std::uint32_t number;
    std::uint32_t epoch;  // the slot is taken if this is the table's own
  };

  // 1 or 0, by arithmetic, because compilers turn comparisons into branches and these are hard to predict.
  static std::uint32_t taken(const Slot& slot, std::uint32_t epoch) {
    return static_cast<std::uint32_t>((std::uint64_t{slot.epoch ^ epoch} - 1) >> 63);
  }
  static std::uint32_t differs(const Slot& slot, std::uint64_t key) {
    const std::uint64_t difference = slot.key ^ key;
    return static_cast<std::uint32_t>((difference | (0 - difference)) >> 63);
  }

  /// From keys to slots: seeded, so that nobody can write a text whose tokens collide.
  struct Hash {
    std::uint64_t seed = 0;
    unsigned shift = 0;
    std::size_t mask = 0;

    std::size_t operator()(std::uint64_t key) const {
      std::uint64_t h = (key ^ key >> 32 ^ seed) * 0x9e3779b97f4a7c15u;
      h = (h ^ h >> 32) * (seed | 1);
      return h >> shift;
    }
    [[nodiscard]] std::size_t next(std::size_t slot) const { return (slot + 1) & mask; }
  };

  /// Of `count` keys so many start to load the slot of one that is so far ahead, which pays where slots are far.
  static constexpr std::size_t kAhead = 8;
  static constexpr std::size_t kNearSlots = std::size_t{1} << 12;
  [[nodiscard]] std::size_t fetched_of(std::size_t count) const {
    return hash_.mask < kNearSlots || count < kAhead ? 0 : count - kAhead;
  }
  static void prefetch([[maybe_unused]] const Slot* slot) {
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(slot);
#endif
  }

  void use_slots(std::size_t slots);
  void grow();

  Hash hash_;
  std::uint32_t size_ = 0;
  std::uint32_t room_ = 0;  // keys to hold before growing
  std::uint32_t epoch_ = 0;
  std::vector<Slot> slots_;
};

}  // namespace gramscore
