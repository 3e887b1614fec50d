// One call of score(): reads examples chunk by chunk, hands them to the threads, listens for interrupts.
#pragma once

#include <pybind11/pybind11.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "chunk.hpp"
#include "convert.hpp"
#include "gramscore/match.hpp"
#include "gramscore/parallel.hpp"
#include "gramscore/tokenizer.hpp"

namespace gramscore::bindings {

/// What a thread works with, kept from call to call because it remembers tokens.
struct Worker {
  Worker(TokenizerOptions for_texts, TokenizerOptions for_sentences) : texts(for_texts), sentences(for_sentences) {}

  void trim();

  Tokenizer texts;
  Tokenizer sentences;
  TokenBatch text_tokens;
  TokenBatch sentence_tokens;
  Matcher matcher;
};

/// All that a call needs besides its input and output.
struct Scratch {
  std::vector<std::unique_ptr<Worker>> workers;
  std::array<Chunk, kChunkSlots> chunks;
};

/// Scores a batch whose documents have become tokens: writes its rows.
class BatchScorer {
 public:
  virtual ~BatchScorer() = default;
  virtual void score(const Chunk& chunk, const Batch& batch, Worker& worker, const Checkpoint& checkpoint) = 0;
};

/// Drives run_chunks() for Python: holds the GIL while it reads objects and lets it go while it scores, unless
/// the call is too small to be worth it.
class ScoreJob : public ChunkedWork {
 public:
  /// `progress` is None or a callable (done, total), called from time to time and at the end.
  ScoreJob(Column& predictions, Column& references, DocumentReader& reader, BatchScorer& scorer, Scratch& scratch,
           pybind11::object progress);
  ~ScoreJob() override;

  /// Scores all examples. Call with the GIL held; holds it on return.
  void run(std::size_t threads);

  std::size_t fill(std::size_t slot) override;
  void run(std::size_t worker, std::size_t slot, std::size_t batch, const Checkpoint& checkpoint) override;
  void release(std::size_t slot) noexcept override;
  void poll() override;

 private:
  using Clock = std::chrono::steady_clock;

  void hold_gil();
  void let_go_of_gil();

  Column& predictions_;
  Column& references_;
  DocumentReader& reader_;
  BatchScorer& scorer_;
  Scratch& scratch_;
  pybind11::object progress_;
  std::size_t examples_;
  std::size_t next_example_ = 0;
  std::size_t chunk_examples_;
  std::atomic<std::size_t> done_{0};
  bool large_ = false;
  PyThreadState* released_ = nullptr;
  Clock::time_point last_poll_{};
  Clock::time_point last_report_{};
};

}  // namespace gramscore::bindings
