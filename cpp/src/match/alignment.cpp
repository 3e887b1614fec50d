#include "gramscore/match/alignment.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace gramscore {
namespace {

using Gram = std::vector<std::uint32_t>;
using Positions = std::vector<std::size_t>;

std::map<Gram, Positions> positions_of_grams(NumberedTokens tokens, std::size_t order) {
  std::map<Gram, Positions> positions;
  for (std::size_t i = 0; i + order <= tokens.size(); ++i) {
    const NumberedTokens gram = tokens.subspan(i, order);
    positions[Gram(gram.begin(), gram.end())].push_back(i);
  }
  return positions;
}

}  // namespace

std::vector<GramMatch> matched_grams(NumberedTokens prediction, std::span<const NumberedTokens> references,
                                     std::size_t order) {
  std::map<Gram, GramMatch> found;
  const auto predicted = positions_of_grams(prediction, order);
  for (std::size_t r = 0; r < references.size(); ++r) {
    for (const auto& [gram, positions] : positions_of_grams(references[r], order)) {
      const auto there = predicted.find(gram);
      if (there == predicted.end()) continue;
      GramMatch& match = found[gram];
      if (positions.size() <= match.reference.size()) continue;
      match = {there->second, positions, r, std::min(there->second.size(), positions.size())};
    }
  }
  std::vector<GramMatch> matches;
  matches.reserve(found.size());
  for (auto& [gram, match] : found) matches.push_back(std::move(match));
  std::ranges::sort(matches, {}, [](const GramMatch& match) { return match.prediction.front(); });
  return matches;
}

std::vector<TokenPair> common_subsequence(NumberedTokens prediction, NumberedTokens reference) {
  const std::size_t columns = prediction.size() + 1;
  std::vector<bool> drops_prediction((reference.size() + 1) * columns);
  std::vector<std::size_t> above(columns, 0);
  std::vector<std::size_t> row(columns, 0);
  for (std::size_t i = 1; i <= reference.size(); ++i) {
    for (std::size_t j = 1; j < columns; ++j) {
      row[j] = reference[i - 1] == prediction[j - 1] ? above[j - 1] + 1 : std::max(above[j], row[j - 1]);
      drops_prediction[i * columns + j] = row[j - 1] > above[j];
    }
    std::swap(above, row);
  }
  std::vector<TokenPair> pairs;
  for (std::size_t i = reference.size(), j = prediction.size(); i > 0 && j > 0;) {
    if (reference[i - 1] == prediction[j - 1]) {
      pairs.push_back({--j, --i});
    } else if (drops_prediction[i * columns + j]) {
      --j;
    } else {
      --i;
    }
  }
  std::ranges::reverse(pairs);
  return pairs;
}

std::vector<UnionMatch> union_of_subsequences(std::span<const NumberedTokens> prediction,
                                              std::span<const NumberedTokens> reference) {
  std::map<std::uint32_t, std::size_t> left;  // occurrences in the prediction that no match has taken
  for (const NumberedTokens sentence : prediction) {
    for (const std::uint32_t token : sentence) ++left[token];
  }
  std::vector<UnionMatch> matches;
  for (std::size_t s = 0; s < reference.size(); ++s) {
    std::vector<std::optional<UnionMatch>> united(reference[s].size());
    for (std::size_t p = 0; p < prediction.size(); ++p) {
      for (const auto& [mine, theirs] : common_subsequence(prediction[p], reference[s])) {
        if (!united[theirs]) united[theirs] = UnionMatch{s, theirs, p, mine, false};
      }
    }
    for (std::optional<UnionMatch>& match : united) {
      if (!match) continue;
      std::size_t& rest = left[reference[s][match->reference]];
      match->counts = rest > 0;
      if (match->counts) --rest;
      matches.push_back(*match);
    }
  }
  return matches;
}

}  // namespace gramscore
