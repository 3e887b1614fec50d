#include "gramscore/pools/pool_plan.hpp"

#include <algorithm>

#include "gramscore/metrics/answers.hpp"
#include "gramscore/metrics/gleu.hpp"
#include "gramscore/metrics/jaccard.hpp"
#include "gramscore/metrics/rouge.hpp"
#include "gramscore/metrics/ter.hpp"

namespace gramscore {
namespace {

/// A row of matches and the units of both sides.
void write_matches(std::size_t common, std::size_t m, std::size_t n, std::int64_t* row) {
  row[0] = static_cast<std::int64_t>(common);
  row[1] = static_cast<std::int64_t>(m);
  row[2] = static_cast<std::int64_t>(n);
}

std::int64_t fewest_edits(std::size_t common, std::size_t m, std::size_t n) {
  return static_cast<std::int64_t>(std::max(m, n) - common);
}

}  // namespace

PoolPlan rouge_pool(std::size_t order) {
  PoolPlan plan;
  plan.items = order == 0 ? PoolItems::sequence : PoolItems::ngrams;
  plan.min_order = plan.max_order = std::max<std::size_t>(order, 1);
  plan.score_of_row = [](const std::int64_t* row) { return rouge_score(row[0], row[1], row[2]).fmeasure; };
  plan.row_of = write_matches;
  plan.columns = kRougeColumns;
  return plan;
}

PoolPlan token_f1_pool() {
  PoolPlan plan;
  plan.items = PoolItems::ngrams;
  plan.score_of_row = [](const std::int64_t* row) { return token_f1(row[0], row[1], row[2]); };
  plan.row_of = write_matches;
  plan.columns = kTokenF1Columns;
  return plan;
}

PoolPlan gleu_pool(std::size_t min_order, std::size_t max_order) {
  PoolPlan plan;
  plan.items = PoolItems::ngrams;
  plan.min_order = min_order;
  plan.max_order = max_order;
  plan.score_of_row = [](const std::int64_t* row) { return gleu_score(row[0], row[1]); };
  plan.row_of = [](std::size_t common, std::size_t m, std::size_t n, std::int64_t* row) {
    row[0] = static_cast<std::int64_t>(common);
    row[1] = static_cast<std::int64_t>(std::max(m, n));
  };
  plan.columns = 2;
  return plan;
}

PoolPlan jaccard_pool() {
  PoolPlan plan;
  plan.items = PoolItems::types;
  plan.score_of_row = [](const std::int64_t* row) { return jaccard_score(row[0], row[1]); };
  plan.row_of = [](std::size_t common, std::size_t m, std::size_t n, std::int64_t* row) {
    row[0] = static_cast<std::int64_t>(common);
    row[1] = static_cast<std::int64_t>(m + n - common);
  };
  plan.columns = kJaccardColumns;
  return plan;
}

PoolPlan ter_pool(const Metric& metric) {
  PoolPlan plan;
  plan.items = PoolItems::ngrams;
  plan.score_of_row = [](const std::int64_t* row) {
    double score;
    ter_scores(row, 1, &score);
    return score;
  };
  plan.row_of = [](std::size_t common, std::size_t m, std::size_t n, std::int64_t* row) {
    row[0] = fewest_edits(common, m, n);
    row[1] = static_cast<std::int64_t>(n);
    row[2] = 1;
  };
  plan.columns = kTerColumns;
  plan.exact = false;
  plan.metric = &metric;
  plan.lowest = true;
  return plan;
}

PoolPlan wer_pool(const Metric& metric) {
  PoolPlan plan;
  plan.items = PoolItems::ngrams;
  plan.score_of_row = [](const std::int64_t* row) { return error_rates(row, {1, 1, 1}).wer; };
  plan.row_of = [](std::size_t common, std::size_t m, std::size_t n, std::int64_t* row) {
    const std::size_t both = std::min(m, n);
    row[0] = static_cast<std::int64_t>(common);
    row[1] = static_cast<std::int64_t>(both - common);
    row[2] = static_cast<std::int64_t>(n - both);
    row[3] = static_cast<std::int64_t>(m - both);
  };
  plan.columns = kWerColumns;
  plan.exact = false;
  plan.metric = &metric;
  plan.lowest = true;
  return plan;
}

PoolPlan edit_similarity_pool(const Metric& metric, double threshold) {
  PoolPlan plan;
  plan.items = PoolItems::ngrams;
  plan.score_of_row = [threshold](const std::int64_t* row) { return edit_similarity(row[0], row[1], threshold); };
  plan.row_of = [](std::size_t common, std::size_t m, std::size_t n, std::int64_t* row) {
    row[0] = fewest_edits(common, m, n);
    row[1] = static_cast<std::int64_t>(std::max(m, n));
  };
  plan.columns = kSimilarityColumns;
  plan.exact = false;
  plan.metric = &metric;
  return plan;
}

PoolPlan bleu_pool(const Metric& metric, std::size_t max_order, const BleuFormula& formula) {
  PoolPlan plan;
  plan.items = PoolItems::ngrams;
  plan.score_of_row = [max_order, formula](const std::int64_t* row) {
    BleuResult result;
    formula.score({row, max_order}, result);
    return result.score;
  };
  // A floor above one match would make none better than one.
  const bool bounded = formula.smoothing != BleuSmoothing::floor || formula.value <= 1;
  plan.row_of = [max_order, bounded](std::size_t common, std::size_t m, std::size_t n, std::int64_t* row) {
    row[0] = static_cast<std::int64_t>(m);
    row[1] = static_cast<std::int64_t>(n);
    for (std::size_t k = 1; k <= max_order; ++k) {
      const std::size_t total = m >= k ? m - k + 1 : 0;
      row[kBleuLengths + k - 1] = static_cast<std::int64_t>(bounded ? std::min(common, total) : total);
      row[kBleuLengths + max_order + k - 1] = static_cast<std::int64_t>(total);
    }
  };
  plan.columns = kBleuLengths + 2 * max_order;
  plan.exact = false;
  plan.metric = &metric;
  plan.slack = 1 + 1e-9;
  plan.least_regular = max_order;
  return plan;
}

}  // namespace gramscore
