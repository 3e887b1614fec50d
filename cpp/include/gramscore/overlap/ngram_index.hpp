// N-grams of benchmark texts, and where other texts have them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "gramscore/many/prepared_texts.hpp"
#include "gramscore/match/match.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"
#include "gramscore/work/large_pages.hpp"

namespace gramscore {

/// Tokens of a text that a benchmark text has, too.
struct OverlapHit {
  std::uint32_t token = 0;     // where they begin in the text
  std::uint32_t position = 0;  // and in the index, see NgramIndex
  std::uint32_t length = 0;
};

/// Scratch memory of one thread.
struct OverlapScratch {
  Buffer<Token> tokens;
  Buffer<std::uint64_t> values;
  Buffer<std::uint64_t> sums;
  Buffer<std::uint32_t> candidates;
  Buffer<std::uint64_t> hashes;
  std::vector<std::vector<std::pair<Token, std::uint64_t>>> known;  // values of long tokens, by their marks
  std::vector<std::uint8_t> key;
};

/// The n-grams of documents. A hash only says where to look: the tokens themselves are compared.
///
/// Of 2w - 1 tokens in a row, w begin at a multiple of w. So a text is read in pieces of w tokens, half of the shortest
/// n-gram, and looked at more closely around such as some document may have, for which there is a filter of two bits each
/// (B. H. Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970).
///
/// The tokens of all documents are numbered through: a position is a number, and document_of() says whose. An n-gram goes by
/// its first position; next() leads from one to the next one that has the same n-gram.
class NgramIndex {
 public:
  /// A document of at least `least` tokens has n-grams of `most` tokens, or one of all its tokens if they are fewer; a
  /// shorter one has none. `hash_bits` (1 to 64) is for tests: how much of hashes counts. Throws std::length_error for over
  /// 4 billion tokens.
  NgramIndex(TokenStore documents, std::size_t least, std::size_t most, unsigned hash_bits,
             const Checkpoint& checkpoint);

  NgramIndex(const NgramIndex&) = delete;
  NgramIndex& operator=(const NgramIndex&) = delete;

  [[nodiscard]] const TokenStore& store() const { return store_; }
  [[nodiscard]] std::size_t least() const { return least_; }
  [[nodiscard]] std::size_t most() const { return most_; }
  [[nodiscard]] unsigned hash_bits() const { return hash_bits_; }

  /// The number of different n-grams.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t memory() const;

  /// The tokens that n-grams of a document have, 0 if it is too short.
  [[nodiscard]] std::size_t length_of(std::size_t document) const;
  [[nodiscard]] std::size_t document_of(std::uint32_t position) const;
  [[nodiscard]] std::uint32_t first_position(std::size_t document) const {
    return document == 0 ? 0 : ends_[document - 1];
  }

  static constexpr std::uint32_t kNone = 0xffffffff;
  [[nodiscard]] std::uint32_t next(std::uint32_t position) const { return next_[position]; }

  /// Adds to `hits` the n-grams that a text has, in its order; `position` is their first. `batch` says what long tokens of
  /// the text are.
  void find(TokenSpan text, const LongTokens& batch, std::vector<OverlapHit>& hits, OverlapScratch& scratch,
            const Checkpoint& checkpoint) const;

  /// Likewise, but each n-gram with each of its positions, and as far on to the right as no more than `skips` tokens differ
  /// and the last one is equal; only of more than `longer_than` tokens.
  void find_with_skips(TokenSpan text, const LongTokens& batch, std::size_t skips, std::size_t longer_than,
                       std::vector<OverlapHit>& hits, OverlapScratch& scratch, const Checkpoint& checkpoint) const;

  /// To be called before texts of another batch.
  static void forget_batch(OverlapScratch& scratch);

 private:
  struct Slot {
    std::uint32_t mark = 0;  // part of the hash
    std::uint32_t position = kNone;
  };

  [[nodiscard]] Token token_at(std::uint32_t position) const {
    const std::uint32_t number = numbers_[position];
    return plain_ ? Token{number} : tokens_[number];
  }
  [[nodiscard]] std::uint64_t value_of(Token token) const;
  [[nodiscard]] std::uint64_t hash_of(std::uint64_t sum, std::size_t length) const;
  [[nodiscard]] std::size_t slot_of(std::uint64_t hash) const { return hash >> shift_; }
  [[nodiscard]] std::size_t filter_word(std::uint64_t hash) const { return (hash >> 32) * filter_.size() >> 32; }
  [[nodiscard]] static bool has_both(std::uint64_t word, std::uint64_t hash) {
    return (word >> (hash & 63) & word >> (hash >> 6 & 63) & 1) != 0;
  }
  [[nodiscard]] std::uint32_t look_up(std::uint64_t hash, const Token* tokens, std::size_t length) const;
  void insert(std::uint32_t position, std::uint64_t hash, std::size_t length);
  const Token* mapped(TokenSpan text, std::size_t begin, std::size_t end, const LongTokens& batch,
                      OverlapScratch& scratch) const;
  const std::uint64_t* values_of(TokenSpan text, const LongTokens& batch, OverlapScratch& scratch) const;
  void find_between(std::size_t begin, std::size_t last, TokenSpan text, const LongTokens& batch,
                    std::vector<OverlapHit>& hits, OverlapScratch& scratch) const;

  TokenStore store_;
  std::size_t least_;
  std::size_t most_;
  std::size_t window_;  // tokens of a piece in the filter
  unsigned hash_bits_;
  std::uint64_t hash_mask_;
  std::uint64_t seed_;
  std::uint64_t base_;
  bool plain_;
  const std::uint32_t* numbers_ = nullptr;
  std::span<const Token> tokens_;
  std::vector<std::uint32_t> ends_;
  std::vector<std::pair<std::size_t, std::uint64_t>> lengths_;  // that n-grams have, and the base to the power of each
  LargeVector<std::uint32_t> next_;
  LargeVector<Slot> slots_;
  LargeVector<std::uint64_t> filter_;
  unsigned shift_ = 63;
  std::size_t size_ = 0;
};

/// What a text has in common with the documents of an index.
struct TextOverlap {
  std::uint64_t covered = 0;  // tokens of the text in hits
  std::uint64_t longest = 0;  // of its spans: runs of tokens in hits that touch or overlap
};

/// Some tokens of a document that a text has.
struct DocumentOverlap {
  std::uint64_t document = 0;
  std::uint64_t covered = 0;  // tokens of the document in hits
  std::uint64_t grams = 0;    // places of the document where a hit begins
  std::uint64_t longest = 0;  // run of its tokens
};

/// `every_position`: each hit stands for all positions of its n-gram. Adds the spans, as begin and end, in order, and the
/// documents by number.
TextOverlap overlap_of(const NgramIndex& index, std::span<const OverlapHit> hits, bool every_position,
                       std::vector<std::pair<std::uint64_t, std::uint64_t>>& spans,
                       std::vector<DocumentOverlap>& documents);

}  // namespace gramscore
