#include "metrics/ter/beam.hpp"

#include <algorithm>
#include <cmath>

namespace gramscore::ter {

Beam::Beam(std::size_t hypothesis, std::size_t reference)
    : hypothesis_(hypothesis),
      reference_(reference),
      ratio_(hypothesis == 0 ? 1.0 : static_cast<double>(reference) / static_cast<double>(hypothesis)) {
  // Where a step down is a long way to the right, the parts of neighbouring rows would not meet.
  if (static_cast<double>(kHalfWidth) < ratio_ / 2) {
    half_width_ = static_cast<std::size_t>(std::ceil(ratio_ / 2 + static_cast<double>(kHalfWidth)));
  }
}

std::size_t Beam::diagonal(std::size_t row) const {
  // Rounding of the product included: it decides where the beam stands.
  return static_cast<std::size_t>(std::floor(static_cast<double>(row) * ratio_));
}

std::size_t Beam::low(std::size_t row) const {
  if (row == 0) return 0;
  const std::size_t middle = diagonal(row);
  return middle > half_width_ ? middle - half_width_ : 0;
}

std::size_t Beam::high(std::size_t row) const {
  if (row == 0 || row == hypothesis_) return reference_ + 1;
  return std::min(reference_ + 1, diagonal(row) + half_width_);
}

bool Beam::is_wide_enough(std::size_t distance) const {
  // A path of that many edits strays from the main diagonal by up to half of `distance` and the difference in length,
  // to one side or the other; and the beam's diagonal by up to that difference, less one for rounding down.
  const std::size_t difference = std::max(hypothesis_, reference_) - std::min(hypothesis_, reference_);
  return (distance + difference) / 2 <= kHalfWidth - 2;
}

}  // namespace gramscore::ter
