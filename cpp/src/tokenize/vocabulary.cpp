#include "gramscore/tokenize/vocabulary.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "work/hash.hpp"
#include "work/prefetch.hpp"

namespace gramscore {
namespace {
constexpr std::size_t kFirstSlots = 256;

/// Strings whose memory is asked for at once.
constexpr std::size_t kTogether = 32;

/// What clear() keeps for next time.
constexpr std::size_t kKeptBytes = 256 * 1024;
}  // namespace

Vocabulary::Vocabulary() : seed_(hash_seed()) {}

std::uint32_t Vocabulary::number(const std::uint8_t* bytes, std::size_t size) {
  return number(hash_of({bytes, size}), {bytes, size});
}

std::uint32_t Vocabulary::number(std::uint32_t hash, std::span<const std::uint8_t> bytes) {
  if (slots_.empty()) slots_.resize(kFirstSlots);
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (is_at(slot, hash, bytes)) return slots_[slot] - 1;
  }
  if (bytes.size() > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("a token of over 4 GiB");
  const auto fresh = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back({arena_.size(), static_cast<std::uint32_t>(bytes.size()), hash});
  arena_.insert(arena_.end(), bytes.begin(), bytes.end());
  slots_[slot] = fresh + 1;
  if (entries_.size() * 2 > slots_.size()) grow();
  return fresh;
}

void Vocabulary::number_each(const std::uint8_t* data, std::span<const std::int32_t> bounds, std::uint32_t* numbers) {
  if (slots_.empty()) slots_.resize(kFirstSlots);
  const auto bytes_of = [&](std::size_t i) {
    return std::span(data + bounds[i], static_cast<std::size_t>(bounds[i + 1] - bounds[i]));
  };
  std::uint32_t hashes[kTogether];
  for (std::size_t begin = 0; begin + 1 < bounds.size(); begin += kTogether) {
    const std::size_t count = std::min(kTogether, bounds.size() - 1 - begin);
    // Each step reads what the one before has asked for.
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t k = 0; k < count; ++k) {
      hashes[k] = hash_of(bytes_of(begin + k));
      prefetch(slots_.data() + (hashes[k] & mask));
    }
    for (std::size_t k = 0; k < count; ++k) {
      if (const std::uint32_t known = slots_[hashes[k] & mask]; known != 0) prefetch(entries_.data() + (known - 1));
    }
    for (std::size_t k = 0; k < count; ++k) {
      if (const std::uint32_t known = slots_[hashes[k] & mask]; known != 0) prefetch(bytes(known - 1).data());
    }
    for (std::size_t k = 0; k < count; ++k) numbers[begin + k] = number(hashes[k], bytes_of(begin + k));
  }
}

std::optional<std::uint32_t> Vocabulary::find(const std::uint8_t* bytes, std::size_t size) const {
  if (slots_.empty()) return std::nullopt;
  const std::uint32_t hash = hash_of({bytes, size});
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (is_at(slot, hash, {bytes, size})) return slots_[slot] - 1;
  }
  return std::nullopt;
}

std::uint32_t Vocabulary::hash_of(std::span<const std::uint8_t> bytes) const {
  return static_cast<std::uint32_t>(hash_bytes(bytes.data(), bytes.size(), seed_));
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
  LargeVector<std::uint32_t> slots(slots_.size() * 4);
  const std::size_t mask = slots.size() - 1;
  for (std::size_t number = 0; number < entries_.size(); ++number) {
    std::size_t slot = entries_[number].hash & mask;
    while (slots[slot] != 0) slot = (slot + 1) & mask;
    slots[slot] = static_cast<std::uint32_t>(number + 1);
  }
  slots_ = std::move(slots);
}

}  // namespace gramscore
