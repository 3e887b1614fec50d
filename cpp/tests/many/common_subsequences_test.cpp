#include "many/common_subsequences.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "tests/random.hpp"
#include "tests/sequences.hpp"

namespace gramscore::many {
namespace {

using testing::for_kernels;
using testing::for_seeds;
using testing::Random;
using Numbers = std::vector<std::uint32_t>;

std::uint32_t length_by_hand(const Numbers& a, const Numbers& b) {
  std::vector<std::uint32_t> row(b.size() + 1);
  for (const std::uint32_t x : a) {
    std::uint32_t diagonal = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::uint32_t above = row[j + 1];
      row[j + 1] = x == b[j] ? diagonal + 1 : std::max(above, row[j]);
      diagonal = above;
    }
  }
  return row.back();
}

std::vector<Numbers> random_texts(Random& random, std::size_t longest, std::size_t alphabet) {
  std::vector<Numbers> texts(random.between(1, 40));
  for (Numbers& text : texts) {
    text = testing::random_sequence<std::uint32_t>(random, random.below(longest + 1), alphabet);
  }
  return texts;
}

void check(const std::vector<Numbers>& rows, const std::vector<Numbers>& columns, Random& random,
           CommonSubsequences::Scratch& scratch) {
  const std::vector<std::span<const std::uint32_t>> row_spans(rows.begin(), rows.end());
  const std::vector<std::span<const std::uint32_t>> column_spans(columns.begin(), columns.end());
  CommonSubsequences subsequences;
  CommonSubsequences::Building building;
  subsequences.build(row_spans, column_spans, building, Checkpoint());
  const std::vector<Numbers>& others = columns.empty() ? rows : columns;
  const std::size_t first_column = random.below(others.size()) / kLcsLanes * kLcsLanes;
  const std::size_t stride = (others.size() - first_column + kLcsLanes - 1) / kLcsLanes * kLcsLanes;
  std::vector<std::uint32_t> counts(rows.size() * stride);
  subsequences.count(0, rows.size(), first_column, counts.data(), stride, scratch, Checkpoint());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = first_column; c < others.size(); ++c) {
      REQUIRE(counts[r * stride + c - first_column] == length_by_hand(rows[r], others[c]));
    }
  }
}

TEST_CASE("lengths are those of each pair, however long the texts") {
  for_kernels([] {
    CommonSubsequences::Scratch scratch;
    for_seeds(25, [&](Random& random) {
      // Lanes of 32 bits, of one to four words, and what is done pair by pair.
      for (const std::size_t longest : {8u, 32u, 33u, 64u, 65u, 128u, 150u, 256u, 300u}) {
        const std::size_t alphabet = random.pick(std::vector<std::size_t>{1, 2, 6, 60});
        const auto rows = random_texts(random, longest, alphabet);
        check(rows, random_texts(random, longest, alphabet), random, scratch);
        check(rows, {}, random, scratch);
      }
    });
  });
}

}  // namespace
}  // namespace gramscore::many
