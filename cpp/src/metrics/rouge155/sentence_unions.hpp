// Unions of longest common subsequences, plain or weighted, as ROUGE-1.5.5 makes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// A text as sentences of numbered words, and the number of times that each word may match.
struct NumberedSentences {
  std::span<const std::uint32_t> words;
  std::span<const std::size_t> ends;      // of the sentences
  std::span<const std::uint32_t> counts;  // by number: in the text that is counted, which a limit may make another one
};

/// Marks, in each sentence of the reference, the words that are in its longest common subsequence with some sentence of the
/// prediction, and counts those that the other counts allow. Holds scratch memory.
class SentenceUnions {
 public:
  /// The matches of ROUGE-L.
  std::uint64_t match(const NumberedSentences& reference, const NumberedSentences& prediction,
                      const Checkpoint& checkpoint);

  /// The matches of ROUGE-W: runs of k matches count k to the power `weight`. The subsequences are those of highest weight, in
  /// the same sense.
  double match_weighted(const NumberedSentences& reference, const NumberedSentences& prediction, double weight,
                        const Checkpoint& checkpoint);

  void trim(std::size_t bytes);

 private:
  enum Step : std::uint8_t { kUp, kLeft, kPair };

  using Words = std::span<const std::uint32_t>;

  template <class Each>
  void each_marked_sentence(const NumberedSentences& reference, const NumberedSentences& prediction,
                            const Checkpoint& checkpoint, Each each);
  void find_steps(Words reference, Words prediction);
  void find_weighted_steps(Words reference, Words prediction);
  void mark(std::size_t rows, std::size_t columns);
  bool take(std::uint32_t word);
  double power(std::size_t run);

  double weight_ = 0;  // 0 for ROUGE-L
  std::vector<double> powers_;
  std::vector<Step> steps_;
  std::vector<std::uint8_t> marks_;
  std::vector<std::uint32_t> lengths_;
  std::vector<double> values_;
  std::vector<std::size_t> runs_;
  std::vector<std::uint32_t> reference_left_;
  std::vector<std::uint32_t> prediction_left_;
};

}  // namespace gramscore
