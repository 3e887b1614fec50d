#include "gramscore/pools/pool.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <numeric>
#include <set>
#include <vector>

#include "gramscore/metrics/gleu.hpp"
#include "gramscore/metrics/rouge.hpp"
#include "gramscore/metrics/ter.hpp"
#include "reference/lcs.hpp"
#include "reference/pool.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"
#include "tests/stores.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;
using Words = std::vector<std::uint32_t>;

/// Texts of words by number, of which small ones are frequent; many are like one before.
std::vector<Words> random_texts(Random& random, std::size_t count, std::size_t longest, std::size_t words) {
  std::vector<Words> texts;
  const auto word = [&] { return static_cast<std::uint32_t>(std::min(random.below(words), random.below(words))); };
  while (texts.size() < count) {
    Words text;
    if (!texts.empty() && random.below(3) != 0) {
      text = random.pick(texts);
      for (std::uint32_t& it : text) {
        if (random.below(5) == 0) it = word();
      }
      if (random.below(3) == 0) text.push_back(word());
      if (!text.empty() && random.below(3) == 0) text.erase(text.begin());
    } else {
      for (std::size_t k = random.below(longest + 1); k > 0; --k) text.push_back(word());
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

/// Some of the texts; no token is 0.
std::shared_ptr<const PreparedTexts> prepared(const std::vector<Words>& texts, std::size_t first, std::size_t count) {
  std::vector<Words> some(texts.begin() + static_cast<std::ptrdiff_t>(first),
                          texts.begin() + static_cast<std::ptrdiff_t>(first + count));
  for (Words& text : some) {
    for (std::uint32_t& word : text) ++word;
  }
  return testing::prepared(some);
}

std::multiset<Words> grams_of(const Words& text, std::size_t least, std::size_t most) {
  std::multiset<Words> grams;
  for (std::size_t n = least; n <= most; ++n) {
    for (std::size_t i = 0; i + n <= text.size(); ++i) {
      grams.insert(
          Words(text.begin() + static_cast<std::ptrdiff_t>(i), text.begin() + static_cast<std::ptrdiff_t>(i + n)));
    }
  }
  return grams;
}

std::size_t common_of(const std::multiset<Words>& a, const std::multiset<Words>& b) {
  std::vector<Words> both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  return both.size();
}

/// What the pool keeps of the texts, given in pieces, and of each rejected one the nearest and its score.
struct Found {
  std::vector<bool> kept;
  std::vector<std::int64_t> nearest;
  std::vector<double> scores;
};

Found run(Pool& pool, const std::vector<Words>& texts, std::size_t piece, std::size_t threads, bool nearest) {
  Found found;
  std::atomic<std::size_t> done{0};
  for (std::size_t first = 0; first < texts.size(); first += piece) {
    const std::size_t count = std::min(piece, texts.size() - first);
    std::vector<std::uint8_t> kept(count);
    std::vector<std::int64_t> ids(count);
    std::vector<double> scores(count);
    PoolOutput output{kept.data(), nearest ? ids.data() : nullptr, nearest ? scores.data() : nullptr};
    pool.filter(*prepared(texts, first, count), output, threads, Checkpoint(), done);
    found.kept.insert(found.kept.end(), kept.begin(), kept.end());
    found.nearest.insert(found.nearest.end(), ids.begin(), ids.end());
    found.scores.insert(found.scores.end(), scores.begin(), scores.end());
  }
  return found;
}

/// Compares the pool with the loop.
template <class Score>
void check(const PoolPlan& plan, double threshold, const std::vector<Words>& texts, Random& random, Score score) {
  const auto passes = [&](double it) { return plan.lowest ? it < threshold : it > threshold; };
  const auto score_of = [&](std::size_t t, std::size_t p) { return score(texts[t], texts[p]); };
  const std::vector<bool> expected = reference::kept_of(texts.size(), score_of, passes);
  const std::size_t piece = random.pick(std::vector<std::size_t>{1, 7, texts.size()});
  for (const std::size_t threads : {1u, 2u}) {
    Pool pool(plan, threshold);
    REQUIRE(run(pool, texts, piece, threads, false).kept == expected);
    REQUIRE(pool.size() == static_cast<std::size_t>(std::ranges::count(expected, true)));
  }
  Pool pool(plan, threshold);
  const Found found = run(pool, texts, piece, random.between(1, 2), true);
  REQUIRE(found.kept == expected);
  std::vector<std::size_t> kept;
  for (std::size_t t = 0; t < texts.size(); ++t) {
    if (expected[t]) {
      REQUIRE(found.nearest[t] == -1);
      kept.push_back(t);
      continue;
    }
    std::size_t best = 0;
    for (std::size_t k = 1; k < kept.size(); ++k) {
      const double with = score_of(t, kept[k]);
      const double with_best = score_of(t, kept[best]);
      if (plan.lowest ? with < with_best : with > with_best) best = k;
    }
    REQUIRE(found.nearest[t] == static_cast<std::int64_t>(best));
    REQUIRE(found.scores[t] == score_of(t, kept[best]));
  }
}

double rouge_l(const Words& a, const Words& b) {
  return rouge_score(reference::lcs_length(a, b), static_cast<std::int64_t>(a.size()),
                     static_cast<std::int64_t>(b.size()))
      .fmeasure;
}

TEST_CASE("sequences: as the loop, at thresholds that lengths hit exactly, and for long texts") {
  for_seeds(12, [&](Random& random) {
    for (const double threshold : {0.0, 0.25, 0.5, 0.7, 0.75, 0.9, 1.0}) {
      const std::size_t longest = random.pick(std::vector<std::size_t>{1, 3, 10, 20, 60, 130});
      const auto texts = random_texts(random, 60, longest, random.pick(std::vector<std::size_t>{2, 10, 200}));
      check(rouge_pool(0), threshold, texts, random, rouge_l);
    }
  });
}

TEST_CASE("n-grams: as the loop") {
  for_seeds(3, [&](Random& random) {
    for (const double threshold : {0.0, 0.3, 0.5, 0.7, 1.0}) {
      const auto texts = random_texts(random, 40, random.pick(std::vector<std::size_t>{3, 20, 70}),
                                      random.pick(std::vector<std::size_t>{2, 10, 200}));
      for (const std::size_t order : {1u, 2u}) {
        check(rouge_pool(order), threshold, texts, random, [=](const Words& a, const Words& b) {
          const auto mine = grams_of(a, order, order);
          const auto theirs = grams_of(b, order, order);
          return rouge_score(static_cast<std::int64_t>(common_of(mine, theirs)), static_cast<std::int64_t>(mine.size()),
                             static_cast<std::int64_t>(theirs.size()))
              .fmeasure;
        });
      }
      check(gleu_pool(1, 4), threshold, texts, random, [](const Words& a, const Words& b) {
        const auto mine = grams_of(a, 1, 4);
        const auto theirs = grams_of(b, 1, 4);
        return gleu_score(static_cast<std::int64_t>(common_of(mine, theirs)),
                          static_cast<std::int64_t>(std::max(mine.size(), theirs.size())));
      });
      check(jaccard_pool(), threshold, texts, random, [](const Words& a, const Words& b) {
        const std::set<std::uint32_t> mine(a.begin(), a.end());
        const std::set<std::uint32_t> theirs(b.begin(), b.end());
        Words both;
        std::ranges::set_intersection(mine, theirs, std::back_inserter(both));
        const std::size_t all = mine.size() + theirs.size() - both.size();
        return all == 0 ? 0.0 : static_cast<double>(both.size()) / static_cast<double>(all);
      });
    }
  });
}

TEST_CASE("error rates are decided by the metric") {
  const Ter ter{TokenizerOptions{}};
  for_seeds(6, [&](Random& random) {
    for (const double threshold : {0.0, 20.0, 50.0, 100.0, 150.0}) {
      const auto texts = random_texts(random, 40, random.pick(std::vector<std::size_t>{3, 12, 60}), 30);
      check(ter_pool(ter), threshold, texts, random, [&](const Words& a, const Words& b) {
        TokenBatch batch;
        std::size_t size = 0;
        for (const Words* text : {&a, &b}) {
          Token* out = batch.tokens.reserve(size + text->size() + kTokenSlack, size) + size;
          for (const std::uint32_t word : *text) *out++ = word + 1;
          batch.document_end.push_back(size += text->size());
        }
        const Documents documents[] = {{&batch, 0}};
        const std::uint32_t references[] = {1};
        std::int64_t row[kTerColumns];
        const auto scratch = ter.make_scratch();
        ter.score({documents, references}, row, *scratch, Checkpoint());
        double score;
        ter_scores(row, 1, &score);
        return score;
      });
    }
  });
}

TEST_CASE("judging gives the best and the mean of all, whatever the lengths") {
  testing::for_kernels([] {
    for_seeds(2, [&](Random& random) {
      for (const std::size_t longest : {4u, 20u, 60u, 140u, 300u}) {
        const auto texts = random_texts(random, 60, longest, 40);
        const std::size_t best = random.between(1, 12);
        std::vector<std::uint8_t> kept(texts.size());
        std::vector<std::int64_t> nearest(texts.size() * best);
        std::vector<double> scores(texts.size() * best);
        std::vector<double> means(texts.size());
        PoolJudgement output{kept.data(), best, nearest.data(), scores.data(), means.data()};
        Pool pool(rouge_pool(0), 0.7);
        std::atomic<std::size_t> done{0};
        pool.judge(*prepared(texts, 0, texts.size()), output, random.between(1, 3), Checkpoint(), done);
        std::vector<std::size_t> inside;
        for (std::size_t t = 0; t < texts.size(); ++t) {
          std::vector<std::pair<double, std::int64_t>> order;
          ExactSum sum;
          for (std::size_t k = 0; k < inside.size(); ++k) {
            const double score = rouge_l(texts[t], texts[inside[k]]);
            sum.add(score);
            order.emplace_back(-score, static_cast<std::int64_t>(k));
          }
          std::ranges::sort(order);
          for (std::size_t k = 0; k < best; ++k) {
            REQUIRE(nearest[t * best + k] == (k < order.size() ? order[k].second : -1));
            if (k < order.size()) REQUIRE(scores[t * best + k] == -order[k].first);
          }
          if (!inside.empty()) REQUIRE(means[t] == sum.value() / static_cast<double>(inside.size()));
          REQUIRE((kept[t] != 0) == (order.empty() || -order[0].first <= 0.7));
          if (kept[t] != 0) inside.push_back(t);
        }
      }
    });
  });
}

TEST_CASE("what is interrupted leaves the pool as it was") {
  Random random(5);
  const auto texts = random_texts(random, 400, 12, 50);
  Pool pool(rouge_pool(0), 0.7);
  const Found before = run(pool, {texts.begin(), texts.begin() + 200}, 200, 1, false);
  const std::size_t size = pool.size();
  int left = 3;
  const Checkpoint stopping(
      nullptr,
      [](void* at) {
        if (--*static_cast<int*>(at) == 0) throw Cancelled();
      },
      &left);
  std::vector<std::uint8_t> kept(200);
  std::atomic<std::size_t> done{0};
  const auto rest = prepared(texts, 200, 200);
  CHECK_THROWS_AS(pool.filter(*rest, {kept.data(), nullptr, nullptr}, 1, stopping, done), Cancelled);
  REQUIRE(pool.size() == size);
  std::vector<bool> all = before.kept;
  pool.filter(*rest, {kept.data(), nullptr, nullptr}, 1, Checkpoint(), done);
  all.insert(all.end(), kept.begin(), kept.end());
  Pool whole(rouge_pool(0), 0.7);
  REQUIRE(run(whole, texts, texts.size(), 1, false).kept == all);
  REQUIRE(whole.texts()->write() == pool.texts()->write());
}

}  // namespace
}  // namespace gramscore
