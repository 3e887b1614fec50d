#include "gramscore/resampling/rouge155_averages.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>

#include "gramscore/metrics/rouge155/rouge155.hpp"
#include "gramscore/work/parallel.hpp"
#include "resampling/drawn_rows.hpp"

namespace gramscore {
namespace {

constexpr std::size_t kScores = 3;

/// Generators that take their steps side by side, as each step waits for the one before.
constexpr std::size_t kSideBySide = 4;

/// Draws between two checkpoints.
constexpr std::size_t kDraws = 1 << 12;

/// drand48 of several seeds that follow each other. Its 48 bits are kept as the upper ones of 64, where they overflow by
/// themselves.
class Drand48 {
 public:
  Drand48(std::size_t first_seed, std::size_t bound) : scale_(std::ldexp(static_cast<double>(bound), -kBits)) {
    for (std::size_t g = 0; g < kSideBySide; ++g) {
      state_[g] = ((std::uint64_t{first_seed + g} << kSeedBits) + kSeedEnd) << kSpare;
    }
  }

  /// The next `count` numbers below the bound of generator g go to drawn[g].
  void fill(std::array<std::vector<std::uint32_t>, kSideBySide>& drawn, std::size_t count) {
    std::array<std::uint64_t, kSideBySide> state = state_;
    std::array<std::uint32_t*, kSideBySide> out;
    for (std::size_t g = 0; g < kSideBySide; ++g) out[g] = drawn[g].data();
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t g = 0; g < kSideBySide; ++g) {
        state[g] = state[g] * kMultiplier + (kIncrement << kSpare);
        // The product is rounded as the program's is, whose random number is this one divided by 2^48.
        out[g][i] = static_cast<std::uint32_t>(
            static_cast<std::int64_t>(static_cast<double>(static_cast<std::int64_t>(state[g] >> kSpare)) * scale_));
      }
    }
    state_ = state;
  }

 private:
  static constexpr int kBits = 48;
  static constexpr unsigned kSpare = 64 - kBits;
  static constexpr unsigned kSeedBits = 16;
  static constexpr std::uint64_t kSeedEnd = 0x330e;
  static constexpr std::uint64_t kMultiplier = 0x5deece66d;
  static constexpr std::uint64_t kIncrement = 0xb;

  double scale_;
  std::array<std::uint64_t, kSideBySide> state_;
};

/// Draws the resamples, a group of kSideBySide at a time, and keeps their scores: by score, those of all resamples.
class Resamples : public ChunkedWork {
 public:
  Resamples(const double* rows, std::span<const std::uint32_t> order, std::size_t types,
            const Rouge155Resampling& resampling, const Checkpoint& checkpoint)
      : documents_(order.size()),
        types_(types),
        resampling_(resampling),
        checkpoint_(checkpoint),
        table_(order.size(), kScores * types),
        scores_(kScores * types * resampling.samples) {
    for (std::size_t i = 0; i < documents_; ++i) {
      std::copy_n(rows + order[i] * kScores * types, kScores * types, table_.numbers.data() + i * table_.lanes);
    }
  }

  std::size_t fill(std::size_t, std::size_t) override {
    if (filled_) return 0;
    filled_ = true;
    return (resampling_.samples + kSideBySide - 1) / kSideBySide;
  }

  void run(std::size_t, std::size_t, std::size_t batch, const Checkpoint& checkpoint) override {
    const std::size_t first = batch * kSideBySide;
    const std::size_t count = std::min(kSideBySide, resampling_.samples - first);
    Drand48 numbers(first, documents_);
    std::array<std::vector<std::uint32_t>, kSideBySide> drawn;
    for (auto& of_one : drawn) of_one.resize(std::min(documents_, kDraws));
    std::vector<double> sums(kSideBySide * table_.lanes);
    for (std::size_t done = 0; done < documents_;) {
      const std::size_t size = std::min(kDraws, documents_ - done);
      numbers.fill(drawn, size);
      for (std::size_t g = 0; g < count; ++g) {
        add_drawn(table_, std::span<const std::uint32_t>(drawn[g]).first(size), sums.data() + g * table_.lanes);
      }
      done += size;
      checkpoint();
    }
    for (std::size_t g = 0; g < count; ++g) {
      for (std::size_t t = 0; t < types_; ++t) keep(sums.data() + g * table_.lanes + kScores * t, t, first + g);
    }
  }

  void poll() override { checkpoint_(); }

  /// The scores of all resamples, by number of the score among recall, precision and F of each type.
  [[nodiscard]] std::span<double> scores(std::size_t score) {
    return std::span(scores_).subspan(score * resampling_.samples, resampling_.samples);
  }

 private:
  void keep(const double* sums, std::size_t type, std::size_t sample) {
    std::array<double, kScores> found;
    if (resampling_.pooled) {
      const auto share = [&](double whole) { return whole > 0 ? sums[0] / whole : 0.0; };
      const double precision = share(sums[1]);
      const double recall = share(sums[2]);
      found = {recall, precision, rouge155_f(recall, precision, resampling_.alpha)};
    } else {
      for (std::size_t k = 0; k < kScores; ++k) found[k] = sums[k] / static_cast<double>(documents_);
    }
    for (std::size_t k = 0; k < kScores; ++k) scores(kScores * type + k)[sample] = found[k];
  }

  std::size_t documents_;
  std::size_t types_;
  const Rouge155Resampling& resampling_;
  const Checkpoint& checkpoint_;
  Table<double> table_;
  std::vector<double> scores_;
  bool filled_ = false;
};

/// The mean of `scores`, which the program adds up in ascending order. The order is only looked at where it can matter.
double mean_in_order(std::span<double> scores) {
  const auto count = static_cast<double>(scores.size());
  double sum = 0;
  double size = 0;
  for (const double score : scores) {
    sum += score;
    size += std::abs(score);
  }
  // Two orders of n additions differ by at most this (and the divisions by much less).
  const double apart = 2 * (count + 2) * std::numeric_limits<double>::epsilon() * size;
  const double low = five_decimals((sum - apart) / count);
  if (low == five_decimals((sum + apart) / count)) return low;
  std::sort(scores.begin(), scores.end());
  sum = 0;
  for (const double score : scores) sum += score;
  return five_decimals(sum / count);
}

/// The element of that rank, and the next one; those that there are not are 0.
std::array<double, 2> neighbours(std::span<double> scores, std::size_t rank) {
  if (rank >= scores.size()) return {0, 0};
  const auto at = scores.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(scores.begin(), at, scores.end());
  return {*at, at + 1 == scores.end() ? 0 : *std::min_element(at + 1, scores.end())};
}

Rouge155Average average(std::span<double> scores, double confidence) {
  const auto samples = static_cast<double>(scores.size());
  const double outside = samples * ((100 - confidence) / 2) / 100;
  const double last = samples - outside - 1;
  const auto high_rank = static_cast<std::size_t>(std::max(last, 0.0));
  const double fraction = last - static_cast<double>(high_rank);
  const double value = mean_in_order(scores);
  // The program moves both bounds by the fraction of the upper one.
  const auto bound = [&](std::size_t rank) {
    const auto [here, next] = neighbours(scores, rank);
    return five_decimals(here + (next - here) * fraction);
  };
  const double low = bound(static_cast<std::size_t>(outside));
  return {value, low, bound(high_rank)};
}

}  // namespace

std::vector<std::uint32_t> order_of_numbered(std::uint32_t count) {
  constexpr std::uint64_t kTen = 10;
  std::vector<std::uint32_t> order;
  order.reserve(count);
  for (std::uint64_t number = 1; order.size() < count;) {
    order.push_back(static_cast<std::uint32_t>(number - 1));
    // After a number comes what begins with it; else the next one of as many digits, or of fewer.
    if (number * kTen <= count) {
      number *= kTen;
      continue;
    }
    while (number % kTen == kTen - 1 || number == count) number /= kTen;
    ++number;
  }
  return order;
}

std::vector<Rouge155Average> rouge155_averages(const double* rows, std::span<const std::uint32_t> order,
                                               std::size_t types, const Rouge155Resampling& resampling,
                                               const Checkpoint& checkpoint) {
  if (order.empty() || resampling.samples == 0) throw std::invalid_argument("there is nothing to draw");
  Resamples work(rows, order, types, resampling, checkpoint);
  run_chunks(work, resampling.threads);
  std::vector<Rouge155Average> averages;
  for (std::size_t k = 0; k < kScores * types; ++k) averages.push_back(average(work.scores(k), resampling.confidence));
  return averages;
}

}  // namespace gramscore
