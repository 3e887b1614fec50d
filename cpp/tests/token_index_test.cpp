#include "gramscore/token_index.hpp"

#include <doctest/doctest.h>

#include <map>
#include <vector>

#include "random.hpp"

namespace gramscore {
namespace {

using testing::Random;

TEST_CASE("numbers count from 1 in the order of first insertion, 0 is absent") {
  TokenIndex index;
  index.reset(4);
  CHECK(index.find(7) == 0);
  CHECK(index.insert(7) == 1);
  CHECK(index.insert(0) == 2);
  CHECK(index.insert(~std::uint64_t{0}) == 3);
  CHECK(index.insert(7) == 1);
  CHECK(index.find(0) == 2);
  CHECK(index.find(~std::uint64_t{0}) == 3);
  CHECK(index.find(1) == 0);
  CHECK(index.size() == 3);
  index.reset(4);
  CHECK(index.size() == 0);
  CHECK(index.find(7) == 0);
  CHECK(index.insert(1) == 1);
}

TEST_CASE("against a map, through growth, emptying and trimming") {
  testing::for_seeds(5, [](Random& random) {
    TokenIndex index;
    for (int round = 0; round < 60; ++round) {
      const std::size_t keys = random.pick(std::vector<std::size_t>{0, 1, 100, 127, 128, 129, 300, 3000});
      // The announced number is a guess that may be wrong either way.
      index.reset(random.pick(std::vector<std::size_t>{0, keys, 10 * keys}));
      std::map<std::uint64_t, std::uint32_t> expected;
      const bool dense = random.one_in(2);
      const unsigned shift = static_cast<unsigned>(random.below(50));
      for (std::size_t k = 0; k < keys; ++k) {
        // Keys that differ in few bits, wherever these are.
        const std::uint64_t key = dense ? std::uint64_t{random.below(keys)} << shift : random.bits();
        const auto [entry, fresh] = expected.emplace(key, static_cast<std::uint32_t>(expected.size() + 1));
        CAPTURE(key);
        REQUIRE(index.insert(key) == entry->second);
      }
      REQUIRE(index.size() == expected.size());
      for (const auto& [key, number] : expected) {
        CAPTURE(key);
        REQUIRE(index.find(key) == number);
        const auto neighbour = expected.find(key + 1);
        REQUIRE(index.find(key + 1) == (neighbour == expected.end() ? 0 : neighbour->second));
      }
      if (random.one_in(8)) index.trim();
    }
  });
}

TEST_CASE("more keys than the first table may have") {
  TokenIndex index;
  constexpr std::uint32_t kMany = 150'000;
  for (int round = 0; round < 3; ++round) {
    index.reset(kMany);
    for (std::uint32_t k = 0; k < kMany; ++k) REQUIRE(index.insert(k * std::uint64_t{0x100000001}) == k + 1);
    for (std::uint32_t k = 0; k < kMany; ++k) REQUIRE(index.find(k * std::uint64_t{0x100000001}) == k + 1);
    index.trim();
    index.reset(3);
    REQUIRE(index.find(0) == 0);
  }
}

}  // namespace
}  // namespace gramscore
