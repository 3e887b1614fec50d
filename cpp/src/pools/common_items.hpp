// What one text has in common with others, one after the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/pools/pool_plan.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore::pools {

class CommonItems {
 public:
  explicit CommonItems(PoolItems kind) : kind_(kind) {}

  /// The text that the others are compared with. All items, of the others too, are below `end`.
  void set(std::span<const std::uint32_t> items, std::uint32_t end);

  /// How much it shares with another one: the length of the longest common subsequence (bit-parallel, as in
  /// many::CommonSubsequences), or the number of items that both have, repeats included.
  std::uint32_t with(std::span<const std::uint32_t> other, const Checkpoint& checkpoint);

 private:
  [[nodiscard]] std::uint32_t subsequence(std::span<const std::uint32_t> other, const Checkpoint& checkpoint);
  [[nodiscard]] std::uint32_t clipped(std::span<const std::uint32_t> other);

  PoolItems kind_;
  std::vector<std::uint32_t> items_;
  std::vector<std::uint32_t> of_item_;  // sequences: its row of places, from 1; else how often it is left. 0 for others
  std::size_t words_ = 0;
  std::vector<std::uint64_t> rows_;
  std::vector<std::uint64_t> state_;
};

}  // namespace gramscore::pools
