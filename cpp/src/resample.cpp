#include "gramscore/resample.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "drawn_rows.hpp"
#include "gramscore/kernels.hpp"

namespace gramscore {
namespace {

/// Up to here floats of 32 bits count without rounding, so that the order of adding does not matter.
constexpr double kExactSingles = 1 << 24;

/// Random indices that are drawn at a time, at least; those of whole samples.
constexpr std::size_t kDraws = 1 << 14;

/// Rows of numbers of any kind, which are added in the order drawn.
class FloatRows {
 public:
  FloatRows(const double* rows, std::size_t examples, std::size_t columns)
      : table_(rows, examples, columns), sums_(table_.lanes) {}

  void clear() { std::fill(sums_.begin(), sums_.end(), 0.0f); }
  void add(std::span<const std::uint32_t> drawn) { add_drawn(table_, drawn, sums_.data()); }
  void sums(std::span<double> out) const { std::copy_n(sums_.begin(), out.size(), out.begin()); }

 private:
  Table<float> table_;
  std::vector<float> sums_;
};

/// Rows of whole numbers, as bytes: first the lowest byte of each, then the next one, so that one load has many of them.
class ByteRows {
 public:
  ByteRows(const double* rows, std::size_t examples, std::size_t columns, std::uint32_t greatest)
      : columns_(columns), bytes_((static_cast<std::size_t>(std::bit_width(greatest)) + 7) / 8) {
    width_ = (columns * bytes_ + kByteLanes - 1) / kByteLanes * kByteLanes;
    rows_.resize(width_ * examples);
    sums_.resize(width_);
    for (std::size_t i = 0; i < examples; ++i) {
      for (std::size_t k = 0; k < columns; ++k) {
        auto number = static_cast<std::uint32_t>(rows[i * columns + k]);
        for (std::size_t b = 0; b < bytes_; ++b, number >>= 8) {
          rows_[i * width_ + b * columns + k] = static_cast<std::uint8_t>(number);
        }
      }
    }
  }

  void clear() { std::fill(sums_.begin(), sums_.end(), 0u); }
  void add(std::span<const std::uint32_t> drawn) {
    kernel_.add_bytes(rows_.data(), width_, drawn.data(), drawn.size(), sums_.data());
  }
  void sums(std::span<double> out) const {
    for (std::size_t k = 0; k < columns_; ++k) {
      std::uint64_t sum = 0;
      for (std::size_t b = 0; b < bytes_; ++b) sum += std::uint64_t{sums_[b * columns_ + k]} << (8 * b);
      out[k] = static_cast<double>(sum);
    }
  }

 private:
  const Kernels& kernel_ = kernels();
  std::size_t columns_;
  std::size_t bytes_;
  std::size_t width_;
  std::vector<std::uint8_t> rows_;
  std::vector<std::uint32_t> sums_;
};

template <class Rows>
void bootstrap_sums(const ScoreOfSums& formula, Rows rows, std::size_t examples, Pcg64& generator,
                    std::span<ScoreOfSums::Score> scores, const Checkpoint& checkpoint) {
  const auto bound = static_cast<std::uint32_t>(examples);
  std::vector<double> figures(formula.summands());
  std::vector<std::uint32_t> drawn;
  const std::size_t at_once = std::max<std::size_t>(1, kDraws / examples);
  for (std::size_t s = 0; s < scores.size();) {
    const std::size_t samples = std::min(at_once, scores.size() - s);
    drawn.resize(std::min(samples * examples, kDraws));
    if (samples * examples <= kDraws) generator.fill_below(bound, drawn.data(), drawn.size());
    for (std::size_t i = 0; i < samples; ++i, ++s) {
      rows.clear();
      if (samples * examples <= kDraws) {
        rows.add(std::span(drawn).subspan(i * examples, examples));
      } else {  // a sample of many examples, in parts
        for (std::size_t done = 0; done < examples; done += drawn.size()) {
          const std::span part = std::span(drawn).first(std::min(drawn.size(), examples - done));
          generator.fill_below(bound, part.data(), part.size());
          rows.add(part);
          checkpoint();
        }
      }
      rows.sums(figures);
      scores[s] = formula.score(figures.data(), Sums::singles);
    }
    checkpoint();
  }
}

/// Adds the rows of `table` whose bits are set. Example i has bit i % 32 of word i / 32.
template <class T>
void add_chosen(const Table<T>& table, std::span<const std::uint32_t> words, std::vector<std::uint32_t>& chosen,
                T* sums) {
  chosen.clear();
  for (std::size_t w = 0; w < words.size(); ++w) {
    for (std::uint32_t word = words[w]; word != 0; word &= word - 1) {
      chosen.push_back(static_cast<std::uint32_t>(w * 32) + static_cast<std::uint32_t>(std::countr_zero(word)));
    }
  }
  add_drawn(table, std::span<const std::uint32_t>(chosen), sums);
}

/// Exact whatever the order, so that one mixture follows from the other.
void swap_whole(const ScoreOfSums& formula, const Table<std::int64_t>& first, const Table<std::int64_t>& second,
                std::size_t examples, Pcg64& generator, std::span<double> first_scores, std::span<double> second_scores,
                const Checkpoint& checkpoint) {
  const std::size_t columns = formula.summands();
  Table<std::int64_t> difference = first;
  std::vector<std::int64_t> total(first.lanes);
  std::vector<std::int64_t> all_second(first.lanes);
  for (std::size_t i = 0; i < difference.numbers.size(); ++i) {
    difference.numbers[i] -= second.numbers[i];
    total[i % first.lanes] += first.numbers[i] + second.numbers[i];
    all_second[i % first.lanes] += second.numbers[i];
  }
  std::vector<std::int64_t> sums(first.lanes);
  std::vector<double> figures(columns);
  std::vector<std::uint32_t> words((examples + 31) / 32);
  std::vector<std::uint32_t> chosen;
  Pcg64Bits bits(generator);
  for (std::size_t trial = 0; trial < first_scores.size(); ++trial) {
    for (std::size_t w = 0; w < words.size(); ++w) {
      words[w] = bits.next(static_cast<unsigned>(std::min<std::size_t>(32, examples - w * 32)));
    }
    sums = all_second;
    add_chosen(difference, words, chosen, sums.data());
    std::copy_n(sums.begin(), columns, figures.begin());
    first_scores[trial] = formula.score(figures.data(), Sums::integers).value;
    for (std::size_t k = 0; k < columns; ++k) figures[k] = static_cast<double>(total[k] - sums[k]);
    second_scores[trial] = formula.score(figures.data(), Sums::integers).value;
    checkpoint();
  }
}

/// Fractions are added in the order of the examples.
void swap_fractions(const ScoreOfSums& formula, const Table<double>& first, const Table<double>& second,
                    std::size_t examples, Pcg64& generator, std::span<double> first_scores,
                    std::span<double> second_scores, const Checkpoint& checkpoint) {
  const std::size_t columns = formula.summands();
  std::vector<std::uint32_t> words((examples + 31) / 32);
  std::vector<std::uint32_t> others(words.size());
  std::vector<std::uint32_t> chosen;
  std::vector<double> sums(first.lanes);
  std::vector<double> figures(columns);
  const auto mixture = [&](std::span<const std::uint32_t> of_first, std::span<const std::uint32_t> of_second) {
    std::fill(sums.begin(), sums.end(), 0.0);
    add_chosen(first, of_first, chosen, sums.data());
    std::copy_n(sums.begin(), columns, figures.begin());
    std::fill(sums.begin(), sums.end(), 0.0);
    add_chosen(second, of_second, chosen, sums.data());
    for (std::size_t k = 0; k < columns; ++k) figures[k] += sums[k];
    return formula.score(figures.data(), Sums::doubles).value;
  };
  Pcg64Bits bits(generator);
  for (std::size_t trial = 0; trial < first_scores.size(); ++trial) {
    for (std::size_t w = 0; w < words.size(); ++w) {
      const auto count = static_cast<unsigned>(std::min<std::size_t>(32, examples - w * 32));
      words[w] = bits.next(count);
      others[w] = ~words[w] & (0xffffffffu >> (32 - count));
    }
    first_scores[trial] = mixture(words, others);
    second_scores[trial] = mixture(others, words);
    checkpoint();
  }
}

void check_examples(std::size_t examples) {
  if (examples == 0) throw std::invalid_argument("there are no examples to resample");
  if (examples > 0xffffffffu) throw std::length_error("more than 4294967295 examples cannot be resampled");
}

}  // namespace

void bootstrap(const ScoreOfSums& formula, const double* rows, std::size_t examples, Pcg64& generator,
               std::span<ScoreOfSums::Score> scores, const Checkpoint& checkpoint) {
  check_examples(examples);
  const std::size_t columns = formula.summands();
  const auto [least, greatest] = std::minmax_element(rows, rows + examples * columns);
  if (formula.whole() && *least >= 0 && *greatest * static_cast<double>(examples) <= kExactSingles) {
    const ByteRows bytes(rows, examples, columns, static_cast<std::uint32_t>(*greatest));
    bootstrap_sums(formula, bytes, examples, generator, scores, checkpoint);
  } else {
    bootstrap_sums(formula, FloatRows(rows, examples, columns), examples, generator, scores, checkpoint);
  }
}

void swap(const ScoreOfSums& formula, const double* first, const double* second, std::size_t examples, Pcg64& generator,
          std::span<double> first_scores, std::span<double> second_scores, const Checkpoint& checkpoint) {
  check_examples(examples);
  const std::size_t columns = formula.summands();
  if (formula.whole()) {
    swap_whole(formula, {first, examples, columns}, {second, examples, columns}, examples, generator, first_scores,
               second_scores, checkpoint);
  } else {
    swap_fractions(formula, {first, examples, columns}, {second, examples, columns}, examples, generator, first_scores,
                   second_scores, checkpoint);
  }
}

}  // namespace gramscore
