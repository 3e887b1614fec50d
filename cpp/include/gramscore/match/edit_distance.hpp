// How many edits it takes to turn a sequence into another (Levenshtein's distance), for one pattern and many texts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gramscore {

/// Keeps a pattern; not for use by two threads at a time. Columns of the table are advanced by bits, 64 of its cells at
/// once (G. Myers, 1999; H. Hyyrö, 2003).
class EditDistance {
 public:
  /// The numbers of a pattern are below `numbers`. What they were before is forgotten.
  void set_pattern(std::span<const std::uint32_t> pattern, std::size_t numbers);

  /// Insertions, deletions and substitutions; the numbers of the text are below those of the pattern.
  std::size_t to(std::span<const std::uint32_t> text);

  /// The same of kTogether texts of `size` numbers each, which follow one another: in less time than one by one.
  static constexpr std::size_t kTogether = 4;
  std::array<std::size_t, kTogether> to_each(const std::uint32_t* texts, std::size_t size);

  /// Where a number is in the pattern: bit i % 64 of word i / 64 for place i.
  [[nodiscard]] std::span<const std::uint64_t> places(std::uint32_t number) const {
    return {places_.data() + number * blocks_, blocks_};
  }

  /// Gives back memory that an unusually large pattern took.
  void trim();

 private:
  struct Block {
    std::uint64_t up;    // the cells that are one more than the one above
    std::uint64_t down;  // those that are one less
  };

  std::size_t size_ = 0;
  std::size_t blocks_ = 0;
  std::vector<std::uint64_t> places_;  // of each number, blocks_ words of its places in the pattern
  std::vector<Block> column_;
};

}  // namespace gramscore
