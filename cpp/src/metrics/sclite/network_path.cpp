#include "metrics/sclite/network_path.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "match/middle_crossing.hpp"
#include "work/hash.hpp"

namespace gramscore {
namespace {

constexpr std::int64_t kSubstitution = 4;
constexpr std::int64_t kGap = 3;

/// Cells whose last steps are written down at a time, and cells between checkpoints.
constexpr std::size_t kWholeTable = std::size_t{1} << 22;
constexpr std::size_t kUnchecked = std::size_t{1} << 18;

std::uint64_t hash_units(std::span<const std::uint32_t> units, std::uint64_t seed) {
  std::uint64_t h = seed ^ units.size();
  for (const std::uint32_t unit : units) h = hash_value(h ^ unit, seed);
  return h;
}

bool same(const std::uint32_t* a, const std::uint32_t* b, std::size_t size) { return std::equal(a, a + size, b); }

using Units = std::span<const std::uint32_t>;

}  // namespace

void NetworkPath::make_room(std::size_t words) {
  std::size_t size = 64;
  while (size < 2 * words) size *= 2;
  if (slots_.size() < size || slots_.size() > 4096) slots_.resize(size);
  std::fill(slots_.begin(), slots_.end(), 0);
  mask_ = slots_.size() - 1;
  known_.clear();
}

/// Numbers words by what they are compared by.
void NetworkPath::number(const WordNetwork& network, std::vector<std::uint32_t>& numbers) {
  const std::uint64_t seed = hash_seed();
  const std::size_t count = network.words().size();
  numbers.resize(count);
  for (std::size_t w = 1; w < count; ++w) {
    const Units text = network.compared(w);
    const std::uint64_t hash = hash_units(text, seed);
    std::size_t slot = hash & mask_;
    while (slots_[slot] != 0) {
      const Known& known = known_[slots_[slot] - 1];
      if (known.hash == hash && known.size == text.size() && same(known.text, text.data(), known.size)) break;
      slot = (slot + 1) & mask_;
    }
    if (slots_[slot] == 0) {
      known_.push_back({text.data(), text.size(), hash});
      slots_[slot] = static_cast<std::uint32_t>(known_.size());
    }
    numbers[w] = slots_[slot];
  }
}

void NetworkPath::find(const WordNetwork& reference, const WordNetwork& hypothesis, std::vector<ScliteStep>& steps,
                       const Checkpoint& checkpoint) {
  steps.clear();
  steps_ = &steps;
  checkpoint_ = &checkpoint;
  reference_ = &reference;
  hypothesis_ = &hypothesis;
  const std::size_t words = reference.words().size() + hypothesis.words().size();
  if (words > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("a text of over 4 billion words");
  make_room(words);
  number(reference, reference_numbers_);
  number(hypothesis, hypothesis_numbers_);
  if (reference.plain() && hypothesis.plain()) {
    find_plain();
  } else {
    find_any();
  }
}

void NetworkPath::find_plain() {
  const std::size_t m = reference_numbers_.size() - 1;
  const std::size_t n = hypothesis_numbers_.size() - 1;
  // A pair of equal words at the end is on the path: no gap is cheaper.
  std::size_t suffix = 0;
  while (suffix < std::min(m, n) && reference_numbers_[m - suffix] == hypothesis_numbers_[n - suffix]) ++suffix;
  divide(0, m - suffix, 0, n - suffix);
  for (; suffix > 0; --suffix) {
    steps_->push_back(
        {Edit::match, static_cast<std::uint32_t>(m - suffix + 1), static_cast<std::uint32_t>(n - suffix + 1)});
  }
}

/// Calls use(row, column, step) for each cell of the table but those of the first row, row by row: the last step to it.
template <class Use>
void NetworkPath::fill(const std::uint32_t* reference, std::size_t m, const std::uint32_t* hypothesis, std::size_t n,
                       Use use) {
  std::int64_t* const row = row_.reserve(m + 1);
  for (std::size_t i = 0; i <= m; ++i) row[i] = static_cast<std::int64_t>(i) * kGap;
  std::size_t unchecked = 0;
  for (std::size_t j = 1; j <= n; ++j) {
    unchecked += m + 1;
    if (unchecked > kUnchecked) {
      unchecked = 0;
      (*checkpoint_)();
    }
    const std::uint32_t word = hypothesis[j - 1];
    std::int64_t diagonal = row[0];
    std::int64_t left = row[0] += kGap;
    use(j, 0, Edit::insertion);
    for (std::size_t i = 1; i <= m; ++i) {
      const bool matches = reference[i - 1] == word;
      const std::int64_t paired = diagonal + (matches ? 0 : kSubstitution);
      const std::int64_t inserted = row[i] + kGap;
      const std::int64_t deleted = left + kGap;
      const bool deletes = deleted < inserted;
      const std::int64_t gap = deletes ? deleted : inserted;
      diagonal = row[i];
      left = row[i] = paired <= gap ? paired : gap;
      use(j, i,
          paired <= gap ? (matches ? Edit::match : Edit::substitution)
          : deletes     ? Edit::deletion
                        : Edit::insertion);
    }
  }
}

/// The path of a part of both texts. A part whose table would be too large is cut where its path leaves the middle row,
/// which the cells below carry along; the paths of both parts are those of the whole.
void NetworkPath::divide(std::size_t reference_begin, std::size_t reference_end, std::size_t hypothesis_begin,
                         std::size_t hypothesis_end) {
  if (find_near(reference_begin, reference_end, hypothesis_begin, hypothesis_end)) return;
  const std::size_t m = reference_end - reference_begin;
  const std::size_t n = hypothesis_end - hypothesis_begin;
  const std::uint32_t* const reference = reference_numbers_.data() + 1 + reference_begin;
  const std::uint32_t* const hypothesis = hypothesis_numbers_.data() + 1 + hypothesis_begin;
  const std::size_t middle = n / 2;
  std::size_t* const crossing = crossing_.reserve(m + 1);
  fill(reference, m, hypothesis, n, MiddleCrossing(crossing, middle));
  const std::size_t cut = crossing[m];
  divide(reference_begin, reference_begin + cut, hypothesis_begin, hypothesis_begin + middle);
  divide(reference_begin + cut, reference_end, hypothesis_begin + middle, hypothesis_end);
}

/// The path, if its table is not too large. Each word that a path is off the diagonals between both ends costs a gap there
/// and one back, so that what is cheap stays near them; others are looked for in a wider band.
bool NetworkPath::find_near(std::size_t reference_begin, std::size_t reference_end, std::size_t hypothesis_begin,
                            std::size_t hypothesis_end) {
  const auto m = static_cast<std::int64_t>(reference_end - reference_begin);
  const auto n = static_cast<std::int64_t>(hypothesis_end - hypothesis_begin);
  const std::int64_t least = std::min<std::int64_t>(m - n, 0);  // of diagonals, by words of the reference more
  const std::int64_t most = std::max<std::int64_t>(m - n, 0);
  for (std::int64_t off = 1;; off *= 2) {
    const std::int64_t first = std::max(least - off, -n);
    const std::int64_t last = std::min(most + off, m);
    const std::int64_t width = last - first + 1;
    const std::int64_t stride = std::min(width, m + 1);
    if (n > 1 && stride > static_cast<std::int64_t>(kWholeTable) / (n + 1)) return false;
    const std::int64_t cost = fill_band(reference_begin, m, hypothesis_begin, n, first, width);
    if (cost >= kGap * (most - least + 2 * (off + 1)) && (first > -n || last < m)) continue;
    backwards_.clear();
    const std::uint8_t* const table = table_.data();
    for (std::int64_t i = m, j = n; i != 0 || j != 0;) {
      const Edit step =
          j == 0 ? Edit::deletion : static_cast<Edit>(table[j * stride + (width > m ? i : i - j - first)]);
      const bool of_reference = step != Edit::insertion;
      const bool of_hypothesis = step != Edit::deletion;
      backwards_.push_back(
          {step, of_reference ? static_cast<std::uint32_t>(static_cast<std::int64_t>(reference_begin) + i) : 0,
           of_hypothesis ? static_cast<std::uint32_t>(static_cast<std::int64_t>(hypothesis_begin) + j) : 0});
      i -= of_reference;
      j -= of_hypothesis;
    }
    steps_->insert(steps_->end(), backwards_.rbegin(), backwards_.rend());
    return true;
  }
}

/// The cost of the cheapest path on `width` diagonals from `first` on. The last steps to cells are in table_, by diagonals,
/// or by words of the reference if these are no more.
std::int64_t NetworkPath::fill_band(std::size_t reference_begin, std::int64_t m, std::size_t hypothesis_begin,
                                    std::int64_t n, std::int64_t first, std::int64_t width) {
  constexpr std::int64_t kNone = std::int64_t{1} << 60;
  const std::uint32_t* const reference = reference_numbers_.data() + reference_begin;  // words from 1 on
  const std::uint32_t* const hypothesis = hypothesis_numbers_.data() + hypothesis_begin;
  // A diagonal's cell of the present row, after those of the row before.
  std::int64_t* const row = row_.reserve(static_cast<std::size_t>(width) + 1);
  const std::int64_t stride = std::min(width, m + 1);
  std::uint8_t* const table = table_.reserve(static_cast<std::size_t>((n + 1) * stride));
  for (std::int64_t c = 0; c <= width; ++c) row[c] = first + c < 0 || c == width ? kNone : (first + c) * kGap;
  std::int64_t unchecked = 0;
  for (std::int64_t j = 1; j <= n; ++j) {
    unchecked += width;
    if (unchecked > static_cast<std::int64_t>(kUnchecked)) {
      unchecked = 0;
      (*checkpoint_)();
    }
    const std::int64_t base = j * stride + (width > m ? j + first : 0);
    const std::uint32_t word = hypothesis[j];
    std::int64_t c = std::max<std::int64_t>(-(j + first), 0);
    const std::int64_t end = std::min(width, m - j - first + 1);
    std::int64_t left = kNone;
    if (j + first + c == 0) {
      left = row[c] = j * kGap;
      table[base + c++] = static_cast<std::uint8_t>(Edit::insertion);
    }
    for (; c < end; ++c) {
      const bool matches = reference[j + first + c] == word;
      const std::int64_t paired = row[c] + (matches ? 0 : kSubstitution);
      const std::int64_t inserted = row[c + 1] + kGap;
      const std::int64_t deleted = left + kGap;
      const bool deletes = deleted < inserted;
      const std::int64_t gap = deletes ? deleted : inserted;
      const Edit of_gap = deletes ? Edit::deletion : Edit::insertion;
      const Edit of_pair = matches ? Edit::match : Edit::substitution;
      left = row[c] = paired <= gap ? paired : gap;
      table[base + c] = static_cast<std::uint8_t>(paired <= gap ? of_pair : of_gap);
    }
  }
  return row[m - n - first];
}

/// Whether two words count as the same, the first of the reference.
bool NetworkPath::equal(std::size_t a, std::size_t b) const {
  if (reference_numbers_[a] == hypothesis_numbers_[b]) {
    const bool fragment = reference_->words()[a].fragment || hypothesis_->words()[b].fragment;
    if (!fragment) return true;
  } else if (!reference_->words()[a].fragment && !hypothesis_->words()[b].fragment) {
    return false;
  }
  const Units one = reference_->compared(a);
  const Units other = hypothesis_->compared(b);
  // What a fragment is a part of, seen from each side; the reference is asked first.
  const auto part_of = [](Units fragment, Units whole, bool& decides) {
    decides = fragment.size() > 1 && (fragment.front() == '-' || fragment.back() == '-');
    if (!decides) return false;
    const std::size_t size = fragment.size() - 1;
    if (whole.size() < size) return false;
    if (fragment.front() == '-') return same(fragment.data() + 1, whole.data() + (whole.size() - size), size);
    return same(fragment.data(), whole.data(), size);
  };
  bool decides = false;
  const bool forwards = part_of(one, other, decides);
  if (decides) return forwards;
  const bool backwards = part_of(other, one, decides);
  if (decides) return backwards;
  return reference_numbers_[a] == hypothesis_numbers_[b];
}

/// What the program adds, in its single precision: 0.001 leaves traces in sums that decide between equals.
float NetworkPath::gap_cost(const ScliteWord& word) { return word.nothing ? 0.001f : word.optional ? 2.0f : 3.0f; }

float NetworkPath::pair_cost(std::size_t a, std::size_t b) const {
  if (reference_->words()[a].nothing && hypothesis_->words()[b].nothing) return 1.0f;
  return equal(a, b) ? 0.0f : 4.0f;
}

/// Of texts that are not plain: a table of costs, whose last steps are worked out again on the way back.
void NetworkPath::find_any() {
  const auto theirs = reference_->words();
  const auto mine = hypothesis_->words();
  const std::size_t width = mine.size();
  if (theirs.size() > std::numeric_limits<std::size_t>::max() / sizeof(float) / width) {
    throw std::length_error("texts with alternatives of too many words");
  }
  float* const cost = costs_.reserve(theirs.size() * width);
  struct Best {
    float cost;
    std::uint32_t a;
    std::uint32_t b;
  };
  const float none = std::numeric_limits<float>::infinity();
  // The best cells that a step comes from, the first of equals.
  const auto inserted = [&](std::size_t a, std::size_t b) {
    Best best{none, static_cast<std::uint32_t>(a), 0};
    for (const std::uint32_t before : hypothesis_->predecessors(b)) {
      if (cost[a * width + before] < best.cost) best.cost = cost[a * width + before], best.b = before;
    }
    best.cost += gap_cost(mine[b]);
    return best;
  };
  const auto deleted = [&](std::size_t a, std::size_t b) {
    Best best{none, 0, static_cast<std::uint32_t>(b)};
    for (const std::uint32_t before : reference_->predecessors(a)) {
      if (cost[before * width + b] < best.cost) best.cost = cost[before * width + b], best.a = before;
    }
    best.cost += gap_cost(theirs[a]);
    return best;
  };
  const auto paired = [&](std::size_t a, std::size_t b) {
    Best best{none, 0, 0};
    for (const std::uint32_t above : reference_->predecessors(a)) {
      for (const std::uint32_t before : hypothesis_->predecessors(b)) {
        const float found = cost[above * width + before];
        if (found < best.cost) best = {found, above, before};
      }
    }
    best.cost += pair_cost(a, b);
    return best;
  };
  const auto best_of = [&](std::size_t a, std::size_t b) {
    if (a == 0) return inserted(a, b);
    if (b == 0) return deleted(a, b);
    const Best insertion = inserted(a, b);
    const Best deletion = deleted(a, b);
    const Best pair = paired(a, b);
    if (pair.cost <= deletion.cost && pair.cost <= insertion.cost) return pair;
    return deletion.cost < insertion.cost ? deletion : insertion;
  };
  cost[0] = 0;
  std::size_t unchecked = 0;
  for (std::size_t a = 0; a < theirs.size(); ++a) {
    unchecked += width;
    if (unchecked > kUnchecked / 8) {
      unchecked = 0;
      (*checkpoint_)();
    }
    for (std::size_t b = a == 0 ? 1 : 0; b < width; ++b) cost[a * width + b] = best_of(a, b).cost;
  }
  Best end{none, 0, 0};
  for (const std::uint32_t a : reference_->last()) {
    for (const std::uint32_t b : hypothesis_->last()) {
      if (cost[a * width + b] < end.cost) end = {cost[a * width + b], a, b};
    }
  }
  backwards_.clear();
  std::uint32_t a = end.a;
  std::uint32_t b = end.b;
  while (a != 0 || b != 0) {
    const Best before = best_of(a, b);
    if (before.a == a) {
      if (!mine[b].nothing) backwards_.push_back({mine[b].optional ? Edit::match : Edit::insertion, 0, b});
    } else if (before.b == b) {
      if (!theirs[a].nothing) backwards_.push_back({theirs[a].optional ? Edit::match : Edit::deletion, a, 0});
    } else if (!(theirs[a].nothing && mine[b].nothing)) {
      backwards_.push_back({equal(a, b) ? Edit::match : Edit::substitution, a, b});
    }
    a = before.a;
    b = before.b;
  }
  steps_->assign(backwards_.rbegin(), backwards_.rend());
}

void NetworkPath::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  const auto trim = [](auto& values) {
    using Values = std::remove_reference_t<decltype(values)>;
    if (values.capacity() * sizeof(typename Values::value_type) > kKeep) Values().swap(values);
  };
  trim(known_);
  trim(slots_);
  trim(reference_numbers_);
  trim(hypothesis_numbers_);
  trim(backwards_);
  row_.trim(kKeep);
  crossing_.trim(kKeep);
  table_.trim(kKeep);
  costs_.trim(kKeep);
}

}  // namespace gramscore
