// Texts from the tokens of Moses' tokenizers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gramscore/text/text.hpp"
#include "gramscore/tokenize/moses.hpp"
#include "gramscore/tokenize/text_lines.hpp"

namespace gramscore {

struct MosesDetokenizerRules {
  MosesProgram program = MosesProgram::script;
  /// A code such as "en".
  std::string language = "en";
  /// Entities become the characters that they stand for.
  bool unescape = true;
  /// The first letter of a line becomes a capital. The script only.
  bool uppercase = false;
  /// The tokens are those of the script's option -penn. The script and English only.
  bool penn = false;
  /// kMosesAlpha and kMosesCurrency; for the script all of its own.
  std::shared_ptr<const MosesCharacters> characters;
};

/// Puts tokens with spaces between together to texts, as Moses' script detokenizer.perl does or the class MosesDetokenizer of
/// the Python package sacremoses. To the script each line of a text is one of its own; the package takes a line feed for a
/// space. Where the package raises an error of its own making (a dash behind a Czech apostrophe), it goes on as was meant
/// there. Keeps memory.
class MosesDetokenizer {
 public:
  explicit MosesDetokenizer(MosesDetokenizerRules rules);

  /// The text, Latin-1 or code points, in this object's memory until the next call.
  Text read(const Text& text);

  /// Gives back memory that an unusually large text took.
  void trim(std::size_t bytes);

 private:
  /// What is done with one line; `Unit` is what holds its characters.
  template <class Unit>
  class Line;

  /// A word, by its place in the line.
  struct Word {
    std::size_t begin;
    std::size_t end;
  };

  template <class Unit>
  using Scratch = TextLines::Scratch<Unit>;

  [[nodiscard]] bool is_script() const { return rules_.program == MosesProgram::script; }

  MosesDetokenizerRules rules_;
  TextLines lines_;
  std::vector<Word> words_;
};

}  // namespace gramscore
