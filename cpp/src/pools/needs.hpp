// How much two texts of some lengths have to share for a score beyond a threshold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "gramscore/pools/pool_plan.hpp"

namespace gramscore::pools {

/// More than any two texts share.
inline constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

class Needs {
 public:
  /// `plan` must outlive this.
  Needs(const PoolPlan& plan, double threshold);

  /// Whether a score is beyond the threshold: above it, or below where the lowest score is the best.
  [[nodiscard]] bool passes(double score) const { return lowest_ ? score < threshold_ : score > threshold_; }

  /// The score of two texts that share so much, or the bound of it.
  [[nodiscard]] double score(std::size_t common, std::size_t m, std::size_t n);

  /// The fewest items that a prediction of `m` and a reference of `n` share if their score is beyond the threshold; kNever
  /// if it cannot be. `guess` is where to look first.
  [[nodiscard]] std::uint32_t of(std::size_t m, std::size_t n, std::size_t guess);

  /// The least of of(m, n) for all m.
  [[nodiscard]] std::uint32_t least(std::size_t n);

 private:
  const PoolPlan& plan_;
  double threshold_;
  bool lowest_;
  std::vector<std::int64_t> row_;
  std::vector<std::uint32_t> least_;  // by n + 1, 0 where it is not known yet
};

}  // namespace gramscore::pools
