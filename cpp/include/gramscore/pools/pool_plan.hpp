// What a pool asks of a metric: what two texts share, and what scores that allows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "gramscore/metrics/bleu.hpp"
#include "gramscore/metrics/metric.hpp"
#include "gramscore/metrics/wer.hpp"

namespace gramscore {

/// What texts are looked at as.
enum class PoolItems : std::uint8_t {
  sequence,  ///< their tokens in order: what two share is their longest common subsequence
  ngrams,    ///< their n-grams of some orders: what two share are clipped matches
  types      ///< their tokens, each once: what two share is an intersection
};

/// How a pool scores a prediction with one of its texts as the reference.
struct PoolPlan {
  PoolItems items = PoolItems::sequence;
  std::size_t min_order = 1;  ///< of ngrams
  std::size_t max_order = 1;

  /// The score of a row of the metric's statistics.
  std::function<double(const std::int64_t*)> score_of_row;

  /// Writes the row of a prediction of `m` items and a reference of `n` that share `common`; without `exact` a row whose
  /// score no such pair surpasses. Scores get no worse as `common` grows.
  std::function<void(std::size_t common, std::size_t m, std::size_t n, std::int64_t* row)> row_of;
  std::size_t columns = 0;

  /// Whether that row has the pair's score; else `metric` scores those pairs whose bound passes.
  bool exact = true;
  const Metric* metric = nullptr;

  /// The best score is the lowest one.
  bool lowest = false;

  /// Bounds are taken times this: a little over 1 where floating point may give a lower score to a better row.
  double slack = 1;

  /// From this number of tokens of the prediction on, bounds get worse the longer it is than the reference.
  std::size_t least_regular = 0;
};

/// F of one ROUGE type: of n-grams of an order, or with order 0 of the longest common subsequence.
PoolPlan rouge_pool(std::size_t order);

/// F1 of tokens, as token_f1() has it.
PoolPlan token_f1_pool();

PoolPlan gleu_pool(std::size_t min_order, std::size_t max_order);

/// The intersection by the union of the tokens that texts have, each counted once.
PoolPlan jaccard_pool();

/// Rates of edits. A text of m tokens becomes one of n that has `common` of them by no less than max(m, n) - common
/// insertions, deletions and substitutions; moves change no number of tokens.
PoolPlan ter_pool(const Metric& metric);
PoolPlan wer_pool(const Metric& metric);
PoolPlan edit_similarity_pool(const Metric& metric, double threshold);

/// sacrebleu's BLEU: no order has more matches than the first, as each n-gram that matches begins with a token that does.
PoolPlan bleu_pool(const Metric& metric, std::size_t max_order, const BleuFormula& formula);

}  // namespace gramscore
