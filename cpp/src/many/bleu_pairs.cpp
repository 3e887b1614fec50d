#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "gramscore/many/pair_formula.hpp"
#include "metrics/formulas.hpp"

namespace gramscore {
namespace {

/// Texts of up to so many tokens have tables.
constexpr std::size_t kTabled = 512;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

std::vector<Counted> orders_up_to(std::size_t max_order) {
  std::vector<Counted> counted;
  for (std::size_t n = 1; n <= max_order; ++n) counted.push_back({0, n});
  return counted;
}

void fill_row(const Pairs& pairs, std::size_t c, bool exchanged, std::int64_t least_total,
              std::vector<std::int64_t>& row) {
  const std::size_t orders = (row.size() - kBleuLengths) / 2;
  const std::int64_t text = pairs.length[0];
  const std::int64_t other = pairs.lengths[0][c];
  row[0] = exchanged ? other : text;
  row[1] = exchanged ? text : other;
  for (std::size_t n = 1; n <= orders; ++n) {
    row[kBleuLengths + n - 1] = pairs.counts[n - 1][c];
    row[kBleuLengths + orders + n - 1] = std::max(row[0] - static_cast<std::int64_t>(n) + 1, least_total);
  }
}

/// Any formula, row by row.
class BleuRowPairs : public PairFormula {
 public:
  BleuRowPairs(std::size_t max_order, std::int64_t least_total, std::function<double(const BleuRow&)> formula)
      : counted_(orders_up_to(max_order)), least_total_(least_total), formula_(std::move(formula)) {}

  [[nodiscard]] std::span<const Counted> counted() const override { return counted_; }

  void scores(const Pairs& pairs, double* forward, double* backward, Scratch&) const override {
    std::vector<std::int64_t> row(kBleuLengths + 2 * counted_.size());
    const auto score = [&](std::size_t c, bool exchanged) {
      fill_row(pairs, c, exchanged, least_total_, row);
      return formula_({row.data(), counted_.size()});
    };
    for (std::size_t c = 0; c < pairs.size; ++c) {
      if (forward != nullptr) forward[c] = score(c, false);
      if (backward != nullptr) backward[c] = score(c, true);
    }
  }

 private:
  std::vector<Counted> counted_;
  std::int64_t least_total_;
  std::function<double(const BleuRow&)> formula_;
};

/// sacrebleu's formula. Of its logarithms and exponentials most depend on few numbers: the logarithm of an order's
/// precision on its matches and the prediction's length, the brevity penalty on the two lengths. They are computed when
/// they are first needed, as formulas::bleu() computes them, and kept by the length of the prediction.
class BleuPairs : public PairFormula {
 public:
  BleuPairs(std::size_t max_order, const BleuFormula& formula) : counted_(orders_up_to(max_order)), formula_(formula) {}

  [[nodiscard]] std::span<const Counted> counted() const override { return counted_; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override { return std::make_unique<Own>(); }

  void scores(const Pairs& pairs, double* forward, double* backward, Scratch& scratch) const override {
    auto& own = static_cast<Own&>(scratch);
    const std::uint32_t length = pairs.length[0];
    const std::uint32_t* const lengths = pairs.lengths[0];
    Table* const of_text = table(length, own);
    for (std::size_t c = 0; c < pairs.size; ++c) {
      const std::uint32_t other = lengths[c];
      if (forward != nullptr) {
        forward[c] = of_text != nullptr && other <= kTabled ? score(*of_text, other, pairs, c)
                                                            : score_of_row(pairs, c, false, own);
      }
      if (backward != nullptr) {
        Table* const of_other = table(other, own);
        backward[c] = of_other != nullptr && length <= kTabled ? score(*of_other, length, pairs, c)
                                                               : score_of_row(pairs, c, true, own);
      }
    }
  }

 private:
  /// Of predictions of one length.
  struct Table {
    std::uint32_t length;
    std::size_t effective;          // orders that the mean is over
    std::size_t totals;             // orders that have n-grams
    std::vector<double> matched;    // logarithms of precisions, by order and matches
    std::vector<double> unmatched;  // by order and the number of orders without matches before
    std::vector<double> penalty;    // by the length of the reference
  };

  struct Own : Scratch {
    std::vector<std::unique_ptr<Table>> tables{kTabled + 1};
    std::vector<std::int64_t> row;
    BleuResult result;
  };

  [[nodiscard]] std::size_t orders() const { return counted_.size(); }

  /// The number of n-grams, with what smoothing adds.
  [[nodiscard]] double total_of(std::uint32_t length, std::size_t n) const {
    const double total = length >= n ? static_cast<double>(length - n + 1) : 0.0;
    return formula_.smoothing == BleuSmoothing::add_k && n > 1 ? total + formula_.value : total;
  }

  Table* table(std::uint32_t length, Own& own) const {
    if (length > kTabled) return nullptr;
    std::unique_ptr<Table>& kept = own.tables[length];
    if (kept) return kept.get();
    kept = std::make_unique<Table>();
    kept->length = length;
    kept->totals = 0;
    while (kept->totals < orders() && total_of(length, kept->totals + 1) != 0.0) ++kept->totals;
    kept->effective = formula_.effective_order && kept->totals > 0 ? kept->totals : orders();
    kept->matched.assign(orders() * (length + std::size_t{1}), kUnknown);
    kept->unmatched.assign(orders() * orders(), kUnknown);
    kept->penalty.assign(kTabled + 1, kUnknown);
    return kept.get();
  }

  [[nodiscard]] double log_matched(std::uint32_t length, std::size_t n, std::uint32_t matches) const {
    double count = matches;
    if (formula_.smoothing == BleuSmoothing::add_k && n > 1) count += formula_.value;
    return formulas::log_or_low(100.0 * count / total_of(length, n));
  }

  /// `zeros`: the orders without matches so far, this one included.
  [[nodiscard]] double log_unmatched(std::uint32_t length, std::size_t n, std::size_t zeros) const {
    const bool halves = formula_.smoothing == BleuSmoothing::exp;
    const double matched = halves ? 100.0 : formula_.smoothing == BleuSmoothing::floor ? 100.0 * formula_.value : 0.0;
    const double halving = halves ? std::ldexp(1.0, static_cast<int>(zeros)) : 1.0;
    return formulas::log_or_low(matched / (halving * total_of(length, n)));
  }

  [[nodiscard]] double score(Table& of, std::uint32_t reference, const Pairs& pairs, std::size_t c) const {
    const bool added = formula_.smoothing == BleuSmoothing::add_k && formula_.value != 0;
    double sum = 0;
    std::size_t zeros = 0;
    std::uint32_t any = 0;
    const std::size_t totals = std::min(of.effective, of.totals);
    double* matched = of.matched.data();
    double* unmatched = of.unmatched.data();
    for (std::size_t n = 1; n <= totals; ++n) {
      const std::uint32_t matches = pairs.counts[n - 1][c];
      any |= matches;
      // Whether there are matches is a coin toss: no branch depends on it.
      const bool some = matches != 0 || (added && n > 1);
      double* const known = some ? matched + matches : unmatched + zeros;
      zeros += some ? 0 : 1;
      if (std::isnan(*known)) [[unlikely]] {
        *known = some ? log_matched(of.length, n, matches) : log_unmatched(of.length, n, zeros);
      }
      sum += *known;
      matched += of.length + std::size_t{1};
      unmatched += orders();
    }
    for (std::size_t n = totals; n < of.effective; ++n) sum += formulas::log_or_low(0.0);
    if (any == 0) return 0.0;
    double& penalty = of.penalty[reference];
    if (std::isnan(penalty)) {
      const auto sys_len = static_cast<double>(of.length);
      const auto ref_len = static_cast<double>(reference);
      penalty = sys_len < ref_len ? (sys_len > 0 ? std::exp(1 - ref_len / sys_len) : 0.0) : 1.0;
    }
    return penalty * std::exp(sum / static_cast<double>(of.effective));
  }

  double score_of_row(const Pairs& pairs, std::size_t c, bool exchanged, Own& own) const {
    own.row.resize(kBleuLengths + 2 * orders());
    fill_row(pairs, c, exchanged, 0, own.row);
    formula_.score({own.row.data(), orders()}, own.result);
    return own.result.score;
  }

  std::vector<Counted> counted_;
  BleuFormula formula_;
};

}  // namespace

std::unique_ptr<PairFormula> bleu_pairs(std::size_t max_order, const BleuFormula& formula) {
  return std::make_unique<BleuPairs>(max_order, formula);
}

std::unique_ptr<PairFormula> bleu_row_pairs(std::size_t max_order, std::int64_t least_total,
                                            std::function<double(const BleuRow&)> formula) {
  return std::make_unique<BleuRowPairs>(max_order, least_total, std::move(formula));
}

}  // namespace gramscore
