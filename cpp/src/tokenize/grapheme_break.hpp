// Boundaries of extended grapheme clusters by Unicode Standard Annex #29, one character after another.
#pragma once

#include <cstddef>
#include <cstdint>

#include "tokenize/tables/grapheme_break.hpp"

namespace gramscore {

/// Grapheme_Cluster_Break, with Extended_Pictographic for those that have no other, and with what Indic_Conjunct_Break tells
/// apart, in the order that tools/break_tables.py knows.
enum class GraphemeBreak : std::uint8_t {
  other,
  cr,
  lf,
  control,
  extend,
  zwj,
  regional_indicator,
  prepend,
  spacing_mark,
  l,
  v,
  t,
  lv,
  lvt,
  pictographic,
  non_joiner,  // extend, but it ends conjuncts
  linker,      // extend, and it links consonants
  stacker,     // links consonants, and extends nothing
  consonant    // of a script with conjuncts
};

/// Of a code point. Numbers beyond the last code point have that of an unassigned one.
inline GraphemeBreak grapheme_break(std::uint32_t c) {
  if (c >= 0x110000) c = 0x10ffff;
  return GraphemeBreak{tables::kGraphemeBlocks[std::size_t{tables::kGraphemeIndex[c / 128]} * 128 + c % 128]};
}

constexpr bool extends(GraphemeBreak x) {
  using enum GraphemeBreak;
  return x == extend || x == non_joiner || x == linker;
}

constexpr bool links(GraphemeBreak x) { return x == GraphemeBreak::linker || x == GraphemeBreak::stacker; }

/// Whether two neighbours are in one cluster as far as they themselves can tell: rules GB3 to GB9c.
constexpr bool same_cluster(GraphemeBreak left, GraphemeBreak right) {
  using enum GraphemeBreak;
  const auto controls = [](GraphemeBreak x) { return x == cr || x == lf || x == control; };
  if (left == cr && right == lf) return true;                                               // GB3
  if (controls(left) || controls(right)) return false;                                      // GB4, GB5
  if (left == l && (right == l || right == v || right == lv || right == lvt)) return true;  // GB6
  if ((left == lv || left == v) && (right == v || right == t)) return true;                 // GB7
  if ((left == lvt || left == t) && right == t) return true;                                // GB8
  if (links(left) && right == consonant) return true;                                       // GB9c
  return extends(right) || right == zwj || right == spacing_mark || left == prepend;        // GB9, a, b
}

/// Whether it takes what stands before `left` to tell: the pairs of rules GB9c, GB11, GB12 and GB13.
constexpr bool needs_context(GraphemeBreak left, GraphemeBreak right) {
  using enum GraphemeBreak;
  return ((left == extend || left == zwj) && right == consonant) || (left == zwj && right == pictographic) ||
         (left == regional_indicator && right == regional_indicator);
}

/// Reads a text character by character.
class GraphemeBreaker {
 public:
  /// Whether a cluster starts with this character, which is the next one of the text.
  bool starts_cluster(GraphemeBreak next) {
    using enum GraphemeBreak;
    const bool joins = same_cluster(last_, next) || (next == consonant && linked_) ||
                       (next == pictographic && joined_picture_) || (next == regional_indicator && half_flag_);
    linked_ = links(next) || ((next == extend || next == zwj) && linked_);
    joined_picture_ = next == zwj && picture_;
    picture_ = next == pictographic || (extends(next) && picture_);
    half_flag_ = next == regional_indicator && !half_flag_;
    last_ = next;
    return !joins;
  }

 private:
  GraphemeBreak last_ = GraphemeBreak::control;  // which joins nothing
  bool linked_ = false;                          // a linker, then nothing but extend and zwj
  bool picture_ = false;                         // a pictograph, then nothing but extend
  bool joined_picture_ = false;                  // the same and one zwj
  bool half_flag_ = false;                       // a regional indicator that has no partner yet
};

}  // namespace gramscore
