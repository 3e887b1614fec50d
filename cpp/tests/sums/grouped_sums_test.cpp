#include "gramscore/sums/grouped_sums.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include "gramscore/metrics/rouge.hpp"
#include "gramscore/metrics/ter.hpp"
#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::Random;

TEST_CASE("the sums of a group are those of its rows alone") {
  Random random(1);
  constexpr std::size_t kGroups = 5000;  // more than a block
  constexpr std::size_t kRows = 20000;
  std::vector<std::uint32_t> groups(kRows);
  std::vector<std::int64_t> rouge;
  std::vector<std::int64_t> ter;
  std::vector<std::vector<std::int64_t>> rouge_of(kGroups);
  std::vector<std::vector<std::int64_t>> ter_of(kGroups);
  for (std::uint32_t& group : groups) {
    group = static_cast<std::uint32_t>(random.below(kGroups));
    for (int type = 0; type < 2; ++type) {
      // Some fractions are below 2^-21.
      const auto length =
          static_cast<std::int64_t>(random.below(4) == 0 ? 1 + random.below(1u << 30) : 1 + random.below(40));
      const auto matches = static_cast<std::int64_t>(random.below(3));
      const auto other = static_cast<std::int64_t>(random.below(40));
      for (const std::int64_t number : {std::min(matches, std::min(length, other)), length, other}) {
        rouge.push_back(number);
        rouge_of[group].push_back(number);
      }
    }
    const auto length = static_cast<std::int64_t>(random.below(1u << 24));
    for (const std::int64_t number :
         {static_cast<std::int64_t>(random.below(9)), length, static_cast<std::int64_t>(1 + random.below(3))}) {
      ter.push_back(number);
      ter_of[group].push_back(number);
    }
  }
  GroupedSums rouge_groups(0, 6);
  add_rouge_rows(rouge_groups, rouge.data(), kRows, 2, groups.data());
  GroupedSums ter_groups(1, 1);
  add_ter_rows(ter_groups, ter.data(), kRows, groups.data());
  GroupedSums columns(3, 0);
  add_columns(columns, ter.data(), kRows, 3, groups.data());
  for (std::size_t g = 0; g < rouge_groups.size(); ++g) {
    const std::size_t rows = ter_of[g].size() / 3;
    CHECK(rouge_groups.examples(g) == static_cast<std::int64_t>(rows));
    if (rows == 0) continue;
    const CorpusSums expected = rouge_sums(rouge_of[g].data(), rows, 2);
    CHECK(rouge_groups.sums(g) == expected);
    for (std::size_t k = 0; k < 6; ++k) CHECK(rouge_groups.exact(g, k) == expected.exact[k].value());
    CHECK(ter_groups.sums(g) == ter_sums(ter_of[g].data(), rows));
    CHECK(columns.sums(g) == column_sums(ter_of[g].data(), rows, 3));
  }
  CHECK(rouge_groups.total() == rouge_sums(rouge.data(), kRows, 2));
  CHECK(ter_groups.total() == ter_sums(ter.data(), kRows));
  CHECK(columns.total() == column_sums(ter.data(), kRows, 3));
}

TEST_CASE("any finite double is summed exactly") {
  const std::vector<double> values = {0.0,   -0.0,   0x1p-21,   0x1.fffffffffffffp20, 0x1p21, -1.5, 0x1p-1074,
                                      1e308, -1e308, 0x1.8p-21, 0x1.fffffffffffffp-22};
  GroupedSums groups(0, 1);
  ExactSum sum;
  for (const double x : values) {
    groups.add(1, nullptr, &x);
    sum.add(x);
    CHECK(groups.exact(1, 0) == sum.value());
  }
  CHECK(groups.examples(0) == 0);
  CHECK(groups.exact(0, 0) == 0.0);
}

TEST_CASE("whole sums of groups beyond 64 bits are errors") {
  GroupedSums groups(1, 0);
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  groups.add(3, &most, nullptr);
  CHECK_THROWS_AS(groups.add(3, &most, nullptr), std::overflow_error);
  groups.add(5, &most, nullptr);
  CHECK_THROWS_AS((void)groups.total(), std::overflow_error);
}

TEST_CASE("sums are rounded once") {
  testing::for_seeds(20, [](Random& random) {
    GroupedSums sums(0, 1);
    ExactSum expected;
    const std::size_t count = 1 + random.below(2000);
    // From 2^-20 up to 2^20, so that sums have any number of bits above and below the 53 of a double.
    const int scale = static_cast<int>(random.below(40)) - 20;
    for (std::size_t i = 0; i < count; ++i) {
      const double number =
          std::ldexp(1 + static_cast<double>(random.below(std::uint64_t{1} << 52)) / 4503599627370496.0,
                     std::max(-20, scale - static_cast<int>(random.below(20))));
      sums.add(0, nullptr, &number);
      expected.add(number);
      REQUIRE(sums.exact(0, 0) == expected.value());
    }
  });
  // Halfway between two doubles, and a little more.
  GroupedSums sums(0, 1);
  const double half = std::ldexp(1.0, -20) + std::ldexp(1.0, -34);
  const double more = std::ldexp(1.0, -20) + std::ldexp(1.0, -72);
  for (const double number : {std::ldexp(1.0, 19), half}) sums.add(0, nullptr, &number);
  CHECK(sums.exact(0, 0) == std::ldexp(1.0, 19) + std::ldexp(1.0, -20));
  sums.add(0, nullptr, &more);
  CHECK(sums.exact(0, 0) == std::ldexp(1.0, 19) + std::ldexp(1.0, -19) + std::ldexp(1.0, -33));
}

}  // namespace
}  // namespace gramscore
