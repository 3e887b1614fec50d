// Sums of rows of a table that are drawn by number.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gramscore {

/// Columns that are summed at a time.
inline constexpr std::size_t kRowLanes = 4;
inline constexpr std::size_t kMostRowLanes = 24;

/// `columns` rounded up to a multiple of kRowLanes.
inline std::size_t lanes_of(std::size_t columns) { return (columns + kRowLanes - 1) / kRowLanes * kRowLanes; }

/// Numbers of examples, each padded to a multiple of kRowLanes.
template <class T>
struct Table {
  std::size_t lanes;
  std::vector<T> numbers;

  Table(std::size_t examples, std::size_t columns) : lanes(lanes_of(columns)), numbers(lanes * examples) {}

  Table(const double* rows, std::size_t examples, std::size_t columns) : Table(examples, columns) {
    for (std::size_t i = 0; i < examples; ++i) {
      for (std::size_t k = 0; k < columns; ++k) numbers[i * lanes + k] = static_cast<T>(rows[i * columns + k]);
    }
  }
};

/// Adds kCount lanes of the rows drawn to `sums`, in the order drawn.
template <std::size_t kCount, class T>
void add_drawn(const T* first, std::size_t stride, std::span<const std::uint32_t> drawn, T* sums) {
  std::array<T, kCount> sum;
  std::copy_n(sums, kCount, sum.begin());
  for (const std::uint32_t index : drawn) {
    const T* row = first + index * stride;
    for (std::size_t k = 0; k < kCount; ++k) sum[k] += row[k];
  }
  std::copy_n(sum.begin(), kCount, sums);
}

/// Adds the rows drawn of those that begin at `rows`.
template <class T>
void add_drawn(const T* rows, std::size_t lanes, std::span<const std::uint32_t> drawn, T* sums) {
  for (std::size_t first = 0; first < lanes; first += kMostRowLanes) {
    const T* part = rows + first;
    T* out = sums + first;
    switch (std::min(lanes - first, kMostRowLanes)) {
      case 4: add_drawn<4>(part, lanes, drawn, out); break;
      case 8: add_drawn<8>(part, lanes, drawn, out); break;
      case 12: add_drawn<12>(part, lanes, drawn, out); break;
      case 16: add_drawn<16>(part, lanes, drawn, out); break;
      case 20: add_drawn<20>(part, lanes, drawn, out); break;
      default: add_drawn<kMostRowLanes>(part, lanes, drawn, out);
    }
  }
}

template <class T>
void add_drawn(const Table<T>& table, std::span<const std::uint32_t> drawn, T* sums) {
  add_drawn(table.numbers.data(), table.lanes, drawn, sums);
}

}  // namespace gramscore
