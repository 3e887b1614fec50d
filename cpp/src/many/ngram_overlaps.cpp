#include "many/ngram_overlaps.hpp"

#include <algorithm>

#include "match/strips.hpp"

namespace gramscore::many {
namespace {

/// Of so many pairs one must share an (n-gram, k) for a bit to be the cheaper way: what a word of 64 bits costs with
/// every pair is to what adding one costs with those that share it about as 64 is to this. Of fewer pairs all is bits.
constexpr std::size_t kPairsPerBit = 256;
constexpr std::size_t kPairsOfBits = 64 * 64;

/// Marks a list in place of a bit.
constexpr std::uint32_t kListed = std::uint32_t{1} << 31;

std::size_t blocks_of(std::size_t columns) { return (columns + kManyLanes - 1) / kManyLanes; }

}  // namespace

void NgramOverlaps::build(NumberedTexts rows, NumberedTexts columns, std::span<const std::size_t> orders,
                          Building& building, const Checkpoint& checkpoint) {
  rows_ = rows.size();
  columns_ = columns.size();
  orders_.resize(orders.size());
  words_.clear();
  row_sizes_.clear();
  for (const auto& row : rows) row_sizes_.push_back(row.size());
  building.found.start(rows, columns, checkpoint);
  std::size_t wanted = 0;
  for (std::size_t order = 1; wanted < orders.size(); ++order) {
    if (order > 1) building.found.next_order(checkpoint);
    if (orders[wanted] != order) continue;
    orders_[wanted].order = order;
    mark(building, orders_[wanted++], checkpoint);
  }
}

/// Gives each occurrence that is shared a bit or a list. Returns the number of bits, which is the bit of all others.
std::uint32_t NgramOverlaps::place(Building& building, Order& order) const {
  const NgramOccurrences& found = building.found;
  const auto occurrences = found.occurrences();
  std::vector<std::uint32_t>& places = building.places;
  places.resize(occurrences.size());
  std::uint32_t bits = 0;
  order.list_end.clear();
  order.columns.clear();
  const std::size_t pairs = rows_ * column_count();
  if (pairs <= kPairsOfBits) {
    for (std::size_t o = 0; o < occurrences.size(); ++o) {
      const bool shared = found.is_shared(occurrences[o]);
      places[o] = shared ? bits : ~kListed;
      bits += shared;
    }
  } else {
    std::size_t listed = 0;
    for (std::size_t o = 0; o < occurrences.size(); ++o) {
      const NgramOccurrences::Occurrence& one = occurrences[o];
      places[o] = ~kListed;
      if (!found.is_shared(one)) continue;
      const std::size_t in_columns = columns_ == 0 ? one.rows() : one.columns();
      if (one.rows() * in_columns * kPairsPerBit >= pairs) {
        places[o] = bits++;
      } else {
        places[o] = kListed | static_cast<std::uint32_t>(order.list_end.size());
        order.list_end.push_back(listed += in_columns);
      }
    }
    order.columns.resize(listed);
  }
  for (std::uint32_t& place : places) place = place == ~kListed ? bits : place;
  return bits;
}

void NgramOverlaps::mark(Building& building, Order& order, const Checkpoint& checkpoint) {
  const std::uint32_t bits = place(building, order);
  const std::size_t words = (bits + std::size_t{63}) / 64;
  order.words = words;
  order.rows = words_.size();
  order.lanes = order.rows + rows_ * words;
  words_.resize(order.lanes + blocks_of(column_count()) * words * kManyLanes);
  order.row_end.clear();
  order.in_row.clear();
  std::vector<std::size_t>& next = building.next;
  next.clear();
  if (!order.list_end.empty()) {
    next.push_back(0);
    next.insert(next.end(), order.list_end.begin(), order.list_end.end() - 1);
  }
  // The bit behind the last may be in a word more.
  building.row.resize(words + 1);
  std::uint64_t* const row = building.row.data();
  const std::uint32_t* const places = building.places.data();
  std::size_t unchecked = 0;
  for (std::size_t t = 0; t < building.found.texts(); ++t) {
    const auto of_text = building.found.of_text(t);
    if ((unchecked += of_text.size()) > kStrip) {
      checkpoint();
      unchecked = 0;
    }
    const bool is_row = t < rows_;
    const bool is_column = columns_ == 0 || !is_row;
    const std::size_t c = columns_ == 0 ? t : t - rows_;
    std::fill_n(row, words + 1, 0);
    if (next.empty()) {
      for (const std::uint32_t occurrence : of_text) {
        row[places[occurrence] / 64] |= std::uint64_t{1} << places[occurrence] % 64;
      }
    } else {
      for (const std::uint32_t occurrence : of_text) {
        const std::uint32_t place = places[occurrence];
        if ((place & kListed) == 0) {
          row[place / 64] |= std::uint64_t{1} << place % 64;
        } else {
          const std::uint32_t list = place & ~kListed;
          if (is_row) order.in_row.push_back(list);
          if (is_column) order.columns[next[list]++] = static_cast<std::uint32_t>(c);
        }
      }
    }
    // Texts that do not share what has this bit have it alike: not to be counted.
    row[bits / 64] &= ~(std::uint64_t{1} << bits % 64);
    if (is_row) {
      std::copy_n(row, words, words_.data() + order.rows + t * words);
      order.row_end.push_back(order.in_row.size());
    }
    if (is_column) {
      std::uint64_t* const lane = words_.data() + order.lanes + c / kManyLanes * words * kManyLanes + c % kManyLanes;
      for (std::size_t w = 0; w < words; ++w) lane[w * kManyLanes] = row[w];
    }
  }
}

void NgramOverlaps::count(std::size_t first_row, std::size_t rows, std::size_t first_column,
                          std::uint32_t* const* counts, std::size_t stride) const {
  const Kernels& kernel = kernels();
  const std::size_t first_block = first_column / kManyLanes;
  const std::size_t blocks = blocks_of(column_count()) - first_block;
  for (std::size_t k = 0; k < orders_.size(); ++k) {
    const Order& order = orders_[k];
    kernel.count_common(words_.data() + order.rows + first_row * order.words, rows,
                        words_.data() + order.lanes + first_block * order.words * kManyLanes, blocks, order.words,
                        counts[k], stride);
    for (std::size_t r = 0; r < rows; ++r) {
      const std::size_t row = first_row + r;
      std::uint32_t* const of_row = counts[k] + r * stride;
      for (std::size_t e = row == 0 ? 0 : order.row_end[row - 1]; e < order.row_end[row]; ++e) {
        const std::uint32_t list = order.in_row[e];
        const std::uint32_t* const begin = order.columns.data() + (list == 0 ? 0 : order.list_end[list - 1]);
        const std::uint32_t* end = order.columns.data() + order.list_end[list];
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
