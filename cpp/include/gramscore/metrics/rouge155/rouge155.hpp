// ROUGE as the Perl program ROUGE-1.5.5 computes it: from tokens to counts, and from those to the digits that it prints.
//
// Definitions: C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries" (2004), and what the program does where
// that leaves it open: docs/rouge155.md. Its words for prediction and reference are peer and model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

struct Rouge155Type {
  enum class Kind : std::uint8_t { ngram, lcs, weighted_lcs, skip };

  Kind kind = Kind::ngram;
  /// Of n-grams, at least 1.
  std::size_t order = 1;
  /// Of ROUGE-W: a run of k words weighs k to this power, above 0.
  double weight = 1;
  /// Of ROUGE-S: the most words between two; negative for any number.
  std::int64_t gap = 0;
  /// Of ROUGE-S: each word but the last of a text counts, too (ROUGE-SU).
  bool unigrams = false;
};

/// The three numbers of one type and example: matches, and the units of the prediction and of the references. Those of
/// ROUGE-W are doubles, whose bits the integers have.
inline constexpr std::size_t kRouge155Columns = 3;

/// Those numbers as they are. `weighted`: of ROUGE-W.
struct Rouge155Counts {
  double matches;
  double prediction;
  double reference;

  static Rouge155Counts of(const std::int64_t* stats, bool weighted);
};

struct Rouge155Score {
  double recall;
  double precision;
  double fmeasure;
};

/// The nearest number of five decimals, as C's %.5f has it.
double five_decimals(double x);

/// F of recall and precision; 0 if that would divide by zero. `alpha`, 0..1: how much precision counts.
double rouge155_f(double recall, double precision, double alpha);

/// The scores of one example, each of five decimals: F is that of the other two as they are printed. `weight` is that of
/// ROUGE-W, 0 for other types.
Rouge155Score rouge155_score(const Rouge155Counts& counts, double weight, double alpha);

class Rouge155 : public Metric {
 public:
  /// What becomes of several references.
  enum class Models : std::uint8_t {
    average,  ///< all counts are added up ("-f A")
    best      ///< the one of highest recall, the first of equals ("-f B")
  };

  Rouge155(std::vector<Rouge155Type> types, Models models, bool stemmer, std::shared_ptr<const Rouge155Words> words);

  /// kRouge155Columns for each type, in the order of the types. The reference's number of a ROUGE-W that would divide by
  /// zero, because a reference has no words, is not a number.
  [[nodiscard]] std::size_t columns() const override { return types_.size() * kRouge155Columns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  std::vector<Rouge155Type> types_;
  Models models_;
  TokenizerOptions view_;
  bool words_apart_ = false;  // the last sentence that the view lists are the words of the text (see Rouge155Text)
  std::size_t orders_ = 0;    // the highest n
};

}  // namespace gramscore
