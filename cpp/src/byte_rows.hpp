// Rows of whole numbers, to be added by the thousand.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/kernels.hpp"

namespace gramscore {

/// Whether ByteRows can hold these numbers.
inline bool are_whole(std::span<const double> numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](double number) {
    return number >= 0 && number < 0x1p53 && number == static_cast<double>(static_cast<std::int64_t>(number));
  });
}

/// Rows of whole numbers from 0 to 2^53 - 1, as bytes: first the lowest byte of each number of a row, then the next one, so
/// that one load has many of them.
class ByteRows {
 public:
  ByteRows(const double* rows, std::size_t examples, std::size_t columns) : columns_(columns) {
    const double greatest = *std::max_element(rows, rows + examples * columns);
    bytes_ = (static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(greatest))) + 7) / 8;
    width_ = (columns * bytes_ + kByteLanes - 1) / kByteLanes * kByteLanes;
    rows_.resize(width_ * examples);
    for (std::size_t i = 0; i < examples; ++i) {
      for (std::size_t k = 0; k < columns; ++k) {
        auto number = static_cast<std::uint64_t>(rows[i * columns + k]);
        for (std::size_t b = 0; b < bytes_; ++b, number >>= 8) {
          rows_[i * width_ + b * columns + k] = static_cast<std::uint8_t>(number);
        }
      }
    }
  }

  /// Sums of the columns of some rows.
  class Sums {
   public:
    explicit Sums(const ByteRows& rows) : rows_(&rows), part_(rows.width_), sums_(rows.width_) {}

    void clear() { std::fill(sums_.begin(), sums_.end(), std::uint64_t{0}); }

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
    }

    [[nodiscard]] double sum(std::size_t column) const {
      std::uint64_t sum = 0;
      for (std::size_t b = 0; b < rows_->bytes_; ++b) sum += sums_[b * rows_->columns_ + column] << (8 * b);
      return static_cast<double>(sum);
    }

   private:
    const ByteRows* rows_;
    std::vector<std::uint32_t> part_;
    std::vector<std::uint64_t> sums_;
  };

 private:
  std::size_t columns_;
  std::size_t bytes_;
  std::size_t width_;
  std::vector<std::uint8_t> rows_;
};

}  // namespace gramscore
