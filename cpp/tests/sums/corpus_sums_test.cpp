#include "gramscore/sums/corpus_sums.hpp"

#include <doctest/doctest.h>

#include <array>
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

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

ExactSum exact(const std::vector<double>& values) {
  ExactSum sum;
  for (const double x : values) sum.add(x);
  return sum;
}

TEST_CASE("columns are summed") {
  const std::vector<std::int64_t> rows = {1, 10, 2, 20, 3, 30};
  const CorpusSums sums = column_sums(rows.data(), 3, 2);
  CHECK(sums.examples == 3);
  CHECK(sums.whole == std::vector<std::int64_t>{6, 60});
  CHECK(sums.exact.empty());
  CHECK(column_sums(rows.data(), 1, 2) + column_sums(rows.data() + 2, 2, 2) == sums);
}

TEST_CASE("what does not fit 64 bits is an error") {
  const CorpusSums most{1, {kMost}, {}};
  const CorpusSums least{1, {kLeast}, {}};
  CHECK((most + CorpusSums{1, {0}, {}}).whole.front() == kMost);
  CHECK((most + least).whole.front() == -1);
  CHECK_THROWS_AS(most + CorpusSums({1, {1}, {}}), std::overflow_error);
  CHECK_THROWS_AS(least + CorpusSums({1, {-1}, {}}), std::overflow_error);
  CHECK_THROWS_AS(CorpusSums({kMost, {}, {}}) + CorpusSums({1, {}, {}}), std::overflow_error);
  const std::vector<std::int64_t> rows = {kMost, 1};
  CHECK_THROWS_AS(column_sums(rows.data(), 2, 1), std::overflow_error);
}

TEST_CASE("sums of different things do not add up") {
  CHECK_THROWS_AS(CorpusSums({1, {1}, {}}) + CorpusSums({1, {1, 2}, {}}), std::invalid_argument);
  CHECK_THROWS_AS(CorpusSums({1, {}, {ExactSum{}}}) + CorpusSums({1, {}, {}}), std::invalid_argument);
}

TEST_CASE("the serial form of an exact sum is a whole number of the smallest units") {
  const std::array<std::uint8_t, ExactSum::kBytes> zero{};
  CHECK(ExactSum{}.bytes() == zero);
  auto unit = zero;
  unit[0] = 1;
  CHECK(exact({std::numeric_limits<double>::denorm_min()}).bytes() == unit);
  auto one = zero;
  one[1074 / 8] = 1 << (1074 % 8);
  CHECK(exact({1.0}).bytes() == one);
  std::array<std::uint8_t, ExactSum::kBytes> minus{};
  minus.fill(0xff);
  CHECK(exact({-std::numeric_limits<double>::denorm_min()}).bytes() == minus);
}

TEST_CASE("sums come back from their serial form, and go on") {
  testing::for_seeds(100, [](Random& random) {
    std::vector<double> values;
    for (std::size_t k = random.between(0, 40); k > 0; --k) {
      const int exponent = static_cast<int>(random.below(2000)) - 1050;
      values.push_back(std::ldexp(random.one_in(2) ? -1.0 - 1.0 / 3 : 1.7, exponent / 2));
    }
    const ExactSum whole = exact(values);
    ExactSum back = ExactSum::from_bytes(whole.bytes());
    REQUIRE(back == whole);
    REQUIRE(back.bytes() == whole.bytes());
    REQUIRE(back.value() == whole.value());
    back.add(0.1);
    values.insert(values.begin(), 0.1);
    REQUIRE(back == exact(values));
    REQUIRE(!(back == whole));
  });
}

TEST_CASE("a sum too great for the serial form says so") {
  ExactSum sum = exact({std::numeric_limits<double>::max()});
  for (int i = 0; i < 70; ++i) sum.add(sum);
  REQUIRE(ExactSum::from_bytes(sum.bytes()) == sum);
  for (int i = 0; i < 10; ++i) sum.add(sum);
  CHECK_THROWS_AS((void)sum.bytes(), std::overflow_error);
}

TEST_CASE("edits beyond 64 bits are an error") {
  const std::array<std::int64_t, 6> stats{kMost, 5, 1, 1, 4, 1};
  CHECK(ter_sums(stats.data(), 1).whole[0] == kMost);
  CHECK_THROWS_AS(ter_sums(stats.data(), 2), std::overflow_error);
  CHECK_THROWS_AS(ter_corpus(stats.data(), 2), std::overflow_error);
}

TEST_CASE("means of ROUGE and corpus TER follow from sums of parts") {
  testing::for_seeds(50, [](Random& random) {
    const std::size_t rows = random.between(2, 40);
    const std::size_t types = random.between(1, 3);
    std::vector<std::int64_t> stats;
    for (std::size_t i = 0; i < rows * types; ++i) {
      const auto most = static_cast<std::int64_t>(random.below(9));
      stats.insert(stats.end(), {most, most + static_cast<std::int64_t>(random.below(5)), most + 1});
    }
    const std::size_t cut = random.between(1, rows - 1);
    const std::size_t stride = types * kRougeColumns;
    const CorpusSums whole = rouge_sums(stats.data(), rows, types);
    const CorpusSums parts =
        rouge_sums(stats.data() + cut * stride, rows - cut, types) + rouge_sums(stats.data(), cut, types);
    REQUIRE(parts == whole);
    for (std::size_t t = 0; t < types; ++t) {
      const RougeScore expected = rouge_mean(stats.data() + t * kRougeColumns, rows, stride);
      const RougeScore mean = rouge_mean(parts, t);
      REQUIRE(mean.precision == expected.precision);
      REQUIRE(mean.recall == expected.recall);
      REQUIRE(mean.fmeasure == expected.fmeasure);
    }
    const std::size_t ter_rows = rows * types;
    const CorpusSums ter = ter_sums(stats.data() + kTerColumns, ter_rows - 1) + ter_sums(stats.data(), 1);
    REQUIRE(ter == ter_sums(stats.data(), ter_rows));
    REQUIRE(ter_corpus(ter).num_edits == ter_corpus(stats.data(), ter_rows).num_edits);
  });
}

}  // namespace
}  // namespace gramscore
