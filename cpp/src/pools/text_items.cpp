#include "pools/text_items.hpp"

#include <algorithm>

namespace gramscore::pools {

TextItems::TextItems(const PoolPlan& plan) : kind_(plan.items), min_order_(plan.min_order), max_order_(plan.max_order) {
  grams_.reset(0);
}

void TextItems::items_of(std::span<const std::uint32_t> tokens, std::vector<std::uint32_t>& items) {
  items.clear();
  if (kind_ != PoolItems::ngrams || max_order_ == 1) {
    items.assign(tokens.begin(), tokens.end());
    if (kind_ == PoolItems::types) {
      std::ranges::sort(items);
      items.erase(std::unique(items.begin(), items.end()), items.end());
    }
    for (const std::uint32_t item : items) end_ = std::max(end_, item + 1);
    return;
  }
  // Grams are numbered from 1, whatever their order, so that a number and a token make one of the next order.
  gram_.assign(tokens.size(), 0);
  keys_.resize(tokens.size());
  for (std::size_t order = 1; order <= max_order_ && order <= tokens.size(); ++order) {
    const std::size_t count = tokens.size() - order + 1;
    for (std::size_t i = 0; i < count; ++i) keys_[i] = std::uint64_t{gram_[i]} << 32 | tokens[i + order - 1];
    grams_.insert_each(count, [&](std::size_t i) { return keys_[i]; }, gram_.data());
    if (order >= min_order_)
      items.insert(items.end(), gram_.begin(), gram_.begin() + static_cast<std::ptrdiff_t>(count));
  }
  end_ = grams_.size() + 1;
}

}  // namespace gramscore::pools
