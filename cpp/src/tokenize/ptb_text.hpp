// The tokenizer of COCO's evaluation of captions: Penn Treebank tokens as the program that pycocoevalcap 1.2 runs finds
// them, in lower case and without punctuation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "gramscore/text/text.hpp"
#include "gramscore/work/buffer.hpp"
#include "tokenize/lower_case.hpp"
#include "tokenize/rewritten_text.hpp"

namespace gramscore {

/// How texts are read.
struct PtbOptions {
  /// Leaves out the tokens that are nothing but the punctuation marks which COCO's evaluation leaves out.
  bool drops_punctuation = true;
  /// Texts are files of lines, which end where they end; else each is a line of many, after which others come.
  bool whole_file = false;
  /// Keeps line feeds.
  bool keeps_lines = false;
};

/// Makes of texts their tokens, with a space between and, of whole files, with a line feed at the ends of lines. Keeps
/// memory. Within a token there may be U+00A0 in place of a space.
class PtbText : public RewrittenText {
 public:
  explicit PtbText(const PtbOptions& options = {}) : options_(options) {}

  /// The tokens, in this object's memory until the next call.
  Text read(const Text& text) override;

  void trim(std::size_t bytes) override;

 private:
  struct Token;

  void load(const Text& text);
  [[nodiscard]] Token token_at(std::size_t begin);
  void write(std::size_t begin, const Token& token);
  void add(std::uint16_t unit);
  void end_token(std::size_t begin);

  /// Where scans that went on beyond a token came to nothing, so that they need not be made again: by place and state.
  class Vain {
   public:
    void clear();
    [[nodiscard]] bool has(std::size_t place, std::uint32_t state) const;
    void add(std::size_t place, std::uint32_t state);

   private:
    std::vector<std::uint64_t> slots_;
    std::size_t used_ = 0;
  };

  PtbOptions options_;
  std::vector<std::uint16_t> units_;
  std::vector<std::uint16_t> out_;
  std::vector<std::pair<std::size_t, std::uint32_t>> visited_;
  Vain vain_;
  LowerCase lower_;
  std::vector<std::uint32_t> points_;
  std::vector<std::uint8_t> ascii_;
};

}  // namespace gramscore
