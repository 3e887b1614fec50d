// A pool of texts that grows by those that are unlike all it holds.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "gramscore/many/prepared_texts.hpp"
#include "gramscore/pools/pool_plan.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// What Pool::filter() writes for each text.
struct PoolOutput {
  std::uint8_t* kept = nullptr;

  /// Unless null: of each rejected text the text of the pool with the best score, the first of equals, and that score; -1 and
  /// not-a-number for those that are kept.
  std::int64_t* nearest = nullptr;
  double* scores = nullptr;
};

/// What Pool::judge() writes for each text.
struct PoolJudgement {
  /// Whether it is kept. Null: nothing is, the pool stays as it is.
  std::uint8_t* kept = nullptr;

  /// The `best` texts of the pool with which it scores best, ties by lower index, and the scores; -1 and not-a-number where the
  /// pool has fewer.
  std::size_t best = 1;
  std::int64_t* nearest = nullptr;
  double* scores = nullptr;

  /// The mean of the scores with all: the exact sum, rounded once, by their number. Not-a-number for an empty pool.
  double* means = nullptr;
};

/// Not to be used by several threads at a time.
class Pool {
 public:
  /// `plan`, and its metric, must outlive the pool.
  Pool(const PoolPlan& plan, double threshold);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  [[nodiscard]] std::size_t size() const;

  /// One by one: a text is kept, and added, unless its score as the prediction with some text of the pool as the reference
  /// is beyond the threshold. `done` counts texts. All or nothing: what is thrown leaves the pool as it was.
  void filter(const PreparedTexts& texts, const PoolOutput& output, std::size_t threads, const Checkpoint& checkpoint,
              std::atomic<std::size_t>& done);

  /// As filter(), with the scores of each text with all of the pool as it is then. Only of sequences.
  void judge(const PreparedTexts& texts, const PoolJudgement& output, std::size_t threads, const Checkpoint& checkpoint,
             std::atomic<std::size_t>& done);

  /// Adds all.
  void add(const PreparedTexts& texts, const Checkpoint& checkpoint);

  /// The texts, by the order in which they were added. Null before the first one.
  [[nodiscard]] std::shared_ptr<const PreparedTexts> texts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gramscore
