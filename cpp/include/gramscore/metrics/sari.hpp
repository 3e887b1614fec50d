// SARI: what a simplification keeps, deletes and adds, compared with its source and with references.
//
// Definition: W. Xu et al., "Optimizing Statistical Machine Translation for Text Simplification" (2016), as the programs
// compute it that SariDefinition names.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/metrics/row_formula.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

enum class SariDefinition : std::uint8_t {
  /// The metric script of evaluate 0.4.6: the mean over sentences, 0 / 0 is 1, recall of what is kept by its sum.
  evaluate,
  /// The authors' script SARI.py: 0 / 0 is 0, and recall of what is kept is divided by n-grams twice.
  original,
  /// tensor2tensor's sari_hook: each n-gram of a text counts once, and by the share of references that have it. That
  /// program adds shares in the order of a Python set; here their sum is rounded once.
  tensor2tensor,
  /// EASSE's corpus_sari: counts of the whole corpus, and F1 of what is deleted.
  easse
};

inline constexpr std::size_t kSariOrders = 4;

/// Of definitions that are means: the scores of what is kept, deleted and added for n-grams of each order, as bits.
inline constexpr std::size_t kSariScoreColumns = 3 * kSariOrders;

/// In place of evaluate's score of what is deleted, where nothing is: 1 as a whole number, which Python adds differently
/// from 1 as a float.
inline constexpr double kNothingDeleted = 2;

/// Of EASSE's: what is added correctly, by the prediction, and by the references, for n-grams of each order; then the
/// same of what is kept and of what is deleted.
inline constexpr std::size_t kSariCountColumns = 9 * kSariOrders;

constexpr std::size_t sari_columns(SariDefinition definition) {
  return definition == SariDefinition::easse ? kSariCountColumns : kSariScoreColumns;
}

/// SARI, and its three parts: what is added, kept and deleted. All 0..100.
struct SariScores {
  double score;
  double add;
  double keep;
  double del;
};

/// EASSE's of counts: a row of them or sums of rows.
SariScores sari_of_counts(const std::int64_t* counts);

/// From rows to the four scores of SariScores, in its order.
class SariFormula : public RowFormula {
 public:
  explicit SariFormula(SariDefinition definition) : definition_(definition) {}

  [[nodiscard]] std::size_t columns() const override { return sari_columns(definition_); }
  [[nodiscard]] std::size_t size() const override { return 4; }
  void scores(const std::int64_t* row, double* out) const override;

 private:
  SariDefinition definition_;
};

/// The first of an example's references is its source; at least one other is needed.
class Sari : public Metric {
 public:
  Sari(SariDefinition definition, const TokenizerOptions& tokens) : definition_(definition), view_(tokens) {}

  [[nodiscard]] std::size_t columns() const override { return sari_columns(definition_); }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  SariDefinition definition_;
  TokenizerOptions view_;
};

}  // namespace gramscore
