#include "tokenize/word_break.hpp"

#include <vector>

#include "gramscore/tokenize/boundaries.hpp"
#include "text/code_points.hpp"

namespace gramscore {
namespace {

using enum WordBreak;

struct Character {
  WordBreak kind;
  bool pictographic;
};

std::vector<Character> characters_of(const Text& text) {
  std::vector<Character> characters;
  each_code_point(text, [&](std::uint32_t c) {
    const tables::WordProperty& property = tables::kWordProperties[word_property_index(c)];
    characters.push_back({WordBreak{property.word_break}, property.pictographic});
  });
  return characters;
}

bool is_line_end(WordBreak kind) { return kind == cr || kind == lf || kind == newline; }

/// What WB4 looks through, after anything but the end of a line.
bool is_ignored(WordBreak kind) { return kind == extend || kind == format || kind == zwj; }

/// The index of the next character before `i` that WB4 does not look through; i if there is none.
std::size_t left_of(const std::vector<Character>& text, std::size_t i) {
  for (std::size_t k = i; k > 0; --k) {
    if (!is_ignored(text[k - 1].kind)) return k - 1;
  }
  return i;
}

WordBreak kind_left_of(const std::vector<Character>& text, std::size_t i) {
  const std::size_t left = left_of(text, i);
  return left == i ? other : text[left].kind;
}

WordBreak kind_right_of(const std::vector<Character>& text, std::size_t i) {
  for (++i; i < text.size(); ++i) {
    if (!is_ignored(text[i].kind)) return text[i].kind;
  }
  return other;
}

/// `half_a_flag` says that the regional indicators before `i` are odd in number.
bool is_boundary(const std::vector<Character>& text, std::size_t i, bool half_a_flag) {
  const WordBreak last = text[i - 1].kind;
  const WordBreak right = text[i].kind;
  if (last == cr && right == lf) return false;                    // WB3
  if (is_line_end(last) || is_line_end(right)) return true;       // WB3a, WB3b
  if (last == zwj && text[i].pictographic) return false;          // WB3c
  if (last == w_seg_space && right == w_seg_space) return false;  // WB3d
  if (is_ignored(right)) return false;                            // WB4
  const std::size_t left = left_of(text, i);
  if (left == i) return true;                            // nothing but marks before
  if (right == regional_indicator) return !half_a_flag;  // WB15, WB16
  return !same_word(kind_left_of(text, left), text[left].kind, right, kind_right_of(text, i));
}

}  // namespace

const char* boundaries_unicode_version() { return tables::kBreaksUnicode; }

std::vector<std::size_t> word_boundaries(const Text& text) {
  const std::vector<Character> characters = characters_of(text);
  if (characters.empty()) return {};
  std::vector<std::size_t> boundaries = {0};
  bool half_a_flag = false;
  for (std::size_t i = 1; i < characters.size(); ++i) {
    const WordBreak last = characters[i - 1].kind;
    if (!is_ignored(last)) half_a_flag = last == regional_indicator && !half_a_flag;
    if (is_boundary(characters, i, half_a_flag)) boundaries.push_back(i);
  }
  boundaries.push_back(characters.size());
  return boundaries;
}

}  // namespace gramscore
