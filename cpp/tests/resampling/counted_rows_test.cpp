#include "resampling/counted_rows.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <span>
#include <vector>

#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;

constexpr std::size_t kBlock = 64;

TEST_CASE("sums are exact, however large the numbers and however often they are drawn") {
  for_seeds(100, [](Random& random) {
    const std::size_t examples = 1 + random.below(3 * kBlock);
    const std::size_t columns = 1 + random.below(30);
    const auto size = static_cast<unsigned>(1 + random.below(50));  // bits
    std::vector<double> table(examples * columns);
    for (double& number : table) {
      number = static_cast<double>(random.below(std::size_t{1} << size));
      if (random.one_in(2)) number = -number;
    }
    const Addends addends(table.data(), examples, columns);
    const CountedRows rows(std::vector<CountedRows::Rounded>{{&addends, 0}}, kBlock);
    std::vector<CountedRows::Sums> samples(1 + random.below(5), CountedRows::Sums(rows));
    std::vector<std::vector<std::int64_t>> expected(samples.size(), std::vector<std::int64_t>(columns));
    for (std::size_t first = 0; first < examples; first += kBlock) {
      const std::size_t count = std::min(kBlock, examples - first);
      for (std::size_t s = 0; s < samples.size(); ++s) {
        std::vector<std::uint32_t> drawn(random.below(2 * kBlock));
        for (std::uint32_t& index : drawn) index = static_cast<std::uint32_t>(random.below(count));
        if (random.one_in(4)) drawn.insert(drawn.end(), 15 + random.below(100), 0);
        samples[s].add(drawn, first);
        for (const std::uint32_t index : drawn) {
          for (std::size_t k = 0; k < columns; ++k) {
            expected[s][k] += static_cast<std::int64_t>(table[(first + index) * columns + k]);
          }
        }
      }
      rows.add_block(samples, rows.block(first, count));
    }
    for (std::size_t s = 0; s < samples.size(); ++s) {
      for (std::size_t k = 0; k < columns; ++k) {
        REQUIRE(samples[s].sum(k) == static_cast<double>(expected[s][k]));
      }
    }
  });
}

}  // namespace
}  // namespace gramscore
