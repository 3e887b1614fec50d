// Edit distances of a hypothesis, and of it with words moved, to its reference.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"
#include "metrics/ter/beam.hpp"
#include "metrics/ter/numbered_words.hpp"
#include "metrics/ter/wide_rows.hpp"

namespace gramscore::ter {

/// Which words of the two sides stand for each other on the cheapest path, and which words it edits.
struct Alignment {
  Buffer<std::int32_t> partner;  // of a reference word: the last hypothesis word that the path took before or with it
  Buffer<std::uint32_t> hypothesis_edit;  // the first edited hypothesis word at or after this one, or their number
  Buffer<std::uint32_t> reference_edit;   // the same of reference words
};

/// The Levenshtein distance between hypothesis and reference within a Beam: rows are built from rows before, cells
/// outside the beam are infinite. A row is kept as the differences between neighbouring cells, a bit each in two words
/// (G. Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming", 1999, in
/// H. Hyyro's form), and the words slide along the reference with the beam. Beams too wide for a word are left to
/// WideRows.
class EditTable {
 public:
  /// Distances of so many rotations are worked out side by side.
  static constexpr std::size_t kLanes = 4;

  /// Fills the table; the hypothesis is not empty and the reference is not. Returns the distance.
  std::uint32_t start(const NumberedWords& words, const Checkpoint& checkpoint);

  /// Refills it where the hypothesis has changed: words before `kept` have not. Returns the distance.
  std::uint32_t refill(const NumberedWords& words, std::size_t kept, const Checkpoint& checkpoint);

  /// Whether the beam makes no difference to the distance, nor to any smaller one of the same words.
  [[nodiscard]] bool is_exact() const { return exact_; }

  /// The cheapest path: of equally cheap steps it takes, from the end, a pair of words before a hypothesis word alone,
  /// and that before a reference word alone.
  void align(const NumberedWords& words, Alignment& out) const;

  /// The distances after each of up to kLanes rotations, each done alone. Where the distance would not fall below the
  /// table's own, another that does not fall below it may be given.
  void rotated(const NumberedWords& words, std::span<const Rotation> by, std::uint32_t* distances,
               const Checkpoint& checkpoint);

  /// Gives back memory that an unusually large pair took.
  void trim();

 private:
  enum class Way : std::uint8_t { whole, sliding, wide };

  /// The cells of a row to the right of column `base` as differences to their left neighbours: +1 where `up`, -1 where
  /// `down`, bit 0 for column base + 1. Right of the beam it is +1 everywhere, which can undercut no cell inside.
  struct Row {
    std::uint64_t up;
    std::uint64_t down;
    std::uint64_t straight;  // same as the cell above to the left
    std::uint64_t above_up;  // one more than the cell above
    std::uint64_t equal;     // reference words that the row's word may pair with
    std::uint32_t first;     // the cell in column `base`
  };

  /// What the beam makes of a row.
  struct Frame {
    std::uint64_t allowed;  // columns whose upper left neighbour is in the beam
    std::uint64_t outside;  // columns right of the beam
    std::uint32_t base;
    std::uint32_t shift;  // by so much it is more than in the row before
    std::uint32_t low;
    std::uint32_t high;
  };

  void start_frames(const Beam& beam);
  [[nodiscard]] std::uint64_t window(const NumberedWords& words, std::uint32_t number, std::size_t row) const;
  template <bool kSliding>
  std::uint32_t fill(const NumberedWords& words, std::size_t kept, const Checkpoint& checkpoint);
  template <bool kSliding>
  void rotate_lanes(const NumberedWords& words, std::span<const Rotation> by, std::uint32_t* distances,
                    const Checkpoint& checkpoint);
  template <bool kSliding>
  void fill_lane(const NumberedWords& words, const Rotation& by, std::size_t begin, std::uint64_t* equal) const;
  [[nodiscard]] bool pairs(const NumberedWords& words, std::size_t row, std::size_t column, bool& edited) const;
  [[nodiscard]] bool drops(std::size_t row, std::size_t column) const;

  std::size_t rows_count_ = 0;
  std::size_t columns_ = 0;
  std::uint32_t distance_ = 0;
  bool exact_ = true;
  Way way_ = Way::whole;
  Buffer<Row> rows_;
  Buffer<Frame> frames_;
  Buffer<std::uint64_t> equal_of_number_;
  std::array<Buffer<std::uint64_t>, kLanes> equal_;
  WideRows wide_;
};

}  // namespace gramscore::ter
