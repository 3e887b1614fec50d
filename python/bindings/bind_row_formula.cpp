#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>
#include <vector>

#include "bind.hpp"
#include "bound_metric.hpp"
#include "gramscore/metrics/row_formula.hpp"
#include "matrix_plan.hpp"
#include "stats_rows.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

std::vector<py::array_t<double>> formula_scores(const RowFormula& formula, const py::array& stats) {
  const StatsRows rows = stats_of(stats, formula.columns());
  std::vector<py::array_t<double>> columns;
  std::vector<double*> out;
  for (std::size_t k = 0; k < formula.size(); ++k) {
    columns.emplace_back(static_cast<py::ssize_t>(rows.rows));
    out.push_back(columns.back().mutable_data());
  }
  std::vector<double> scores(formula.size());
  for (std::size_t i = 0; i < rows.rows; ++i) {
    formula.scores(rows.data + i * rows.columns, scores.data());
    for (std::size_t k = 0; k < scores.size(); ++k) out[k][i] = scores[k];
  }
  return columns;
}

}  // namespace

void bind_row_formula(py::module_& module) {
  py::class_<RowFormula>(module, "RowFormula")
      .def("scores", &formula_scores, py::arg("stats"), "The scores of each row, a list of float64 (N,).")
      .def(
          "sums",
          [](const RowFormula& formula, const py::array& stats) {
            const StatsRows rows = stats_of(stats, formula.columns());
            return sums_of_scores(formula, rows.data, rows.rows);
          },
          py::arg("stats"), "The scores of all rows, summed without rounding.");
  module.def(
      "means_of_sums",
      [](const CorpusSums& sums) {
        if (!sums.whole.empty()) throw py::value_error("sums must be of scores");
        std::vector<double> means;
        for (const ExactSum& sum : sums.exact) means.push_back(sum.value() / static_cast<double>(sums.examples));
        return means;
      },
      py::arg("sums"), "The means of the scores that were summed.");
  module.def(
      "row_plan",
      [](const py::object& metric, const py::object& formula) {
        // The plan keeps the metric, and the function the formula.
        const auto& rule = formula.cast<const RowFormula&>();
        if (rule.size() != 1) throw py::value_error("formula must have one score");
        return BoundPlan(py::make_tuple(metric, formula), metric.cast<const BoundMetric&>().metric(),
                         [&rule](const std::int64_t* row) {
                           double score = 0;
                           rule.scores(row, &score);
                           return score;
                         });
      },
      py::arg("metric"), py::arg("formula"), "The scores of pairs by a formula of rows.");
}

}  // namespace gramscore::bindings
