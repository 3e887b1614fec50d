#include "gramscore/overlap/pair_fragments.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "reference/overlap.hpp"
#include "tests/random.hpp"
#include "tests/stores.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;
using Tokens = std::vector<Token>;

TEST_CASE("the fragments of each pair are in its place, whatever the number of threads") {
  for_seeds(8, [](Random& random) {
    std::vector<Tokens> summaries(random.pick(std::vector<std::size_t>{0, 1, 31, 32, 33, 150}));
    std::vector<Tokens> articles(summaries.size());
    // The two have their words in different orders, so that a word has another number in each.
    for (Tokens& it : summaries) it = testing::random_sequence<Token>(random, random.below(12), 5);
    for (Tokens& it : articles) it = testing::random_sequence<Token>(random, random.below(40), 9);
    for (const std::size_t threads : {1u, 3u}) {
      const PairFragments found =
          pair_fragments(*testing::prepared(summaries), *testing::prepared(articles), 2, threads, Checkpoint());
      REQUIRE(found.fragment_end.size() == summaries.size());
      REQUIRE(found.grams.size() == 2 * summaries.size());
      std::size_t at = 0;
      for (std::size_t i = 0; i < summaries.size(); ++i) {
        for (const reference::Run& run : reference::fragments(summaries[i], articles[i])) {
          REQUIRE(at < found.fragment_end[i]);
          REQUIRE(reference::Run{found.fragments[at].summary, found.fragments[at].article,
                                 found.fragments[at].length} == run);
          ++at;
        }
        REQUIRE(at == found.fragment_end[i]);
        REQUIRE(found.grams[2 * i + 1].distinct == reference::gram_set(summaries[i], 2).size());
      }
      REQUIRE(at == found.fragments.size());
    }
  });
}

}  // namespace
}  // namespace gramscore
