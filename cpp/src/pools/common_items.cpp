#include "pools/common_items.hpp"

#include <algorithm>
#include <bit>

#include "match/strips.hpp"

namespace gramscore::pools {

void CommonItems::set(std::span<const std::uint32_t> items, std::uint32_t end) {
  for (const std::uint32_t item : items_) of_item_[item] = 0;
  items_.assign(items.begin(), items.end());
  if (of_item_.size() < end) of_item_.resize(end + std::size_t{end} / 2);
  if (kind_ != PoolItems::sequence) {
    for (const std::uint32_t item : items) ++of_item_[item];
    return;
  }
  words_ = (items.size() + 63) / 64;
  rows_.assign(words_, 0);  // the row of others
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::uint32_t& row = of_item_[items[i]];
    if (row == 0) {
      row = static_cast<std::uint32_t>(rows_.size() / words_);
      rows_.resize(rows_.size() + words_);
    }
    rows_[row * words_ + i / 64] |= std::uint64_t{1} << i % 64;
  }
}

std::uint32_t CommonItems::with(std::span<const std::uint32_t> other, const Checkpoint& checkpoint) {
  return kind_ == PoolItems::sequence ? subsequence(other, checkpoint) : clipped(other);
}

std::uint32_t CommonItems::subsequence(std::span<const std::uint32_t> other, const Checkpoint& checkpoint) {
  const std::uint32_t* const row_of = of_item_.data();
  const std::uint64_t* const rows = rows_.data();
  if (words_ <= 1) {
    if (words_ == 0) return 0;
    std::uint64_t v = ~std::uint64_t{0};
    for (const std::uint32_t item : other) {
      const std::uint64_t both = v & rows[row_of[item]];
      v = (v + both) | (v - both);
    }
    return static_cast<std::uint32_t>(std::popcount(~v));
  }
  state_.assign(words_, ~std::uint64_t{0});
  in_strips(other.size(), checkpoint, [&](std::size_t begin, std::size_t count) {
    for (const std::uint32_t item : other.subspan(begin, count)) {
      const std::uint32_t found = row_of[item];
      if (found == 0) continue;
      const std::uint64_t* const row = rows + found * words_;
      std::uint64_t carry = 0;
      for (std::size_t w = 0; w < words_; ++w) {
        const std::uint64_t v = state_[w];
        const std::uint64_t both = v & row[w];
        const std::uint64_t sum = v + both;
        const std::uint64_t carried = sum + carry;
        carry = static_cast<std::uint64_t>(sum < v) | static_cast<std::uint64_t>(carried < sum);
        state_[w] = carried | (v & ~row[w]);
      }
    }
  });
  std::uint32_t length = 0;
  for (const std::uint64_t v : state_) length += static_cast<std::uint32_t>(std::popcount(~v));
  return length;
}

std::uint32_t CommonItems::clipped(std::span<const std::uint32_t> other) {
  std::uint32_t* const left = of_item_.data();
  std::uint32_t common = 0;
  for (const std::uint32_t item : other) {
    const std::uint32_t taken = left[item] != 0 ? 1 : 0;
    common += taken;
    left[item] -= taken;
  }
  if (common == 0) return 0;
  // Give back what was taken.
  for (const std::uint32_t item : items_) left[item] = 0;
  for (const std::uint32_t item : items_) ++left[item];
  return common;
}

}  // namespace gramscore::pools
