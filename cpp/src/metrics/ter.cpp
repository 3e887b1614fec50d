#include "gramscore/metrics/ter.hpp"

#include <algorithm>
#include <limits>

#include "metrics/formulas.hpp"
#include "metrics/ter/shift_search.hpp"

namespace gramscore {
namespace {

class TerScratch : public Metric::Scratch {
 public:
  void trim() override { search.trim(); }

  ter::ShiftSearch search;
};

double average_length(const std::int64_t* row) { return static_cast<double>(row[1]) / static_cast<double>(row[2]); }

}  // namespace

double ter_score(std::int64_t num_edits, double ref_length) {
  return formulas::ter(static_cast<double>(num_edits), ref_length);
}

void ter_scores(const std::int64_t* stats, std::size_t rows, double* scores) {
  for (std::size_t i = 0; i < rows; ++i, stats += kTerColumns) scores[i] = ter_score(stats[0], average_length(stats));
}

TerScore ter_corpus(const std::int64_t* stats, std::size_t rows) {
  TerScore sum{0, 0, 0};
  for (std::size_t i = 0; i < rows; ++i, stats += kTerColumns) {
    sum.num_edits = checked_sum(sum.num_edits, stats[0]);
    sum.ref_length += average_length(stats);
  }
  sum.score = ter_score(sum.num_edits, sum.ref_length);
  return sum;
}

CorpusSums ter_sums(const std::int64_t* stats, std::size_t rows) {
  CorpusSums sums;
  sums.examples = static_cast<std::int64_t>(rows);
  sums.whole.resize(1);
  sums.exact.resize(1);
  for (std::size_t i = 0; i < rows; ++i, stats += kTerColumns) {
    sums.whole[0] = checked_sum(sums.whole[0], stats[0]);
    sums.exact[0].add(average_length(stats));
  }
  return sums;
}

void add_ter_rows(GroupedSums& sums, const std::int64_t* stats, std::size_t rows, const std::uint32_t* groups) {
  visit_each(sums, groups, rows, [&](std::size_t i) {
    const std::int64_t* const row = stats + i * kTerColumns;
    const double length = average_length(row);
    sums.add(groups[i], row, &length);
  });
}

TerScore ter_corpus(const CorpusSums& sums) {
  TerScore sum{0, sums.whole.at(0), sums.exact.at(0).value()};
  sum.score = ter_score(sum.num_edits, sum.ref_length);
  return sum;
}

std::unique_ptr<Metric::Scratch> Ter::make_scratch() const { return std::make_unique<TerScratch>(); }

void Ter::score(const Examples& examples, std::int64_t* rows, Scratch& scratch, const Checkpoint& checkpoint) const {
  ter::ShiftSearch& search = static_cast<TerScratch&>(scratch).search;
  const Documents& texts = examples.views.front();
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const TokenSpan hypothesis = texts.tokens(d++);
    std::uint64_t fewest = std::numeric_limits<std::uint64_t>::max();
    std::int64_t length = 0;
    for (std::size_t k = 0; k < count; ++k) {
      const TokenSpan reference = texts.tokens(d++);
      fewest = std::min(fewest, search.edits(reference, hypothesis, checkpoint));
      length += static_cast<std::int64_t>(reference.size);
    }
    rows[0] = static_cast<std::int64_t>(fewest);
    rows[1] = length;
    rows[2] = count;
    rows += kTerColumns;
  }
}

}  // namespace gramscore
