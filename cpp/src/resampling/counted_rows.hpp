// Rows of whole numbers, to be added by how often each was drawn.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "resampling/drawn_rows.hpp"

namespace gramscore {

/// Draws are counted first, block of rows by block. Then the rows of the block are read one after another, for two samples at
/// a time, which is faster than to fetch them in the order drawn. Products, and their sums over a few rows, are whole numbers
/// that doubles hold exactly.
class CountedRows {
 public:
  /// Whole numbers up to 2^53, in blocks of so many rows; sums are shown as multiples of 2^-bits.
  CountedRows(Table<double> whole, std::size_t block_rows, int bits)
      : table_(std::move(whole)), block_rows_(block_rows), bits_(bits) {
    double greatest = 1;
    for (const double number : table_.numbers) greatest = std::max(greatest, std::abs(number));
    const double rows = std::ldexp(1.0, kDoubleBits - kTimesBits) / greatest;
    rows_at_once_ = static_cast<std::size_t>(std::clamp(rows, 1.0, static_cast<double>(block_rows)));
  }

  class Sums {
   public:
    explicit Sums(const CountedRows& rows)
        : bits_(rows.bits_), sums_(rows.table_.width()), times_(rows.block_rows_), part_(kMostColumns) {}

    /// Counts the rows drawn of a block.
    void add(std::span<const std::uint32_t> drawn, std::size_t /*first*/) {
      for (const std::uint32_t index : drawn) ++times_[index];
    }

    [[nodiscard]] double sum(std::size_t column) const {
      return std::ldexp(static_cast<double>(sums_[column]), -bits_);
    }

   private:
    friend CountedRows;

    [[nodiscard]] bool is_any_often() const {
      std::uint32_t any = 0;
      for (const std::uint32_t times : times_) any |= times;
      return any >> kTimesBits != 0;
    }

    int bits_;
    std::vector<std::int64_t> sums_;
    std::vector<std::uint32_t> times_;  // of each row of the block
    std::vector<double> part_;          // of sums
  };

  /// Adds what was counted in the block of `size` rows from row `first` on.
  void add_block(std::span<Sums> samples, std::size_t first, std::size_t size) const {
    for (; samples.size() >= 2; samples = samples.subspan(2)) add_samples<2>(samples, first, size);
    if (!samples.empty()) add_samples<1>(samples, first, size);
  }

 private:
  static constexpr int kDoubleBits = 53;
  /// Rows are hardly ever drawn 2^kTimesBits times.
  static constexpr int kTimesBits = 4;
  static constexpr std::size_t kMostColumns = 3 * kRowLanes;

  template <std::size_t kSamples>
  void add_samples(std::span<Sums> samples, std::size_t first, std::size_t size) const {
    if (std::any_of(samples.begin(), samples.begin() + kSamples, [](const Sums& s) { return s.is_any_often(); })) {
      for (std::size_t s = 0; s < kSamples; ++s) add_one_by_one(samples[s], first, size);
    } else {
      std::size_t column = 0;
      for (; table_.width() - column >= kMostColumns; column += kMostColumns) {
        add_columns<kSamples, kMostColumns>(samples, first, size, column);
      }
      for (; table_.width() - column >= kRowLanes; column += kRowLanes) {
        add_columns<kSamples, kRowLanes>(samples, first, size, column);
      }
      if (column < table_.width()) add_columns<kSamples, 1>(samples, first, size, column);
    }
    for (std::size_t s = 0; s < kSamples; ++s) std::fill(samples[s].times_.begin(), samples[s].times_.end(), 0u);
  }

  template <std::size_t kSamples, std::size_t kColumns>
  void add_columns(std::span<Sums> samples, std::size_t first, std::size_t size, std::size_t column) const {
    for (std::size_t begin = 0; begin < size; begin += rows_at_once_) {
      const std::uint32_t* times[kSamples];
      double* parts[kSamples];
      for (std::size_t s = 0; s < kSamples; ++s) {
        times[s] = samples[s].times_.data() + begin;
        parts[s] = samples[s].part_.data();
      }
      multiply<kSamples, kColumns>(table_.row(first + begin) + column, table_.columns, times,
                                   std::min(rows_at_once_, size - begin), parts);
      for (std::size_t s = 0; s < kSamples; ++s) {
        for (std::size_t k = 0; k < kColumns; ++k) {
          samples[s].sums_[column + k] += static_cast<std::int64_t>(samples[s].part_[k]);
        }
      }
    }
  }

  /// Sums of rows, each as many times as a sample has it.
  template <std::size_t kSamples, std::size_t kColumns>
  static void multiply(const double* row, std::size_t stride, const std::uint32_t* const* times, std::size_t rows,
                       double* const* out) {
    double sums[kSamples][kColumns] = {};
    for (std::size_t i = 0; i < rows; ++i, row += stride) {
      for (std::size_t s = 0; s < kSamples; ++s) {
        // Of 32 bits with a sign, for which there are instructions.
        const auto factor = static_cast<double>(static_cast<std::int32_t>(times[s][i]));
        for (std::size_t k = 0; k < kColumns; ++k) sums[s][k] += factor * row[k];
      }
    }
    for (std::size_t s = 0; s < kSamples; ++s) std::copy_n(sums[s], kColumns, out[s]);
  }

  void add_one_by_one(Sums& sample, std::size_t first, std::size_t size) const {
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t k = 0; k < table_.columns; ++k) {
        sample.sums_[k] += std::int64_t{sample.times_[i]} * static_cast<std::int64_t>(table_.row(first + i)[k]);
      }
    }
  }

  Table<double> table_;
  std::size_t block_rows_;
  std::size_t rows_at_once_;
  int bits_;
};

}  // namespace gramscore
