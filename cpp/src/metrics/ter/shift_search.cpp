#include "metrics/ter/shift_search.hpp"

#include <algorithm>

namespace gramscore::ter {
namespace {

/// Words between two checkpoints.
constexpr std::size_t kStrip = 1024;

/// Rows of the table, computed for moved words, between two checkpoints.
constexpr std::size_t kRows = std::size_t{1} << 15;

}  // namespace

bool ShiftSearch::Gain::beats(const Gain& other) const {
  if (edits != other.edits) return edits > other.edits;
  if (move.words != other.move.words) return move.words > other.move.words;
  if (move.from != other.move.from) return move.from < other.move.from;
  return move.to < other.move.to;
}

std::uint64_t ShiftSearch::edits(TokenSpan reference, TokenSpan hypothesis, const Checkpoint& checkpoint) {
  if (reference.size == 0 || hypothesis.size == 0) return reference.size + hypothesis.size;
  words_.assign(reference, hypothesis, checkpoint);
  std::uint32_t distance = table_.start(words_, checkpoint);
  shifts_.clear();
  tried_ = 0;
  // Where the distance is the least that any order of the words can have, no move gains.
  while (distance > words_.least_edits()) {
    table_.align(words_, alignment_);
    if (!find_moves(checkpoint)) break;
    const Gain best = best_move(distance, checkpoint);
    if (best.edits == 0) break;
    const Rotation by = rotation(best.move);
    words_.rotate(by);
    const auto [words, from, to] = best.move;
    shifts_.push_back({from, words, to < from ? to : by.end - words});
    distance = table_.refill(words_, by.begin, checkpoint);
  }
  return shifts_.size() + distance;
}

const Alignment& ShiftSearch::align() {
  table_.align(words_, alignment_);
  return alignment_;
}

/// Lists the moves of this round. False if there are too many.
bool ShiftSearch::find_moves(const Checkpoint& checkpoint) {
  for (auto& moves : moves_) moves.clear();
  const auto hypothesis = words_.hypothesis();
  const std::uint32_t* const edited = alignment_.hypothesis_edit.data();
  for (std::uint32_t from = 0; from < hypothesis.size(); ++from) {
    if (from % kStrip == kStrip - 1) checkpoint();
    if (edited[from] - from >= kMostWords) continue;
    const auto positions = words_.positions(hypothesis[from]);
    const std::uint32_t first = from > kMostDistance ? from - kMostDistance : 0;
    for (auto target = std::lower_bound(positions.begin(), positions.end(), first);
         target != positions.end() && *target <= from + kMostDistance; ++target) {
      find_moves_of_word(from, *target);
      if (tried_ >= kMostMoves) return false;
    }
  }
  return true;
}

/// Lists the moves of blocks that begin with this word of the hypothesis, and in the reference at `target`.
void ShiftSearch::find_moves_of_word(std::uint32_t from, std::uint32_t target) {
  const std::uint32_t* const h = words_.hypothesis().data() + from;
  const std::uint32_t* const r = words_.reference().data() + target;
  const std::int32_t* const partner = alignment_.partner.data() + target;
  const std::uint32_t shortest =
      std::max(alignment_.hypothesis_edit[from] - from, alignment_.reference_edit[target] - target) + 1;
  auto longest = static_cast<std::uint32_t>(
      std::min({std::size_t{kMostWords}, words_.hypothesis().size() - from, words_.reference().size() - target}));
  // Not to a place inside the block itself.
  if (*partner >= static_cast<std::int32_t>(from)) {
    longest = std::min(longest, static_cast<std::uint32_t>(*partner) - from);
  }
  if (shortest > longest) return;
  std::uint32_t common = 1;
  while (common < longest && h[common] == r[common]) ++common;
  if (shortest > common) return;
  // The places: before the word aligned with the target's first, and after those aligned with the block's words.
  std::array<std::uint32_t, kMostWords + 1> places;
  std::uint32_t count = 1;
  places[0] = target == 0 ? 0 : static_cast<std::uint32_t>(partner[-1] + 1);
  for (std::uint32_t words = 1; words <= common; ++words) {
    const auto place = static_cast<std::uint32_t>(partner[words - 1] + 1);
    if (place != places[count - 1]) places[count++] = place;
    if (words < shortest) continue;
    tried_ += count;
    for (std::uint32_t k = 0; k < count; ++k) moves_[words].push_back({words, from, places[k]});
  }
}

/// What a move does to the hypothesis. A block that goes to a place within itself goes as far beyond its end.
Rotation ShiftSearch::rotation(const Move& move) const {
  const std::uint32_t end = move.from + move.words;
  if (move.to < move.from) return {move.to, move.from, end};
  const auto size = static_cast<std::uint32_t>(words_.hypothesis().size());
  return {move.from, end, move.to > end ? move.to : std::min(move.to + move.words, size)};
}

/// The best move of this round, or one that gains 0.
ShiftSearch::Gain ShiftSearch::best_move(std::uint32_t distance, const Checkpoint& checkpoint) {
  Gain best;
  std::array<Gain, EditTable::kLanes> candidates;
  std::array<Rotation, EditTable::kLanes> rotations;
  std::size_t count = 0;
  std::size_t rows = 0;
  const auto work_out = [&] {
    std::array<std::uint32_t, EditTable::kLanes> distances;
    table_.rotated(words_, {rotations.data(), count}, distances.data(), checkpoint);
    for (std::size_t l = 0; l < count; ++l) {
      candidates[l].edits = distances[l] < distance ? distance - distances[l] : 0;
      if (candidates[l].beats(best)) best = candidates[l];
    }
    rows += words_.hypothesis().size();
    if (rows > kRows) {
      checkpoint();
      rows = 0;
    }
    count = 0;
  };
  const std::uint32_t most = distance - words_.least_edits();
  for (std::size_t words = kMostWords; words > 0; --words) {
    for (const Move& move : moves_[words]) {
      const Rotation by = rotation(move);
      // Each word that changes places saves two edits at most, unless others come into the beam.
      const std::uint32_t moved = std::min(by.middle - by.begin, by.end - by.middle);
      const Gain at_most{table_.is_exact() ? std::min(2 * moved, most) : most, move};
      if (at_most.edits == 0 || !at_most.beats(best)) continue;
      candidates[count] = at_most;
      rotations[count++] = by;
      if (count == EditTable::kLanes) work_out();
    }
    if (count != 0) work_out();
  }
  return best;
}

void ShiftSearch::trim() {
  words_.trim();
  table_.trim();
  for (auto* buffer : {&alignment_.hypothesis_edit, &alignment_.reference_edit}) buffer->trim(1 << 20);
  alignment_.partner.trim(1 << 20);
}

}  // namespace gramscore::ter
