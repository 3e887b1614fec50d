// What is left of a corpus once its examples are added up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/sums/exact_sum.hpp"

namespace gramscore {

/// Sums over examples without rounding: in whatever parts a corpus was scored, and in whatever order the parts are
/// added, the sums are the same. What is summed is the metric's business.
struct CorpusSums {
  std::int64_t examples = 0;
  std::vector<std::int64_t> whole;
  std::vector<ExactSum> exact;

  friend bool operator==(const CorpusSums&, const CorpusSums&) = default;
};

/// a + b. Throws std::overflow_error beyond the range of std::int64_t.
std::int64_t checked_sum(std::int64_t a, std::int64_t b);

/// The sums over two corpora together. Throws std::invalid_argument for sums of different things, std::overflow_error
/// beyond the range of std::int64_t.
CorpusSums operator+(const CorpusSums& a, const CorpusSums& b);

/// Whole sums of each of `columns` statistics, rows of which follow one another. Throws std::overflow_error.
CorpusSums column_sums(const std::int64_t* stats, std::size_t rows, std::size_t columns);

}  // namespace gramscore
