#include <algorithm>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/many/pair_formula.hpp"
#include "gramscore/metrics/gleu.hpp"
#include "gramscore/metrics/rouge.hpp"
#include "gramscore/work/buffer.hpp"

namespace gramscore {
namespace {

std::int64_t grams_in(std::uint32_t tokens, std::size_t order) {
  return std::max<std::int64_t>(std::int64_t{tokens} - static_cast<std::int64_t>(order) + 1, 0);
}

/// Counts of all orders of one or two views, in the order of chrF's columns.
std::vector<Counted> orders_of(std::size_t first, std::size_t second) {
  std::vector<Counted> counted;
  for (std::size_t n = 1; n <= first; ++n) counted.push_back({0, n});
  for (std::size_t n = 1; n <= second; ++n) counted.push_back({first > 0 ? std::size_t{1} : std::size_t{0}, n});
  return counted;
}

class ChrfPairs : public PairFormula {
 public:
  ChrfPairs(std::size_t char_orders, std::size_t word_orders, const ChrfFormula& formula)
      : counted_(orders_of(char_orders, word_orders)), formula_(formula) {
    if (char_orders > 0) views_.push_back(char_orders);
    if (word_orders > 0) views_.push_back(word_orders);
  }

  [[nodiscard]] std::span<const Counted> counted() const override { return counted_; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override { return std::make_unique<Own>(); }

  void scores(const Pairs& pairs, double* forward, double* backward, Scratch& scratch) const override {
    auto& own = static_cast<Own&>(scratch);
    if (formula_.eps_smoothing) {
      by_rows(pairs, forward, backward, own);
      return;
    }
    // Sums of what precision and recall are if the text is the prediction, over the orders that both sides have; others
    // have no matches and add 0.
    const Kernels& kernel = kernels();
    double* const by_text = own.by_text.reserve(pairs.size);
    double* const by_other = own.by_other.reserve(pairs.size);
    double* const orders = own.orders.reserve(pairs.size);
    std::fill_n(by_text, pairs.size, 0.0);
    std::fill_n(by_other, pairs.size, 0.0);
    std::fill_n(orders, pairs.size, 0.0);
    for (std::size_t k = 0; k < counted_.size(); ++k) {
      const auto [view, order] = counted_[k];
      const auto grams = static_cast<double>(std::max<std::int64_t>(grams_in(pairs.length[view], order), 1));
      kernel.add_quotients(pairs.counts[k], grams, pairs.lengths[view], static_cast<std::uint32_t>(order - 1),
                           pairs.size, by_text, by_other);
    }
    for (std::size_t v = 0; v < views_.size(); ++v) {
      const std::uint32_t most = std::min(static_cast<std::uint32_t>(views_[v]), pairs.length[v]);
      for (std::size_t c = 0; c < pairs.size; ++c)
        orders[c] += static_cast<double>(std::min(most, pairs.lengths[v][c]));
    }
    const double factor = formula_.beta * formula_.beta;
    if (forward != nullptr) kernel.chrf_of_sums(by_text, by_other, orders, pairs.size, factor, forward);
    if (backward != nullptr) kernel.chrf_of_sums(by_other, by_text, orders, pairs.size, factor, backward);
  }

 private:
  struct Own : Scratch {
    Buffer<double> by_text;
    Buffer<double> by_other;
    Buffer<double> orders;
    std::vector<std::int64_t> row;
  };

  void by_rows(const Pairs& pairs, double* forward, double* backward, Own& own) const {
    own.row.resize(counted_.size() * kChrfColumns);
    const auto score = [&](std::size_t c, bool exchanged) {
      for (std::size_t k = 0; k < counted_.size(); ++k) {
        const auto [view, order] = counted_[k];
        const std::int64_t of_text = grams_in(pairs.length[view], order);
        const std::int64_t of_other = grams_in(pairs.lengths[view][c], order);
        std::int64_t* const column = own.row.data() + k * kChrfColumns;
        column[1] = exchanged ? of_text : of_other;
        column[0] = column[1] == 0 ? 0 : exchanged ? of_other : of_text;
        column[2] = pairs.counts[k][c];
      }
      return chrf_score(own.row.data(), counted_.size(), formula_);
    };
    for (std::size_t c = 0; c < pairs.size; ++c) {
      if (forward != nullptr) forward[c] = score(c, false);
      if (backward != nullptr) backward[c] = score(c, true);
    }
  }

  std::vector<Counted> counted_;
  std::vector<std::size_t> views_;  // orders of each
  ChrfFormula formula_;
};

class GleuPairs : public PairFormula {
 public:
  GleuPairs(std::size_t min_order, std::size_t max_order) : min_order_(min_order), max_order_(max_order) {
    for (std::size_t n = min_order; n <= max_order; ++n) counted_.push_back({0, n});
  }

  [[nodiscard]] std::span<const Counted> counted() const override { return counted_; }

  void scores(const Pairs& pairs, double* forward, double* backward, Scratch&) const override {
    const std::int64_t of_text = ngrams(pairs.length[0]);
    for (std::size_t c = 0; c < pairs.size; ++c) {
      std::int64_t match = 0;
      for (std::size_t k = 0; k < counted_.size(); ++k) match += pairs.counts[k][c];
      const double score = gleu_score(match, std::max(of_text, ngrams(pairs.lengths[0][c])));
      if (forward != nullptr) forward[c] = score;
      if (backward != nullptr) backward[c] = score;
    }
  }

 private:
  [[nodiscard]] std::int64_t ngrams(std::uint32_t tokens) const {
    const auto longest = static_cast<std::int64_t>(std::min<std::size_t>(max_order_, tokens));
    const auto first = static_cast<std::int64_t>(min_order_);
    const std::int64_t orders = longest - first + 1;
    if (orders <= 0) return 0;
    // tokens - n + 1 for each n from first to longest.
    return orders * (std::int64_t{tokens} + 1) - (first + longest) * orders / 2;
  }

  std::size_t min_order_;
  std::size_t max_order_;
  std::vector<Counted> counted_;
};

class RougePairs : public PairFormula {
 public:
  explicit RougePairs(Counted counted) : counted_(counted) {}

  [[nodiscard]] std::span<const Counted> counted() const override { return {&counted_, 1}; }

  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override { return std::make_unique<Own>(); }

  void scores(const Pairs& pairs, double* forward, double* backward, Scratch& scratch) const override {
    auto& own = static_cast<Own&>(scratch);
    const auto less = static_cast<std::uint32_t>(std::max<std::size_t>(counted_.order, 1) - 1);
    const auto units = [=](std::uint32_t tokens) { return tokens > less ? tokens - less : 0; };
    std::uint32_t* const of_others = own.units.reserve(pairs.size);
    std::transform(pairs.lengths[counted_.view], pairs.lengths[counted_.view] + pairs.size, of_others, units);
    // F is the same with the sides exchanged: sum and product of precision and recall are.
    double* const out = forward != nullptr ? forward : backward;
    if (out == nullptr) return;
    kernels().rouge_of_matches(pairs.counts[0], units(pairs.length[counted_.view]), of_others, pairs.size, nullptr,
                               nullptr, out);
    if (backward != nullptr && backward != out) std::copy_n(out, pairs.size, backward);
  }

 private:
  struct Own : Scratch {
    Buffer<std::uint32_t> units;
  };

  Counted counted_;
};

}  // namespace

std::unique_ptr<PairFormula> chrf_pairs(std::size_t char_orders, std::size_t word_orders, const ChrfFormula& formula) {
  return std::make_unique<ChrfPairs>(char_orders, word_orders, formula);
}

std::unique_ptr<PairFormula> gleu_pairs(std::size_t min_order, std::size_t max_order) {
  return std::make_unique<GleuPairs>(min_order, max_order);
}

std::unique_ptr<PairFormula> rouge_pairs(Counted counted) { return std::make_unique<RougePairs>(counted); }

}  // namespace gramscore
