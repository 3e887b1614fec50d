#include "gramscore/work/large_pages.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <utility>

namespace gramscore {
namespace {

struct alignas(128) Wide {
  std::uint64_t number = 0;
};

TEST_CASE("vectors of any size, aligned as their elements are") {
  for (const std::size_t size : {0u, 1u, 1000u, 8191u, 8192u, 100'000u}) {
    CAPTURE(size);
    LargeVector<Wide> wide(size);
    LargeVector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < size; ++i) {
      wide[i].number = i;
      bytes.push_back(static_cast<std::uint8_t>(i));
    }
    LargeVector<Wide> moved = std::move(wide);
    moved.resize(2 * size + 1);
    CHECK(reinterpret_cast<std::uintptr_t>(moved.data()) % alignof(Wide) == 0);
    for (std::size_t i = 0; i < size; ++i) {
      REQUIRE(moved[i].number == i);
      REQUIRE(bytes[i] == static_cast<std::uint8_t>(i));
    }
    CHECK(moved.back().number == 0);
  }
}

TEST_CASE("what is large begins where a large page does") {
  const LargeVector<std::uint64_t> numbers(std::size_t{1} << 20);
  CHECK(reinterpret_cast<std::uintptr_t>(numbers.data()) % (std::size_t{1} << 21) == 0);
}

}  // namespace
}  // namespace gramscore
