// Means of resampled examples as rouge-score 0.1.2 computes them (BootstrapAggregator), with NumPy's older generator.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// The numbers that numpy.random.choice draws after numpy.random.seed(seed): MT19937 (M. Matsumoto and T. Nishimura,
/// 1998), of whose outputs as many bits are taken as the bound needs, until they are below it.
class LegacyNumbers {
 public:
  using State = std::array<std::uint32_t, kMersenneWords>;

  explicit LegacyNumbers(std::uint32_t seed);

  /// Goes on from a state of the generator, of which so many words are used up.
  LegacyNumbers(const State& state, std::size_t used);

  [[nodiscard]] const State& state() const { return state_; }
  [[nodiscard]] std::size_t used() const { return used_; }

  /// What numpy.random.choice(bound, size=count) draws. A bound of 1 spends no random number.
  void fill_below(std::uint32_t bound, std::uint32_t* out, std::size_t count);

 private:
  State state_;
  State outputs_;  // of the state
  std::size_t used_ = kMersenneWords;
};

/// Means of `columns` numbers over `samples` resamples of the examples, each number added in the order drawn. Throws
/// as bootstrap() does if there are no examples or too many.
void mean_resamples(const double* rows, std::size_t examples, std::size_t columns, LegacyNumbers& numbers,
                    std::size_t samples, double* means, const Checkpoint& checkpoint);

}  // namespace gramscore
