// Clipped n-gram matches by counting n-grams in maps.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace gramscore::reference {

template <class T>
std::map<std::vector<T>, std::uint64_t> count_ngrams(const std::vector<T>& tokens, std::size_t n) {
  std::map<std::vector<T>, std::uint64_t> counts;
  for (std::size_t end = n; end <= tokens.size(); ++end) {
    std::vector<T> ngram;
    for (std::size_t i = end - n; i < end; ++i) ngram.push_back(tokens[i]);
    ++counts[ngram];
  }
  return counts;
}

/// Each n-gram as often as both sequences have it.
template <class T>
std::uint64_t clipped_matches(const std::vector<T>& a, const std::vector<T>& b, std::size_t n) {
  const auto counts_a = count_ngrams(a, n);
  const auto counts_b = count_ngrams(b, n);
  std::uint64_t matches = 0;
  for (const auto& [ngram, count] : counts_a) {
    const auto found = counts_b.find(ngram);
    if (found != counts_b.end()) matches += std::min(count, found->second);
  }
  return matches;
}

/// Each n-gram of `a` as often as the one of `others` has it that has most of it.
template <class T>
std::uint64_t clipped_matches(const std::vector<T>& a, const std::vector<std::vector<T>>& others, std::size_t n) {
  std::map<std::vector<T>, std::uint64_t> most;
  for (const auto& other : others) {
    for (const auto& [ngram, count] : count_ngrams(other, n)) most[ngram] = std::max(most[ngram], count);
  }
  std::uint64_t matches = 0;
  for (const auto& [ngram, count] : count_ngrams(a, n)) {
    const auto found = most.find(ngram);
    if (found != most.end()) matches += std::min(count, found->second);
  }
  return matches;
}

}  // namespace gramscore::reference
