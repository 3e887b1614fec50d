#include "gramscore/match/clipped.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "reference/ngrams.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"

namespace gramscore {
namespace {

using testing::for_kernels;
using testing::for_seeds;
using testing::Random;
using testing::random_sequence;
using testing::Sequence;
using testing::show;

using Tokens = std::vector<Token>;
using Counts = std::vector<std::int64_t>;

const Checkpoint kUnwatched;

Counts match(ClippedMatcher& matcher, const Tokens& prediction, const std::vector<Tokens>& references,
             std::size_t orders, bool hashed = false) {
  const Sequence p(prediction);
  std::vector<Sequence> kept;
  std::vector<TokenSpan> spans;
  for (const Tokens& reference : references) kept.emplace_back(reference);
  for (const Sequence& reference : kept) spans.push_back(reference.span());
  Counts matches(orders + 1, -1);
  if (hashed) {
    matcher.match_hashed(p.span(), spans, orders, matches.data(), kUnwatched);
  } else {
    matcher.match(p.span(), spans, orders, matches.data(), kUnwatched);
  }
  REQUIRE(matches.back() == -1);
  matches.pop_back();
  return matches;
}

void check(ClippedMatcher& matcher, const Tokens& prediction, const std::vector<Tokens>& references,
           std::size_t orders) {
  INFO("prediction: ", show(prediction));
  for (const Tokens& reference : references) INFO("reference: ", show(reference));
  Counts expected;
  for (std::size_t n = 1; n <= orders; ++n) {
    expected.push_back(static_cast<std::int64_t>(reference::clipped_matches(prediction, references, n)));
  }
  for_kernels([&] { REQUIRE(match(matcher, prediction, references, orders) == expected); });
  REQUIRE(match(matcher, prediction, references, orders, true) == expected);
}

TEST_CASE("an n-gram is clipped by the reference that has most of it") {
  ClippedMatcher matcher;
  CHECK(match(matcher, {1, 1, 1, 2}, {{1, 2}, {1, 1}}, 3) == Counts{3, 2, 0});
  CHECK(match(matcher, {1, 1, 1}, {{1}, {1}, {1}}, 2) == Counts{1, 0});
  CHECK(match(matcher, {1, 2, 3}, {{1, 2}, {2, 3}}, 3) == Counts{3, 2, 0});
  CHECK(match(matcher, {1, 2, 3}, {{4}, {}}, 2) == Counts{0, 0});
  CHECK(match(matcher, {}, {{1}, {2}}, 2) == Counts{0, 0});
  CHECK(match(matcher, {1}, {}, 2) == Counts{0, 0});
}

TEST_CASE("any number of references, any order") {
  ClippedMatcher matcher;
  for_seeds(300, [&](Random& random) {
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{1, 2, 3, 10, 100});
    const Tokens prediction = random_sequence<Token>(random, random.between(0, 40), alphabet);
    std::vector<Tokens> references(random.between(1, 5));
    for (Tokens& reference : references) {
      reference = random.one_in(3) ? prediction : random_sequence<Token>(random, random.between(0, 40), alphabet);
      if (!reference.empty() && random.one_in(2)) reference[random.below(reference.size())] = random.below(alphabet);
    }
    check(matcher, prediction, references, random.pick(std::vector<std::size_t>{1, 2, 4, 9, 10, 12, 45}));
  });
}

TEST_CASE("long texts") {
  ClippedMatcher matcher;
  for_seeds(3, [&](Random& random) {
    const Tokens prediction = random_sequence<Token>(random, 40000, 50);
    check(matcher, prediction, {random_sequence<Token>(random, 30000, 50), random_sequence<Token>(random, 600, 9)}, 4);
    matcher.trim();
    check(matcher, {1, 2, 3}, {{1, 2, 3}, {}}, 4);
  });
}

}  // namespace
}  // namespace gramscore
