// Sums over resampled examples, with random numbers of our own: what confidence intervals and significance tests of any
// metric are made of.
//
// Definitions: P. Koehn, "Statistical Significance Tests for Machine Translation Evaluation" (2004; bootstrap), and
// S. Riezler and J. Maxwell, "On Some Pitfalls in Automatic Evaluation and Significance Testing for MT" (2005;
// approximate randomization).
//
// What is added are whole numbers: multiples of 2^-k, where k, one for each table, is the largest that leaves room for all
// sums in 64 bits. Counts are such multiples; other numbers are rounded to the nearest one. So sums are exact, whatever
// the order, and equal sums are equal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "gramscore/resampling/score_of_sums.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// A table of numbers: examples by columns. They stay where they are.
class Addends {
 public:
  /// `examples` rows of `columns` numbers.
  Addends(const double* numbers, std::size_t examples, std::size_t columns) : examples_(examples), stride_(columns) {
    for (std::size_t k = 0; k < columns; ++k) columns_.push_back(numbers + k);
  }

  /// Columns of `examples` numbers.
  Addends(std::vector<const double*> columns, std::size_t examples)
      : columns_(std::move(columns)), examples_(examples), stride_(1) {}

  [[nodiscard]] std::size_t examples() const { return examples_; }
  [[nodiscard]] std::size_t columns() const { return columns_.size(); }
  [[nodiscard]] double at(std::size_t example, std::size_t column) const { return columns_[column][example * stride_]; }

 private:
  std::vector<const double*> columns_;
  std::size_t examples_;
  std::size_t stride_;
};

/// How many samples, from which random numbers, on how many threads (which no sum depends on). The checkpoint is for
/// the calling thread.
struct Sampling {
  std::uint64_t seed = 0;
  std::size_t samples = 0;
  std::size_t threads = 1;
  Checkpoint checkpoint{};
};

/// Examples fall into blocks of so many, of which only the last may have fewer.
inline constexpr std::size_t kSampledTogether = 4096;

/// The sums of `samples` resamples, each as many draws with replacement as there are examples: for each sample those of all
/// columns of all tables, which are of the same examples.
///
/// Of sample s, CounterStream(seed, s, 0) draws a number below `examples` for each draw, which says from what block the
/// draw is; if there is but one block, nothing is drawn. Then CounterStream(seed, s, 1 + b) draws the examples within
/// block b. Both are asked for at most kSampledTogether numbers at a time. A block stays in the cache while many samples draw from it.
///
/// Throws std::invalid_argument if there are no examples, tables differ in their number of them, or a number is not finite,
/// std::length_error if there are more than 2^32 - 1 examples.
void bootstrap_sums(std::span<const Addends> tables, const Sampling& sampling, double* sums);

/// The sums of two systems that exchange their outputs, in rows of `columns` numbers: row 0 without any exchange, then
/// one for each of `samples` trials. In trial t, example i is exchanged if bit i % 64, from the lowest, of output i / 64
/// of CounterStream(seed, t, 2^64 - 1) is set. Throws as bootstrap_sums() does, and if the two differ in shape.
void exchange_sums(const Addends& first, const Addends& second, const Sampling& sampling, double* first_sums,
                   double* second_sums);

/// The scores of rows of sums.
void scores_of_sums(const ScoreOfSums& formula, const double* sums, std::size_t rows, double* scores);

/// Turns rows of sums over `examples` examples into means.
void means_of_sums(std::size_t examples, double* sums, std::size_t numbers);

}  // namespace gramscore
