// The fewest edits that turn one sequence of tokens into another.
//
// There are mostly several shortest ways. This one is taken: what both sequences begin and end with is equal; from the end
// of the rest back to its beginning, a deletion wherever one is on a shortest way, else an insertion where the way leads
// down again, else a pair of tokens. Pairs of sequences that would need a table of 8 Mbit or more are cut into two where
// the way crosses the middle of the second sequence, at the first place there that is as good as any, and so are their
// parts. This is what Levenshtein.editops of the package rapidfuzz 3.14 does, and so jiwer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/kernels/token.hpp"
#include "gramscore/match/match.hpp"
#include "gramscore/match/token_index.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

enum class Edit : std::uint8_t { match, substitution, deletion, insertion };

/// `size` steps of a kind, one after another, from these tokens on. A deletion takes tokens of the reference only, an
/// insertion tokens of the hypothesis only.
struct EditRun {
  Edit kind;
  std::size_t reference;
  std::size_t hypothesis;
  std::size_t size;

  bool operator==(const EditRun&) const = default;
};

/// How many steps of each kind a path has.
struct EditCounts {
  std::uint64_t hits = 0;
  std::uint64_t substitutions = 0;
  std::uint64_t deletions = 0;
  std::uint64_t insertions = 0;

  bool operator==(const EditCounts&) const = default;
};

/// Adds steps at the end of a path, to its last run if they go on with it.
void add_steps(std::vector<EditRun>& runs, Edit kind, std::size_t reference, std::size_t hypothesis, std::size_t size);

/// Finds such paths. Keeps scratch memory from pair to pair; not for use by two threads at a time. What a pair needs grows
/// with the sum of its lengths.
class EditPath {
 public:
  /// The steps of each kind.
  EditCounts count(TokenSpan reference, TokenSpan hypothesis, const Checkpoint& checkpoint);

  /// Replaces `runs` by the path.
  void find(TokenSpan reference, TokenSpan hypothesis, std::vector<EditRun>& runs, const Checkpoint& checkpoint);

  /// Gives back memory that an unusually large pair took.
  void trim();

 private:
  /// Numbers of tokens, equal for equal ones. 0 stands for any that the reference does not have.
  struct Numbers {
    const std::uint32_t* data;
    std::size_t size;

    [[nodiscard]] Numbers part(std::size_t begin, std::size_t end) const { return {data + begin, end - begin}; }
  };

  void align(TokenSpan reference, TokenSpan hypothesis, const Checkpoint& checkpoint);
  void number(TokenSpan reference, TokenSpan hypothesis);
  void divide(Numbers reference, Numbers hypothesis, std::size_t most, const Checkpoint& checkpoint);
  void conquer(Numbers reference, Numbers hypothesis, const Checkpoint& checkpoint);
  template <class Done>
  void advance_strips(Numbers reference, Numbers hypothesis, std::uint64_t* table, const Checkpoint& checkpoint,
                      Done done);
  void distances(Numbers reference, Numbers hypothesis, std::vector<std::size_t>& out, const Checkpoint& checkpoint);
  void walk(Numbers reference, Numbers hypothesis, std::size_t words);
  void count_steps(std::size_t m, std::size_t n, std::size_t words, std::size_t distance);
  void add(Edit kind, std::size_t size);
  void fill_all_rows(Numbers reference, std::size_t words);
  void fill_rows(const std::uint32_t* numbers, std::size_t size, std::size_t words);
  void forget_rows(const std::uint32_t* numbers, std::size_t size);

  TokenIndex index_;
  std::uint32_t distinct_ = 0;
  Buffer<std::uint32_t> reference_;
  Buffer<std::uint32_t> hypothesis_;
  std::vector<std::uint32_t> number_of_character_;
  std::vector<std::uint32_t> row_of_number_;  // 0: none
  Buffer<std::uint64_t> rows_;                // of the numbers' positions in a strip, row 0 empty
  Buffer<std::uint32_t> row_of_;              // of tokens of the hypothesis
  Buffer<std::uint8_t> carry_;
  Buffer<std::uint64_t> table_;  // of each step the differences between neighbours that are +1, and those that are -1
  std::vector<EditRun> backwards_;

  EditCounts counts_;
  std::vector<EditRun>* runs_ = nullptr;  // where the path goes, if it is asked for
  std::size_t at_reference_ = 0;
  std::size_t at_hypothesis_ = 0;
};

}  // namespace gramscore
