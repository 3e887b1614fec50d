#include "pools/needs.hpp"

#include <algorithm>

namespace gramscore::pools {
namespace {

/// Lengths whose least need is kept.
constexpr std::size_t kKept = 4096;

}  // namespace

Needs::Needs(const PoolPlan& plan, double threshold)
    : plan_(plan), threshold_(threshold), lowest_(plan.lowest), row_(plan.columns) {}

double Needs::score(std::size_t common, std::size_t m, std::size_t n) {
  plan_.row_of(common, m, n, row_.data());
  return plan_.score_of_row(row_.data()) * plan_.slack;
}

std::uint32_t Needs::of(std::size_t m, std::size_t n, std::size_t guess) {
  std::size_t high = std::min(m, n);  // passes
  if (!passes(score(high, m, n))) return kNever;
  std::size_t low = 0;  // all below fail
  for (std::size_t step = 1, at = std::min(guess, high); low < high; step *= 2) {
    if (passes(score(at, m, n))) {
      high = at;
      at = at - low > step ? at - step : low;
    } else {
      low = at + 1;
      at = high - at > step ? at + step : high;
    }
    if (step > 2) at = low + (high - low) / 2;
  }
  return static_cast<std::uint32_t>(high);
}

std::uint32_t Needs::least(std::size_t n) {
  if (n < least_.size() && least_[n] != 0) return least_[n] - 1;
  std::uint32_t least = kNever;
  std::uint32_t last = static_cast<std::uint32_t>(n);
  for (std::size_t m = std::max(n, plan_.least_regular) + 1; m-- > 0;) {
    const std::uint32_t need = of(m, n, last);
    if (need == kNever) continue;
    least = std::min(least, need);
    last = need;
  }
  // Longer predictions: from here on once impossible is always so, and none needs less than one item.
  last = static_cast<std::uint32_t>(n);
  for (std::size_t m = std::max(n, plan_.least_regular) + 1; least > 1; ++m) {
    const std::uint32_t need = of(m, n, last);
    if (need == kNever) break;
    least = std::min(least, need);
    last = need;
  }
  if (n < kKept) {
    if (n >= least_.size()) least_.resize(n + 1, 0);
    least_[n] = least == kNever ? 0 : least + 1;
  }
  return least;
}

}  // namespace gramscore::pools
