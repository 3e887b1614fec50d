// How varied texts are: distinct-n, the share of n-grams that are different ones, and self-repetition, what texts have in
// common.
//
// Definitions: J. Li et al., "A Diversity-Promoting Objective Function for Neural Conversation Models" (2016), with the
// number of n-grams as the whole; N. Salkar et al., "Self-Repetition in Abstractive Neural Summarizers" (2022), as the
// package diversity 0.3.1 computes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Counts of texts, and of all of them together.
struct DistinctCounts {
  /// Of each text: of each order its different n-grams; of each order its n-grams; and the sum over its different
  /// n-grams of the repetition order of how many other texts have them.
  std::vector<std::int64_t> rows;

  /// Of all texts: of each order the different n-grams.
  std::vector<std::int64_t> distinct;
};

constexpr std::size_t distinct_columns(std::size_t orders) { return 2 * orders + 1; }

/// The counts of `texts` documents of one batch, for n-grams of 1 to `orders` tokens, and for what is repeated of
/// `repetition` tokens. Both at least 1.
DistinctCounts count_distinct(const Documents& documents, std::size_t texts, std::size_t orders, std::size_t repetition,
                              const Checkpoint& checkpoint);

/// log(repeated + 1) of a text, to the last bit of NumPy's.
double self_repetition(std::int64_t repeated);

}  // namespace gramscore
