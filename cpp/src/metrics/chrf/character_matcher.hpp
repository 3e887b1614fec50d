// Clipped n-gram matches of code points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "gramscore/match/match.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"
#include "metrics/chrf/ngram_counter.hpp"

namespace gramscore::chrf {

/// Compares pairs of texts of code points. Holds scratch memory: one per thread.
///
/// Alphabets are small, so that the positions of each character of one text are a row of bits, found through a table of
/// all code points, and the kernel of kernels().match_rows does the rest. Long texts and orders are left to an
/// NgramCounter.
class CharacterMatcher {
 public:
  CharacterMatcher();

  /// matches[n - 1] becomes the number of clipped n-gram matches for n from 1 to `orders`.
  void match(TokenSpan reference, TokenSpan prediction, std::size_t orders, std::uint32_t* matches,
             const Checkpoint& checkpoint);

  /// Gives back memory that an unusually large pair took.
  void trim() { counter_.trim(); }

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };

  NgramCounter counter_;
  std::unique_ptr<std::uint16_t[], Free> row_of_;  // per code point, all zeros between calls
  Buffer<std::uint64_t> rows_;
  Buffer<std::uint32_t> columns_;
};

}  // namespace gramscore::chrf
