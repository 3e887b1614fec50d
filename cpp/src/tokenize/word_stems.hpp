// Stems of words of any characters, remembered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/kernels/token.hpp"
#include "gramscore/tokenize/porter.hpp"
#include "work/hash.hpp"

namespace gramscore {

/// Porter's stems of tokens: those that it knows it says at once; it collects the bytes of the others' stems, which the
/// tokenizer packs.
class WordStems {
 public:
  /// Forgets the tokens that stand for numbers, which another batch gives to others.
  void start_batch() { ++batch_; }

  void start() {
    bytes_.clear();
    bounds_.clear();
    tokens_.clear();
    places_.clear();
  }

  /// Makes a token its stem, if that is known.
  bool find(Token& token) const {
    const Slot& slot = slots_[place(token)];
    if (slot.word != token || (slot.batch != 0 && slot.batch != batch_)) return false;
    token = slot.stem;
    return true;
  }

  /// The token at `index` is a word of `size` bytes of UTF-8 whose stem is not known.
  void add(std::size_t index, Token token, const std::uint8_t* word, std::size_t size) {
    tokens_.push_back(token);
    places_.push_back(index);
    bounds_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    const std::string stem = porter_stem_of({reinterpret_cast<const char*>(word), size});
    bytes_.insert(bytes_.end(), stem.begin(), stem.end());
    bounds_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  }

  /// The words added since start(), and the bytes that hold them.
  WordList words() {
    constexpr std::size_t kRead = 64;
    if (!tokens_.empty()) bytes_.resize(bytes_.size() + kRead, ' ');
    return {bounds_.data(), bounds_.data() + 1, 2, tokens_.size()};
  }
  [[nodiscard]] const std::uint8_t* bytes() const { return bytes_.data(); }

  /// Their tokens are `stems`; writes them to their places.
  void finish(const Token* stems, Token* packed) {
    for (std::size_t k = 0; k < tokens_.size(); ++k) {
      packed[places_[k]] = stems[k];
      // A token without marks is its own characters in any batch, and its stem is not longer.
      const bool of_batch = (tokens_[k] | stems[k]) >> 62 != 0;
      slots_[place(tokens_[k])] = {tokens_[k], stems[k], of_batch ? batch_ : 0};
    }
  }

 private:
  struct Slot {
    Token word = ~Token{0};
    Token stem = 0;
    std::uint64_t batch = 0;  // in which it is known, 0 for any
  };

  [[nodiscard]] std::size_t place(Token token) const {
    return (token ^ token >> 31 ^ seed_) * 0x9e3779b97f4a7c15u >> (64 - kBits);
  }

  static constexpr unsigned kBits = 12;

  std::uint64_t seed_ = hash_seed();
  std::uint64_t batch_ = 1;
  std::vector<Slot> slots_ = std::vector<Slot>(std::size_t{1} << kBits);
  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint32_t> bounds_;
  std::vector<Token> tokens_;
  std::vector<std::size_t> places_;
};

}  // namespace gramscore
