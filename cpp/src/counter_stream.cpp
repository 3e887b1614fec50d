#include "gramscore/counter_stream.hpp"

#include <algorithm>
#include <array>

#include "gramscore/kernels.hpp"

namespace gramscore {
namespace {

constexpr std::uint64_t kLow = 0xffffffffu;
constexpr std::size_t kWords = 64;  // outputs that are looked at together

}  // namespace

void CounterStream::fill_below(std::uint32_t bound, std::uint32_t* out, std::size_t count) {
  const std::uint32_t threshold = (0 - bound) % bound;
  std::size_t done = 0;
  while (done < count) {
    const std::size_t outputs = std::clamp<std::size_t>((count - done) / 2, 1, kWords);
    if (count - done > 1) {
      std::array<std::uint64_t, kWords> words;
      for (std::size_t i = 0; i < outputs; ++i) words[i] = output(i);
      if (!kernels().scale_words(words.data(), outputs, bound, out + done)) {
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
