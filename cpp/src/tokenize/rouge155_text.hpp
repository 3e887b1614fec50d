// Texts as ROUGE-1.5.5 reads them, before their words are told apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "gramscore/text/text.hpp"
#include "gramscore/tokenize/rouge155_words.hpp"
#include "gramscore/work/buffer.hpp"

namespace gramscore {

class Rouge155Text {
 public:
  /// `of_sentences`: texts are read for their sentences, too. To the program a limit of bytes is another one there: it
  /// forgets at each line what it has counted. So where that is the limit, the lines of a text are those of its sentences, and
  /// then one more that begins with a word of no meaning, after which all words of the text stand.
  Rouge155Text(const Rouge155Words& words, bool of_sentences)
      : words_(&words), twice_(of_sentences && words.limit == Rouge155Words::Limit::bytes) {}

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
  std::size_t keep_within_limit(Bytes text, bool forgets, std::size_t kept);
  void blank_stop_words(std::span<std::uint8_t> text) const;

  const Rouge155Words* words_;
  bool twice_;
  Buffer<std::uint8_t> whole_;
  Buffer<std::uint8_t> kept_;
};

}  // namespace gramscore
