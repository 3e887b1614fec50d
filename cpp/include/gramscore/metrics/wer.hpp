// Word and character error rates: from tokens to the steps of an alignment, and from those to scores.
//
// Definitions: A. C. Morris, V. Maier and P. Green, "From WER and RIL to MER and WIL" (2004), as the package jiwer 4.0.0
// computes them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "gramscore/match/weighted_path.hpp"
#include "gramscore/metrics/metric.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Hits, substitutions, deletions and insertions.
inline constexpr std::size_t kWerColumns = 4;

/// What edits count in the rate, as substitution, deletion and insertion.
using EditWeights = std::array<double, 3>;

/// Of a corpus or an example, each 0 at best but `wip`, which is 1.
struct ErrorRates {
  double wer;  ///< the edits by the tokens of the reference; where it has none, the (weighted) insertions
  double mer;  ///< the edits by the edits and hits
  double wil;  ///< 1 - wip
  double wip;  ///< hits squared by the tokens of reference and hypothesis; without any on both sides 1
};

/// The rates of a row of kWerColumns counts, in jiwer's order of operations. The weights are of `wer` alone.
ErrorRates error_rates(const std::int64_t* row, const EditWeights& weights);

class Wer : public Metric {
 public:
  /// What edits cost decides which of the ways from reference to hypothesis is counted.
  Wer(const TokenizerOptions& tokens, const EditCosts& costs, const EditWeights& weights)
      : view_(tokens), costs_(costs), weights_(weights) {}

  [[nodiscard]] std::size_t columns() const override { return kWerColumns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;

  /// Of several references the one with the lowest rate counts, the first of equals.
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  TokenizerOptions view_;
  EditCosts costs_;
  EditWeights weights_;
};

}  // namespace gramscore
