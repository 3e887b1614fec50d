// Loops over long sequences, cut into strips with checkpoints between.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>

#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Steps between two checkpoints.
inline constexpr std::size_t kStrip = std::size_t{1} << 14;

/// Calls body(begin, count) for strips of [0, size), with a checkpoint between them.
template <class Body>
void in_strips(std::size_t size, const Checkpoint& checkpoint, Body body) {
  for (std::size_t begin = 0; begin < size; begin += kStrip) {
    if (begin != 0) checkpoint();
    body(begin, std::min(size - begin, kStrip));
  }
}

/// Throws for a text whose tokens 32-bit numbers cannot count.
inline void check_size(std::size_t tokens) {
  if (tokens >= std::numeric_limits<std::uint32_t>::max()) throw std::length_error("a text of over 4 billion tokens");
}

}  // namespace gramscore
