// Texts against several references taken together as one, whose n-gram counts are means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/many/pair_formula.hpp"
#include "gramscore/many/prepared_texts.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Of each text of a list the matches with the aggregate, for each thing counted (no subsequences), and the n-grams on
/// both sides.
struct AggregateCounts {
  std::vector<double> matches;     // text by text
  std::vector<double> predicted;   // text by text
  std::vector<double> referenced;  // of the aggregate
  std::vector<double> lengths;     // of the texts in the first view
  double length = 0;               // of the aggregate in the first view
};

/// An n-gram is in the aggregate as often as in the references on average, and matches as often as both have it. `weights`
/// add up to 1, one for each reference; none means that all weigh the same.
AggregateCounts aggregate_counts(const PreparedTexts& texts, std::size_t first, std::size_t count,
                                 const PreparedTexts& references, std::size_t first_reference,
                                 std::size_t reference_count, std::span<const double> weights,
                                 std::span<const Counted> counted, const Checkpoint& checkpoint);

/// sacrebleu's formulas of such counts of orders 1, 2...: scores for each text, 0..100.
std::vector<double> aggregate_chrf(const AggregateCounts& counts, std::size_t orders, const ChrfFormula& formula);
std::vector<double> aggregate_bleu(const AggregateCounts& counts, std::size_t orders, const BleuFormula& formula);

}  // namespace gramscore
