// Token sequences in memory of exactly the promised size, and all tables of kernels in turn.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/kernels/token.hpp"
#include "gramscore/match/match.hpp"

namespace gramscore::testing {

/// By which match_masks() hashes tokens in tests, and its inverse.
inline constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15u;
inline constexpr std::uint64_t kInverse = 0xf1de83e19937733du;
static_assert(kInverse * kOdd == 1);

/// Different tokens (below 2^52) that match_masks() hashes by kOdd to one of 4096 slots, the same one: it takes the top bits
/// of a product, and this undoes the multiplication.
inline Token in_slot(std::size_t slot, Token token) { return kInverse * (Token{slot} << 52 | token); }

/// A document of tokens. What may be read behind its end repeats its own tokens, so that whoever uses it
/// counts too much.
class Sequence {
 public:
  explicit Sequence(const std::vector<Token>& tokens)
      : size_(tokens.size()), data_(new Token[tokens.size() + kTokenSlack]) {
    std::copy(tokens.begin(), tokens.end(), data_.get());
    for (std::size_t i = 0; i < kTokenSlack; ++i) data_[size_ + i] = size_ == 0 ? 0 : tokens[i % size_];
  }

  [[nodiscard]] const Token* data() const { return data_.get(); }
  [[nodiscard]] TokenSpan span() const { return {data_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<Token[]> data_;
};

/// A document of sentences.
class Sentences {
 public:
  /// `first` is where the document starts in its batch, and so an offset of all sentence ends.
  explicit Sentences(const std::vector<std::vector<Token>>& sentences, std::size_t first = 0)
      : first_(first), tokens_(joined(sentences)) {
    for (const auto& sentence : sentences) {
      ends_.push_back((ends_.empty() ? first : ends_.back()) + sentence.size());
    }
  }

  [[nodiscard]] SentenceSpan span() const { return {tokens_.span(), ends_.data(), ends_.size(), first_}; }

 private:
  static std::vector<Token> joined(const std::vector<std::vector<Token>>& sentences) {
    std::vector<Token> tokens;
    for (const auto& sentence : sentences) tokens.insert(tokens.end(), sentence.begin(), sentence.end());
    return tokens;
  }

  std::size_t first_;
  Sequence tokens_;
  std::vector<std::size_t> ends_;
};

/// Runs body() with each table of kernels that this processor has as the one in use.
template <class Body>
void for_kernels(Body body) {
  const std::string before = kernels().name;
  for (const Kernels* table : available_kernels()) {
    INFO("kernels: ", std::string(table->name));
    select_kernels(table->name);
    body();
  }
  select_kernels(before.c_str());
}

}  // namespace gramscore::testing
