#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "alignments.hpp"
#include "arrays.hpp"
#include "bind.hpp"
#include "bound_metric.hpp"
#include "edit_chunk.hpp"
#include "escaped.hpp"
#include "gramscore/match/edit_path.hpp"
#include "gramscore/match/weighted_path.hpp"
#include "gramscore/metrics/wer.hpp"
#include "gramscore/sums/corpus_sums.hpp"
#include "matrix_plan.hpp"
#include "stats_rows.hpp"
#include "tokenizer_choice.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

using Units = std::array<std::int64_t, 3>;

EditCosts costs_of(const Units& units) { return {units[0], units[1], units[2]}; }

class BoundWer : public BoundMetric {
 public:
  static std::unique_ptr<BoundWer> make(py::object tokenizer, bool characters, bool lowercase, const Units& costs,
                                        const EditWeights& weights) {
    TokenizerChoice choice;
    if (py::isinstance<py::str>(tokenizer) && escaped(tokenizer) == "jiwer") {
      choice.input.may_be_tokens = true;
      choice.view.kind = characters ? TokenizerKind::chrf_characters : TokenizerKind::jiwer_words;
      choice.view.keep_whitespace = choice.view.strip = characters;
      choice.view.lowercase = lowercase;
    } else {
      choice = tokenizer_choice(std::move(tokenizer), lowercase);
    }
    return std::unique_ptr<BoundWer>(
        new BoundWer(std::make_unique<Wer>(choice.view, costs_of(costs), weights), std::move(choice.input), weights));
  }

  [[nodiscard]] const EditWeights& weights() const { return weights_; }

  /// For each example the alignment with its one reference, a list of objects of `kind`.
  [[nodiscard]] py::list alignments(py::handle predictions, py::handle references, py::handle kind) const;

 private:
  BoundWer(std::unique_ptr<const Metric> metric, InputOptions input, const EditWeights& weights)
      : BoundMetric(std::move(metric), std::move(input)), weights_(weights) {}

  EditWeights weights_;
};

py::list BoundWer::alignments(py::handle predictions, py::handle references, py::handle kind) const {
  const EditChunkMaker make_chunk(kind);
  EditPath path;
  std::vector<std::vector<EditRun>> runs(kAligned);
  return aligned(
      metric(), input(), predictions, references,
      [&](std::size_t e, TokenSpan reference, TokenSpan prediction, const Checkpoint& checkpoint) {
        path.find(reference, prediction, runs[e], checkpoint);
      },
      [&](std::size_t e) {
        py::list chunks(runs[e].size());
        for (std::size_t k = 0; k < runs[e].size(); ++k) {
          PyList_SET_ITEM(chunks.ptr(), static_cast<Py_ssize_t>(k), make_chunk(runs[e][k]).release().ptr());
        }
        return chunks;
      });
}

/// Throws ValueError for rows that are no examples of an error rate.
py::tuple error_rates_of_sums(const CorpusSums& sums, const EditWeights& weights) {
  if (sums.whole.size() != kWerColumns) throw py::value_error("sums must be those of an error rate");
  const std::int64_t* const row = sums.whole.data();
  // Sums of all four, twice the hits among them, must be numbers still.
  checked_sum(checked_sum(row[0], row[1]), checked_sum(row[2], row[3]));
  const ErrorRates rates = error_rates(row, weights);
  return py::make_tuple(rates.wer, rates.mer, rates.wil, rates.wip, row[0], row[1], row[2], row[3]);
}

std::vector<Token> padded(const std::vector<std::uint32_t>& numbers) {
  std::vector<Token> tokens(numbers.begin(), numbers.end());
  tokens.resize(numbers.size() + kTokenSlack);
  return tokens;
}

const char* name_of(Edit kind) {
  switch (kind) {
    case Edit::match: return "match";
    case Edit::substitution: return "substitution";
    case Edit::deletion: return "deletion";
    case Edit::insertion: return "insertion";
  }
  return "";
}

py::list path_of(const std::vector<std::uint32_t>& hypothesis, const std::vector<std::uint32_t>& reference,
                 const Units& costs) {
  const std::vector<Token> h = padded(hypothesis);
  const std::vector<Token> r = padded(reference);
  std::vector<EditRun> runs;
  if (costs_of(costs) == EditCosts{}) {
    EditPath().find({r.data(), reference.size()}, {h.data(), hypothesis.size()}, runs, Checkpoint());
  } else {
    WeightedPath(costs_of(costs)).find({r.data(), reference.size()}, {h.data(), hypothesis.size()}, runs, Checkpoint());
  }
  py::list path;
  for (const EditRun& run : runs) {
    path.append(py::make_tuple(name_of(run.kind), run.reference, run.hypothesis, run.size));
  }
  return path;
}

}  // namespace

void bind_wer(py::module_& module) {
  py::class_<BoundWer, BoundMetric>(module, "Wer")
      .def(py::init(&BoundWer::make), py::arg("tokenizer"), py::arg("characters"), py::arg("lowercase"),
           py::arg("costs"), py::arg("weights"))
      .def("alignments", &BoundWer::alignments, py::arg("predictions"), py::arg("references"), py::arg("kind"),
           "For each example the alignment with its one reference: a list of objects of `kind`, a subtype of "
           "EditChunk.");
  bind_edit_chunk(module);
  module.def(
      "error_rates",
      [](const py::array& stats, const EditWeights& weights) {
        const StatsRows s = stats_of(stats, kWerColumns);
        std::array<py::array_t<double>, 4> rates;
        std::array<double*, 4> out{};
        for (std::size_t k = 0; k < rates.size(); ++k) {
          rates[k] = py::array_t<double>(static_cast<py::ssize_t>(s.rows));
          out[k] = rates[k].mutable_data();
        }
        for (std::size_t i = 0; i < s.rows; ++i) {
          const ErrorRates row = error_rates(s.data + i * kWerColumns, weights);
          out[0][i] = row.wer;
          out[1][i] = row.mer;
          out[2][i] = row.wil;
          out[3][i] = row.wip;
        }
        return py::make_tuple(rates[0], rates[1], rates[2], rates[3]);
      },
      py::arg("stats"), py::arg("weights"), "(wer, mer, wil, wip) of each row, float64 (N,) each.");
  module.def("error_rates_of_sums", &error_rates_of_sums, py::arg("sums"), py::arg("weights"),
             "(wer, mer, wil, wip, hits, substitutions, deletions, insertions) of sums of rows.");
  module.def("edit_path", &path_of, py::arg("hypothesis"), py::arg("reference"), py::arg("costs"),
             "The runs of an alignment of numbered tokens: (kind, reference token, hypothesis token, steps).");
  module.def(
      "wer_plan",
      [](const py::object& metric) {
        const auto& bound = metric.cast<const BoundWer&>();
        return BoundPlan(metric, bound.metric(), [weights = bound.weights()](const std::int64_t* row) {
          return error_rates(row, weights).wer;
        });
      },
      py::arg("metric"), "WER or CER.");
}

}  // namespace gramscore::bindings
