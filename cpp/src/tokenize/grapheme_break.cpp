#include "tokenize/grapheme_break.hpp"

#include <vector>

#include "gramscore/tokenize/boundaries.hpp"
#include "text/code_points.hpp"

namespace gramscore {

std::vector<std::size_t> grapheme_boundaries(const Text& text) {
  std::vector<std::size_t> boundaries;
  GraphemeBreaker breaker;
  std::size_t i = 0;
  each_code_point(text, [&](std::uint32_t c) {
    if (breaker.starts_cluster(grapheme_break(c))) boundaries.push_back(i);
    ++i;
  });
  if (i != 0) boundaries.push_back(i);
  return boundaries;
}

}  // namespace gramscore
