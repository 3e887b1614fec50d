#include "gramscore/metrics/extractiveness.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "reference/overlap.hpp"
#include "tests/batches.hpp"
#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;
using testing::Tokens;

TEST_CASE("each measure is the quotient of its definition") {
  for_seeds(40, [](Random& random) {
    std::vector<testing::TokenExample> examples;
    for (int k = 0; k < 5; ++k) {
      examples.push_back({testing::random_sequence<Token>(random, random.below(12), 4),
                          {testing::random_sequence<Token>(random, random.below(30), 6)}});
    }
    for (const char* const name : {"coverage", "density", "compression", "novel1", "novel3", "repetition2"}) {
      const Extractiveness metric(ExtractMeasure::parse(name), TokenizerOptions{});
      const std::vector<std::int64_t> rows = testing::Batch(examples).score(metric);
      for (std::size_t k = 0; k < examples.size(); ++k) {
        const Tokens& summary = examples[k].prediction;
        const Tokens& article = examples[k].references[0];
        std::size_t top = 0;
        std::size_t bottom = summary.size();
        const std::string measure(name);
        if (measure == "coverage" || measure == "density") {
          for (const reference::Run& run : reference::fragments(summary, article)) {
            top += measure == "coverage" ? run.length : run.length * run.length;
          }
        } else if (measure == "compression") {
          top = article.size();
        } else {
          const auto n = static_cast<std::size_t>(measure.back() - '0');
          const auto own = reference::gram_set(summary, n);
          const auto of_article = reference::gram_set(article, n);
          if (measure.starts_with("novel")) {
            bottom = own.size();
            for (const Tokens& gram : own) top += of_article.contains(gram) ? 0 : 1;
          } else {
            bottom = reference::grams(summary, n).size();
            top = bottom - own.size();
          }
        }
        const auto t = static_cast<std::int64_t>(top);
        const auto b = static_cast<std::int64_t>(bottom);
        REQUIRE(extract_score(rows[2 * k], rows[2 * k + 1]) ==
                (b == 0 ? 0.0 : static_cast<double>(t) / static_cast<double>(b)));
      }
    }
  });
}

TEST_CASE("names that are no measure") {
  for (const char* const name : {"", "cover", "novel", "novel0", "novelx", "repetition-1", "density1"}) {
    CAPTURE(name);
    CHECK_THROWS_AS((void)ExtractMeasure::parse(name), std::invalid_argument);
  }
}

}  // namespace
}  // namespace gramscore
