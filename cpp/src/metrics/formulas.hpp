// sacrebleu's formulas, for any kind of number: rows and their sums are computed with in double precision, resampled sums
// as NumPy does (numpy_number.hpp).
#pragma once

#include <cmath>
#include <cstddef>

#include "gramscore/metrics/bleu.hpp"
#include "gramscore/metrics/chrf.hpp"
#include "metrics/python_math.hpp"

namespace gramscore::formulas {

inline double value_of(double number) { return number; }

/// sacrebleu's logarithm: a number that makes any product 0 in place of minus infinity.
inline double log_or_low(double x) { return x == 0 ? -9999999999.0 : std::log(x); }

/// BLEU, 0..100. A Sums has a type Number, max_order, double sys_len() and ref_len(), Number count(n) and total(n), and
/// plus(Number, double), which is how add-k adds.
template <class Sums>
void bleu(const Sums& sums, const BleuFormula& formula, BleuResult& out) {
  using Number = typename Sums::Number;
  out.score = 0;
  out.precisions.assign(sums.max_order, 0.0);
  out.added = 1;
  out.brevity_penalty = 1;
  if (sums.sys_len() < sums.ref_len()) {
    out.brevity_penalty = sums.sys_len() > 0 ? std::exp(1 - sums.ref_len() / sums.sys_len()) : 0.0;
  }
  bool any = false;
  for (std::size_t n = 1; n <= sums.max_order; ++n) any |= !(sums.count(n) == 0.0);
  if (!any) return;

  // What an order without matches counts, in percent of its n-grams. Whether there are any is a coin toss for the highest
  // orders of single sentences, so that it is chosen without branches.
  const bool halves = formula.smoothing == BleuSmoothing::exp;
  const double unmatched = halves ? 100.0 : formula.smoothing == BleuSmoothing::floor ? 100.0 * formula.value : 0.0;
  double halving = 1;
  std::size_t effective = sums.max_order;
  for (std::size_t n = 1; n <= sums.max_order; ++n) {
    Number count = sums.count(n);
    Number total = sums.total(n);
    if (formula.smoothing == BleuSmoothing::add_k && n > 1) {
      count = sums.plus(count, formula.value);
      total = sums.plus(total, formula.value);
      out.added = n;
    }
    if (total == 0.0) break;
    if (formula.effective_order) effective = n;
    const bool none = count == 0.0;
    halving *= none && halves ? 2.0 : 1.0;
    const Number matched = none ? Number(unmatched) : Number(100.0) * count;
    out.precisions[n - 1] = value_of(matched / (none ? Number(halving) * total : total));
  }
  PythonSum sum(formula.compensated);
  for (std::size_t n = 0; n < effective; ++n) sum.add(log_or_low(out.precisions[n]));
  out.score = out.brevity_penalty * std::exp(sum.value() / static_cast<double>(effective));
}

/// chrF, 0..100, of the numbers stats(0), stats(1)... in the order of the columns.
template <class Number, class Stats>
Number chrf(const Stats& stats, std::size_t orders, const ChrfFormula& formula) {
  const Number eps(1e-16);
  const Number factor(formula.beta * formula.beta);
  const Number both(1 + formula.beta * formula.beta);
  Number sum(0.0);
  Number precisions(0.0);
  Number recalls(0.0);
  std::size_t effective = 0;
  for (std::size_t n = 0; n < orders; ++n) {
    const Number prediction = stats(kChrfColumns * n);
    const Number reference = stats(kChrfColumns * n + 1);
    const Number match = stats(kChrfColumns * n + 2);
    const Number precision = prediction > 0.0 ? match / prediction : eps;
    const Number recall = reference > 0.0 ? match / reference : eps;
    const Number weighted = factor * precision + recall;
    sum = sum + (weighted > 0.0 ? both * precision * recall / weighted : eps);
    if (prediction > 0.0 && reference > 0.0) {
      precisions = precisions + precision;
      recalls = recalls + recall;
      ++effective;
    }
  }
  if (formula.eps_smoothing) return Number(100.0) * sum / Number(static_cast<double>(orders));
  if (effective == 0) return Number(0.0);
  const Number precision = precisions / Number(static_cast<double>(effective));
  const Number recall = recalls / Number(static_cast<double>(effective));
  if (precision + recall == 0.0) return Number(0.0);
  return Number(100.0) * (both * precision * recall / (factor * precision + recall));
}

/// TER in percent.
template <class Number>
Number ter(Number edits, Number length) {
  if (length > 0.0) return Number(100.0) * (edits / length);
  return Number(edits > 0.0 ? 100.0 : 0.0);
}

}  // namespace gramscore::formulas
