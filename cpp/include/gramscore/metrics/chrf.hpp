// chrF: from tokens to integer statistics, and from those to scores.
//
// Definitions: M. Popovic, "chrF: character n-gram F-score for automatic MT evaluation" (2015) and "chrF++: words
// helping character n-grams" (2017), as the Python package sacrebleu 2.6.0 computes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// What turns counts into a score.
struct ChrfFormula {
  /// The weight of recall against precision: F gives it beta * beta times that of precision.
  double beta = 2;
  /// Averages F over all orders, with 1e-16 where it would divide by zero, instead of taking the F of the average
  /// precision and recall over the orders that both sides have.
  bool eps_smoothing = false;
};

/// The integers of each order: n-grams of the hypothesis (0 if the reference has none), of the reference, and matches.
inline constexpr std::size_t kChrfColumns = 3;

/// The score of `orders` orders' statistics, 0..100, in sacrebleu's order of operations.
double chrf_score(const std::int64_t* stats, std::size_t orders, const ChrfFormula& formula);

/// chrf_score() of rows of kChrfColumns * orders statistics.
void chrf_scores(const std::int64_t* stats, std::size_t rows, std::size_t orders, const ChrfFormula& formula,
                 double* scores);

/// chrf_score() of the sum of the rows.
double chrf_corpus(const std::int64_t* stats, std::size_t rows, std::size_t orders, const ChrfFormula& formula);

class Chrf : public Metric {
 public:
  /// Orders 1..char_order of `characters`, whose tokens are code points, and 1..word_order of `words`. Throws
  /// std::invalid_argument if one of them is negative or both are 0.
  Chrf(int char_order, int word_order, ChrfFormula formula, TokenizerOptions characters, TokenizerOptions words);

  /// kChrfColumns for each order, those of characters first.
  [[nodiscard]] std::size_t columns() const override { return orders() * kChrfColumns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return views_; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;

  [[nodiscard]] std::size_t orders() const { return char_orders_ + word_orders_; }

  /// Of several references the one with the highest score is taken, the first of equals.
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  std::size_t char_orders_;
  std::size_t word_orders_;
  ChrfFormula formula_;
  std::vector<TokenizerOptions> views_;
};

}  // namespace gramscore
