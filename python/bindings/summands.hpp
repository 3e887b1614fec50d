// The numbers that a formula adds up, from a table of statistics.
#pragma once

#include <pybind11/numpy.h>

#include <cstddef>
#include <string>
#include <vector>

#include "gramscore/resampling/score_of_sums.hpp"
#include "stats_rows.hpp"

namespace gramscore::bindings {

/// Of all examples. Throws ValueError, naming the argument, for anything but an int64 array with the formula's columns.
inline std::vector<double> summands_of(const ScoreOfSums& formula, const pybind11::array& stats, const char* name) {
  const StatsRows rows = stats_rows(stats, name);
  if (rows.columns != formula.columns()) {
    throw pybind11::value_error(std::string(name) + " must have " + std::to_string(formula.columns()) + " columns");
  }
  std::vector<double> numbers(rows.rows * formula.summands());
  for (std::size_t i = 0; i < rows.rows; ++i) {
    formula.summands_of(rows.data + i * rows.columns, numbers.data() + i * formula.summands());
  }
  return numbers;
}

}  // namespace gramscore::bindings
