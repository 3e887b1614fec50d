#include "read_texts.hpp"

#include <string>

#include "gramscore/text/utf8.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// Texts between two looks for Ctrl-C while they are taken over.
constexpr std::size_t kTextsBetween = 1 << 16;

/// What a token counts as, where texts came as tokens.
constexpr std::size_t kUnitsPerToken = 8;

}  // namespace

ReadTexts::ReadTexts(const InputOptions& input, py::handle texts, const char* argument,
                     std::span<const std::size_t> group_end, std::size_t piece_units)
    : tokenized_(input.tokens || !input.tokenizer.is_none()), reader_(input) {
  column_ = make_column(texts, argument, false, reader_);
  const std::size_t size = column_->size();
  for (std::size_t i = 0; i < size; ++i) {
    column_->append(i, chunk_);
    if (i % kTextsBetween == 0 && PyErr_CheckSignals() != 0) throw py::error_already_set();
  }
  if (chunk_.utf8) check_utf8_of(argument);
  std::size_t units = 0;
  auto group = group_end.begin();
  for (std::size_t i = 0; i < size; ++i) {
    units += units_of(i);
    bool may_end = true;
    if (!group_end.empty()) {
      while (group != group_end.end() && *group <= i) ++group;
      may_end = group != group_end.end() && *group == i + 1;
    }
    if (i + 1 == size || (may_end && units >= piece_units)) {
      piece_end_.push_back(i + 1);
      units = 0;
    }
  }
}

Documents ReadTexts::tokens_of(std::size_t piece, Tokenizer& tokenizer, TokenBatch& tokens,
                               const Checkpoint& checkpoint) const {
  const std::size_t begin = piece_begin(piece);
  if (tokenized_) return {&chunk_.texts.tokens, begin};
  const DocumentList& list = chunk_.texts;
  tokenizer.tokenize(list.texts.data(), begin, list.text_end.data() + begin, piece_end(piece) - begin, tokens,
                     checkpoint);
  return {&tokens, 0};
}

std::size_t ReadTexts::units_of(std::size_t text) const {
  if (!tokenized_) return chunk_.texts.texts[text].size;
  const auto& ends = chunk_.texts.tokens.document_end;
  return kUnitsPerToken * (ends[text] - (text == 0 ? 0 : ends[text - 1]));
}

void ReadTexts::check_utf8_of(const char* argument) {
  const std::size_t wrong = check_utf8(chunk_.texts.texts);
  if (wrong == chunk_.texts.texts.size()) return;
  const Text& text = chunk_.texts.texts[wrong];
  throw py::value_error(Place{argument, wrong}.str() + " is invalid UTF-8 at byte offset " +
                        std::to_string(utf8_error(static_cast<const std::uint8_t*>(text.data), text.size)));
}

}  // namespace gramscore::bindings
