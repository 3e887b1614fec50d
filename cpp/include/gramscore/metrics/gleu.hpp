// GLEU, the sentence reward: from tokens to integer statistics, and from those to scores.
//
// Definition: Y. Wu et al., "Google's Neural Machine Translation System" (2016), as NLTK's nltk.translate.gleu_score
// computes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// match / total, 0 if the total is.
double gleu_score(std::int64_t match, std::int64_t total);

/// Two statistics: the matching n-grams of all orders, and the n-grams of the side that has more, with the reference
/// of highest score, the first of equals.
class Gleu : public Metric {
 public:
  /// 1 <= min_order <= max_order, otherwise std::invalid_argument is thrown.
  Gleu(std::size_t min_order, std::size_t max_order, const TokenizerOptions& tokenizer);

  [[nodiscard]] std::size_t columns() const override { return 2; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  [[nodiscard]] std::int64_t ngrams(std::size_t tokens) const;

  std::size_t min_order_;
  std::size_t max_order_;
  TokenizerOptions view_;
};

}  // namespace gramscore
