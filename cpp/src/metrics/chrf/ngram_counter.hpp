// Clipped n-gram matches of any number of orders, by hashing.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gramscore/match/match.hpp"
#include "gramscore/match/token_index.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore::chrf {

/// Holds scratch memory: one per thread.
class NgramCounter {
 public:
  /// matches[n - 1] becomes the number of clipped n-gram matches (each n-gram as often as both have it), for n from 1
  /// to `orders`. Throws std::length_error for texts of over four billion tokens.
  void count(TokenSpan reference, TokenSpan prediction, std::size_t orders, std::uint32_t* matches,
             const Checkpoint& checkpoint);

  /// Gives back memory that an unusually large pair took.
  void trim();

 private:
  template <class ReferenceKey, class PredictionKey>
  std::uint32_t count_order(std::size_t m, std::size_t n, ReferenceKey reference, PredictionKey prediction,
                            const Checkpoint& checkpoint);

  TokenIndex index_;
  Buffer<std::uint32_t> reference_;  // numbers of the tokens
  Buffer<std::uint32_t> prediction_;
  Buffer<std::uint32_t> reference_grams_;  // numbers of the n-grams of the order at hand
  Buffer<std::uint32_t> prediction_grams_;
  Buffer<std::uint32_t> left_;
};

}  // namespace gramscore::chrf
