// Each text of a list against all others as its references.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/many/prepared_texts.hpp"
#include "gramscore/metrics/bleu.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// The statistics of BLEU (see Bleu) of each text with all others as its references; self-BLEU (Y. Zhu et al., "Texygen: A
/// Benchmarking Platform for Text Generation Models", 2018) is made of these. At least two texts are needed, else
/// std::invalid_argument is thrown.
std::vector<std::int64_t> bleu_leave_one_out(const PreparedTexts& texts, std::size_t max_order, BleuProfile profile,
                                             const Checkpoint& checkpoint);

}  // namespace gramscore
