// CharacTER: edits of characters after words of the prediction have been shifted to where the reference has them.
//
// Definition: W. Wang et al., "CharacTer: Translation Edit Rate on Character Level" (2016), as the package cer 1.2.0
// computes it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/metrics/row_formula.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

inline constexpr std::size_t kCharacterColumns = 3;

/// In place of the characters of a prediction one of whose references has no words: it has no score.
inline constexpr std::int64_t kNoReferenceWords = -1;

/// Words of a prediction that CharacTer shifts: `length` of them, from word `from` on, become the words from `to` on, in the
/// order in which the shifts before have left the words.
struct WordShift {
  std::size_t from;
  std::size_t length;
  std::size_t to;
};

/// The shifts of a pair of texts that have words, in order. `words` are their characters by the words' numbers.
std::vector<WordShift> word_shifts(std::span<const std::uint32_t> prediction, std::span<const std::uint32_t> reference,
                                   std::span<const std::vector<std::uint32_t>> words);

class CharacterFormula : public RowFormula {
 public:
  [[nodiscard]] std::size_t columns() const override { return kCharacterColumns; }
  void scores(const std::int64_t* row, double* out) const override { *out = score(row); }

  /// 0 (best)..1 of statistics as CharacTer has them: 1 for a prediction without words.
  [[nodiscard]] static double score(const std::int64_t* row);
};

/// Three statistics, with the reference of lowest score, the first of equals: edits of characters after the shifts, what
/// the shifts cost (the bits of a double), and the characters of the prediction, its words with a space between each two.
/// The last may be kNoReferenceWords.
class CharacTer : public Metric {
 public:
  explicit CharacTer(bool lowercase);

  [[nodiscard]] std::size_t columns() const override { return kCharacterColumns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return views_; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  std::array<TokenizerOptions, 2> views_;  // words, and characters with the white space between them
};

}  // namespace gramscore
