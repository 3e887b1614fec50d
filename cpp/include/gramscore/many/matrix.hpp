// Matrices of scores: every text of one list with every text of another.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "gramscore/many/pair_formula.hpp"
#include "gramscore/many/prepared_texts.hpp"
#include "gramscore/metrics/metric.hpp"
#include "gramscore/work/parallel.hpp"

namespace gramscore {

/// What a matrix holds, and how it comes about. One of three: scores by a formula of counts; scores pair by pair; or
/// numbers of matches, in one plane each.
struct MatrixPlan {
  /// One plane of matches.
  struct Plane {
    Counted counted{};
    /// In place of a count, a column of the rows of `metric`.
    bool by_metric = false;
    std::size_t column = 0;
  };

  /// Null unless scores follow from counts.
  const PairFormula* formula = nullptr;
  std::vector<Plane> planes;
  /// Scores pairs one by one, where there is no quicker way; null where nothing needs it.
  const Metric* metric = nullptr;
  std::function<double(const std::int64_t*)> score_of_row;
};

/// The texts of two preparations that are matched with each other, and where their results begin.
struct MatrixGroup {
  std::size_t first_row;
  std::size_t rows;
  std::size_t first_column;
  std::size_t columns;
  std::size_t offset;
  /// The rows are the columns.
  bool square;
};

/// Where results go: group after group, row after row, `size` of them in each plane.
struct MatrixOutput {
  double* scores = nullptr;
  float* rounded = nullptr;
  std::vector<std::uint32_t*> matches;

  // Or only the best of each row, of `best` columns (fewer where there are not so many; then the rest is left alone).
  std::size_t best = 0;
  std::int64_t* best_columns = nullptr;
  double* best_scores = nullptr;
  bool lowest = false;     ///< is best
  bool skip_self = false;  ///< of square groups: a text is not compared with itself
};

/// Computes the matrices of groups of texts, which may be many small ones or a large one.
class MatrixWork : public ChunkedWork {
 public:
  /// All must outlive this. `columns` may be the same preparation as `rows`. Rows are predictions.
  MatrixWork(const MatrixPlan& plan, const PreparedTexts& rows, const PreparedTexts& columns,
             std::span<const MatrixGroup> groups, const MatrixOutput& output, std::size_t threads);
  ~MatrixWork() override;

  [[nodiscard]] bool any_thread_fills() const override { return true; }
  std::size_t fill(std::size_t worker, std::size_t slot) override;
  [[nodiscard]] std::size_t expected_batches(std::size_t in_first_chunk) const override;
  void run(std::size_t worker, std::size_t slot, std::size_t batch, const Checkpoint& checkpoint) override;

  [[nodiscard]] std::size_t pairs() const { return pairs_; }
  [[nodiscard]] std::size_t pairs_done() const { return done_.load(std::memory_order_relaxed); }

 private:
  struct Group;
  struct Chunk;
  struct Worker;

  void build(const MatrixGroup& shape, Group& group, Worker& own, const Checkpoint& checkpoint) const;
  void count_rows(const Group& group, std::size_t first, std::size_t rows, Worker& own,
                  const Checkpoint& checkpoint) const;
  void score_pairs(const Group& group, std::size_t row, Worker& own, const Checkpoint& checkpoint) const;
  void keep_best(const Group& group, std::size_t row, Worker& own) const;
  void write_row(const Group& group, std::size_t row, std::size_t first, std::size_t count, const double* scores) const;

  const MatrixPlan& plan_;
  const PreparedTexts& rows_;
  const PreparedTexts& columns_;
  std::span<const MatrixGroup> groups_;
  const MatrixOutput& output_;
  std::vector<Counted> counted_;  // what is counted, each once
  std::vector<std::size_t> count_of_plane_;
  std::vector<std::vector<std::uint32_t>> numbers_;  // of the columns' tokens in the rows' store, where stores differ
  std::unique_ptr<JoinedTokens> tokens_;             // for pairs one by one
  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::atomic<std::size_t> next_group_{0};
  std::atomic<std::size_t> done_{0};
  std::size_t pairs_ = 0;
};

}  // namespace gramscore
