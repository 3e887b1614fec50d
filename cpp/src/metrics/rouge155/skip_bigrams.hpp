// Pairs of words in their order, with few words between them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// How many ordered pairs a text of `size` words has with at most `gap` words between the two (any number if negative), and
/// with `unigrams` each word but the last besides.
std::uint64_t count_skip_bigrams(std::size_t size, std::int64_t gap, bool unigrams);

/// Counts those that two texts share, each as often as both have it. Holds scratch memory.
class SkipBigramMatcher {
 public:
  /// `first` and `second` are words by numbers below `numbers`.
  std::uint64_t match(std::span<const std::uint32_t> first, std::span<const std::uint32_t> second, std::size_t numbers,
                      std::int64_t gap, bool unigrams, const Checkpoint& checkpoint);

 private:
  /// Where each number stands in a text, but for the last position, after which there is no pair.
  struct Places {
    std::vector<std::size_t> begin;  // by number, in `positions`
    std::vector<std::size_t> positions;

    void fill(std::span<const std::uint32_t> text, std::size_t numbers);
    [[nodiscard]] std::span<const std::size_t> of(std::size_t number) const {
      return {positions.data() + begin[number], begin[number + 1] - begin[number]};
    }
  };

  Places first_places_;
  Places second_places_;
  std::vector<std::uint64_t> followers_;  // by number, how often it follows in the first text
};

}  // namespace gramscore
