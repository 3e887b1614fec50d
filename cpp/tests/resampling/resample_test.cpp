#include "gramscore/resampling/resample.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "gramscore/resampling/pcg64.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"

namespace gramscore {
namespace {

using testing::Random;

/// numpy.random.default_rng(12345).
Pcg64 numpys() { return Pcg64({0x1905e0335aae9634u, 0x9199b0d09775add5u}, {0xc9c7353e6e2b1f28u, 0x7d761f2d4027fae7u}); }

std::vector<std::uint32_t> below(Pcg64& generator, std::uint32_t bound, std::size_t count) {
  std::vector<std::uint32_t> numbers(count);
  generator.fill_below(bound, numbers.data(), count);
  return numbers;
}

TEST_CASE("the numbers that NumPy draws") {
  testing::for_kernels([] {
    Pcg64 generator = numpys();
    CHECK(below(generator, 10, 12) == std::vector<std::uint32_t>{6, 2, 7, 3, 2, 7, 6, 6, 9, 3, 8, 3});
    generator = numpys();
    const std::vector<std::uint32_t> many = below(generator, 3004, 5000);
    CHECK(many[511] == 1012);
    CHECK(many[512] == 527);
    CHECK(many[4999] == 2618);
    CHECK(std::accumulate(many.begin(), many.end(), std::uint64_t{0}) == 7484769);
  });
}

TEST_CASE("numbers drawn together are those drawn one by one, and so is what follows them") {
  testing::for_seeds(60, [](testing::Random& random) {
    std::vector<std::pair<std::uint32_t, std::size_t>> calls;
    for (std::size_t c = 0; c < 4; ++c) {
      const auto bound = static_cast<std::uint32_t>(
          random.pick(std::vector<std::uint64_t>{2, 3004, 1u << 20, 3000001, 0x80000001u, 3u << 30}));
      calls.emplace_back(bound, random.between(0, random.one_in(2) ? 70 : 1500));
    }
    std::vector<std::uint32_t> expected;
    Pcg64 alone = numpys();
    for (const auto& [bound, count] : calls) {
      for (std::size_t drawn = 0; drawn < count;) {
        const std::uint64_t scaled = std::uint64_t{alone.next32()} * bound;
        if (static_cast<std::uint32_t>(scaled) < (std::uint64_t{1} << 32) % bound) continue;
        expected.push_back(static_cast<std::uint32_t>(scaled >> 32));
        ++drawn;
      }
    }
    const std::uint32_t next = alone.next32();
    testing::for_kernels([&] {
      Pcg64 generator = numpys();
      std::vector<std::uint32_t> found;
      for (const auto& [bound, count] : calls) {
        const std::vector<std::uint32_t> numbers = below(generator, bound, count);
        found.insert(found.end(), numbers.begin(), numbers.end());
      }
      CHECK(found == expected);
      CHECK(generator.next32() == next);
    });
  });
}

TEST_CASE("the bits that NumPy draws, and what follows them") {
  Pcg64 generator = numpys();
  {
    Pcg64Bits bits(generator);
    CHECK(bits.next(8) == 0b10011101u);
  }
  generator = numpys();
  {
    Pcg64Bits bits(generator);
    for (const unsigned expected : {1u, 0u, 1u, 1u, 1u, 0u, 0u, 1u, 1u, 0u, 0u, 0u, 0u, 0u, 1u, 1u, 1u, 1u, 1u, 1u,
                                    1u, 1u, 1u, 1u, 0u, 1u, 0u, 0u, 1u, 1u, 0u, 1u, 1u, 0u, 1u, 1u, 0u, 0u, 0u, 1u}) {
      CHECK(bits.next(1) == expected);
    }
  }
  CHECK(below(generator, 3u << 30, 4) == std::vector<std::uint32_t>{2540409766u, 1020350031u, 657699810u, 2568493921u});
}

TEST_CASE("numbers do not depend on how many are asked for at a time") {
  testing::for_seeds(20, [](Random& random) {
    const auto bound =
        static_cast<std::uint32_t>(random.pick(std::vector<std::uint64_t>{2, 7, 3004, 3u << 30, 0xfffffffdu}));
    Pcg64 at_once = numpys();
    const std::vector<std::uint32_t> expected = below(at_once, bound, 4000);
    Pcg64 in_parts = numpys();
    std::vector<std::uint32_t> found;
    while (found.size() < expected.size()) {
      const std::size_t count = std::min(expected.size() - found.size(), random.between(1, 1300));
      const std::vector<std::uint32_t> part = below(in_parts, bound, count);
      found.insert(found.end(), part.begin(), part.end());
    }
    CHECK(found == expected);
  });
}

TEST_CASE("of one number no random number is spent") {
  Pcg64 generator = numpys();
  CHECK(below(generator, 1, 3) == std::vector<std::uint32_t>{0, 0, 0});
  CHECK(below(generator, 10, 1) == std::vector<std::uint32_t>{6});
}

std::vector<double> random_rows(Random& random, std::size_t examples, std::size_t columns, std::size_t most) {
  std::vector<double> rows(examples * columns);
  for (double& number : rows) number = static_cast<double>(random.below(most));
  return rows;
}

TEST_CASE("resamples are the sums of what is drawn") {
  testing::for_seeds(40, [](Random& random) {
    const std::size_t examples = random.pick(std::vector<std::size_t>{1, 2, 31, 700, 9000});
    const std::size_t orders = random.between(1, 13);
    const auto formula = chrf_of_sums(orders, {2, random.one_in(2)});
    const std::size_t columns = formula->summands();
    const std::vector<double> rows = random_rows(random, examples, columns, random.one_in(2) ? 50 : 5'000'000);
    std::vector<ScoreOfSums::Score> scores(5);
    Pcg64 generator = numpys();
    bootstrap(*formula, rows.data(), examples, generator, scores, Checkpoint());
    Pcg64 same = numpys();
    for (const ScoreOfSums::Score& score : scores) {
      std::vector<float> sums(columns);
      for (const std::uint32_t i : below(same, static_cast<std::uint32_t>(examples), examples)) {
        for (std::size_t k = 0; k < columns; ++k) sums[k] += static_cast<float>(rows[i * columns + k]);
      }
      const std::vector<double> wide(sums.begin(), sums.end());
      const ScoreOfSums::Score expected = formula->score(wide.data(), Sums::singles);
      CHECK(score.value == expected.value);
      CHECK(score.single == expected.single);
    }
  });
}

TEST_CASE("mixtures of two systems") {
  testing::for_seeds(40, [](Random& random) {
    const std::size_t examples = random.pick(std::vector<std::size_t>{1, 2, 31, 32, 33, 200});
    const auto formula = random.one_in(2) ? ter_of_sums() : bleu_of_sums(4, {});
    const std::size_t columns = formula->summands();
    const std::vector<double> first = random_rows(random, examples, columns, 50);
    const std::vector<double> second = random_rows(random, examples, columns, 50);
    std::vector<double> first_scores(7);
    std::vector<double> second_scores(7);
    Pcg64 generator = numpys();
    swap(*formula, first.data(), second.data(), examples, generator, first_scores, second_scores, Checkpoint());
    Pcg64 same = numpys();
    Pcg64Bits bits(same);
    for (std::size_t trial = 0; trial < first_scores.size(); ++trial) {
      std::vector<double> one(columns);
      std::vector<double> other(columns);
      for (std::size_t i = 0; i < examples; ++i) {
        const bool keep = bits.next(1) != 0;
        for (std::size_t k = 0; k < columns; ++k) {
          one[k] += (keep ? first : second)[i * columns + k];
          other[k] += (keep ? second : first)[i * columns + k];
        }
      }
      CHECK(first_scores[trial] == formula->score(one.data(), Sums::doubles).value);
      CHECK(second_scores[trial] == formula->score(other.data(), Sums::doubles).value);
    }
  });
}

TEST_CASE("nothing to resample") {
  const auto formula = ter_of_sums();
  Pcg64 generator = numpys();
  std::vector<ScoreOfSums::Score> scores(1);
  CHECK_THROWS_AS(bootstrap(*formula, nullptr, 0, generator, scores, Checkpoint()), std::invalid_argument);
}

TEST_CASE("scores of sums, typed") {
  const double bleu[] = {10, 12, 8, 5, 3, 1, 10, 9, 8, 7};
  // exp(-0.2) * 100 * (8/10 * 5/9 * 3/8 * 1/7)^(1/4)
  CHECK(bleu_of_sums(4, {})->score(bleu, Sums::doubles).value == doctest::Approx(32.1609));
  const double ter[] = {3, 12};
  CHECK(ter_of_sums()->score(ter, Sums::doubles).value == 25);
  const double no_words[] = {3, 0};
  CHECK(ter_of_sums()->score(no_words, Sums::singles).value == 100);
  const double chrf[] = {10, 5, 4};
  CHECK(chrf_of_sums(1, {})->score(chrf, Sums::doubles).value == doctest::Approx(66.6667));
}

}  // namespace
}  // namespace gramscore
