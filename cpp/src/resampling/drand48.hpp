// Numbers below a bound from the generator of 48 bits that C calls drand48, and Perl rand().
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace gramscore {

/// A stream of one seed. As each step of the generator waits for the one before, it is taken in kSideBySide at a time, each of
/// so many steps.
class Drand48 {
 public:
  static constexpr std::size_t kSideBySide = 8;

  Drand48(std::uint64_t seed, std::size_t bound) : scale_(std::ldexp(static_cast<double>(bound), -kBits)) {
    std::uint64_t state = ((seed << kSeedBits) + kSeedEnd) << kSpare;
    for (std::uint64_t& lane : lanes_) {
      state = state * kMultiplier + (kIncrement << kSpare);
      lane = state;
      leap_increment_ = leap_increment_ * kMultiplier + (kIncrement << kSpare);
      leap_multiplier_ *= kMultiplier;
    }
  }

  /// Calls use(number) for the next `count` numbers, in their order; only the last call may be of a count that is no multiple
  /// of kSideBySide.
  template <class Use>
  void draw(std::size_t count, Use use) {
    std::array<std::uint64_t, kSideBySide> lanes = lanes_;
    for (std::size_t i = 0; i + kSideBySide <= count; i += kSideBySide) {
      for (std::uint64_t& lane : lanes) {
        use(number(lane));
        lane = lane * leap_multiplier_ + leap_increment_;
      }
    }
    for (std::size_t k = 0; k < count % kSideBySide; ++k) use(number(lanes[k]));
    lanes_ = lanes;
  }

 private:
  // The 48 bits are the upper ones of 64, where they overflow by themselves.
  static constexpr int kBits = 48;
  static constexpr unsigned kSpare = 64 - kBits;
  static constexpr unsigned kSeedBits = 16;
  static constexpr std::uint64_t kSeedEnd = 0x330e;
  static constexpr std::uint64_t kMultiplier = 0x5deece66d;
  static constexpr std::uint64_t kIncrement = 0xb;

  /// The product is rounded as Perl's is, whose random number is the state divided by 2^48.
  [[nodiscard]] std::uint32_t number(std::uint64_t state) const {
    const auto bits = static_cast<double>(static_cast<std::int64_t>(state >> kSpare));
    return static_cast<std::uint32_t>(static_cast<std::int64_t>(bits * scale_));
  }

  double scale_;
  std::array<std::uint64_t, kSideBySide> lanes_;
  std::uint64_t leap_multiplier_ = 1;
  std::uint64_t leap_increment_ = 0;
};

}  // namespace gramscore
