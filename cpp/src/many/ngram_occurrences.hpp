// The n-grams of many texts, order by order, with their occurrences told from each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"
#include "many/gram_table.hpp"

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
    std::uint32_t texts[2];
    std::uint32_t next;  // of the same n-gram, 0 if there is none
    std::uint32_t last;  // of a first occurrence: that which the text that had the n-gram last had as its last; else 0

    [[nodiscard]] std::uint32_t rows() const { return texts[0]; }
    [[nodiscard]] std::uint32_t columns() const { return texts[1]; }
    [[nodiscard]] bool is_first() const { return last != 0; }
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

  /// By number; 0 is none. An n-gram's first occurrence comes before its others.
  [[nodiscard]] std::span<const Occurrence> occurrences() const { return occurrences_; }

  /// Whether a row and a column have it; two rows, if the rows are the columns.
  [[nodiscard]] bool is_shared(const Occurrence& one) const {
    return square_ ? one.rows() > 1 : one.rows() != 0 && one.columns() != 0;
  }

 private:
  void number_occurrences(std::size_t firsts, const Checkpoint& checkpoint);
  void number_text(std::size_t text, std::size_t begin, std::size_t end, std::uint32_t& fresh);

  std::size_t rows_ = 0;
  bool square_ = false;
  GramTable table_;
  std::vector<std::size_t> text_end_;
  Buffer<std::uint32_t> position_;  // where an n-gram begins
  Buffer<std::uint64_t> key_;
  Buffer<std::uint32_t> gram_;  // its number, which is that of its first occurrence, too
  Buffer<std::uint32_t> occurrence_;
  Buffer<std::uint8_t> shared_;  // by number of an n-gram
  std::vector<Occurrence> occurrences_;
};

}  // namespace gramscore::many
