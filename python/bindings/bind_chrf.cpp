#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <memory>

#include "bind.hpp"
#include "bound_metric.hpp"
#include "gramscore/metrics/chrf.hpp"
#include "stats_rows.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

class BoundChrf : public BoundMetric {
 public:
  BoundChrf(int char_order, int word_order, double beta, bool lowercase, bool whitespace, bool eps_smoothing)
      : BoundMetric(make(char_order, word_order, {beta, eps_smoothing}, lowercase, whitespace), InputOptions{}) {}

 private:
  static std::unique_ptr<Chrf> make(int char_order, int word_order, ChrfFormula formula, bool lowercase,
                                    bool whitespace) {
    TokenizerOptions characters;
    characters.kind = TokenizerKind::chrf_characters;
    characters.lowercase = lowercase;
    characters.keep_whitespace = whitespace;
    TokenizerOptions words;
    words.kind = TokenizerKind::chrf_words;
    words.lowercase = lowercase;
    return std::make_unique<Chrf>(char_order, word_order, formula, characters, words);
  }
};

}  // namespace

void bind_chrf(py::module_& module) {
  py::class_<BoundChrf, BoundMetric>(module, "Chrf")
      .def(py::init<int, int, double, bool, bool, bool>(), py::arg("char_order"), py::arg("word_order"),
           py::arg("beta"), py::arg("lowercase"), py::arg("whitespace"), py::arg("eps_smoothing"));
  module.def(
      "chrf_scores",
      [](const py::array& stats, double beta, bool eps_smoothing) {
        const StatsRows s = stats_groups(stats, kChrfColumns);
        py::array_t<double> scores(static_cast<py::ssize_t>(s.rows));
        chrf_scores(s.data, s.rows, s.columns / kChrfColumns, {beta, eps_smoothing}, scores.mutable_data());
        return scores;
      },
      py::arg("stats"), py::arg("beta"), py::arg("eps_smoothing"), "chrF of each row, 0..100, float64 (N,).");
  module.def(
      "chrf_corpus",
      [](const py::array& stats, double beta, bool eps_smoothing) {
        const StatsRows s = stats_groups(stats, kChrfColumns);
        return chrf_corpus(s.data, s.rows, s.columns / kChrfColumns, {beta, eps_smoothing});
      },
      py::arg("stats"), py::arg("beta"), py::arg("eps_smoothing"), "chrF of the sum of the rows, 0..100.");
}

}  // namespace gramscore::bindings
