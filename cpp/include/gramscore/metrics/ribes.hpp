// RIBES: the order of the words that a translation shares with a reference.
//
// Definition: H. Isozaki et al., "Automatic Evaluation of Translation Quality for Distant Language Pairs" (2010), as
// NLTK 3.10.4's nltk.translate.ribes_score computes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/metrics/row_formula.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

inline constexpr std::size_t kRibesColumns = 4;

class RibesFormula : public RowFormula {
 public:
  /// alpha and beta are exponents, at least 0, of the precision of words and of the brevity penalty.
  RibesFormula(double alpha, double beta) : alpha_(alpha), beta_(beta) {}

  [[nodiscard]] std::size_t columns() const override { return kRibesColumns; }
  void scores(const std::int64_t* row, double* out) const override { *out = score(row); }

  /// 0..1 of statistics as Ribes has them.
  [[nodiscard]] double score(const std::int64_t* row) const;

 private:
  double alpha_;
  double beta_;
};

/// Four statistics, with the reference of highest score, the first of equals: pairs of aligned words in the right order,
/// aligned words, and the words of the prediction and of the reference.
class Ribes : public Metric {
 public:
  Ribes(double alpha, double beta, const TokenizerOptions& words) : formula_(alpha, beta), view_(words) {}

  [[nodiscard]] std::size_t columns() const override { return kRibesColumns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  RibesFormula formula_;
  TokenizerOptions view_;
};

}  // namespace gramscore
