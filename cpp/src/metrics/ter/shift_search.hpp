// Translation edits: words inserted, deleted and substituted, and blocks of words moved.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/match/match.hpp"
#include "gramscore/work/checkpoint.hpp"
#include "metrics/ter/edit_table.hpp"
#include "metrics/ter/numbered_words.hpp"

namespace gramscore::ter {

/// Counts the edits that turn a hypothesis into its reference. Holds scratch memory: one per thread.
///
/// In each round the block move that lowers the edit distance most is done, until none lowers it. Moves are tried of
/// blocks that stand in the reference too, where both places are in error now, to before or after the words that the
/// reference's are aligned with. A round that would bring the moves tried to a thousand is not run.
class ShiftSearch {
 public:
  std::uint64_t edits(TokenSpan reference, TokenSpan hypothesis, const Checkpoint& checkpoint);

  /// A move that was done: so many words from `from` on have come to begin at `to`.
  struct Shifted {
    std::uint32_t from;
    std::uint32_t words;
    std::uint32_t to;
  };

  /// The moves of the last edits(), in their order; both sides had words then.
  [[nodiscard]] const std::vector<Shifted>& shifts() const { return shifts_; }

  /// The cheapest path after them.
  const Alignment& align();

  /// Gives back memory that an unusually large pair took.
  void trim();

 private:
  static constexpr std::uint32_t kMostWords = 10;     // in a block
  static constexpr std::uint32_t kMostDistance = 50;  // between a block's positions on the two sides
  static constexpr std::size_t kMostMoves = 1000;

  /// A block of the hypothesis and the word before which it is to go.
  struct Move {
    std::uint32_t words;
    std::uint32_t from;
    std::uint32_t to;
  };

  /// A move and what it gains. The better of two gains more, or is longer, or from or to an earlier word.
  struct Gain {
    std::uint32_t edits = 0;
    Move move{};

    [[nodiscard]] bool beats(const Gain& other) const;
  };

  bool find_moves(const Checkpoint& checkpoint);
  void find_moves_of_word(std::uint32_t from, std::uint32_t target);
  [[nodiscard]] Rotation rotation(const Move& move) const;
  Gain best_move(std::uint32_t distance, const Checkpoint& checkpoint);

  NumberedWords words_;
  EditTable table_;
  Alignment alignment_;
  std::size_t tried_ = 0;
  std::vector<Shifted> shifts_;
  std::array<std::vector<Move>, kMostWords + 1> moves_;  // by number of words
};

}  // namespace gramscore::ter
