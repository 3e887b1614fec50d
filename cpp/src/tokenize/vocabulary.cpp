#include "gramscore/tokenize/vocabulary.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "work/hash.hpp"

namespace gramscore {
namespace {
constexpr std::size_t kFirstSlots = 256;

/// What clear() keeps for next time.
constexpr std::size_t kKeptBytes = 256 * 1024;
}  // namespace

Vocabulary::Vocabulary() : seed_(hash_seed()) {}

std::uint32_t Vocabulary::number(const std::uint8_t* bytes, std::size_t size) {
  if (slots_.empty()) slots_.resize(kFirstSlots);
  const auto hash = static_cast<std::uint32_t>(hash_bytes(bytes, size, seed_));
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (is_at(slot, hash, {bytes, size})) return slots_[slot] - 1;
  }
  if (size > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("a token of over 4 GiB");
  const auto fresh = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back({arena_.size(), static_cast<std::uint32_t>(size), hash});
  arena_.insert(arena_.end(), bytes, bytes + size);
  slots_[slot] = fresh + 1;
  if (entries_.size() * 2 > slots_.size()) grow();
  return fresh;
}

std::optional<std::uint32_t> Vocabulary::find(const std::uint8_t* bytes, std::size_t size) const {
  if (slots_.empty()) return std::nullopt;
  const auto hash = static_cast<std::uint32_t>(hash_bytes(bytes, size, seed_));
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (is_at(slot, hash, {bytes, size})) return slots_[slot] - 1;
  }
  return std::nullopt;
}

bool Vocabulary::is_at(std::size_t slot, std::uint32_t hash, std::span<const std::uint8_t> bytes) const {
  const Entry& entry = entries_[slots_[slot] - 1];
  return entry.hash == hash && std::ranges::equal(this->bytes(slots_[slot] - 1), bytes);
}

std::span<const std::uint8_t> Vocabulary::bytes(std::uint32_t number) const {
  const Entry& entry = entries_[number];
  return {arena_.data() + entry.begin, entry.size};
}

std::size_t Vocabulary::memory() const {
  return slots_.capacity() * sizeof(slots_[0]) + entries_.capacity() * sizeof(Entry) + arena_.capacity();
}

void Vocabulary::shrink_to_fit() {
  entries_.shrink_to_fit();
  arena_.shrink_to_fit();
}

void Vocabulary::clear() {
  if (entries_.empty()) return;
  if (memory() > kKeptBytes) {
    *this = Vocabulary();
    return;
  }
  std::fill(slots_.begin(), slots_.end(), 0);
  entries_.clear();
  arena_.clear();
}

void Vocabulary::grow() {
  std::vector<std::uint32_t> slots(slots_.size() * 4);
  const std::size_t mask = slots.size() - 1;
  for (std::size_t number = 0; number < entries_.size(); ++number) {
    std::size_t slot = entries_[number].hash & mask;
    while (slots[slot] != 0) slot = (slot + 1) & mask;
    slots[slot] = static_cast<std::uint32_t>(number + 1);
  }
  slots_ = std::move(slots);
}

}  // namespace gramscore
