// From the counts of many pairs to their scores.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "gramscore/metrics/bleu.hpp"
#include "gramscore/metrics/chrf.hpp"

namespace gramscore {

/// Something that is counted of a pair: in a view of the metric, clipped matches of n-grams of an order, or with order 0
/// the length of the longest common subsequence. Either is the same with the sides exchanged.
struct Counted {
  std::size_t view;
  std::size_t order;
};

/// One text with many others.
struct Pairs {
  /// counts[k][c]: the k-th count of the pair with other text c.
  const std::uint32_t* const* counts;
  /// The number of tokens of the text in each view, and of the others.
  const std::uint32_t* length;
  const std::uint32_t* const* lengths;
  std::size_t size;
};

/// A metric's formula for matrices. Immutable, so that threads share it.
class PairFormula {
 public:
  /// What a thread keeps from row to row.
  class Scratch {
   public:
    virtual ~Scratch() = default;
  };

  virtual ~PairFormula() = default;

  /// What has to be counted.
  [[nodiscard]] virtual std::span<const Counted> counted() const = 0;

  [[nodiscard]] virtual std::unique_ptr<Scratch> make_scratch() const { return std::make_unique<Scratch>(); }

  /// forward[c] becomes the score of the text as the prediction and other text c as its reference; backward[c], unless
  /// `backward` is null, that of other text c as the prediction and the text as its reference. `forward` may be null, too.
  virtual void scores(const Pairs& pairs, double* forward, double* backward, Scratch& scratch) const = 0;
};

/// chrF, 0..100, as chrf_score() has it.
std::unique_ptr<PairFormula> chrf_pairs(std::size_t char_orders, std::size_t word_orders, const ChrfFormula& formula);

/// sacrebleu's BLEU, 0..100, as BleuFormula has it.
std::unique_ptr<PairFormula> bleu_pairs(std::size_t max_order, const BleuFormula& formula);

/// BLEU by any formula of a row of its statistics. `least_total` is the least number of n-grams of an order.
std::unique_ptr<PairFormula> bleu_row_pairs(std::size_t max_order, std::int64_t least_total,
                                            std::function<double(const BleuRow&)> formula);

/// GLEU, 0..1, as gleu_score() has it.
std::unique_ptr<PairFormula> gleu_pairs(std::size_t min_order, std::size_t max_order);

/// F of one ROUGE type, 0..1, as rouge_score() has it.
std::unique_ptr<PairFormula> rouge_pairs(Counted counted);

}  // namespace gramscore
