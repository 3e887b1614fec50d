// N-gram matches of a prediction with any number of references, as BLEU counts them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "gramscore/match/match.hpp"
#include "gramscore/match/token_index.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Counts clipped matches. Holds scratch memory: one per thread.
class ClippedMatcher {
 public:
  /// matches[n - 1] becomes the number of n-grams of the prediction that match, for n = 1..orders (any number): each
  /// n-gram as often as it occurs in the prediction, but at most as often as in the reference that has most of it.
  void match(TokenSpan prediction, std::span<const TokenSpan> references, std::size_t orders, std::int64_t* matches,
             const Checkpoint& checkpoint);

  /// match() by hashing whatever the references and orders; match() leaves one reference to Matcher. For tests.
  void match_hashed(TokenSpan prediction, std::span<const TokenSpan> references, std::size_t orders,
                    std::int64_t* matches, const Checkpoint& checkpoint);

  /// Gives back memory that an unusually large example took.
  void trim();

 private:
  /// An n-gram of the prediction.
  struct Gram {
    std::uint32_t occurrences;  // in the prediction
    std::uint32_t matched;      // of these, by the references so far
    std::uint32_t seen;         // in the present reference
  };

  std::int64_t count(std::span<const TokenSpan> references, std::size_t order, std::size_t prediction_grams,
                     std::uint32_t numbers, const Checkpoint& checkpoint);

  Matcher matcher_;
  TokenIndex index_;
  TokenIndex gram_index_;
  Buffer<std::uint32_t> prediction_;        // numbers of the tokens, from 1 in order of appearance
  Buffer<std::uint32_t> prediction_grams_;  // numbers of the n-grams that start there
  Buffer<std::uint32_t> references_;        // of all references, one after another; 0 for what the prediction has not
  Buffer<std::uint32_t> reference_grams_;
  Buffer<Gram> grams_;
};

}  // namespace gramscore
