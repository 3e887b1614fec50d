// The edit table cell by cell, for beams too wide for a word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"
#include "metrics/ter/beam.hpp"
#include "metrics/ter/numbered_words.hpp"

namespace gramscore::ter {

/// Edit distances of a hypothesis of few words to a reference of at least fifty times as many.
class WideRows {
 public:
  /// No distance. Large enough, and small enough to add to.
  static constexpr std::uint32_t kNone = 0x7fffffff;

  void start(const NumberedWords& words, const Beam& beam);

  /// Fills the rows after row `kept`; those up to it stay. Returns the distance.
  std::uint32_t fill(const NumberedWords& words, std::size_t kept, const Checkpoint& checkpoint);

  /// The distance once `by` is done; the table stays.
  std::uint32_t rotated(const NumberedWords& words, const Rotation& by, const Checkpoint& checkpoint);

  /// A cell, kNone outside the beam.
  [[nodiscard]] std::uint32_t cell(std::size_t row, std::size_t column) const;

  void trim();

 private:
  struct Row {
    std::size_t low;
    std::size_t high;
    std::size_t begin;  // of its cells
  };

  void next_row(const NumberedWords& words, std::size_t row, std::uint32_t word, const std::uint32_t* above,
                std::uint32_t* out) const;

  std::vector<Row> rows_;
  Buffer<std::uint32_t> cells_;
  Buffer<std::uint32_t> spare_;
  std::size_t widest_ = 0;
};

}  // namespace gramscore::ter
