#include "gramscore/match/fragments.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "reference/overlap.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;
using testing::Sequence;
using Tokens = std::vector<Token>;

const Checkpoint kUnwatched;

std::vector<reference::Run> found_of(FragmentFinder& finder) {
  std::vector<Fragment> found;
  finder.find(found, kUnwatched);
  std::vector<reference::Run> runs;
  for (const Fragment& it : found) runs.push_back({it.summary, it.article, it.length});
  return runs;
}

/// A text, often with runs of another one.
Tokens like(Random& random, const Tokens& other, std::size_t longest, std::size_t alphabet) {
  Tokens text;
  const std::size_t size = random.below(longest + 1);
  while (text.size() < size) {
    if (other.empty() || random.one_in(2)) {
      text.push_back(random.below(alphabet));
      continue;
    }
    const std::size_t at = random.below(other.size());
    const std::size_t run = random.between(1, std::min<std::size_t>(8, other.size() - at));
    text.insert(text.end(), other.begin() + static_cast<std::ptrdiff_t>(at),
                other.begin() + static_cast<std::ptrdiff_t>(at + run));
  }
  return text;
}

TEST_CASE("as the definition, fragments and counts") {
  FragmentFinder finder;
  for_seeds(300, [&](Random& random) {
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{1, 2, 5, 60});
    const Tokens article = like(random, {}, random.pick(std::vector<std::size_t>{3, 30, 200}), alphabet);
    const Tokens summary = like(random, article, random.pick(std::vector<std::size_t>{3, 20, 90}), alphabet);
    const Sequence s(summary);
    const Sequence a(article);
    const TokenSpan span = a.span();
    finder.read(s.span(), {&span, 1}, kUnwatched);
    REQUIRE(found_of(finder) == reference::fragments(summary, article));
    std::array<GramCounts, 5> counts;
    finder.count(counts.size(), counts.data(), kUnwatched);
    for (std::size_t n = 1; n <= counts.size(); ++n) {
      const auto own = reference::gram_set(summary, n);
      const auto of_article = reference::gram_set(article, n);
      const auto is_novel = [&](const Tokens& gram) { return !of_article.contains(gram); };
      REQUIRE(counts[n - 1].total == reference::grams(summary, n).size());
      REQUIRE(counts[n - 1].distinct == own.size());
      REQUIRE(counts[n - 1].novel == static_cast<std::uint64_t>(std::ranges::count_if(own, is_novel)));
    }
    if (random.one_in(50)) finder.trim();
  });
}

TEST_CASE("a longer match within a tried one is missed") {
  // At 1 the search tries 1 2 and goes on behind it, so that 2 1 2 3 is not seen.
  const Tokens summary = {1, 2, 1, 2, 3};
  const Tokens article = {1, 2, 1, 2, 1, 2, 3};
  FragmentFinder finder;
  const Sequence s(summary);
  const Sequence a(article);
  const TokenSpan span = a.span();
  finder.read(s.span(), {&span, 1}, kUnwatched);
  const std::vector<reference::Run> expected = {{0, 0, 4}, {4, 6, 1}};
  CHECK(found_of(finder) == expected);
}

TEST_CASE("nothing reaches from one part of an article into the next") {
  for_seeds(60, [](Random& random) {
    std::vector<Tokens> parts(random.between(1, 4));
    Tokens gapped;
    constexpr Token kGap = 99;
    for (std::size_t p = 0; p < parts.size(); ++p) {
      parts[p] = testing::random_sequence<Token>(random, random.below(12), 3);
      if (p != 0) gapped.push_back(kGap);
      gapped.insert(gapped.end(), parts[p].begin(), parts[p].end());
    }
    const Tokens summary = testing::random_sequence<Token>(random, random.below(12), 3);
    const Sequence s(summary);
    std::vector<Sequence> kept;
    for (const Tokens& part : parts) kept.emplace_back(part);
    std::vector<TokenSpan> spans;
    for (const Sequence& part : kept) spans.push_back(part.span());
    FragmentFinder finder;
    finder.read(s.span(), spans, kUnwatched);
    REQUIRE(found_of(finder) == reference::fragments(summary, gapped));
  });
}

TEST_CASE("a long search can be interrupted") {
  // Each second token of the one is each second one of the other.
  Tokens summary(4'000, 1);
  Tokens article(4'000, 1);
  for (std::size_t i = 1; i < summary.size(); i += 2) {
    summary[i] = 2;
    article[i] = 3;
  }
  const Sequence s(summary);
  const Sequence a(article);
  const TokenSpan span = a.span();
  int left = 20;
  const Checkpoint stopping(
      nullptr,
      [](void* at) {
        if (--*static_cast<int*>(at) == 0) throw Cancelled();
      },
      &left);
  FragmentFinder finder;
  finder.read(s.span(), {&span, 1}, kUnwatched);
  std::vector<Fragment> found;
  CHECK_THROWS_AS(finder.find(found, stopping), Cancelled);
}

}  // namespace
}  // namespace gramscore
