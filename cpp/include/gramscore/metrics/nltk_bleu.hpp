// BLEU scores as NLTK computes them (nltk.translate.bleu_score of NLTK 3.10), from the statistics that
// Bleu(..., BleuProfile::nltk) counts.
//
// The smoothing methods are those of B. Chen and C. Cherry, "A Systematic Comparison of Smoothing Techniques for
// Sentence-Level BLEU" (2014), as NLTK has them: where a method looks at the tokens, it looks at the last example of
// the corpus.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "gramscore/metrics/bleu.hpp"
#include "gramscore/sums/fraction.hpp"

namespace gramscore {

/// A precision on its way through the smoothing: exact as long as nothing has made a double of it.
using Precision = std::variant<Fraction, double>;

/// The nearest double.
double value_of(const Precision& precision);

/// What the smoothing methods know of the last example.
struct LastExample {
  std::int64_t length = 0;        // of its prediction
  std::int64_t matches_of_5 = 0;  // its 5-gram matches
  std::int64_t total_of_5 = 1;    // and its 5-grams, at least 1
};

/// One of NLTK's smoothing methods with its parameters.
struct NltkSmoothing {
  int method = 0;  // 0..7
  double epsilon = 0.1;
  Precision alpha = Fraction{5, 1};
  double k = 5;

  /// Smooths the precisions of n = 1, 2... Method 4 to 7 read `length`, the tokens of all predictions, and `last`.
  /// Returns false, with the precisions in an unusable state, where NLTK refuses: method 6 without 3-gram matches.
  bool apply(std::vector<Precision>& precisions, std::int64_t length, const LastExample& last) const;
};

/// exp(1 - ref_len / sys_len), 1 for a longer prediction, 0 for an empty one.
double nltk_brevity_penalty(std::int64_t ref_len, std::int64_t sys_len);

/// Several scores of the same statistics.
class NltkBleuFormula {
 public:
  /// `weights`: one set for each score, none empty, each a weight per order. `reweigh`: for each set, whether it is
  /// replaced by equal weights of as many orders as there are tokens where there are fewer than four.
  NltkBleuFormula(NltkSmoothing smoothing, std::vector<std::vector<double>> weights, std::vector<bool> reweigh);

  [[nodiscard]] std::size_t scores() const { return weights_.size(); }

  /// The orders that the statistics must have: those with weights, and 5 for methods that average over neighbours.
  [[nodiscard]] std::size_t orders() const;

  /// Whether the score of a corpus depends on which example is the last.
  [[nodiscard]] bool looks_at_last() const { return smoothing_.method >= 5; }

  struct Result {
    std::vector<double> scores;      // 0..1; NaN where NLTK refuses
    std::vector<double> precisions;  // smoothed, 0..1, of the orders with weights
    double brevity_penalty = 0;
  };

  /// The scores of the sum of rows whose last one is `last`: of a single row, pass it twice.
  void score(const BleuRow& sum, const BleuRow& last, Result& out) const;

  /// The scores of smoothed precisions: their weighted geometric means, those of 0 left out, times the penalty.
  [[nodiscard]] std::vector<double> weighted(std::span<const double> precisions, double brevity_penalty,
                                             std::int64_t sys_len) const;

 private:
  NltkSmoothing smoothing_;
  std::vector<std::vector<double>> weights_;
  std::vector<bool> reweigh_;
  std::size_t orders_ = 0;  // with weights
};

}  // namespace gramscore
