// The n-grams of many texts, order by order, with their occurrences told from each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/match/token_index.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore::many {

/// Texts as the numbers of their tokens.
using NumberedTexts = std::span<const std::span<const std::uint32_t>>;

/// Two texts have min(a, b) matches of an n-gram that one has a times and the other b times: as many as there are k for
/// which both have a k-th occurrence of it. So matches of n-grams become matches of things that a text has or has not:
/// pairs of an n-gram and a k, which are numbered here.
class NgramOccurrences {
 public:
  /// An n-gram and a k: the number of texts that have it, of the first so many (rows) and of the others (columns).
  struct Occurrence {
    std::uint32_t rows;
    std::uint32_t columns;
    std::uint32_t next;  // of the same n-gram, 0 if there is none
  };

  /// Numbers those of order 1. `rows` and `columns` are two lists of texts; without columns the rows are both.
  void start(NumberedTexts rows, NumberedTexts columns, const Checkpoint& checkpoint);

  /// Goes on to the next order, to n-grams that can be shared: both of their parts of the order before are.
  void next_order(const Checkpoint& checkpoint);

  [[nodiscard]] std::size_t texts() const { return text_end_.size(); }

  /// Of a text the numbers of what it has; of order 1 all, of higher orders at least what is shared.
  [[nodiscard]] std::span<const std::uint32_t> of_text(std::size_t text) const {
    const std::size_t begin = text == 0 ? 0 : text_end_[text - 1];
    return {occurrence_.data() + begin, text_end_[text] - begin};
  }

  /// The number of n-grams that there are; the first occurrences have the numbers from 1 on.
  [[nodiscard]] std::size_t grams() const { return index_.size(); }

  /// By number; 0 is none.
  [[nodiscard]] std::span<const Occurrence> occurrences() const { return occurrences_; }

  /// Whether a row and a column have it; two rows, if the rows are the columns.
  [[nodiscard]] bool is_shared(const Occurrence& one) const {
    return square_ ? one.rows > 1 : one.rows != 0 && one.columns != 0;
  }

 private:
  /// An n-gram: the text that had it last, and as which occurrence.
  struct Gram {
    std::uint32_t text;
    std::uint32_t occurrence;
  };

  void number_occurrences(const Checkpoint& checkpoint);

  std::size_t rows_ = 0;
  bool square_ = false;
  TokenIndex index_;
  std::vector<std::size_t> text_end_;
  Buffer<std::uint32_t> position_;  // where an n-gram begins
  Buffer<std::uint32_t> gram_;      // its number, which is that of its first occurrence, too
  Buffer<std::uint32_t> occurrence_;
  Buffer<std::uint64_t> key_;
  std::vector<Gram> grams_;
  std::vector<Occurrence> occurrences_;
};

}  // namespace gramscore::many
