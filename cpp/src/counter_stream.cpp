#include "gramscore/counter_stream.hpp"

#include <algorithm>

namespace gramscore {
namespace {

constexpr std::uint64_t kLow = 0xffffffffu;
constexpr std::size_t kBlock = 64;  // outputs that are looked at together

}  // namespace

void CounterStream::fill_below(std::uint32_t bound, std::uint32_t* out, std::size_t count) {
  const std::uint32_t threshold = (0 - bound) % bound;
  std::size_t done = 0;
  while (done < count) {
    const std::size_t outputs = std::clamp<std::size_t>((count - done) / 2, 1, kBlock);
    if (count - done > 1) {
      // Without branches, as if nothing had to be drawn again.
      std::uint64_t again = 0;
      for (std::size_t i = 0; i < outputs; ++i) {
        const std::uint64_t both = output(i);
        const std::uint64_t low = (both & kLow) * bound;
        const std::uint64_t high = (both >> 32) * bound;
        again |= ((low & kLow) - threshold) | ((high & kLow) - threshold);
        out[done + 2 * i] = static_cast<std::uint32_t>(low >> 32);
        out[done + 2 * i + 1] = static_cast<std::uint32_t>(high >> 32);
      }
      if (again >> 63 == 0) {
        drawn_ += outputs;
        done += 2 * outputs;
        continue;
      }
    }
    for (std::size_t i = 0; i < outputs; ++i) {
      const std::uint64_t both = output(i);
      for (const std::uint64_t half : {both & kLow, both >> 32}) {
        const std::uint64_t scaled = half * bound;
        if ((scaled & kLow) >= threshold && done < count) out[done++] = static_cast<std::uint32_t>(scaled >> 32);
      }
    }
    drawn_ += outputs;
  }
}

}  // namespace gramscore
