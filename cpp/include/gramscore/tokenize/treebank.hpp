// The words of the Penn Treebank as NLTK finds them.
#pragma once

#include <cstddef>

#include "gramscore/text/text.hpp"
#include "gramscore/tokenize/text_lines.hpp"

namespace gramscore {

/// Makes of each line of a text the tokens that TreebankWordTokenizer of NLTK 3.10.4 gives, with a space between; line feeds
/// stay. What a digit is to it is of Unicode 18, and what a word is, of Unicode 14. Keeps memory.
class TreebankText {
 public:
  /// The tokens, Latin-1 or code points, in this object's memory until the next call.
  Text read(const Text& text);

  /// Gives back memory that an unusually large text took.
  void trim(std::size_t bytes) { lines_.trim(bytes); }

 private:
  /// What is done with one line; `Unit` is what holds its characters.
  template <class Unit>
  class Line;

  TextLines lines_;
};

}  // namespace gramscore
