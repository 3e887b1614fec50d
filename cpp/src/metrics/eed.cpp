#include "gramscore/metrics/eed.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <numeric>
#include <vector>

#include "match/strips.hpp"
#include "metrics/english_characters.hpp"

namespace gramscore {
namespace {

// Pairs are compared side by side, because a cell of the table waits for the one beside it: a lane each. The compilers
// that know vectors of two doubles, which x86-64 and ARM64 have registers for, compare two of these at a time.
#if defined(__GNUC__) || defined(__clang__)
using Two = double __attribute__((vector_size(16)));
constexpr std::size_t kTwo = 2;

inline Two smaller(Two a, Two b) { return a < b ? a : b; }
inline Two two_of(double x) { return Two{x, x}; }
#else
using Two = double;
constexpr std::size_t kTwo = 1;

inline Two smaller(Two a, Two b) { return a < b ? a : b; }
inline Two two_of(double x) { return x; }
#endif

constexpr std::size_t kLanes = 2 * kTwo;

struct Lanes {
  Two first;
  Two second;
};

inline Lanes smaller(Lanes a, Lanes b) { return {smaller(a.first, b.first), smaller(a.second, b.second)}; }
inline Lanes operator+(Lanes a, Lanes b) { return {a.first + b.first, a.second + b.second}; }
inline Lanes all_of(double x) { return {two_of(x), two_of(x)}; }

/// Lane by lane: where a is below b, `yes`, else `no`; and where they are equal.
inline Lanes where_below(Lanes a, Lanes b, Lanes yes, Lanes no) {
  return {a.first < b.first ? yes.first : no.first, a.second < b.second ? yes.second : no.second};
}
inline Lanes where_equal(Lanes a, Lanes b, Lanes yes, Lanes no) {
  return {a.first == b.first ? yes.first : no.first, a.second == b.second ? yes.second : no.second};
}

inline double& lane(Lanes& lanes, std::size_t k) {
  static_assert(sizeof(Lanes) == kLanes * sizeof(double));
  return reinterpret_cast<double*>(&lanes)[k];
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A prediction and a reference as code points, which doubles hold.
struct Pair {
  const double* prediction;
  std::size_t prediction_size;
  const double* reference;
  std::size_t reference_size;
};

struct Result {
  double distance = 0;
  std::int64_t covered = 0;
};

class Table : public Metric::Scratch {
 public:
  void trim() override {
    constexpr std::size_t kKeep = 1 << 20;
    const auto trim = [](auto& values) {
      using Values = std::remove_reference_t<decltype(values)>;
      if (values.capacity() * sizeof(values[0]) > kKeep) Values().swap(values);
    };
    trim(characters_);
    trim(ends_);
    trim(pairs_);
    trim(results_);
    trim(order_);
    trim(english_);
    trim(row_);
    trim(predictions_);
    trim(visited_);
  }

  void start() {
    characters_.clear();
    ends_.clear();
    pairs_.clear();
  }

  void add_text(TokenSpan text, bool english) {
    if (english) {
      write_english_characters(text, english_);
      text = {english_.data(), english_.size()};
    }
    for (std::size_t i = 0; i < text.size; ++i) characters_.push_back(static_cast<double>(text.data[i]));
    ends_.push_back(characters_.size());
  }

  /// Compares texts by their numbers.
  void add_pair(std::size_t prediction, std::size_t reference) {
    const auto begin = [this](std::size_t k) { return k == 0 ? 0 : ends_[k - 1]; };
    pairs_.push_back({characters_.data() + begin(prediction), ends_[prediction] - begin(prediction),
                      characters_.data() + begin(reference), ends_[reference] - begin(reference)});
  }

  void run(const EedCosts& costs, const Checkpoint& checkpoint) {
    results_.assign(pairs_.size(), {});
    order_.resize(pairs_.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    // Pairs of like sizes side by side.
    std::stable_sort(order_.begin(), order_.end(), [this](std::size_t a, std::size_t b) {
      return pairs_[a].reference_size + pairs_[a].prediction_size <
             pairs_[b].reference_size + pairs_[b].prediction_size;
    });
    for (std::size_t k = 0; k < order_.size(); k += kLanes) {
      compare({order_.data() + k, std::min(kLanes, order_.size() - k)}, costs, checkpoint);
    }
  }

  [[nodiscard]] const Pair& pair(std::size_t k) const { return pairs_[k]; }
  [[nodiscard]] const Result& result(std::size_t k) const { return results_[k]; }

 private:
  /// Cells among which the least one is looked for at once.
  static constexpr std::size_t kBlock = 8;

  /// The least cell of a row, and the first of the block that it is in.
  struct Least {
    Lanes value;
    Lanes index;
  };

  void compare(std::span<const std::size_t> chosen, const EedCosts& costs, const Checkpoint& checkpoint) {
    std::size_t shared = pairs_[chosen.front()].prediction_size;
    std::size_t columns = 0;
    std::size_t rows = 0;
    Lanes sizes = all_of(0);
    for (std::size_t l = 0; l < chosen.size(); ++l) {
      const Pair& pair = pairs_[chosen[l]];
      shared = std::min(shared, pair.prediction_size);
      columns = std::max(columns, pair.prediction_size);
      rows = std::max(rows, pair.reference_size);
      lane(sizes, l) = static_cast<double>(pair.prediction_size);
    }
    row_.assign(columns + 1 + kBlock, all_of(1.0));
    row_[0] = all_of(0.0);
    predictions_.assign(columns + 1, all_of(-1.0));
    for (std::size_t l = 0; l < chosen.size(); ++l) {
      const Pair& pair = pairs_[chosen[l]];
      for (std::size_t i = 0; i < pair.prediction_size; ++i) lane(predictions_[i + 1], l) = pair.prediction[i];
    }
    visited_.assign((columns + 1) * kLanes, 0);
    std::array<std::int64_t, kLanes> distinct{};
    Lanes jump = all_of(kInfinity);
    std::size_t work = 0;
    for (std::size_t w = 0;; ++w) {
      for (std::size_t l = 0; l < chosen.size(); ++l) {
        const Pair& pair = pairs_[chosen[l]];
        if (w != pair.reference_size) continue;
        // A place counts once less than it was covered, but once if it never was.
        results_[chosen[l]] = {std::min(lane(row_[pair.prediction_size], l), lane(jump, l)),
                               static_cast<std::int64_t>(pair.prediction_size + 1 + w) - 2 * distinct[l]};
      }
      if (w == rows) return;
      Lanes characters = all_of(0);
      for (std::size_t l = 0; l < chosen.size(); ++l) {
        const Pair& pair = pairs_[chosen[l]];
        if (w < pair.reference_size) lane(characters, l) = pair.reference[w];
      }
      Least least = advance(shared, columns, characters, jump, sizes, costs);
      for (std::size_t l = 0; l < chosen.size(); ++l) {
        const Pair& pair = pairs_[chosen[l]];
        if (w >= pair.reference_size) continue;
        std::uint8_t& seen = visited_[place(least, l) * kLanes + l];
        distinct[l] += seen == 0;
        seen = 1;
        lane(jump, l) = pair.reference[w] == ' ' ? costs.jump + lane(least.value, l) : kInfinity;
      }
      work += columns + 1;
      if (work >= kStrip) {
        checkpoint();
        work = 0;
      }
    }
  }

  /// The next row of the table. Cells beyond a lane's prediction do not count.
  Least advance(std::size_t shared, std::size_t columns, const Lanes& characters, Lanes& jump, const Lanes& sizes,
                const EedCosts& costs) {
    bool jumps = false;
    for (std::size_t l = 0; l < kLanes; ++l) jumps = jumps || lane(jump, l) != kInfinity;
    return jumps ? advance_by<true>(shared, columns, characters, jump, sizes, costs)
                 : advance_by<false>(shared, columns, characters, jump, sizes, costs);
  }

  template <bool kJumps>
  Least advance_by(std::size_t shared, std::size_t columns, const Lanes& characters, const Lanes& jump,
                   const Lanes& sizes, const EedCosts& costs) {
    const Lanes deletion = all_of(costs.deletion);
    const Lanes insertion = all_of(costs.insertion);
    const Lanes one = all_of(1.0);
    const Lanes zero = all_of(0.0);
    const auto landed = [jump](Lanes above) { return kJumps ? smaller(above, jump) : above; };
    Lanes* const row = row_.data();
    const Lanes* const predictions = predictions_.data();
    Lanes diagonal = landed(row[0]);
    Lanes left = diagonal + one;
    row[0] = left;
    const auto step = [&](std::size_t i) {
      const Lanes above = landed(row[i]);
      const Lanes substitution = diagonal + where_equal(predictions[i], characters, zero, one);
      left = smaller(left + deletion, smaller(substitution, above + insertion));
      row[i] = left;
      diagonal = above;
    };
    // The least cell is looked for in the block of cells that has it: here that begins at the index.
    Least least{left, zero};
    const auto look = [&least](Lanes value, std::size_t begin) {
      least.index = where_below(value, least.value, all_of(static_cast<double>(begin)), least.index);
      least.value = smaller(value, least.value);
    };
    // Up to the shortest prediction all cells count.
    std::size_t i = 1;
    for (; i + kBlock <= shared + 1; i += kBlock) {
      step(i);
      Lanes block = left;
      for (std::size_t k = 1; k < kBlock; ++k) {
        step(i + k);
        block = smaller(block, left);
      }
      look(block, i);
    }
    const Lanes infinity = all_of(kInfinity);
    while (i <= columns) {
      const std::size_t begin = i;
      Lanes block = infinity;
      for (; i < std::min(begin + kBlock, columns + 1); ++i) {
        step(i);
        block = smaller(block, where_below(sizes, all_of(static_cast<double>(i)), infinity, left));
      }
      look(block, begin);
    }
    return least;
  }

  /// Where in its block the least cell of a lane is, the first of equals. The row has room for a block behind it.
  [[nodiscard]] std::size_t place(Least& least, std::size_t l) {
    const auto begin = static_cast<std::size_t>(lane(least.index, l));
    const double value = lane(least.value, l);
    unsigned equal = 0;
    for (std::size_t k = kBlock; k-- > 0;) equal = equal << 1 | unsigned{lane(row_[begin + k], l) == value};
    return begin + static_cast<std::size_t>(std::countr_zero(equal));
  }

  std::vector<double> characters_;  // of all texts
  std::vector<std::size_t> ends_;
  std::vector<Pair> pairs_;
  std::vector<Result> results_;
  std::vector<std::size_t> order_;
  std::vector<Token> english_;
  std::vector<Lanes> row_;
  std::vector<Lanes> predictions_;
  std::vector<std::uint8_t> visited_;  // of each cell of a row and each lane, whether it was the least one before
};

}  // namespace

double EedFormula::score(const std::int64_t* row) const {
  const double coverage = coverage_ * static_cast<double>(row[1]);
  return std::min(1.0, (as_number(row[0]) + coverage) / (static_cast<double>(row[2]) + coverage));
}

std::unique_ptr<Metric::Scratch> Eed::make_scratch() const { return std::make_unique<Table>(); }

void Eed::score(const Examples& examples, std::int64_t* rows, Scratch& scratch, const Checkpoint& checkpoint) const {
  auto& table = static_cast<Table&>(scratch);
  const Documents& texts = examples.views.front();
  table.start();
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    for (std::uint32_t k = 0; k <= count; ++k) table.add_text(texts.tokens(d++), english_);
  }
  d = 0;
  for (const std::uint32_t count : examples.references) {
    for (std::uint32_t k = 1; k <= count; ++k) table.add_pair(d, d + k);
    d += count + std::size_t{1};
  }
  table.run(costs_, checkpoint);
  std::size_t p = 0;
  for (const std::uint32_t count : examples.references) {
    for (std::uint32_t k = 0; k < count; ++k, ++p) {
      const std::int64_t row[kEedColumns] = {as_statistic(table.result(p).distance), table.result(p).covered,
                                             static_cast<std::int64_t>(table.pair(p).reference_size)};
      if (k == 0 || formula_.score(row) < formula_.score(rows)) std::copy_n(row, kEedColumns, rows);
    }
    rows += kEedColumns;
  }
}

}  // namespace gramscore
