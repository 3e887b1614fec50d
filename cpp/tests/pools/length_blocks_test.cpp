#include "pools/length_blocks.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "reference/lcs.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"

namespace gramscore::pools {
namespace {

using testing::for_seeds;
using testing::Random;
using Items = std::vector<std::uint32_t>;

TEST_CASE("the longest common subsequences with all, of every length, also after some were taken out") {
  testing::for_kernels([] {
    for_seeds(6, [](Random& random) {
      constexpr std::size_t kAlphabet = 30;
      LengthBlocks blocks;
      std::vector<Items> pool;
      for (std::size_t k = random.between(1, 120); k > 0; --k) {
        const std::size_t size = random.pick(std::vector<std::size_t>{0, 1, 5, 32, 33, 64, 65, 128, 129, 300, 700});
        pool.push_back(testing::random_sequence<std::uint32_t>(random, size, kAlphabet));
        blocks.add(pool.back());
      }
      const auto text_of = [&](std::uint32_t id) { return LengthBlocks::Items(pool[id]); };
      if (random.one_in(2)) {
        pool.resize(random.below(pool.size() + 1));
        blocks.keep(pool.size(), [&](std::size_t id) { return LengthBlocks::Items(pool[id]); });
      }
      REQUIRE(blocks.size() == pool.size());
      std::vector<Items> asked;
      for (const std::size_t size : {0u, 7u, 40u, 200u}) {
        asked.push_back(testing::random_sequence<std::uint32_t>(random, size, kAlphabet + 3));
      }
      const std::vector<LengthBlocks::Items> spans(asked.begin(), asked.end());
      std::vector<std::vector<int>> visits(asked.size(), std::vector<int>(pool.size()));
      LengthBlocks::Scratch own;
      std::size_t now = 0;
      std::vector<std::size_t> lengths;
      blocks.visit(
          spans, kAlphabet + 3, text_of, own, Checkpoint(), [&](std::size_t length) { now = length; },
          [&](std::size_t k, const LengthBlocks::Lanes& lanes) {
            for (std::size_t l = 0; l < lanes.ids.size(); ++l) {
              const std::uint32_t id = lanes.ids[l];
              ++visits[k][id];
              REQUIRE(pool[id].size() == now);
              REQUIRE(lanes.common[l] == reference::lcs_length(asked[k], pool[id]));
            }
          },
          [&](std::size_t length) {
            REQUIRE(length == now);
            lengths.push_back(length);
          });
      std::ranges::sort(lengths);
      REQUIRE(std::ranges::adjacent_find(lengths) == lengths.end());
      for (const auto& row : visits) REQUIRE(std::ranges::all_of(row, [](int times) { return times == 1; }));
    });
  });
}

}  // namespace
}  // namespace gramscore::pools
