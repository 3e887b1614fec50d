// Texts that were tokenized once, in compact memory, to be matched any number of times.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "gramscore/kernels/token.hpp"
#include "gramscore/match/token_index.hpp"
#include "gramscore/metrics/metric.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/tokenize/vocabulary.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Documents of one tokenization: of each token a number of 32 bits, and for each number the token.
class TokenStore {
 public:
  [[nodiscard]] std::size_t documents() const { return document_end_.size(); }

  /// The number of tokens of all documents.
  [[nodiscard]] std::size_t size() const { return numbers_.size(); }

  /// The numbers of a document's tokens: equal for equal tokens of this store.
  [[nodiscard]] std::span<const std::uint32_t> numbers(std::size_t document) const {
    const std::size_t begin = document == 0 ? 0 : document_end_[document - 1];
    return {numbers_.data() + begin, document_end_[document] - begin};
  }

  /// The indices after each of a document's sentences, counted from its first token; none of views without sentences.
  [[nodiscard]] std::span<const std::uint32_t> sentence_ends(std::size_t document) const;

  /// Whether numbers are the tokens themselves: code points.
  [[nodiscard]] bool is_plain() const { return plain_; }

  [[nodiscard]] bool lists_sentences() const { return !document_sentence_end_.empty(); }

  /// For each number the token, as metrics match them; none where numbers are the tokens. Those of other stores are other
  /// tokens.
  [[nodiscard]] std::span<const Token> tokens() const { return tokens_; }

  /// For each number of another store of the same tokenization the number that the token has here; such tokens as are not
  /// known here get the numbers from numbers_end() on.
  [[nodiscard]] std::vector<std::uint32_t> numbers_of(const TokenStore& other) const;

  /// All numbers are less.
  [[nodiscard]] std::uint32_t numbers_end() const;

  /// The token that a long token of some batch is here. One that is not here becomes a token that none here is.
  [[nodiscard]] Token token_of(Token token, const LongTokens& batch, std::vector<std::uint8_t>& key) const;

  /// The bytes that stand for a token of this store, as LongTokens has them; none for one that is not long.
  [[nodiscard]] std::span<const std::uint8_t> key_of(Token token) const;

  [[nodiscard]] std::size_t memory() const;

  /// A store of some of the documents.
  [[nodiscard]] TokenStore part(std::span<const std::size_t> documents) const;

  /// The documents of several stores of one tokenization, as if they had been added to one; at least one is needed.
  static TokenStore joined(std::span<const TokenStore* const> stores, const Checkpoint& checkpoint);

  /// All of it as bytes, and back. Throws std::invalid_argument for bytes that are no store.
  void write(std::vector<std::uint8_t>& out) const;
  static TokenStore read(std::span<const std::uint8_t>& in);

 private:
  friend class TokenStoreBuilder;

  bool plain_ = false;
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint64_t> document_end_;
  std::vector<std::uint32_t> sentence_end_;  // counted from the document's first token
  std::vector<std::uint32_t> document_sentence_end_;
  std::vector<Token> tokens_;  // by number; those of long tokens are numbers in long_
  Vocabulary long_;
};

/// Adds documents to a store.
class TokenStoreBuilder {
 public:
  /// `code_points`: the tokens are nothing else. `sentences`: batches list them.
  TokenStoreBuilder(bool code_points, bool sentences);

  void add(const TokenBatch& batch, const LongTokens& names, const Checkpoint& checkpoint);

  /// For each number of another store of the same tokenization the number that the token has here, new ones included.
  void number_tokens_of(const TokenStore& other, std::vector<std::uint32_t>& numbers);

  /// Adds a document of another store, whose tokens have these numbers here.
  void add(const TokenStore& other, std::size_t document, std::span<const std::uint32_t> numbers);

  /// Takes the last documents away again, until so many are left; not their tokens.
  void keep(std::size_t documents);

  /// The store as it is so far.
  [[nodiscard]] const TokenStore& store() const { return store_; }

  TokenStore finish();

 private:
  TokenStore store_;
  bool sentences_;
  TokenIndex index_;
  Buffer<Token> known_;  // a strip of tokens, as the store knows them
  std::vector<std::uint8_t> key_;
};

/// Texts as a metric reads them: a store for each of its views.
class PreparedTexts {
 public:
  /// `item_end`: where an item is one or several texts, the number of texts up to each item's end; else none.
  /// `twice`: whether each text is two documents of the stores, as a prediction and as a reference.
  PreparedTexts(std::vector<TokenStore> views, std::vector<std::uint64_t> item_end, bool twice);

  [[nodiscard]] std::size_t items() const { return items_; }
  [[nodiscard]] std::size_t texts_of(std::size_t item) const {
    return item_end_.empty() ? 1 : item_end_[item] - first_text(item);
  }
  [[nodiscard]] bool single() const { return item_end_.empty(); }
  [[nodiscard]] bool twice() const { return twice_; }
  [[nodiscard]] std::span<const TokenStore> views() const { return views_; }

  /// The document of a text of an item, in all views.
  [[nodiscard]] std::size_t document(std::size_t item, std::size_t text, bool as_reference) const {
    const std::size_t index = first_text(item) + text;
    return twice_ ? 2 * index + (as_reference ? 1 : 0) : index;
  }

  [[nodiscard]] std::size_t memory() const;

  /// The items at some places.
  [[nodiscard]] std::shared_ptr<const PreparedTexts> part(std::span<const std::size_t> items) const;

  /// The items of several preparations, one behind the other. Throws std::invalid_argument for none, and for such as were
  /// prepared in different ways.
  static std::shared_ptr<const PreparedTexts> joined(std::span<const PreparedTexts* const> parts,
                                                     const Checkpoint& checkpoint);

  [[nodiscard]] std::vector<std::uint8_t> write() const;
  static std::shared_ptr<const PreparedTexts> read(std::span<const std::uint8_t> in);

 private:
  [[nodiscard]] std::size_t first_text(std::size_t item) const {
    return item_end_.empty() ? item : item == 0 ? 0 : item_end_[item - 1];
  }

  std::vector<TokenStore> views_;
  std::vector<std::uint64_t> item_end_;
  std::size_t items_;
  bool twice_;
};

/// The texts of one or several preparations by the same metric, one behind the other; each item is one text.
std::shared_ptr<const PreparedTexts> joined_texts(std::span<const std::shared_ptr<const PreparedTexts>> parts);

/// The tokens of two preparations as tokens of one kind: for each view the tokens by the numbers of either, as
/// append_document() takes them.
class JoinedTokens {
 public:
  JoinedTokens(const PreparedTexts& a, const PreparedTexts& b);

  [[nodiscard]] std::span<const Token> first(std::size_t view) const { return a_.views()[view].tokens(); }
  [[nodiscard]] std::span<const Token> second(std::size_t view) const {
    return translated_.empty() ? first(view) : std::span<const Token>(translated_[view]);
  }

 private:
  const PreparedTexts& a_;
  std::vector<std::vector<Token>> translated_;  // empty if both are the same preparation
};

/// Adds a document of a store, whose tokens by number are `tokens`, to a batch that holds `count` tokens, which becomes their number with it.
void append_document(const TokenStore& store, std::size_t document, std::span<const Token> tokens, TokenBatch& batch,
                     std::size_t& count);

}  // namespace gramscore
