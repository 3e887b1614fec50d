// What two token sequences have in common: clipped n-gram matches, longest common subsequence, union LCS.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/kernels/token.hpp"
#include "gramscore/match/token_index.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// A tokenized document: its tokens, and the index after each of its sentences, counted from its first token.
/// Behind the tokens kTokenSlack more may be read.
struct TokenSpan {
  const Token* data = nullptr;
  std::size_t size = 0;
};

/// Sentence s of a document is tokens [end(s - 1), end(s)) of `tokens`, where end(s) = sentence_end[s] - first
/// and the sentences cover the document.
struct SentenceSpan {
  TokenSpan tokens;
  const std::size_t* sentence_end = nullptr;
  std::size_t sentences = 0;
  std::size_t first = 0;

  [[nodiscard]] std::size_t begin(std::size_t s) const { return s == 0 ? 0 : sentence_end[s - 1] - first; }
  [[nodiscard]] std::size_t end(std::size_t s) const { return sentence_end[s] - first; }
};

/// Compares pairs of documents. Holds scratch memory: one per thread.
class Matcher {
 public:
  Matcher();

  /// Counts clipped n-gram matches (ROUGE's and BLEU's: each n-gram as often as both have it) for n = 1..orders
  /// (at most Matches::kMaxOrder) and, if `lcs`, the length of the longest common subsequence.
  void match(TokenSpan reference, TokenSpan prediction, int orders, bool lcs, Matches& out,
             const Checkpoint& checkpoint);

  /// ROUGE-Lsum's matches as rouge-score counts them: for each reference sentence, the union of the positions of one
  /// longest common subsequence with each prediction sentence (chosen by rouge-score's backtracking); summed
  /// over sentences, each token clipped by its number in the prediction.
  std::uint64_t match_union(const SentenceSpan& reference, const SentenceSpan& prediction,
                            const Checkpoint& checkpoint);

  /// match() by hashing whatever the lengths; match() itself takes it beyond kMaskTokens. For tests.
  void match_hashed(TokenSpan reference, TokenSpan prediction, int orders, bool lcs, Matches& out,
                    const Checkpoint& checkpoint);

  /// Gives back memory that an unusually large pair took.
  void trim();

 private:
  void number_tokens(TokenSpan reference, TokenSpan prediction, const Checkpoint& checkpoint);
  std::uint32_t count_clipped(const std::uint32_t* reference, std::size_t m, const std::uint32_t* prediction,
                              std::size_t n, std::size_t numbers);
  std::uint32_t lcs_of_numbers(std::size_t m, std::size_t n, const Checkpoint& checkpoint);
  std::size_t start_rows(std::size_t positions, std::size_t blocks = 1);
  void set_row_bits(const std::uint32_t* numbers, std::size_t count, std::size_t lane);
  void forget_rows(const std::uint32_t* numbers, std::size_t count);
  void forget_all_rows();
  struct Range {
    std::size_t begin;
    std::size_t end;
  };
  template <class Word, std::size_t kWidth, class Unite, class Found>
  void unite_in_lanes(const std::uint16_t* row_at, std::span<const Range> sentences, std::size_t rows,
                      Buffer<Word>& buffer, Unite unite, Found found);
  bool unite_shared(const SentenceSpan& reference, const SentenceSpan& prediction, std::uint64_t& matches,
                    const Checkpoint& checkpoint);
  void unite_short(const SentenceSpan& reference, std::span<const std::size_t> group, const SentenceSpan& prediction,
                   const Checkpoint& checkpoint);
  void unite_long(std::size_t begin, std::size_t end, const SentenceSpan& prediction, const Checkpoint& checkpoint);

  struct KeptSentences {
    Buffer<Token> tokens;
    std::vector<std::size_t> ends;
  };
  void mark(TokenSpan tokens, std::vector<std::uint8_t>& marks) const;
  SentenceSpan keep_marked(const SentenceSpan& document, const std::vector<std::uint8_t>& marks, bool gaps,
                           KeptSentences& kept) const;

  /// Hashes tokens that are in no table by a product: drawn once per process, so that nobody can write a text whose tokens
  /// collide.
  std::uint64_t odd_;
  const Kernels* kernel_ = nullptr;
  Buffer<std::uint32_t> slots_;
  std::size_t numbers_ = 0;  // the highest there may be
  TokenIndex grams_;
  Buffer<std::uint32_t> reference_;   // numbers of the tokens (later of the n-grams), from 1 on
  Buffer<std::uint32_t> prediction_;  // the same; 0 for what the reference has not
  Buffer<std::uint32_t> reference_grams_;
  Buffer<std::uint32_t> prediction_grams_;
  Buffer<std::uint32_t> counts_;

  // Match rows: for each different token of a block of the reference, kLanes words of positions. Row 0 is empty.
  std::vector<std::uint32_t> row_of_number_;
  Buffer<std::uint64_t> rows_;
  std::uint32_t rows_used_ = 0;
  bool rows_in_use_ = false;

  Buffer<std::uint32_t> columns_;
  Buffer<std::uint8_t> carry_;
  Buffer<std::uint64_t> history_;
  std::vector<std::uint8_t> united_;  // per reference position

  // Of unite_shared(); never large.
  Buffer<std::uint16_t> short_rows_;
  Buffer<std::uint16_t> short_history_;
  std::vector<std::size_t> prediction_ends_;
  std::vector<Range> short_sentences_;
  std::vector<Range> long_sentences_;

  // Of a union: what the two documents may share, and what of them can matter.
  std::vector<std::uint8_t> reference_marks_;
  std::vector<std::uint8_t> prediction_marks_;
  KeptSentences kept_reference_;
  KeptSentences kept_prediction_;
  std::size_t unchecked_ = 0;  // work since the last checkpoint
};

}  // namespace gramscore
