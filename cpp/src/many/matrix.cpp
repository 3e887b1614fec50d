#include "gramscore/many/matrix.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "many/common_subsequences.hpp"
#include "many/ngram_overlaps.hpp"

namespace gramscore {
namespace {

/// Counts of a batch of rows stay within the second-level cache; a row at least.
constexpr std::size_t kCountBytes = 192 * 1024;
constexpr std::size_t kMostRows = 16;

/// A chunk of groups has about so many pairs.
constexpr std::size_t kChunkPairs = std::size_t{1} << 14;

/// Columns that are scored pair by pair in one go.
constexpr std::size_t kPairwise = 64;

/// Columns are counted from a multiple of this.
constexpr std::size_t kLanesOfAll = std::max(kLcsLanes, kManyLanes);

std::size_t rounded_up(std::size_t columns) { return (columns + kLanesOfAll - 1) / kLanesOfAll * kLanesOfAll; }

}  // namespace

/// A group, ready to be matched.
struct MatrixWork::Group {
  struct View {
    many::NgramOverlaps ngrams;
    many::CommonSubsequences subsequences;
    std::vector<std::uint32_t> row_lengths;
    std::vector<std::uint32_t> column_lengths;
  };

  MatrixGroup shape{};
  std::vector<View> views;
};

struct MatrixWork::Chunk {
  struct Rows {
    std::size_t group;
    std::size_t first;
    std::size_t count;
  };

  std::vector<std::unique_ptr<Group>> groups;  // kept for the next chunk
  std::size_t used = 0;
  std::vector<Rows> batches;
};

struct MatrixWork::Worker {
  // For building groups.
  many::NgramOverlaps::Building building_ngrams;
  many::CommonSubsequences::Building building_subsequences;
  std::vector<std::span<const std::uint32_t>> row_texts;
  std::vector<std::span<const std::uint32_t>> column_texts;
  Buffer<std::uint32_t> translated;
  std::vector<std::size_t> orders;

  // For their rows.
  many::CommonSubsequences::Scratch subsequences;
  Buffer<std::uint32_t> counts;
  std::vector<std::uint32_t*> count_of;  // of each count the first row of the batch
  std::size_t stride = 0;
  std::size_t first_column = 0;
  std::vector<const std::uint32_t*> row_counts;
  std::vector<const std::uint32_t*> column_lengths;
  std::vector<std::uint32_t> lengths;
  std::unique_ptr<PairFormula::Scratch> formula;
  Buffer<double> forward;
  Buffer<double> backward;
  std::vector<std::uint32_t> order;

  std::unique_ptr<Metric::Scratch> metric;
  std::vector<TokenBatch> tokens;
  std::vector<Documents> documents;
  std::vector<std::uint32_t> references;
  std::vector<std::int64_t> rows;
};

MatrixWork::MatrixWork(const MatrixPlan& plan, const PreparedTexts& rows, const PreparedTexts& columns,
                       std::span<const MatrixGroup> groups, const MatrixOutput& output, std::size_t threads)
    : plan_(plan), rows_(rows), columns_(columns), groups_(groups), output_(output) {
  const auto add = [&](const Counted& wanted) {
    std::size_t k = 0;
    while (k < counted_.size() && !(counted_[k].view == wanted.view && counted_[k].order == wanted.order)) ++k;
    if (k == counted_.size()) counted_.push_back(wanted);
    return k;
  };
  if (plan.formula != nullptr) {
    for (const Counted& wanted : plan.formula->counted()) add(wanted);
  }
  for (const MatrixPlan::Plane& plane : plan.planes)
    count_of_plane_.push_back(plane.by_metric ? 0 : add(plane.counted));
  if (&rows != &columns) {
    for (std::size_t v = 0; v < rows.views().size(); ++v) {
      numbers_.push_back(rows.views()[v].numbers_of(columns.views()[v]));
    }
  }
  if (plan.metric != nullptr) tokens_ = std::make_unique<JoinedTokens>(rows, columns);
  for (std::size_t k = 0; k < kChunkSlots; ++k) chunks_.push_back(std::make_unique<Chunk>());
  for (std::size_t k = 0; k < std::max<std::size_t>(threads, 1); ++k) {
    auto own = std::make_unique<Worker>();
    if (plan.formula != nullptr) own->formula = plan.formula->make_scratch();
    if (plan.metric != nullptr) {
      own->metric = plan.metric->make_scratch();
      own->tokens.resize(rows.views().size());
    }
    workers_.push_back(std::move(own));
  }
  for (const MatrixGroup& group : groups) pairs_ += group.rows * group.columns;
}

MatrixWork::~MatrixWork() = default;

void MatrixWork::build(const MatrixGroup& shape, Group& group, Worker& own, const Checkpoint& checkpoint) const {
  group.shape = shape;
  group.views.resize(rows_.views().size());
  auto& row_texts = own.row_texts;
  auto& column_texts = own.column_texts;
  for (std::size_t v = 0; v < group.views.size(); ++v) {
    Group::View& view = group.views[v];
    row_texts.clear();
    column_texts.clear();
    view.row_lengths.clear();
    view.column_lengths.clear();
    for (std::size_t i = 0; i < shape.rows; ++i) {
      row_texts.push_back(rows_.views()[v].numbers(rows_.document(shape.first_row + i, 0, false)));
      view.row_lengths.push_back(static_cast<std::uint32_t>(row_texts.back().size()));
    }
    if (shape.square) {
      view.column_lengths = view.row_lengths;
    } else {
      const TokenStore& store = columns_.views()[v];
      std::size_t size = 0;
      for (std::size_t j = 0; j < shape.columns; ++j) {
        column_texts.push_back(store.numbers(columns_.document(shape.first_column + j, 0, true)));
        view.column_lengths.push_back(static_cast<std::uint32_t>(column_texts.back().size()));
        size += column_texts.back().size();
      }
      if (!numbers_.empty()) {
        std::uint32_t* translated = own.translated.reserve(size);
        for (auto& text : column_texts) {
          const std::uint32_t* const begin = translated;
          for (const std::uint32_t number : text) *translated++ = numbers_[v][number];
          text = {begin, text.size()};
        }
      }
    }
    auto& orders = own.orders;
    orders.clear();
    bool lcs = false;
    for (const Counted& wanted : counted_) {
      if (wanted.view != v) continue;
      if (wanted.order == 0) lcs = true;
      if (wanted.order != 0) orders.push_back(wanted.order);
    }
    std::ranges::sort(orders);
    if (!orders.empty()) view.ngrams.build(row_texts, column_texts, orders, own.building_ngrams, checkpoint);
    if (lcs) view.subsequences.build(row_texts, column_texts, own.building_subsequences, checkpoint);
  }
}

std::size_t MatrixWork::fill(std::size_t worker, std::size_t slot) {
  // Only the calling thread may poll.
  void (*const poll_it)(void*) = [](void* self) { static_cast<MatrixWork*>(self)->poll(); };
  const Checkpoint checkpoint(nullptr, worker == 0 ? poll_it : nullptr, this);
  Chunk& chunk = *chunks_[slot];
  chunk.used = 0;
  chunk.batches.clear();
  for (std::size_t pairs = 0; pairs < kChunkPairs;) {
    const std::size_t g = next_group_.fetch_add(1, std::memory_order_relaxed);
    if (g >= groups_.size()) break;
    const MatrixGroup& shape = groups_[g];
    if (shape.rows == 0 || shape.columns == 0) continue;
    if (chunk.used == chunk.groups.size()) chunk.groups.push_back(std::make_unique<Group>());
    build(shape, *chunk.groups[chunk.used], *workers_[worker], checkpoint);
    const std::size_t row_bytes = std::max<std::size_t>(counted_.size(), 1) * rounded_up(shape.columns) * 4;
    const std::size_t most =
        plan_.metric != nullptr ? 1 : std::clamp<std::size_t>(kCountBytes / row_bytes, 1, kMostRows);
    for (std::size_t first = 0; first < shape.rows; first += most) {
      chunk.batches.push_back({chunk.used, first, std::min(most, shape.rows - first)});
    }
    ++chunk.used;
    pairs += shape.rows * shape.columns;
  }
  return chunk.batches.size();
}

std::size_t MatrixWork::expected_batches(std::size_t in_first_chunk) const {
  const std::size_t groups = next_group_.load(std::memory_order_relaxed);
  return groups == 0 ? 0 : in_first_chunk * std::max<std::size_t>(groups_.size() / groups, 1);
}

/// Counts what is to be counted of some rows. Of squares only what lies right of the diagonal, and the blocks on it.
void MatrixWork::count_rows(const Group& group, std::size_t first, std::size_t rows, Worker& own,
                            const Checkpoint& checkpoint) const {
  const MatrixGroup& shape = group.shape;
  own.first_column = shape.square && output_.best == 0 ? first / kLanesOfAll * kLanesOfAll : 0;
  own.stride = rounded_up(shape.columns - own.first_column);
  std::uint32_t* const counts = own.counts.reserve(counted_.size() * rows * own.stride);
  own.count_of.clear();
  for (std::size_t k = 0; k < counted_.size(); ++k) own.count_of.push_back(counts + k * rows * own.stride);
  std::vector<std::uint32_t*> of_orders;
  for (std::size_t v = 0; v < group.views.size(); ++v) {
    std::vector<std::pair<std::size_t, std::uint32_t*>> orders;
    for (std::size_t k = 0; k < counted_.size(); ++k) {
      if (counted_[k].view != v) continue;
      if (counted_[k].order == 0) {
        group.views[v].subsequences.count(first, rows, own.first_column, own.count_of[k], own.stride, own.subsequences,
                                          checkpoint);
      } else {
        orders.emplace_back(counted_[k].order, own.count_of[k]);
      }
    }
    std::ranges::sort(orders);
    of_orders.clear();
    for (const auto& [order, place] : orders) of_orders.push_back(place);
    if (!orders.empty()) {
      group.views[v].ngrams.count(first, rows, own.first_column, of_orders.data(), own.stride);
    }
  }
}

/// Scores one row with all columns by the metric itself: own.rows becomes its rows.
void MatrixWork::score_pairs(const Group& group, std::size_t row, Worker& own, const Checkpoint& checkpoint) const {
  const MatrixGroup& shape = group.shape;
  const std::size_t width = plan_.metric->columns();
  own.rows.resize(shape.columns * width);
  for (std::size_t begin = 0; begin < shape.columns; begin += kPairwise) {
    const std::size_t count = std::min(kPairwise, shape.columns - begin);
    own.documents.clear();
    for (std::size_t v = 0; v < own.tokens.size(); ++v) {
      TokenBatch& batch = own.tokens[v];
      batch.clear();
      std::size_t size = 0;
      for (std::size_t c = begin; c < begin + count; ++c) {
        append_document(rows_.views()[v], rows_.document(shape.first_row + row, 0, false), tokens_->first(v), batch,
                        size);
        append_document(columns_.views()[v], columns_.document(shape.first_column + c, 0, true), tokens_->second(v),
                        batch, size);
      }
      batch.tokens.reserve(size + kTokenSlack, size);
      own.documents.push_back({&batch, 0});
    }
    own.references.assign(count, 1);
    plan_.metric->score({own.documents, own.references}, own.rows.data() + begin * width, *own.metric, checkpoint);
    checkpoint();
  }
}

void MatrixWork::write_row(const Group& group, std::size_t row, std::size_t first, std::size_t count,
                           const double* scores) const {
  const std::size_t at = group.shape.offset + row * group.shape.columns + first;
  if (output_.scores != nullptr) std::copy_n(scores, count, output_.scores + at);
  if (output_.rounded == nullptr) return;
  for (std::size_t c = 0; c < count; ++c) output_.rounded[at + c] = static_cast<float>(scores[c]);
}

/// The best of a row's scores in own.forward.
void MatrixWork::keep_best(const Group& group, std::size_t row, Worker& own) const {
  const double* const scores = own.forward.data();
  own.order.clear();
  for (std::size_t c = 0; c < group.shape.columns; ++c) {
    if (!(output_.skip_self && group.shape.square && c == row)) own.order.push_back(static_cast<std::uint32_t>(c));
  }
  // What is no number comes last.
  const auto better = [&](std::uint32_t a, std::uint32_t b) {
    const double x = output_.lowest ? -scores[a] : scores[a];
    const double y = output_.lowest ? -scores[b] : scores[b];
    if (x > y) return true;
    if (y > x) return false;
    if (x != x || y != y) {
      if (x == x) return true;
      if (y == y) return false;
    }
    return a < b;
  };
  const std::size_t kept = std::min(output_.best, own.order.size());
  const auto end = own.order.begin() + static_cast<std::ptrdiff_t>(kept);
  if (kept < own.order.size()) std::nth_element(own.order.begin(), end, own.order.end(), better);
  std::sort(own.order.begin(), end, better);
  const std::size_t at = group.shape.offset + row * output_.best;
  for (std::size_t k = 0; k < kept; ++k) {
    output_.best_columns[at + k] = own.order[k];
    output_.best_scores[at + k] = scores[own.order[k]];
  }
}

void MatrixWork::run(std::size_t worker, std::size_t slot, std::size_t batch, const Checkpoint& checkpoint) {
  Chunk& chunk = *chunks_[slot];
  Worker& own = *workers_[worker];
  const Chunk::Rows rows = chunk.batches[batch];
  const Group& group = *chunk.groups[rows.group];
  const MatrixGroup& shape = group.shape;
  const std::size_t columns = shape.columns;
  count_rows(group, rows.first, rows.count, own, checkpoint);
  // Of squares this is computed for two: left of it all is done when the columns there are rows.
  const bool mirrors = shape.square && output_.best == 0;
  const std::size_t begin = mirrors ? rows.first : 0;
  const std::size_t mirrored = rows.first + rows.count;  // columns from here on
  if (plan_.metric != nullptr) {
    for (std::size_t r = rows.first; r < rows.first + rows.count; ++r) {
      score_pairs(group, r, own, checkpoint);
      const std::size_t width = plan_.metric->columns();
      if (plan_.score_of_row) {
        double* const scores = own.forward.reserve(columns);
        for (std::size_t c = 0; c < columns; ++c) scores[c] = plan_.score_of_row(own.rows.data() + c * width);
        if (output_.best != 0) {
          keep_best(group, r, own);
        } else {
          write_row(group, r, 0, columns, scores);
        }
      }
      for (std::size_t p = 0; p < plan_.planes.size(); ++p) {
        if (!plan_.planes[p].by_metric) continue;
        std::uint32_t* const out = output_.matches[p] + shape.offset + r * columns;
        for (std::size_t c = 0; c < columns; ++c) {
          out[c] = static_cast<std::uint32_t>(own.rows[c * width + plan_.planes[p].column]);
        }
      }
    }
  }
  for (std::size_t p = 0; p < plan_.planes.size(); ++p) {
    if (plan_.planes[p].by_metric) continue;
    std::uint32_t* const out = output_.matches[p] + shape.offset;
    const std::uint32_t* const counts = own.count_of[count_of_plane_[p]];
    for (std::size_t r = 0; r < rows.count; ++r) {
      const std::uint32_t* const of_row = counts + r * own.stride + (begin - own.first_column);
      std::copy_n(of_row, columns - begin, out + (rows.first + r) * columns + begin);
    }
    if (!mirrors) continue;
    for (std::size_t c = mirrored; c < columns; ++c) {
      for (std::size_t r = 0; r < rows.count; ++r) {
        out[c * columns + rows.first + r] = counts[r * own.stride + c - own.first_column];
      }
    }
  }
  if (plan_.formula != nullptr) {
    double* const forward = own.forward.reserve(columns);
    const std::size_t behind = columns - std::min(columns, mirrored);
    double* const backward = mirrors ? own.backward.reserve(rows.count * columns) : nullptr;
    own.row_counts.resize(counted_.size());
    own.lengths.resize(group.views.size());
    own.column_lengths.resize(group.views.size());
    for (std::size_t r = 0; r < rows.count; ++r) {
      for (std::size_t k = 0; k < counted_.size(); ++k) {
        own.row_counts[k] = own.count_of[k] + r * own.stride + begin - own.first_column;
      }
      for (std::size_t v = 0; v < group.views.size(); ++v) {
        own.lengths[v] = group.views[v].row_lengths[rows.first + r];
        own.column_lengths[v] = group.views[v].column_lengths.data() + begin;
      }
      const Pairs pairs{own.row_counts.data(), own.lengths.data(), own.column_lengths.data(), columns - begin};
      double* const back = mirrors && behind != 0 ? backward + r * columns : nullptr;
      plan_.formula->scores(pairs, forward + begin, back == nullptr ? nullptr : back + begin, *own.formula);
      if (output_.best != 0) {
        keep_best(group, rows.first + r, own);
      } else {
        write_row(group, rows.first + r, begin, columns - begin, forward + begin);
      }
    }
    if (mirrors) {
      for (std::size_t c = mirrored; c < columns; ++c) {
        const std::size_t at = shape.offset + c * columns + rows.first;
        for (std::size_t r = 0; r < rows.count; ++r) {
          const double score = backward[r * columns + c];
          if (output_.scores != nullptr) output_.scores[at + r] = score;
          if (output_.rounded != nullptr) output_.rounded[at + r] = static_cast<float>(score);
        }
      }
    }
  }
  done_.fetch_add(rows.count * columns, std::memory_order_relaxed);
}

}  // namespace gramscore
