#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "bleu_rows.hpp"
#include "bound_metric.hpp"
#include "gramscore/metrics/bleu.hpp"
#include "gramscore/metrics/gleu.hpp"
#include "gramscore/sums/corpus_sums.hpp"
#include "stats_rows.hpp"
#include "tokenizer_choice.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

class BoundBleu : public BoundMetric {
 public:
  static std::unique_ptr<BoundBleu> make(std::size_t max_order, py::object tokenizer, bool lowercase,
                                         const std::string& profile, bool ascii_lowercase) {
    TokenizerChoice choice = tokenizer_choice(std::move(tokenizer), lowercase);
    choice.view.ascii_lowercase = ascii_lowercase;
    return std::unique_ptr<BoundBleu>(
        new BoundBleu(std::make_unique<Bleu>(max_order, bleu_profile(profile), choice.view), std::move(choice.input)));
  }

 private:
  using BoundMetric::BoundMetric;
};

class BoundGleu : public BoundMetric {
 public:
  static std::unique_ptr<BoundGleu> make(std::size_t min_order, std::size_t max_order, py::object tokenizer) {
    TokenizerChoice choice = tokenizer_choice(std::move(tokenizer), false);
    return std::unique_ptr<BoundGleu>(
        new BoundGleu(std::make_unique<Gleu>(min_order, max_order, choice.view), std::move(choice.input)));
  }

 private:
  using BoundMetric::BoundMetric;
};

template <class Formula>
py::array_t<double> scores_of(const Formula& formula, const py::array& stats) {
  const BleuRows rows = bleu_rows(stats);
  py::array_t<double> scores(static_cast<py::ssize_t>(rows.rows));
  double* const out = scores.mutable_data();
  BleuResult result;
  for (std::size_t i = 0; i < rows.rows; ++i) {
    formula.score(rows[i], result);
    out[i] = result.score;
  }
  return scores;
}

/// A count that smoothing may have made a float. It stays whole as long as all whole numbers are floats.
py::object number(std::int64_t count, double added) {
  const double sum = static_cast<double>(count) + added;
  if (added == std::trunc(added) && std::fabs(sum) < 0x1p53) return py::int_(static_cast<std::int64_t>(sum));
  return py::float_(sum);
}

/// The fields of BleuScore. `added` is what the formula has added to counts and totals of n = 2..result.added.
template <class Formula>
py::tuple corpus_of(const Formula& formula, const py::array& stats, double added) {
  const BleuRows rows = bleu_rows(stats);
  const std::vector<std::int64_t> sums = rows.sum();
  const BleuRow sum{sums.data(), rows.max_order};
  BleuResult result;
  formula.score(sum, result);
  py::list counts;
  py::list totals;
  for (std::size_t n = 1; n <= rows.max_order; ++n) {
    const double here = n > 1 && n <= result.added ? added : 0;
    counts.append(number(sum.count(n), here));
    totals.append(number(sum.total(n), here));
  }
  return py::make_tuple(result.score, counts, totals, result.precisions, result.brevity_penalty, sum.sys_len(),
                        sum.ref_len());
}

}  // namespace

void bind_bleu(py::module_& module) {
  py::class_<BoundBleu, BoundMetric>(module, "Bleu")
      .def(py::init(&BoundBleu::make), py::arg("max_order"), py::arg("tokenizer"), py::arg("lowercase"),
           py::arg("profile"), py::arg("ascii_lowercase") = false);
  py::class_<BoundGleu, BoundMetric>(module, "Gleu")
      .def(py::init(&BoundGleu::make), py::arg("min_order"), py::arg("max_order"), py::arg("tokenizer"));
  module.def(
      "bleu_scores",
      [](const py::array& stats, const std::string& smoothing, double smooth_value, bool effective_order) {
        return scores_of(BleuFormula{bleu_smoothing(smoothing), smooth_value, effective_order}, stats);
      },
      py::arg("stats"), py::arg("smoothing"), py::arg("smooth_value"), py::arg("effective_order"),
      "sacrebleu's score of each row, 0..100.");
  module.def(
      "bleu_corpus",
      [](const py::array& stats, const std::string& smoothing, double smooth_value, bool effective_order,
         bool compensated) {
        const BleuFormula formula{bleu_smoothing(smoothing), smooth_value, effective_order, compensated};
        return corpus_of(formula, stats, smooth_value);
      },
      py::arg("stats"), py::arg("smoothing"), py::arg("smooth_value"), py::arg("effective_order"),
      py::arg("compensated") = false,
      "sacrebleu's (score, counts, totals, precisions, bp, sys_len, ref_len) of the sum of the rows.");
  module.def(
      "huggingface_bleu_scores",
      [](const py::array& stats, bool smooth) { return scores_of(HuggingFaceBleuFormula{smooth}, stats); },
      py::arg("stats"), py::arg("smooth"), "Hugging Face's score of each row, 0..1.");
  module.def(
      "huggingface_bleu_corpus",
      [](const py::array& stats, bool smooth, bool compensated) {
        return corpus_of(HuggingFaceBleuFormula{smooth, compensated}, stats, 0);
      },
      py::arg("stats"), py::arg("smooth"), py::arg("compensated") = false,
      "Hugging Face's fields, as bleu_corpus() has them, of the sum of the rows.");
  module.def(
      "gleu_scores",
      [](const py::array& stats) {
        const StatsRows rows = stats_rows(stats);
        if (rows.columns != 2) throw py::value_error("stats must have the columns of GLEU");
        py::array_t<double> scores(static_cast<py::ssize_t>(rows.rows));
        double* const out = scores.mutable_data();
        for (std::size_t i = 0; i < rows.rows; ++i) out[i] = gleu_score(rows.data[2 * i], rows.data[2 * i + 1]);
        return scores;
      },
      py::arg("stats"), "GLEU of each row, 0..1.");
  module.def(
      "gleu_corpus",
      [](const py::array& stats) {
        const StatsRows rows = stats_rows(stats);
        if (rows.columns != 2) throw py::value_error("stats must have the columns of GLEU");
        const CorpusSums sums = column_sums(rows.data, rows.rows, rows.columns);
        const std::int64_t match = sums.whole[0];
        const std::int64_t total = sums.whole[1];
        return py::make_tuple(gleu_score(match, total), match, total);
      },
      py::arg("stats"), "(score, match, total) of the sum of the rows.");
}

}  // namespace gramscore::bindings
