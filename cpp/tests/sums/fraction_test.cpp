#include "gramscore/sums/fraction.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>

#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;

constexpr double kSmallest = std::numeric_limits<double>::denorm_min();

Natural power_of_two(std::size_t bits) { return Natural(1).shifted(bits); }

TEST_CASE("digits") {
  for (const char* text : {"0", "1", "ffffffff", "100000000", "123456789abcdef0123456789abcdef"}) {
    CHECK(Natural::from_hex(text).hex() == text);
  }
  CHECK(Natural::from_hex("000000000000001f").hex() == "1f");
  CHECK(Natural(0x123456789abcdefu).hex() == "123456789abcdef");
  CHECK(Natural(5).bits() == 3);
  CHECK(Natural().bits() == 0);
}

TEST_CASE("arithmetic") {
  CHECK((Natural::from_hex("ffffffffffffffff") + 1).hex() == "10000000000000000");
  CHECK((Natural::from_hex("10000000000000000") - 1).hex() == "ffffffffffffffff");
  CHECK((Natural::from_hex("ffffffffffffffff") * Natural::from_hex("ffffffffffffffff")).hex() ==
        "fffffffffffffffe0000000000000001");
  CHECK((Natural(0) * Natural(7)).is_zero());
  CHECK(Natural(3).shifted(70).hex() == "c00000000000000000");
  CHECK(Natural(6) < Natural(7));
  CHECK_FALSE(Natural(7) < Natural(7));
}

TEST_CASE("small quotients are those of doubles") {
  for_seeds(2000, [](Random& random) {
    const std::uint64_t a = random.bits() >> random.between(11, 63);
    const std::uint64_t b = (random.bits() >> random.between(11, 62)) + 1;
    REQUIRE(Fraction{a, b}.value() == static_cast<double>(a) / static_cast<double>(b));
    // The same quotient of numbers that do not fit.
    const Natural factor = Natural(random.bits()) * Natural(random.bits()) + 1;
    REQUIRE(Fraction{Natural(a) * factor, Natural(b) * factor}.value() ==
            static_cast<double>(a) / static_cast<double>(b));
  });
}

TEST_CASE("ties go to the even neighbour, and what is beyond a tie does not") {
  const Natural half = power_of_two(53) + 1;  // between 2^53 and 2^53 + 2
  CHECK(Fraction{half, 1}.value() == 9007199254740992.0);
  CHECK(Fraction{half + 2, 1}.value() == 9007199254740996.0);
  CHECK(Fraction{half.shifted(200) + 1, power_of_two(200)}.value() == 9007199254740994.0);
  CHECK(Fraction{half.shifted(200) - 1, power_of_two(200)}.value() == 9007199254740992.0);
  CHECK(Natural(0xffffffffffffffffu).value() == 18446744073709551616.0);
}

TEST_CASE("very small quotients") {
  CHECK(Fraction{1, power_of_two(1074)}.value() == kSmallest);
  CHECK(Fraction{1, power_of_two(1075)}.value() == 0.0);
  CHECK(Fraction{power_of_two(60) + 1, power_of_two(1135)}.value() == kSmallest);
  CHECK(Fraction{3, power_of_two(1075)}.value() == 2 * kSmallest);
  CHECK(Fraction{1, power_of_two(5000)}.value() == 0.0);
  CHECK(Fraction{1, power_of_two(1022)}.value() == std::numeric_limits<double>::min());
  CHECK(std::isinf(Fraction{power_of_two(1024), 1}.value()));
}

TEST_CASE("fractions") {
  const Fraction sum = Fraction{1, 3} + Fraction{1, 6};
  CHECK(sum.value() == 0.5);
  CHECK((Fraction{2, 3} * Fraction{3, 4}).value() == 0.5);
  CHECK((Fraction{2, 3} / Fraction{4, 3}).value() == 0.5);
  CHECK(Fraction{0, 3}.is_zero());
}

}  // namespace
}  // namespace gramscore
