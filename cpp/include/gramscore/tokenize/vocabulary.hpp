// Byte strings numbered in the order in which they are first seen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "gramscore/work/large_pages.hpp"

namespace gramscore {

class Vocabulary {
 public:
  Vocabulary();

  /// The number of the byte string: equal for equal bytes, decided by comparing them. Numbers count from 0.
  std::uint32_t number(const std::uint8_t* bytes, std::size_t size);

  /// The number of each of the strings that `bounds`, one more than there are, mark in data. Where the table is larger
  /// than caches this is several times as fast as one after another.
  void number_each(const std::uint8_t* data, std::span<const std::int32_t> bounds, std::uint32_t* numbers);

  /// The number of one that is known, else nothing.
  [[nodiscard]] std::optional<std::uint32_t> find(const std::uint8_t* bytes, std::size_t size) const;

  /// The bytes under a number; valid until the next call of number() or clear().
  [[nodiscard]] std::span<const std::uint8_t> bytes(std::uint32_t number) const;

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  /// Memory held for strings and tables, in bytes.
  [[nodiscard]] std::size_t memory() const;

  /// Gives back memory kept for strings to come.
  void shrink_to_fit();

  /// Forgets all strings; numbers start from 0 again.
  void clear();

 private:
  struct Entry {
    std::size_t begin;
    std::uint32_t size;
    std::uint32_t hash;
  };

  std::uint32_t number(std::uint32_t hash, std::span<const std::uint8_t> bytes);
  [[nodiscard]] std::uint32_t hash_of(std::span<const std::uint8_t> bytes) const;
  [[nodiscard]] bool is_at(std::size_t slot, std::uint32_t hash, std::span<const std::uint8_t> bytes) const;
  void grow();

  std::uint64_t seed_;
  LargeVector<std::uint32_t> slots_;  // number + 1, or 0
  LargeVector<Entry> entries_;
  LargeVector<std::uint8_t> arena_;
};

}  // namespace gramscore
