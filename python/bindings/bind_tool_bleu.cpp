#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bind.hpp"
#include "bleu_rows.hpp"
#include "gramscore/metrics/tool_bleu.hpp"
#include "gramscore/resampling/score_of_sums.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

ToolBleuFormula formula_of(const std::string& tool, bool smooth, std::vector<double> weights) {
  return {bleu_tool(tool), smooth, std::move(weights)};
}

py::array_t<double> tool_bleu_scores(const py::array& stats, const std::string& tool, bool smooth,
                                     std::vector<double> weights) {
  const BleuRows rows = bleu_rows(stats);
  const ToolBleuFormula formula = formula_of(tool, smooth, std::move(weights));
  py::array_t<double> scores(static_cast<py::ssize_t>(rows.rows));
  double* const out = scores.mutable_data();
  BleuResult result;
  for (std::size_t i = 0; i < rows.rows; ++i) {
    formula.score(rows[i], result);
    out[i] = result.score;
  }
  return scores;
}

py::tuple tool_bleu_corpus(const py::array& stats, const std::string& tool, bool smooth, std::vector<double> weights) {
  const BleuRows rows = bleu_rows(stats);
  const std::vector<std::int64_t> sums = rows.sum();
  const BleuRow sum{sums.data(), rows.max_order};
  BleuResult result;
  formula_of(tool, smooth, std::move(weights)).score(sum, result);
  const auto begin = sums.begin() + kBleuLengths;
  const auto middle = begin + static_cast<std::ptrdiff_t>(rows.max_order);
  return py::make_tuple(result.score, std::vector<std::int64_t>(begin, middle),
                        std::vector<std::int64_t>(middle, sums.end()), result.precisions, result.brevity_penalty,
                        sum.sys_len(), sum.ref_len());
}

py::array_t<double> coco_orders(const py::array& stats) {
  const BleuRows rows = bleu_rows(stats);
  py::array_t<double> scores({rows.rows, rows.max_order});
  double* out = scores.mutable_data();
  for (std::size_t i = 0; i < rows.rows; ++i, out += rows.max_order) coco_bleu(rows[i], out);
  return scores;
}

}  // namespace

void bind_tool_bleu(py::module_& module) {
  module.def("tool_bleu_scores", &tool_bleu_scores, py::arg("stats"), py::arg("tool"), py::arg("smooth"),
             py::arg("weights"), "A tool's score of each row.");
  module.def("tool_bleu_corpus", &tool_bleu_corpus, py::arg("stats"), py::arg("tool"), py::arg("smooth"),
             py::arg("weights"), "A tool's fields, as bleu_corpus() has them, of the sum of the rows.");
  module.def("coco_bleu_orders", &coco_orders, py::arg("stats"),
             "COCO's scores of the orders 1 to n of each row, float64 (N, n).");
  module.def(
      "tool_bleu_of_sums",
      [](std::size_t max_order, const std::string& tool, bool smooth, std::vector<double> weights) {
        return tool_bleu_of_sums(max_order, formula_of(tool, smooth, std::move(weights)));
      },
      py::arg("max_order"), py::arg("tool"), py::arg("smooth"), py::arg("weights"), "A tool's score of sums of rows.");
}

}  // namespace gramscore::bindings
