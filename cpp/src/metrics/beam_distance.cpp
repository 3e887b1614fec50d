#include "gramscore/metrics/beam_distance.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "metrics/ter/beam.hpp"
#include "text/code_points.hpp"

namespace gramscore {
namespace {

void read(const Text& text, std::vector<std::uint32_t>& out) {
  out.clear();
  each_code_point(text, [&out](std::uint32_t c) { out.push_back(c); });
}

}  // namespace

std::int64_t BeamDistance::operator()(const Text& hypothesis, const Text& reference, const Checkpoint& checkpoint) {
  constexpr std::int64_t kNone = std::int64_t{1} << 60;  // of cells outside the beam
  read(hypothesis, hypothesis_);
  read(reference, reference_);
  const ter::Beam beam(hypothesis_.size(), reference_.size());
  above_.resize(reference_.size() + 1);
  here_.resize(reference_.size() + 1);
  std::iota(above_.begin(), above_.end(), 0);
  std::size_t high_above = above_.size();
  for (std::size_t i = 1; i <= hypothesis_.size(); ++i) {
    if (i % 1024 == 0) checkpoint();
    const std::size_t low = beam.low(i);
    const std::size_t high = beam.high(i);
    std::fill(above_.begin() + static_cast<std::ptrdiff_t>(high_above),
              above_.begin() + static_cast<std::ptrdiff_t>(std::max(high_above, high)), kNone);
    std::int64_t left = kNone;
    for (std::size_t j = low; j < high; ++j) {
      std::int64_t best = std::min(above_[j], left) + 1;
      if (j > 0) best = std::min(best, above_[j - 1] + (hypothesis_[i - 1] == reference_[j - 1] ? 0 : substitution_));
      here_[j] = left = best;
    }
    // The next row's first pair may be with the column before this one's beam.
    if (low > 0) here_[low - 1] = kNone;
    high_above = high;
    above_.swap(here_);
  }
  return above_.back();
}

}  // namespace gramscore
