// GLEU for grammatical error correction: BLEU that takes off what was left as the source has it and the reference has not.
//
// Definition: C. Napoles et al., "GLEU Without Tuning" (2016), as the authors' script compute_gleu of 2017 computes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

inline constexpr std::size_t kGecGleuOrders = 4;

/// Of one reference: the words of the prediction and of the reference; of each order the matches less the n-grams of the
/// source that should have changed, at least 0, and the n-grams of the prediction.
inline constexpr std::size_t kGecGleuColumns = 2 + 2 * kGecGleuOrders;

/// 0..1 of such statistics or of sums of them. With `smooth` 1 stands for each that is 0; otherwise one that is 0 makes
/// the score 0.
double gec_gleu_score(const std::int64_t* stats, bool smooth);

/// The first of an example's references is its source; behind it comes the same number for all examples.
class GecGleu : public Metric {
 public:
  GecGleu(std::size_t references, const TokenizerOptions& words) : references_(references), view_(words) {}

  [[nodiscard]] std::size_t columns() const override { return references_ * kGecGleuColumns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;

  /// The statistics of each reference, one after another; of an example with another number of references all -1.
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  std::size_t references_;
  TokenizerOptions view_;
};

}  // namespace gramscore
