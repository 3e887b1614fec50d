// How many threads a call takes.
#pragma once

#include <algorithm>
#include <cstddef>

#include "gramscore/work/parallel.hpp"

namespace gramscore::bindings {

/// As many as are asked for, or as there are where 0 is. Each costs memory of its own: no more than `parts`, which can
/// have something to do, and never more than 1,024.
inline std::size_t thread_count(std::size_t asked, std::size_t parts = 1024) {
  return std::min<std::size_t>({asked == 0 ? available_threads() : asked, std::max<std::size_t>(1, parts), 1024});
}

}  // namespace gramscore::bindings
