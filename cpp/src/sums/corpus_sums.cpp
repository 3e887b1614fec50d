#include "gramscore/sums/corpus_sums.hpp"

#include <limits>
#include <stdexcept>

namespace gramscore {

std::int64_t checked_sum(std::int64_t a, std::int64_t b) {
  using Limits = std::numeric_limits<std::int64_t>;
  if (b > 0 ? a > Limits::max() - b : a < Limits::min() - b) {
    throw std::overflow_error("a sum over the corpus is beyond 64 bits");
  }
  return a + b;
}

CorpusSums operator+(const CorpusSums& a, const CorpusSums& b) {
  if (a.whole.size() != b.whole.size() || a.exact.size() != b.exact.size()) {
    throw std::invalid_argument("sums of different statistics cannot be added");
  }
  CorpusSums sum = a;
  sum.examples = checked_sum(a.examples, b.examples);
  for (std::size_t k = 0; k < sum.whole.size(); ++k) sum.whole[k] = checked_sum(a.whole[k], b.whole[k]);
  for (std::size_t k = 0; k < sum.exact.size(); ++k) sum.exact[k].add(b.exact[k]);
  return sum;
}

CorpusSums column_sums(const std::int64_t* stats, std::size_t rows, std::size_t columns) {
  CorpusSums sums;
  sums.examples = static_cast<std::int64_t>(rows);
  sums.whole.resize(columns);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::int64_t& sum : sums.whole) sum = checked_sum(sum, *stats++);
  }
  return sums;
}

}  // namespace gramscore
