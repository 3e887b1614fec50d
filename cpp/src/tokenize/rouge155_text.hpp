// Texts as ROUGE-1.5.5 reads them, before their words are told apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "gramscore/work/buffer.hpp"
#include "gramscore/text/text.hpp"
#include "gramscore/tokenize/rouge155_words.hpp"

namespace gramscore {

class Rouge155Text {
 public:
  /// `of_sentences`: texts are read for their sentences, as ROUGE-L does. There the program's limit of bytes forgets what it
  /// has counted at each line.
  Rouge155Text(const Rouge155Words& words, bool of_sentences) : words_(&words), of_sentences_(of_sentences) {}

  /// Whether texts are read as they are.
  [[nodiscard]] bool is_plain() const {
    return words_->limit == Rouge155Words::Limit::none && words_->stop_words.empty();
  }

  /// The text within the limit and without stop words, to be read until the next call.
  Text read(const Text& text);

  void trim(std::size_t bytes) {
    whole_.trim(bytes);
    kept_.trim(bytes);
  }

 private:
  using Bytes = std::span<const std::uint8_t>;

  [[nodiscard]] Bytes bytes_of(const Text& text);
  std::size_t keep_within_limit(Bytes text);
  void blank_stop_words(std::span<std::uint8_t> text) const;

  const Rouge155Words* words_;
  bool of_sentences_;
  Buffer<std::uint8_t> whole_;
  Buffer<std::uint8_t> kept_;
};

}  // namespace gramscore
