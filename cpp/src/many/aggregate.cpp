#include "gramscore/many/aggregate.hpp"

#include <algorithm>
#include <stdexcept>

#include "many/ngram_occurrences.hpp"
#include "metrics/formulas.hpp"

namespace gramscore {
namespace {

double grams_in(std::size_t tokens, std::size_t order) {
  return tokens < order ? 0.0 : static_cast<double>(tokens - order + 1);
}

/// Numbers of fractions.
struct FractionalSums {
  using Number = double;

  const double* matches;
  const double* predicted;
  double length;
  double reference_length;
  std::size_t max_order;

  [[nodiscard]] double sys_len() const { return length; }
  [[nodiscard]] double ref_len() const { return reference_length; }
  [[nodiscard]] double count(std::size_t n) const { return matches[n - 1]; }
  [[nodiscard]] double total(std::size_t n) const { return predicted[n - 1]; }
  [[nodiscard]] static double plus(double number, double value) { return number + value; }
};

}  // namespace

AggregateCounts aggregate_counts(const PreparedTexts& texts, std::size_t first, std::size_t count,
                                 const PreparedTexts& references, std::size_t first_reference,
                                 std::size_t reference_count, std::span<const double> weights,
                                 std::span<const Counted> counted, const Checkpoint& checkpoint) {
  if (reference_count == 0) throw std::invalid_argument("an aggregate needs at least one reference");
  AggregateCounts result;
  result.matches.assign(count * counted.size(), 0.0);
  result.predicted.assign(count * counted.size(), 0.0);
  result.referenced.assign(counted.size(), 0.0);
  const auto total = weights.empty() ? static_cast<double>(reference_count) : 1.0;
  const auto weight = [&](std::size_t r) { return weights.empty() ? 1.0 : weights[r]; };
  for (std::size_t v = 0; v < texts.views().size(); ++v) {
    std::size_t orders = 0;
    for (const Counted& wanted : counted) orders = std::max(orders, wanted.view == v ? wanted.order : 0);
    if (orders == 0) continue;
    std::vector<std::span<const std::uint32_t>> rows;
    std::vector<std::span<const std::uint32_t>> columns;
    std::vector<std::vector<std::uint32_t>> translated;
    for (std::size_t i = 0; i < count; ++i) {
      rows.push_back(texts.views()[v].numbers(texts.document(first + i, 0, false)));
    }
    const bool same = &texts == &references;
    const std::vector<std::uint32_t> numbers =
        same ? std::vector<std::uint32_t>() : texts.views()[v].numbers_of(references.views()[v]);
    for (std::size_t r = 0; r < reference_count; ++r) {
      columns.push_back(references.views()[v].numbers(references.document(first_reference + r, 0, true)));
      if (same) continue;
      std::vector<std::uint32_t>& own = translated.emplace_back();
      for (const std::uint32_t number : columns[r]) own.push_back(numbers[number]);
    }
    for (std::size_t r = 0; r < translated.size(); ++r) columns[r] = translated[r];
    if (v == 0) {
      for (const auto& row : rows) result.lengths.push_back(static_cast<double>(row.size()));
      for (std::size_t r = 0; r < reference_count; ++r) {
        result.length += weight(r) * static_cast<double>(columns[r].size());
      }
      result.length /= total;
    }
    many::NgramOccurrences found;
    found.start(rows, columns, checkpoint);
    std::vector<double> having;
    for (std::size_t order = 1; order <= orders; ++order) {
      if (order > 1) found.next_order(checkpoint);
      const auto it = std::ranges::find_if(
          counted, [&](const Counted& wanted) { return wanted.view == v && wanted.order == order; });
      if (it == counted.end()) continue;
      const auto k = static_cast<std::size_t>(it - counted.begin());
      for (std::size_t r = 0; r < reference_count; ++r) {
        result.referenced[k] += weight(r) * grams_in(columns[r].size(), order);
      }
      result.referenced[k] /= total;
      // Of each n-gram the weight of the references that have a first, a second... occurrence adds up to its number in the
      // aggregate, `total` times. The k-th occurrence of a text takes of it what the ones before have left, up to one.
      const auto occurrences = found.occurrences();
      having.assign(occurrences.size(), 0.0);
      for (std::size_t r = 0; r < reference_count; ++r) {
        for (const std::uint32_t occurrence : found.of_text(count + r)) having[occurrence] += weight(r);
      }
      for (std::size_t g = 1; g < occurrences.size(); ++g) {
        if (!occurrences[g].is_first()) continue;
        double all = 0;
        for (std::size_t o = g; o != 0; o = occurrences[o].next) all += having[o];
        for (std::size_t o = g; o != 0; o = occurrences[o].next) {
          having[o] = std::clamp(all, 0.0, total);
          all -= total;
        }
      }
      for (std::size_t i = 0; i < count; ++i) {
        double matches = 0;
        for (const std::uint32_t occurrence : found.of_text(i)) matches += having[occurrence];
        result.matches[i * counted.size() + k] = matches / total;
        result.predicted[i * counted.size() + k] = grams_in(rows[i].size(), order);
      }
    }
  }
  return result;
}

std::vector<double> aggregate_chrf(const AggregateCounts& counts, std::size_t orders, const ChrfFormula& formula) {
  std::vector<double> scores(counts.lengths.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i] = formulas::chrf<double>(
        [&](std::size_t column) {
          const std::size_t k = column / kChrfColumns;
          const std::size_t at = i * orders + k;
          switch (column % kChrfColumns) {
            case 0: return counts.referenced[k] == 0 ? 0.0 : counts.predicted[at];
            case 1: return counts.referenced[k];
            default: return counts.matches[at];
          }
        },
        orders, formula);
  }
  return scores;
}

std::vector<double> aggregate_bleu(const AggregateCounts& counts, std::size_t orders, const BleuFormula& formula) {
  std::vector<double> scores(counts.lengths.size());
  BleuResult result;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const FractionalSums sums{counts.matches.data() + i * orders, counts.predicted.data() + i * orders,
                              counts.lengths[i], counts.length, orders};
    formulas::bleu(sums, formula, result);
    scores[i] = result.score;
  }
  return scores;
}

}  // namespace gramscore
