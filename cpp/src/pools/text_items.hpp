// Texts as numbered items: their tokens, their n-grams or their types.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/match/token_index.hpp"
#include "gramscore/pools/pool_plan.hpp"

namespace gramscore::pools {

/// Numbers of items, which are below end(). A new item gets a new number.
class TextItems {
 public:
  explicit TextItems(const PoolPlan& plan);

  /// The items of a text whose tokens have such numbers: in order for a sequence, else with repeats where n-grams repeat.
  void items_of(std::span<const std::uint32_t> tokens, std::vector<std::uint32_t>& items);

  [[nodiscard]] std::uint32_t end() const { return end_; }

 private:
  PoolItems kind_;
  std::size_t min_order_;
  std::size_t max_order_;
  std::uint32_t end_ = 0;
  TokenIndex grams_;  // by the gram without its last token, and that token
  std::vector<std::uint32_t> gram_;
  std::vector<std::uint64_t> keys_;
};

}  // namespace gramscore::pools
