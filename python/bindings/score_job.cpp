#include "score_job.hpp"

#include <algorithm>
#include <utility>

#include "gil.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// Text of about this size is one batch: it stays in the caches from tokens to statistics.
constexpr std::size_t kBatchUnits = 16 * 1024;
constexpr std::size_t kBatchDocuments = kBatchUnits / 16;

/// Long tokens of a batch that are looked up once each; what has a higher number each time.
constexpr std::uint32_t kMostKnown = 1 << 16;

/// Examples that are read in bulk.
constexpr std::size_t kBulk = 16;

/// Chunks end at either of these: few enough examples for the objects' heads to be in the cache still when their texts are
/// read and when they are let go of, and enough for a chunk's turn of the GIL and for many threads. The first is small, so
/// that helpers start early. What a chunk needs stays below kKeep, else every call would have the system clear its memory
/// again.
constexpr std::size_t kFirstChunkExamples = 512;
std::size_t most_chunk_examples(std::size_t threads) { return std::clamp<std::size_t>(512 * threads, 1024, 4096); }
constexpr std::size_t kChunkUnits = 4 << 20;

/// A corpus of one chunk with less text than this (some microseconds of work) is scored without letting go of the GIL.
constexpr std::size_t kSmallUnits = 4 * 1024;

/// Bytes that each array of scratch memory may keep for the next call.
constexpr std::size_t kKeep = 1 << 20;

template <class T>
void trim(std::vector<T>& values) {
  if (values.capacity() * sizeof(T) > kKeep) std::vector<T>().swap(values);
}

void trim(TokenBatch& batch) {
  batch.tokens.trim(kKeep);
  trim(batch.document_end);
  trim(batch.sentence_end);
  trim(batch.document_sentence_end);
}

void trim(DocumentList& list) {
  trim(list.texts);
  trim(list.text_end);
  trim(list.tokens);
}

/// Of a chunk that is clear.
void trim(Chunk& chunk) {
  trim(chunk.references);
  trim(chunk.texts);
  trim(chunk.sentences);
  trim(chunk.batches);
  trim(chunk.owned);
}

}  // namespace

void Plan::add(const Metric& metric) {
  Task task{&metric, {}};
  for (const TokenizerOptions& options : metric.views()) {
    const bool whole = task.views.empty() || !options.sentences;
    DocumentList Chunk::* const documents = whole ? &Chunk::texts : &Chunk::sentences;
    std::size_t k = 0;
    while (k < tokenizations_.size() &&
           !(tokenizations_[k].options == options && tokenizations_[k].documents == documents)) {
      ++k;
    }
    if (k == tokenizations_.size()) tokenizations_.push_back({options, documents});
    task.views.push_back(k);
  }
  tasks_.push_back(std::move(task));
}

PreparedSides::PreparedSides(const PreparedTexts* predictions, const PreparedTexts* references)
    : predictions_(predictions), references_(references) {
  if (predictions != nullptr && references != nullptr) {
    joined_ = std::make_unique<const JoinedTokens>(*references, *predictions);
  }
}

Worker::Worker(const Plan& plan)
    : tokens_(plan.tokenizations_.size()),
      together_(plan.tokenizations_.size()),
      documents_(plan.tokenizations_.size()) {
  for (const Plan::Tokenization& tokenization : plan.tokenizations_) tokenizers_.emplace_back(tokenization.options);
  for (const Plan::Task& task : plan.tasks_) scratch_.push_back(task.metric->make_scratch());
}

/// The documents of the side that is not prepared become the tokens of a view.
void Worker::tokenize_given(std::size_t view, const DocumentList& list, const Batch& batch, const PreparedSides& sides,
                            std::span<const std::uint32_t> references, const Checkpoint& checkpoint) {
  given_.clear();
  given_end_.clear();
  std::size_t d = batch.first_document;
  std::size_t text = d == 0 ? 0 : list.text_end[d - 1];
  const auto add = [&](bool wanted) {
    if (wanted) {
      given_.insert(given_.end(), list.texts.begin() + static_cast<std::ptrdiff_t>(text),
                    list.texts.begin() + static_cast<std::ptrdiff_t>(list.text_end[d]));
      given_end_.push_back(given_.size());
    }
    text = list.text_end[d++];
  };
  for (const std::uint32_t count : references) {
    add(sides.predictions_ == nullptr);
    for (std::size_t k = 0; k < count; ++k) add(sides.references_ == nullptr);
  }
  tokenizers_[view].tokenize(given_.data(), 0, given_end_.data(), given_end_.size(), tokens_[view], checkpoint);
}

/// The long tokens of a view, which are as the tokenizer has them, become those that a store has in their place: else what it
/// has would be other ones.
void Worker::translate(std::size_t view, const TokenStore& store) {
  if (store.is_plain()) return;
  TokenBatch& batch = tokens_[view];
  const std::size_t count = batch.document_end.empty() ? 0 : batch.document_end.back();
  Token* const tokens = batch.tokens.data();
  // Whether a token is long is a coin toss.
  std::uint32_t* const at = long_at_.reserve(count + 1);
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    at[found] = static_cast<std::uint32_t>(i);
    found += tokens[i] >> 62 != 0 ? 1 : 0;
  }
  if (found == 0) return;
  for (auto& known : known_) known.clear();
  const std::unique_ptr<const LongTokens> names = tokenizers_[view].long_tokens();
  for (std::size_t k = 0; k < found; ++k) {
    Token& token = tokens[at[k]];
    const auto number = static_cast<std::uint32_t>(token);
    if (number >= kMostKnown) {
      token = store.token_of(token, *names, key_);
      continue;
    }
    auto& known = known_[token >> 62];
    if (number >= known.size()) known.resize(2 * number + std::size_t{64});
    if (known[number].first != token) known[number] = {token, store.token_of(token, *names, key_)};
    token = known[number].second;
  }
}

/// The documents of one view of a batch, those of prepared sides among those that tokens_ has of the others; with `all_given`
/// it has empty ones of prepared sides, too.
void Worker::put_together(std::size_t view, const PreparedSides& sides, std::size_t first_example,
                          std::span<const std::uint32_t> references, bool all_given) {
  const PreparedTexts* const either = sides.references_ != nullptr ? sides.references_ : sides.predictions_;
  const TokenStore& store = either->views()[view];
  const TokenBatch& given = tokens_[view];
  TokenBatch& out = together_[view];
  out.clear();
  if (!sides.joined_) translate(view, store);
  std::size_t size = 0;
  std::size_t d = 0;
  const auto add = [&](const PreparedTexts* prepared, std::span<const Token> tokens, std::size_t example, std::size_t k,
                       bool as_reference) {
    if (prepared != nullptr) {
      append_document(prepared->views()[view], prepared->document(example, k, as_reference), tokens, out, size);
      d += all_given ? 1 : 0;
      return;
    }
    const std::size_t begin = d == 0 ? 0 : given.document_end[d - 1];
    const std::size_t count = given.document_end[d] - begin;
    std::copy_n(given.tokens.data() + begin, count, out.tokens.reserve(size + count + kTokenSlack, size) + size);
    if (!given.document_sentence_end.empty()) {
      for (std::size_t s = d == 0 ? 0 : given.document_sentence_end[d - 1]; s < given.document_sentence_end[d]; ++s) {
        out.sentence_end.push_back(size + given.sentence_end[s] - begin);
      }
      out.document_sentence_end.push_back(out.sentence_end.size());
    }
    size += count;
    out.document_end.push_back(size);
    ++d;
  };
  for (std::size_t e = 0; e < references.size(); ++e) {
    add(sides.predictions_, sides.joined_ ? sides.joined_->second(view) : store.tokens(), first_example + e, 0, false);
    for (std::size_t k = 0; k < references[e]; ++k) {
      add(sides.references_, store.tokens(), first_example + e, k, true);
    }
  }
  out.tokens.reserve(size + kTokenSlack, size);
}

void Worker::score(const Plan& plan, Chunk& chunk, const Batch& batch, const PreparedSides& sides,
                   std::span<std::int64_t* const> rows, const Checkpoint& checkpoint) {
  const std::span references(chunk.references.data() + batch.first_example, batch.examples);
  const std::size_t first_example = chunk.first_example + batch.first_example;
  if (chunk.utf8) {
    read_utf8({chunk.texts.texts.data() + batch.first_document, batch.documents}, references, first_example,
              chunk.sourced);
  }
  for (std::size_t k = 0; k < tokens_.size(); ++k) {
    const DocumentList& list = chunk.*plan.tokenizations_[k].documents;
    if (sides.joined_) {
      put_together(k, sides, first_example, references, false);
      documents_[k] = {&together_[k], 0};
    } else if (plan.tokenized_) {
      documents_[k] = {&list.tokens, batch.first_document};
    } else if (!list.text_end.empty()) {  // a view that the metric does not need is left out
      // Of what is tokenized twice the tokenizer has to know which are the references.
      const bool all_given = !sides.any() || plan.tokenizations_[k].options.references_twice;
      if (all_given) {
        const std::size_t* ends = list.text_end.data() + batch.first_document;
        const std::size_t first_text = batch.first_document == 0 ? 0 : ends[-1];
        tokenizers_[k].tokenize(list.texts.data(), first_text, ends, batch.documents, tokens_[k], checkpoint,
                                references);
      } else {
        tokenize_given(k, list, batch, sides, references, checkpoint);
      }
      documents_[k] = {&tokens_[k], 0};
      if (!sides.any()) continue;
      put_together(k, sides, first_example, references, all_given);
      documents_[k] = {&together_[k], 0};
    }
  }
  for (std::size_t t = 0; t < rows.size(); ++t) {
    const Plan::Task& task = plan.tasks_[t];
    views_.clear();
    for (const std::size_t k : task.views) views_.push_back(documents_[k]);
    task.metric->score({views_, references}, rows[t] + first_example * task.metric->columns(), *scratch_[t],
                       checkpoint);
  }
}

void Worker::trim() {
  for (Tokenizer& tokenizer : tokenizers_) tokenizer.trim();
  for (TokenBatch& tokens : tokens_) bindings::trim(tokens);
  for (TokenBatch& tokens : together_) bindings::trim(tokens);
  bindings::trim(given_);
  bindings::trim(given_end_);
  long_at_.trim(kKeep);
  for (const auto& scratch : scratch_) scratch->trim();
}

ScoreJob::ScoreJob(Column& predictions, Column& references, DocumentReader& reader, const Plan& plan,
                   const PreparedSides& sides, std::span<std::int64_t* const> rows, Scratch& scratch,
                   py::object progress)
    : predictions_(predictions),
      references_(references),
      reader_(reader),
      plan_(plan),
      sides_(sides),
      rows_(rows),
      scratch_(scratch),
      progress_(std::move(progress)),
      examples_(predictions.size()),
      chunk_examples_(kFirstChunkExamples) {}

ScoreJob::~ScoreJob() {
  hold_gil();
  for (Chunk& chunk : scratch_.chunks) {
    chunk.clear();
    trim(chunk);
  }
}

void ScoreJob::run(std::size_t threads) {
  most_chunk_examples_ = most_chunk_examples(threads);
  run_chunks(*this, threads);
  hold_gil();
  if (!progress_.is_none()) progress_(examples_, examples_);
}

void ScoreJob::hold_gil() {
  if (released_ == nullptr) return;
  take_gil(released_);
  released_ = nullptr;
}

void ScoreJob::let_go_of_gil() {
  if (large_ && released_ == nullptr) released_ = PyEval_SaveThread();
}

/// Adds up to `count` of the examples from `first_example` on as long as each is one text against one, to be read as it is.
/// Returns how many.
std::size_t ScoreJob::read_pairs(std::size_t first_example, std::size_t count, Chunk& chunk) {
  DocumentList& list = chunk.texts;
  const std::size_t first = list.texts.size();
  list.texts.resize(first + 2 * count);
  Text* const texts = list.texts.data() + first;
  count = predictions_.read_texts(first_example, count, texts, chunk);
  count = references_.read_texts(first_example, count, texts + 1, chunk);
  list.texts.resize(first + 2 * count);
  if (count == 0) return 0;
  list.text_end.resize(first + 2 * count);
  for (std::size_t d = first; d < list.text_end.size(); ++d) {
    list.text_end[d] = d + 1;
    chunk.units += list.texts[d].size;
  }
  chunk.references.resize(chunk.references.size() + count, 1);
  return count;
}

/// Helpers wait for the GIL in vain if this thread keeps it, if nothing is left to read, and while Python shuts down.
bool ScoreJob::any_thread_fills() const {
  return large_ && next_example_ < examples_ && predictions_.any_thread_reads() && references_.any_thread_reads() &&
         !is_python_ending();
}

std::size_t ScoreJob::fill(std::size_t worker, std::size_t slot) {
  if (all_read_.load(std::memory_order_relaxed)) return 0;  // not worth waiting for the GIL
  Chunk& chunk = scratch_.chunks[slot];
  if (worker != 0) {
    const HelperGil gil;
    const Turn::Taken turn(reading_);
    return read(chunk);
  }
  const Held held(*this);
  const Turn::Taken turn(reading_);
  const std::size_t batches = read(chunk);
  large_ = large_ || chunk.units > kSmallUnits || next_example_ < examples_;
  return batches;
}

/// Reads the next examples in place of those that the chunk has.
std::size_t ScoreJob::read(Chunk& chunk) {
  chunk.clear();
  if (next_example_ == examples_) return 0;
  reader_.forget_tokens();
  // Nobody reads on behind an example that throws, so that the first such example is named.
  std::size_t next = std::exchange(next_example_, examples_);
  chunk.first_example = next;
  Batch batch{};
  std::size_t batch_begin = 0;
  std::size_t expected = 1;  // examples that the batch has room for, going by the last ones
  while (next < examples_ && chunk.examples < chunk_examples_ && chunk.units < kChunkUnits) {
    const std::size_t room = std::min(
        {kBulk, examples_ - next, chunk_examples_ - chunk.examples, (kBatchDocuments - batch.documents) / 2, expected});
    const std::size_t before = chunk.units;
    std::size_t examples = read_pairs(next, room, chunk);
    batch.documents += 2 * examples;
    // Long texts are read one by one, so that batches end in time.
    const std::size_t left = kBatchUnits - std::min(kBatchUnits, chunk.units - batch_begin);
    expected = examples == 0 ? 1 : std::max<std::size_t>(1, left * examples / (chunk.units - before + 1));
    if (examples == 0) {
      batch.documents += predictions_.append(next, chunk);
      const std::size_t count = references_.append(next, chunk);
      chunk.references.push_back(static_cast<std::uint32_t>(count));
      batch.documents += count;
      examples = 1;
    }
    batch.examples += examples;
    chunk.examples += examples;
    next += examples;
    if (chunk.units - batch_begin >= kBatchUnits || batch.documents + 1 >= kBatchDocuments) {
      chunk.batches.push_back(batch);
      batch = {batch.first_example + batch.examples, 0, batch.first_document + batch.documents, 0};
      batch_begin = chunk.units;
    }
  }
  if (batch.examples != 0) chunk.batches.push_back(batch);
  next_example_ = next;
  if (next == examples_) all_read_.store(true, std::memory_order_relaxed);
  chunk_examples_ = std::min(chunk_examples_ * 2, most_chunk_examples_);
  return chunk.batches.size();
}

/// Going by the first chunk's.
std::size_t ScoreJob::expected_batches(std::size_t in_first_chunk) const {
  return next_example_ == 0 ? 0 : in_first_chunk * examples_ / next_example_;
}

void ScoreJob::run(std::size_t worker, std::size_t slot, std::size_t batch, const Checkpoint& checkpoint) {
  Chunk& chunk = scratch_.chunks[slot];
  scratch_.workers[worker]->score(plan_, chunk, chunk.batches[batch], sides_, rows_, checkpoint);
  done_.fetch_add(chunk.batches[batch].examples, std::memory_order_relaxed);
}

void ScoreJob::poll() {
  if (!large_ && next_example_ == examples_) return;  // too small to be worth a look at the clock
  const Clock::time_point now = Clock::now();
  if (now - last_poll_ < kPollEvery) return;
  last_poll_ = now;
  large_ = true;
  const Held held(*this);
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  if (!progress_.is_none() && now - last_report_ >= kReportEvery) {
    last_report_ = now;
    progress_(done_.load(std::memory_order_relaxed), examples_);
  }
}

}  // namespace gramscore::bindings
