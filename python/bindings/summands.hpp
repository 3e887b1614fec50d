// The numbers that a formula adds up, from a table of statistics.
#pragma once

#include <pybind11/numpy.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "gramscore/score_of_sums.hpp"

namespace gramscore::bindings {

/// Of all examples. Throws ValueError, naming the argument, for anything but an int64 array with the formula's columns.
inline std::vector<double> summands_of(const ScoreOfSums& formula, const pybind11::array& stats, const char* name) {
  const std::size_t columns = formula.columns();
  if (stats.dtype().kind() != 'i' || stats.itemsize() != sizeof(std::int64_t) || stats.ndim() != 2 ||
      static_cast<std::size_t>(stats.shape(1)) != columns || (stats.flags() & pybind11::array::c_style) == 0) {
    throw pybind11::value_error(std::string(name) + " must be a contiguous int64 array (N, " + std::to_string(columns) +
                                ")");
  }
  const auto examples = static_cast<std::size_t>(stats.shape(0));
  std::vector<double> numbers(examples * formula.summands());
  const auto* row = static_cast<const std::int64_t*>(stats.data());
  for (std::size_t i = 0; i < examples; ++i, row += columns) {
    formula.summands_of(row, numbers.data() + i * formula.summands());
  }
  return numbers;
}

}  // namespace gramscore::bindings
