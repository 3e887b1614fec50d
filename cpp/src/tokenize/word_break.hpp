// Word boundaries by Unicode Standard Annex #29: the property of characters and the rules between two of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "tokenize/tables/word_break.hpp"

namespace gramscore {

/// Word_Break, in the order that tools/break_tables.py knows.
enum class WordBreak : std::uint8_t {
  other,
  cr,
  lf,
  newline,
  extend,
  zwj,
  format,
  regional_indicator,
  katakana,
  hebrew_letter,
  a_letter,
  single_quote,
  double_quote,
  mid_num_let,
  mid_letter,
  mid_num,
  numeric,
  extend_num_let,
  w_seg_space
};

inline constexpr std::size_t kWordBreaks = 19;

inline constexpr std::size_t kWordProperties = std::size(tables::kWordProperties);

/// The index into tables::kWordProperties of a code point. Numbers beyond the last code point have that of an unassigned.
inline std::uint8_t word_property_index(std::uint32_t c) {
  if (c >= 0x110000) c = 0x10ffff;
  return tables::kWordBlocks[std::size_t{tables::kWordIndex[c / 128]} * 128 + c % 128];
}

/// Whether rules WB5 to WB13b keep `left` and `right` together, which stand side by side but for what WB4 looks through
/// (extend, format, zwj), as do `before` and `left`, and `right` and `after`. Where the text ends stands `other`.
constexpr bool same_word(WordBreak before, WordBreak left, WordBreak right, WordBreak after) {
  using enum WordBreak;
  const auto letter = [](WordBreak x) { return x == a_letter || x == hebrew_letter; };
  const auto quote_or_point = [](WordBreak x) { return x == mid_num_let || x == single_quote; };
  const auto inside_word = [&](WordBreak x) { return x == mid_letter || quote_or_point(x); };
  const auto inside_number = [&](WordBreak x) { return x == mid_num || quote_or_point(x); };
  if (letter(left) && letter(right)) return true;                                              // WB5
  if (letter(left) && inside_word(right) && letter(after)) return true;                        // WB6
  if (letter(before) && inside_word(left) && letter(right)) return true;                       // WB7
  if (left == hebrew_letter && right == single_quote) return true;                             // WB7a
  if (left == hebrew_letter && right == double_quote && after == hebrew_letter) return true;   // WB7b
  if (before == hebrew_letter && left == double_quote && right == hebrew_letter) return true;  // WB7c
  if (left == numeric && right == numeric) return true;                                        // WB8
  if (letter(left) && right == numeric) return true;                                           // WB9
  if (left == numeric && letter(right)) return true;                                           // WB10
  if (before == numeric && inside_number(left) && right == numeric) return true;               // WB11
  if (left == numeric && inside_number(right) && after == numeric) return true;                // WB12
  if (left == katakana && right == katakana) return true;                                      // WB13
  const auto connects = [&](WordBreak x) { return letter(x) || x == numeric || x == katakana; };
  if ((connects(left) || left == extend_num_let) && right == extend_num_let) return true;  // WB13a
  return left == extend_num_let && connects(right);                                        // WB13b
}

}  // namespace gramscore
