#include "gramscore/resampling/rouge155_averages.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "gramscore/metrics/rouge155/rouge155.hpp"
#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::Random;

TEST_CASE("numbered documents are in the byte order of their numbers") {
  for (const std::uint32_t count : {0u, 1u, 9u, 10u, 11u, 99u, 100u, 101u, 1234u}) {
    std::vector<std::uint32_t> expected(count);
    std::iota(expected.begin(), expected.end(), 0u);
    std::sort(expected.begin(), expected.end(),
              [](std::uint32_t a, std::uint32_t b) { return std::to_string(a + 1) < std::to_string(b + 1); });
    CHECK(order_of_numbered(count) == expected);
  }
}

/// One column's average, as plainly as it can be said.
Rouge155Average plain(const std::vector<double>& column, std::size_t samples, double confidence) {
  std::vector<double> means;
  for (std::uint64_t seed = 0; seed < samples; ++seed) {
    std::uint64_t x = (seed << 16) + 0x330e;
    double sum = 0;
    for (std::size_t i = 0; i < column.size(); ++i) {
      x = (x * 0x5deece66d + 0xb) & 0xffffffffffff;
      sum += column[static_cast<std::size_t>(static_cast<double>(x) / 281474976710656.0 *
                                             static_cast<double>(column.size()))];
    }
    means.push_back(sum / static_cast<double>(column.size()));
  }
  std::sort(means.begin(), means.end());
  double sum = 0;
  for (const double mean : means) sum += mean;
  const auto r = static_cast<double>(samples);
  const double outside = r * ((100 - confidence) / 2) / 100;
  const auto high = static_cast<std::size_t>(std::max(r - outside - 1, 0.0));
  const double fraction = r - outside - 1 - static_cast<double>(high);
  const auto at = [&](std::size_t k) { return k < means.size() ? means[k] : 0.0; };
  const auto bound = [&](std::size_t k) { return five_decimals(at(k) + (at(k + 1) - at(k)) * fraction); };
  return {five_decimals(sum / r), bound(static_cast<std::size_t>(outside)), bound(high)};
}

TEST_CASE("averages are those of the plain way, for any number of threads") {
  Random random(5);
  for (const std::size_t documents : {1u, 2u, 4u, 50u, 5000u}) {
    const std::size_t samples = documents == 5000 ? 20 : 1 + random.below(300);
    std::vector<double> rows(3 * documents);
    for (double& value : rows) value = static_cast<double>(random.below(100001)) / 100000;
    std::vector<std::uint32_t> order(documents);
    for (std::size_t i = 0; i < documents; ++i) order[i] = static_cast<std::uint32_t>(documents - 1 - i);
    for (const double confidence : {95.0, 0.0, 33.3, 100.0}) {
      for (const std::size_t threads : {1u, 3u}) {
        const auto found =
            rouge155_averages(rows.data(), order, 1, {samples, confidence, false, 0.5, threads}, Checkpoint());
        REQUIRE(found.size() == 3);
        for (std::size_t k = 0; k < 3; ++k) {
          std::vector<double> column;
          for (const std::uint32_t i : order) column.push_back(rows[3 * i + k]);
          const Rouge155Average expected = plain(column, samples, confidence);
          CHECK(found[k].value == expected.value);
          CHECK(found[k].low == expected.low);
          CHECK(found[k].high == expected.high);
        }
      }
    }
  }
}

}  // namespace
}  // namespace gramscore
