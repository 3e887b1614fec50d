// The edits that TER counts, one by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gramscore {

/// A block of the hypothesis that is moved: `words`, by their indices before all shifts. The first of them is word `from`
/// in the order in which the shifts before have left the words, and becomes word `to`.
struct Shift {
  std::vector<std::size_t> words;
  std::size_t from;
  std::size_t to;
};

/// A step of the cheapest path from the moved hypothesis to the reference. All but matches are edits.
struct EditStep {
  enum class Kind : std::uint8_t {
    match,
    substitution,
    deletion,  ///< of a word of the hypothesis that the reference has not: `reference` means nothing
    insertion  ///< of a word of the reference: `hypothesis` means nothing
  };
  Kind kind;
  std::size_t hypothesis;  // the word's index before all shifts
  std::size_t reference;
};

struct EditScript {
  std::vector<Shift> shifts;
  std::vector<EditStep> steps;

  /// What TER counts: the shifts, and the steps that are no matches.
  [[nodiscard]] std::size_t edits() const;
};

/// The edits that Ter counts for a pair of texts, words by numbers.
EditScript edit_script(std::span<const std::uint32_t> hypothesis, std::span<const std::uint32_t> reference);

}  // namespace gramscore
