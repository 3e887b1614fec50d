#include "pools/rare_index.hpp"

#include <algorithm>
#include <numeric>

namespace gramscore::pools {
namespace {

/// Longer texts are listed under single items: pairs would be too many.
constexpr std::size_t kMostPaired = 48;

/// Limits of predictions up to this length are kept.
constexpr std::size_t kKept = 512;

/// Entries for a list, at which there should be more lists.
constexpr std::size_t kEntriesPerList = 4;
constexpr unsigned kFewestListBits = 10;

/// What is rare is asked anew when so many items were counted, and twice as many as the last time.
constexpr std::uint64_t kFewestCounted = 4096;

}  // namespace

RareIndex::RareIndex(const PoolPlan& plan, double threshold)
    : ordered_(plan.items == PoolItems::sequence), own_(plan, threshold), seed_(hash_seed()) {
  clear(0);
}

void RareIndex::count(std::span<const std::uint32_t> items) {
  for (const std::uint32_t item : items) {
    if (item >= count_.size()) count_.resize(item + std::size_t{1} + item / 2);
    if (count_[item] != std::uint32_t(-1)) ++count_[item];
  }
  counted_ += items.size();
}

bool RareIndex::outgrown() const {
  return (counted_ >= kFewestCounted && counted_ > 2 * counted_then_) || listed_ > kEntriesPerList * lists_.size();
}

void RareIndex::clear(std::size_t texts) {
  std::vector<std::uint64_t> order;
  for (std::size_t item = 0; item < count_.size(); ++item) order.push_back(std::uint64_t{count_[item]} << 32 | item);
  std::ranges::sort(order);
  rarity_.resize(count_.size());
  // Those that were never counted take no place, so that later ones stay below all.
  const auto above = static_cast<std::uint32_t>(std::uint32_t(1) << 31);
  for (std::size_t k = 0; k < order.size(); ++k) {
    rarity_[static_cast<std::uint32_t>(order[k])] = above + static_cast<std::uint32_t>(k);
  }
  counted_then_ = counted_;
  const unsigned bits = std::max(
      kFewestListBits, static_cast<unsigned>(std::bit_width(std::max(2 * listed_, 8 * texts) / kEntriesPerList)));
  shift_ = 64 - bits;
  lists_.assign(std::size_t{1} << bits, List{});
  entries_.clear();
  free_.clear();
  listed_ = 0;
  unlisted_.clear();
  length_of_.clear();
}

void RareIndex::rank(std::span<const std::uint32_t> items, std::size_t count, Search& own) const {
  auto& order = own.order_;
  order.resize(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) order[i] = std::uint64_t{rarity(items[i])} << 32 | i;
  count = std::min(count, items.size());
  const auto end = order.begin() + static_cast<std::ptrdiff_t>(count);
  if (items.size() > 64 && count < items.size()) std::nth_element(order.begin(), end, order.end());
  if (items.size() > 64) {
    std::sort(order.begin(), end);
  } else {
    std::sort(order.begin(), order.end());
  }
  own.ranked_.resize(count);
  for (std::size_t k = 0; k < count; ++k) {
    const auto place = static_cast<std::uint32_t>(order[k]);
    own.ranked_[k] = {items[place], place};
  }
}

const RareIndex::Search::Limits& RareIndex::limits_of(std::size_t items, Search& own) const {
  Search::Limits* limits = &own.other_;
  if (items < kKept) {
    if (items >= own.kept_.size()) own.kept_.resize(items + 1);
    limits = &own.kept_[items];
  } else {
    own.other_ = {};
  }
  for (std::size_t k = limits->of_length.size(); k < lengths_.size(); ++k) {
    const Length& length = lengths_[k];
    const std::uint32_t need = length.keys == Keys::none ? kNever : own.needs_.of(items, length.items, length.least);
    if (need == kNever) {
      limits->of_length.push_back({kNever, -2, -2});
      continue;
    }
    limits->of_length.push_back(
        {need, static_cast<std::int32_t>(items - need), static_cast<std::int32_t>(length.items - need)});
    limits->all |= length.keys == Keys::all;
    if (length.keys == Keys::singles) limits->singles = std::max(limits->singles, items - need + 1);
    if (length.keys == Keys::pairs) limits->pairs = std::max(limits->pairs, items - need + 2);
  }
  return *limits;
}

void RareIndex::append(std::uint64_t hash, Entry entry) {
  List& list = lists_[hash >> shift_];
  if (std::has_single_bit(list.size) || list.size == 0) {
    // The room is used up.
    const auto power = static_cast<std::size_t>(std::bit_width(list.size));  // the next one has 2^power
    if (free_.size() <= power) free_.resize(power + 1);
    std::uint32_t begin;
    if (free_[power].empty()) {
      begin = static_cast<std::uint32_t>(entries_.size());
      entries_.resize(entries_.size() + (std::size_t{1} << power));
    } else {
      begin = free_[power].back();
      free_[power].pop_back();
    }
    std::copy_n(entries_.begin() + list.begin, list.size, entries_.begin() + begin);
    if (list.size != 0) free_[power - 1].push_back(list.begin);
    list.begin = begin;
  }
  entry.tag = static_cast<std::uint8_t>(hash);
  entries_[list.begin + list.size++] = entry;
  ++listed_;
}

void RareIndex::add(std::span<const std::uint32_t> items) {
  const auto id = static_cast<std::uint32_t>(length_of_.size());
  const auto [at, is_new] = length_number_.try_emplace(items.size(), static_cast<std::uint32_t>(lengths_.size()));
  if (is_new) {
    const std::uint32_t least = own_.needs_.least(items.size());
    const Keys keys = least == kNever                             ? Keys::none
                      : least == 0                                ? Keys::all
                      : least >= 2 && items.size() <= kMostPaired ? Keys::pairs
                                                                  : Keys::singles;
    lengths_.push_back({items.size(), least, keys});
  }
  length_of_.push_back(at->second);
  const Length& length = lengths_[at->second];
  if (length.keys == Keys::none) return;
  if (length.keys == Keys::all) {
    unlisted_.push_back(id);
    return;
  }
  const std::size_t prefix = items.size() - length.least + (length.keys == Keys::pairs ? 2 : 1);
  rank(items, prefix, own_);
  Entry entry{id, static_cast<std::uint16_t>(std::min<std::uint32_t>(at->second, kManyLengths)), 0, 0};
  for (std::size_t b = 0; b < own_.ranked_.size(); ++b) {
    entry.place = static_cast<std::uint8_t>(std::min<std::size_t>(b, kLastPlace));
    if (length.keys == Keys::singles) {
      append(single_key(own_.ranked_[b]), entry);
      continue;
    }
    for (std::size_t a = 0; a < b; ++a) append(pair_key(own_.ranked_[a], own_.ranked_[b]), entry);
  }
}

}  // namespace gramscore::pools
