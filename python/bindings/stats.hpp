// Statistics as they come back from Python.
#pragma once

#include <pybind11/numpy.h>

#include <cstddef>
#include <cstdint>

namespace gramscore::bindings {

/// Rows of statistics, in the array's own memory.
struct Stats {
  const std::int64_t* data;
  std::size_t rows;
  std::size_t columns;
};

/// Throws ValueError for anything but a contiguous int64 array of rows with a positive multiple of `columns` columns.
/// Checked by hand: pybind11's array_t would make a new array object of it first, which costs more than one pair's score.
inline Stats stats_of(const pybind11::array& stats, std::size_t columns) {
  if (stats.dtype().kind() != 'i' || stats.itemsize() != sizeof(std::int64_t) || stats.ndim() != 2 ||
      (stats.flags() & pybind11::array::c_style) == 0 || stats.shape(1) == 0 ||
      static_cast<std::size_t>(stats.shape(1)) % columns != 0) {
    throw pybind11::value_error("stats must be a contiguous int64 array of rows, such as a metric's scores have");
  }
  return {static_cast<const std::int64_t*>(stats.data()), static_cast<std::size_t>(stats.shape(0)),
          static_cast<std::size_t>(stats.shape(1))};
}

}  // namespace gramscore::bindings
