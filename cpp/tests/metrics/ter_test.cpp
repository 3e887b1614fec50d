#include "gramscore/metrics/ter.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "metrics/ter/beam.hpp"
#include "metrics/ter/edit_table.hpp"
#include "metrics/ter/numbered_words.hpp"
#include "metrics/ter/shift_search.hpp"
#include "reference/ter.hpp"
#include "tests/batches.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"

namespace gramscore {
namespace {

using testing::Batch;
using testing::for_seeds;
using testing::Random;
using testing::random_sequence;
using testing::Sequence;
using testing::show;
using testing::Tokens;

using Rows = std::vector<std::int64_t>;

const Checkpoint kUnwatched;

/// A word per letter.
Tokens letters(const std::string& text) { return {text.begin(), text.end()}; }

std::uint64_t edits(const Tokens& hypothesis, const Tokens& reference) {
  ter::ShiftSearch search;
  return search.edits(Sequence(reference).span(), Sequence(hypothesis).span(), kUnwatched);
}

/// Lengths of all kinds: around what a word holds, around the beam, far apart.
struct Pair {
  Tokens hypothesis;
  Tokens reference;
};
Pair random_pair(Random& random) {
  const std::size_t alphabet = std::vector<std::size_t>{1, 2, 5, 20, 200}[random.below(5)];
  std::size_t n = random.below(30);
  std::size_t m = random.below(30);
  if (random.one_in(4)) n = random.between(20, 75), m = random.between(20, 75);
  if (random.one_in(6)) n = random.between(1, 6), m = n * random.between(20, 70);
  if (random.one_in(20)) std::swap(n, m);
  Pair pair{random_sequence<Token>(random, n, alphabet), random_sequence<Token>(random, m, alphabet)};
  if (random.one_in(2)) {
    pair.hypothesis = pair.reference;
    for (std::size_t moves = random.below(4); moves > 0 && !pair.hypothesis.empty(); --moves) {
      const std::size_t size = random.between(1, std::min<std::size_t>(12, pair.hypothesis.size()));
      const std::size_t from = random.below(pair.hypothesis.size() - size + 1);
      pair.hypothesis = reference::moved(pair.hypothesis, from, size, random.below(pair.hypothesis.size() + 1));
    }
    for (std::size_t k = random.below(10); k > 0 && !pair.hypothesis.empty(); --k) {
      pair.hypothesis[random.below(pair.hypothesis.size())] = random.below(alphabet + 2);
    }
  }
  return pair;
}

TEST_CASE("edits counted by hand") {
  CHECK(edits(letters("abc"), letters("abc")) == 0);
  CHECK(edits(letters(""), letters("abc")) == 3);
  CHECK(edits(letters("abc"), letters("")) == 3);
  CHECK(edits(letters(""), letters("")) == 0);
  CHECK(edits(letters("abd"), letters("abc")) == 1);
  CHECK(edits(letters("defabc"), letters("abcdef")) == 1);
  CHECK(edits(letters("defabx"), letters("abcdef")) == 2);
  CHECK(edits(letters("xyz"), letters("abc")) == 3);
}

TEST_CASE("the beam covers short tables, and is wider the longer a step to the right") {
  const ter::Beam small(10, 24);
  for (std::size_t i = 0; i <= 10; ++i) {
    CHECK(small.low(i) == 0);
    CHECK(small.high(i) == 25);
  }
  CHECK(small.fits_word());
  const ter::Beam square(100, 100);
  CHECK(square.low(60) == 35);
  CHECK(square.high(60) == 85);
  CHECK(square.high(100) == 101);
  CHECK(square.is_wide_enough(47));
  CHECK_FALSE(square.is_wide_enough(48));
  CHECK(ter::Beam(2, 100).fits_word());
  CHECK_FALSE(ter::Beam(2, 101).fits_word());
  CHECK(ter::Beam(1, 200).low(1) == 75);
}

TEST_CASE("distances and paths equal those of a whole table") {
  for_seeds(400, [](Random& random) {
    const Pair pair = random_pair(random);
    if (pair.hypothesis.empty() || pair.reference.empty()) return;
    INFO("hypothesis: ", show(pair.hypothesis));
    INFO("reference: ", show(pair.reference));
    ter::NumberedWords words;
    words.assign(Sequence(pair.reference).span(), Sequence(pair.hypothesis).span(), kUnwatched);
    ter::EditTable table;
    const std::uint32_t distance = table.start(words, kUnwatched);
    const reference::EditPath path = reference::beam_distance(pair.hypothesis, pair.reference);
    REQUIRE(distance == path.distance);
    REQUIRE(words.least_edits() <= distance);
    ter::Alignment alignment;
    table.align(words, alignment);
    std::size_t i = 0;
    std::size_t j = 0;
    for (const char step : path.steps) {
      if (step != 'r') {
        REQUIRE((alignment.hypothesis_edit[i] == i) == (step != '='));
        ++i;
      }
      if (step != 'h') {
        REQUIRE((alignment.reference_edit[j] == j) == (step != '='));
        REQUIRE(alignment.partner[j] == static_cast<std::int32_t>(i) - 1);
        ++j;
      }
    }

    std::array<ter::Rotation, ter::EditTable::kLanes> rotations;
    const std::size_t count = random.between(1, rotations.size());
    for (std::size_t k = 0; k < count; ++k) {
      std::array<std::uint32_t, 3> bounds;
      for (auto& bound : bounds) bound = static_cast<std::uint32_t>(random.below(pair.hypothesis.size() + 1));
      std::sort(bounds.begin(), bounds.end());
      rotations[k] = {bounds[0], bounds[1], bounds[2]};
    }
    std::array<std::uint32_t, ter::EditTable::kLanes> distances;
    table.rotated(words, {rotations.data(), count}, distances.data(), kUnwatched);
    for (std::size_t k = 0; k < count; ++k) {
      Tokens rotated = pair.hypothesis;
      std::rotate(rotated.begin() + rotations[k].begin, rotated.begin() + rotations[k].middle,
                  rotated.begin() + rotations[k].end);
      const std::size_t expected = reference::beam_distance(rotated, pair.reference).distance;
      // Where the beam makes no difference to smaller distances, it is left out of account.
      if (expected < distance || !table.is_exact()) {
        REQUIRE(distances[k] == expected);
      } else {
        REQUIRE(distances[k] >= distance);
      }
    }
    words.rotate(rotations[0]);
    Tokens rotated = pair.hypothesis;
    std::rotate(rotated.begin() + rotations[0].begin, rotated.begin() + rotations[0].middle,
                rotated.begin() + rotations[0].end);
    const std::size_t expected = reference::beam_distance(rotated, pair.reference).distance;
    if (expected <= distance || !table.is_exact()) {
      REQUIRE(table.refill(words, rotations[0].begin, kUnwatched) == expected);
    }
  });
}

TEST_CASE("edits equal those of the plain search") {
  for_seeds(150, [](Random& random) {
    const Pair pair = random_pair(random);
    if (pair.hypothesis.size() * pair.reference.size() > 2500) return;
    INFO("hypothesis: ", show(pair.hypothesis));
    INFO("reference: ", show(pair.reference));
    REQUIRE(edits(pair.hypothesis, pair.reference) == reference::translation_edits(pair.hypothesis, pair.reference));
  });
}

TEST_CASE("rows: the fewest edits, lengths added up, references counted") {
  const Batch batch({{letters("defabc"), {letters("xxxxxx"), letters("abcdef"), letters("abcdefg")}},
                     {letters("ab"), {letters("")}},
                     {letters(""), {letters("")}}});
  CHECK(batch.score(Ter({})) == Rows{1, 19, 3, 2, 0, 1, 0, 0, 1});
}

TEST_CASE("scores") {
  CHECK(ter_score(1, 4) == 25.0);
  CHECK(ter_score(9, 4) == 225.0);
  CHECK(ter_score(2, 0) == 100.0);
  CHECK(ter_score(0, 0) == 0.0);
  const Rows rows = {1, 19, 3, 2, 0, 1, 0, 0, 1};
  double scores[3];
  ter_scores(rows.data(), 3, scores);
  CHECK(scores[0] == 100 * (1 / (19.0 / 3)));
  CHECK(scores[1] == 100.0);
  CHECK(scores[2] == 0.0);
  const TerScore corpus = ter_corpus(rows.data(), 3);
  CHECK(corpus.num_edits == 3);
  CHECK(corpus.ref_length == 19.0 / 3);
  CHECK(corpus.score == 100 * (3 / (19.0 / 3)));
}

}  // namespace
}  // namespace gramscore
