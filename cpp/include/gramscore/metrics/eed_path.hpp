// The cheapest way of EED, step by step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/metrics/eed.hpp"
#include "gramscore/text/text.hpp"

namespace gramscore {

struct EedStep {
  enum class Kind : std::uint8_t {
    match,
    substitution,
    deletion,   ///< of a character of the prediction: `reference` means nothing
    insertion,  ///< of a character of the reference: `prediction` means nothing
    jump        ///< from place `prediction` to place `reference`, both in the prediction: of so many characters before
  };
  Kind kind;
  std::size_t prediction;
  std::size_t reference;
};

/// Of equally cheap ways one. Throws std::invalid_argument for texts that are too long for it.
std::vector<EedStep> eed_path(std::span<const std::uint32_t> prediction, std::span<const std::uint32_t> reference,
                              const EedCosts& costs);

/// The characters of English text as Eed compares them.
std::vector<std::uint32_t> english_characters(const Text& text);

}  // namespace gramscore
