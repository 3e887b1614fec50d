// Numbers below a bound from the generator of 48 bits that C calls drand48, and Perl rand().
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/kernels/kernels.hpp"

namespace gramscore {

/// The first numbers that the streams of all seeds draw. A step of the generator is x -> a x + c, so that after so many
/// steps the states of one seed and the next differ by the same number for all seeds. As that is a multiple of 2^16, the
/// lowest 16 bits are the same for all seeds, and 32 bits are left that depend on the seed.
class Drand48 {
 public:
  /// Streams of `count` numbers below `bound`.
  Drand48(std::size_t count, std::uint32_t bound)
      : bound_(bound), scale_(std::ldexp(static_cast<double>(bound), -kBits)) {
    first_.reserve(count);
    step_.reserve(count);
    lowest_.reserve(count);
    std::uint64_t state = kSeedEnd;
    std::uint64_t step = std::uint64_t{1} << kSeedBits;
    for (std::size_t i = 0; i < count; ++i) {
      state = state * kMultiplier + kIncrement;
      step *= kMultiplier;
      first_.push_back(static_cast<std::uint32_t>(state >> kSeedBits));
      step_.push_back(static_cast<std::uint32_t>(step >> kSeedBits));
      lowest_.push_back(static_cast<std::uint16_t>(state));
    }
  }

  /// Writes the numbers of a seed, from number `begin` of its stream on.
  void draw(std::uint64_t seed, std::size_t begin, std::span<std::uint32_t> out) const {
    const auto times = static_cast<std::uint32_t>(seed);
    const std::uint32_t* const first = first_.data() + begin;
    const std::uint32_t* const step = step_.data() + begin;
    if (!kernels().scale_lines(first, step, times, out.size(), bound_, out.data())) return;
    // Where the next number is near, the lowest bits matter, and how a product is rounded.
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::uint64_t upper = static_cast<std::uint32_t>(first[i] + times * step[i]);
      if (static_cast<std::uint32_t>(upper * bound_) > ~bound_)
        out[i] = number(upper << kSeedBits | lowest_[begin + i]);
    }
  }

 private:
  static constexpr int kBits = 48;
  static constexpr unsigned kSeedBits = 16;
  static constexpr std::uint64_t kSeedEnd = 0x330e;
  static constexpr std::uint64_t kMultiplier = 0x5deece66d;
  static constexpr std::uint64_t kIncrement = 0xb;

  /// The product is rounded as Perl's is, whose random number is the state divided by 2^48.
  [[nodiscard]] std::uint32_t number(std::uint64_t state) const {
    return static_cast<std::uint32_t>(static_cast<std::int64_t>(static_cast<double>(state) * scale_));
  }

  std::uint32_t bound_;
  double scale_;
  std::vector<std::uint32_t> first_;   // of seed 0, the upper 32 bits of 48
  std::vector<std::uint32_t> step_;    // from one seed to the next
  std::vector<std::uint16_t> lowest_;  // of all seeds
};

}  // namespace gramscore
