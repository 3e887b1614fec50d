// The part of the edit table that sacrebleu's TER looks at.
#pragma once

#include <cstddef>

namespace gramscore::ter {

/// Row i stands for the first i words of the hypothesis, column j for the first j of the reference. In row 0 all
/// columns are looked at, in row i only [low(i), high(i)): a beam around the diagonal that joins the table's corners.
/// The bounds never fall from one row to the next, and neighbouring rows always overlap or touch.
class Beam {
 public:
  Beam(std::size_t hypothesis, std::size_t reference);

  [[nodiscard]] std::size_t low(std::size_t row) const;
  [[nodiscard]] std::size_t high(std::size_t row) const;

  /// Whether each row's part, and the column before it, fit into a word.
  [[nodiscard]] bool fits_word() const { return half_width_ == kHalfWidth; }

  /// Whether no cheapest path leaves the beam, so that the edit distance and all its cheapest paths are those of the
  /// whole table. `distance` is that of the whole table.
  [[nodiscard]] bool is_wide_enough(std::size_t distance) const;

 private:
  static constexpr std::size_t kHalfWidth = 25;

  [[nodiscard]] std::size_t diagonal(std::size_t row) const;

  std::size_t hypothesis_;
  std::size_t reference_;
  double ratio_;
  std::size_t half_width_ = kHalfWidth;
};

}  // namespace gramscore::ter
