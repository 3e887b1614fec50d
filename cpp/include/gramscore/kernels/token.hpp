// Tokens: exact integers, equal when and only when the tokens are equal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/work/buffer.hpp"

namespace gramscore {

/// Within one TokenBatch two tokens are the same token if and only if their values are equal. A short token
/// is its own characters packed into the value; a longer one has one or both of the two top bits set and a number that stands
/// for its characters in this batch. Values of different batches must not be compared.
using Token = std::uint64_t;

/// The vector kernels read whole vectors, so this many values past the last token may be read (not used).
inline constexpr std::size_t kTokenSlack = 16;

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
