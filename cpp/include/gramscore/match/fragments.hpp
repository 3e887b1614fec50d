// What a summary took over from its article word by word, and how it repeats itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/match/match.hpp"
#include "gramscore/match/token_index.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Tokens that a summary and an article share in a row: where they begin in each, and how many they are.
struct Fragment {
  std::uint32_t summary = 0;
  std::uint32_t article = 0;
  std::uint32_t length = 0;

  friend bool operator==(const Fragment&, const Fragment&) = default;
};

/// How many n-grams of one order a summary has.
struct GramCounts {
  std::uint64_t total = 0;
  std::uint64_t distinct = 0;
  std::uint64_t novel = 0;  // of the distinct ones: those that are not in the article
};

/// Compares a summary with its article. Holds scratch memory: one per thread.
class FragmentFinder {
 public:
  /// Reads a summary and its article, which the other functions are about. Of an article in several parts nothing reaches
  /// from one into the next, and a place between two counts as well. The texts need not outlive the call.
  void read(TokenSpan summary, std::span<const TokenSpan> article, const Checkpoint& checkpoint);

  /// The extractive fragments (Grusky et al., 2018), in the order of the summary: from left to right the longest that begins
  /// at a token, the first of equals, and on behind it. As Newsroom's program has it, the search for one goes on in the
  /// article behind each match that it tries, so that a longer one which begins within that match is not seen.
  void find(std::vector<Fragment>& found, const Checkpoint& checkpoint);

  /// counts[n - 1] becomes that of n-grams, for n = 1..orders.
  void count(std::size_t orders, GramCounts* counts, const Checkpoint& checkpoint);

  /// Gives back memory that an unusually large pair took.
  void trim();

 private:
  void list_places();

  TokenIndex index_;
  TokenIndex grams_;
  std::size_t summary_size_ = 0;
  std::size_t article_size_ = 0;
  std::uint32_t numbers_ = 0;
  Buffer<std::uint32_t> summary_;  // numbers of the tokens, from 1 in order of appearance
  Buffer<std::uint32_t> article_;  // the same; 0 for what the summary has not
  Buffer<std::uint32_t> summary_grams_;
  Buffer<std::uint32_t> article_grams_;
  Buffer<std::uint32_t> place_end_;  // by number, the end of its places
  Buffer<std::uint32_t> places_;     // where the tokens stand in the article, by number and then from left to right
  std::vector<std::uint8_t> seen_;
};

}  // namespace gramscore
