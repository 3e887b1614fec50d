// The cheapest edits that turn one sequence of tokens into another, where kinds of edits have costs of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/match/edit_path.hpp"
#include "gramscore/match/match.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// What an edit of each kind costs, in whole units.
struct EditCosts {
  std::int64_t substitution = 1;
  std::int64_t deletion = 1;
  std::int64_t insertion = 1;

  bool operator==(const EditCosts&) const = default;
};

/// No cost is higher, so that no sum overflows.
inline constexpr std::int64_t kMostEditCost = 1'000'000'000;

/// Finds the cheapest path. Of several it takes, from the end of what both sequences do not end with alike, a deletion
/// wherever one is on a cheapest path, else a substitution, else an insertion, else a match. With equal costs this is the
/// path of EditPath for pairs that it does not cut. Work grows with the product of the lengths, memory with their sum.
class WeightedPath {
 public:
  /// 0 <= costs <= kMostEditCost, otherwise std::invalid_argument is thrown.
  explicit WeightedPath(const EditCosts& costs);

  /// The steps of each kind.
  EditCounts count(TokenSpan reference, TokenSpan hypothesis, const Checkpoint& checkpoint);

  /// Replaces `runs` by the path.
  void find(TokenSpan reference, TokenSpan hypothesis, std::vector<EditRun>& runs, const Checkpoint& checkpoint);

  /// Gives back memory that an unusually large pair took.
  void trim();

 private:
  void divide(std::size_t reference_begin, std::size_t reference_end, std::size_t hypothesis_begin,
              std::size_t hypothesis_end);
  template <class Use>
  void fill(TokenSpan reference, TokenSpan hypothesis, Use use);

  EditCosts costs_;
  TokenSpan reference_;
  TokenSpan hypothesis_;
  const Checkpoint* checkpoint_ = nullptr;
  std::vector<EditRun>* runs_ = nullptr;
  std::vector<EditRun> own_runs_;
  std::vector<EditRun> backwards_;
  Buffer<std::int64_t> costs_of_row_;
  Buffer<std::size_t> crossing_;
  Buffer<std::uint8_t> steps_;
};

}  // namespace gramscore
