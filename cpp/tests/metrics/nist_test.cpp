#include "gramscore/metrics/nist.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "reference/ngrams.hpp"
#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;
using testing::random_sequence;

using Tokens = std::vector<Token>;
using Example = std::vector<Tokens>;  // a prediction and its references

const Checkpoint kUnwatched;

NistStatistics statistics(const std::vector<Example>& examples, std::size_t max_order) {
  TokenBatch batch;
  std::vector<std::uint32_t> references;
  std::size_t size = 0;
  for (const Example& example : examples) {
    for (const Tokens& document : example) {
      batch.tokens.reserve(size + document.size() + kTokenSlack, size);
      std::copy(document.begin(), document.end(), batch.tokens.data() + size);
      size += document.size();
      batch.document_end.push_back(size);
    }
    references.push_back(static_cast<std::uint32_t>(example.size() - 1));
  }
  return nist_statistics({&batch, 0}, references, max_order, kUnwatched);
}

double score(const NistStatistics& s) { return nist_score(s.sys_len, s.totals, s.ref_len, s.information, s.max_order); }

TEST_CASE("typed by hand") {
  const NistStatistics s = statistics({{{1, 2, 3}, {1, 2, 4, 4}}}, 2);
  CHECK(s.sys_len == std::vector<std::int64_t>{3});
  CHECK(s.totals == std::vector<std::int64_t>{3, 2});
  CHECK(s.ref_len == std::vector<std::int64_t>{4, 4});
  // 1 and 2 are one of four tokens each; 2 follows each 1.
  CHECK(s.information == std::vector<double>{4.0, 0.0});
  const double penalty = std::exp(std::log(0.5) * std::pow(std::log(0.75) / std::log(1.5), 2));
  CHECK(score(s) == doctest::Approx(4.0 / 3 * penalty));
}

TEST_CASE("where it is not defined") {
  CHECK(std::isnan(score(statistics({{{1}, {1, 2}}}, 2))));
  CHECK(std::isnan(score(statistics({{{1, 2}, {}}}, 2))));
  CHECK(score(statistics({{{3, 3}, {1, 2}}}, 2)) == 0.0);
}

TEST_CASE("information against maps") {
  for_seeds(100, [](Random& random) {
    std::vector<Example> examples(random.between(1, 6));
    for (Example& example : examples) {
      example.resize(random.between(2, 4));
      for (Tokens& document : example) document = random_sequence<Token>(random, random.between(0, 15), 4);
    }
    constexpr std::size_t kOrders = 3;
    const NistStatistics s = statistics(examples, kOrders);
    std::map<Tokens, std::uint64_t> frequency;
    std::uint64_t tokens = 0;
    for (const Example& example : examples) {
      for (std::size_t r = 1; r < example.size(); ++r) {
        tokens += example[r].size();
        for (std::size_t n = 1; n <= kOrders; ++n) {
          for (const auto& [ngram, count] : reference::count_ngrams(example[r], n)) frequency[ngram] += count;
        }
      }
    }
    for (std::size_t e = 0; e < examples.size(); ++e) {
      for (std::size_t n = 1; n <= kOrders; ++n) {
        const auto predicted = reference::count_ngrams(examples[e][0], n);
        double best = 0;
        for (std::size_t r = 1; r < examples[e].size(); ++r) {
          const auto given = reference::count_ngrams(examples[e][r], n);
          double sum = 0;
          for (const auto& [ngram, count] : predicted) {
            if (!given.contains(ngram)) continue;
            const Tokens prefix(ngram.begin(), ngram.end() - 1);
            const double before = static_cast<double>(prefix.empty() ? tokens : frequency[prefix]);
            sum += static_cast<double>(std::min(count, given.at(ngram))) *
                   std::log2(before / static_cast<double>(frequency[ngram]));
          }
          best = std::max(best, sum);
        }
        REQUIRE(s.information[e * kOrders + n - 1] == doctest::Approx(best));
      }
    }
  });
}

}  // namespace
}  // namespace gramscore
