// ROUGE: from tokens to integer statistics, and from those to scores.
//
// Definitions: C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries" (2004), as the Python package
// rouge-score 0.1.2 computes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gramscore/match/match.hpp"
#include "gramscore/metrics/metric.hpp"
#include "gramscore/sums/corpus_sums.hpp"
#include "gramscore/sums/grouped_sums.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// One of rouge1..rouge9 (n-grams), rougeL (longest common subsequence), rougeLsum (its union over sentences).
struct RougeType {
  enum class Kind : std::uint8_t { ngram, lcs, lsum };
  Kind kind;
  int order;  // of n-grams

  /// The type called `name`. Throws std::invalid_argument listing the known types.
  static RougeType parse(std::string_view name);
};

/// Precision, recall and their harmonic mean, 0..1.
struct RougeScore {
  double precision;
  double recall;
  double fmeasure;
};

/// The three integers of one type and example: matches, and the units (n-grams, or tokens) on each side.
inline constexpr std::size_t kRougeColumns = 3;

/// matches / prediction, matches / reference and 2PR / (P + R), each 0 where it would divide by zero, in
/// rouge-score's order of operations.
RougeScore rouge_score(std::int64_t matches, std::int64_t prediction, std::int64_t reference);

/// rouge_score() of rows of statistics: row i starts at stats[i * stride]. Null outputs are skipped.
void rouge_scores(const std::int64_t* stats, std::size_t rows, std::size_t stride, double* precision, double* recall,
                  double* fmeasure);

/// The means of rouge_score() over the rows: exact sums, rounded once, divided by `rows`.
RougeScore rouge_mean(const std::int64_t* stats, std::size_t rows, std::size_t stride);

/// What the means are made of: exact sums of precision, recall and F of each of `types` types, over rows that hold
/// kRougeColumns statistics for each.
CorpusSums rouge_sums(const std::int64_t* stats, std::size_t rows, std::size_t types);

/// Adds the terms of those sums to that of each row's group.
void add_rouge_rows(GroupedSums& sums, const std::int64_t* stats, std::size_t rows, std::size_t types,
                    const std::uint32_t* groups);

/// rouge_mean() of the type of that index, of rouge_sums().
RougeScore rouge_mean(const CorpusSums& sums, std::size_t type);

class Rouge : public Metric {
 public:
  /// Tokenizes texts as `tokenizer` says; for rougeLsum it lists sentences. If `sentences_apart`, the sentences of
  /// rougeLsum are tokenized from other texts than the whole texts, and a second view holds them, each text one.
  explicit Rouge(std::vector<RougeType> types, TokenizerOptions tokenizer = {}, bool sentences_apart = false);

  /// kRougeColumns for each type, in the order of the types.
  [[nodiscard]] std::size_t columns() const override { return types_.size() * kRougeColumns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return views_; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;

  /// Whether the type of that index counts n-grams.
  [[nodiscard]] bool is_ngram(std::size_t type) const { return types_[type].kind == RougeType::Kind::ngram; }

  /// Whether a type looks at whole texts (all but rougeLsum) and whether one looks at sentences (rougeLsum).
  [[nodiscard]] bool needs_texts() const { return orders_ > 0 || lcs_; }
  [[nodiscard]] bool needs_sentences() const { return lsum_; }

  /// One of the same views that has only rougeLsum, if this has it.
  [[nodiscard]] std::unique_ptr<Rouge> lsum_alone() const;

  [[nodiscard]] std::span<const RougeType> types() const { return types_; }

  /// Of several references a type takes the one of highest F, the first of equals.
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  void score_pair(const Examples& examples, std::size_t prediction, std::size_t reference, std::int64_t* row,
                  Matcher& matcher, const Checkpoint& checkpoint) const;

  std::vector<RougeType> types_;
  std::vector<TokenizerOptions> views_;
  int orders_ = 0;  // the highest n
  bool lcs_ = false;
  bool lsum_ = false;
};

}  // namespace gramscore
