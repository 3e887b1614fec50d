#include "gramscore/match/edit_distance.hpp"

namespace gramscore {

void EditDistance::set_pattern(std::span<const std::uint32_t> pattern, std::size_t numbers) {
  size_ = pattern.size();
  blocks_ = (size_ + 63) / 64;
  places_.assign(blocks_ * numbers, 0);
  for (std::size_t i = 0; i < size_; ++i) places_[pattern[i] * blocks_ + i / 64] |= std::uint64_t{1} << i % 64;
}

std::size_t EditDistance::to(std::span<const std::uint32_t> text) {
  if (size_ == 0) return text.size();
  std::size_t distance = size_;
  const std::uint64_t last = std::uint64_t{1} << (size_ - 1) % 64;
  if (blocks_ == 1) {
    std::uint64_t up = ~std::uint64_t{0};
    std::uint64_t down = 0;
    for (const std::uint32_t number : text) {
      const std::uint64_t equal = places_[number];
      const std::uint64_t zero = (((equal & up) + up) ^ up) | equal | down;
      std::uint64_t right_up = down | ~(zero | up);
      std::uint64_t right_down = up & zero;
      distance += (right_up & last) != 0;
      distance -= (right_down & last) != 0;
      right_up = right_up << 1 | 1;
      right_down <<= 1;
      up = right_down | ~(zero | right_up);
      down = right_up & zero;
    }
    return distance;
  }
  column_.assign(blocks_, {~std::uint64_t{0}, 0});
  for (const std::uint32_t number : text) {
    std::uint64_t carry_up = 1;
    std::uint64_t carry_down = 0;
    const std::uint64_t* const places = places_.data() + number * blocks_;
    for (std::size_t b = 0; b < blocks_; ++b) {
      Block& block = column_[b];
      const std::uint64_t equal = places[b] | carry_down;
      const std::uint64_t zero = (((equal & block.up) + block.up) ^ block.up) | equal | block.down;
      std::uint64_t right_up = block.down | ~(zero | block.up);
      std::uint64_t right_down = block.up & zero;
      if (b + 1 == blocks_) {
        distance += (right_up & last) != 0;
        distance -= (right_down & last) != 0;
      }
      const std::uint64_t out_up = right_up >> 63;
      const std::uint64_t out_down = right_down >> 63;
      right_up = right_up << 1 | carry_up;
      right_down = right_down << 1 | carry_down;
      block.up = right_down | ~(zero | right_up);
      block.down = right_up & zero;
      carry_up = out_up;
      carry_down = out_down;
    }
  }
  return distance;
}

std::array<std::size_t, EditDistance::kTogether> EditDistance::to_each(const std::uint32_t* texts, std::size_t size) {
  std::array<std::size_t, kTogether> distances{};
  if (blocks_ != 1) {
    for (std::size_t k = 0; k < kTogether; ++k) distances[k] = to({texts + k * size, size});
    return distances;
  }
  distances.fill(size_);
  const std::uint64_t last = std::uint64_t{1} << (size_ - 1);
  std::array<Block, kTogether> columns{};
  for (Block& column : columns) column.up = ~std::uint64_t{0};
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t k = 0; k < kTogether; ++k) {
      Block& column = columns[k];
      const std::uint64_t equal = places_[texts[k * size + i]];
      const std::uint64_t zero = (((equal & column.up) + column.up) ^ column.up) | equal | column.down;
      const std::uint64_t right_up = column.down | ~(zero | column.up);
      const std::uint64_t right_down = column.up & zero;
      distances[k] += (right_up & last) != 0;
      distances[k] -= (right_down & last) != 0;
      const std::uint64_t shifted = right_up << 1 | 1;
      column.up = right_down << 1 | ~(zero | shifted);
      column.down = shifted & zero;
    }
  }
  return distances;
}

void EditDistance::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  if (places_.capacity() * sizeof(std::uint64_t) > kKeep) std::vector<std::uint64_t>().swap(places_);
  if (column_.capacity() * sizeof(Block) > kKeep) std::vector<Block>().swap(column_);
}

}  // namespace gramscore
