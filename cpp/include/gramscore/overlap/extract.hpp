// Which sentences of a document make the extract that is most like its summary.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "gramscore/match/match.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// What is made as high as can be.
struct ExtractGoal {
  enum class Kind : std::uint8_t {
    /// The F of different unigrams plus that of different bigrams, as BertSum and PreSumm compute it (Liu, 2019; Liu and
    /// Lapata, 2019): with sets of n-grams of each sentence, and 1e-8 in the denominator.
    presumm,
    /// The sum of rouge-score's F of the extract, its sentences in the document's order, for each of `orders`, and of that
    /// of the longest common subsequence if `lcs`.
    rouge
  };
  Kind kind = Kind::presumm;
  std::vector<int> orders = {1, 2};
  bool lcs = false;
};

/// How the sentences are looked for.
enum class ExtractSearch : std::uint8_t {
  /// One after the other, the first of those that raise the goal most, until none does.
  greedy,
  /// The best of all extracts of up to so many sentences: of equals that of fewest sentences, and then the one that comes
  /// first in the order of its numbers.
  exact
};

struct Extract {
  /// By number. A greedy search that ends early leaves them in the order in which they were chosen, as PreSumm does.
  std::vector<std::uint32_t> sentences;
  double score = 0;
};

/// Holds scratch memory: one per thread.
class ExtractFinder {
 public:
  explicit ExtractFinder(ExtractGoal goal);
  ~ExtractFinder();
  ExtractFinder(ExtractFinder&&) noexcept;

  /// An extract of up to `most` sentences.
  Extract find(std::span<const TokenSpan> sentences, TokenSpan summary, std::size_t most, ExtractSearch search,
               const Checkpoint& checkpoint);

 private:
  class Score;
  class SetScore;
  class RougeScoreOf;
  class BestOfAll;

  std::unique_ptr<Score> score_;
};

}  // namespace gramscore
