// The loop that a pool stands for.
#pragma once

#include <cstddef>
#include <vector>

namespace gramscore::reference {

/// Which of the texts 0, 1... are kept: those whose score with none kept before is beyond the threshold.
template <class Score, class Passes>
std::vector<bool> kept_of(std::size_t texts, Score score, Passes passes) {
  std::vector<bool> kept(texts);
  for (std::size_t t = 0; t < texts; ++t) {
    kept[t] = true;
    for (std::size_t p = 0; p < t; ++p) {
      if (kept[p] && passes(score(t, p))) kept[t] = false;
    }
  }
  return kept;
}

}  // namespace gramscore::reference
