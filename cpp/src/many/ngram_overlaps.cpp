#include "many/ngram_overlaps.hpp"

#include <algorithm>
#include <limits>

#include "match/strips.hpp"

namespace gramscore::many {
namespace {

/// Of so many pairs one must share an (n-gram, k) for a bit to be the cheaper way: what a word of 64 bits costs with
/// every pair is to what adding one costs with those that share it about as 64 is to this.
constexpr std::size_t kPairsPerBit = 256;

/// What has neither bit nor list.
constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kListed = std::uint32_t{1} << 31;

std::size_t blocks_of(std::size_t columns) { return (columns + kManyLanes - 1) / kManyLanes; }

}  // namespace

void NgramOverlaps::build(NumberedTexts rows, NumberedTexts columns, std::span<const std::size_t> orders,
                          const Checkpoint& checkpoint) {
  rows_ = rows.size();
  columns_ = columns.size();
  orders_.resize(orders.size());
  row_sizes_.clear();
  for (const auto& row : rows) row_sizes_.push_back(row.size());
  found_.start(rows, columns, checkpoint);
  std::size_t wanted = 0;
  for (std::size_t order = 1; wanted < orders.size(); ++order) {
    if (order > 1) found_.next_order(checkpoint);
    if (orders[wanted] != order) continue;
    orders_[wanted].order = order;
    place(found_, orders_[wanted++], checkpoint);
  }
}

/// Gives each occurrence that is shared a bit or a list.
void NgramOverlaps::place(const NgramOccurrences& found, Order& order, const Checkpoint& checkpoint) {
  const std::size_t columns = column_count();
  const std::size_t pairs = rows_ * columns;
  std::uint32_t bits = 0;
  std::uint32_t lists = 0;
  std::size_t listed = 0;
  const auto occurrences = found.occurrences();
  places_.assign(occurrences.size(), kNowhere);
  for (std::size_t o = 0; o < occurrences.size(); ++o) {
    const NgramOccurrences::Occurrence& one = occurrences[o];
    if (!found.is_shared(one)) continue;
    const std::size_t in_columns = columns_ == 0 ? one.rows : one.columns;
    if (one.rows * in_columns * kPairsPerBit >= pairs) {
      places_[o] = bits++;
    } else {
      places_[o] = kListed | lists++;
      listed += in_columns;
    }
  }
  order.words = (bits + 63) / 64;
  order.rows.assign(rows_ * order.words, 0);
  order.lanes.assign(blocks_of(columns) * order.words * kManyLanes, 0);
  order.row_end.clear();
  order.in_row.clear();
  order.place_end.assign(std::size_t{lists} + 1, 0);
  order.columns.resize(listed);
  if (lists != 0) {
    for (std::size_t o = 0; o < occurrences.size(); ++o) {
      if (places_[o] == kNowhere || (places_[o] & kListed) == 0) continue;
      order.place_end[(places_[o] & ~kListed) + 1] = columns_ == 0 ? occurrences[o].rows : occurrences[o].columns;
    }
    for (std::size_t k = 1; k <= lists; ++k) order.place_end[k] += order.place_end[k - 1];
  }
  std::vector<std::size_t> next(order.place_end.begin(), order.place_end.end());
  std::size_t unchecked = 0;
  for (std::size_t t = 0; t < found.texts(); ++t) {
    const auto of_text = found.of_text(t);
    if ((unchecked += of_text.size()) > kStrip) {
      checkpoint();
      unchecked = 0;
    }
    const bool is_row = t < rows_;
    const bool is_column = columns_ == 0 || !is_row;
    const std::size_t c = columns_ == 0 ? t : t - rows_;
    std::uint64_t* const row = order.rows.data() + (is_row ? t * order.words : 0);
    std::uint64_t* const lane =
        order.lanes.data() + (is_column ? c / kManyLanes * order.words * kManyLanes + c % kManyLanes : 0);
    for (const std::uint32_t occurrence : of_text) {
      const std::uint32_t place = places_[occurrence];
      if (place == kNowhere) continue;
      if ((place & kListed) == 0) {
        const std::uint64_t bit = std::uint64_t{1} << place % 64;
        if (is_row) row[place / 64] |= bit;
        if (is_column) lane[place / 64 * kManyLanes] |= bit;
      } else {
        const std::uint32_t list = place & ~kListed;
        if (is_row) order.in_row.push_back(list);
        if (is_column) order.columns[next[list]++] = static_cast<std::uint32_t>(c);
      }
    }
    if (is_row) order.row_end.push_back(order.in_row.size());
  }
}

void NgramOverlaps::count(std::size_t first_row, std::size_t rows, std::size_t first_column,
                          std::uint32_t* const* counts, std::size_t stride) const {
  const Kernels& kernel = kernels();
  const std::size_t first_block = first_column / kManyLanes;
  const std::size_t blocks = blocks_of(column_count()) - first_block;
  for (std::size_t k = 0; k < orders_.size(); ++k) {
    const Order& order = orders_[k];
    kernel.count_common(order.rows.data() + first_row * order.words, rows,
                        order.lanes.data() + first_block * order.words * kManyLanes, blocks, order.words, counts[k],
                        stride);
    for (std::size_t r = 0; r < rows; ++r) {
      const std::size_t row = first_row + r;
      std::uint32_t* const of_row = counts[k] + r * stride;
      for (std::size_t e = row == 0 ? 0 : order.row_end[row - 1]; e < order.row_end[row]; ++e) {
        const std::uint32_t* const begin = order.columns.data() + order.place_end[order.in_row[e]];
        const std::uint32_t* end = order.columns.data() + order.place_end[order.in_row[e] + 1];
        while (end != begin && end[-1] >= first_column) ++of_row[*--end - first_column];
      }
      // With itself a text shares also what no other text has.
      if (columns_ == 0 && row >= first_column) {
        const std::size_t size = row_sizes_[row];
        of_row[row - first_column] = static_cast<std::uint32_t>(size < order.order ? 0 : size - order.order + 1);
      }
    }
  }
}

}  // namespace gramscore::many
