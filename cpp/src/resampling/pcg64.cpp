#include "gramscore/resampling/pcg64.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "gramscore/kernels/kernels.hpp"

namespace gramscore {
namespace {

using Word = Pcg64::Word;

constexpr Word kMultiplier{0x2360ed051fc65da4u, 0x4385df649fccf645u};

constexpr Word product(std::uint64_t a, std::uint64_t b) {
#if defined(__SIZEOF_INT128__)
  __extension__ using Wide = unsigned __int128;
  const Wide wide = static_cast<Wide>(a) * b;
  return {static_cast<std::uint64_t>(wide >> 64), static_cast<std::uint64_t>(wide)};
#else
  const std::uint64_t a_low = a & 0xffffffffu;
  const std::uint64_t a_high = a >> 32;
  const std::uint64_t b_low = b & 0xffffffffu;
  const std::uint64_t b_high = b >> 32;
  const std::uint64_t low = a_low * b_low;
  const std::uint64_t middle = a_high * b_low + (low >> 32);
  const std::uint64_t other = a_low * b_high + (middle & 0xffffffffu);
  return {a_high * b_high + (middle >> 32) + (other >> 32), other << 32 | (low & 0xffffffffu)};
#endif
}

/// Modulo 2^128.
constexpr Word multiplied(const Word& a, const Word& b) {
  Word result = product(a.low, b.low);
  result.high += a.high * b.low + a.low * b.high;
  return result;
}

constexpr Word sum(const Word& a, const Word& b) {
  const std::uint64_t low = a.low + b.low;
  return {a.high + b.high + (low < a.low ? 1 : 0), low};
}

constexpr Word difference(const Word& a, const Word& b) {
  return {a.high - b.high - (a.low < b.low ? 1 : 0), a.low - b.low};
}

/// 1 / odd, by Newton's iteration, each step of which doubles the bits that are right.
constexpr Word inverse(const Word& odd) {
  Word x = odd;  // right in 3 bits
  for (int bits = 3; bits < 128; bits *= 2) x = multiplied(x, difference({0, 2}, multiplied(odd, x)));
  return x;
}

std::uint64_t output(const Word& state) {
  return std::rotr(state.high ^ state.low, static_cast<int>(state.high >> 58));
}

/// The steps of the generator depend on each other; so many apart, they can be taken at the same time.
constexpr std::size_t kApart = Pcg64Lanes::kCount;
constexpr std::size_t kWords = 256;  // 64-bit outputs

/// kApart steps at once: state * multiplier + increment * increments.
struct Leap {
  Word multiplier{0, 1};
  Word increments{0, 0};

  constexpr Leap() {
    for (std::size_t step = 0; step < kApart; ++step) {
      multiplier = multiplied(multiplier, kMultiplier);
      increments = sum(multiplied(increments, kMultiplier), {0, 1});
    }
  }
};

constexpr Leap kLeap;
constexpr Word kInverse = inverse(kMultiplier);

}  // namespace

std::uint64_t Pcg64::next64() {
  state_ = sum(multiplied(state_, kMultiplier), increment_);
  return output(state_);
}

std::uint32_t Pcg64::next32() {
  if (has_kept_) {
    has_kept_ = false;
    return kept_;
  }
  const std::uint64_t both = next64();
  kept_ = static_cast<std::uint32_t>(both >> 32);
  has_kept_ = true;
  return static_cast<std::uint32_t>(both);
}

void Pcg64::fill_below(std::uint32_t bound, std::uint32_t* out, std::size_t count) {
  if (bound <= 1) {
    std::fill_n(out, count, 0);
    return;
  }
  const std::uint32_t threshold = (0 - bound) % bound;
  const auto draw = [&] {
    std::uint64_t scaled = std::uint64_t{next32()} * bound;
    while (static_cast<std::uint32_t>(scaled) < threshold) scaled = std::uint64_t{next32()} * bound;
    return static_cast<std::uint32_t>(scaled >> 32);
  };
  std::size_t done = 0;
  Pcg64Lanes lanes{};
  bool apart = false;  // whether the lanes are where state_ is not yet
  const auto rejoin = [&](const Word& next) {
    state_ = multiplied(difference(next, increment_), kInverse);
    apart = false;
  };
  const Kernels& kernel = kernels();
  std::array<std::uint64_t, kWords> outputs;
  while (count - done >= 2 * kApart) {
    if (has_kept_) {  // blocks begin with a whole output
      out[done++] = draw();
      continue;
    }
    if (!apart) {
      lanes = lanes_apart();
      apart = true;
    }
    const Word before{lanes.high[0], lanes.low[0]};
    const std::size_t words = std::min(kWords, (count - done) / 2 / kApart * kApart);
    kernel.pcg64(lanes, words / kApart, outputs.data());
    if (kernel.scale_words(outputs.data(), words, bound, out + done)) {  // rare: one by one, as some are drawn again
      rejoin(before);
      for (std::size_t i = 0; i < 2 * words; ++i) out[done + i] = draw();
    }
    done += 2 * words;
  }
  if (apart) rejoin({lanes.high[0], lanes.low[0]});
  while (done < count) out[done++] = draw();
}

/// The next kApart states, and how each takes kApart steps in one.
Pcg64Lanes Pcg64::lanes_apart() {
  Pcg64Lanes lanes{};
  for (std::size_t lane = 0; lane < kApart; ++lane) {
    next64();
    lanes.high[lane] = state_.high;
    lanes.low[lane] = state_.low;
  }
  const Word increment = multiplied(increment_, kLeap.increments);
  lanes.multiplier_high = kLeap.multiplier.high;
  lanes.multiplier_low = kLeap.multiplier.low;
  lanes.increment_high = increment.high;
  lanes.increment_low = increment.low;
  return lanes;
}

}  // namespace gramscore
