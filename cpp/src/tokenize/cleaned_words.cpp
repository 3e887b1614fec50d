// Words of texts from which characters are deleted first.
#include <cstddef>
#include <cstdint>

#include "tokenize/words.hpp"

namespace gramscore {
namespace {

bool is_letter_or_digit(std::uint8_t c) {
  return static_cast<std::uint8_t>((c | 0x20) - 'a') < 26 || static_cast<std::uint8_t>(c - '0') < 10;
}

bool is_space_byte(std::uint8_t c) {
  return c == ' ' || static_cast<std::uint8_t>(c - '\t') < 5 || static_cast<std::uint8_t>(c - 0x1c) < 4;
}

/// Leaves ASCII letters and digits, and spaces.
std::size_t keep_letters(const TokenizerOptions& /*options*/, std::uint8_t* text, std::size_t size) {
  std::uint8_t* end = text;
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint8_t c = text[i];
    *end = c;
    end += is_letter_or_digit(c) || c == ' ';
  }
  return static_cast<std::size_t>(end - text);
}

/// What becomes of a byte: 0 for punctuation.
struct PlainBytes {
  std::uint8_t of[256];

  constexpr PlainBytes() : of() {
    for (unsigned c = 0; c < 256; ++c) {
      const bool upper = c - 'A' < 26u;
      const bool alnum = upper || c - 'a' < 26u || c - '0' < 10u;
      const bool punctuation = c > ' ' && c < 0x7f && !alnum;
      of[c] = static_cast<std::uint8_t>(punctuation ? 0 : upper ? c | 0x20 : c);
    }
  }
};
constexpr PlainBytes kPlain;

/// Makes ASCII letters lower case and deletes ASCII punctuation. Without `no_punct` the first character of a word of nothing
/// else stays, so that the words are as many as before.
std::size_t drop_punctuation(const TokenizerOptions& options, std::uint8_t* text, std::size_t size) {
  std::uint8_t* end = text;
  if (options.no_punct) {
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint8_t c = text[i];
      *end = kPlain.of[c];
      end += kPlain.of[c] != 0 || c == 0;
    }
    return static_cast<std::size_t>(end - text);
  }
  std::uint8_t first = 0;  // of the word
  const std::uint8_t* word = end;
  const auto finish = [&] {
    if (end == word && first != 0) *end++ = first;
    first = 0;
  };
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint8_t c = text[i];
    if (is_space_byte(c)) {
      finish();
      *end++ = c;
      word = end;
      continue;
    }
    if (first == 0) first = c;
    *end = kPlain.of[c];
    end += kPlain.of[c] != 0 || c == 0;
  }
  finish();
  return static_cast<std::size_t>(end - text);
}

}  // namespace

WordRules presumm_rules() {
  WordRules rules{space_classes()};
  rules.plain = true;
  rules.rewrite = keep_letters;
  return rules;
}

WordRules janitor_rules() {
  WordRules rules{space_classes()};
  rules.plain = true;
  rules.rewrite = drop_punctuation;
  return rules;
}

}  // namespace gramscore
