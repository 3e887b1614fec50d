// Scores of resampled corpora: what confidence intervals and significance tests are made of.
//
// Definitions: P. Koehn, "Statistical Significance Tests for Machine Translation Evaluation" (2004; bootstrap), and
// S. Riezler and J. Maxwell, "On Some Pitfalls in Automatic Evaluation and Significance Testing for MT" (2005;
// approximate randomization), as sacrebleu 2.6.0 computes them, with its random numbers and in its precision.
#pragma once

#include <cstddef>
#include <span>

#include "gramscore/resampling/pcg64.hpp"
#include "gramscore/resampling/score_of_sums.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Scores of as many resamples as `scores` has room for, each `examples` draws with replacement from the examples, one
/// after the other from `generator`. `rows` has summands() numbers per example. They are added as floats of 32 bits in
/// the order drawn, which is exact up to 2^24. Uses memory in proportion to the examples.
void bootstrap(const ScoreOfSums& formula, const double* rows, std::size_t examples, Pcg64& generator,
               std::span<ScoreOfSums::Score> scores, const Checkpoint& checkpoint);

/// Scores of two systems that exchange their outputs: in each trial a random bit per example decides whether the first
/// mixture has the output of the `first` system (1) or of the `second` (0); the other mixture has the other one. The
/// bits come from `generator`, trial after trial.
void swap(const ScoreOfSums& formula, const double* first, const double* second, std::size_t examples, Pcg64& generator,
          std::span<double> first_scores, std::span<double> second_scores, const Checkpoint& checkpoint);

}  // namespace gramscore
