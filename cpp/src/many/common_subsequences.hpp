// Longest common subsequences of texts with many others at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/match/match.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"
#include "many/ngram_overlaps.hpp"
#include "work/zeros.hpp"

namespace gramscore::many {

/// Each of kLcsLanes columns is a lane of vectors, in which the bit-parallel LCS (H. Hyyro, "Bit-parallel LCS-length
/// computation revisited", 2004) with a row takes the same steps. Lanes are as wide as the longest column of a block
/// needs; blocks with very long ones are done pair by pair.
class CommonSubsequences {
 public:
  /// What building needs, and leaves for the next one.
  struct Building {
    Zeros row_of;  // by number of a token
  };

  /// What a thread needs of its own to count.
  struct Scratch {
    Zeros row_of;  // by number of a token: its row in the block, 0 for none
    Buffer<std::uint32_t> steps;
    Buffer<Token> row;
    Buffer<Token> column;
    Matcher matcher;
  };

  /// `columns` is empty where the rows are matched with each other.
  void build(NumberedTexts rows, NumberedTexts columns, Building& building, const Checkpoint& checkpoint);

  /// As NgramOverlaps::count(), of LCS lengths; `first_column` is a multiple of kLcsLanes.
  void count(std::size_t first_row, std::size_t rows, std::size_t first_column, std::uint32_t* counts,
             std::size_t stride, Scratch& scratch, const Checkpoint& checkpoint) const;

 private:
  struct Block {
    std::size_t width;        // of a lane, in halves of words; 0: pair by pair
    std::size_t rows;         // where its rows begin
    std::size_t first_token;  // of tokens_
    std::size_t tokens;
  };

  [[nodiscard]] std::span<const std::uint32_t> column(std::size_t c) const;
  void add_block(std::size_t first, std::size_t count, std::uint32_t* row_of);

  // Numbers of tokens. Those of the rows are the columns' if there are none.
  std::vector<std::uint32_t> row_numbers_;
  std::vector<std::size_t> row_end_;
  std::vector<std::uint32_t> column_numbers_;
  std::vector<std::size_t> column_end_;
  std::size_t numbers_end_ = 0;
  std::vector<Block> blocks_;
  std::vector<std::uint32_t> tokens_;  // of each block those it has rows for
  std::vector<std::uint32_t> rows_;    // match rows; row 0 of each block is empty
};

}  // namespace gramscore::many
