#pragma once

#include <cstddef>

#include "gramscore/match/edit_path.hpp"

namespace gramscore {

/// Where the path to each cell leaves the middle row of a table, which is filled row by row: what cuts the table in two
/// (Hirschberg, 1975). The cells below the middle carry along what those before them on their paths have.
class MiddleCrossing {
 public:
  /// crossing: of a cell for each word of the reference, and one more.
  MiddleCrossing(std::size_t* crossing, std::size_t middle) : crossing_(crossing), middle_(middle) {}

  /// The last step to the cell behind `j` words of the hypothesis and `i` of the reference.
  void operator()(std::size_t j, std::size_t i, Edit step) {
    if (j < middle_) return;
    if (j == middle_) {
      crossing_[i] = i;
      return;
    }
    const std::size_t above = crossing_[i];
    if (step == Edit::deletion) {
      crossing_[i] = crossing_[i - 1];
    } else if (step != Edit::insertion) {
      crossing_[i] = diagonal_;
    }
    diagonal_ = above;
  }

 private:
  std::size_t* crossing_;
  std::size_t middle_;
  std::size_t diagonal_ = 0;
};

}  // namespace gramscore
