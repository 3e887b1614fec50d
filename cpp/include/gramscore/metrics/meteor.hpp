// METEOR: words aligned by their form, their stem and their meaning, and in how many pieces.
//
// Definition: A. Lavie and A. Agarwal, "METEOR: An Automatic Metric for MT Evaluation with High Levels of Correlation with
// Human Judgments" (2007), as NLTK 3.10.4's nltk.translate.meteor_score computes it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "gramscore/match/match.hpp"
#include "gramscore/match/token_index.hpp"
#include "gramscore/metrics/metric.hpp"
#include "gramscore/metrics/row_formula.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

inline constexpr std::size_t kMeteorColumns = 4;

class MeteorFormula : public RowFormula {
 public:
  /// The weight of precision, 0..1; the exponent, at least 0, and the weight of the penalty for pieces.
  MeteorFormula(double alpha, double beta, double gamma) : alpha_(alpha), beta_(beta), gamma_(gamma) {}

  [[nodiscard]] std::size_t columns() const override { return kMeteorColumns; }
  void scores(const std::int64_t* row, double* out) const override { *out = score(row); }

  /// 0..1 of statistics as Meteor has them.
  [[nodiscard]] double score(const std::int64_t* row) const;

 private:
  double alpha_;
  double beta_;
  double gamma_;
};

/// Which stems mean the same: the synonyms of stem s are others[ends[s - 1]] up to others[ends[s]] (from 0 for s = 0).
struct Synonyms {
  std::span<const std::int64_t> ends;
  std::span<const std::int64_t> others;
};

/// A text as words, and as the stems of these.
struct StemmedText {
  TokenSpan words;
  TokenSpan stems;
};

/// Aligns the words of two texts. Keeps scratch memory.
class MeteorAligner {
 public:
  /// Writes a row: words that are aligned, pieces that stand together in both texts, and the words of the prediction and
  /// of the reference. With `synonyms` stems are their indices.
  void align(const StemmedText& prediction, const StemmedText& reference, const Synonyms* synonyms, std::int64_t* row,
             const Checkpoint& checkpoint);

  /// Gives back memory that an unusually large pair took.
  void trim();

 private:
  void put_reference(TokenSpan tokens);
  void match_equal(TokenSpan tokens);
  void match_synonyms(TokenSpan stems, const Synonyms& synonyms);

  TokenIndex index_;
  std::vector<std::uint32_t> aligned_;  // of each word of the prediction, the place of its partner from 1 on, or 0
  std::vector<std::uint8_t> taken_;     // of each word of the reference
  std::vector<std::uint32_t> last_;     // of each number, the last place that is not taken, from 1 on
  std::vector<std::uint32_t> before_;   // of each place the one of the same number before it
  std::vector<std::uint32_t> numbers_;
};

/// Four statistics as MeteorAligner has them, with the reference of highest score, the first of equals.
class Meteor : public Metric {
 public:
  /// `words` may have no stemmer.
  Meteor(const MeteorFormula& formula, const TokenizerOptions& words);

  [[nodiscard]] std::size_t columns() const override { return kMeteorColumns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return views_; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  MeteorFormula formula_;
  std::array<TokenizerOptions, 2> views_;  // words, and their stems
};

}  // namespace gramscore
