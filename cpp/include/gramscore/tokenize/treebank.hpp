// The words of the Penn Treebank as NLTK finds them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/text/text.hpp"

namespace gramscore {

/// Makes of each line of a text the tokens that TreebankWordTokenizer of NLTK 3.10.4 gives, with a space between; line feeds
/// stay. What a digit is to it is of Unicode 18, and what a word is, of Unicode 14. Keeps memory.
class TreebankText {
 public:
  /// The tokens, Latin-1 or code points, in this object's memory until the next call.
  Text read(const Text& text);

  /// Gives back memory that an unusually large text took.
  void trim(std::size_t bytes);

 private:
  /// What is done with one line; `Unit` is what holds its characters.
  template <class Unit>
  class Line;

  /// A line, what a pass makes of it, and all that has been written of the text.
  template <class Unit>
  struct Scratch {
    std::vector<Unit> line;
    std::vector<Unit> next;
    std::vector<Unit> all;
  };

  template <class Unit>
  static Text read_units(const Unit* in, std::size_t size, Encoding encoding, Scratch<Unit>& scratch);

  Scratch<std::uint8_t> narrow_;
  Scratch<std::uint32_t> wide_;
  std::vector<std::uint32_t> points_;
};

}  // namespace gramscore
