// NumPy's default random numbers.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gramscore/kernels/kernels.hpp"

namespace gramscore {

/// The generator PCG64 (XSL-RR 128/64; M. O'Neill, 2014) with the stream of numpy.random.default_rng: started from the
/// state that NumPy made of a seed, it draws the numbers that Generator.integers and Generator.choice draw.
class Pcg64 {
 public:
  /// A number of 128 bits.
  struct Word {
    std::uint64_t high;
    std::uint64_t low;
  };

  Pcg64(Word state, Word increment) : state_(state), increment_(increment) {}

  /// The lower half of a new 64-bit output, then its upper half.
  std::uint32_t next32();

  /// Draws `count` numbers of 0..bound - 1 as Generator.integers(bound, size=count) does: by multiplication, drawing
  /// again what would favour some numbers (D. Lemire, 2019). A bound of 1 spends no random number.
  void fill_below(std::uint32_t bound, std::uint32_t* out, std::size_t count);

 private:
  std::uint64_t next64();
  Pcg64Lanes lanes_apart();

  Word state_;
  Word increment_;
  std::uint32_t kept_ = 0;
  bool has_kept_ = false;
};

/// Random bits as Generator.integers(2, dtype=bool) draws them: the bits of 32-bit outputs, the lowest first. One object
/// is one call; what is left of the last output is lost with it.
class Pcg64Bits {
 public:
  explicit Pcg64Bits(Pcg64& generator) : generator_(generator) {}

  /// The next `count` bits, 1..32, the first as the lowest.
  std::uint32_t next(unsigned count) {
    std::uint64_t bits = left_;
    if (count > left_count_) {
      const std::uint64_t word = generator_.next32();
      bits |= word << left_count_;
      const unsigned used = count - left_count_;
      left_ = used == 32 ? 0 : static_cast<std::uint32_t>(word >> used);
      left_count_ = 32 - used;
    } else {
      left_ = count == 32 ? 0 : left_ >> count;
      left_count_ -= count;
    }
    return static_cast<std::uint32_t>(count == 32 ? bits : bits & ((std::uint64_t{1} << count) - 1));
  }

 private:
  Pcg64& generator_;
  std::uint32_t left_ = 0;
  unsigned left_count_ = 0;
};

}  // namespace gramscore
