#include "gramscore/sums/exact_sum.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "reference/exact_sum.hpp"
#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;

constexpr double kSmallest = std::numeric_limits<double>::denorm_min();
constexpr double kGreatest = std::numeric_limits<double>::max();

double sum(const std::vector<double>& values) {
  ExactSum exact;
  for (const double x : values) exact.add(x);
  return exact.value();
}

double reference_sum(const std::vector<double>& values) {
  reference::ExactSum exact;
  for (const double x : values) exact.add(x);
  return exact.value();
}

ExactSum in_bulk(const std::vector<double>& values) {
  ExactSum exact;
  exact.add(std::span(values));
  return exact;
}

/// Equal, and of the same sign when zero.
bool same(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

std::string show_bits(const std::vector<double>& values) {
  std::string result;
  for (const double x : values) result += std::to_string(std::bit_cast<std::uint64_t>(x)) + " ";
  return result;
}

TEST_CASE("sums that rounding would spoil") {
  CHECK(same(sum({}), 0.0));
  CHECK(same(sum({0.0, -0.0}), 0.0));
  CHECK(sum({0.5, 0.25}) == 0.75);
  CHECK(sum({1e100, 1.0, -1e100}) == 1.0);
  CHECK(sum({0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}) == 1.0);
  CHECK(sum({-1e16, -1.0, 1e16}) == -1.0);
  CHECK(sum({kGreatest, kGreatest, -kGreatest}) == kGreatest);
  CHECK(sum({kGreatest, kSmallest, -kGreatest}) == kSmallest);
  CHECK(sum({-kSmallest, -kSmallest, -kSmallest}) == -3 * kSmallest);
  CHECK(same(sum({kSmallest, -kSmallest}), 0.0));
  CHECK(sum({kGreatest, kGreatest}) == std::numeric_limits<double>::infinity());
}

TEST_CASE("halves go to the even neighbour, unless something lies below them") {
  const double one = 1.0;
  const double half_step = std::ldexp(1.0, -53);  // half the distance from 1 to the next double
  const double step = std::ldexp(1.0, -52);
  CHECK(sum({one, half_step}) == one);
  CHECK(sum({one, half_step, kSmallest}) == one + step);
  CHECK(sum({one, half_step, -kSmallest}) == one);
  CHECK(sum({one, step, half_step}) == one + 2 * step);
  CHECK(sum({one, step, half_step, -kSmallest}) == one + step);
  CHECK(sum({-one, -half_step, -kSmallest}) == -one - step);
  // Rounding up into the next power of two.
  CHECK(sum({2.0 - step, half_step}) == 2.0);
}

TEST_CASE("subnormal sums, and the step to normal ones") {
  const double least_normal = std::numeric_limits<double>::min();
  CHECK(sum({least_normal, -kSmallest}) == least_normal - kSmallest);
  CHECK(sum({least_normal - kSmallest, kSmallest}) == least_normal);
  CHECK(sum({least_normal / 2, least_normal / 2}) == least_normal);
}

TEST_CASE("random sums against big integers, whole and in parts") {
  testing::for_seeds(400, [](Random& random) {
    const int widest = static_cast<int>(random.pick(std::vector<int>{3, 60, 200, 2040}));
    const int lowest = static_cast<int>(random.below(static_cast<std::size_t>(2046 - widest)));
    std::vector<double> values;
    for (std::size_t k = random.between(0, 60); k > 0; --k) {
      if (!values.empty() && random.one_in(4)) {
        values.push_back(-random.pick(values));  // cancels
        continue;
      }
      const auto biased = static_cast<std::uint64_t>(lowest) + random.below(static_cast<std::size_t>(widest) + 1);
      std::uint64_t mantissa = random.bits() >> 12;
      if (random.one_in(3)) mantissa = random.one_in(2) ? 0 : ~std::uint64_t{0} >> 12;
      values.push_back(std::bit_cast<double>(random.below(2) << 63 | biased << 52 | mantissa));
    }
    INFO("bits of the values: ", show_bits(values));
    const double expected = reference_sum(values);
    REQUIRE(same(sum(values), expected));

    std::vector<double> other_order(values.rbegin(), values.rend());
    REQUIRE(same(sum(other_order), expected));

    std::vector<ExactSum> parts(random.between(1, 4));
    for (const double x : values) parts[random.below(parts.size())].add(x);
    ExactSum joined;
    for (const ExactSum& part : parts) joined.add(part);
    REQUIRE(same(joined.value(), expected));
    // Asking for the value does not end the sum.
    joined.add(joined);
    std::vector<double> twice = values;
    twice.insert(twice.end(), values.begin(), values.end());
    REQUIRE(same(joined.value(), reference_sum(twice)));
  });
}

TEST_CASE("many small terms: carries pile up") {
  ExactSum exact;
  const double third = 1.0 / 3;
  for (int i = 0; i < (1 << 16); ++i) exact.add(third);
  CHECK(exact.value() == third * (1 << 16));
  // Doubling by adding the sum to itself reaches numbers of terms that no loop could.
  for (int i = 0; i < 60; ++i) exact.add(exact);
  CHECK(exact.value() == std::ldexp(third, 76));
}

TEST_CASE("in bulk the sum is the same, whatever the numbers") {
  const double least = std::ldexp(1.0, -10);
  const std::vector<double> others = {std::nextafter(1.0, 2.0),
                                      std::nextafter(least, 0.0),
                                      -0.5,
                                      2.0,
                                      1e300,
                                      -1e-300,
                                      kSmallest,
                                      kGreatest,
                                      -kGreatest};
  for_seeds(400, [&](Random& random) {
    // Up to three strips; in some of them a number that is not of the fast kind.
    std::vector<double> values(random.between(0, 3000));
    for (double& x : values) {
      const std::size_t of = random.between(1, 40);
      x = static_cast<double>(random.between(0, of)) / static_cast<double>(of);
      if (random.one_in(20)) x = random.one_in(2) ? least : -0.0;
    }
    if (!values.empty() && random.one_in(2)) values[random.between(0, values.size() - 1)] = random.pick(others);
    ExactSum one_by_one;
    for (const double x : values) one_by_one.add(x);
    CHECK(in_bulk(values) == one_by_one);
  });
}

}  // namespace
}  // namespace gramscore
