#include "gramscore/metrics/chrf.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "reference/chrf.hpp"
#include "tests/batches.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"

namespace gramscore {
namespace {

using testing::Batch;
using testing::for_kernels;
using testing::for_seeds;
using testing::Random;
using testing::random_sequence;
using testing::TokenExample;
using testing::Tokens;

using Rows = std::vector<std::int64_t>;

Tokens characters(const std::string& text) { return {text.begin(), text.end()}; }

Rows score(const TokenExample& example, int char_order, int word_order = 0, ChrfFormula formula = {}) {
  return Batch({example}, char_order > 0 && word_order > 0 ? 2 : 1)
      .score(Chrf(char_order, word_order, formula, {}, {}));
}

TEST_CASE("statistics typed by hand") {
  CHECK(score({characters("abcab"), {characters("abab")}}, 3) == Rows{5, 4, 4, 4, 3, 2, 3, 2, 0});
  CHECK(score({characters("aaaa"), {characters("aa")}}, 2) == Rows{4, 2, 2, 3, 1, 1});
  // Where the reference has no n-grams of an order, those of the hypothesis do not count.
  CHECK(score({characters("abc"), {characters("a")}}, 3) == Rows{3, 1, 1, 0, 0, 0, 0, 0, 0});
  CHECK(score({characters(""), {characters("ab")}}, 2) == Rows{0, 2, 0, 0, 1, 0});
  CHECK(score({characters(""), {characters("")}}, 1) == Rows{0, 0, 0});
  // Words after characters.
  CHECK(score({characters("ab"), {characters("ab")}}, 1, 2) == Rows{2, 2, 2, 2, 2, 2, 1, 1, 1});
  CHECK(score({characters("ab"), {characters("ab")}}, 0, 2) == Rows{2, 2, 2, 1, 1, 1});
}

TEST_CASE("scores typed by hand") {
  const Rows perfect = {5, 5, 5, 4, 4, 4};
  CHECK(chrf_score(perfect.data(), 2, {}) == 100.0);
  CHECK(chrf_score(perfect.data(), 2, {2, true}) == 100.0);
  const Rows none = {0, 0, 0, 0, 0, 0};
  CHECK(chrf_score(none.data(), 2, {}) == 0.0);
  CHECK(chrf_score(none.data(), 2, {2, true}) > 0.0);
  CHECK(chrf_score(none.data(), 2, {2, true}) < 1e-13);
  // Precision 1/2, recall 1/4: 5 PR / (4P + R). An order that one side lacks does not count.
  const Rows half = {4, 8, 2, 0, 3, 0};
  CHECK(chrf_score(half.data(), 2, {}) == 100 * (5 * 0.5 * 0.25 / (4 * 0.5 + 0.25)));
  CHECK(chrf_score(half.data(), 1, {1, false}) == 100 * (2 * 0.5 * 0.25 / (0.5 + 0.25)));
  const Rows two = {4, 8, 2, 4, 8, 2};
  CHECK(chrf_corpus(two.data(), 2, 1, {}) == chrf_score(half.data(), 1, {}));
  double scores[2];
  chrf_scores(two.data(), 2, 1, {}, scores);
  CHECK(scores[1] == chrf_score(half.data(), 1, {}));
}

TEST_CASE("of several references the one with the highest score, the first of equals") {
  CHECK(score({characters("abcd"), {characters("abxx"), characters("xxxcd"), characters("abcx")}}, 1) == Rows{4, 4, 3});
  CHECK(score({characters("abcd"), {characters("abx"), characters("xcd")}}, 1) == Rows{4, 3, 2});
  CHECK(score({characters("a"), {characters(""), characters("xy")}}, 1) == Rows{0, 0, 0});
}

TEST_CASE("orders that are none") {
  CHECK_THROWS_AS(Chrf(0, 0, {}, {}, {}), std::invalid_argument);
  CHECK_THROWS_AS(Chrf(1, -1, {}, {}, {}), std::invalid_argument);
}

TEST_CASE("statistics equal those of maps") {
  for_seeds(60, [](Random& random) {
    const std::size_t longest = random.one_in(10) ? 700 : random.one_in(3) ? 260 : 70;
    const std::size_t alphabet = random.one_in(3) ? 2 : random.one_in(3) ? 0x110000 : 40;
    const auto reference = random_sequence<Token>(random, random.below(longest + 1), alphabet);
    auto hypothesis = random_sequence<Token>(random, random.below(longest + 1), alphabet);
    const std::size_t same = random.below(std::min(reference.size(), hypothesis.size()) + 1);
    std::copy_n(reference.begin(), same, hypothesis.begin());
    for (const int order : {1, 4, 6, 8, 9, 11}) {
      CAPTURE(order);
      const Rows expected = reference::chrf_statistics(reference, hypothesis, static_cast<std::size_t>(order));
      for_kernels([&] {
        REQUIRE(score({hypothesis, {reference}}, order) == expected);
        Rows twice = expected;
        twice.insert(twice.end(), expected.begin(), expected.end());
        REQUIRE(score({hypothesis, {reference}}, order, order) == twice);
      });
    }
  });
}

}  // namespace
}  // namespace gramscore
