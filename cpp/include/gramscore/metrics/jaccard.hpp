// The Jaccard index of the words of two texts, each counted once.
//
// Definition: P. Jaccard, "The Distribution of the Flora in the Alpine Zone" (1912).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/metrics/row_formula.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

inline constexpr std::size_t kJaccardColumns = 2;

/// The intersection by the union, 0..1; 0 of two texts without words.
inline double jaccard_score(std::int64_t both, std::int64_t either) {
  return either == 0 ? 0 : static_cast<double>(both) / static_cast<double>(either);
}

class JaccardFormula : public RowFormula {
 public:
  [[nodiscard]] std::size_t columns() const override { return kJaccardColumns; }
  void scores(const std::int64_t* row, double* out) const override { *out = jaccard_score(row[0], row[1]); }
};

/// Two statistics, with the reference of highest score, the first of equals: the different words that both texts have, and
/// those that either has.
class Jaccard : public Metric {
 public:
  explicit Jaccard(const TokenizerOptions& words) : view_(words) {}

  [[nodiscard]] std::size_t columns() const override { return kJaccardColumns; }
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

 private:
  TokenizerOptions view_;
};

}  // namespace gramscore
