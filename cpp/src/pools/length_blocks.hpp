// Longest common subsequences of texts with all of a pool, in lanes of texts of one length.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/pools/pool_plan.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"
#include "pools/common_items.hpp"

namespace gramscore::pools {

/// As in many::CommonSubsequences a text takes its steps with kLcsLanes others at once; but these grow one by one, and all of
/// a block have the same length, so that a score follows from the length of the subsequence alone.
class LengthBlocks {
 public:
  using Items = std::span<const std::uint32_t>;

  /// What a thread needs of its own.
  struct Scratch {
    std::vector<std::uint32_t> row_of;  // by item: its row in the block, 0 for none; zeros between calls
    Buffer<std::uint32_t> steps;
    CommonItems pair{PoolItems::sequence};
  };

  /// Up to kLcsLanes texts.
  struct Lanes {
    std::span<const std::uint32_t> ids;
    const std::uint32_t* common;  // of each
  };

  /// Adds the next text.
  void add(Items items);

  [[nodiscard]] std::size_t size() const { return size_; }

  /// Takes the last texts out again until so many are left. `text(id)` are the items of those that stay.
  template <class Text>
  void keep(std::size_t texts, Text text) {
    if (texts >= size_) return;
    *this = {};
    for (std::size_t id = 0; id < texts; ++id) add(text(id));
  }

  /// For each length of texts: begin(length), then visit(k, lanes) for each of the given texts and all of that length,
  /// then end(length). All items are below `items_end`; text(id) are those of a text of the pool.
  template <class Text, class Begin, class Visit, class End>
  void visit(std::span<const Items> texts, std::uint32_t items_end, Text text, Scratch& own,
             const Checkpoint& checkpoint, Begin begin, Visit visit, End end) const {
    if (own.row_of.size() < items_end) own.row_of.resize(items_end + items_end / 2);
    for (const Length& length : lengths_) {
      begin(length.items);
      for (const std::unique_ptr<Block>& block : length.blocks) {
        alignas(64) std::array<std::uint32_t, kLcsLanes> common{};
        const Lanes lanes{{block->ids.data(), block->count}, common.data()};
        if (block->width == 0) {
          for (std::size_t k = 0; k < texts.size(); ++k) {
            own.pair.set(texts[k], items_end);
            for (std::size_t l = 0; l < block->count; ++l) common[l] = own.pair.with(text(block->ids[l]), checkpoint);
            visit(k, lanes);
            checkpoint();
          }
          continue;
        }
        for (std::size_t r = 0; r < block->items.size(); ++r) {
          own.row_of[block->items[r]] = static_cast<std::uint32_t>(r + 1);
        }
        for (std::size_t k = 0; k < texts.size(); ++k) {
          run(*block, texts[k], own, common.data());
          visit(k, lanes);
        }
        for (const std::uint32_t item : block->items) own.row_of[item] = 0;
      }
      checkpoint();
      end(length.items);
    }
  }

 private:
  struct Block {
    std::size_t width;  // of a lane, in halves of words; 0: pair by pair
    std::uint32_t count = 0;
    std::array<std::uint32_t, kLcsLanes> ids{};
    std::vector<std::uint32_t> items;  // that have rows, from row 1
    std::vector<std::uint32_t> rows;   // as Kernels::lcs_lanes() takes them; row 0 is empty
  };
  struct Length {
    std::size_t items;
    std::vector<std::unique_ptr<Block>> blocks;  // all but the last one are full
  };

  static void run(const Block& block, Items text, Scratch& own, std::uint32_t* common);

  std::size_t size_ = 0;
  std::vector<Length> lengths_;
  std::unordered_map<std::size_t, std::size_t> length_at_;
  std::vector<std::uint32_t> row_of_;
};

}  // namespace gramscore::pools
