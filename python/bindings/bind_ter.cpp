#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <memory>

#include "bind.hpp"
#include "bound_metric.hpp"
#include "gramscore/metrics/ter.hpp"
#include "stats_rows.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

class BoundTer : public BoundMetric {
 public:
  BoundTer(bool normalized, bool no_punct, bool asian_support, bool case_sensitive)
      : BoundMetric(make(normalized, no_punct, asian_support, case_sensitive), InputOptions{}) {}

 private:
  static std::unique_ptr<Ter> make(bool normalized, bool no_punct, bool asian_support, bool case_sensitive) {
    TokenizerOptions words;
    words.kind = TokenizerKind::tercom;
    words.lowercase = !case_sensitive;
    words.normalized = normalized;
    words.no_punct = no_punct;
    words.asian_support = asian_support;
    return std::make_unique<Ter>(words);
  }
};

/// Throws ValueError for rows that are no examples of TER.
}  // namespace

void bind_ter(py::module_& module) {
  py::class_<BoundTer, BoundMetric>(module, "Ter")
      .def(py::init<bool, bool, bool, bool>(), py::arg("normalized"), py::arg("no_punct"), py::arg("asian_support"),
           py::arg("case_sensitive"));
  module.def(
      "ter_scores",
      [](const py::array& stats) {
        const StatsRows s = stats_of(stats, kTerColumns);
        py::array_t<double> scores(static_cast<py::ssize_t>(s.rows));
        ter_scores(s.data, s.rows, scores.mutable_data());
        return scores;
      },
      py::arg("stats"), "TER of each row in percent, float64 (N,).");
  module.def(
      "ter_corpus",
      [](const py::array& stats) {
        const StatsRows s = stats_of(stats, kTerColumns);
        const TerScore sum = ter_corpus(s.data, s.rows);
        return py::make_tuple(sum.score, sum.num_edits, sum.ref_length);
      },
      py::arg("stats"), "(score, num_edits, ref_length) of all rows together.");
  module.def(
      "ter_sums",
      [](const py::array& stats) {
        const StatsRows s = stats_of(stats, kTerColumns);
        return ter_sums(s.data, s.rows);
      },
      py::arg("stats"), "The edits and average reference lengths of all rows, summed without rounding.");
  module.def(
      "ter_corpus_of_sums",
      [](const CorpusSums& sums) {
        if (sums.whole.size() != 1 || sums.exact.size() != 1) throw py::value_error("sums must be TER's");
        const TerScore sum = ter_corpus(sums);
        return py::make_tuple(sum.score, sum.num_edits, sum.ref_length);
      },
      py::arg("sums"), "ter_corpus() of ter_sums().");
}

}  // namespace gramscore::bindings
