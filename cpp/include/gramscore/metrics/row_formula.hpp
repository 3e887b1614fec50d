// From a row of statistics to the scores of its example, for metrics whose corpus score is the mean over the examples.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "gramscore/sums/corpus_sums.hpp"

namespace gramscore {

/// Immutable, so that threads share it.
class RowFormula {
 public:
  virtual ~RowFormula() = default;

  /// The statistics that a row has.
  [[nodiscard]] virtual std::size_t columns() const = 0;

  /// How many scores an example has: the metric's own, and after it what it is made of.
  [[nodiscard]] virtual std::size_t size() const { return 1; }

  /// Writes size() finite scores to `out`.
  virtual void scores(const std::int64_t* row, double* out) const = 0;
};

/// The scores of all rows, summed without rounding.
CorpusSums sums_of_scores(const RowFormula& formula, const std::int64_t* stats, std::size_t rows);

/// A number with a fraction as a statistic: its bits.
inline std::int64_t as_statistic(double number) { return std::bit_cast<std::int64_t>(number); }
inline double as_number(std::int64_t statistic) { return std::bit_cast<double>(statistic); }

}  // namespace gramscore
