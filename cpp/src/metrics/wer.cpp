#include "gramscore/metrics/wer.hpp"

#include <algorithm>
#include <iterator>

#include "gramscore/match/edit_path.hpp"

namespace gramscore {
namespace {

class WerScratch : public Metric::Scratch {
 public:
  explicit WerScratch(const EditCosts& costs) : weighted(costs) {}

  void trim() override {
    path.trim();
    weighted.trim();
  }

  EditPath path;
  WeightedPath weighted;
};

}  // namespace

ErrorRates error_rates(const std::int64_t* row, const EditWeights& weights) {
  const auto number = [](std::int64_t count) { return static_cast<double>(count); };
  const std::int64_t hits = row[0];
  const std::int64_t edits = row[1] + row[2] + row[3];
  const std::int64_t reference = hits + row[1] + row[2];
  const std::int64_t hypothesis = hits + row[1] + row[3];
  const bool plain = weights == EditWeights{1, 1, 1};
  const double cost =
      plain ? number(edits) : number(row[1]) * weights[0] + number(row[2]) * weights[1] + number(row[3]) * weights[2];
  ErrorRates rates{cost, 0, 0, 0};
  if (reference == 0) {
    rates.mer = hypothesis == 0 ? 0 : 1;
    rates.wip = hypothesis == 0 ? 1 : 0;
  } else {
    rates.wer = cost / number(reference);
    rates.mer = number(edits) / number(hits + edits);
    rates.wip = hypothesis == 0 ? 0 : number(hits) / number(reference) * (number(hits) / number(hypothesis));
  }
  rates.wil = 1 - rates.wip;
  return rates;
}

std::unique_ptr<Metric::Scratch> Wer::make_scratch() const { return std::make_unique<WerScratch>(costs_); }

void Wer::score(const Examples& examples, std::int64_t* rows, Scratch& scratch, const Checkpoint& checkpoint) const {
  auto& own = static_cast<WerScratch&>(scratch);
  const bool equal_costs = costs_ == EditCosts{};
  const Documents& texts = examples.views.front();
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const TokenSpan hypothesis = texts.tokens(d++);
    for (std::uint32_t k = 0; k < count; ++k) {
      const TokenSpan reference = texts.tokens(d++);
      const EditCounts found = equal_costs ? own.path.count(reference, hypothesis, checkpoint)
                                           : own.weighted.count(reference, hypothesis, checkpoint);
      const std::int64_t row[kWerColumns] = {
          static_cast<std::int64_t>(found.hits), static_cast<std::int64_t>(found.substitutions),
          static_cast<std::int64_t>(found.deletions), static_cast<std::int64_t>(found.insertions)};
      if (k == 0 || error_rates(row, weights_).wer < error_rates(rows, weights_).wer) {
        std::copy(std::begin(row), std::end(row), rows);
      }
    }
    rows += kWerColumns;
  }
}

}  // namespace gramscore
