#include "gramscore/match/weighted_path.hpp"

#include <algorithm>
#include <stdexcept>

#include "match/middle_crossing.hpp"

namespace gramscore {
namespace {

/// Cells whose last steps are written down at a time, and cells between checkpoints.
constexpr std::size_t kWholeTable = std::size_t{1} << 22;
constexpr std::size_t kUnchecked = std::size_t{1} << 18;

}  // namespace

WeightedPath::WeightedPath(const EditCosts& costs) : costs_(costs) {
  for (const std::int64_t cost : {costs.substitution, costs.deletion, costs.insertion}) {
    if (cost < 0 || cost > kMostEditCost) throw std::invalid_argument("an edit costs 0 to 1,000,000,000 units");
  }
}

EditCounts WeightedPath::count(TokenSpan reference, TokenSpan hypothesis, const Checkpoint& checkpoint) {
  find(reference, hypothesis, own_runs_, checkpoint);
  EditCounts counts;
  for (const EditRun& run : own_runs_) {
    switch (run.kind) {
      case Edit::match: counts.hits += run.size; break;
      case Edit::substitution: counts.substitutions += run.size; break;
      case Edit::deletion: counts.deletions += run.size; break;
      case Edit::insertion: counts.insertions += run.size; break;
    }
  }
  return counts;
}

void WeightedPath::find(TokenSpan reference, TokenSpan hypothesis, std::vector<EditRun>& runs,
                        const Checkpoint& checkpoint) {
  runs.clear();
  runs_ = &runs;
  checkpoint_ = &checkpoint;
  reference_ = reference;
  hypothesis_ = hypothesis;
  const std::size_t most = std::min(reference.size, hypothesis.size);
  std::size_t prefix = 0;
  while (prefix < most && reference.data[prefix] == hypothesis.data[prefix]) ++prefix;
  std::size_t suffix = 0;
  while (suffix < most - prefix &&
         reference.data[reference.size - 1 - suffix] == hypothesis.data[hypothesis.size - 1 - suffix]) {
    ++suffix;
  }
  add_steps(runs, Edit::match, 0, 0, prefix);
  divide(prefix, reference.size - suffix, prefix, hypothesis.size - suffix);
  add_steps(runs, Edit::match, reference.size - suffix, hypothesis.size - suffix, suffix);
}

/// Calls use(row, column, step) for each cell of the table of costs but those of the first row, row by row: the last step
/// to it.
template <class Use>
void WeightedPath::fill(TokenSpan reference, TokenSpan hypothesis, Use use) {
  const std::size_t m = reference.size;
  std::int64_t* const row = costs_of_row_.reserve(m + 1);
  for (std::size_t i = 0; i <= m; ++i) row[i] = static_cast<std::int64_t>(i) * costs_.deletion;
  std::size_t unchecked = 0;
  for (std::size_t j = 1; j <= hypothesis.size; ++j) {
    unchecked += m + 1;
    if (unchecked > kUnchecked) {
      unchecked = 0;
      (*checkpoint_)();
    }
    const Token token = hypothesis.data[j - 1];
    std::int64_t diagonal = row[0];
    row[0] += costs_.insertion;
    use(j, 0, Edit::insertion);
    for (std::size_t i = 1; i <= m; ++i) {
      const bool same = reference.data[i - 1] == token;
      const std::int64_t paired = diagonal + (same ? 0 : costs_.substitution);
      const std::int64_t inserted = row[i] + costs_.insertion;
      const std::int64_t deleted = row[i - 1] + costs_.deletion;
      const std::int64_t least = std::min({paired, inserted, deleted});
      Edit step = Edit::match;
      if (deleted == least) {
        step = Edit::deletion;
      } else if (!same && paired == least) {
        step = Edit::substitution;
      } else if (inserted == least) {
        step = Edit::insertion;
      }
      diagonal = row[i];
      row[i] = least;
      use(j, i, step);
    }
  }
}

/// The path of a part of both sequences. A part whose table would be too large is cut where its path leaves the middle row,
/// which the cells below carry along; the paths of both parts are those of the whole.
void WeightedPath::divide(std::size_t reference_begin, std::size_t reference_end, std::size_t hypothesis_begin,
                          std::size_t hypothesis_end) {
  const std::size_t m = reference_end - reference_begin;
  const std::size_t n = hypothesis_end - hypothesis_begin;
  const TokenSpan reference{reference_.data + reference_begin, m};
  const TokenSpan hypothesis{hypothesis_.data + hypothesis_begin, n};
  if (m == 0 || n == 0) {
    add_steps(*runs_, Edit::deletion, reference_begin, hypothesis_begin, m);
    add_steps(*runs_, Edit::insertion, reference_begin, hypothesis_begin, n);
    return;
  }
  if (n > 1 && m + 1 > kWholeTable / n) {
    const std::size_t middle = n / 2;
    std::size_t* const crossing = crossing_.reserve(m + 1);
    fill(reference, hypothesis, MiddleCrossing(crossing, middle));
    const std::size_t cut = crossing[m];
    divide(reference_begin, reference_begin + cut, hypothesis_begin, hypothesis_begin + middle);
    divide(reference_begin + cut, reference_end, hypothesis_begin + middle, hypothesis_end);
    return;
  }
  const std::size_t width = m + 1;
  std::uint8_t* const steps = steps_.reserve(width * (n + 1));
  fill(reference, hypothesis,
       [&](std::size_t j, std::size_t i, Edit step) { steps[j * width + i] = static_cast<std::uint8_t>(step); });
  backwards_.clear();
  std::size_t i = m;
  std::size_t j = n;
  while (i != 0 || j != 0) {
    const Edit step = j == 0 ? Edit::deletion : static_cast<Edit>(steps[j * width + i]);
    i -= step != Edit::insertion;
    j -= step != Edit::deletion;
    add_steps(backwards_, step, reference_begin + i, hypothesis_begin + j, 1);
    backwards_.back().reference = reference_begin + i;
    backwards_.back().hypothesis = hypothesis_begin + j;
  }
  for (std::size_t k = backwards_.size(); k-- > 0;) {
    const EditRun& run = backwards_[k];
    add_steps(*runs_, run.kind, run.reference, run.hypothesis, run.size);
  }
}

void WeightedPath::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  costs_of_row_.trim(kKeep);
  crossing_.trim(kKeep);
  steps_.trim(kKeep);
  for (auto* runs : {&own_runs_, &backwards_}) {
    if (runs->capacity() * sizeof(EditRun) > kKeep) std::vector<EditRun>().swap(*runs);
  }
}

}  // namespace gramscore
