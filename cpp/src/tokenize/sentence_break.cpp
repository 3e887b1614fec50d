// Sentence boundaries by Unicode Standard Annex #29.
#include "tokenize/tables/sentence_break.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/tokenize/boundaries.hpp"
#include "text/code_points.hpp"

namespace gramscore {
namespace {

/// Sentence_Break, in the order that tools/break_tables.py knows.
enum class SentenceBreak : std::uint8_t {
  other,
  cr,
  lf,
  sep,
  extend,
  format,
  sp,
  lower,
  upper,
  o_letter,
  numeric,
  a_term,
  s_continue,
  s_term,
  close
};

using enum SentenceBreak;

SentenceBreak kind_of(std::uint32_t c) {
  if (c >= 0x110000) return other;
  return SentenceBreak{tables::kSentenceBlocks[std::size_t{tables::kSentenceIndex[c / 128]} * 128 + c % 128]};
}

bool is_line_end(SentenceBreak kind) { return kind == cr || kind == lf || kind == sep; }
bool is_term(SentenceBreak kind) { return kind == a_term || kind == s_term; }

/// A character that counts, and its place in the text.
struct Character {
  SentenceBreak kind;
  std::size_t place;
};

/// The characters of a text, but for what SB5 looks through.
std::vector<Character> characters_of(const Text& text, std::size_t& size) {
  std::vector<Character> characters;
  size = 0;
  each_code_point(text, [&](std::uint32_t c) {
    const SentenceBreak kind = kind_of(c);
    const bool starts = characters.empty() || is_line_end(characters.back().kind);
    if (starts || (kind != extend && kind != format)) characters.push_back({kind, size});
    ++size;
  });
  return characters;
}

/// The end of a sentence so far: a terminator, then what may follow it.
struct Ending {
  bool active = false;
  bool full_stop = false;  // the terminator is one that also stands in abbreviations
  bool closed = false;     // something stands behind it
  bool spaced = false;     // white space does
  SentenceBreak before = other;

  void add(SentenceBreak last, SentenceBreak kind) {
    if (is_term(kind)) {
      *this = {.active = true, .full_stop = kind == a_term, .before = last};
    } else if (active && kind == close && !spaced) {
      closed = true;
    } else if (active && kind == sp) {
      closed = spaced = true;
    } else {
      active = false;
    }
  }
};

/// SB8: whether a lower-case letter is the next thing that tells.
bool goes_on(const std::vector<Character>& text, std::size_t i) {
  for (; i < text.size(); ++i) {
    const SentenceBreak kind = text[i].kind;
    if (kind == lower) return true;
    if (kind == o_letter || kind == upper || is_line_end(kind) || is_term(kind)) return false;
  }
  return false;
}

bool is_boundary(const std::vector<Character>& text, std::size_t i, const Ending& ending) {
  const SentenceBreak left = text[i - 1].kind;
  const SentenceBreak right = text[i].kind;
  if (left == cr && right == lf) return false;  // SB3
  if (is_line_end(left)) return true;           // SB4
  if (!ending.active) return false;             // SB998
  if (ending.full_stop && !ending.closed) {
    if (right == numeric) return false;                                                      // SB6
    if (right == upper && (ending.before == upper || ending.before == lower)) return false;  // SB7
  }
  if (right == s_continue || is_term(right)) return false;                                    // SB8a
  if (right == sp || is_line_end(right) || (right == close && !ending.spaced)) return false;  // SB9, SB10
  return !(ending.full_stop && goes_on(text, i));                                             // SB8, SB11
}

}  // namespace

std::vector<std::size_t> sentence_boundaries(const Text& text) {
  std::size_t size = 0;
  const std::vector<Character> characters = characters_of(text, size);
  if (characters.empty()) return {};
  std::vector<std::size_t> boundaries = {0};
  Ending ending;
  ending.add(other, characters[0].kind);
  for (std::size_t i = 1; i < characters.size(); ++i) {
    if (is_boundary(characters, i, ending)) boundaries.push_back(characters[i].place);
    ending.add(characters[i - 1].kind, characters[i].kind);
  }
  boundaries.push_back(size);
  return boundaries;
}

}  // namespace gramscore
