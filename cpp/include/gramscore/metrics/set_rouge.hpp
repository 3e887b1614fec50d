// ROUGE as the Python package "rouge" 1.0.1 counts it: sets of n-grams, and of the words in common subsequences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "gramscore/tokenize/vocabulary.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Texts in UTF-8 as that package reads them: sentences between full stops, those of no character left out; words between
/// white space as Python has it, case and punctuation kept. A sentence of nothing but white space is one empty word.
class SetRougeTexts {
 public:
  /// Words are equal if their numbers are, in all texts that are added.
  void add(std::string_view text);

  [[nodiscard]] std::size_t size() const { return text_ends_.size() - 1; }

  /// The sentences of a text; the package refuses a text without any.
  [[nodiscard]] std::size_t sentences(std::size_t text) const { return text_ends_[text + 1] - text_ends_[text]; }
  [[nodiscard]] std::span<const std::uint32_t> sentence(std::size_t text, std::size_t index) const;
  /// All words of a text.
  [[nodiscard]] std::span<const std::uint32_t> words(std::size_t text) const;

 private:
  Vocabulary vocabulary_;
  std::vector<std::uint32_t> words_;
  std::vector<std::size_t> sentence_ends_{0};
  std::vector<std::size_t> text_ends_{0};
};

/// What a prediction and a reference have in common, and the units of either.
struct SetRougeCounts {
  std::int64_t matches;
  std::int64_t prediction;
  std::int64_t reference;
};

/// Both ways in which the package counts.
struct SetRougePair {
  SetRougeCounts distinct;  ///< n-grams and words are sets: its default, `exclusive`
  SetRougeCounts all;       ///< they count as often as they occur
};

/// How often n-grams occur in either text of a pair. Keeps memory from pair to pair.
class GramTimes {
 public:
  struct Times {
    std::uint64_t gram;
    std::uint32_t pair;  ///< for which it was counted
    std::uint32_t mine;
    std::uint32_t theirs;
  };

  /// Begins with a pair of so many n-grams at most, of which none was seen.
  void begin(std::size_t most);

  /// Those of an n-gram, valid until the next call.
  Times& of(std::uint64_t gram);

 private:
  std::vector<Times> slots_;
  std::uint32_t pair_ = 0;
};

/// Counts. Holds scratch memory: one per thread.
class SetRouge {
 public:
  /// The n-grams of all words, across sentences.
  SetRougePair ngrams(std::span<const std::uint32_t> prediction, std::span<const std::uint32_t> reference,
                      std::size_t order);

  /// The words in the longest common subsequences of each sentence of the reference with each of the prediction: the union
  /// of all, or the sum of their lengths. Text `pair.first` is the prediction, text `pair.second` the reference.
  SetRougePair subsequences(const SetRougeTexts& texts, std::pair<std::size_t, std::size_t> pair,
                            const Checkpoint& checkpoint);

 private:
  void number_grams(std::span<const std::uint32_t> prediction, std::span<const std::uint32_t> reference,
                    std::size_t order);
  void rank_grams();
  void add_common(std::span<const std::uint32_t> reference, std::span<const std::uint32_t> prediction,
                  const Checkpoint& checkpoint);
  std::int64_t distinct(std::span<const std::uint32_t> words);

  std::vector<std::uint32_t> lengths_;  // of common subsequences, (reference + 1) rows of prediction + 1
  std::vector<std::uint32_t> common_;   // words in them
  std::vector<std::uint32_t> sorted_;
  std::vector<std::uint64_t> mine_;  // n-grams as numbers, equal ones if they are equal
  std::vector<std::uint64_t> theirs_;
  std::vector<std::uint64_t> all_;
  GramTimes seen_;
};

}  // namespace gramscore
