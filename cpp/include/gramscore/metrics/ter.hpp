// TER: from tokens to integer statistics, and from those to scores.
//
// Definitions: M. Snover et al., "A Study of Translation Edit Rate with Targeted Human Annotation" (2006), with the
// search for shifts of the program tercom as the Python package sacrebleu 2.6.0 has it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/sums/corpus_sums.hpp"
#include "gramscore/sums/grouped_sums.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// The integers of an example: the edits to the reference that needs fewest, the lengths of its references added up,
/// and their number.
inline constexpr std::size_t kTerColumns = 3;

/// A translation edit rate: edits in percent of the reference length.
struct TerScore {
  double score;
  std::int64_t num_edits;
  double ref_length;
};

/// 100 * edits / ref_length in sacrebleu's order of operations; where the length is 0, 100 if there are edits.
double ter_score(std::int64_t num_edits, double ref_length);

/// ter_score() of rows of kTerColumns statistics, with the average length of each one's references.
void ter_scores(const std::int64_t* stats, std::size_t rows, double* scores);

/// Edits and average reference lengths added up, row by row, and their ter_score().
TerScore ter_corpus(const std::int64_t* stats, std::size_t rows);

/// The edits and the average reference lengths of the rows, summed without rounding.
CorpusSums ter_sums(const std::int64_t* stats, std::size_t rows);

/// Adds the terms of those sums to that of each row's group.
void add_ter_rows(GroupedSums& sums, const std::int64_t* stats, std::size_t rows, const std::uint32_t* groups);

/// ter_corpus() of ter_sums(). Where the averages are no binary fractions (some examples have 3, 5, 6, 7, 9...
/// references), adding them row by row rounds each time, and this once: the last bits may differ.
TerScore ter_corpus(const CorpusSums& sums);

class Ter : public Metric {
 public:
  /// `words` says how texts become words. With `normalized` those of references go through it twice, as sacrebleu has it.
  explicit Ter(TokenizerOptions words) : views_{words} { views_[0].references_twice = words.normalized; }

  [[nodiscard]] std::size_t columns() const override { return kTerColumns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return views_; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;

  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  std::array<TokenizerOptions, 1> views_;
};

}  // namespace gramscore
