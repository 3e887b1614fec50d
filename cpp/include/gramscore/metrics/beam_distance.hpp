// Levenshtein's distance as far as sacrebleu's TER looks for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/text/text.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// The cost of turning a text into another by insertions and deletions of characters, which cost 1, and substitutions, along
/// paths near the diagonal: where long texts differ a lot, it may be more than Levenshtein's distance. Keeps memory.
class BeamDistance {
 public:
  explicit BeamDistance(std::int64_t substitution) : substitution_(substitution) {}

  std::int64_t operator()(const Text& hypothesis, const Text& reference, const Checkpoint& checkpoint);

 private:
  std::int64_t substitution_;
  std::vector<std::uint32_t> hypothesis_;
  std::vector<std::uint32_t> reference_;
  std::vector<std::int64_t> above_;
  std::vector<std::int64_t> here_;
};

}  // namespace gramscore
