// Arrays of statistics as Python passes them back.
#pragma once

#include <pybind11/numpy.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace gramscore::bindings {

/// A contiguous matrix of statistics, rows by columns.
struct StatsRows {
  const std::int64_t* data;
  std::size_t rows;
  std::size_t columns;
};

/// Throws ValueError for what is no contiguous int64 matrix.
inline StatsRows stats_rows(const pybind11::array& stats) {
  if (stats.dtype().kind() != 'i' || stats.itemsize() != sizeof(std::int64_t) || stats.ndim() != 2 ||
      (stats.flags() & pybind11::array::c_style) == 0) {
    throw pybind11::value_error("stats must be a contiguous int64 array of two dimensions");
  }
  return {static_cast<const std::int64_t*>(stats.data()), static_cast<std::size_t>(stats.shape(0)),
          static_cast<std::size_t>(stats.shape(1))};
}

}  // namespace gramscore::bindings
