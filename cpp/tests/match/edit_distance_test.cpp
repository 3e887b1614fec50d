#include "gramscore/match/edit_distance.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

using gramscore::EditDistance;
using Numbers = std::vector<std::uint32_t>;

namespace {

std::size_t plain(const Numbers& a, const Numbers& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace

TEST_CASE("edits of short and long sequences are those of the plain table") {
  std::mt19937 random(1);
  EditDistance distance;
  for (const std::size_t most : {3u, 20u, 64u, 65u, 200u, 400u}) {
    for (int repeat = 0; repeat < 40; ++repeat) {
      const auto draw = [&] {
        Numbers numbers(random() % (most + 1));
        for (auto& number : numbers) number = static_cast<std::uint32_t>(random() % 4);
        return numbers;
      };
      const Numbers pattern = draw();
      distance.set_pattern(pattern, 4);
      for (int text = 0; text < 3; ++text) {
        const Numbers other = draw();
        CHECK(distance.to(other) == plain(pattern, other));
      }
    }
  }
}

TEST_CASE("several texts at a time are as one by one") {
  std::mt19937 random(2);
  EditDistance distance;
  for (const std::size_t size : {0u, 1u, 9u, 64u, 70u}) {
    Numbers pattern(size);
    for (auto& number : pattern) number = static_cast<std::uint32_t>(random() % 3);
    distance.set_pattern(pattern, 3);
    const std::size_t length = size / 2 + 3;
    Numbers texts(EditDistance::kTogether * length);
    for (auto& number : texts) number = static_cast<std::uint32_t>(random() % 3);
    const auto found = distance.to_each(texts.data(), length);
    for (std::size_t k = 0; k < found.size(); ++k) {
      const auto begin = texts.begin() + static_cast<std::ptrdiff_t>(k * length);
      CHECK(found[k] == plain(pattern, Numbers(begin, begin + static_cast<std::ptrdiff_t>(length))));
    }
  }
}
