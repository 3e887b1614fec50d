#include "gramscore/many/leave_one_out.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>

#include "many/ngram_occurrences.hpp"

namespace gramscore {
namespace {

/// The length among the others that is closest to one of `sorted`, the shorter of two.
std::int64_t closest_other(const std::vector<std::int64_t>& sorted, std::int64_t length) {
  const auto [first, end] = std::equal_range(sorted.begin(), sorted.end(), length);
  if (end - first > 1) return length;
  if (first == sorted.begin()) return *end;
  if (end == sorted.end()) return first[-1];
  return length - first[-1] <= *end - length ? first[-1] : *end;
}

}  // namespace

std::vector<std::int64_t> bleu_leave_one_out(const PreparedTexts& texts, std::size_t max_order, BleuProfile profile,
                                             const Checkpoint& checkpoint) {
  const std::size_t count = texts.items();
  if (count < 2) throw std::invalid_argument("at least two texts are needed");
  std::vector<std::span<const std::uint32_t>> numbered;
  std::vector<std::int64_t> lengths;
  for (std::size_t i = 0; i < count; ++i) {
    numbered.push_back(texts.views().front().numbers(texts.document(i, 0, false)));
    lengths.push_back(static_cast<std::int64_t>(numbered.back().size()));
  }
  std::vector<std::int64_t> sorted = lengths;
  std::ranges::sort(sorted);
  const std::size_t columns = kBleuLengths + 2 * max_order;
  const std::int64_t least_total = profile == BleuProfile::nltk ? 1 : 0;
  std::vector<std::int64_t> rows(count * columns);
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t* const row = rows.data() + i * columns;
    row[0] = lengths[i];
    if (profile == BleuProfile::huggingface) {
      row[1] = lengths[i] == sorted[0] ? sorted[1] : sorted[0];
    } else {
      row[1] = closest_other(sorted, lengths[i]);
    }
    for (std::size_t n = 1; n <= max_order; ++n) {
      row[kBleuLengths + max_order + n - 1] = std::max(lengths[i] - static_cast<std::int64_t>(n) + 1, least_total);
    }
  }
  // An n-gram counts as often as in the other text that has most of it: its k-th occurrence matches if another text has a
  // k-th one.
  many::NgramOccurrences found;
  found.start(numbered, {}, checkpoint);
  for (std::size_t n = 1; n <= max_order; ++n) {
    if (n > 1) found.next_order(checkpoint);
    bool any = false;
    for (std::size_t i = 0; i < count; ++i) {
      std::int64_t matches = 0;
      for (const std::uint32_t occurrence : found.of_text(i)) {
        matches += found.is_shared(found.occurrences()[occurrence]);
      }
      rows[i * columns + kBleuLengths + n - 1] = matches;
      any |= matches != 0;
    }
    if (!any) break;  // nor do longer ones match
  }
  return rows;
}

}  // namespace gramscore
