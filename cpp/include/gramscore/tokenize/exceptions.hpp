// Irregular forms of words, and the base forms that stand for them.
#pragma once

#include <bitset>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gramscore/tokenize/vocabulary.hpp"

namespace gramscore {

class Exceptions {
 public:
  /// A form and its base.
  using Entry = std::pair<std::string_view, std::string_view>;

  /// Reads lists of lines `form base [base...]`, apart by white space, of which the first base counts. A later line overrides
  /// an earlier one; a line of one word is nothing.
  explicit Exceptions(std::span<const std::string> lists);

  /// Those of WordNet 2.0, of adjectives, adverbs, nouns and verbs in this order: the 5,930 that ROUGE-1.5.5 comes with.
  static std::shared_ptr<const Exceptions> wordnet();

  Exceptions(const Exceptions&) = delete;
  Exceptions& operator=(const Exceptions&) = delete;

  /// In byte order of the forms, which are all different.
  [[nodiscard]] std::span<const Entry> entries() const { return entries_; }

  /// The entry of a form, or null.
  [[nodiscard]] const Entry* find(std::string_view form) const;

 private:
  /// Most words are no forms: a bit tells so of ten in eleven, within the nearest cache.
  static constexpr std::size_t kBits = std::size_t{1} << 16;

  Exceptions() = default;

  void number_forms();
  [[nodiscard]] static std::size_t bit_of(std::string_view form);

  std::string text_;  // of the entries
  std::vector<Entry> entries_;
  Vocabulary forms_;  // by the places of their entries
  std::bitset<kBits> may_be_form_;
};

}  // namespace gramscore
