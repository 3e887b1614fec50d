// Sums of a few doubles, rounded once.
#pragma once

#include <cmath>
#include <limits>
#include <span>

#include "gramscore/sums/exact_sum.hpp"

namespace gramscore {

/// The exact sum of finite doubles, rounded once, as ExactSum has it: without its many digits where what rounding took away
/// leaves no doubt.
inline double few_summed(std::span<const double> values) {
  double sum = 0;
  double lost = 0;
  double doubt = 0;
  for (const double value : values) {
    const double next = sum + value;
    const double part = next - sum;
    const double error = (sum - (next - part)) + (value - part);  // of this addition, exactly
    sum = next;
    lost += error;
    doubt += std::fabs(error);
  }
  const double found = sum + lost;
  const double part = found - sum;
  const double rest = std::fabs((sum - (found - part)) + (lost - part));
  // `lost` itself is off by less than this.
  doubt *= static_cast<double>(values.size()) * std::numeric_limits<double>::epsilon();
  const double size = std::fabs(found);
  const double below = size - std::nextafter(size, 0.0);
  if (std::isnormal(found) && below >= std::numeric_limits<double>::min() && rest + doubt < below / 2) return found;
  ExactSum exact;
  for (const double value : values) exact.add(value);
  return exact.value();
}

}  // namespace gramscore
