#include "gramscore/resampling/mean_resamples.hpp"

#include <algorithm>
#include <bit>
#include <span>
#include <stdexcept>
#include <vector>

#include "resampling/drawn_rows.hpp"

namespace gramscore {
namespace {

/// Random indices that are drawn at a time.
constexpr std::size_t kDraws = 1 << 13;

}  // namespace

void LegacyNumbers::fill_below(std::uint32_t bound, std::uint32_t* out, std::size_t count) {
  if (bound <= 1) {
    std::fill_n(out, count, 0);
    return;
  }
  const std::uint32_t mask = 0xffffffffu >> std::countl_zero(bound - 1);
  for (std::size_t done = 0; done < count;) {
    const auto number = static_cast<std::uint32_t>(engine_()) & mask;
    out[done] = number;  // to be overwritten if it is not below the bound
    done += number < bound ? 1 : 0;
  }
}

void mean_resamples(const double* rows, std::size_t examples, std::size_t columns, LegacyNumbers& numbers,
                    std::size_t samples, double* means, const Checkpoint& checkpoint) {
  if (examples == 0) throw std::invalid_argument("there are no examples to resample");
  if (examples > 0xffffffffu) throw std::length_error("more than 4294967295 examples cannot be resampled");
  const Table<double> table(rows, examples, columns);
  std::vector<std::uint32_t> drawn(std::min(kDraws, examples));
  std::vector<double> sums(table.lanes);
  for (std::size_t s = 0; s < samples; ++s) {
    std::fill(sums.begin(), sums.end(), 0.0);
    for (std::size_t done = 0; done < examples; done += drawn.size()) {
      const std::span part = std::span(drawn).first(std::min(drawn.size(), examples - done));
      numbers.fill_below(static_cast<std::uint32_t>(examples), part.data(), part.size());
      add_drawn(table, std::span<const std::uint32_t>(part), sums.data());
      checkpoint();
    }
    for (std::size_t k = 0; k < columns; ++k) *means++ = sums[k] / static_cast<double>(examples);
  }
}

}  // namespace gramscore
