// Sums over the examples of many groups, in few bytes each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "gramscore/sums/corpus_sums.hpp"
#include "gramscore/sums/exact_sum.hpp"
#include "gramscore/work/large_pages.hpp"

namespace gramscore {

/// What CorpusSums is for one corpus, for groups numbered from 0: no sum is rounded. An ExactSum takes half a kilobyte;
/// here sums of doubles from 2^-21 up to 2^21, and 0, take 16 bytes, and others are kept apart.
class GroupedSums {
 public:
  /// Of so many whole numbers, and so many doubles, per example.
  GroupedSums(std::size_t whole, std::size_t exact);

  GroupedSums(GroupedSums&&) = default;
  GroupedSums& operator=(GroupedSums&&) = default;
  GroupedSums(const GroupedSums&) = delete;
  GroupedSums& operator=(const GroupedSums&) = delete;
  ~GroupedSums() = default;

  /// Adds an example, whose numbers are finite, to a group, which may be new. Throws std::overflow_error beyond the
  /// range of std::int64_t.
  void add(std::size_t group, const std::int64_t* whole, const double* exact);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t whole_columns() const { return whole_; }
  [[nodiscard]] std::size_t exact_columns() const { return exact_; }

  /// Of one group: how many examples it has, its whole sums, and its sums of doubles, rounded once.
  [[nodiscard]] std::int64_t examples(std::size_t group) const;
  [[nodiscard]] std::span<const std::int64_t> whole(std::size_t group) const;
  [[nodiscard]] double exact(std::size_t group, std::size_t column) const;

  /// Starts loading what is known of a group, which may be new.
  void expect(std::size_t group) const;

  /// What all groups have together. Throws std::overflow_error beyond the range of std::int64_t.
  [[nodiscard]] CorpusSums total() const;

  /// All of it.
  [[nodiscard]] CorpusSums sums(std::size_t group) const;

 private:
  static constexpr std::size_t kGroupsPerBlock = 4096;
  static constexpr std::size_t kBlocksPerSlab = 16;

  void add_blocks();
  [[nodiscard]] std::int64_t* record(std::size_t group) const;
  [[nodiscard]] ExactSum exact_sum(std::size_t group, std::size_t column) const;

  std::size_t whole_;
  std::size_t exact_;
  std::size_t size_ = 0;
  // Records of the examples, the whole sums, and two words, low and high, of each sum of doubles, in units of 2^-74.
  std::vector<std::int64_t*> blocks_;
  std::vector<LargeVector<std::int64_t>> slabs_;                   // of one block at first, then of many
  std::map<std::pair<std::size_t, std::size_t>, ExactSum> apart_;  // by group and column
};

/// Calls visit(i) for each of `rows` rows, whose groups these are, and asks for the memory of the next ones.
template <class Visit>
void visit_each(const GroupedSums& sums, const std::uint32_t* groups, std::size_t rows, const Visit& visit) {
  constexpr std::size_t kAhead = 16;
  for (std::size_t i = 0; i < rows; ++i) {
    if (i + kAhead < rows) sums.expect(groups[i + kAhead]);
    visit(i);
  }
}

/// Adds rows of statistics, each to its group, column by column.
void add_columns(GroupedSums& sums, const std::int64_t* stats, std::size_t rows, std::size_t columns,
                 const std::uint32_t* groups);

}  // namespace gramscore
