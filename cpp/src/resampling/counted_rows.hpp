// Rows of numbers, to be added as whole numbers by how often each was drawn.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/resampling/replicates.hpp"

namespace gramscore {

/// Draws are counted first, block of rows by block. Then the rows of the block are read one after another, for two samples at
/// a time, which is faster than to fetch them in the order drawn. Products, and their sums over a few rows, are whole numbers
/// that doubles hold exactly.
class CountedRows {
 public:
  /// A table, and the bits after the point of what its numbers are rounded to.
  struct Rounded {
    const Addends* addends;
    int bits;
  };

  /// Tables of the same examples, side by side, in blocks of so many rows. Rounded numbers are up to 2^53.
  CountedRows(std::span<const Rounded> tables, std::size_t block_rows) : block_rows_(block_rows) {
    double greatest = 1;
    for (const auto& [addends, bits] : tables) {
      const double unit = std::ldexp(1.0, bits);
      for (std::size_t k = 0; k < addends->columns(); ++k) {
        columns_.push_back({addends, k, bits});
        for (std::size_t i = 0; i < addends->examples(); ++i) {
          greatest = std::max(greatest, std::abs(addends->at(i, k)) * unit);
        }
      }
    }
    width_ = sums_width(columns_.size());
    const double rows = std::ldexp(1.0, kDoubleBits - kTimesBits) / (greatest + 1);
    rows_at_once_ = static_cast<std::size_t>(std::clamp(rows, 1.0, static_cast<double>(block_rows)));
  }

  struct Column {
    const Addends* addends;
    std::size_t number;
    int bits;
  };

  class Sums {
   public:
    explicit Sums(const CountedRows& rows)
        : columns_(&rows.columns_), sums_(rows.width_), times_(rows.block_rows_), part_(rows.width_) {}

    /// Counts the rows drawn of a block.
    void add(std::span<const std::uint32_t> drawn, std::size_t /*first*/) {
      for (const std::uint32_t index : drawn) ++times_[index];
    }

    [[nodiscard]] double sum(std::size_t column) const {
      return std::ldexp(static_cast<double>(sums_[column]), -(*columns_)[column].bits);
    }

   private:
    friend CountedRows;

    [[nodiscard]] bool is_any_often() const {
      std::uint32_t any = 0;
      for (const std::uint32_t times : times_) any |= times;
      return any >> kTimesBits != 0;
    }

    const std::vector<Column>* columns_;
    std::vector<std::int64_t> sums_;
    std::vector<std::uint32_t> times_;  // of each row of the block
    std::vector<double> part_;          // of sums
  };

  /// The rounded numbers of the block of `size` rows from row `first` on, for add_block().
  [[nodiscard]] std::vector<double> block(std::size_t first, std::size_t size) const {
    std::vector<double> rows(size * width_);
    for (std::size_t k = 0; k < columns_.size(); ++k) {
      const Column& column = columns_[k];
      const double unit = std::ldexp(1.0, column.bits);
      for (std::size_t i = 0; i < size; ++i) {
        rows[i * width_ + k] = static_cast<double>(std::llrint(column.addends->at(first + i, column.number) * unit));
      }
    }
    return rows;
  }

  /// Adds what was counted in a block.
  void add_block(std::span<Sums> samples, std::span<const double> block) const {
    while (!samples.empty()) {
      const std::size_t together = std::min(samples.size(), kTimesTogether);
      add_samples(samples.first(together), block);
      samples = samples.subspan(together);
    }
  }

 private:
  static constexpr int kDoubleBits = 53;
  /// Rows are hardly ever drawn 2^kTimesBits times.
  static constexpr int kTimesBits = 4;

  void add_samples(std::span<Sums> samples, std::span<const double> block) const {
    if (std::ranges::any_of(samples, &Sums::is_any_often)) {
      for (Sums& sample : samples) add_one_by_one(sample, block);
    } else {
      for (std::size_t begin = 0; begin < block.size(); begin += rows_at_once_ * width_) {
        multiply(samples, block.subspan(begin, std::min(rows_at_once_ * width_, block.size() - begin)), begin / width_);
      }
    }
    for (Sums& sample : samples) std::ranges::fill(sample.times_, 0u);
  }

  void multiply(std::span<Sums> samples, std::span<const double> rows, std::size_t first) const {
    std::array<const std::uint32_t*, kTimesTogether> times{};
    std::array<double*, kTimesTogether> parts{};
    for (std::size_t s = 0; s < samples.size(); ++s) {
      times[s] = samples[s].times_.data() + first;
      parts[s] = samples[s].part_.data();
    }
    kernels().multiply_rows(rows.data(), width_, times.data(), samples.size(), rows.size() / width_, parts.data());
    for (Sums& sample : samples) {
      for (std::size_t k = 0; k < width_; ++k) sample.sums_[k] += static_cast<std::int64_t>(sample.part_[k]);
    }
  }

  void add_one_by_one(Sums& sample, std::span<const double> block) const {
    for (std::size_t i = 0; i < block.size() / width_; ++i) {
      for (std::size_t k = 0; k < width_; ++k) {
        sample.sums_[k] += std::int64_t{sample.times_[i]} * static_cast<std::int64_t>(block[i * width_ + k]);
      }
    }
  }

  std::vector<Column> columns_;
  std::size_t width_;
  std::size_t block_rows_;
  std::size_t rows_at_once_;
};

}  // namespace gramscore
