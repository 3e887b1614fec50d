#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "escaped.hpp"
#include "gil.hpp"
#include "gramscore/overlap/extract.hpp"
#include "gramscore/work/parallel.hpp"
#include "gramscore/work/pieces.hpp"
#include "read_texts.hpp"
#include "thread_count.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// `texts` are those of all documents, one after another: the summary, and then the sentences; `sizes` how many each has.
py::tuple extracts_of(const py::list& given, const std::vector<std::size_t>& sizes, const std::vector<int>& orders,
                      bool lcs, py::object tokenizer, bool stemmer, std::size_t most, bool exact, std::size_t threads) {
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
      choose_tokenizer(view, escaped(tokenizer));
    } else {
      input.tokenizer = std::move(tokenizer);
    }
  }
  std::vector<std::size_t> ends(sizes.size());
  std::partial_sum(sizes.begin(), sizes.end(), ends.begin());
  const bool right = std::ranges::none_of(sizes, [](std::size_t size) { return size == 0; });
  const ReadTexts texts(input, given, "texts", ends, 32 * 1024);
  if (!right || texts.size() != (ends.empty() ? 0 : ends.back())) throw py::value_error("sizes must be those of texts");
  threads = thread_count(threads, texts.pieces());
  struct Worker {
    ExtractFinder finder;
    Tokenizer tokenizer;
    TokenBatch tokens;
    std::vector<TokenSpan> spans;
  };
  std::vector<Worker> workers;
  for (std::size_t w = 0; w < threads; ++w) workers.push_back({ExtractFinder(goal), Tokenizer(view), {}, {}});
  std::vector<Extract> found(sizes.size());
  const ExtractSearch search = exact ? ExtractSearch::exact : ExtractSearch::greedy;
  if (!found.empty()) {
    WithoutGil without;
    in_pieces(texts.pieces(), 1, threads, without.checkpoint(),
              [&](std::size_t w, std::size_t piece, std::size_t /*end*/, const Checkpoint& checkpoint) {
                Worker& own = workers[w];
                const Documents documents = texts.tokens_of(piece, own.tokenizer, own.tokens, checkpoint);
                const std::size_t begin = texts.piece_begin(piece);
                auto d = static_cast<std::size_t>(std::ranges::upper_bound(ends, begin) - ends.begin());
                for (std::size_t at = begin; at < texts.piece_end(piece); ++d) {
                  own.spans.clear();
                  for (; at < ends[d]; ++at) own.spans.push_back(documents.tokens(at - begin));
                  const std::span<const TokenSpan> spans(own.spans);
                  found[d] = own.finder.find(spans.subspan(1), spans[0], most, search, checkpoint);
                }
              });
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
  module.def("extracts_of", &extracts_of, py::arg("texts"), py::arg("sizes"), py::arg("orders"), py::arg("lcs"),
             py::arg("tokenizer"), py::arg("stemmer"), py::arg("most"), py::arg("exact"), py::arg("threads"),
             "Of documents, each its summary and then its sentences, the sentences of the extracts, a list of numbers "
             "each, and what these "
             "are worth, float64 (N,). Without orders and lcs they are PreSumm's.");
}

}  // namespace gramscore::bindings
