#include "gramscore/metrics/row_formula.hpp"

#include <vector>

namespace gramscore {

CorpusSums sums_of_scores(const RowFormula& formula, const std::int64_t* stats, std::size_t rows) {
  CorpusSums sums;
  sums.examples = static_cast<std::int64_t>(rows);
  sums.exact.resize(formula.size());
  std::vector<double> scores(formula.size());
  for (std::size_t i = 0; i < rows; ++i, stats += formula.columns()) {
    formula.scores(stats, scores.data());
    for (std::size_t k = 0; k < scores.size(); ++k) sums.exact[k].add(scores[k]);
  }
  return sums;
}

}  // namespace gramscore
