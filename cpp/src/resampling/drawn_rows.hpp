// Sums of rows of a table that are drawn by number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/kernels/kernels.hpp"

namespace gramscore {

/// Numbers of examples.
template <class T>
struct Table {
  std::size_t columns;
  std::vector<T> numbers;  // and a few behind them, which the kernels read

  Table(std::size_t examples, std::size_t columns_each)
      : columns(columns_each), numbers(examples * columns_each + kRowLanes - 1) {}

  Table(const double* rows, std::size_t examples, std::size_t columns_each) : Table(examples, columns_each) {
    for (std::size_t i = 0; i < examples * columns; ++i) numbers[i] = static_cast<T>(rows[i]);
  }

  T* row(std::size_t i) { return numbers.data() + i * columns; }
  [[nodiscard]] const T* row(std::size_t i) const { return numbers.data() + i * columns; }

  /// The numbers that sums of rows take up.
  [[nodiscard]] std::size_t width() const { return sums_width(columns); }

  /// Adds the rows drawn, counted from row `first`, to `sums`: those of so many lists of the same length, one list after
  /// another.
  void add(std::span<const std::uint32_t> drawn, T* sums, std::size_t first = 0, std::size_t lists = 1) const {
    kernels().add_rows(numbers.data())(row(first), columns, drawn.data(), drawn.size() / lists, lists, sums);
  }
};

}  // namespace gramscore
