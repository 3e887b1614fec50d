#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "bound_prepared.hpp"
#include "gil.hpp"
#include "gramscore/overlap/extract.hpp"
#include "gramscore/work/parallel.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

constexpr std::size_t kMostThreads = 1024;

py::tuple extracts_of(const py::list& documents, const py::object& summaries, const std::vector<int>& orders, bool lcs,
                      py::object tokenizer, bool stemmer, std::size_t most, bool exact, std::size_t threads) {
  ExtractGoal goal;
  TokenizerOptions view;
  InputOptions input;
  input.may_be_tokens = true;
  if (orders.empty() && !lcs) {
    view.kind = TokenizerKind::presumm_words;
  } else {
    goal = {ExtractGoal::Kind::rouge, orders, lcs};
    view.stemmer = stemmer;
    if (py::isinstance<py::str>(tokenizer)) {
      view.kind = tokenizer_kind(tokenizer.cast<std::string>());
    } else {
      input.tokenizer = std::move(tokenizer);
    }
  }
  std::vector<std::int64_t> sizes;
  const auto sentences = prepare_groups({&view, 1}, input, documents, "documents", sizes);
  const auto texts = prepare({&view, 1}, input, summaries, "summaries", false, py::none());
  if (texts->items() != sizes.size()) throw py::value_error("there must be a summary for each document");
  std::vector<std::size_t> ends(sizes.begin(), sizes.end());
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  threads = std::min(
      {threads == 0 ? available_threads() : threads, kMostThreads, std::max<std::size_t>(1, sizes.size() / 16)});
  std::vector<Extract> found;
  {
    WithoutGil without;
    found = find_extracts(*sentences, ends, *texts, goal, most, exact ? ExtractSearch::exact : ExtractSearch::greedy,
                          threads, without.checkpoint());
  }
  py::list chosen;
  py::array_t<double> scores(static_cast<py::ssize_t>(found.size()));
  for (std::size_t d = 0; d < found.size(); ++d) {
    py::list own;
    for (const std::uint32_t sentence : found[d].sentences) own.append(sentence);
    chosen.append(own);
    scores.mutable_data()[d] = found[d].score;
  }
  return py::make_tuple(chosen, scores);
}

}  // namespace

void bind_extracts(py::module_& module) {
  module.def(
      "extracts_of", &extracts_of, py::arg("documents"), py::arg("summaries"), py::arg("orders"), py::arg("lcs"),
      py::arg("tokenizer"), py::arg("stemmer"), py::arg("most"), py::arg("exact"), py::arg("threads"),
      "Of documents as lists of sentences the sentences of their extracts, a list of numbers each, and what these "
      "are worth, float64 (N,). Without orders and lcs they are PreSumm's.");
}

}  // namespace gramscore::bindings
