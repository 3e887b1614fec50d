// How much of a summary is its article's: Newsroom's measures, novel n-grams and repetition.
//
// Definitions: M. Grusky, M. Naaman and Y. Artzi, "Newsroom: A Dataset of 1.3 Million Summaries with Diverse Extractive
// Strategies" (2018), as their program computes it; A. See, P. J. Liu and C. D. Manning, "Get To The Point: Summarization
// with Pointer-Generator Networks" (2017) for n-grams that are novel or duplicates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/sums/corpus_sums.hpp"
#include "gramscore/tokenize/tokenizer.hpp"

namespace gramscore {

/// Each is a quotient of two counts.
struct ExtractMeasure {
  enum class Kind : std::uint8_t {
    coverage,     // tokens of the summary in fragments / its tokens
    density,      // the squares of the lengths of fragments / its tokens
    compression,  // tokens of the article / those of the summary
    novel,        // its different n-grams that are not in the article / its different n-grams
    repetition    // its n-grams but for the first of each / its n-grams
  };
  Kind kind = Kind::coverage;
  std::size_t order = 0;  // of n-grams

  /// "coverage", "density", "compression", "novel1", "repetition2"... Throws std::invalid_argument for another name.
  static ExtractMeasure parse(std::string_view name);
};

inline constexpr std::size_t kExtractColumns = 2;

/// The quotient, 0 where there is nothing to divide by.
double extract_score(std::int64_t numerator, std::int64_t denominator);

/// The sum of the quotients of rows of kExtractColumns statistics, without rounding.
CorpusSums extract_sums(const std::int64_t* stats, std::size_t rows);

/// Two statistics, the counts of a measure. A prediction is a summary, and its references are its article: of several, all
/// of them, with nothing that reaches from one into the next.
class Extractiveness : public Metric {
 public:
  Extractiveness(const ExtractMeasure& measure, const TokenizerOptions& tokens) : measure_(measure), view_(tokens) {}

  [[nodiscard]] std::size_t columns() const override { return kExtractColumns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  ExtractMeasure measure_;
  TokenizerOptions view_;
};

}  // namespace gramscore
