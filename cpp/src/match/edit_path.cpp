#include "gramscore/match/edit_path.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <limits>

namespace gramscore {
namespace {

/// Words of 64 positions of the reference that are worked on at a time.
constexpr std::size_t kStripWords = 8;

/// Work between checkpoints, in steps of a word.
constexpr std::size_t kUnchecked = 1 << 16;

/// A table of fewer bytes is written whole; so is one of few rows or columns.
constexpr std::size_t kWholeTable = 1 << 20;
constexpr std::size_t kFewColumns = 65;
constexpr std::size_t kFewRows = 10;

/// Tokens below are numbered by a table.
constexpr Token kCharacters = 1 << 10;

constexpr std::size_t words_for(std::size_t positions) { return (positions + 63) / 64; }

/// The differences between the neighbouring cells of a row of the table of distances, a bit each, for kWords words.
template <std::size_t kWords>
struct State {
  std::array<std::uint64_t, kWords> up;
  std::array<std::uint64_t, kWords> down;
};

/// Takes the state through `steps` tokens of the hypothesis, each of which equals the positions in its row, by the bit
/// vectors of G. Myers (1999) in the form of H. Hyyro (2003). With kCarries, carry[j] has what step j gets from the words to
/// the left, and then what it hands on. Writes the state after each step to `table`, if it is not null, where a row is
/// `stride` words, and those of `down` are `half` words behind those of `up`.
template <std::size_t kWords, bool kCarries>
void advance(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t steps, State<kWords>& state,
             std::uint8_t* carry, std::uint64_t* table, std::size_t stride, std::size_t half) {
  State<kWords> s = state;
  for (std::size_t j = 0; j < steps; ++j) {
    const std::uint64_t* const equal = rows + kWords * row_of[j];
    std::uint64_t rises = kCarries ? carry[j] & 1u : 1u;
    std::uint64_t falls = kCarries ? carry[j] >> 1u : 0u;
    for (std::size_t w = 0; w < kWords; ++w) {
      const std::uint64_t x = equal[w] | falls;
      const std::uint64_t straight = (((x & s.up[w]) + s.up[w]) ^ s.up[w]) | x | s.down[w];
      const std::uint64_t risen = s.down[w] | ~(straight | s.up[w]);
      const std::uint64_t fallen = straight & s.up[w];
      const std::uint64_t plus = risen << 1 | rises;
      const std::uint64_t minus = fallen << 1 | falls;
      rises = risen >> 63;
      falls = fallen >> 63;
      s.up[w] = minus | ~(straight | plus);
      s.down[w] = plus & straight;
    }
    if (kCarries) carry[j] = static_cast<std::uint8_t>(rises | falls << 1);
    if (table != nullptr) {
      for (std::size_t w = 0; w < kWords; ++w) {
        table[w] = s.up[w];
        table[half + w] = s.down[w];
      }
      table += stride;
    }
  }
  state = s;
}

/// The sum of the differences of `positions` bits.
template <std::size_t kWords>
std::ptrdiff_t total(const State<kWords>& state, std::size_t positions) {
  std::ptrdiff_t sum = 0;
  for (std::size_t w = 0; w < words_for(positions); ++w) {
    const std::size_t bits = std::min<std::size_t>(positions - 64 * w, 64);
    const std::uint64_t mask = ~std::uint64_t{0} >> (64 - bits);
    sum += std::popcount(state.up[w] & mask) - std::popcount(state.down[w] & mask);
  }
  return sum;
}

bool has(const std::uint64_t* words, std::size_t bit) { return (words[bit / 64] >> bit % 64 & 1) != 0; }

/// Calls with<k>() for k = count, 1 to kStripWords.
template <class With>
void with_words(std::size_t count, With with) {
  switch (count) {
    case 1: return with.template operator()<1>();
    case 2: return with.template operator()<2>();
    case 3: return with.template operator()<3>();
    case 4: return with.template operator()<4>();
    case 5: return with.template operator()<5>();
    case 6: return with.template operator()<6>();
    case 7: return with.template operator()<7>();
    default: return with.template operator()<8>();
  }
}

template <class T>
std::size_t common_prefix(const T* a, std::size_t na, const T* b, std::size_t nb) {
  const std::size_t most = std::min(na, nb);
  std::size_t k = 0;
  while (k < most && a[k] == b[k]) ++k;
  return k;
}

template <class T>
std::size_t common_suffix(const T* a, std::size_t na, const T* b, std::size_t nb) {
  const std::size_t most = std::min(na, nb);
  std::size_t k = 0;
  while (k < most && a[na - 1 - k] == b[nb - 1 - k]) ++k;
  return k;
}

}  // namespace

void add_steps(std::vector<EditRun>& runs, Edit kind, std::size_t reference, std::size_t hypothesis, std::size_t size) {
  if (size == 0) return;
  if (!runs.empty() && runs.back().kind == kind) {
    runs.back().size += size;
  } else {
    runs.push_back({kind, reference, hypothesis, size});
  }
}

EditCounts EditPath::count(TokenSpan reference, TokenSpan hypothesis, const Checkpoint& checkpoint) {
  counts_ = {};
  runs_ = nullptr;
  align(reference, hypothesis, checkpoint);
  return counts_;
}

void EditPath::find(TokenSpan reference, TokenSpan hypothesis, std::vector<EditRun>& runs,
                    const Checkpoint& checkpoint) {
  counts_ = {};
  runs.clear();
  runs_ = &runs;
  at_reference_ = at_hypothesis_ = 0;
  align(reference, hypothesis, checkpoint);
}

void EditPath::add(Edit kind, std::size_t size) {
  switch (kind) {
    case Edit::match: counts_.hits += size; break;
    case Edit::substitution: counts_.substitutions += size; break;
    case Edit::deletion: counts_.deletions += size; break;
    case Edit::insertion: counts_.insertions += size; break;
  }
  if (runs_ == nullptr) return;
  add_steps(*runs_, kind, at_reference_, at_hypothesis_, size);
  if (kind != Edit::insertion) at_reference_ += size;
  if (kind != Edit::deletion) at_hypothesis_ += size;
}

void EditPath::align(TokenSpan reference, TokenSpan hypothesis, const Checkpoint& checkpoint) {
  const std::size_t prefix = common_prefix(reference.data, reference.size, hypothesis.data, hypothesis.size);
  const TokenSpan r{reference.data + prefix, reference.size - prefix};
  const TokenSpan h{hypothesis.data + prefix, hypothesis.size - prefix};
  const std::size_t suffix = common_suffix(r.data, r.size, h.data, h.size);
  const std::size_t m = r.size - suffix;
  const std::size_t n = h.size - suffix;
  add(Edit::match, prefix);
  if (m != 0 && n != 0) {
    number({r.data, m}, {h.data, n});
    divide({reference_.data(), m}, {hypothesis_.data(), n}, std::max(m, n), checkpoint);
  } else {
    add(Edit::deletion, m);
    add(Edit::insertion, n);
  }
  add(Edit::match, suffix);
}

/// Numbers the tokens of the reference from 1, and those of the hypothesis alike.
void EditPath::number(TokenSpan reference, TokenSpan hypothesis) {
  std::uint32_t* const r = reference_.reserve(reference.size);
  std::uint32_t* const h = hypothesis_.reserve(hypothesis.size);
  Token all = 0;
  for (std::size_t i = 0; i < reference.size; ++i) all |= reference.data[i];
  for (std::size_t j = 0; j < hypothesis.size; ++j) all |= hypothesis.data[j];
  if (all < kCharacters) {
    number_of_character_.resize(kCharacters);
    std::uint32_t* const numbers = number_of_character_.data();
    distinct_ = 0;
    for (std::size_t i = 0; i < reference.size; ++i) {
      std::uint32_t& number = numbers[reference.data[i]];
      if (number == 0) number = ++distinct_;
      r[i] = number;
    }
    for (std::size_t j = 0; j < hypothesis.size; ++j) h[j] = numbers[hypothesis.data[j]];
    for (std::size_t i = 0; i < reference.size; ++i) numbers[reference.data[i]] = 0;
    return;
  }
  index_.reset(reference.size);
  index_.insert_each(reference.size, [&](std::size_t i) { return reference.data[i]; }, r);
  index_.find_each(hypothesis.size, [&](std::size_t j) { return hypothesis.data[j]; }, h);
  distinct_ = index_.size();
}

/// Cuts the pair until its parts are small. `most` is a number of edits that are known to be enough.
void EditPath::divide(Numbers reference, Numbers hypothesis, std::size_t most, const Checkpoint& checkpoint) {
  const std::size_t prefix = common_prefix(reference.data, reference.size, hypothesis.data, hypothesis.size);
  reference = reference.part(prefix, reference.size);
  hypothesis = hypothesis.part(prefix, hypothesis.size);
  const std::size_t suffix = common_suffix(reference.data, reference.size, hypothesis.data, hypothesis.size);
  reference.size -= suffix;
  hypothesis.size -= suffix;
  const std::size_t m = reference.size;
  const std::size_t n = hypothesis.size;
  add(Edit::match, prefix);
  most = std::min(most, std::max(m, n));
  const std::size_t band = std::min(m, 2 * most + 1);
  if (m == 0 || n == 0) {
    add(Edit::deletion, m);
    add(Edit::insertion, n);
  } else if (m < kFewColumns || n < kFewRows || 2 * band * n / 8 < kWholeTable) {
    conquer(reference, hypothesis, checkpoint);
  } else {
    const std::size_t middle = n / 2;
    std::size_t cut = 0;
    std::size_t left_distance = 0;
    std::size_t right_distance = 0;
    {
      std::vector<std::size_t> right;
      {
        const std::vector<std::uint32_t> r(std::make_reverse_iterator(reference.data + m),
                                           std::make_reverse_iterator(reference.data));
        const std::vector<std::uint32_t> h(std::make_reverse_iterator(hypothesis.data + n),
                                           std::make_reverse_iterator(hypothesis.data + middle));
        distances({r.data(), m}, {h.data(), n - middle}, right, checkpoint);
      }
      std::vector<std::size_t> left;
      distances(reference, hypothesis.part(0, middle), left, checkpoint);
      std::size_t best = std::numeric_limits<std::size_t>::max();
      for (std::size_t i = 0; i <= m; ++i) {
        if (left[i] + right[m - i] >= best) continue;
        best = left[i] + right[m - i];
        cut = i;
      }
      left_distance = left[cut];
      right_distance = right[m - cut];
    }
    divide(reference.part(0, cut), hypothesis.part(0, middle), left_distance, checkpoint);
    divide(reference.part(cut, m), hypothesis.part(middle, n), right_distance, checkpoint);
  }
  add(Edit::match, suffix);
}

/// Makes the rows of numbers all of which are few: each has the row of its number.
void EditPath::fill_all_rows(Numbers reference, std::size_t words) {
  std::uint64_t* const rows = rows_.reserve((distinct_ + std::size_t{1}) * words);
  std::fill_n(rows, (distinct_ + std::size_t{1}) * words, 0);
  for (std::size_t i = 0; i < reference.size; ++i) {
    rows[reference.data[i] * words + i / 64] |= std::uint64_t{1} << i % 64;
  }
}

/// Makes the rows of the numbers at up to 64 * words positions.
void EditPath::fill_rows(const std::uint32_t* numbers, std::size_t size, std::size_t words) {
  if (row_of_number_.size() <= distinct_) row_of_number_.resize(distinct_ + 1, 0);
  std::uint64_t* const rows = rows_.reserve((size + 1) * words);
  std::fill_n(rows, words, 0);
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < size; ++i) {
    std::uint32_t& row = row_of_number_[numbers[i]];
    if (row == 0) {
      row = ++count;
      std::fill_n(rows + row * words, words, 0);
    }
    rows[row * words + i / 64] |= std::uint64_t{1} << i % 64;
  }
}

void EditPath::forget_rows(const std::uint32_t* numbers, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) row_of_number_[numbers[i]] = 0;
}

/// Takes strips of the reference through the whole hypothesis, the first ones first, and calls done(begin, size, state) for
/// each with the state at its end. With a `table`, the state after each step goes there.
template <class Done>
void EditPath::advance_strips(Numbers reference, Numbers hypothesis, std::uint64_t* table, const Checkpoint& checkpoint,
                              Done done) {
  const std::size_t m = reference.size;
  const std::size_t n = hypothesis.size;
  const std::size_t words = words_for(m);
  const bool all = words <= kStripWords && distinct_ <= m;  // this is no part of a longer pair
  std::uint8_t* const carry = words > kStripWords ? carry_.reserve(n) : nullptr;
  if (carry != nullptr) std::fill_n(carry, n, std::uint8_t{1});
  std::uint32_t* const row_of = all ? nullptr : row_of_.reserve(std::min(n, kUnchecked));
  for (std::size_t begin = 0; begin < m; begin += 64 * kStripWords) {
    const std::size_t size = std::min(m - begin, 64 * kStripWords);
    with_words(words_for(size), [&]<std::size_t kWords>() {
      if (all) {
        fill_all_rows(reference, kWords);
      } else {
        fill_rows(reference.data + begin, size, kWords);
      }
      State<kWords> state;
      state.up.fill(~std::uint64_t{0});
      state.down.fill(0);
      for (std::size_t first = 0; first < n; first += kUnchecked / kWords) {
        const std::size_t steps = std::min(n - first, kUnchecked / kWords);
        if (begin + first != 0) checkpoint();
        const std::uint32_t* rows = hypothesis.data + first;
        if (!all) {
          for (std::size_t j = 0; j < steps; ++j) row_of[j] = row_of_number_[rows[j]];
          rows = row_of;
        }
        std::uint64_t* const out = table == nullptr ? nullptr : table + 2 * words * first + begin / 64;
        if (carry != nullptr) {
          advance<kWords, true>(rows_.data(), rows, steps, state, carry + first, out, 2 * words, words);
        } else {
          advance<kWords, false>(rows_.data(), rows, steps, state, nullptr, out, 2 * words, words);
        }
      }
      done(begin, size, state);
    });
    if (!all) forget_rows(reference.data + begin, size);
  }
}

/// out[i] becomes the distance of the whole hypothesis to the first i tokens of the reference.
void EditPath::distances(Numbers reference, Numbers hypothesis, std::vector<std::size_t>& out,
                         const Checkpoint& checkpoint) {
  out.resize(reference.size + 1);
  out[0] = hypothesis.size;
  advance_strips(reference, hypothesis, nullptr, checkpoint,
                 [&](std::size_t begin, std::size_t size, const auto& state) {
                   for (std::size_t i = 0; i < size; ++i) {
                     out[begin + i + 1] = out[begin + i] + has(state.up.data(), i) - has(state.down.data(), i);
                   }
                 });
}

/// A pair that is not divided further: the whole table, and the way back through it.
void EditPath::conquer(Numbers reference, Numbers hypothesis, const Checkpoint& checkpoint) {
  const std::size_t m = reference.size;
  const std::size_t n = hypothesis.size;
  const std::size_t words = words_for(m);
  std::ptrdiff_t distance = static_cast<std::ptrdiff_t>(n);
  advance_strips(reference, hypothesis, table_.reserve(2 * words * n), checkpoint,
                 [&](std::size_t, std::size_t size, const auto& state) { distance += total(state, size); });
  if (runs_ == nullptr) {
    count_steps(m, n, words, static_cast<std::size_t>(distance));
  } else {
    walk(reference, hypothesis, words);
  }
}

/// Counts the steps of the way back. How many pairs of tokens are equal follows from the distance.
void EditPath::count_steps(std::size_t m, std::size_t n, std::size_t words, std::size_t distance) {
  const std::uint64_t* const table = table_.data();
  std::size_t column = m;
  std::size_t row = n;
  std::size_t insertions = 0;
  while (row != 0) {
    const std::uint64_t* const up = table + 2 * words * (row - 1);
    // A run of deletions, a word of bits at a time.
    while (column != 0) {
      const std::size_t bits = (column - 1) % 64 + 1;
      const std::uint64_t top = up[(column - 1) / 64] << (64 - bits);
      const auto run = std::min<std::size_t>(static_cast<std::size_t>(std::countl_one(top)), bits);
      column -= run;
      if (run != bits) break;
    }
    if (column == 0) break;
    --row;
    const bool inserts = row != 0 && has(up - words, column - 1);
    insertions += inserts;
    column -= !inserts;
  }
  insertions += row;
  // The length of the reference is that of the path without its insertions.
  const std::size_t deletions = m + insertions - n;
  counts_.deletions += deletions;
  counts_.insertions += insertions;
  counts_.substitutions += distance - deletions - insertions;
  counts_.hits += m - (distance - insertions);
}

/// The same step by step.
void EditPath::walk(Numbers reference, Numbers hypothesis, std::size_t words) {
  const std::uint64_t* const table = table_.data();
  std::size_t column = reference.size;
  std::size_t row = hypothesis.size;
  backwards_.clear();
  const auto take = [&](Edit kind) { add_steps(backwards_, kind, 0, 0, 1); };
  while (row != 0 && column != 0) {
    const std::uint64_t* const up = table + 2 * words * (row - 1);
    if (has(up, column - 1)) {
      --column;
      take(Edit::deletion);
      continue;
    }
    --row;
    if (row != 0 && has(up - words, column - 1)) {
      take(Edit::insertion);
      continue;
    }
    --column;
    take(reference.data[column] == hypothesis.data[row] ? Edit::match : Edit::substitution);
  }
  add_steps(backwards_, Edit::deletion, 0, 0, column);
  add_steps(backwards_, Edit::insertion, 0, 0, row);
  for (std::size_t k = backwards_.size(); k-- > 0;) add(backwards_[k].kind, backwards_[k].size);
}

void EditPath::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  index_.trim();
  for (auto* buffer : {&reference_, &hypothesis_, &row_of_}) buffer->trim(kKeep);
  rows_.trim(kKeep);
  carry_.trim(kKeep);
  table_.trim(kKeep);
  if (row_of_number_.capacity() * sizeof(std::uint32_t) > kKeep) std::vector<std::uint32_t>().swap(row_of_number_);
  if (backwards_.capacity() * sizeof(EditRun) > kKeep) std::vector<EditRun>().swap(backwards_);
}

}  // namespace gramscore
