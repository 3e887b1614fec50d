// BLEU: from tokens to integer statistics, and from those to scores.
//
// Definition: K. Papineni, S. Roukos, T. Ward and W.-J. Zhu, "BLEU: a Method for Automatic Evaluation of Machine
// Translation" (2002), as the Python package sacrebleu 2.6.0 computes it, and as Hugging Face's metric `bleu` does.
// nltk_bleu.hpp has NLTK's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Whose statistics.
enum class BleuProfile : std::uint8_t {
  sacrebleu,
  nltk,         ///< a total is at least 1 in each example, also without n-grams of the order
  huggingface,  ///< the reference length is the shortest
  torchmetrics  ///< of reference lengths at the same distance, the first is taken
};

/// The profile called `name` ("sacrebleu", "nltk", "huggingface", "torchmetrics"). Throws std::invalid_argument listing the names.
BleuProfile bleu_profile(std::string_view name);

/// The length that is closest to `length`, the shorter of two at the same distance. At least one is needed.
std::int64_t closest_length(std::span<const std::int64_t> lengths, std::int64_t length);

/// Columns of a row before the counts: sys_len (tokens of the prediction) and ref_len (of the closest reference).
inline constexpr std::size_t kBleuLengths = 2;

/// The statistics of an example: the lengths; for n = 1..max_order the matches, each n-gram clipped by the reference
/// that has most of it; and for n = 1..max_order the n-grams of the prediction.
class Bleu : public Metric {
 public:
  /// `max_order` is at least 1. Throws std::invalid_argument otherwise.
  Bleu(std::size_t max_order, BleuProfile profile, const TokenizerOptions& tokenizer);

  [[nodiscard]] std::size_t max_order() const { return max_order_; }
  [[nodiscard]] std::size_t columns() const override { return kBleuLengths + 2 * max_order_; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  std::size_t max_order_;
  BleuProfile profile_;
  TokenizerOptions view_;
};

/// A row of statistics, or a sum of rows.
struct BleuRow {
  const std::int64_t* data = nullptr;
  std::size_t max_order = 0;

  [[nodiscard]] std::int64_t sys_len() const { return data[0]; }
  [[nodiscard]] std::int64_t ref_len() const { return data[1]; }
  [[nodiscard]] std::int64_t count(std::size_t n) const { return data[kBleuLengths + n - 1]; }
  [[nodiscard]] std::int64_t total(std::size_t n) const { return data[kBleuLengths + max_order + n - 1]; }
};

/// Rows of statistics one after another, all of one order.
struct BleuRows {
  const std::int64_t* data = nullptr;
  std::size_t rows = 0;
  std::size_t max_order = 0;

  [[nodiscard]] std::size_t columns() const { return kBleuLengths + 2 * max_order; }
  [[nodiscard]] BleuRow operator[](std::size_t i) const { return {data + i * columns(), max_order}; }

  /// The sum of the rows, columns() values.
  [[nodiscard]] std::vector<std::int64_t> sum() const;
};

/// A score with the figures that it is made of.
struct BleuResult {
  double score = 0;
  std::vector<double> precisions;
  double brevity_penalty = 0;
  /// The highest n whose count and total add-k smoothing changed; 1 if it changed none.
  std::size_t added = 1;
};

/// How sacrebleu turns statistics into a score. What is done where an order has no match:
enum class BleuSmoothing : std::uint8_t {
  none,   ///< its precision is 0, and so is the score
  floor,  ///< `value` matches are assumed
  add_k,  ///< `value` is added to matches and totals of all n > 1
  exp     ///< 1/2 match is assumed for the first such order, 1/4 for the second, ...
};

/// The smoothing called `name` ("none", "floor", "add-k", "exp"). Throws std::invalid_argument listing the names.
BleuSmoothing bleu_smoothing(std::string_view name);

struct BleuFormula {
  BleuSmoothing smoothing = BleuSmoothing::exp;
  /// Of floor and add-k.
  double value = 0;
  /// Averages over the orders that the prediction has n-grams of, instead of over all.
  bool effective_order = false;
  /// Adds logarithms as sum() does from CPython 3.12 on, instead of one after the other.
  bool compensated = false;

  /// sacrebleu's score, 0..100 (a perfect one may exceed that in the last bit, as there), in its order of operations.
  void score(const BleuRow& row, BleuResult& out) const;
};

/// How Hugging Face's `bleu` turns statistics into a score.
struct HuggingFaceBleuFormula {
  /// Adds 1 to matches and totals of all orders.
  bool smooth = false;
  /// As of BleuFormula.
  bool compensated = false;

  /// The score, 0..1. NaN where the original divides by zero: no tokens in the predictions, or in the references.
  void score(const BleuRow& row, BleuResult& out) const;
};

}  // namespace gramscore
