// Which n-grams of two token sequences match, and which tokens of theirs a longest common subsequence pairs.
//
// The same matches as match.hpp counts, one by one, for showing them. One pair at a time, plainly: memory grows with the
// product of the lengths, a bit each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gramscore {

/// Tokens by numbers: equal numbers are equal tokens.
using NumberedTokens = std::span<const std::uint32_t>;

/// An n-gram of the prediction that a reference has too, and the indices of its first tokens, ascending. The first `matches`
/// on either side count.
struct GramMatch {
  std::vector<std::size_t> prediction;
  std::vector<std::size_t> reference;
  std::size_t source;   // the reference that has most of it, the first of equals
  std::size_t matches;  // as often as both have it
};

/// The n-grams of order `order`, at least 1, that match, in the order of the prediction.
std::vector<GramMatch> matched_grams(NumberedTokens prediction, std::span<const NumberedTokens> references,
                                     std::size_t order);

/// A token of each side.
struct TokenPair {
  std::size_t prediction;
  std::size_t reference;
};

/// A longest common subsequence, ascending. Of the many there may be, it is that of rouge-score, found from the ends: equal
/// tokens are paired; else a token of the prediction is dropped if that keeps strictly more than dropping one of the
/// reference.
std::vector<TokenPair> common_subsequence(NumberedTokens prediction, NumberedTokens reference);

/// A token of a reference sentence that is in its longest common subsequence with a sentence of the prediction, the first
/// such. It counts while both documents have the token left.
struct UnionMatch {
  std::size_t reference_sentence;
  std::size_t reference;  // the token within it
  std::size_t prediction_sentence;
  std::size_t prediction;
  bool counts;
};

/// The matches of ROUGE-Lsum, in the order of the reference.
std::vector<UnionMatch> union_of_subsequences(std::span<const NumberedTokens> prediction,
                                              std::span<const NumberedTokens> reference);

}  // namespace gramscore
