// Metrics of short answers: exact match, F1 of words, and the similarity of characters.
//
// Definitions: P. Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text" (2016), as its script
// evaluate-v1.1.py computes them; A. F. Biten et al., "Scene Text Visual Question Answering" (2019), for ANLS.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/sums/corpus_sums.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// One statistic: whether the tokens of the prediction are those of a reference.
class ExactMatch : public Metric {
 public:
  explicit ExactMatch(const TokenizerOptions& tokens) : view_(tokens) {}

  [[nodiscard]] std::size_t columns() const override { return 1; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  TokenizerOptions view_;
};

inline constexpr std::size_t kTokenF1Columns = 3;

/// F1 of matches and the tokens of both sides, 0 without matches, in the order of operations of SQuAD's script.
double token_f1(std::int64_t matches, std::int64_t prediction, std::int64_t reference);

/// The sum of the F1 of rows of kTokenF1Columns statistics, without rounding.
CorpusSums token_f1_sums(const std::int64_t* stats, std::size_t rows);

/// Three statistics, with the reference of highest F1, the first of equals: clipped matches of tokens, the tokens of the
/// prediction, and those of the reference.
class TokenF1 : public Metric {
 public:
  explicit TokenF1(const TokenizerOptions& tokens) : view_(tokens) {}

  [[nodiscard]] std::size_t columns() const override { return kTokenF1Columns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  TokenizerOptions view_;
};

inline constexpr std::size_t kSimilarityColumns = 2;

/// 1 - edits / length, or 0 where that quotient is not below the threshold; of length 0, a quotient of 0.
double edit_similarity(std::int64_t edits, std::int64_t length, double threshold);

/// The sum of the similarities of rows of kSimilarityColumns statistics, without rounding.
CorpusSums similarity_sums(const std::int64_t* stats, std::size_t rows, double threshold);

/// Two statistics, with the reference of highest similarity, the first of equals: the edits between the characters, and the
/// length of the longer side.
class EditSimilarity : public Metric {
 public:
  /// What becomes of the characters. With `normalized` white space is squeezed into spaces, without any at the ends, and a
  /// length is that of the text in upper case, as the package anls 0.0.2 has it.
  EditSimilarity(const TokenizerOptions& characters, bool normalized, double threshold)
      : view_(characters), normalized_(normalized), threshold_(threshold) {}

  [[nodiscard]] std::size_t columns() const override { return kSimilarityColumns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  TokenizerOptions view_;
  bool normalized_;
  double threshold_;
};

}  // namespace gramscore
