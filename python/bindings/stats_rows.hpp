// Arrays of statistics as Python passes them back.
#pragma once

#include <pybind11/numpy.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace gramscore::bindings {

/// Rows of statistics, in the array's own memory.
struct StatsRows {
  const std::int64_t* data;
  std::size_t rows;
  std::size_t columns;
};

/// Throws ValueError, naming the argument, for what is no contiguous int64 matrix. Checked by hand: pybind11's array_t
/// would make a new array object of it first, which costs more than one pair's score.
inline StatsRows stats_rows(const pybind11::array& stats, const char* name = "stats") {
  if (stats.dtype().kind() != 'i' || stats.itemsize() != sizeof(std::int64_t) || stats.ndim() != 2 ||
      (stats.flags() & pybind11::array::c_style) == 0) {
    throw pybind11::value_error(std::string(name) +
                                " must be a contiguous int64 array of rows, such as a metric's scores have");
  }
  return {static_cast<const std::int64_t*>(stats.data()), static_cast<std::size_t>(stats.shape(0)),
          static_cast<std::size_t>(stats.shape(1))};
}

/// Of rows that are `columns` wide.
inline StatsRows stats_of(const pybind11::array& stats, std::size_t columns) {
  const StatsRows rows = stats_rows(stats);
  if (rows.columns != columns) throw pybind11::value_error("stats must have " + std::to_string(columns) + " columns");
  return rows;
}

/// Of rows that are one or more groups of `columns` columns, for a metric that has a group for each type or order.
inline StatsRows stats_groups(const pybind11::array& stats, std::size_t columns) {
  const StatsRows rows = stats_rows(stats);
  if (rows.columns == 0 || rows.columns % columns != 0) {
    throw pybind11::value_error("stats must have " + std::to_string(columns) + " columns, or several times as many");
  }
  return rows;
}

}  // namespace gramscore::bindings
