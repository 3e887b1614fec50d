// The tokenizer of the translation toolkit Moses, as its script has it and as the package sacremoses does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gramscore/text/text.hpp"
#include "gramscore/tokenize/moses.hpp"
#include "gramscore/tokenize/text_lines.hpp"
#include "tokenize/rewritten_text.hpp"

namespace gramscore {

/// What a character becomes where it means something to Moses; null for others.
const char* moses_entity(std::uint32_t c);

/// Makes of texts their tokens with spaces between. To the script each line of a text is one of its own; the package takes a
/// line feed for a space. Keeps memory.
class MosesText : public RewrittenText {
 public:
  /// `keeps_lines`: line feeds stay where they are between tokens.
  MosesText(std::shared_ptr<const MosesRules> rules, bool keeps_lines);

  Text read(const Text& text) override;
  void trim(std::size_t bytes) override;

 private:
  /// The passes over one line; `Unit` is what holds its characters.
  template <class Unit>
  class Line;

  /// Which rules for apostrophes a language has.
  enum class Apostrophes : std::uint8_t { english, left, glottal, other };

  template <class Unit>
  using Scratch = TextLines::Scratch<Unit>;

  [[nodiscard]] bool is_script() const { return rules_->program == MosesProgram::script; }

  std::shared_ptr<const MosesRules> rules_;
  bool keeps_lines_;
  Apostrophes apostrophes_;
  std::uint32_t inner_ = 0;  // a mark that may stand within words before a lower-case letter
  TextLines lines_;
  std::string prefix_;
};

}  // namespace gramscore
