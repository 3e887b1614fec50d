// What many summaries took over from their articles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/many/prepared_texts.hpp"
#include "gramscore/match/fragments.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

struct PairFragments {
  std::vector<Fragment> fragments;          // of all pairs
  std::vector<std::uint64_t> fragment_end;  // by pair
  std::vector<GramCounts> grams;            // by pair and order
};

/// The fragments of each summary with the article of the same index, and its n-grams of up to `orders`. Both are prepared
/// in one view, with one text each.
PairFragments pair_fragments(const PreparedTexts& summaries, const PreparedTexts& articles, std::size_t orders,
                             std::size_t threads, const Checkpoint& poll);

}  // namespace gramscore
