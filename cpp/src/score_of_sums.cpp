#include "gramscore/score_of_sums.hpp"

#include <cmath>
#include <vector>

#include "numpy_number.hpp"

namespace gramscore {
namespace {

using Score = ScoreOfSums::Score;

Score score_of(double number) { return {number, false}; }
Score score_of(const NumpyNumber& number) { return {number.value(), number.is_single()}; }
double value_of(double number) { return number; }
double value_of(const NumpyNumber& number) { return number.value(); }

/// The sums as numbers of that kind.
template <class Number>
std::vector<Number> numbers(const double* sums, std::size_t count) {
  std::vector<Number> result(sums, sums + count);
  return result;
}

template <>
std::vector<NumpyNumber> numbers(const double* sums, std::size_t count) {
  std::vector<NumpyNumber> result;
  for (std::size_t i = 0; i < count; ++i) result.push_back(NumpyNumber::single(sums[i]));
  return result;
}

class BleuOfSums : public ScoreOfSums {
 public:
  BleuOfSums(std::size_t max_order, BleuSmoothing smoothing, double value, bool effective_order)
      : orders_(max_order), smoothing_(smoothing), value_(value), effective_order_(effective_order) {}

  [[nodiscard]] std::size_t columns() const override { return 2 + 2 * orders_; }

  [[nodiscard]] Score score(const double* sums, Sums held) const override {
    return held == Sums::singles ? score_as<NumpyNumber>(sums, false) : score_as<double>(sums, held == Sums::integers);
  }

 private:
  template <class Number>
  [[nodiscard]] Score score_as(const double* sums, bool truncate) const {
    std::vector<Number> counts = numbers<Number>(sums + 2, orders_);
    std::vector<Number> totals = numbers<Number>(sums + 2 + orders_, orders_);
    const double sys_len = std::trunc(sums[0]);
    const double ref_len = std::trunc(sums[1]);
    double brevity_penalty = 1;
    if (sys_len < ref_len) brevity_penalty = sys_len > 0 ? std::exp(1 - ref_len / sys_len) : 0.0;
    bool any = false;
    for (const Number& count : counts) any |= !(count == 0.0);
    if (!any) return score_of(0.0);
    const auto add = [truncate](Number number, double value) {
      return truncate ? Number(std::trunc(value_of(number + value))) : number + value;
    };
    double halving = 1;
    std::size_t effective = orders_;
    std::vector<double> precisions(orders_);
    for (std::size_t n = 0; n < orders_; ++n) {
      if (smoothing_ == BleuSmoothing::add_k && n > 0) {
        counts[n] = add(counts[n], value_);
        totals[n] = add(totals[n], value_);
      }
      if (totals[n] == 0.0) break;
      if (effective_order_) effective = n + 1;
      if (!(counts[n] == 0.0)) {
        precisions[n] = value_of(Number(100.0) * counts[n] / totals[n]);
      } else if (smoothing_ == BleuSmoothing::exp) {
        halving *= 2;
        precisions[n] = value_of(Number(100.0) / (Number(halving) * totals[n]));
      } else if (smoothing_ == BleuSmoothing::floor) {
        precisions[n] = value_of(Number(100.0 * value_) / totals[n]);
      }
    }
    double sum = 0;
    for (std::size_t n = 0; n < effective; ++n) sum += precisions[n] == 0 ? -9999999999.0 : std::log(precisions[n]);
    return score_of(brevity_penalty * std::exp(sum / static_cast<double>(effective)));
  }

  std::size_t orders_;
  BleuSmoothing smoothing_;
  double value_;
  bool effective_order_;
};

class ChrfOfSums : public ScoreOfSums {
 public:
  ChrfOfSums(std::size_t orders, double beta, bool eps_smoothing)
      : orders_(orders), beta_(beta), eps_smoothing_(eps_smoothing) {}

  [[nodiscard]] std::size_t columns() const override { return 3 * orders_; }

  [[nodiscard]] Score score(const double* sums, Sums held) const override {
    return held == Sums::singles ? score_as<NumpyNumber>(sums) : score_as<double>(sums);
  }

 private:
  template <class Number>
  [[nodiscard]] Score score_as(const double* sums) const {
    const std::vector<Number> stats = numbers<Number>(sums, columns());
    const Number eps = 1e-16;
    const double factor = beta_ * beta_;
    Number score = 0.0;
    Number precision_sum = 0.0;
    Number recall_sum = 0.0;
    int effective = 0;
    for (std::size_t i = 0; i < orders_; ++i) {
      const Number& prediction = stats[3 * i];
      const Number& reference = stats[3 * i + 1];
      const Number& match = stats[3 * i + 2];
      const Number precision = prediction > 0.0 ? match / prediction : eps;
      const Number recall = reference > 0.0 ? match / reference : eps;
      const Number weighted = Number(factor) * precision + recall;
      score = score + (weighted > 0.0 ? Number(1 + factor) * precision * recall / weighted : eps);
      if (prediction > 0.0 && reference > 0.0) {
        precision_sum = precision_sum + precision;
        recall_sum = recall_sum + recall;
        ++effective;
      }
    }
    if (eps_smoothing_) return score_of(Number(100.0) * score / Number(static_cast<double>(orders_)));
    if (effective == 0) return score_of(0.0);
    const Number precision = precision_sum / Number(effective);
    const Number recall = recall_sum / Number(effective);
    if (precision + recall == 0.0) return score_of(0.0);
    const Number product = Number(1 + factor) * precision * recall;
    return score_of(Number(100.0) * (product / (Number(factor) * precision + recall)));
  }

  std::size_t orders_;
  double beta_;
  bool eps_smoothing_;
};

class TerOfSums : public ScoreOfSums {
 public:
  [[nodiscard]] std::size_t columns() const override { return 3; }
  [[nodiscard]] std::size_t summands() const override { return 2; }
  [[nodiscard]] bool whole() const override { return false; }

  void summands_of(const std::int64_t* row, double* out) const override {
    out[0] = static_cast<double>(row[0]);
    out[1] = static_cast<double>(row[1]) / static_cast<double>(row[2]);
  }

  [[nodiscard]] Score score(const double* sums, Sums held) const override {
    return held == Sums::singles ? score_as<NumpyNumber>(sums) : score_as<double>(sums);
  }

 private:
  template <class Number>
  [[nodiscard]] static Score score_as(const double* sums) {
    const std::vector<Number> stats = numbers<Number>(sums, 2);
    if (stats[1] > 0.0) return score_of(Number(100.0) * (stats[0] / stats[1]));
    return score_of(stats[0] > 0.0 ? 100.0 : 0.0);
  }
};

}  // namespace

std::unique_ptr<ScoreOfSums> bleu_of_sums(std::size_t max_order, BleuSmoothing smoothing, double value,
                                          bool effective_order) {
  return std::make_unique<BleuOfSums>(max_order, smoothing, value, effective_order);
}

std::unique_ptr<ScoreOfSums> chrf_of_sums(std::size_t orders, double beta, bool eps_smoothing) {
  return std::make_unique<ChrfOfSums>(orders, beta, eps_smoothing);
}

std::unique_ptr<ScoreOfSums> ter_of_sums() { return std::make_unique<TerOfSums>(); }

}  // namespace gramscore
