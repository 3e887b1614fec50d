// A chunk of examples on its way from Python objects to the core.
#pragma once

#include <Python.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/kernels/token.hpp"
#include "gramscore/text/text.hpp"
#include "gramscore/tokenize/token_batch.hpp"

namespace gramscore::bindings {

/// Objects ahead whose cache lines are fetched, in walks over many.
inline constexpr std::size_t kAhead = 12;

/// Starts loading an object's head.
inline void prefetch([[maybe_unused]] const void* object) {
#if defined(__GNUC__) || defined(__clang__)
  __builtin_prefetch(object);
#endif
}

/// Documents, either as texts for the core's tokenizer or as tokens already.
struct DocumentList {
  std::vector<Text> texts;
  std::vector<std::size_t> text_end;  // per document
  TokenBatch tokens;
  std::size_t token_count = 0;

  void clear() {
    texts.clear();
    text_end.clear();
    tokens.clear();
    token_count = 0;
  }

  void add_token(Token token) {
    tokens.tokens.reserve(token_count + 1 + kTokenSlack, token_count)[token_count] = token;
    ++token_count;
  }
};

/// Examples of a chunk that one thread does in one go.
struct Batch {
  std::size_t first_example;
  std::size_t examples;
  std::size_t first_document;
  std::size_t documents;
};

/// Throws std::invalid_argument, naming the place, if one of `texts` is not the UTF-8 that it is said to be; marks as ASCII
/// those that are. There is one text per document: a prediction and so many `references` for each example from
/// `first_example` on; with `sourced` the first of these is the example's source.
void read_utf8(std::span<Text> texts, std::span<const std::uint32_t> references, std::size_t first_example,
               bool sourced = false);

/// Examples as documents, prediction first and then its references. Owns a reference to each Python object whose memory
/// the texts borrow, so it must be cleared with the GIL held.
struct Chunk {
  std::size_t first_example = 0;
  std::size_t examples = 0;
  std::vector<std::uint32_t> references;  // per example
  DocumentList texts;                     // whole texts
  DocumentList sentences;                 // the same texts cut into sentences, where that is done in Python
  std::size_t units = 0;                  // about the bytes of text in it
  bool utf8 = false;                      // some of it is UTF-8 that somebody else vouches for
  bool sourced = false;                   // the first reference of each example is its source
  std::vector<Batch> batches;
  std::vector<PyObject*> owned;

  Chunk() = default;
  Chunk(const Chunk&) = delete;
  Chunk& operator=(const Chunk&) = delete;
  ~Chunk() { clear(); }

  void own(PyObject* object) {
    Py_INCREF(object);
    owned.push_back(object);
  }

  void clear() {
    for (std::size_t k = 0; k < owned.size(); ++k) {
      if (k + kAhead < owned.size()) prefetch(owned[k + kAhead]);
      Py_DECREF(owned[k]);
    }
    owned.clear();
    references.clear();
    texts.clear();
    sentences.clear();
    batches.clear();
    first_example = 0;
    examples = 0;
    units = 0;
    utf8 = false;
    sourced = false;
  }
};

}  // namespace gramscore::bindings
