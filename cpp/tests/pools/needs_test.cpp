#include "pools/needs.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "gramscore/metrics/rouge.hpp"
#include "gramscore/metrics/ter.hpp"

namespace gramscore::pools {
namespace {

double f_of(std::size_t common, std::size_t m, std::size_t n) {
  return rouge_score(static_cast<std::int64_t>(common), static_cast<std::int64_t>(m), static_cast<std::int64_t>(n))
      .fmeasure;
}

TEST_CASE("as trying all, by rouge-score's floats") {
  const PoolPlan plan = rouge_pool(0);
  for (const double threshold : {0.0, 0.1, 1.0 / 3, 0.5, 0.6, 2.0 / 3, 0.7, 0.75, 0.8, 0.9, 1.0}) {
    Needs needs(plan, threshold);
    for (std::size_t n = 0; n <= 64; ++n) {
      std::uint32_t least = kNever;
      for (std::size_t m = 0; m <= 64; ++m) {
        std::uint32_t need = kNever;
        for (std::size_t common = std::min(m, n) + 1; common-- > 0;) {
          if (f_of(common, m, n) > threshold) need = static_cast<std::uint32_t>(common);
        }
        for (const std::size_t guess : {std::size_t{0}, m / 2, m, std::size_t{1000}}) {
          REQUIRE(needs.of(m, n, guess) == need);
        }
        least = std::min(least, need);
      }
      // Predictions longer than all tried need no less.
      if (n <= 20) REQUIRE(needs.least(n) == least);
    }
  }
}

TEST_CASE("lengths that hit 0.7 exactly are decided by the float") {
  const PoolPlan plan = rouge_pool(0);
  Needs needs(plan, 0.7);
  CHECK(needs.of(7, 13, 0) == 7);   // 0.7000000000000001
  CHECK(needs.of(10, 10, 0) == 8);  // 7 give 0.7
  CHECK(needs.of(0, 0, 0) == kNever);
}

TEST_CASE("error rates: below the threshold") {
  const Ter ter{TokenizerOptions{}};
  const PoolPlan plan = ter_pool(ter);
  Needs needs(plan, 40.0);
  // At least max(m, n) - common edits of n tokens.
  CHECK(needs.of(10, 10, 0) == 7);
  CHECK(needs.of(14, 10, 0) == kNever);
  CHECK(needs.of(13, 10, 0) == 10);
}

}  // namespace
}  // namespace gramscore::pools
