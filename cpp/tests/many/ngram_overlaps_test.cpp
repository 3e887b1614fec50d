#include "many/ngram_overlaps.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "tests/random.hpp"
#include "tests/sequences.hpp"

namespace gramscore::many {
namespace {

using testing::for_kernels;
using testing::for_seeds;
using testing::Random;
using Numbers = std::vector<std::uint32_t>;

std::uint32_t matches_by_hand(const Numbers& a, const Numbers& b, std::size_t order) {
  std::map<Numbers, std::uint32_t> counts;
  for (std::size_t i = 0; i + order <= a.size(); ++i) {
    ++counts[Numbers(a.begin() + static_cast<std::ptrdiff_t>(i), a.begin() + static_cast<std::ptrdiff_t>(i + order))];
  }
  std::uint32_t matches = 0;
  for (std::size_t i = 0; i + order <= b.size(); ++i) {
    auto& left =
        counts[Numbers(b.begin() + static_cast<std::ptrdiff_t>(i), b.begin() + static_cast<std::ptrdiff_t>(i + order))];
    if (left == 0) continue;
    --left;
    ++matches;
  }
  return matches;
}

std::vector<Numbers> random_texts(Random& random, std::size_t most, std::size_t alphabet) {
  std::vector<Numbers> texts(random.between(1, most));
  for (Numbers& text : texts) text = testing::random_sequence<std::uint32_t>(random, random.below(40), alphabet);
  return texts;
}

std::vector<std::span<const std::uint32_t>> spans_of(const std::vector<Numbers>& texts) {
  return {texts.begin(), texts.end()};
}

void check(const std::vector<Numbers>& rows, const std::vector<Numbers>& columns,
           const std::vector<std::size_t>& orders, Random& random) {
  NgramOverlaps overlaps;
  NgramOverlaps::Building building;
  overlaps.build(spans_of(rows), spans_of(columns), orders, building, Checkpoint());
  const std::vector<Numbers>& others = columns.empty() ? rows : columns;
  const std::size_t first_column = random.below(others.size()) / kManyLanes * kManyLanes;
  const std::size_t stride = (others.size() - first_column + kManyLanes - 1) / kManyLanes * kManyLanes;
  const std::size_t first_row = random.below(rows.size());
  const std::size_t count = rows.size() - first_row;
  std::vector<std::vector<std::uint32_t>> counts(orders.size(), std::vector<std::uint32_t>(count * stride));
  std::vector<std::uint32_t*> places;
  for (auto& of_order : counts) places.push_back(of_order.data());
  overlaps.count(first_row, count, first_column, places.data(), stride);
  for (std::size_t k = 0; k < orders.size(); ++k) {
    for (std::size_t r = 0; r < count; ++r) {
      for (std::size_t c = first_column; c < others.size(); ++c) {
        REQUIRE(counts[k][r * stride + c - first_column] == matches_by_hand(rows[first_row + r], others[c], orders[k]));
      }
    }
  }
}

TEST_CASE("matches are those of each pair") {
  for_kernels([] {
    for_seeds(60, [](Random& random) {
      // Large alphabets make n-grams rare, which are kept in lists.
      const std::size_t alphabet = random.pick(std::vector<std::size_t>{1, 2, 5, 30, 400});
      const std::size_t most = random.pick(std::vector<std::size_t>{2, 9, 70});
      const auto rows = random_texts(random, most, alphabet);
      const auto columns = random_texts(random, most, alphabet);
      const auto orders = random.pick(std::vector<std::vector<std::size_t>>{{1}, {1, 2, 3, 4}, {2, 5}, {9}});
      check(rows, columns, orders, random);
      check(rows, {}, orders, random);
    });
  });
}

TEST_CASE("a structure is built again for other texts") {
  NgramOverlaps overlaps;
  NgramOverlaps::Building building;
  const std::vector<std::size_t> orders{1, 2};
  const std::vector<Numbers> first{{1, 2, 3}, {1, 2, 4}};
  const std::vector<Numbers> second{{7, 7}, {}, {7}};
  for (int round = 0; round < 2; ++round) {
    overlaps.build(spans_of(first), {}, orders, building, Checkpoint());
    overlaps.build(spans_of(second), {}, orders, building, Checkpoint());
    std::vector<std::uint32_t> counts(2 * 3 * kManyLanes);
    std::uint32_t* places[] = {counts.data(), counts.data() + 3 * kManyLanes};
    overlaps.count(0, 3, 0, places, kManyLanes);
    CHECK(counts[0] == 2);
    CHECK(counts[2] == 1);
    CHECK(counts[kManyLanes] == 0);
    CHECK(counts[3 * kManyLanes] == 1);
  }
}

}  // namespace
}  // namespace gramscore::many
