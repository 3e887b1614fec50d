#include "gramscore/resampling/resample.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "resampling/byte_rows.hpp"
#include "resampling/drawn_rows.hpp"

namespace gramscore {
namespace {

/// Up to here floats of 32 bits count without rounding, so that the order of adding does not matter.
constexpr double kExactSingles = 1 << 24;

/// Random indices that are drawn at a time, at least; those of whole samples.
constexpr std::size_t kDraws = 1 << 14;

/// Sums of rows of numbers of any kind, in the order drawn.
class SingleSums {
 public:
  explicit SingleSums(const Table<float>& table) : table_(table), sums_(table.width()) {}

  void clear() { std::fill(sums_.begin(), sums_.end(), 0.0f); }
  void add(std::span<const std::uint32_t> drawn) { table_.add(drawn, sums_.data()); }
  [[nodiscard]] double sum(std::size_t k) const { return static_cast<double>(sums_[k]); }

 private:
  const Table<float>& table_;
  std::vector<float> sums_;
};

template <class RowSums>
void bootstrap_sums(const ScoreOfSums& formula, RowSums sums, std::size_t examples, Pcg64& generator,
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
      sums.clear();
      if (samples * examples <= kDraws) {
        sums.add(std::span(drawn).subspan(i * examples, examples));
      } else {  // a sample of many examples, in parts
        for (std::size_t done = 0; done < examples; done += drawn.size()) {
          const std::span part = std::span(drawn).first(std::min(drawn.size(), examples - done));
          generator.fill_below(bound, part.data(), part.size());
          sums.add(part);
          checkpoint();
        }
      }
      for (std::size_t k = 0; k < figures.size(); ++k) figures[k] = sums.sum(k);
      scores[s] = formula.score(figures.data(), Sums::singles);
    }
    checkpoint();
  }
}

/// Lists the bits that are set. Example i has bit i % 32 of word i / 32.
void list_chosen(std::span<const std::uint32_t> words, std::vector<std::uint32_t>& chosen) {
  chosen.clear();
  for (std::size_t w = 0; w < words.size(); ++w) {
    for (std::uint32_t word = words[w]; word != 0; word &= word - 1) {
      chosen.push_back(static_cast<std::uint32_t>(w * 32) + static_cast<std::uint32_t>(std::countr_zero(word)));
    }
  }
}

std::vector<double> column_sums(const double* rows, std::size_t examples, std::size_t columns) {
  std::vector<double> sums(columns);
  for (std::size_t i = 0; i < examples; ++i) {
    for (std::size_t k = 0; k < columns; ++k) sums[k] += rows[i * columns + k];
  }
  return sums;
}

/// Exact whatever the order, so that one mixture follows from the other.
void swap_whole(const ScoreOfSums& formula, const double* first, const double* second, std::size_t examples,
                Pcg64& generator, std::span<double> first_scores, std::span<double> second_scores,
                const Checkpoint& checkpoint) {
  const std::size_t columns = formula.summands();
  const ByteRows first_rows(first, examples, columns);
  const ByteRows second_rows(second, examples, columns);
  ByteRows::Sums of_first(first_rows);
  ByteRows::Sums of_second(second_rows);
  const std::vector<double> all_first = column_sums(first, examples, columns);
  const std::vector<double> all_second = column_sums(second, examples, columns);
  std::vector<double> figures(columns);
  std::vector<double> others(columns);
  std::vector<std::uint32_t> words((examples + 31) / 32);
  std::vector<std::uint32_t> chosen;
  Pcg64Bits bits(generator);
  for (std::size_t trial = 0; trial < first_scores.size(); ++trial) {
    for (std::size_t w = 0; w < words.size(); ++w) {
      words[w] = bits.next(static_cast<unsigned>(std::min<std::size_t>(32, examples - w * 32)));
    }
    list_chosen(words, chosen);
    of_first.clear();
    of_first.add(chosen);
    of_second.clear();
    of_second.add(chosen);
    for (std::size_t k = 0; k < columns; ++k) {
      const double gain = of_first.sum(k) - of_second.sum(k);
      figures[k] = all_second[k] + gain;
      others[k] = all_first[k] - gain;
    }
    first_scores[trial] = formula.score(figures.data(), Sums::integers).value;
    second_scores[trial] = formula.score(others.data(), Sums::integers).value;
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
  std::vector<double> sums(first.width());
  std::vector<double> figures(columns);
  const auto mixture = [&](std::span<const std::uint32_t> of_first, std::span<const std::uint32_t> of_second) {
    std::fill(sums.begin(), sums.end(), 0.0);
    list_chosen(of_first, chosen);
    first.add(chosen, sums.data());
    std::copy_n(sums.begin(), columns, figures.begin());
    std::fill(sums.begin(), sums.end(), 0.0);
    list_chosen(of_second, chosen);
    second.add(chosen, sums.data());
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

/// Whether the rows are counts.
bool is_whole(const ScoreOfSums& formula, const double* rows, std::size_t examples) {
  return formula.whole() && are_whole(examples * formula.summands(), [rows](std::size_t i) { return rows[i]; });
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
  const bool exact =
      is_whole(formula, rows, examples) &&
      *std::max_element(rows, rows + examples * columns) * static_cast<double>(examples) <= kExactSingles;
  if (exact) {
    bootstrap_sums(formula, ByteRows::Sums(ByteRows(rows, examples, columns)), examples, generator, scores, checkpoint);
  } else {
    bootstrap_sums(formula, SingleSums(Table<float>(rows, examples, columns)), examples, generator, scores, checkpoint);
  }
}

void swap(const ScoreOfSums& formula, const double* first, const double* second, std::size_t examples, Pcg64& generator,
          std::span<double> first_scores, std::span<double> second_scores, const Checkpoint& checkpoint) {
  check_examples(examples);
  const std::size_t columns = formula.summands();
  if (is_whole(formula, first, examples) && is_whole(formula, second, examples)) {
    swap_whole(formula, first, second, examples, generator, first_scores, second_scores, checkpoint);
  } else {
    swap_fractions(formula, {first, examples, columns}, {second, examples, columns}, examples, generator, first_scores,
                   second_scores, checkpoint);
  }
}

}  // namespace gramscore
