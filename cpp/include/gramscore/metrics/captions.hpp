// Captions of images, as metrics see them that compare all of a corpus.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Texts as numbers, equal for equal tokens: for each example the prediction, then its references.
struct Captions {
  std::vector<std::uint32_t> tokens;
  std::vector<std::size_t> document_end;  // the index after each text's last token
  std::vector<std::uint32_t> references;  // how many each example has, at least one

  [[nodiscard]] std::span<const std::uint32_t> document(std::size_t d) const {
    const std::size_t begin = d == 0 ? 0 : document_end[d - 1];
    return {tokens.data() + begin, document_end[d] - begin};
  }
};

/// ROUGE-L of each example, 0..1, as pycocoevalcap 1.2 computes it: of several references the best precision and the best
/// recall, be they of different ones, and F with beta 1.2 of these. Texts have a token at least.
std::vector<double> coco_rouge_scores(const Captions& captions, const Checkpoint& checkpoint);

}  // namespace gramscore
