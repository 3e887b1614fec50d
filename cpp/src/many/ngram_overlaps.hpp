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
  /// What building needs, and leaves for the next one.
  struct Building {
    NgramOccurrences found;
    std::vector<std::uint32_t> places;  // by number of an occurrence: its bit, or its list with a mark
    std::vector<std::uint64_t> row;     // the bits of a text
    std::vector<std::size_t> next;      // of each list where the next column goes
  };

  /// `columns` is empty where the rows are matched with each other. `orders`: those to be counted, rising.
  void build(NumberedTexts rows, NumberedTexts columns, std::span<const std::size_t> orders, Building& building,
             const Checkpoint& checkpoint);

  /// counts[k][r * stride + c - first_column]: matches of the k-th order of row `first_row` + r and column c, from
  /// `first_column` (a multiple of kManyLanes) to the last one, and up to a multiple of kManyLanes anything.
  void count(std::size_t first_row, std::size_t rows, std::size_t first_column, std::uint32_t* const* counts,
             std::size_t stride) const;

 private:
  /// One order's.
  struct Order {
    std::size_t order;
    std::size_t words;
    std::size_t rows;   // where in words_ its rows begin: of each row its words
    std::size_t lanes;  // the same of its columns: of each kManyLanes columns, for each word, those of the columns
    // What is no bit has a number: of each row those it has, of each number the columns.
    std::vector<std::size_t> row_end;
    std::vector<std::uint32_t> in_row;
    std::vector<std::size_t> list_end;
    std::vector<std::uint32_t> columns;
  };

  std::uint32_t place(Building& building, Order& order) const;
  void mark(Building& building, Order& order, const Checkpoint& checkpoint);
  [[nodiscard]] std::size_t column_count() const { return columns_ == 0 ? rows_ : columns_; }

  std::size_t rows_ = 0;
  std::size_t columns_ = 0;  // 0 where the rows are the columns
  std::vector<std::size_t> row_sizes_;
  std::vector<Order> orders_;
  std::vector<std::uint64_t> words_;
};

}  // namespace gramscore::many
