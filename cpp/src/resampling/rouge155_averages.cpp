#include "gramscore/resampling/rouge155_averages.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

#include "gramscore/metrics/rouge155/rouge155.hpp"
#include "gramscore/work/parallel.hpp"
#include "resampling/drand48.hpp"
#include "resampling/drawn_rows.hpp"
#include "resampling/sample_groups.hpp"

namespace gramscore {
namespace {

constexpr std::size_t kScores = 3;

/// Draws between two checkpoints.
constexpr std::size_t kDraws = 1 << 12;

/// As many as the kernels add up side by side.
constexpr std::size_t kTogether = 4;

/// The scores of resamples.
class Resamples : public SampleGroups {
 public:
  Resamples(std::size_t documents, std::size_t types, const Rouge155Resampling& resampling,
            const Checkpoint& checkpoint)
      : SampleGroups(resampling.samples, kTogether, checkpoint),
        documents_(documents),
        types_(types),
        resampling_(resampling),
        numbers_(documents, static_cast<std::uint32_t>(documents)),
        scores_(kScores * types * resampling.samples) {}

  /// Those of all resamples, by number of the score among recall, precision and F of each type.
  [[nodiscard]] std::span<double> scores(std::size_t score) {
    return std::span(scores_).subspan(score * resampling_.samples, resampling_.samples);
  }

 protected:
  std::size_t documents_;
  std::size_t types_;
  const Rouge155Resampling& resampling_;
  Drand48 numbers_;

 private:
  std::vector<double> scores_;
};

/// As the program does it: numbers are added up one by one, in the order drawn.
class InOrder : public Resamples {
 public:
  InOrder(const double* rows, std::span<const std::uint32_t> order, std::size_t types,
          const Rouge155Resampling& resampling, const Checkpoint& checkpoint)
      : Resamples(order.size(), types, resampling, checkpoint), table_(order.size(), kScores * types) {
    for (std::size_t i = 0; i < documents_; ++i) {
      std::copy_n(rows + order[i] * kScores * types, kScores * types, table_.row(i));
    }
  }

 protected:
  void draw(std::size_t first, std::size_t count, const Checkpoint& checkpoint) override {
    std::vector<std::uint32_t> drawn(count * std::min(documents_, kDraws));
    std::vector<double> sums(count * table_.width());
    for (std::size_t done = 0; done < documents_;) {
      const std::size_t size = std::min(kDraws, documents_ - done);
      for (std::size_t s = 0; s < count; ++s) {
        numbers_.draw(first + s, done, std::span(drawn).subspan(s * size, size));
      }
      table_.add(std::span(drawn).first(count * size), sums.data(), 0, count);
      done += size;
      checkpoint();
    }
    for (std::size_t s = 0; s < count; ++s) {
      for (std::size_t t = 0; t < types_; ++t) keep(sums.data() + s * table_.width() + kScores * t, t, first + s);
    }
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

  Table<double> table_;
};

/// The same sums without rounding, of scores of five decimals as whole numbers: how often each document was drawn, times its
/// numbers. That is quicker for many documents, and nearly always leaves no doubt about the digits.
class Counted : public Resamples {
 public:
  /// Fewer documents are as quick in order. Of more, the draws, each of at most 511, might not add up within 32 bits.
  static constexpr std::size_t kFewestDocuments = 1 << 11;
  static constexpr std::size_t kMostDocuments = 1 << 22;

  Counted(const double* rows, std::span<const std::uint32_t> order, std::size_t types,
          const Rouge155Resampling& resampling, const Checkpoint& checkpoint)
      : Resamples(order.size(), types, resampling, checkpoint), halves_(2 * kScores * types * order.size()) {
    for (std::size_t k = 0; k < kScores * types; ++k) {
      for (std::size_t i = 0; i < documents_; ++i) {
        const auto units = static_cast<std::int32_t>(std::lround(rows[order[i] * kScores * types + k] * kUnits));
        half(k, 0)[i] = static_cast<std::int16_t>(units >> kLowBits);
        half(k, 1)[i] = static_cast<std::int16_t>(units & ((1 << kLowBits) - 1));
      }
    }
  }

  /// Whether a sum may be wrong.
  [[nodiscard]] bool is_in_doubt() const { return doubt_.load(std::memory_order_relaxed); }

  /// The most by which the scores may be apart from those that are added up in order: each addition, and each number that
  /// it adds, is rounded, and none is above 1.
  [[nodiscard]] double apart() const {
    return static_cast<double>(documents_ + 8) * std::numeric_limits<double>::epsilon();
  }

 protected:
  void draw(std::size_t first, std::size_t count, const Checkpoint& checkpoint) override {
    std::vector<std::int16_t> times(documents_);
    std::vector<std::uint32_t> drawn(std::min(documents_, kDraws));
    for (std::size_t s = first; s < first + count; ++s) {
      std::fill(times.begin(), times.end(), std::int16_t{0});
      for (std::size_t done = 0; done < documents_;) {
        const std::span part = std::span(drawn).first(std::min(kDraws, documents_ - done));
        numbers_.draw(s, done, part);
        for (const std::uint32_t number : part) {
          times[number] = static_cast<std::int16_t>(static_cast<std::uint16_t>(times[number]) + 1);
        }
        done += part.size();
        checkpoint();
      }
      // A document that was drawn too often for 16 bits shows: then the sum is another one.
      const auto all = std::accumulate(times.begin(), times.end(), std::int64_t{0});
      if (all != static_cast<std::int64_t>(documents_)) doubt_.store(true, std::memory_order_relaxed);
      const double divisor = static_cast<double>(documents_) * kUnits;
      for (std::size_t k = 0; k < kScores * types_; ++k) {
        const std::int64_t units = (product(times, half(k, 0)) << kLowBits) + product(times, half(k, 1));
        scores(k)[s] = static_cast<double>(units) / divisor;
        checkpoint();
      }
    }
  }

 private:
  static constexpr double kUnits = 100000;
  // Both halves of numbers up to kUnits fit into 16 bits, for which there are vector instructions everywhere.
  static constexpr int kLowBits = 9;
  [[nodiscard]] std::int16_t* half(std::size_t column, std::size_t which) {
    return halves_.data() + (2 * column + which) * documents_;
  }

  static std::int64_t product(std::span<const std::int16_t> times, const std::int16_t* numbers) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < times.size(); ++i) sum += std::int32_t{times[i]} * std::int32_t{numbers[i]};
    return sum;
  }

  std::vector<std::int16_t> halves_;
  std::atomic<bool> doubt_{false};
};

/// The digits of a number that may be so far off, if there is no doubt about them.
std::optional<double> digits(double x, double off) {
  const double low = five_decimals(x - off);
  return low == five_decimals(x + off) ? std::optional(low) : std::nullopt;
}

/// The mean of `scores`, each of which may be `apart` off. The program adds them up in ascending order, which is only looked
/// at where it can matter, and if they are not off.
std::optional<double> mean_in_order(std::span<double> scores, double apart) {
  const auto count = static_cast<double>(scores.size());
  double sum = 0;
  for (const double score : scores) sum += score;
  // Two orders of n additions of numbers up to 1 differ by less than this (and the divisions by much less).
  const double mean = sum / count;
  const auto found = digits(mean, apart + (count + 8) * std::numeric_limits<double>::epsilon() * std::max(mean, 1.0));
  if (found || apart > 0) return found;
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

/// The average of resamples' scores, each of which may be `apart` off; nothing where that leaves a doubt.
std::optional<Rouge155Average> average(std::span<double> scores, double confidence, double apart) {
  const auto samples = static_cast<double>(scores.size());
  const double outside = samples * ((100 - confidence) / 2) / 100;
  const double last = samples - outside - 1;
  const auto high_rank = static_cast<std::size_t>(std::max(last, 0.0));
  const double fraction = last - static_cast<double>(high_rank);
  // The program moves both bounds by the fraction of the upper one.
  const auto bound = [&](std::size_t rank) {
    const auto [here, next] = neighbours(scores, rank);
    const double moved = here + (next - here) * fraction;
    return apart > 0 ? digits(moved, 4 * apart) : std::optional(five_decimals(moved));
  };
  const auto value = mean_in_order(scores, apart);
  const auto low = bound(static_cast<std::size_t>(outside));
  const auto high = bound(high_rank);
  if (!value || !low || !high) return std::nullopt;
  return Rouge155Average{*value, *low, *high};
}

std::optional<std::vector<Rouge155Average>> averages_of(Resamples& work, std::size_t scores,
                                                        const Rouge155Resampling& resampling, double apart) {
  run_chunks(work, resampling.threads);
  std::vector<Rouge155Average> averages;
  for (std::size_t k = 0; k < scores; ++k) {
    const auto found = average(work.scores(k), resampling.confidence, apart);
    if (!found) return std::nullopt;
    averages.push_back(*found);
  }
  return averages;
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
  if (!resampling.pooled && order.size() >= Counted::kFewestDocuments && order.size() <= Counted::kMostDocuments) {
    Counted work(rows, order, types, resampling, checkpoint);
    auto averages = averages_of(work, kScores * types, resampling, work.apart());
    if (averages && !work.is_in_doubt()) return *std::move(averages);
  }
  InOrder work(rows, order, types, resampling, checkpoint);
  return averages_of(work, kScores * types, resampling, 0).value();
}

}  // namespace gramscore
