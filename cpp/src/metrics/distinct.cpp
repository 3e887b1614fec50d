#include "gramscore/metrics/distinct.hpp"

#include <algorithm>

#include "gramscore/match/token_index.hpp"
#include "match/strips.hpp"
#include "metrics/python_math.hpp"

namespace gramscore {

DistinctCounts count_distinct(const Documents& documents, std::size_t texts, std::size_t orders, std::size_t repetition,
                              const Checkpoint& checkpoint) {
  DistinctCounts counts;
  const std::size_t columns = distinct_columns(orders);
  counts.rows.assign(texts * columns, 0);
  std::vector<std::size_t> begins = {0};
  for (std::size_t d = 0; d < texts; ++d) begins.push_back(begins.back() + documents.tokens(d).size);
  const std::size_t size = begins.back();
  check_size(size);
  std::vector<std::uint32_t> tokens(size);
  TokenIndex index;
  index.reset(size);
  const Token* const first = documents.tokens(0).data;
  in_strips(size, checkpoint, [&](std::size_t begin, std::size_t count) {
    index.insert_each(count, [&](std::size_t i) { return first[begin + i]; }, tokens.data() + begin);
  });
  std::vector<std::uint32_t> grams = tokens;
  std::vector<std::uint32_t> last;   // of each n-gram, the last text that has it, from 1 on
  std::vector<std::int64_t> having;  // texts that have it
  for (std::size_t n = 1; n <= std::max(orders, repetition); ++n) {
    const auto grams_of = [&](std::size_t d) {
      const std::size_t own = begins[d + 1] - begins[d];
      return own < n ? 0 : own - n + 1;
    };
    if (n > 1) {
      index.reset(size);
      for (std::size_t d = 0; d < texts; ++d) {
        in_strips(grams_of(d), checkpoint, [&](std::size_t begin, std::size_t count) {
          std::uint32_t* const here = grams.data() + begins[d] + begin;
          const std::uint32_t* const end = tokens.data() + begins[d] + begin + n - 1;
          index.insert_each(count, [=](std::size_t i) { return std::uint64_t{here[i]} << 32 | end[i]; }, here);
        });
      }
    }
    last.assign(index.size() + std::size_t{1}, 0);
    having.assign(index.size() + std::size_t{1}, 0);
    std::vector<std::int64_t> distinct(texts);
    // Twice: which are a text's own shows only when all have been seen.
    for (const bool repeated : {false, true}) {
      if (repeated && n != repetition) break;
      std::fill(last.begin(), last.end(), 0u);
      for (std::size_t d = 0; d < texts; ++d) {
        std::int64_t* const row = counts.rows.data() + d * columns;
        in_strips(grams_of(d), checkpoint, [&](std::size_t begin, std::size_t count) {
          const std::uint32_t* const here = grams.data() + begins[d] + begin;
          for (std::size_t i = 0; i < count; ++i) {
            std::uint32_t& seen = last[here[i]];
            if (seen == d + 1) continue;
            seen = static_cast<std::uint32_t>(d + 1);
            if (repeated) {
              row[2 * orders] += having[here[i]] - 1;
            } else {
              ++having[here[i]];
              ++distinct[d];
            }
          }
        });
      }
    }
    if (n > orders) continue;
    counts.distinct.push_back(index.size());
    for (std::size_t d = 0; d < texts; ++d) {
      counts.rows[d * columns + n - 1] = distinct[d];
      counts.rows[d * columns + orders + n - 1] = static_cast<std::int64_t>(grams_of(d));
    }
  }
  return counts;
}

double self_repetition(std::int64_t repeated) { return python_log(static_cast<double>(repeated + 1)); }

}  // namespace gramscore
