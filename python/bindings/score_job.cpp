#include "score_job.hpp"

#include <algorithm>

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// Text of about this size is one batch: it stays in the caches from tokens to statistics.
constexpr std::size_t kBatchUnits = 16 * 1024;

/// Chunks end at either of these. The first is small, so that helpers start early; a chunk costs one turn of the GIL.
constexpr std::size_t kFirstChunkExamples = 2048;
constexpr std::size_t kMostChunkExamples = 16384;
constexpr std::size_t kChunkUnits = 4 << 20;

/// Less text than this is scored without letting go of the GIL.
constexpr std::size_t kSmallUnits = 32 * 1024;

/// How often to look for interrupts and to report progress.
constexpr std::chrono::milliseconds kPollEvery{20};
constexpr std::chrono::milliseconds kReportEvery{100};

}  // namespace

void Worker::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  texts.trim();
  sentences.trim();
  text_tokens.tokens.trim(kKeep);
  sentence_tokens.tokens.trim(kKeep);
  matcher.trim();
}

ScoreJob::ScoreJob(Column& predictions, Column& references, DocumentReader& reader, BatchScorer& scorer,
                   Scratch& scratch, py::object progress)
    : predictions_(predictions),
      references_(references),
      reader_(reader),
      scorer_(scorer),
      scratch_(scratch),
      progress_(std::move(progress)),
      examples_(predictions.size()),
      chunk_examples_(kFirstChunkExamples) {}

ScoreJob::~ScoreJob() { hold_gil(); }

void ScoreJob::run(std::size_t threads) {
  run_chunks(*this, threads);
  hold_gil();
  if (!progress_.is_none()) progress_(examples_, examples_);
}

void ScoreJob::hold_gil() {
  if (released_ == nullptr) return;
  PyEval_RestoreThread(released_);
  released_ = nullptr;
}

void ScoreJob::let_go_of_gil() {
  if (large_ && released_ == nullptr) released_ = PyEval_SaveThread();
}

std::size_t ScoreJob::fill(std::size_t slot) {
  if (next_example_ == examples_) return 0;
  hold_gil();
  Chunk& chunk = scratch_.chunks[slot];
  chunk.clear();
  chunk.first_example = next_example_;
  Batch batch{};
  std::size_t batch_begin = 0;
  while (next_example_ < examples_ && chunk.examples < chunk_examples_ && chunk.units < kChunkUnits) {
    batch.documents += predictions_.append(next_example_, chunk);
    const std::size_t references = references_.append(next_example_, chunk);
    chunk.references.push_back(static_cast<std::uint32_t>(references));
    batch.documents += references;
    ++batch.examples;
    ++chunk.examples;
    ++next_example_;
    if (chunk.units - batch_begin >= kBatchUnits || batch.documents >= kBatchUnits / 16) {
      chunk.batches.push_back(batch);
      batch = {batch.first_example + batch.examples, 0, batch.first_document + batch.documents, 0};
      batch_begin = chunk.units;
    }
  }
  if (batch.examples != 0) chunk.batches.push_back(batch);
  chunk_examples_ = std::min(chunk_examples_ * 2, kMostChunkExamples);
  large_ = large_ || chunk.units > kSmallUnits;
  let_go_of_gil();
  return chunk.batches.size();
}

void ScoreJob::run(std::size_t worker, std::size_t slot, std::size_t batch, const Checkpoint& checkpoint) {
  const Chunk& chunk = scratch_.chunks[slot];
  scorer_.score(chunk, chunk.batches[batch], *scratch_.workers[worker], checkpoint);
  done_.fetch_add(chunk.batches[batch].examples, std::memory_order_relaxed);
}

void ScoreJob::release(std::size_t slot) noexcept {
  hold_gil();
  scratch_.chunks[slot].clear();
  reader_.forget_tokens();
  let_go_of_gil();
}

void ScoreJob::poll() {
  if (!large_ && next_example_ == examples_) return;  // too small to be worth a look at the clock
  const Clock::time_point now = Clock::now();
  if (now - last_poll_ < kPollEvery) return;
  last_poll_ = now;
  hold_gil();
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  if (!progress_.is_none() && now - last_report_ >= kReportEvery) {
    last_report_ = now;
    progress_(done_.load(std::memory_order_relaxed), examples_);
  }
  large_ = true;
  let_go_of_gil();
}

}  // namespace gramscore::bindings
