#include <pybind11/stl.h>

#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "convert.hpp"
#include "gramscore/match/alignment.hpp"
#include "gramscore/metrics/character.hpp"
#include "gramscore/metrics/edit_script.hpp"
#include "gramscore/metrics/eed_path.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

using TokenNumbers = std::vector<std::uint32_t>;

std::vector<NumberedTokens> spans(const std::vector<TokenNumbers>& sequences) {
  return {sequences.begin(), sequences.end()};
}

using Grams = std::vector<std::tuple<std::vector<std::size_t>, std::vector<std::size_t>, std::size_t, std::size_t>>;

Grams matched(const TokenNumbers& prediction, const std::vector<TokenNumbers>& references, std::size_t order) {
  if (order == 0) throw py::value_error("order is 0: at least 1 is needed");
  Grams grams;
  for (GramMatch& match : matched_grams(prediction, spans(references), order)) {
    grams.emplace_back(std::move(match.prediction), std::move(match.reference), match.source, match.matches);
  }
  return grams;
}

std::vector<std::pair<std::size_t, std::size_t>> subsequence(const TokenNumbers& prediction,
                                                             const TokenNumbers& reference) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (const TokenPair& pair : common_subsequence(prediction, reference)) {
    pairs.emplace_back(pair.prediction, pair.reference);
  }
  return pairs;
}

using Unions = std::vector<std::tuple<std::size_t, std::size_t, std::size_t, std::size_t, bool>>;

Unions united(const std::vector<TokenNumbers>& prediction, const std::vector<TokenNumbers>& reference) {
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

py::tuple edits(const TokenNumbers& hypothesis, const TokenNumbers& reference) {
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

py::list shifts_of_words(const TokenNumbers& prediction, const TokenNumbers& reference,
                         const std::vector<TokenNumbers>& words) {
  for (const TokenNumbers* numbers : {&prediction, &reference}) {
    for (const std::uint32_t number : *numbers) {
      if (number >= words.size()) throw py::value_error("a number without a word");
    }
  }
  py::list shifts;
  if (prediction.empty() || reference.empty()) return shifts;
  for (const WordShift& shift : word_shifts(prediction, reference, words)) {
    shifts.append(py::make_tuple(shift.from, shift.length, shift.to));
  }
  return shifts;
}

py::list steps_of_eed(const TokenNumbers& prediction, const TokenNumbers& reference, double jump, double deletion,
                      double insertion) {
  constexpr const char* kNames[] = {"match", "substitution", "deletion", "insertion", "jump"};
  EedCosts costs;
  costs.jump = jump;
  costs.deletion = deletion;
  costs.insertion = insertion;
  py::list steps;
  for (const EedStep& step : eed_path(prediction, reference, costs)) {
    steps.append(py::make_tuple(kNames[static_cast<std::size_t>(step.kind)], step.prediction, step.reference));
  }
  return steps;
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
  module.def("word_shifts", &shifts_of_words, py::arg("prediction"), py::arg("reference"), py::arg("words"),
             "CharacTER's shifts of words, given by numbers of `words`: (from, length, to).");
  module.def(
      "eed_path", &steps_of_eed, py::arg("prediction"), py::arg("reference"), py::arg("jump"), py::arg("deletion"),
      py::arg("insertion"),
      "EED's cheapest way between characters: (kind, in the prediction, in the reference); of a jump, both in the "
      "prediction.");
  module.def(
      "english_characters", [](const py::str& text) { return english_characters(text_of(text.ptr())); },
      py::arg("text"), "The characters of English text as EED compares them, by their code points.");
}

}  // namespace gramscore::bindings
