#include "gramscore/resampling/mean_resamples.hpp"

#include <algorithm>
#include <bit>
#include <span>
#include <stdexcept>
#include <vector>

#include "resampling/drawn_rows.hpp"

namespace gramscore {
namespace {

/// Resamples that are added up together, as many as the kernels add up side by side, and of how many examples.
constexpr std::size_t kTogether = 4;
constexpr std::size_t kMostTogether = 1 << 16;

/// Random indices that are drawn at a time of a resample of more.
constexpr std::size_t kDraws = 1 << 13;

}  // namespace

LegacyNumbers::LegacyNumbers(std::uint32_t seed) {
  // As M. Matsumoto and T. Nishimura start it (2002).
  for (std::uint32_t i = 0; i < kMersenneWords; ++i) {
    state_[i] = seed;
    seed = 1812433253u * (seed ^ seed >> 30) + i + 1;
  }
}

LegacyNumbers::LegacyNumbers(const State& state, std::size_t used) : state_(state), used_(used) {
  if (used > kMersenneWords) throw std::invalid_argument("the generator has fewer words");
  kernels().mersenne_outputs(state_.data(), kMersenneWords, outputs_.data());
}

void LegacyNumbers::fill_below(std::uint32_t bound, std::uint32_t* out, std::size_t count) {
  if (bound <= 1) {
    std::fill_n(out, count, 0);
    return;
  }
  const Kernels& kernel = kernels();
  const std::uint32_t mask = 0xffffffffu >> std::countl_zero(bound - 1);
  for (std::size_t done = 0; done < count;) {
    if (used_ == kMersenneWords) {
      kernel.turn_mersenne(state_.data());
      kernel.mersenne_outputs(state_.data(), kMersenneWords, outputs_.data());
      used_ = 0;
    }
    // A word gives one number at most.
    const std::size_t room = count - done;
    const std::size_t words = std::min(kMersenneWords - used_, room - std::min(room, kKeepSlack));
    if (words > 0) {
      done += kernel.keep_below(outputs_.data() + used_, words, mask, bound, out + done);
      used_ += words;
    } else {
      const std::uint32_t number = outputs_[used_++] & mask;
      if (number < bound) out[done++] = number;
    }
  }
}

void mean_resamples(const double* rows, std::size_t examples, std::size_t columns, LegacyNumbers& numbers,
                    std::size_t samples, double* means, const Checkpoint& checkpoint) {
  if (examples == 0) throw std::invalid_argument("there are no examples to resample");
  if (examples > 0xffffffffu) throw std::length_error("more than 4294967295 examples cannot be resampled");
  const Table<double> table(rows, examples, columns);
  const bool few = examples <= kMostTogether;
  const std::size_t together = few ? kTogether : 1;
  const std::size_t draws = few ? examples : kDraws;
  std::vector<std::uint32_t> drawn(together * draws);
  std::vector<double> sums(together * table.width());
  for (std::size_t s = 0; s < samples; s += together) {
    const std::size_t lists = std::min(together, samples - s);
    std::fill(sums.begin(), sums.end(), 0.0);
    for (std::size_t done = 0; done < examples; done += draws) {
      const std::span part = std::span(drawn).first(lists * std::min(draws, examples - done));
      numbers.fill_below(static_cast<std::uint32_t>(examples), part.data(), part.size());
      table.add(part, sums.data(), 0, lists);
      checkpoint();
    }
    for (std::size_t l = 0; l < lists; ++l) {
      for (std::size_t k = 0; k < columns; ++k) {
        *means++ = sums[l * table.width() + k] / static_cast<double>(examples);
      }
    }
  }
}

}  // namespace gramscore
