#include "gramscore/resampling/replicates.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <span>
#include <stdexcept>
#include <vector>

#include "gramscore/resampling/counter_stream.hpp"
#include "gramscore/work/parallel.hpp"
#include "resampling/byte_rows.hpp"
#include "resampling/counted_rows.hpp"
#include "resampling/drawn_rows.hpp"
#include "resampling/sample_groups.hpp"

namespace gramscore {
namespace {

/// Samples that are drawn from a block before the next one; more where a block is made for them.
constexpr std::size_t kSamplesTogether = 8;
constexpr std::size_t kSamplesOfMade = 32;

constexpr std::uint64_t kExchanges = std::numeric_limits<std::uint64_t>::max();

/// Of so many, numbers are so small that counting how often each is drawn pays.
constexpr std::size_t kManyExamples = 1 << 15;

/// Sums stay below 2^kRoom, so that the sum of two systems stays below 2^63.
constexpr int kRoom = 61;
/// So many bits after the point are enough, and 2 to that power is a double.
constexpr int kMostBits = 1000;

void check(const Addends& addends) {
  if (addends.examples() == 0) throw std::invalid_argument("there are no examples to resample");
  if (addends.examples() > 0xffffffffu) throw std::length_error("more than 4294967295 examples cannot be resampled");
}

/// The bits after the point.
int bits_for(std::initializer_list<const Addends*> tables) {
  double greatest = 0;
  std::size_t examples = 0;
  for (const Addends* const table : tables) {
    examples = table->examples();
    for (std::size_t k = 0; k < table->columns(); ++k) {
      for (std::size_t i = 0; i < examples; ++i) {
        const double number = std::abs(table->at(i, k));
        if (!std::isfinite(number)) throw std::invalid_argument("a number that is not finite cannot be added up");
        greatest = std::max(greatest, number);
      }
    }
  }
  int exponent = 0;
  std::frexp(greatest, &exponent);  // greatest < 2^exponent
  return std::min(kRoom - static_cast<int>(std::bit_width(examples)) - exponent, kMostBits);
}

Table<std::int64_t> whole(const Addends& addends, int bits) {
  Table<std::int64_t> table(addends.examples(), addends.columns());
  const double unit = std::ldexp(1.0, bits);
  for (std::size_t i = 0; i < addends.examples(); ++i) {
    for (std::size_t k = 0; k < addends.columns(); ++k) table.row(i)[k] = std::llrint(addends.at(i, k) * unit);
  }
  return table;
}

bool is_whole(const Addends& addends) {
  const std::size_t columns = addends.columns();
  return are_whole(addends.examples() * columns, [&](std::size_t i) { return addends.at(i / columns, i % columns); });
}

ByteRows byte_rows(const Addends& addends) {
  std::vector<double> rows(addends.examples() * addends.columns());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = addends.at(i / addends.columns(), i % addends.columns());
  return {rows.data(), addends.examples(), addends.columns()};
}

void to_doubles(std::span<const std::int64_t> sums, int bits, double* out) {
  for (const std::int64_t sum : sums) *out++ = std::ldexp(static_cast<double>(sum), -bits);
}

/// Multiples of 2^-bits, as which any numbers are added exactly.
class FixedPointRows {
 public:
  explicit FixedPointRows(const Addends& addends) : bits_(bits_for({&addends})), table_(whole(addends, bits_)) {}

  class Sums {
   public:
    explicit Sums(const FixedPointRows& rows) : rows_(&rows), sums_(rows.table_.width()) {}

    /// Adds the rows drawn, counted from row `first`.
    void add(std::span<const std::uint32_t> drawn, std::size_t first) { rows_->table_.add(drawn, sums_.data(), first); }

    [[nodiscard]] double sum(std::size_t column) const {
      return std::ldexp(static_cast<double>(sums_[column]), -rows_->bits_);
    }

   private:
    const FixedPointRows* rows_;
    std::vector<std::int64_t> sums_;
  };

 private:
  int bits_;
  Table<std::int64_t> table_;
};

/// Rows that are made block by block, for many samples.
template <class Rows>
concept MadeByBlock = requires(const Rows& rows) { rows.block(0, 0); };

/// Where sums go: those of a sample are so many columns of a row of `width` numbers.
struct Place {
  double* numbers;
  std::size_t width;
  std::size_t columns;

  [[nodiscard]] double* row(std::size_t sample) const { return numbers + sample * width; }
};

template <class Rows>
class Bootstrap : public SampleGroups {
 public:
  Bootstrap(const Rows& rows, std::size_t examples, const Sampling& sampling, const Place& out)
      : SampleGroups(sampling.samples, MadeByBlock<Rows> ? kSamplesOfMade : kSamplesTogether, sampling.checkpoint),
        rows_(rows),
        seed_(sampling.seed),
        examples_(examples),
        out_(out) {}

 protected:
  void draw(std::size_t first, std::size_t count, const Checkpoint& checkpoint) override {
    const std::size_t blocks = (examples_ + kSampledTogether - 1) / kSampledTogether;
    std::vector<std::uint32_t> draws(count * blocks);  // of each sample, from each block
    std::vector<std::uint32_t> drawn(kSampledTogether);
    for (std::size_t s = 0; s < count; ++s) {
      split(first + s, std::span(draws).subspan(s * blocks, blocks), drawn, checkpoint);
    }
    std::vector<typename Rows::Sums> sums(count, typename Rows::Sums(rows_));
    for (std::size_t b = 0; b < blocks; ++b) {
      const std::size_t start = b * kSampledTogether;
      const auto bound = static_cast<std::uint32_t>(std::min(kSampledTogether, examples_ - start));
      for (std::size_t s = 0; s < count; ++s) {
        CounterStream stream(seed_, first + s, 1 + b);
        for (std::size_t left = draws[s * blocks + b]; left > 0;) {
          const std::span part = std::span(drawn).first(std::min(left, drawn.size()));
          stream.fill_below(bound, part.data(), part.size());
          sums[s].add(part, start);
          left -= part.size();
        }
      }
      if constexpr (MadeByBlock<Rows>) rows_.add_block(sums, rows_.block(start, bound));
      checkpoint();
    }
    for (std::size_t s = 0; s < count; ++s) {
      for (std::size_t k = 0; k < out_.columns; ++k) out_.row(first + s)[k] = sums[s].sum(k);
    }
  }

 private:
  /// How many of a sample's draws are from each block.
  void split(std::size_t sample, std::span<std::uint32_t> draws, std::span<std::uint32_t> drawn,
             const Checkpoint& checkpoint) const {
    if (draws.size() == 1) {
      draws[0] = static_cast<std::uint32_t>(examples_);
      return;
    }
    CounterStream stream(seed_, sample, 0);
    for (std::size_t left = examples_; left > 0;) {
      const std::span part = drawn.first(std::min(left, drawn.size()));
      stream.fill_below(static_cast<std::uint32_t>(examples_), part.data(), part.size());
      for (const std::uint32_t index : part) ++draws[index / kSampledTogether];
      left -= part.size();
      checkpoint();
    }
  }

  const Rows& rows_;
  std::uint64_t seed_;
  std::size_t examples_;
  Place out_;
};

template <class Rows>
void bootstrap(const Rows& rows, std::size_t examples, const Sampling& sampling, const Place& sums) {
  Bootstrap<Rows> work(rows, examples, sampling, sums);
  run_chunks(work, sampling.threads);
}

class Exchange : public SampleGroups {
 public:
  Exchange(const Addends& first, const Addends& second, const Sampling& sampling, double* first_out, double* second_out)
      : SampleGroups(sampling.samples, kSamplesTogether, sampling.checkpoint),
        seed_(sampling.seed),
        examples_(first.examples()),
        columns_(first.columns()),
        bits_(bits_for({&first, &second})),
        gain_(whole(second, bits_)),
        first_sum_(gain_.width()),
        both_(gain_.width()),
        first_out_(first_out),
        second_out_(second_out) {
    const double unit = std::ldexp(1.0, bits_);
    for (std::size_t i = 0; i < examples_; ++i) {
      for (std::size_t k = 0; k < columns_; ++k) {
        const std::int64_t mine = std::llrint(first.at(i, k) * unit);
        std::int64_t& theirs = gain_.row(i)[k];
        first_sum_[k] += mine;
        both_[k] += mine + theirs;
        theirs -= mine;
      }
    }
    write(0, first_sum_.data());
  }

 protected:
  void draw(std::size_t first, std::size_t count, const Checkpoint& checkpoint) override {
    std::vector<std::int64_t> sums;
    for (std::size_t t = 0; t < count; ++t) sums.insert(sums.end(), first_sum_.begin(), first_sum_.end());
    std::vector<std::uint32_t> exchanged(kSampledTogether);
    for (std::size_t start = 0; start < examples_; start += kSampledTogether) {
      const std::size_t size = std::min(kSampledTogether, examples_ - start);
      for (std::size_t t = 0; t < count; ++t) {
        const CounterStream stream(seed_, first + t, kExchanges);
        std::size_t n = 0;
        for (std::size_t i = 0; i < size; i += 64) {
          std::uint64_t bits = stream.output((start + i) / 64);
          if (size - i < 64) bits &= (std::uint64_t{1} << (size - i)) - 1;
          for (; bits != 0; bits &= bits - 1) exchanged[n++] = static_cast<std::uint32_t>(i) + lowest(bits);
        }
        gain_.add(std::span(exchanged).first(n), sums.data() + t * gain_.width(), start);
      }
      checkpoint();
    }
    for (std::size_t t = 0; t < count; ++t) write(1 + first + t, sums.data() + t * gain_.width());
  }

 private:
  static std::uint32_t lowest(std::uint64_t bits) { return static_cast<std::uint32_t>(std::countr_zero(bits)); }

  void write(std::size_t row, const std::int64_t* sums) const {
    std::vector<std::int64_t> rest(columns_);
    for (std::size_t k = 0; k < columns_; ++k) rest[k] = both_[k] - sums[k];
    to_doubles({sums, columns_}, bits_, first_out_ + row * columns_);
    to_doubles(rest, bits_, second_out_ + row * columns_);
  }

  std::uint64_t seed_;
  std::size_t examples_;
  std::size_t columns_;
  int bits_;
  Table<std::int64_t> gain_;  // what the first system's sum gains by an exchange
  std::vector<std::int64_t> first_sum_;
  std::vector<std::int64_t> both_;  // the sum of the two, which an exchange leaves as it is
  double* first_out_;
  double* second_out_;
};

}  // namespace

void bootstrap_sums(std::span<const Addends> tables, const Sampling& sampling, double* sums) {
  std::size_t width = 0;
  for (const Addends& table : tables) {
    check(table);
    if (table.examples() != tables.front().examples()) throw std::invalid_argument("tables differ in their examples");
    width += table.columns();
  }
  std::vector<CountedRows::Rounded> counted;
  std::vector<Place> places;
  for (const Addends& table : tables) {
    const Place place{sums, width, table.columns()};
    sums += table.columns();
    if (is_whole(table)) {
      bootstrap(byte_rows(table), table.examples(), sampling, place);
    } else if (table.examples() < kManyExamples) {
      bootstrap(FixedPointRows(table), table.examples(), sampling, place);
    } else {
      counted.push_back({&table, bits_for({&table})});
      places.push_back(place);
    }
  }
  if (counted.empty()) return;
  // Drawing takes as long as adding up, so it is done once.
  const CountedRows rows(counted, kSampledTogether);
  std::size_t columns = 0;
  for (const Place& place : places) columns += place.columns;
  std::vector<double> found(sampling.samples * columns);
  bootstrap(rows, counted.front().addends->examples(), sampling, {found.data(), columns, columns});
  const double* from = found.data();
  for (std::size_t s = 0; s < sampling.samples; ++s) {
    for (const Place& place : places) {
      std::copy_n(from, place.columns, place.row(s));
      from += place.columns;
    }
  }
}

void exchange_sums(const Addends& first, const Addends& second, const Sampling& sampling, double* first_sums,
                   double* second_sums) {
  if (first.examples() != second.examples() || first.columns() != second.columns()) {
    throw std::invalid_argument("the systems differ in their number of examples");
  }
  check(first);
  Exchange work(first, second, sampling, first_sums, second_sums);
  run_chunks(work, sampling.threads);
}

void scores_of_sums(const ScoreOfSums& formula, const double* sums, std::size_t rows, double* scores) {
  for (std::size_t i = 0; i < rows; ++i) scores[i] = formula.score(sums + i * formula.summands(), Sums::doubles).value;
}

void means_of_sums(std::size_t examples, double* sums, std::size_t numbers) {
  for (std::size_t i = 0; i < numbers; ++i) sums[i] /= static_cast<double>(examples);
}

}  // namespace gramscore
