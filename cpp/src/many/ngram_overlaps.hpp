// Which n-grams the texts of two lists share, so that the clipped matches of any pair are quick to count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/work/checkpoint.hpp"
#include "many/ngram_occurrences.hpp"

namespace gramscore::many {

/// What texts of both lists have (see NgramOccurrences) is either a bit, which a text has or has not, so that the matches
/// of a pair are ones that two rows of bits have in common; or, where few texts have it, a list of those that do.
class NgramOverlaps {
 public:
  /// `columns` is empty where the rows are matched with each other. `orders`: those to be counted, rising.
  void build(NumberedTexts rows, NumberedTexts columns, std::span<const std::size_t> orders,
             const Checkpoint& checkpoint);

  /// counts[k][r * stride + c - first_column]: matches of the k-th order of row `first_row` + r and column c, from
  /// `first_column` (a multiple of kManyLanes) to the last one, and up to a multiple of kManyLanes anything.
  void count(std::size_t first_row, std::size_t rows, std::size_t first_column, std::uint32_t* const* counts,
             std::size_t stride) const;

 private:
  /// One order's.
  struct Order {
    std::size_t order = 0;
    std::size_t words = 0;
    std::vector<std::uint64_t> rows;   // of each row its words
    std::vector<std::uint64_t> lanes;  // of each kManyLanes columns, for each word, those of the columns
    // What is no bit has a number: of each row those it has, of each number the columns.
    std::vector<std::size_t> row_end;
    std::vector<std::uint32_t> in_row;
    std::vector<std::size_t> place_end;
    std::vector<std::uint32_t> columns;
  };

  void place(const NgramOccurrences& found, Order& order, const Checkpoint& checkpoint);
  [[nodiscard]] std::size_t column_count() const { return columns_ == 0 ? rows_ : columns_; }

  std::size_t rows_ = 0;
  std::size_t columns_ = 0;  // 0 where the rows are the columns
  std::vector<std::size_t> row_sizes_;
  std::vector<Order> orders_;

  NgramOccurrences found_;             // while it is built
  std::vector<std::uint32_t> places_;  // by number of an occurrence: its bit, or its list with a mark
};

}  // namespace gramscore::many
