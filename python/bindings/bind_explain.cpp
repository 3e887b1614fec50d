#include <pybind11/stl.h>

#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "gramscore/match/alignment.hpp"
#include "gramscore/metrics/edit_script.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

using Numbers = std::vector<std::uint32_t>;

std::vector<NumberedTokens> spans(const std::vector<Numbers>& sequences) {
  return {sequences.begin(), sequences.end()};
}

using Grams = std::vector<std::tuple<std::vector<std::size_t>, std::vector<std::size_t>, std::size_t, std::size_t>>;

Grams matched(const Numbers& prediction, const std::vector<Numbers>& references, std::size_t order) {
  if (order == 0) throw py::value_error("order is 0: at least 1 is needed");
  Grams grams;
  for (GramMatch& match : matched_grams(prediction, spans(references), order)) {
    grams.emplace_back(std::move(match.prediction), std::move(match.reference), match.source, match.matches);
  }
  return grams;
}

std::vector<std::pair<std::size_t, std::size_t>> subsequence(const Numbers& prediction, const Numbers& reference) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (const TokenPair& pair : common_subsequence(prediction, reference)) {
    pairs.emplace_back(pair.prediction, pair.reference);
  }
  return pairs;
}

using Unions = std::vector<std::tuple<std::size_t, std::size_t, std::size_t, std::size_t, bool>>;

Unions united(const std::vector<Numbers>& prediction, const std::vector<Numbers>& reference) {
  Unions matches;
  for (const UnionMatch& match : union_of_subsequences(spans(prediction), spans(reference))) {
    matches.emplace_back(match.reference_sentence, match.reference, match.prediction_sentence, match.prediction,
                         match.counts);
  }
  return matches;
}

const char* name_of(EditStep::Kind kind) {
  switch (kind) {
    case EditStep::Kind::match: return "match";
    case EditStep::Kind::substitution: return "substitution";
    case EditStep::Kind::deletion: return "deletion";
    case EditStep::Kind::insertion: return "insertion";
  }
  return "";
}

py::tuple edits(const Numbers& hypothesis, const Numbers& reference) {
  const EditScript script = edit_script(hypothesis, reference);
  py::list shifts;
  for (const Shift& shift : script.shifts) {
    shifts.append(py::make_tuple(py::tuple(py::cast(shift.words)), shift.from, shift.to));
  }
  py::list steps;
  for (const EditStep& step : script.steps) {
    py::object mine = py::none();
    py::object theirs = py::none();
    if (step.kind != EditStep::Kind::insertion) mine = py::int_(step.hypothesis);
    if (step.kind != EditStep::Kind::deletion) theirs = py::int_(step.reference);
    steps.append(py::make_tuple(name_of(step.kind), mine, theirs));
  }
  return py::make_tuple(shifts, steps);
}

}  // namespace

void bind_explain(py::module_& module) {
  module.def(
      "matched_grams", &matched, py::arg("prediction"), py::arg("references"), py::arg("order"),
      "The n-grams of numbered tokens that match: (where in the prediction, where in the reference that has most, "
      "which that is, matches).");
  module.def("common_subsequence", &subsequence, py::arg("prediction"), py::arg("reference"),
             "The pairs (prediction token, reference token) of rouge-score's longest common subsequence.");
  module.def(
      "union_of_subsequences", &united, py::arg("prediction"), py::arg("reference"),
      "ROUGE-Lsum's matches of lists of sentences: (reference sentence, token in it, prediction sentence, token in "
      "it, whether it counts).");
  module.def("edit_script", &edits, py::arg("hypothesis"), py::arg("reference"),
             "TER's shifts (words, from, to) and steps (kind, hypothesis word or None, reference word or None).");
}

}  // namespace gramscore::bindings
