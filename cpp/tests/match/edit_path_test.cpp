#include "gramscore/match/edit_path.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <vector>

#include "gramscore/match/weighted_path.hpp"
#include "tests/batches.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;
using testing::random_sequence;
using testing::Sequence;
using testing::show;
using testing::Tokens;

/// The table of distances, and the way back through it by the rule.
std::vector<EditRun> plain_path(const Tokens& reference, const Tokens& hypothesis) {
  std::size_t prefix = 0;
  std::size_t m = reference.size();
  std::size_t n = hypothesis.size();
  while (prefix < std::min(m, n) && reference[prefix] == hypothesis[prefix]) ++prefix;
  std::size_t suffix = 0;
  while (suffix < std::min(m, n) - prefix && reference[m - 1 - suffix] == hypothesis[n - 1 - suffix]) ++suffix;
  const Tokens r(reference.begin() + static_cast<std::ptrdiff_t>(prefix),
                 reference.end() - static_cast<std::ptrdiff_t>(suffix));
  const Tokens h(hypothesis.begin() + static_cast<std::ptrdiff_t>(prefix),
                 hypothesis.end() - static_cast<std::ptrdiff_t>(suffix));
  m = r.size();
  n = h.size();
  std::vector<std::vector<std::size_t>> d(n + 1, std::vector<std::size_t>(m + 1));
  for (std::size_t j = 0; j <= n; ++j) {
    for (std::size_t i = 0; i <= m; ++i) {
      if (i == 0 || j == 0) {
        d[j][i] = i + j;
      } else {
        d[j][i] = std::min({d[j - 1][i - 1] + (r[i - 1] != h[j - 1]), d[j][i - 1] + 1, d[j - 1][i] + 1});
      }
    }
  }
  std::vector<Edit> steps(suffix, Edit::match);
  for (std::size_t i = m, j = n; i > 0 || j > 0;) {
    Edit step = Edit::match;
    if (j == 0 || (i > 0 && d[j][i] == d[j][i - 1] + 1)) {
      step = Edit::deletion;
    } else if (i == 0) {
      step = Edit::insertion;
    } else if (r[i - 1] != h[j - 1] && d[j][i] == d[j - 1][i - 1] + 1) {
      step = Edit::substitution;
    } else if (d[j][i] == d[j - 1][i] + 1) {
      step = Edit::insertion;
    }
    steps.push_back(step);
    i -= step != Edit::insertion;
    j -= step != Edit::deletion;
  }
  steps.insert(steps.end(), prefix, Edit::match);
  std::vector<EditRun> runs;
  std::size_t i = 0;
  std::size_t j = 0;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    add_steps(runs, *step, i, j, 1);
    i += *step != Edit::insertion;
    j += *step != Edit::deletion;
  }
  return runs;
}

EditCounts counts_of(const std::vector<EditRun>& runs) {
  EditCounts counts;
  for (const EditRun& run : runs) {
    (run.kind == Edit::match          ? counts.hits
     : run.kind == Edit::substitution ? counts.substitutions
     : run.kind == Edit::deletion     ? counts.deletions
                                      : counts.insertions) += run.size;
  }
  return counts;
}

void check(EditPath& path, const Tokens& reference, const Tokens& hypothesis) {
  const Sequence r(reference);
  const Sequence h(hypothesis);
  const std::vector<EditRun> expected = plain_path(reference, hypothesis);
  std::vector<EditRun> runs;
  path.find(r.span(), h.span(), runs, Checkpoint());
  CHECK(runs == expected);
  CHECK(path.count(r.span(), h.span(), Checkpoint()) == counts_of(expected));
  WeightedPath weighted({7, 7, 7});
  weighted.find(r.span(), h.span(), runs, Checkpoint());
  CHECK(runs == expected);
}

}  // namespace

TEST_CASE("the path is that of the plain table") {
  EditPath path;
  for_seeds(200, [&](Random& random) {
    const std::size_t kinds = 1 + random.below(6);
    check(path, random_sequence<Token>(random, random.below(90), kinds),
          random_sequence<Token>(random, random.below(90), kinds));
  });
}

TEST_CASE("on either side of words and strips") {
  EditPath path;
  Random random(7);
  for (const std::size_t size : {63, 64, 65, 128, 129, 511, 512, 513, 600, 1030}) {
    for (const std::size_t kinds : {2, 40, 3000}) {
      check(path, random_sequence<Token>(random, size, kinds), random_sequence<Token>(random, size / 2 + 5, kinds));
    }
  }
}

TEST_CASE("long pairs are cut, and need as many edits") {
  Random random(3);
  EditPath path;
  const Tokens reference = random_sequence<Token>(random, 2600, 4);
  const Tokens hypothesis = random_sequence<Token>(random, 2500, 4);
  const Sequence r(reference);
  const Sequence h(hypothesis);
  const EditCounts cut = path.count(r.span(), h.span(), Checkpoint());
  const EditCounts whole = counts_of(plain_path(reference, hypothesis));
  CHECK(cut.substitutions + cut.deletions + cut.insertions == whole.substitutions + whole.deletions + whole.insertions);
  CHECK(cut.hits + cut.substitutions + cut.deletions == reference.size());
  CHECK(cut.hits + cut.substitutions + cut.insertions == hypothesis.size());
  std::vector<EditRun> runs;
  path.find(r.span(), h.span(), runs, Checkpoint());
  CHECK(counts_of(runs) == cut);
}

TEST_CASE("it can be interrupted") {
  Random random(5);
  EditPath path;
  const Sequence r(random_sequence<Token>(random, 30000, 4));
  const Sequence h(random_sequence<Token>(random, 30000, 4));
  const std::atomic<bool> cancelled{true};
  CHECK_THROWS_AS(path.count(r.span(), h.span(), Checkpoint(&cancelled)), Cancelled);
  // And goes on with the next pair.
  check(path, random_sequence<Token>(random, 20, 3), random_sequence<Token>(random, 20, 3));
}

}  // namespace gramscore
