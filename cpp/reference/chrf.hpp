// chrF's statistics and score as the definition has them, with maps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "reference/ngrams.hpp"

namespace gramscore::reference {

/// For each order up to `orders`: n-grams of the hypothesis (0 if the reference has none), of the reference, matches.
template <class T>
std::vector<std::int64_t> chrf_statistics(const std::vector<T>& reference, const std::vector<T>& hypothesis,
                                          std::size_t orders) {
  std::vector<std::int64_t> statistics;
  for (std::size_t n = 1; n <= orders; ++n) {
    std::int64_t in_reference = 0;
    std::int64_t in_hypothesis = 0;
    for (const auto& entry : count_ngrams(reference, n)) in_reference += static_cast<std::int64_t>(entry.second);
    for (const auto& entry : count_ngrams(hypothesis, n)) in_hypothesis += static_cast<std::int64_t>(entry.second);
    statistics.push_back(in_reference == 0 ? 0 : in_hypothesis);
    statistics.push_back(in_reference);
    statistics.push_back(static_cast<std::int64_t>(clipped_matches(reference, hypothesis, n)));
  }
  return statistics;
}

}  // namespace gramscore::reference
