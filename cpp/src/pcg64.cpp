#include "gramscore/pcg64.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace gramscore {
namespace {

using Word = Pcg64::Word;

constexpr std::uint64_t kLow = 0xffffffffu;
constexpr Word kMultiplier{0x2360ed051fc65da4u, 0x4385df649fccf645u};

Word product(std::uint64_t a, std::uint64_t b) {
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
Word multiplied(const Word& a, const Word& b) {
  Word result = product(a.low, b.low);
  result.high += a.high * b.low + a.low * b.high;
  return result;
}

Word sum(const Word& a, const Word& b) {
  const std::uint64_t low = a.low + b.low;
  return {a.high + b.high + (low < a.low ? 1 : 0), low};
}

std::uint64_t output(const Word& state) {
  return std::rotr(state.high ^ state.low, static_cast<int>(state.high >> 58));
}

/// The steps of the generator depend on each other; so many apart, they can be taken at the same time.
constexpr std::size_t kLanes = 4;
constexpr std::size_t kBlock = 256;  // 64-bit outputs

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
  // kLanes steps in one: state * a + c.
  Word a{0, 1};
  Word c{0, 0};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    c = sum(multiplied(c, kMultiplier), increment_);
    a = multiplied(a, kMultiplier);
  }
  while (count - done >= 2 * kBlock) {
    if (has_kept_) {  // blocks begin with a whole output
      out[done++] = draw();
      continue;
    }
    const Word before = state_;
    std::array<Word, kLanes> lanes;
    for (Word& lane : lanes) {
      next64();
      lane = state_;
    }
    std::array<std::uint64_t, kBlock> outputs;
    for (std::size_t i = 0; i < kBlock; i += kLanes) {
      state_ = lanes.back();
      for (std::size_t lane = 0; lane < kLanes; ++lane) outputs[i + lane] = output(lanes[lane]);
      for (Word& lane : lanes) lane = sum(multiplied(lane, a), c);
    }
    // Two numbers side by side in 64 bits, and whether any product is below the threshold, without branches.
    std::uint64_t again = 0;
    for (std::uint64_t& both : outputs) {
      const std::uint64_t low = (both & kLow) * bound;
      const std::uint64_t high = (both >> 32) * bound;
      again |= ((low & kLow) - threshold) | ((high & kLow) - threshold);
      both = low >> 32 | (high & ~kLow);
    }
    for (std::size_t i = 0; i < kBlock; ++i) {
      out[done + 2 * i] = static_cast<std::uint32_t>(outputs[i]);
      out[done + 2 * i + 1] = static_cast<std::uint32_t>(outputs[i] >> 32);
    }
    if (again >> 63 != 0) {  // rare: one by one, as some are drawn again
      state_ = before;
      for (std::size_t i = 0; i < 2 * kBlock; ++i) out[done + i] = draw();
    }
    done += 2 * kBlock;
  }
  while (done < count) out[done++] = draw();
}

}  // namespace gramscore
