#include "metrics/rouge155/skip_bigrams.hpp"

#include <algorithm>

namespace gramscore {
namespace {

/// Pairs that are looked at between two checkpoints.
constexpr std::size_t kCheckEvery = 1 << 20;

/// The most words from one of a pair to the other.
std::size_t reach(std::size_t size, std::int64_t gap) {
  return gap < 0 || static_cast<std::uint64_t>(gap) >= size ? size : static_cast<std::size_t>(gap) + 1;
}

}  // namespace

std::uint64_t count_skip_bigrams(std::size_t size, std::int64_t gap, bool unigrams) {
  if (size == 0) return 0;
  // All pairs, without those further apart: as many as there are pairs of a text that much shorter.
  const std::uint64_t n = size;
  const std::uint64_t far = n - std::min<std::uint64_t>(n, reach(size, gap));
  const std::uint64_t pairs = n * (n - 1) / 2 - (far == 0 ? 0 : far * (far - 1) / 2);
  return pairs + (unigrams ? n - 1 : 0);
}

void SkipBigramMatcher::Places::fill(std::span<const std::uint32_t> text, std::size_t numbers) {
  const std::span leading = text.first(text.empty() ? 0 : text.size() - 1);
  begin.assign(numbers + 1, 0);
  for (const std::uint32_t number : leading) ++begin[number + 1];
  for (std::size_t k = 0; k < numbers; ++k) begin[k + 1] += begin[k];
  positions.resize(leading.size());
  for (std::size_t i = 0; i < leading.size(); ++i) positions[begin[leading[i]]++] = i;
  for (std::size_t k = numbers; k > 0; --k) begin[k] = begin[k - 1];
  begin[0] = 0;
}

std::uint64_t SkipBigramMatcher::match(std::span<const std::uint32_t> first, std::span<const std::uint32_t> second,
                                       std::size_t numbers, std::int64_t gap, bool unigrams,
                                       const Checkpoint& checkpoint) {
  first_places_.fill(first, numbers);
  second_places_.fill(second, numbers);
  followers_.assign(numbers, 0);
  std::uint64_t matches = 0;
  std::size_t unchecked = 0;
  const auto each_follower = [&](std::span<const std::uint32_t> text, std::span<const std::size_t> places, auto use) {
    for (const std::size_t place : places) {
      const std::size_t last = std::min(text.size() - 1, place + reach(text.size(), gap));
      for (std::size_t i = place + 1; i <= last; ++i) use(text[i]);
      if ((unchecked += last - place) < kCheckEvery) continue;
      unchecked = 0;
      checkpoint();
    }
  };
  for (std::size_t number = 0; number < numbers; ++number) {
    const std::span ours = first_places_.of(number);
    const std::span theirs = second_places_.of(number);
    if (ours.empty() || theirs.empty()) continue;
    if (unigrams) matches += std::min(ours.size(), theirs.size());
    each_follower(first, ours, [&](std::uint32_t follower) { ++followers_[follower]; });
    each_follower(second, theirs, [&](std::uint32_t follower) {
      if (followers_[follower] == 0) return;
      --followers_[follower];
      ++matches;
    });
    each_follower(first, ours, [&](std::uint32_t follower) { followers_[follower] = 0; });
  }
  return matches;
}

}  // namespace gramscore
