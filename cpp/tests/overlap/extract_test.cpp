#include "gramscore/overlap/extract.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "gramscore/metrics/rouge.hpp"
#include "reference/lcs.hpp"
#include "reference/ngrams.hpp"
#include "reference/overlap.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;
using testing::Sequence;
using Tokens = std::vector<Token>;
using Numbers = std::vector<std::uint32_t>;

const Checkpoint kUnwatched;

/// A document and its summary, which takes words from some sentences.
struct Document {
  std::vector<Tokens> sentences;
  Tokens summary;

  Document(Random& random, std::size_t most) {
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{2, 8, 100});
    const std::size_t count = random.below(most + 1);
    while (sentences.size() < count) {
      const bool again = !sentences.empty() && random.one_in(5);
      sentences.push_back(again ? random.pick(sentences)
                                : testing::random_sequence<Token>(random, random.below(15), alphabet));
    }
    summary = testing::random_sequence<Token>(random, random.below(12), alphabet);
    for (const Tokens& sentence : sentences) {
      if (!random.one_in(4) || sentence.empty()) continue;
      const std::size_t at = random.below(sentence.size());
      summary.insert(summary.end(), sentence.begin() + static_cast<std::ptrdiff_t>(at), sentence.end());
    }
  }

  Extract find(ExtractFinder& finder, std::size_t most, ExtractSearch search) const {
    std::vector<Sequence> kept;
    for (const Tokens& sentence : sentences) kept.emplace_back(sentence);
    std::vector<TokenSpan> spans;
    for (const Sequence& sentence : kept) spans.push_back(sentence.span());
    const Sequence target(summary);
    return finder.find(spans, target.span(), most, search, kUnwatched);
  }
};

/// The best of all extracts, of equals that of fewest sentences and then the first.
template <class Worth>
Numbers best_of_all(std::size_t sentences, std::size_t most, Worth worth) {
  Numbers best;
  double reached = 0;
  for (std::size_t size = 1; size <= std::min(most, sentences); ++size) {
    std::vector<bool> taken(sentences);
    std::fill_n(taken.begin(), size, true);
    do {
      Numbers chosen;
      for (std::uint32_t i = 0; i < sentences; ++i) {
        if (taken[i]) chosen.push_back(i);
      }
      const double value = worth(chosen);
      if (value > reached) {
        reached = value;
        best = chosen;
      }
    } while (std::prev_permutation(taken.begin(), taken.end()));
  }
  return best;
}

double rouge_worth(const Document& document, Numbers chosen, const ExtractGoal& goal) {
  std::ranges::sort(chosen);
  Tokens extract;
  for (const std::uint32_t s : chosen) {
    extract.insert(extract.end(), document.sentences[s].begin(), document.sentences[s].end());
  }
  const auto f = [&](std::size_t matches, std::size_t n) {
    const auto total = [n](const Tokens& text) {
      return static_cast<std::int64_t>(text.size() < n ? 0 : text.size() - n + 1);
    };
    return rouge_score(static_cast<std::int64_t>(matches), total(extract), total(document.summary)).fmeasure;
  };
  double worth = 0;
  for (const int order : goal.orders) {
    const auto n = static_cast<std::size_t>(order);
    worth += f(reference::clipped_matches(extract, std::vector<Tokens>{document.summary}, n), n);
  }
  if (goal.lcs) worth += f(static_cast<std::size_t>(reference::lcs_length(document.summary, extract)), 1);
  return worth;
}

TEST_CASE("PreSumm's selection: numbers, their order and the worth") {
  ExtractFinder finder{ExtractGoal{}};
  for_seeds(300, [&](Random& random) {
    const Document document(random, random.pick(std::vector<std::size_t>{3, 10, 70}));
    const std::size_t most = random.between(1, 5);
    const auto worth = [&](const Numbers& chosen) {
      return reference::presumm_worth(document.sentences, chosen, document.summary);
    };
    const Extract found = document.find(finder, most, ExtractSearch::greedy);
    REQUIRE(found.sentences == reference::greedy_extract(document.sentences.size(), most, worth));
    REQUIRE(found.score == (found.sentences.empty() ? 0.0 : worth(found.sentences)));
  });
}

TEST_CASE("the exact search finds the best of all") {
  ExtractFinder finder{ExtractGoal{}};
  for_seeds(120, [&](Random& random) {
    const Document document(random, 9);
    const std::size_t most = random.between(1, 4);
    const auto worth = [&](const Numbers& chosen) {
      return reference::presumm_worth(document.sentences, chosen, document.summary);
    };
    const Extract found = document.find(finder, most, ExtractSearch::exact);
    REQUIRE(found.sentences == best_of_all(document.sentences.size(), most, worth));
  });
}

TEST_CASE("by rouge-score's F, greedily and exactly") {
  for_seeds(60, [](Random& random) {
    const ExtractGoal goal{ExtractGoal::Kind::rouge,
                           random.pick(std::vector<std::vector<int>>{{1, 2}, {1}, {2, 3}, {}}), random.one_in(2)};
    if (goal.orders.empty() && !goal.lcs) return;
    ExtractFinder finder{goal};
    const Document document(random, 8);
    const std::size_t most = random.between(1, 3);
    const auto worth = [&](const Numbers& chosen) { return rouge_worth(document, chosen, goal); };
    REQUIRE(document.find(finder, most, ExtractSearch::greedy).sentences ==
            reference::greedy_extract(document.sentences.size(), most, worth));
    REQUIRE(document.find(finder, most, ExtractSearch::exact).sentences ==
            best_of_all(document.sentences.size(), most, worth));
  });
}

}  // namespace
}  // namespace gramscore
