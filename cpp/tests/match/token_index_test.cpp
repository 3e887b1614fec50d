#include "gramscore/match/token_index.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::Random;

using Keys = std::vector<std::uint64_t>;
using Numbers = std::vector<std::uint32_t>;

Numbers insert(TokenIndex& index, const Keys& keys) {
  Numbers numbers(keys.size(), 77);
  index.insert_each(keys.size(), [&](std::size_t i) { return keys[i]; }, numbers.data());
  return numbers;
}

Numbers find(const TokenIndex& index, const Keys& keys) {
  Numbers numbers(keys.size(), 77);
  index.find_each(keys.size(), [&](std::size_t i) { return keys[i]; }, numbers.data());
  return numbers;
}

constexpr std::uint64_t kLast = ~std::uint64_t{0};

TEST_CASE("numbers count from 1 in the order of first insertion, 0 is absent") {
  TokenIndex index;
  index.reset(4);
  CHECK(find(index, {7, 0}) == Numbers{0, 0});
  CHECK(insert(index, {7, 0, 7, kLast}) == Numbers{1, 2, 1, 3});
  CHECK(insert(index, {kLast, 8}) == Numbers{3, 4});
  CHECK(find(index, {0, kLast, 1, 8, 7}) == Numbers{2, 3, 0, 4, 1});
  CHECK(index.size() == 4);
  index.reset(4);
  CHECK(index.size() == 0);
  CHECK(find(index, {7, 0}) == Numbers{0, 0});
  CHECK(insert(index, {1, 7}) == Numbers{1, 2});
  CHECK(insert(index, {}) == Numbers{});
}

TEST_CASE("against a map, through growth, emptying and trimming") {
  testing::for_seeds(8, [](Random& random) {
    TokenIndex index;
    for (int round = 0; round < 60; ++round) {
      const std::size_t count = random.pick(Numbers{0, 1, 100, 127, 128, 129, 300, 3000});
      // The announced number is a guess that may be wrong either way.
      index.reset(random.pick(std::vector<std::size_t>{0, count, 10 * count}));
      const bool dense = random.one_in(2);
      const auto shift = static_cast<unsigned>(random.below(50));
      std::map<std::uint64_t, std::uint32_t> known;
      Keys asked;
      for (std::size_t left = count; left > 0;) {
        // Keys that differ in few bits, wherever these are.
        Keys keys(random.between(1, left));
        for (auto& key : keys) key = dense ? std::uint64_t{random.below(count)} << shift : random.bits();
        left -= keys.size();
        Numbers expected;
        for (const auto key : keys) {
          expected.push_back(known.emplace(key, static_cast<std::uint32_t>(known.size() + 1)).first->second);
          asked.insert(asked.end(), {key, key + 1, ~key});
        }
        INFO("keys: ", testing::show(keys));
        REQUIRE(insert(index, keys) == expected);
        REQUIRE(index.size() == known.size());
      }
      Numbers expected;
      for (const auto key : asked) {
        const auto found = known.find(key);
        expected.push_back(found == known.end() ? 0 : found->second);
      }
      INFO("keys: ", testing::show(asked));
      REQUIRE(find(index, asked) == expected);
      if (random.one_in(8)) index.trim();
    }
  });
}

TEST_CASE("the numbers may take the place of what the keys are made of") {
  TokenIndex index;
  index.reset(5);
  Numbers values = {5, 6, 5, 7, 6};
  index.insert_each(values.size(), [&](std::size_t i) { return std::uint64_t{values[i]}; }, values.data());
  CHECK(values == Numbers{1, 2, 1, 3, 2});
}

TEST_CASE("more keys than the first table may have") {
  TokenIndex index;
  Keys keys;
  Numbers expected;
  for (std::uint32_t k = 0; k < 150'000; ++k) {
    keys.push_back(k * std::uint64_t{0x100000001});
    expected.push_back(k + 1);
  }
  for (int round = 0; round < 3; ++round) {
    index.reset(keys.size());
    REQUIRE(insert(index, keys) == expected);
    REQUIRE(insert(index, keys) == expected);
    REQUIRE(find(index, keys) == expected);
    index.trim();
    index.reset(3);
    REQUIRE(find(index, {0, 1}) == Numbers{0, 0});
  }
}

}  // namespace
}  // namespace gramscore
