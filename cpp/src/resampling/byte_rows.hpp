// Rows of whole numbers, to be added by the thousand.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/kernels/kernels.hpp"

namespace gramscore {

/// Whether ByteRows can hold rows of `count` such numbers, number_at(i) each, and add as many as there are without overflow.
template <class NumberAt>
bool are_whole(std::size_t count, NumberAt number_at) {
  double greatest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double number = number_at(i);
    if (!(number >= 0 && number < 0x1p53 && number == static_cast<double>(static_cast<std::int64_t>(number))))
      return false;
    greatest = std::max(greatest, number);
  }
  return greatest * static_cast<double>(count) < 0x1p62;
}

/// Rows of whole numbers, as are_whole() checks them, in bytes: first the lowest byte of each number of a row, then the
/// next one, so that one load has many of them. A column that in every row is another one and a constant, as totals of
/// n-grams are where no sentence is shorter than n, is not added but follows from that one.
class ByteRows {
 public:
  ByteRows(const double* rows, std::size_t examples, std::size_t columns) : columns_(columns) {
    std::vector<std::size_t> added;  // columns
    for (std::size_t k = 0; k < columns; ++k) columns_[k] = column(rows, examples, columns, k, added);
    const double greatest = *std::max_element(rows, rows + examples * columns);
    bytes_ = (static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(greatest))) + 7) / 8;
    added_ = added.size();
    width_ = byte_width(added_ * bytes_);
    rows_.resize(width_ * examples);
    for (std::size_t i = 0; i < examples; ++i) {
      for (std::size_t k = 0; k < added_; ++k) {
        auto number = static_cast<std::uint64_t>(rows[i * columns + added[k]]);
        for (std::size_t b = 0; b < bytes_; ++b, number >>= 8) {
          rows_[i * width_ + b * added_ + k] = static_cast<std::uint8_t>(number);
        }
      }
    }
  }

  /// Sums of the columns of some rows.
  class Sums {
   public:
    explicit Sums(const ByteRows& rows) : rows_(&rows), part_(rows.width_), sums_(rows.width_) {}

    void clear() {
      std::fill(sums_.begin(), sums_.end(), std::uint64_t{0});
      count_ = 0;
    }

    /// Adds the rows drawn, counted from row `first`.
    void add(std::span<const std::uint32_t> drawn, std::size_t first = 0) {
      constexpr std::size_t kMost = std::size_t{1} << 24;  // bytes whose sum has 32 bits
      const std::size_t width = rows_->width_;
      for (std::size_t done = 0; done < drawn.size(); done += kMost) {
        std::fill(part_.begin(), part_.end(), 0u);
        kernels().add_bytes(rows_->rows_.data() + first * width, width, drawn.data() + done,
                            std::min(kMost, drawn.size() - done), part_.data());
        for (std::size_t k = 0; k < width; ++k) sums_[k] += part_[k];
      }
      count_ += static_cast<std::int64_t>(drawn.size());
    }

    [[nodiscard]] double sum(std::size_t k) const {
      const Column& column = rows_->columns_[k];
      std::uint64_t sum = 0;
      for (std::size_t b = 0; b < rows_->bytes_; ++b) sum += sums_[b * rows_->added_ + column.as] << (8 * b);
      return static_cast<double>(static_cast<std::int64_t>(sum) + column.more * count_);
    }

   private:
    const ByteRows* rows_;
    std::vector<std::uint32_t> part_;
    std::vector<std::uint64_t> sums_;
    std::int64_t count_ = 0;  // of rows
  };

 private:
  /// In every row so much more than one that is added.
  struct Column {
    std::size_t as;
    std::int64_t more;
  };

  /// Column k; it is added to `added` if it does not follow from one of those.
  static Column column(const double* rows, std::size_t examples, std::size_t columns, std::size_t k,
                       std::vector<std::size_t>& added) {
    for (std::size_t a = 0; a < added.size(); ++a) {
      const double more = rows[k] - rows[added[a]];
      std::size_t i = 0;
      while (i < examples && rows[i * columns + k] - rows[i * columns + added[a]] == more) ++i;
      if (i == examples) return {a, static_cast<std::int64_t>(more)};
    }
    added.push_back(k);
    return {added.size() - 1, 0};
  }

  std::vector<Column> columns_;
  std::size_t bytes_;
  std::size_t added_;
  std::size_t width_;
  std::vector<std::uint8_t> rows_;
};

}  // namespace gramscore
