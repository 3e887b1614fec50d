#include "gramscore/match/token_index.hpp"

#include <algorithm>
#include <bit>

#include "work/hash.hpp"

namespace gramscore {
namespace {

/// A table starts nearly empty, which makes collisions rare, as long as it is small enough for a near cache; and grows when
/// it is half full.
constexpr std::size_t kSlotsPerKey = 8;
constexpr std::size_t kRoomySlots = std::size_t{1} << 13;
constexpr std::size_t kFewestSlots = 256;
constexpr std::size_t kMostFirstSlots = std::size_t{1} << 16;

}  // namespace

TokenIndex::TokenIndex() { hash_.seed = hash_seed(); }

void TokenIndex::reset(std::size_t keys) {
  const std::size_t most = std::max(kMostFirstSlots, slots_.size());
  const std::size_t some = std::min(keys, most);
  const std::size_t slots =
      std::bit_ceil(std::clamp(std::max(std::min(some * kSlotsPerKey, kRoomySlots), some * 2), kFewestSlots, most));
  if (slots > slots_.size()) {
    slots_.assign(slots, Slot{});
    epoch_ = 0;
  }
  if (++epoch_ == 0) {
    slots_.assign(slots_.size(), Slot{});
    epoch_ = 1;
  }
  use_slots(slots);
  size_ = 0;
}

void TokenIndex::use_slots(std::size_t slots) {
  hash_.mask = slots - 1;
  hash_.shift = 64 - static_cast<unsigned>(std::countr_zero(slots));
  room_ = static_cast<std::uint32_t>(std::min<std::size_t>(slots / 2, 0xffffffffu));
}

void TokenIndex::grow() {
  std::vector<Slot> old((hash_.mask + 1) * 4);
  old.swap(slots_);
  const std::uint32_t old_epoch = epoch_;
  epoch_ = 1;
  use_slots(slots_.size());
  for (const Slot& from : old) {
    if (from.epoch != old_epoch) continue;
    std::size_t slot = hash_(from.key);
    while (slots_[slot].epoch == epoch_) slot = hash_.next(slot);
    slots_[slot] = {from.key, from.number, epoch_};
  }
}

void TokenIndex::trim() {
  if (slots_.size() > kMostFirstSlots) std::vector<Slot>().swap(slots_);
}

}  // namespace gramscore
