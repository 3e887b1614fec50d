// EED, the extended edit distance: edits of characters, with jumps between words and a cost for covering some twice.
//
// Definition: P. Stanchev et al., "EED: Extended Edit Distance Measure for Machine Translation" (2019), as torchmetrics
// 1.9.0 computes it in doubles.
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

/// Each at least 0.
struct EedCosts {
  double jump = 2.0;
  double coverage = 0.3;
  double deletion = 0.2;
  double insertion = 1.0;
};

inline constexpr std::size_t kEedColumns = 3;

class EedFormula : public RowFormula {
 public:
  explicit EedFormula(double coverage) : coverage_(coverage) {}

  [[nodiscard]] std::size_t columns() const override { return kEedColumns; }
  void scores(const std::int64_t* row, double* out) const override { *out = score(row); }

  /// 0 (best)..1 of statistics as Eed has them. No number where the program divides by zero: without coverage cost, for
  /// a reference without characters.
  [[nodiscard]] double score(const std::int64_t* row) const;

 private:
  double coverage_;
};

/// Three statistics, with the reference of lowest score, the first of equals: the cost of the cheapest way (the bits of a
/// double), how often places of the prediction were covered, and the characters of the reference.
class Eed : public Metric {
 public:
  /// Of characters. `english`: punctuation is separated and numbers and abbreviations are put together again first, as
  /// the program does for "en".
  Eed(const EedCosts& costs, bool english, const TokenizerOptions& characters)
      : costs_(costs), formula_(costs.coverage), english_(english), view_(characters) {}

  [[nodiscard]] std::size_t columns() const override { return kEedColumns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  EedCosts costs_;
  EedFormula formula_;
  bool english_;
  TokenizerOptions view_;
};

}  // namespace gramscore
