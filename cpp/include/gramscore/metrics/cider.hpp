// CIDEr: how similar a caption is to the captions that people wrote of an image, where n-grams weigh the more the fewer
// images they are written of.
//
// Definition: R. Vedantam, C. L. Zitnick and D. Parikh, "CIDEr: Consensus-based Image Description Evaluation" (2015), as
// the Python package pycocoevalcap 1.2 computes it.
//
// What an n-gram weighs is learnt from the references of all images, or comes from a table. So the score of an example
// depends on all of them, and CIDEr is no Metric.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "gramscore/metrics/captions.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Of how many images n-grams are written.
struct DocumentFrequencies {
  /// A token that no caption has.
  static constexpr std::uint32_t kUnknown = std::numeric_limits<std::uint32_t>::max();

  double images = 0;
  std::vector<std::uint32_t> tokens;   // of the n-grams, one behind the other
  std::vector<std::size_t> ngram_end;  // the index after each n-gram's last token
  std::vector<double> counts;          // of each n-gram

  [[nodiscard]] std::span<const std::uint32_t> ngram(std::size_t k) const {
    const std::size_t begin = k == 0 ? 0 : ngram_end[k - 1];
    return {tokens.data() + begin, ngram_end[k] - begin};
  }
};

struct CiderOptions {
  std::size_t max_order = 4;
  /// CIDEr-D: an n-gram counts at most as it does in the reference, and lengths that differ cost.
  bool penalized = true;
  /// The deviation of the lengths, of CIDEr-D.
  double sigma = 6;
};

/// The score of each example, 0..10. `table` null means that the references themselves say of how many images an n-gram is
/// written.
std::vector<double> cider_scores(const Captions& captions, const CiderOptions& options,
                                 const DocumentFrequencies* table, const Checkpoint& checkpoint);

}  // namespace gramscore
