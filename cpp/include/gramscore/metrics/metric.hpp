// What the engine asks of a metric: tokenizations in, rows of integers out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "gramscore/match/match.hpp"
#include "gramscore/tokenize/token_batch.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Documents `first`, first + 1... of a batch of tokens.
struct Documents {
  const TokenBatch* batch = nullptr;
  std::size_t first = 0;

  /// The tokens of document `index`, counted from the first.
  [[nodiscard]] TokenSpan tokens(std::size_t index) const {
    const std::size_t d = first + index;
    const std::size_t begin = d == 0 ? 0 : batch->document_end[d - 1];
    return {batch->tokens.data() + begin, batch->document_end[d] - begin};
  }

  /// The same as sentences; only of batches that list them.
  [[nodiscard]] SentenceSpan sentences(std::size_t index) const {
    const std::size_t d = first + index;
    const std::size_t begin = d == 0 ? 0 : batch->document_sentence_end[d - 1];
    return {tokens(index), batch->sentence_end.data() + begin, batch->document_sentence_end[d] - begin,
            d == 0 ? 0 : batch->document_end[d - 1]};
  }
};

/// Examples in one batch, each a document for the prediction followed by one for each of its references.
struct Examples {
  /// The documents in each of the tokenizations that Metric::views() lists, in its order.
  std::span<const Documents> views;
  /// The number of references of each example, at least one.
  std::span<const std::uint32_t> references;
};

/// A configured metric. Immutable, so that threads share it.
class Metric {
 public:
  /// Memory that one thread keeps from batch to batch.
  class Scratch {
   public:
    virtual ~Scratch() = default;

    /// Gives back memory that an unusually large batch took.
    virtual void trim() = 0;
  };

  virtual ~Metric() = default;

  /// The number of statistics per example.
  [[nodiscard]] virtual std::size_t columns() const = 0;

  /// The ways in which it wants texts tokenized. Metrics that are scored together share what is equal.
  [[nodiscard]] virtual std::span<const TokenizerOptions> views() const = 0;

  [[nodiscard]] virtual std::unique_ptr<Scratch> make_scratch() const = 0;

  /// Writes a row of columns() statistics per example to `rows`. `scratch` is one that make_scratch() made.
  virtual void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
                     const Checkpoint& checkpoint) const = 0;
};

}  // namespace gramscore
