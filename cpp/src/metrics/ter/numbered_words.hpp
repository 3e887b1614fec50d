// The words of one pair of texts as numbers, and where each stands in the reference.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "gramscore/match/match.hpp"
#include "gramscore/match/token_index.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore::ter {

/// Exchanges the neighbours [begin, middle) and [middle, end) of a sequence.
struct Rotation {
  std::uint32_t begin;
  std::uint32_t middle;
  std::uint32_t end;
};

/// A reference and a hypothesis whose words may be moved about.
class NumberedWords {
 public:
  /// Throws std::length_error for texts of over two billion words.
  void assign(TokenSpan reference, TokenSpan hypothesis, const Checkpoint& checkpoint);

  /// Numbers of the words, counted from 1 in order of appearance in the reference; 0 for a word that it has not.
  [[nodiscard]] std::span<const std::uint32_t> reference() const { return {reference_.data(), reference_size_}; }
  [[nodiscard]] std::span<const std::uint32_t> hypothesis() const { return {hypothesis_.data(), hypothesis_size_}; }

  /// How many different words the reference has.
  [[nodiscard]] std::uint32_t different() const { return index_.size(); }

  /// The positions in the reference of the word with that number, ascending; none for 0.
  [[nodiscard]] std::span<const std::uint32_t> positions(std::uint32_t number) const {
    return {positions_.data() + position_end_[number], positions_.data() + position_end_[number + 1]};
  }

  /// The edits that no order of the hypothesis' words can spare: those for words that the other side has not.
  [[nodiscard]] std::uint32_t least_edits() const { return least_edits_; }

  void rotate(const Rotation& by);

  /// Gives back memory that an unusually large pair took.
  void trim();

 private:
  TokenIndex index_;
  Buffer<std::uint32_t> reference_;
  Buffer<std::uint32_t> hypothesis_;
  Buffer<std::uint32_t> position_end_;  // of number k at k + 1
  Buffer<std::uint32_t> positions_;
  Buffer<std::uint32_t> left_;
  std::size_t reference_size_ = 0;
  std::size_t hypothesis_size_ = 0;
  std::uint32_t least_edits_ = 0;
};

}  // namespace gramscore::ter
