// Documents as tokens.
#pragma once

#include <cstddef>
#include <vector>

#include "gramscore/kernels/token.hpp"
#include "gramscore/work/buffer.hpp"

namespace gramscore {

/// Documents as tokens, one after another. `document_end[d]` is the index after the last token of document d.
/// When sentences were asked for, those with at least one token are listed: `sentence_end` holds the token
/// index after each and `document_sentence_end[d]` the number of sentences up to and with document d.
struct TokenBatch {
  Buffer<Token> tokens;
  std::vector<std::size_t> document_end;
  std::vector<std::size_t> sentence_end;
  std::vector<std::size_t> document_sentence_end;

  void clear() {
    document_end.clear();
    sentence_end.clear();
    document_sentence_end.clear();
  }
};

}  // namespace gramscore
