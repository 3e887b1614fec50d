#include "gramscore/metrics/set_rouge.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;

const Checkpoint kUnwatched;

/// As an array, to compare with.
std::vector<std::int64_t> row(const SetRougePair& pair, bool exclusive) {
  const SetRougeCounts& counts = exclusive ? pair.distinct : pair.all;
  return {counts.matches, counts.prediction, counts.reference};
}

std::vector<std::int64_t> subsequences(const std::string& prediction, const std::string& reference, bool exclusive) {
  SetRougeTexts texts;
  texts.add(prediction);
  texts.add(reference);
  return row(SetRouge().subsequences(texts, {0, 1}, kUnwatched), exclusive);
}

std::vector<std::int64_t> ngrams(const std::string& prediction, const std::string& reference, std::size_t order,
                                 bool exclusive) {
  SetRougeTexts texts;
  texts.add(prediction);
  texts.add(reference);
  return row(SetRouge().ngrams(texts.words(0), texts.words(1), order), exclusive);
}

using Row = std::vector<std::int64_t>;

TEST_CASE("sentences stand between full stops, words between white space") {
  SetRougeTexts texts;
  for (const char* text : {"a b. c", "", "...", " ", "a. .b",
                           "a\xc2\xa0"
                           "b",
                           "a\xe3\x80\x80.", "\xff\xe3"})
    texts.add(text);
  const auto shape = [&](std::size_t text) {
    Row sizes;
    for (std::size_t i = 0; i < texts.sentences(text); ++i) {
      sizes.push_back(static_cast<std::int64_t>(texts.sentence(text, i).size()));
    }
    return sizes;
  };
  CHECK(shape(0) == Row{2, 1});
  CHECK(shape(1) == Row{});
  CHECK(shape(2) == Row{});
  CHECK(shape(3) == Row{1});  // the empty word
  CHECK(shape(4) == Row{1, 1, 1});
  CHECK(shape(5) == Row{2});
  CHECK(shape(6) == Row{1});
  CHECK(shape(7) == Row{1});
  CHECK(texts.words(4)[1] == texts.words(3)[0]);
  CHECK(texts.words(0)[0] == texts.words(5)[0]);
}

TEST_CASE("n-grams as sets and as they are counted") {
  CHECK(ngrams("the the cat", "the cat", 1, true) == Row{2, 2, 2});
  CHECK(ngrams("the the cat", "the cat", 1, false) == Row{2, 3, 2});
  CHECK(ngrams("the the the", "the the", 2, true) == Row{1, 1, 1});
  CHECK(ngrams("the the the", "the the", 2, false) == Row{1, 2, 1});
  CHECK(ngrams("a. b", "a b", 2, true) == Row{1, 1, 1});  // across sentences
  CHECK(ngrams("a", "a b c", 2, true) == Row{0, 0, 2});
}

TEST_CASE("common subsequences of all sentences") {
  CHECK(subsequences("a b c", "a c d", true) == Row{2, 3, 3});
  CHECK(subsequences("a b. a b", "a b", true) == Row{2, 2, 2});
  CHECK(subsequences("a b. a b", "a b", false) == Row{4, 4, 2});
  // Of "a" and "b", which are as long, the way back finds the one that stands last in the reference's order of tries.
  CHECK(subsequences("a b. x", "b a. y", true) == Row{1, 3, 3});
}

TEST_CASE("counts are those of plain sets") {
  for_seeds(200, [](Random& random) {
    const auto words = [&] {
      std::vector<std::uint32_t> drawn(random.below(12));
      for (std::uint32_t& word : drawn) word = static_cast<std::uint32_t>(random.below(4));
      return drawn;
    };
    const std::vector<std::uint32_t> mine = words();
    const std::vector<std::uint32_t> theirs = words();
    for (std::size_t order = 1; order < 4; ++order) {
      std::map<std::vector<std::uint32_t>, std::int64_t> counts[2];
      for (int side = 0; side < 2; ++side) {
        const auto& of = side == 0 ? mine : theirs;
        for (std::size_t i = 0; i + order <= of.size(); ++i) {
          ++counts[side]
                  [{of.begin() + static_cast<std::ptrdiff_t>(i), of.begin() + static_cast<std::ptrdiff_t>(i + order)}];
        }
      }
      for (const bool exclusive : {true, false}) {
        Row expected{0, 0, 0};
        for (int side = 0; side < 2; ++side) {
          for (const auto& [gram, count] : counts[side])
            expected[static_cast<std::size_t>(1 + side)] += exclusive ? 1 : count;
        }
        for (const auto& [gram, count] : counts[0]) {
          const auto other = counts[1].find(gram);
          if (other != counts[1].end()) expected[0] += exclusive ? 1 : std::min(count, other->second);
        }
        CHECK(row(SetRouge().ngrams(mine, theirs, order), exclusive) == expected);
      }
    }
  });
}

}  // namespace
}  // namespace gramscore
