#include "gramscore/match/weighted_path.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "tests/batches.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;
using testing::random_sequence;
using testing::Sequence;
using testing::Tokens;

std::int64_t least(const Tokens& r, const Tokens& h, const EditCosts& costs) {
  std::vector<std::int64_t> row(r.size() + 1);
  for (std::size_t i = 0; i <= r.size(); ++i) row[i] = static_cast<std::int64_t>(i) * costs.deletion;
  for (const Token token : h) {
    std::int64_t diagonal = row[0];
    row[0] += costs.insertion;
    for (std::size_t i = 1; i <= r.size(); ++i) {
      const std::int64_t paired = diagonal + (r[i - 1] == token ? 0 : costs.substitution);
      diagonal = row[i];
      row[i] = std::min({paired, row[i] + costs.insertion, row[i - 1] + costs.deletion});
    }
  }
  return row.back();
}

std::int64_t cost_of(const EditCounts& counts, const EditCosts& costs) {
  return static_cast<std::int64_t>(counts.substitutions) * costs.substitution +
         static_cast<std::int64_t>(counts.deletions) * costs.deletion +
         static_cast<std::int64_t>(counts.insertions) * costs.insertion;
}

}  // namespace

TEST_CASE("no path is cheaper") {
  for_seeds(200, [](Random& random) {
    const Tokens reference = random_sequence<Token>(random, random.below(40), 4);
    const Tokens hypothesis = random_sequence<Token>(random, random.below(40), 4);
    const auto cost = [&random] { return static_cast<std::int64_t>(random.below(5)); };
    const EditCosts costs{cost(), cost(), cost()};
    WeightedPath path(costs);
    const Sequence r(reference);
    const Sequence h(hypothesis);
    const EditCounts counts = path.count(r.span(), h.span(), Checkpoint());
    CHECK(cost_of(counts, costs) == least(reference, hypothesis, costs));
    CHECK(counts.hits + counts.substitutions + counts.deletions == reference.size());
    CHECK(counts.hits + counts.substitutions + counts.insertions == hypothesis.size());
  });
}

TEST_CASE("pairs with large tables are cut, which changes nothing") {
  Random random(11);
  const EditCosts costs{4, 3, 3};
  const Tokens reference = random_sequence<Token>(random, 2300, 3);
  const Tokens hypothesis = random_sequence<Token>(random, 2200, 3);
  WeightedPath path(costs);
  const Sequence r(reference);
  const Sequence h(hypothesis);
  CHECK(cost_of(path.count(r.span(), h.span(), Checkpoint()), costs) == least(reference, hypothesis, costs));
}

TEST_CASE("costs have bounds") {
  CHECK_THROWS_AS(WeightedPath({-1, 1, 1}), std::invalid_argument);
  CHECK_THROWS_AS(WeightedPath({1, kMostEditCost + 1, 1}), std::invalid_argument);
}

}  // namespace gramscore
