// A list of texts, taken over from Python to be read by many threads.
#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "chunk.hpp"
#include "convert.hpp"
#include "gramscore/metrics/metric.hpp"
#include "gramscore/tokenize/tokenizer.hpp"

namespace gramscore::bindings {

/// Keeps the objects alive; is made, and ends, with the GIL held.
class ReadTexts {
 public:
  /// The texts fall into pieces of about `piece_units` code units, which end where one of `group_end` is, or after any text
  /// if there are none. Errors name `argument`.
  ReadTexts(const InputOptions& input, pybind11::handle texts, const char* argument,
            std::span<const std::size_t> group_end, std::size_t piece_units);

  [[nodiscard]] std::size_t size() const { return column_->size(); }
  [[nodiscard]] std::size_t pieces() const { return piece_end_.size(); }
  [[nodiscard]] std::size_t piece_begin(std::size_t piece) const { return piece == 0 ? 0 : piece_end_[piece - 1]; }
  [[nodiscard]] std::size_t piece_end(std::size_t piece) const { return piece_end_[piece]; }

  /// Whether they came as tokens, whose names are given_tokens().
  [[nodiscard]] bool tokenized() const { return tokenized_; }
  [[nodiscard]] const LongTokens& given_tokens() const { return reader_.given_tokens(); }

  /// The tokens of a piece: those that came, or what `tokenizer` makes of it in `tokens`.
  Documents tokens_of(std::size_t piece, Tokenizer& tokenizer, TokenBatch& tokens, const Checkpoint& checkpoint) const;

 private:
  [[nodiscard]] std::size_t units_of(std::size_t text) const;
  void check_utf8_of(const char* argument);

  bool tokenized_;
  DocumentReader reader_;
  std::unique_ptr<Column> column_;
  Chunk chunk_;
  std::vector<std::size_t> piece_end_;
};

}  // namespace gramscore::bindings
