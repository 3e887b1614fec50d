#include "metrics/ter/edit_table.hpp"

#include <algorithm>
#include <bit>

namespace gramscore::ter {
namespace {

/// Rows between two checkpoints.
constexpr std::size_t kStrip = std::size_t{1} << 12;

constexpr std::uint64_t low_bits(std::size_t count) {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

/// The state that one row hands to the next.
struct State {
  std::uint64_t up = ~std::uint64_t{0};
  std::uint64_t down = 0;
  std::uint32_t first = 0;
};

/// What else is known once a row is done.
struct Steps {
  std::uint64_t straight;
  std::uint64_t above_up;
};

/// The next row, where the cell in column `base` is one more than the cell above it.
inline Steps step(State& s, std::uint64_t equal) {
  const std::uint64_t straight = (((equal & s.up) + s.up) ^ s.up) | equal | s.down;
  const std::uint64_t above_up = s.down | ~(straight | s.up);
  const std::uint64_t above_down = s.up & straight;
  const std::uint64_t left_up = above_up << 1 | 1;
  s.up = above_down << 1 | ~(straight | left_up);
  s.down = left_up & straight;
  ++s.first;
  return {straight, above_up};
}

/// Moves the row's first column on.
inline void slide(State& s, std::uint32_t by) {
  if (by == 0) return;
  if (by == 1) {
    s.first += static_cast<std::uint32_t>(s.up & 1) - static_cast<std::uint32_t>(s.down & 1);
  } else {
    s.first += static_cast<std::uint32_t>(std::popcount(s.up & low_bits(by)));
    s.first -= static_cast<std::uint32_t>(std::popcount(s.down & low_bits(by)));
  }
  s.up = s.up >> by | ~(~std::uint64_t{0} >> by);
  s.down >>= by;
}

/// The cell `columns` to the right of the first.
inline std::uint32_t cell(const State& s, std::size_t columns) {
  return s.first + static_cast<std::uint32_t>(std::popcount(s.up & low_bits(columns))) -
         static_cast<std::uint32_t>(std::popcount(s.down & low_bits(columns)));
}

}  // namespace

std::uint32_t EditTable::start(const NumberedWords& words, const Checkpoint& checkpoint) {
  rows_count_ = words.hypothesis().size();
  columns_ = words.reference().size();
  const Beam beam(rows_count_, columns_);
  rows_.reserve(rows_count_ + 1);
  rows_[0] = {~std::uint64_t{0}, 0, 0, 0, 0, 0};
  if (columns_ <= 64) {
    std::uint64_t* const equal = equal_of_number_.reserve(std::size_t{words.different()} + 1);
    std::fill_n(equal, words.different() + 1, std::uint64_t{0});
    const auto reference = words.reference();
    for (std::size_t j = 0; j < columns_; ++j) equal[reference[j]] |= std::uint64_t{1} << j;
    way_ = Way::whole;
    refill(words, 0, checkpoint);
    if (exact_) return distance_;
  }
  if (beam.fits_word()) {
    way_ = Way::sliding;
    start_frames(beam);
  } else {
    way_ = Way::wide;
    wide_.start(words, beam);
  }
  return refill(words, 0, checkpoint);
}

void EditTable::start_frames(const Beam& beam) {
  Frame* const frames = frames_.reserve(rows_count_ + 1);
  frames[0] = {0, 0, 0, 0, 0, static_cast<std::uint32_t>(columns_ + 1)};
  for (std::size_t i = 1; i <= rows_count_; ++i) {
    Frame& f = frames[i];
    const Frame& previous = frames[i - 1];
    f.low = static_cast<std::uint32_t>(beam.low(i));
    f.high = static_cast<std::uint32_t>(beam.high(i));
    // The column before the beam takes part as one more than the cell above, which can undercut no cell inside, because
    // the first column inside may not pair with it unless it was in the beam above.
    f.base = f.low == 0 ? 0 : f.low - 1;
    f.shift = f.base - previous.base;
    f.allowed = low_bits(previous.high - f.base);
    if (f.low != 0 && f.low == previous.low) f.allowed &= ~std::uint64_t{1};
    f.outside = ~low_bits(f.high - f.base - 1);
  }
}

/// The words at the positions of the reference that a row's word may pair with, bit 0 for the one after column `base`.
std::uint64_t EditTable::window(const NumberedWords& words, std::uint32_t number, std::size_t row) const {
  const Frame& f = frames_[row];
  const auto positions = words.positions(number);
  const std::uint32_t* at = positions.data();
  const std::uint32_t* const end = at + positions.size();
  if (positions.size() > 8) {
    at = std::lower_bound(at, end, f.base);
  } else {
    while (at != end && *at < f.base) ++at;
  }
  std::uint64_t equal = 0;
  for (; at != end && *at - f.base < 64; ++at) equal |= std::uint64_t{1} << (*at - f.base);
  return equal & f.allowed;
}

template <bool kSliding>
std::uint32_t EditTable::fill(const NumberedWords& words, std::size_t kept, const Checkpoint& checkpoint) {
  const auto hypothesis = words.hypothesis();
  State s{rows_[kept].up, rows_[kept].down, rows_[kept].first};
  for (std::size_t i = kept + 1; i <= rows_count_; ++i) {
    if (i % kStrip == 0) checkpoint();
    const std::uint32_t number = hypothesis[i - 1];
    std::uint64_t equal;
    if constexpr (kSliding) {
      equal = window(words, number, i);
      slide(s, frames_[i].shift);
    } else {
      equal = equal_of_number_[number];
    }
    const Steps steps = step(s, equal);
    if constexpr (kSliding) {
      s.up |= frames_[i].outside;
      s.down &= ~frames_[i].outside;
    }
    rows_[i] = {s.up, s.down, steps.straight, steps.above_up, equal, s.first};
  }
  return cell(s, columns_ - (kSliding ? frames_[rows_count_].base : 0));
}

std::uint32_t EditTable::refill(const NumberedWords& words, std::size_t kept, const Checkpoint& checkpoint) {
  switch (way_) {
    case Way::whole: distance_ = fill<false>(words, kept, checkpoint); break;
    case Way::sliding: distance_ = fill<true>(words, kept, checkpoint); break;
    case Way::wide: distance_ = wide_.fill(words, kept, checkpoint); break;
  }
  exact_ = Beam(rows_count_, columns_).is_wide_enough(distance_);
  return distance_;
}

/// Whether the path to this cell comes from the upper left, and whether the two words differ.
bool EditTable::pairs(const NumberedWords& words, std::size_t row, std::size_t column, bool& edited) const {
  edited = words.hypothesis()[row - 1] != words.reference()[column - 1];
  if (way_ == Way::wide) {
    return wide_.cell(row - 1, column - 1) + (edited ? 1 : 0) == wide_.cell(row, column);
  }
  std::size_t bit = column - 1;
  if (way_ == Way::sliding) {
    const Frame& above = frames_[row - 1];
    if (column - 1 < above.low || column - 1 >= above.high) return false;
    bit -= frames_[row].base;
  }
  return !edited || (rows_[row].straight >> bit & 1) == 0;
}

/// Whether the path to this cell, if not from the upper left, comes from above.
bool EditTable::drops(std::size_t row, std::size_t column) const {
  if (way_ == Way::wide) return wide_.cell(row - 1, column) + 1 == wide_.cell(row, column);
  std::size_t bit = column - 1;
  if (way_ == Way::sliding) {
    const Frame& above = frames_[row - 1];
    if (column < above.low || column >= above.high) return false;
    bit -= frames_[row].base;
  }
  return (rows_[row].above_up >> bit & 1) != 0;
}

void EditTable::align(const NumberedWords& words, Alignment& out) const {
  std::size_t i = rows_count_;
  std::size_t j = columns_;
  std::int32_t* const partner = out.partner.reserve(j);
  std::uint32_t* const hypothesis_edit = out.hypothesis_edit.reserve(i);
  std::uint32_t* const reference_edit = out.reference_edit.reserve(j);
  auto next_hypothesis_edit = static_cast<std::uint32_t>(i);
  auto next_reference_edit = static_cast<std::uint32_t>(j);
  while (i > 0 || j > 0) {
    bool edited = true;
    if (i > 0 && j > 0 && pairs(words, i, j, edited)) {
      --i;
      --j;
      if (edited) {
        next_hypothesis_edit = static_cast<std::uint32_t>(i);
        next_reference_edit = static_cast<std::uint32_t>(j);
      }
      partner[j] = static_cast<std::int32_t>(i);
      hypothesis_edit[i] = next_hypothesis_edit;
      reference_edit[j] = next_reference_edit;
    } else if (j == 0 || (i > 0 && drops(i, j))) {
      --i;
      hypothesis_edit[i] = next_hypothesis_edit = static_cast<std::uint32_t>(i);
    } else {
      --j;
      partner[j] = static_cast<std::int32_t>(i) - 1;
      reference_edit[j] = next_reference_edit = static_cast<std::uint32_t>(j);
    }
  }
}

/// The reference words that each row after `begin` may pair with, once the rotation is done.
template <bool kSliding>
void EditTable::fill_lane(const NumberedWords& words, const Rotation& by, std::size_t begin,
                          std::uint64_t* equal) const {
  const auto hypothesis = words.hypothesis();
  std::size_t i = begin;
  for (; i < by.begin; ++i) *equal++ = rows_[i + 1].equal;
  const auto moved = [&](std::size_t from, std::size_t to) {
    for (std::size_t k = from; k < to; ++k) {
      ++i;
      if constexpr (kSliding) {
        *equal++ = window(words, hypothesis[k], i);
      } else {
        *equal++ = rows_[k + 1].equal;
      }
    }
  };
  moved(by.middle, by.end);
  moved(by.begin, by.middle);
  for (; i < rows_count_; ++i) *equal++ = rows_[i + 1].equal;
}

template <bool kSliding>
void EditTable::rotate_lanes(const NumberedWords& words, std::span<const Rotation> by, std::uint32_t* distances,
                             const Checkpoint& checkpoint) {
  std::size_t begin = rows_count_;
  std::size_t end = 0;
  for (const Rotation& rotation : by) {
    begin = std::min<std::size_t>(begin, rotation.begin);
    end = std::max<std::size_t>(end, rotation.end);
  }
  const std::uint64_t* equal[kLanes];
  for (std::size_t l = 0; l < kLanes; ++l) {
    if (l >= by.size()) {
      equal[l] = equal[0];
      continue;
    }
    fill_lane<kSliding>(words, by[l], begin, equal_[l].reserve(rows_count_ - begin + 1));
    equal[l] = equal_[l].data();
  }
  State s[kLanes];
  for (State& state : s) state = {rows_[begin].up, rows_[begin].down, rows_[begin].first};
  for (std::size_t i = begin + 1; i <= rows_count_; ++i) {
    for (std::size_t l = 0; l < kLanes; ++l) {
      if constexpr (kSliding) slide(s[l], frames_[i].shift);
      step(s[l], equal[l][i - begin - 1]);
      if constexpr (kSliding) {
        s[l].up |= frames_[i].outside;
        s[l].down &= ~frames_[i].outside;
      }
    }
    if constexpr (kSliding) {
      if (i % kStrip == 0) checkpoint();
      // Where the differences are the table's own again, they stay so.
      if (i >= end) {
        std::uint64_t other = 0;
        for (const State& state : s) other |= (state.up ^ rows_[i].up) | (state.down ^ rows_[i].down);
        if (other == 0) {
          for (std::size_t l = 0; l < by.size(); ++l) distances[l] = distance_ + s[l].first - rows_[i].first;
          return;
        }
      }
    }
  }
  const std::size_t columns = columns_ - (kSliding ? frames_[rows_count_].base : 0);
  for (std::size_t l = 0; l < by.size(); ++l) distances[l] = cell(s[l], columns);
}

void EditTable::rotated(const NumberedWords& words, std::span<const Rotation> by, std::uint32_t* distances,
                        const Checkpoint& checkpoint) {
  switch (way_) {
    case Way::whole: return rotate_lanes<false>(words, by, distances, checkpoint);
    case Way::sliding: return rotate_lanes<true>(words, by, distances, checkpoint);
    case Way::wide:
      for (std::size_t l = 0; l < by.size(); ++l) distances[l] = wide_.rotated(words, by[l], checkpoint);
  }
}

void EditTable::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  rows_.trim(kKeep);
  frames_.trim(kKeep);
  equal_of_number_.trim(kKeep);
  for (auto& lane : equal_) lane.trim(kKeep);
  wide_.trim();
}

}  // namespace gramscore::ter
