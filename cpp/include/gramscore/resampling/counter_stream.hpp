// Random numbers that can be drawn from anywhere: each is a function of a seed and of what it is for.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gramscore {

/// The stream of the sample `sample` and the part `part` of it, by the generator SplitMix64 (G. Steele, D. Lea and
/// C. Flood, "Fast Splittable Pseudorandom Number Generators", 2014), so that samples and parts can be drawn in any
/// order, by any thread, on any machine.
///
/// With mix() for SplitMix64's finalizer and g = 0x9e3779b97f4a7c15, modulo 2^64: the stream starts from
///   s = mix(mix(mix(seed + g) ^ sample + g) ^ part + g)   (each ^ before its + g)
/// and its output i = 0, 1, ... is mix(s + (i + 1) g). Different parts of a sample start differently, and so do
/// different samples of a seed.
class CounterStream {
 public:
  CounterStream(std::uint64_t seed, std::uint64_t sample, std::uint64_t part);

  /// SplitMix64 itself, started from `state`.
  explicit CounterStream(std::uint64_t state) : state_(state) {}

  /// Output i, counted from the first one that no number was drawn from.
  [[nodiscard]] std::uint64_t output(std::uint64_t i) const;

  /// Draws `count` numbers of 0..bound - 1, all equally likely, from new outputs: the halves of the outputs, the lower
  /// first, are multiplied by the bound, and the upper half of the product is a number, unless the lower half is below
  /// 2^32 mod bound (D. Lemire, 2019). What is left of the last output is not used. The bound is at least 1.
  void fill_below(std::uint32_t bound, std::uint32_t* out, std::size_t count);

 private:
  std::uint64_t state_;  // before the first output that no number was drawn from
};

}  // namespace gramscore
