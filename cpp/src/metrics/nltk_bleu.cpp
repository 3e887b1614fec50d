#include "gramscore/metrics/nltk_bleu.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "metrics/python_math.hpp"
#include "sums/few_summed.hpp"

namespace gramscore {
namespace {

/// Orders below which auto_reweigh replaces weights.
constexpr std::int64_t kReweighBelow = 4;

/// The order of the additional n-grams that method 5 looks at, whatever the weights.
constexpr std::size_t kExtraOrder = 5;

/// Python's mix of fractions and floats: exact while both are.
template <class Operation>
Precision combine(const Precision& a, const Precision& b, Operation operation) {
  if (std::holds_alternative<Fraction>(a) && std::holds_alternative<Fraction>(b)) {
    return operation(std::get<Fraction>(a), std::get<Fraction>(b));
  }
  return operation(value_of(a), value_of(b));
}

Precision operator+(const Precision& a, const Precision& b) {
  return combine(a, b, [](const auto& x, const auto& y) -> Precision { return x + y; });
}
Precision operator*(const Precision& a, const Precision& b) {
  return combine(a, b, [](const auto& x, const auto& y) -> Precision { return x * y; });
}
Precision operator/(const Precision& a, const Precision& b) {
  return combine(a, b, [](const auto& x, const auto& y) -> Precision { return x / y; });
}

Precision whole(std::uint64_t number) { return Fraction{number, 1}; }

bool is_zero(const Precision& precision) {
  return std::visit(
      [](const auto& p) {
        if constexpr (std::is_same_v<std::decay_t<decltype(p)>, double>) {
          return p == 0;
        } else {
          return p.is_zero();
        }
      },
      precision);
}

/// Whether a precision is still a fraction without matches.
bool unmatched(const Precision& precision) { return std::holds_alternative<Fraction>(precision) && is_zero(precision); }

double denominator(const Precision& precision) { return std::get<Fraction>(precision).denominator.value(); }

Precision square(const Precision& precision) {
  if (const double* number = std::get_if<double>(&precision)) return python_square(*number);
  return precision * precision;
}

using Precisions = std::vector<Precision>;

void take_smallest(Precisions& p) {
  for (Precision& precision : p) {
    if (unmatched(precision)) precision = std::numeric_limits<double>::min();
  }
}

void add_epsilon(Precisions& p, double epsilon) {
  for (Precision& precision : p) {
    if (unmatched(precision)) precision = epsilon / denominator(precision);
  }
}

void add_one(Precisions& p) {
  for (std::size_t i = 1; i < p.size(); ++i) {
    const Fraction& fraction = std::get<Fraction>(p[i]);
    p[i] = Fraction{fraction.numerator + 1, fraction.denominator + 1};
  }
}

void halve_on(Precisions& p) {
  double halves = 1;
  for (Precision& precision : p) {
    if (unmatched(precision)) precision = 1 / ((halves *= 2) * denominator(precision));
  }
}

void divide_by_length(Precisions& p, double k, std::int64_t length) {
  if (length <= 1) return;
  const double logarithm = std::log(static_cast<double>(length));
  double halves = 1;
  for (Precision& precision : p) {
    if (unmatched(precision)) precision = 1 / ((halves *= 2) * k / logarithm) / denominator(precision);
  }
}

/// Counts up to which their quotient as doubles is the fraction's value.
constexpr std::int64_t kExact = std::int64_t{1} << 53;

/// What methods 0 to 4 make of counts, as the functions above do it of fractions. False if these are needed.
bool smoothed(const NltkSmoothing& smoothing, const BleuRow& sum, std::span<double> precisions) {
  if (smoothing.method > 4) return false;
  const std::int64_t length = sum.sys_len();
  const double logarithm = smoothing.method == 4 && length > 1 ? std::log(static_cast<double>(length)) : 0;
  double halves = 1;
  for (std::size_t i = 0; i < precisions.size(); ++i) {
    const std::int64_t count = sum.count(i + 1);
    const std::int64_t grams = sum.total(i + 1);
    if (grams <= 0 || grams >= kExact || count < 0 || count >= kExact) return false;
    const auto matches = static_cast<double>(count);
    const auto total = static_cast<double>(grams);
    double& found = precisions[i];
    found = matches / total;
    if (smoothing.method == 2) {
      if (i > 0) found = (matches + 1) / (total + 1);
      continue;
    }
    if (count > 0) continue;
    switch (smoothing.method) {
      case 0: found = std::numeric_limits<double>::min(); break;
      case 1: found = smoothing.epsilon / total; break;
      case 3: found = 1 / ((halves *= 2) * total); break;
      default:
        if (length > 1) found = 1 / ((halves *= 2) * smoothing.k / logarithm) / total;
    }
  }
  return true;
}

void average_neighbours(Precisions& p, const LastExample& last) {
  Precisions next(p.begin() + 1, p.end());
  next.emplace_back(
      Fraction{static_cast<std::uint64_t>(last.matches_of_5), static_cast<std::uint64_t>(last.total_of_5)});
  Precision before = p[0] + whole(1);
  for (std::size_t i = 0; i < p.size(); ++i) {
    p[i] = (before + p[i] + next[i]) / whole(3);
    before = p[i];
  }
}

/// Method 6, which leaves the first two precisions alone.
bool extrapolate(Precisions& p, const Precision& alpha, const LastExample& last) {
  if (p.size() < 3 || is_zero(p[2])) return false;
  for (std::size_t i = 2; i < p.size(); ++i) {
    const Precision matches = Fraction{std::get<Fraction>(p[i]).numerator, 1};
    const std::int64_t grams = std::max<std::int64_t>(last.length - static_cast<std::int64_t>(i), 0);
    const Precision total = whole(static_cast<std::uint64_t>(grams)) + alpha;
    if (is_zero(p[i - 2])) {
      // No prior: whole numbers, whose quotient Python makes a float.
      p[i] = value_of(matches) / value_of(total);
      continue;
    }
    p[i] = (matches + alpha * (square(p[i - 1]) / p[i - 2])) / total;
  }
  return true;
}

}  // namespace

double value_of(const Precision& precision) {
  if (const double* number = std::get_if<double>(&precision)) return *number;
  return std::get<Fraction>(precision).value();
}

bool NltkSmoothing::apply(std::vector<Precision>& precisions, std::int64_t length, const LastExample& last) const {
  switch (method) {
    case 0: take_smallest(precisions); return true;
    case 1: add_epsilon(precisions, epsilon); return true;
    case 2: add_one(precisions); return true;
    case 3: halve_on(precisions); return true;
    case 4: divide_by_length(precisions, k, length); return true;
    case 5: average_neighbours(precisions, last); return true;
    case 6: return extrapolate(precisions, alpha, last);
    case 7:
      divide_by_length(precisions, k, length);
      average_neighbours(precisions, last);
      return true;
    default: throw std::invalid_argument("smoothing methods are 0 to 7");
  }
}

double nltk_brevity_penalty(std::int64_t ref_len, std::int64_t sys_len) {
  if (sys_len > ref_len) return 1;
  if (sys_len == 0) return 0;
  return std::exp(1 - static_cast<double>(ref_len) / static_cast<double>(sys_len));
}

NltkBleuFormula::NltkBleuFormula(NltkSmoothing smoothing, std::vector<std::vector<double>> weights,
                                 std::vector<bool> reweigh)
    : smoothing_(std::move(smoothing)), weights_(std::move(weights)), reweigh_(std::move(reweigh)) {
  if (weights_.empty() || reweigh_.size() != weights_.size()) throw std::invalid_argument("weights are needed");
  for (const auto& set : weights_) orders_ = std::max(orders_, set.size());
  if (orders_ == 0) throw std::invalid_argument("weights hold an empty set");
}

std::size_t NltkBleuFormula::orders() const {
  const bool extra = smoothing_.method == 5 || smoothing_.method == 7;
  return extra ? std::max(orders_, kExtraOrder) : orders_;
}

void NltkBleuFormula::score(const BleuRow& sum, const BleuRow& last, Result& out) const {
  out.brevity_penalty = nltk_brevity_penalty(sum.ref_len(), sum.sys_len());
  out.scores.assign(weights_.size(), 0.0);
  out.precisions.assign(orders_, 0.0);
  if (sum.count(1) == 0) return;

  if (!smoothed(smoothing_, sum, out.precisions)) {
    std::vector<Precision> precisions;
    for (std::size_t n = 1; n <= orders_; ++n) {
      precisions.emplace_back(
          Fraction{static_cast<std::uint64_t>(sum.count(n)), static_cast<std::uint64_t>(sum.total(n))});
    }
    LastExample example{last.sys_len()};
    if (last.max_order >= kExtraOrder) {
      example.matches_of_5 = last.count(kExtraOrder);
      example.total_of_5 = last.total(kExtraOrder);
    }
    if (!smoothing_.apply(precisions, sum.sys_len(), example)) {
      constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
      out.scores.assign(weights_.size(), kNone);
      out.precisions.assign(orders_, kNone);
      return;
    }
    for (std::size_t i = 0; i < orders_; ++i) out.precisions[i] = value_of(precisions[i]);
  }
  out.scores = weighted(out.precisions, out.brevity_penalty, sum.sys_len());
}

std::vector<double> NltkBleuFormula::weighted(std::span<const double> precisions, double brevity_penalty,
                                              std::int64_t sys_len) const {
  std::vector<double> scores;
  std::vector<double> logarithms;
  for (std::size_t s = 0; s < weights_.size(); ++s) {
    const bool equal = reweigh_[s] && sys_len < kReweighBelow;
    const std::size_t size = equal ? static_cast<std::size_t>(sys_len) : weights_[s].size();
    logarithms.clear();
    for (std::size_t i = 0; i < std::min(size, precisions.size()); ++i) {
      const double weight = equal ? 1 / static_cast<double>(sys_len) : weights_[s][i];
      if (precisions[i] > 0) logarithms.push_back(weight * std::log(precisions[i]));
    }
    scores.push_back(brevity_penalty * std::exp(few_summed(logarithms)));
  }
  return scores;
}

}  // namespace gramscore
