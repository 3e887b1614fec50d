#pragma once

#include <pybind11/pybind11.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "bound_metric.hpp"
#include "check_sizes.hpp"
#include "chunk.hpp"
#include "gil.hpp"

namespace gramscore::bindings {

/// The alignments of so many examples are in memory at a time, apart from the objects made of them.
inline constexpr std::size_t kAligned = 256;

/// An object for each example, of its one reference: `find(e, reference, prediction, checkpoint)` aligns their tokens
/// without the interpreter's lock, and `make(e)` makes the object of what it found; e counts up to kAligned.
template <class Find, class Make>
pybind11::list aligned(const Metric& metric, const InputOptions& input, pybind11::handle predictions,
                       pybind11::handle references, Find find, Make make) {
  DocumentReader reader(input);
  const auto prediction_column = make_column(predictions, "predictions", false, reader);
  const auto reference_column = make_column(references, "references", true, reader);
  check_sizes(*prediction_column, *reference_column, references, reader);
  const std::size_t n = prediction_column->size();
  const bool given = input.tokens || !input.tokenizer.is_none();
  Tokenizer tokenizer(metric.views().front());
  TokenBatch tokenized;
  pybind11::list all(n);
  for (std::size_t first = 0; first < n; first += kAligned) {
    const std::size_t examples = std::min(n - first, kAligned);
    Chunk chunk;
    for (std::size_t e = 0; e < examples; ++e) {
      prediction_column->append(first + e, chunk);
      const std::size_t count = reference_column->append(first + e, chunk);
      if (count != 1) throw pybind11::value_error("an alignment is with one reference");
      chunk.references.push_back(1);
    }
    const DocumentList& list = chunk.texts;
    if (!given) read_utf8(chunk.texts.texts, chunk.references, first);
    {
      WithoutGil without_gil;
      const Checkpoint checkpoint = without_gil.checkpoint();
      if (!given) {
        tokenizer.tokenize(list.texts.data(), 0, list.text_end.data(), list.text_end.size(), tokenized, checkpoint);
      }
      const Documents documents{given ? &list.tokens : &tokenized, 0};
      for (std::size_t e = 0; e < examples; ++e) {
        find(e, documents.tokens(2 * e + 1), documents.tokens(2 * e), checkpoint);
      }
    }
    reader.forget_tokens();
    for (std::size_t e = 0; e < examples; ++e) {
      pybind11::object made = make(e);
      PyList_SET_ITEM(all.ptr(), static_cast<Py_ssize_t>(first + e), made.release().ptr());
    }
  }
  return all;
}

}  // namespace gramscore::bindings
