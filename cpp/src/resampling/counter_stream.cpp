#include "gramscore/resampling/counter_stream.hpp"

#include <algorithm>
#include <array>

#include "gramscore/kernels/kernels.hpp"

namespace gramscore {
namespace {

constexpr std::uint64_t kLow = 0xffffffffu;
constexpr std::size_t kWords = 256;  // outputs that are looked at together

}  // namespace

CounterStream::CounterStream(std::uint64_t seed, std::uint64_t sample, std::uint64_t part)
    : state_(CounterStream(CounterStream(CounterStream(seed).output(0) ^ sample).output(0) ^ part).output(0)) {}

std::uint64_t CounterStream::output(std::uint64_t i) const {
  std::uint64_t output;
  kernels().split_mix(state_ + i * kSplitMixStep, 1, &output);
  return output;
}

void CounterStream::fill_below(std::uint32_t bound, std::uint32_t* out, std::size_t count) {
  const Kernels& kernel = kernels();
  const std::uint32_t threshold = (0 - bound) % bound;
  std::array<std::uint64_t, kWords> words;
  for (std::size_t done = 0; done < count;) {
    const std::size_t outputs = std::clamp<std::size_t>((count - done) / 2, 1, kWords);
    kernel.split_mix(state_, outputs, words.data());
    state_ += outputs * kSplitMixStep;
    if (count - done > 1 && !kernel.scale_words(words.data(), outputs, bound, out + done)) {
      done += 2 * outputs;
      continue;
    }
    for (std::size_t i = 0; i < outputs; ++i) {
      for (const std::uint64_t half : {words[i] & kLow, words[i] >> 32}) {
        const std::uint64_t scaled = half * bound;
        if ((scaled & kLow) >= threshold && done < count) out[done++] = static_cast<std::uint32_t>(scaled >> 32);
      }
    }
  }
}

}  // namespace gramscore
