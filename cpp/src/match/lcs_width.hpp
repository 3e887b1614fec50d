#pragma once

#include <cstddef>

#include "gramscore/kernels/kernels.hpp"

namespace gramscore {

/// Half words in lanes for so many tokens, 0 for more than lanes are made for.
constexpr std::size_t lcs_width(std::size_t tokens) {
  if (tokens <= 32) return 1;
  const std::size_t words = (tokens + 63) / 64;
  return words <= kLcsWords ? 2 * words : 0;
}

}  // namespace gramscore
