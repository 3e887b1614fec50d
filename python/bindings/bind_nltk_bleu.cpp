#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "gramscore/metrics/nltk_bleu.hpp"
#include "gramscore/resampling/score_of_sums.hpp"
#include "matrix_plan.hpp"
#include "stats_rows.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

Natural natural_of(const py::handle& number) {
  const py::object whole = py::reinterpret_steal<py::object>(PyNumber_Index(number.ptr()));
  if (!whole) throw py::error_already_set();
  const auto text = py::str("{:x}").attr("format")(whole).cast<std::string>();
  if (text[0] == '-') throw py::value_error("precisions and alpha must not be negative");
  return Natural::from_hex(text);
}

py::object integer_of(const Natural& number) {
  return py::reinterpret_steal<py::object>(PyLong_FromString(number.hex().c_str(), nullptr, 16));
}

/// A float stays one; anything else has a numerator and a denominator, as int and Fraction have.
Precision precision_of(const py::handle& number) {
  if (PyFloat_Check(number.ptr())) return number.cast<double>();
  return Fraction{natural_of(number.attr("numerator")), natural_of(number.attr("denominator"))};
}

/// A float, or a tuple of numerator and denominator.
py::object object_of(const Precision& precision) {
  if (const auto* fraction = std::get_if<Fraction>(&precision)) {
    return py::make_tuple(integer_of(fraction->numerator), integer_of(fraction->denominator));
  }
  return py::float_(std::get<double>(precision));
}

NltkSmoothing smoothing_of(int method, double epsilon, const py::object& alpha, double k) {
  return {method, epsilon, precision_of(alpha), k};
}

class BoundFormula {
 public:
  BoundFormula(std::vector<std::vector<double>> weights, std::vector<bool> reweigh, int method, double epsilon,
               const py::object& alpha, double k)
      : formula_(smoothing_of(method, epsilon, alpha, k), std::move(weights), std::move(reweigh)) {}

  [[nodiscard]] std::size_t orders() const { return formula_.orders(); }

  [[nodiscard]] py::array_t<double> scores(const py::array& stats) const {
    const BleuRows rows = rows_of(stats);
    py::array_t<double> scores({rows.rows, formula_.scores()});
    double* out = scores.mutable_data();
    NltkBleuFormula::Result result;
    for (std::size_t i = 0; i < rows.rows; ++i) {
      formula_.score(rows[i], rows[i], result);
      for (const double score : result.scores) *out++ = score;
    }
    return scores;
  }

  [[nodiscard]] std::vector<double> weighted(const std::vector<double>& precisions, double brevity_penalty,
                                             std::int64_t sys_len) const {
    return formula_.weighted(precisions, brevity_penalty, sys_len);
  }

  /// For matrices of the score of the one set of weights.
  [[nodiscard]] BoundPlan plan() const {
    if (formula_.scores() != 1)
      throw py::value_error("several sets of weights give several scores: one set has a matrix");
    return BoundPlan(bleu_row_pairs(orders(), 1, [formula = formula_](const BleuRow& row) {
      NltkBleuFormula::Result result;
      formula.score(row, row, result);
      return result.scores[0];
    }));
  }

  [[nodiscard]] std::unique_ptr<ScoreOfSums> of_sums() const { return nltk_bleu_of_sums(formula_); }

  [[nodiscard]] py::tuple corpus(const py::array& stats) const {
    const BleuRows rows = rows_of(stats);
    if (rows.rows == 0) throw py::value_error("stats has no row");
    const std::vector<std::int64_t> sums = rows.sum();
    const BleuRow sum{sums.data(), rows.max_order};
    NltkBleuFormula::Result result;
    formula_.score(sum, rows[rows.rows - 1], result);
    py::list counts;
    py::list totals;
    for (std::size_t n = 1; n <= result.precisions.size(); ++n) {
      counts.append(sum.count(n));
      totals.append(sum.total(n));
    }
    return py::make_tuple(result.scores, counts, totals, result.precisions, result.brevity_penalty, sum.sys_len(),
                          sum.ref_len());
  }

 private:
  [[nodiscard]] BleuRows rows_of(const py::array& stats) const {
    const StatsRows rows = stats_rows(stats);
    if (rows.columns != kBleuLengths + 2 * orders()) {
      throw py::value_error("stats must have the columns of BLEU for " + std::to_string(orders()) + " orders");
    }
    return {rows.data, rows.rows, orders()};
  }

  NltkBleuFormula formula_;
};

}  // namespace

void bind_nltk_bleu(py::module_& module) {
  py::class_<BoundFormula>(module, "NltkBleuFormula")
      .def(py::init<std::vector<std::vector<double>>, std::vector<bool>, int, double, const py::object&, double>(),
           py::arg("weights"), py::arg("reweigh"), py::arg("method"), py::arg("epsilon"), py::arg("alpha"),
           py::arg("k"))
      .def("orders", &BoundFormula::orders, "The orders that the statistics must have.")
      .def("scores", &BoundFormula::scores, py::arg("stats"), "NLTK's scores of each row, float64 (N, weight sets).")
      .def("corpus", &BoundFormula::corpus, py::arg("stats"),
           "NLTK's (scores, counts, totals, precisions, bp, sys_len, ref_len) of the sum of the rows.")
      .def("plan", &BoundFormula::plan, "NLTK's BLEU, 0..1, of pairs; ValueError for several sets of weights.")
      .def("of_sums", &BoundFormula::of_sums, "NLTK's BLEU as a formula of sums; ValueError if it is none.")
      .def("weighted", &BoundFormula::weighted, py::arg("precisions"), py::arg("bp"), py::arg("sys_len"),
           "NLTK's scores of precisions that are smoothed already.");
  module.def(
      "nltk_smooth",
      [](const py::list& precisions, int method, double epsilon, const py::object& alpha, double k, std::int64_t length,
         std::int64_t last_length, std::int64_t matches_of_5, std::int64_t total_of_5) -> py::object {
        std::vector<Precision> smoothed;
        for (const py::handle& precision : precisions) smoothed.push_back(precision_of(precision));
        if (!smoothing_of(method, epsilon, alpha, k).apply(smoothed, length, {last_length, matches_of_5, total_of_5})) {
          return py::none();
        }
        py::list result;
        for (const Precision& precision : smoothed) result.append(object_of(precision));
        return result;
      },
      py::arg("precisions"), py::arg("method"), py::arg("epsilon"), py::arg("alpha"), py::arg("k"), py::arg("length"),
      py::arg("last_length"), py::arg("matches_of_5"), py::arg("total_of_5"),
      "Precisions (floats and fractions) smoothed by one of NLTK's methods, as floats and (numerator, denominator). "
      "None where NLTK refuses.");
  module.def("nltk_brevity_penalty", &nltk_brevity_penalty, py::arg("ref_len"), py::arg("sys_len"),
             "NLTK's brevity penalty, 0..1.");
  module.def(
      "closest_length",
      [](const std::vector<std::int64_t>& lengths, std::int64_t length) {
        if (lengths.empty()) throw py::value_error("there is no reference");
        return closest_length(lengths, length);
      },
      py::arg("lengths"), py::arg("length"), "The length closest to another, the shorter of two.");
}

}  // namespace gramscore::bindings
