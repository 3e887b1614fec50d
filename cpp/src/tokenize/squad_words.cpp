// What SQuAD's script makes of an answer: lower case, without ASCII punctuation, and then without articles.
#include <algorithm>
#include <cstring>
#include <iterator>
#include <string_view>

#include "text/code_points.hpp"
#include "tokenize/tables/word_characters.hpp"
#include "tokenize/words.hpp"

namespace gramscore {
namespace {

bool is_ascii_word(std::uint32_t c) { return (c | 0x20) - 'a' < 26 || c - '0' < 10 || c == '_'; }

bool is_ascii_punctuation(std::uint32_t c) { return c - 0x21 < 94 && (!is_ascii_word(c) || c == '_'); }

/// \w of Python's re, beyond ASCII.
bool is_wide_word(std::uint32_t c) {
  const auto* const after = std::upper_bound(std::begin(tables::kWordCharacters), std::end(tables::kWordCharacters), c,
                                             [](std::uint32_t x, const auto& run) { return x < run[0]; });
  return after != std::begin(tables::kWordCharacters) && c <= after[-1][1];
}

bool is_word_before(const std::uint8_t* text, std::size_t at) {
  if (at == 0) return false;
  std::size_t begin = at - 1;
  while (begin > 0 && (text[begin] & 0xc0) == 0x80) --begin;
  return text[begin] < 0x80 ? is_ascii_word(text[begin]) : is_wide_word(decode_utf8(text + begin));
}

bool is_word_at(const std::uint8_t* text, std::size_t at, std::size_t size) {
  if (at == size) return false;
  return text[at] < 0x80 ? is_ascii_word(text[at]) : is_wide_word(decode_utf8(text + at));
}

std::size_t article_at(const std::uint8_t* text, std::size_t at, std::size_t size) {
  for (const std::string_view article : {"a", "an", "the"}) {
    if (article.size() <= size - at && std::memcmp(text + at, article.data(), article.size()) == 0 &&
        !is_word_at(text, at + article.size(), size)) {
      return article.size();
    }
  }
  return 0;
}

std::size_t normalize(const TokenizerOptions& /*options*/, std::uint8_t* text, std::size_t size) {
  std::uint8_t* end = text;
  for (std::size_t i = 0; i < size; ++i) {
    *end = text[i];
    end += !is_ascii_punctuation(text[i]);
  }
  const auto rest = static_cast<std::size_t>(end - text);
  for (std::size_t i = 0; i < rest;) {
    const bool may_be = text[i] == 'a' || text[i] == 't';
    const std::size_t article = may_be && !is_word_before(text, i) ? article_at(text, i, rest) : 0;
    if (article != 0) std::memset(text + i, ' ', article);
    i += std::max<std::size_t>(article, 1);
  }
  return rest;
}

}  // namespace

WordRules squad_rules() {
  WordRules rules{space_classes()};
  rules.plain = true;
  rules.rewrite = normalize;
  return rules;
}

}  // namespace gramscore
