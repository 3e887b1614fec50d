#include "resampling/drand48.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <span>
#include <vector>

#include "tests/sequences.hpp"

namespace gramscore {
namespace {

using testing::for_kernels;

/// The generator step by step.
std::vector<std::uint32_t> plain(std::uint64_t seed, std::size_t count, std::uint32_t bound) {
  std::vector<std::uint32_t> numbers;
  std::uint64_t x = (seed << 16) + 0x330e;
  for (std::size_t i = 0; i < count; ++i) {
    x = (x * 0x5deece66d + 0xb) & 0xffffffffffff;
    numbers.push_back(static_cast<std::uint32_t>(static_cast<double>(x) / 281474976710656.0 * bound));
  }
  return numbers;
}

TEST_CASE("numbers are those of the generator, step by step") {
  for_kernels([] {
    // Bounds so large that the next whole number is often near.
    for (const std::uint32_t bound : {1u, 2u, 7u, 500u, 65536u, 999983u, 1u << 28, 0xfffffffbu}) {
      const Drand48 streams(1000, bound);
      for (const std::uint64_t seed :
           {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{999}, std::uint64_t{1} << 31}) {
        std::vector<std::uint32_t> drawn(1000);
        streams.draw(seed, 0, std::span(drawn).first(333));
        streams.draw(seed, 333, std::span(drawn).subspan(333));
        REQUIRE(drawn == plain(seed, 1000, bound));
      }
    }
  });
}

/// 1 / odd, modulo 2^32.
std::uint32_t inverse(std::uint32_t odd) {
  std::uint32_t x = odd;  // right in 3 bits, then in twice as many
  for (int bits = 3; bits < 32; bits *= 2) x *= 2 - odd * x;
  return x;
}

TEST_CASE("a product that is rounded up to a whole number") {
  constexpr std::uint32_t kBound = 0xfffffffb;
  const Drand48 streams(64, kBound);
  std::uint64_t of_zero = 0x330e;
  std::uint32_t step = 1;
  for (std::size_t i = 0; i < 64; ++i) {
    of_zero = (of_zero * 0x5deece66d + 0xb) & 0xffffffffffff;
    step *= static_cast<std::uint32_t>(0x5deece66d);
    // The seed for which number i is from a state whose product ends in ones.
    const std::uint64_t lowest = (of_zero & 0xffff) * kBound;
    const auto ending = static_cast<std::uint32_t>((0xffffffffffff - lowest) >> 16);
    const std::uint32_t upper = ending * inverse(kBound);
    const std::uint32_t seed = (upper - static_cast<std::uint32_t>(of_zero >> 16)) * inverse(step);
    const auto exact = static_cast<std::uint32_t>((std::uint64_t{upper} * kBound + (lowest >> 16)) >> 32);
    std::vector<std::uint32_t> drawn(64);
    streams.draw(seed, 0, drawn);
    REQUIRE(drawn == plain(seed, 64, kBound));
    if (exact > kBound / 2) CHECK(drawn[i] == exact + 1);
  }
}

}  // namespace
}  // namespace gramscore
