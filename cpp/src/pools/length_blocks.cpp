#include "pools/length_blocks.hpp"

#include <algorithm>
#include <cstring>

#include "match/lcs_width.hpp"

namespace gramscore::pools {

void LengthBlocks::add(Items items) {
  const auto [at, is_new] = length_at_.try_emplace(items.size(), lengths_.size());
  if (is_new) lengths_.push_back({items.size(), {}});
  Length& length = lengths_[at->second];
  if (length.blocks.empty() || length.blocks.back()->count == kLcsLanes) {
    if (!length.blocks.empty()) {
      length.blocks.back()->items.shrink_to_fit();
      length.blocks.back()->rows.shrink_to_fit();
    }
    length.blocks.push_back(std::make_unique<Block>());
    length.blocks.back()->width = lcs_width(items.size());
  }
  Block& block = *length.blocks.back();
  const std::size_t lane = block.count;
  block.ids[block.count++] = static_cast<std::uint32_t>(size_++);
  if (block.width == 0) return;
  const std::size_t row_size = kLcsLanes * block.width;
  if (block.rows.empty()) block.rows.resize(row_size);
  for (const std::uint32_t item : items) {
    if (item >= row_of_.size()) row_of_.resize(item + std::size_t{1} + item / 2);
  }
  for (std::size_t r = 0; r < block.items.size(); ++r) row_of_[block.items[r]] = static_cast<std::uint32_t>(r + 1);
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::uint32_t& row = row_of_[items[i]];
    if (row == 0) {
      block.items.push_back(items[i]);
      row = static_cast<std::uint32_t>(block.items.size());
      block.rows.resize(block.rows.size() + row_size);
    }
    std::uint32_t* const bits = block.rows.data() + row * row_size;
    if (block.width == 1) {
      bits[lane] |= std::uint32_t{1} << i;
    } else {
      const std::size_t place = lcs_lane_place(block.width / 2, lane, i / 64);
      std::uint64_t word;
      std::memcpy(&word, bits + place, sizeof word);
      word |= std::uint64_t{1} << i % 64;
      std::memcpy(bits + place, &word, sizeof word);
    }
  }
  for (const std::uint32_t item : block.items) row_of_[item] = 0;
}

void LengthBlocks::run(const Block& block, Items text, Scratch& own, std::uint32_t* common) {
  std::uint32_t* const steps = own.steps.reserve(text.size() + 1);
  const std::uint32_t* const row_of = own.row_of.data();
  std::size_t count = 0;
  for (const std::uint32_t item : text) {
    steps[count] = row_of[item];
    count += steps[count] != 0;
  }
  if (count == 0) {
    std::fill_n(common, kLcsLanes, 0u);
  } else {
    kernels().lcs_lanes(block.rows.data(), block.width, steps, count, common);
  }
}

}  // namespace gramscore::pools
