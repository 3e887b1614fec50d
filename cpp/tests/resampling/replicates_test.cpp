#include "gramscore/resampling/replicates.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "gramscore/resampling/counter_stream.hpp"
#include "gramscore/resampling/mean_resamples.hpp"
#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::Random;

TEST_CASE("SplitMix64") {
  // The first outputs of the generator from the state 1234567, as its authors' program prints them.
  const CounterStream stream(1234567);
  CHECK(stream.output(0) == 6457827717110365317u);
  CHECK(stream.output(1) == 3203168211198807973u);
  CHECK(stream.output(2) == 9817491932198370423u);
  CHECK(stream.output(3) == 4593380528125082431u);
  CHECK(stream.output(4) == 16408922859458223821u);
}

TEST_CASE("numbers below a bound") {
  testing::for_seeds(50, [](Random& random) {
    const auto bound = static_cast<std::uint32_t>(
        random.pick(std::vector<std::uint64_t>{1, 2, 7, 4096, 3004, 3u << 30, 0x80000001u, 0xfffffffdu}));
    const std::size_t count = random.between(0, 700);
    CounterStream stream(random.below(1000), 2, 3);
    const CounterStream same = stream;
    std::vector<std::uint32_t> found(count);
    stream.fill_below(bound, found.data(), count);
    const std::uint64_t refused = (std::uint64_t{1} << 32) % bound;
    std::vector<std::uint32_t> expected;
    std::uint64_t outputs = 0;
    for (; expected.size() < count; ++outputs) {
      const std::uint64_t both = same.output(outputs);
      for (const std::uint64_t half : {both & 0xffffffffu, both >> 32}) {
        if ((half * bound & 0xffffffffu) >= refused && expected.size() < count) {
          expected.push_back(static_cast<std::uint32_t>(half * bound >> 32));
        }
      }
    }
    CHECK(found == expected);
    CHECK(stream.output(0) == same.output(outputs));  // what is left of the last output is not used
  });
}

/// What the header says, one example at a time.
std::vector<std::size_t> drawn_examples(std::size_t examples, std::uint64_t seed, std::uint64_t sample) {
  const std::size_t blocks = (examples + kSampledTogether - 1) / kSampledTogether;
  std::vector<std::size_t> draws(blocks);
  const auto parts = [](std::size_t count, auto draw) {
    for (; count > kSampledTogether; count -= kSampledTogether) draw(kSampledTogether);
    draw(count);
  };
  if (blocks == 1) {
    draws[0] = examples;
  } else {
    CounterStream stream(seed, sample, 0);
    parts(examples, [&](std::size_t count) {
      std::vector<std::uint32_t> numbers(count);
      stream.fill_below(static_cast<std::uint32_t>(examples), numbers.data(), count);
      for (const std::uint32_t number : numbers) ++draws[number / kSampledTogether];
    });
  }
  std::vector<std::size_t> drawn;
  for (std::size_t b = 0; b < blocks; ++b) {
    const std::size_t start = b * kSampledTogether;
    CounterStream stream(seed, sample, 1 + b);
    parts(draws[b], [&](std::size_t count) {
      std::vector<std::uint32_t> numbers(count);
      stream.fill_below(static_cast<std::uint32_t>(std::min(kSampledTogether, examples - start)), numbers.data(),
                        count);
      for (const std::uint32_t number : numbers) drawn.push_back(start + number);
    });
  }
  return drawn;
}

TEST_CASE("resamples are the sums of what is drawn") {
  testing::for_seeds(30, [](Random& random) {
    const std::size_t examples = random.pick(std::vector<std::size_t>{1, 2, 700, 4096, 4097, 20000});
    const std::size_t columns = random.between(1, 30);
    std::vector<double> numbers(examples * columns);
    for (double& number : numbers) number = static_cast<double>(random.below(1000));
    const Sampling sampling{random.below(100), 11, random.between(1, 4)};
    std::vector<double> sums(sampling.samples * columns);
    bootstrap_sums(std::vector<Addends>{{numbers.data(), examples, columns}}, sampling, sums.data());
    for (std::size_t s = 0; s < sampling.samples; ++s) {
      std::vector<double> expected(columns);
      const std::vector<std::size_t> drawn = drawn_examples(examples, sampling.seed, s);
      CHECK(drawn.size() == examples);
      for (const std::size_t i : drawn) {
        for (std::size_t k = 0; k < columns; ++k) expected[k] += numbers[i * columns + k];
      }
      CHECK(std::vector<double>(sums.begin() + static_cast<std::ptrdiff_t>(s * columns),
                                sums.begin() + static_cast<std::ptrdiff_t>((s + 1) * columns)) == expected);
    }
  });
}

TEST_CASE("several tables at a time have the sums of each for itself") {
  testing::for_seeds(6, [](Random& random) {
    const std::size_t examples = random.pick(std::vector<std::size_t>{1, 5000, 33000, 40000});
    std::vector<std::vector<double>> numbers;
    std::vector<Addends> tables;
    std::size_t width = 0;
    for (std::size_t t = random.between(1, 4); t > 0; --t) {
      const std::size_t columns = random.between(1, 5);
      std::vector<double>& table = numbers.emplace_back(examples * columns);
      // Whole numbers, fractions, and fractions with another unit.
      const double unit = random.pick(std::vector<double>{1, 1.0 / 3, 1e-9});
      for (double& number : table) number = static_cast<double>(random.below(1000)) * unit;
      width += columns;
      std::vector<const double*> pointers;
      for (std::size_t k = 0; k < columns; ++k) pointers.push_back(table.data() + k * examples);
      tables.emplace_back(pointers, examples);
    }
    const Sampling sampling{random.below(100), random.pick(std::vector<std::size_t>{1, 7, 40}), random.between(1, 3)};
    std::vector<double> together(sampling.samples * width);
    bootstrap_sums(tables, sampling, together.data());
    std::size_t column = 0;
    for (const Addends& table : tables) {
      std::vector<double> alone(sampling.samples * table.columns());
      bootstrap_sums({&table, 1}, sampling, alone.data());
      for (std::size_t s = 0; s < sampling.samples; ++s) {
        for (std::size_t k = 0; k < table.columns(); ++k) {
          CHECK(together[s * width + column + k] == alone[s * table.columns() + k]);
        }
      }
      column += table.columns();
    }
  });
}

TEST_CASE("systems that exchange") {
  testing::for_seeds(30, [](Random& random) {
    const std::size_t examples = random.pick(std::vector<std::size_t>{1, 2, 63, 64, 65, 4096, 9000});
    const std::size_t columns = random.between(1, 5);
    std::vector<double> first(examples * columns);
    std::vector<double> second(examples * columns);
    for (double& number : first) number = static_cast<double>(random.below(1000));
    for (double& number : second) number = static_cast<double>(random.below(1000));
    const Sampling sampling{random.below(100), 9, random.between(1, 4)};
    std::vector<double> first_sums(10 * columns);
    std::vector<double> second_sums(10 * columns);
    exchange_sums({first.data(), examples, columns}, {second.data(), examples, columns}, sampling, first_sums.data(),
                  second_sums.data());
    for (std::size_t row = 0; row < 10; ++row) {
      for (std::size_t k = 0; k < columns; ++k) {
        double expected_first = 0;
        double expected_second = 0;
        for (std::size_t i = 0; i < examples; ++i) {
          const CounterStream stream(sampling.seed, row - 1, std::numeric_limits<std::uint64_t>::max());
          const bool exchanged = row > 0 && (stream.output(i / 64) >> (i % 64) & 1) != 0;
          expected_first += (exchanged ? second : first)[i * columns + k];
          expected_second += (exchanged ? first : second)[i * columns + k];
        }
        CHECK(first_sums[row * columns + k] == expected_first);
        CHECK(second_sums[row * columns + k] == expected_second);
      }
    }
  });
}

TEST_CASE("fractions are rounded once, and do not overflow") {
  const std::vector<double> thirds(1000, 1.0 / 3);
  double sum = 0;
  bootstrap_sums(std::vector<Addends>{{thirds.data(), 1000, 1}}, {0, 1, 1}, &sum);
  CHECK(std::abs(sum - 1000.0 / 3) < 1e-9);
  for (const double huge : {1e300, 9e15, 1e-300, 5e-324, 0.0}) {
    const std::vector<double> numbers(3, huge);
    double first = 0;
    double second = 0;
    exchange_sums({numbers.data(), 3, 1}, {numbers.data(), 3, 1}, {0, 0, 1}, &first, &second);
    CHECK(first == second);
    CHECK(std::abs(first - 3 * huge) <= 3 * huge * 1e-15 + 1e-300);  // multiples of 2^-1000 are the finest
  }
}

TEST_CASE("what cannot be resampled") {
  double sum = 0;
  CHECK_THROWS_AS(bootstrap_sums(std::vector<Addends>{{&sum, 0, 1}}, {0, 1, 1}, &sum), std::invalid_argument);
  const double infinite = std::numeric_limits<double>::infinity();
  CHECK_THROWS_AS(bootstrap_sums(std::vector<Addends>{{&infinite, 1, 1}}, {0, 1, 1}, &sum), std::invalid_argument);
  const double two[] = {1, 2};
  CHECK_THROWS_AS(bootstrap_sums(std::vector<Addends>{{two, 2, 1}, {two, 1, 1}}, {0, 1, 1}, &sum),
                  std::invalid_argument);
  CHECK_THROWS_AS(exchange_sums({two, 2, 1}, {two, 1, 1}, {0, 1, 1}, &sum, &sum), std::invalid_argument);
  LegacyNumbers legacy(0);
  CHECK_THROWS_AS(mean_resamples(&sum, 0, 1, legacy, 1, &sum, Checkpoint()), std::invalid_argument);
}

TEST_CASE("the numbers that NumPy's older generator draws") {
  // numpy.random.seed(12345); numpy.random.choice(10, size=8) and then numpy.random.choice(1000, size=3).
  LegacyNumbers legacy(12345);
  std::vector<std::uint32_t> numbers(8);
  legacy.fill_below(10, numbers.data(), 8);
  CHECK(numbers == std::vector<std::uint32_t>{2, 5, 1, 4, 9, 5, 2, 1});
  legacy.fill_below(1, numbers.data(), 2);
  CHECK(numbers[0] == 0);
  legacy.fill_below(1000, numbers.data(), 3);
  CHECK(std::vector<std::uint32_t>(numbers.begin(), numbers.begin() + 3) == std::vector<std::uint32_t>{118, 369, 315});
}

}  // namespace
}  // namespace gramscore
