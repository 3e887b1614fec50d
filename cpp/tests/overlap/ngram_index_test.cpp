#include "gramscore/overlap/ngram_index.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "reference/overlap.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"
#include "tests/stores.hpp"

namespace gramscore {
namespace {

using reference::Shared;
using testing::for_seeds;
using testing::Random;
using testing::Sequence;
using Tokens = std::vector<Token>;

const Checkpoint kUnwatched;

/// Documents, and texts that have parts of them.
struct Texts {
  std::vector<Tokens> documents;
  std::vector<Tokens> texts;

  explicit Texts(Random& random) {
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{1, 2, 6, 1000});
    const std::size_t longest = random.pick(std::vector<std::size_t>{4, 30});
    for (std::size_t d = random.between(1, 12); d > 0; --d) {
      const bool again = !documents.empty() && random.one_in(4);
      documents.push_back(again ? random.pick(documents)
                                : testing::random_sequence<Token>(random, random.below(longest + 1), alphabet));
    }
    for (std::size_t t = 0; t < 6; ++t) {
      Tokens text = testing::random_sequence<Token>(random, random.below(2 * longest), alphabet);
      const Tokens& document = random.pick(documents);
      const auto at = static_cast<std::ptrdiff_t>(random.below(text.size() + 1));
      text.insert(text.begin() + at, document.begin(), document.end());
      if (random.one_in(100)) text.resize(4000, 1);  // more than one stretch
      texts.push_back(std::move(text));
    }
  }
};

std::vector<Shared> found_in(const NgramIndex& index, const Tokens& text, OverlapScratch& scratch) {
  const Sequence own(text);
  std::vector<OverlapHit> hits;
  index.find(own.span(), testing::NoLongTokens(), hits, scratch, kUnwatched);
  std::vector<Shared> found;
  for (const OverlapHit& hit : hits) found.push_back({hit.token, hit.position, hit.length});
  return found;
}

/// By place, and those of one place by length: the order of several at one place is nobody's promise.
std::vector<Shared> sorted(std::vector<Shared> hits) {
  std::ranges::sort(hits, {}, [](const Shared& it) { return std::pair(it.token, it.length); });
  return hits;
}

TEST_CASE("as the definition, however many hashes collide") {
  for_seeds(120, [](Random& random) {
    const Texts given(random);
    const std::size_t most = random.between(1, 13);
    const std::size_t least = random.one_in(2) ? most : random.between(1, most);
    const bool code_points = random.one_in(3);
    for (const unsigned bits : {1u, 3u, 8u, 64u}) {
      CAPTURE(bits);
      const NgramIndex index(testing::store_of(given.documents, code_points), least, most, bits, kUnwatched);
      std::map<std::size_t, std::set<Tokens>> distinct;
      for (std::size_t d = 0; d < given.documents.size(); ++d) {
        const Tokens& document = given.documents[d];
        const std::size_t n = document.size() < least ? 0 : std::min(document.size(), most);
        REQUIRE(index.length_of(d) == n);
        if (n != 0) distinct[n].merge(reference::gram_set(document, n));
      }
      REQUIRE(index.size() == std::accumulate(distinct.begin(), distinct.end(), std::size_t{0},
                                              [](std::size_t sum, const auto& it) { return sum + it.second.size(); }));
      OverlapScratch scratch;
      for (const Tokens& text : given.texts) {
        REQUIRE(sorted(found_in(index, text, scratch)) ==
                sorted(reference::shared_grams(given.documents, least, most, text)));
        NgramIndex::forget_batch(scratch);
      }
    }
  });
}

TEST_CASE("next() leads through all positions of an n-gram") {
  for_seeds(60, [](Random& random) {
    const Texts given(random);
    const std::size_t n = random.between(1, 5);
    const NgramIndex index(testing::store_of(given.documents), n, n, random.pick(std::vector<unsigned>{2, 64}),
                           kUnwatched);
    std::map<Tokens, std::vector<std::uint32_t>> places;
    std::uint32_t first = 0;
    for (const Tokens& document : given.documents) {
      const auto grams = reference::grams(document, n);
      for (std::size_t i = 0; i < grams.size(); ++i) places[grams[i]].push_back(first + static_cast<std::uint32_t>(i));
      first += static_cast<std::uint32_t>(document.size());
    }
    for (const auto& [gram, expected] : places) {
      std::vector<std::uint32_t> found;
      for (std::uint32_t p = expected.front(); p != NgramIndex::kNone; p = index.next(p)) found.push_back(p);
      REQUIRE(found == expected);
    }
  });
}

TEST_CASE("skips: as far to the right as so many tokens differ") {
  for_seeds(80, [](Random& random) {
    const Texts given(random);
    const std::size_t n = random.between(1, 4);
    const std::size_t skips = random.below(4);
    const std::size_t longer_than = random.pick(std::vector<std::size_t>{0, n, n + 2});
    const NgramIndex index(testing::store_of(given.documents), n, n, random.pick(std::vector<unsigned>{2, 64}),
                           kUnwatched);
    for (const Tokens& text : given.texts) {
      std::vector<Shared> expected;
      for (std::size_t at = 0; at + n <= text.size(); ++at) {
        std::size_t first = 0;
        for (const Tokens& document : given.documents) {
          for (std::size_t i = 0; i + n <= document.size(); ++i) {
            std::size_t length = 0;
            std::size_t differ = 0;
            for (std::size_t k = 0; at + k < text.size() && i + k < document.size() && differ <= skips; ++k) {
              if (text[at + k] == document[i + k]) {
                length = k + 1;
              } else {
                if (k < n) break;
                ++differ;
              }
            }
            if (length >= n && length > longer_than) expected.push_back({at, first + i, length});
          }
          first += document.size();
        }
      }
      const Sequence own(text);
      std::vector<OverlapHit> hits;
      OverlapScratch scratch;
      index.find_with_skips(own.span(), testing::NoLongTokens(), skips, longer_than, hits, scratch, kUnwatched);
      std::vector<Shared> found;
      for (const OverlapHit& hit : hits) found.push_back({hit.token, hit.position, hit.length});
      REQUIRE(found == expected);
    }
  });
}

TEST_CASE("what a text has of each document") {
  for_seeds(80, [](Random& random) {
    const Texts given(random);
    const std::size_t n = random.between(1, 4);
    const NgramIndex index(testing::store_of(given.documents), n, n, 64, kUnwatched);
    for (const Tokens& text : given.texts) {
      const Sequence own(text);
      std::vector<OverlapHit> hits;
      OverlapScratch scratch;
      index.find(own.span(), testing::NoLongTokens(), hits, scratch, kUnwatched);
      std::vector<std::pair<std::uint64_t, std::uint64_t>> spans;
      std::vector<DocumentOverlap> documents;
      const TextOverlap overlap = overlap_of(index, hits, true, spans, documents);
      // Token by token.
      const auto marked = [n](const Tokens& tokens, const std::set<Tokens>& grams, std::size_t& count) {
        std::vector<bool> inside(tokens.size());
        for (std::size_t i = 0; i + n <= tokens.size(); ++i) {
          const Tokens gram(tokens.begin() + static_cast<std::ptrdiff_t>(i),
                            tokens.begin() + static_cast<std::ptrdiff_t>(i + n));
          if (!grams.contains(gram)) continue;
          ++count;
          std::fill_n(inside.begin() + static_cast<std::ptrdiff_t>(i), n, true);
        }
        return inside;
      };
      const auto longest_run = [](const std::vector<bool>& inside) {
        std::size_t longest = 0;
        std::size_t run = 0;
        for (const bool it : inside) longest = std::max(longest, run = it ? run + 1 : 0);
        return longest;
      };
      std::set<Tokens> known;
      for (const Tokens& document : given.documents) known.merge(reference::gram_set(document, n));
      std::size_t count = 0;
      const std::vector<bool> in_text = marked(text, known, count);
      REQUIRE(hits.size() == count);
      REQUIRE(overlap.covered == static_cast<std::size_t>(std::ranges::count(in_text, true)));
      REQUIRE(overlap.longest == longest_run(in_text));
      std::vector<bool> spanned(text.size());
      for (const auto& [begin, end] : spans)
        std::fill(spanned.begin() + static_cast<std::ptrdiff_t>(begin),
                  spanned.begin() + static_cast<std::ptrdiff_t>(end), true);
      REQUIRE(spanned == in_text);
      const std::set<Tokens> of_text = reference::gram_set(text, n);
      std::size_t k = 0;
      for (std::size_t d = 0; d < given.documents.size(); ++d) {
        std::size_t grams = 0;
        const std::vector<bool> inside = marked(given.documents[d], of_text, grams);
        if (grams == 0) continue;
        REQUIRE(k < documents.size());
        REQUIRE(documents[k].document == d);
        REQUIRE(documents[k].grams == grams);
        REQUIRE(documents[k].covered == static_cast<std::size_t>(std::ranges::count(inside, true)));
        REQUIRE(documents[k].longest == longest_run(inside));
        ++k;
      }
      REQUIRE(k == documents.size());
    }
  });
}

TEST_CASE("an index of nothing finds nothing") {
  const NgramIndex index(testing::store_of(std::vector<Tokens>{{}, {1, 2}}), 3, 5, 64, kUnwatched);
  OverlapScratch scratch;
  CHECK(index.size() == 0);
  CHECK(index.length_of(1) == 0);
  CHECK(found_in(index, {1, 2, 3, 4}, scratch).empty());
}

}  // namespace
}  // namespace gramscore
