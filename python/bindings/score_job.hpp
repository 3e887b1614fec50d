// One call of score(): reads examples chunk by chunk, hands them to the threads, listens for interrupts.
#pragma once

#include <pybind11/pybind11.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "chunk.hpp"
#include "convert.hpp"
#include "gramscore/many/prepared_texts.hpp"
#include "gramscore/metrics/metric.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/parallel.hpp"
#include "shared_objects.hpp"

namespace gramscore::bindings {

/// What is done with each batch of documents: the tokenizations, each once, and the metrics that read them.
class Plan {
 public:
  /// `tokenized`: the documents come as tokens, so that nothing is tokenized.
  explicit Plan(bool tokenized) : tokenized_(tokenized) {}

  /// The views of a metric are of whole texts, but one after the first that lists sentences: that is of those that Python
  /// splits.
  void add(const Metric& metric);

 private:
  friend class Worker;

  struct Tokenization {
    TokenizerOptions options;
    DocumentList Chunk::* documents;
  };
  struct Task {
    const Metric* metric;
    std::vector<std::size_t> views;  // indices of tokenizations
  };

  bool tokenized_;
  std::vector<Tokenization> tokenizations_;
  std::vector<Task> tasks_;
};

/// Predictions and references that are prepared already, in place of documents of a chunk; either may be null.
class PreparedSides {
 public:
  PreparedSides() = default;
  PreparedSides(const PreparedTexts* predictions, const PreparedTexts* references);

  [[nodiscard]] bool any() const { return predictions_ != nullptr || references_ != nullptr; }

 private:
  friend class Worker;

  const PreparedTexts* predictions_ = nullptr;
  const PreparedTexts* references_ = nullptr;
  std::unique_ptr<const JoinedTokens> joined_;  // if both are
};

/// What a thread works with, kept from call to call because it remembers tokens.
class Worker {
 public:
  explicit Worker(const Plan& plan);

  /// Scores a batch: task k of the plan writes its rows, of all examples of the call, to rows[k]. Nobody else may look at the
  /// batch's texts meanwhile: those that turn out to be ASCII are marked so. Only a plan that tokenizes, for one metric, has
  /// to do with a single prepared side.
  void score(const Plan& plan, Chunk& chunk, const Batch& batch, const PreparedSides& sides,
             std::span<std::int64_t* const> rows, const Checkpoint& checkpoint);
  void trim();

 private:
  void tokenize_given(std::size_t view, const DocumentList& list, const Batch& batch, const PreparedSides& sides,
                      std::span<const std::uint32_t> references, const Checkpoint& checkpoint);
  void translate(std::size_t view, const TokenStore& store);
  void put_together(std::size_t view, const PreparedSides& sides, std::size_t first_example,
                    std::span<const std::uint32_t> references, bool all_given);

  std::vector<Tokenizer> tokenizers_;
  std::vector<TokenBatch> tokens_;
  std::vector<Text> given_;  // texts of a side that is not prepared, and the end of each of its documents
  std::vector<std::size_t> given_end_;
  std::vector<TokenBatch> together_;  // with those of prepared sides
  Buffer<std::uint32_t> long_at_;
  std::array<std::vector<std::pair<Token, Token>>, 4> known_;  // long tokens, by their marks
  std::vector<std::uint8_t> key_;
  std::vector<std::unique_ptr<Metric::Scratch>> scratch_;
  std::vector<Documents> documents_;  // one per tokenization
  std::vector<Documents> views_;      // of one task
};

/// All that a call needs besides its input and output.
struct Scratch {
  std::vector<std::unique_ptr<Worker>> workers;
  std::array<Chunk, kChunkSlots> chunks;
};

/// Drives run_chunks() for Python: whoever reads objects holds the GIL (for lists of str each thread, else the calling one),
/// and lets it go while it scores, unless the call is too small to be worth it.
class ScoreJob : public ChunkedWork {
 public:
  /// `progress` is None or a callable (done, total), called from time to time and at the end.
  ScoreJob(Column& predictions, Column& references, DocumentReader& reader, const Plan& plan,
           const PreparedSides& sides, std::span<std::int64_t* const> rows, Scratch& scratch,
           pybind11::object progress);
  ~ScoreJob() override;

  /// Scores all examples. Call with the GIL held; holds it on return.
  void run(std::size_t threads);

  [[nodiscard]] bool any_thread_fills() const override;
  std::size_t fill(std::size_t worker, std::size_t slot) override;
  [[nodiscard]] std::size_t expected_batches(std::size_t in_first_chunk) const override;
  void run(std::size_t worker, std::size_t slot, std::size_t batch, const Checkpoint& checkpoint) override;
  void poll() override;

 private:
  using Clock = std::chrono::steady_clock;

  std::size_t read_pairs(std::size_t first_example, std::size_t count, Chunk& chunk);
  std::size_t read(Chunk& chunk);
  void hold_gil();
  void let_go_of_gil();

  /// The calling thread's hold of the GIL, for the lifetime of this.
  class Held {
   public:
    explicit Held(ScoreJob& job) : job_(job) { job_.hold_gil(); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() { job_.let_go_of_gil(); }

   private:
    ScoreJob& job_;
  };

  Column& predictions_;
  Column& references_;
  DocumentReader& reader_;
  const Plan& plan_;
  const PreparedSides& sides_;
  std::span<std::int64_t* const> rows_;
  Scratch& scratch_;
  pybind11::object progress_;
  std::size_t examples_;
  Turn reading_;                       // one thread at a time reads what is next
  std::size_t next_example_ = 0;       // the end while a chunk is read
  std::atomic<bool> all_read_{false};  // to be looked at without the GIL
  std::size_t chunk_examples_;
  std::size_t most_chunk_examples_ = 0;
  std::atomic<std::size_t> done_{0};
  bool large_ = false;  // worth letting go of the GIL; the calling thread's
  PyThreadState* released_ = nullptr;
  Clock::time_point last_poll_{};
  Clock::time_point last_report_{};
};

}  // namespace gramscore::bindings
