// Tokenizers over code points, one at a time. Tokens are strings of UTF-8.
#pragma once

#include <string>
#include <vector>

#include "reference/porter.hpp"

namespace gramscore::reference {

/// UTF-8 of one code point; a surrogate is written like any other of its size.
inline std::string utf8(char32_t c) {
  const auto byte = [](char32_t x) { return static_cast<char>(static_cast<unsigned char>(x)); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xc0 | c >> 6), byte(0x80 | (c & 0x3f))};
  if (c < 0x10000) return {byte(0xe0 | c >> 12), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f))};
  return {byte(0xf0 | c >> 18), byte(0x80 | (c >> 12 & 0x3f)), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f))};
}

inline std::string utf8(const std::u32string& text) {
  std::string bytes;
  for (const char32_t c : text) bytes += utf8(c);
  return bytes;
}

/// Lower-casing as far as it leads to ASCII: besides A to Z, the Kelvin sign becomes k, and the capital I
/// with dot becomes i and a combining dot above.
inline std::u32string lower(const std::u32string& text) {
  std::u32string result;
  for (const char32_t c : text) {
    if (c >= U'A' && c <= U'Z') {
      result += c - U'A' + U'a';
    } else if (c == 0x212a) {
      result += U'k';
    } else if (c == 0x130) {
      result += U'i';
      result += char32_t{0x307};
    } else {
      result += c;
    }
  }
  return result;
}

/// rouge-score's tokens: runs of a-z and 0-9 of the lower-cased text, those of over three characters stemmed
/// if asked for.
inline std::vector<std::string> rouge_tokens(const std::u32string& text, bool stemmer) {
  std::vector<std::string> tokens;
  std::string token;
  const auto finish = [&] {
    if (!token.empty()) tokens.push_back(stemmer && token.size() > 3 ? porter_stem(token) : token);
    token.clear();
  };
  for (const char32_t c : lower(text)) {
    if ((c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9')) {
      token += static_cast<char>(c);
    } else {
      finish();
    }
  }
  finish();
  return tokens;
}

/// The 29 code points at which Python's str.split() splits.
inline bool is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/// Python's str.split().
inline std::vector<std::string> whitespace_tokens(const std::u32string& text) {
  std::vector<std::string> tokens;
  std::string token;
  for (const char32_t c : text) {
    if (!is_white_space(c)) {
      token += utf8(c);
    } else if (!token.empty()) {
      tokens.push_back(token);
      token.clear();
    }
  }
  if (!token.empty()) tokens.push_back(token);
  return tokens;
}

/// Python's str.replace().
inline std::u32string replaced(const std::u32string& text, const std::u32string& from, const std::u32string& to) {
  std::u32string result;
  std::size_t begin = 0;
  for (std::size_t at; (at = text.find(from, begin)) != std::u32string::npos; begin = at + from.size()) {
    result += text.substr(begin, at - begin) + to;
  }
  return result + text.substr(begin);
}

/// One regular expression of 13a: wherever two characters of these kinds stand together, and the first is not already
/// the second of a pair, puts spaces where `pattern` has them between 1 and 2.
template <class First, class Second>
std::u32string spaced_pairs(const std::u32string& text, First first, Second second, const char* pattern) {
  std::u32string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i + 1 == text.size() || !first(text[i]) || !second(text[i + 1])) {
      result += text[i];
      continue;
    }
    for (const char* p = pattern; *p != '\0'; ++p) result += *p == '1' ? text[i] : *p == '2' ? text[i + 1] : U' ';
    ++i;
  }
  return result;
}

/// sacrebleu's 13a of a text without white space at its end: its replacements and regular expressions in their order.
inline std::vector<std::string> mt13a_tokens(std::u32string text) {
  while (!text.empty() && is_white_space(text.back())) text.pop_back();
  text = replaced(text, U"<skipped>", U"");
  text = replaced(text, U"-\n", U"");
  text = replaced(text, U"\n", U" ");
  text = replaced(text, U"&quot;", U"\"");
  text = replaced(text, U"&amp;", U"&");
  text = replaced(text, U"&lt;", U"<");
  text = replaced(text, U"&gt;", U">");
  std::u32string spaced;
  for (const char32_t c : U" " + text + U" ") {
    const bool punctuation = (c >= U'{' && c <= U'~') || (c >= U'[' && c <= U'`') || (c >= U' ' && c <= U'&') ||
                             (c >= U'(' && c <= U'+') || (c >= U':' && c <= U'@') || c == U'/';
    spaced += punctuation ? std::u32string{U' ', c, U' '} : std::u32string{c};
  }
  const auto digit = [](char32_t c) { return c >= U'0' && c <= U'9'; };
  const auto no_digit = [&](char32_t c) { return !digit(c); };
  const auto point = [](char32_t c) { return c == U'.' || c == U','; };
  const auto dash = [](char32_t c) { return c == U'-'; };
  spaced = spaced_pairs(spaced, no_digit, point, "1 2 ");
  spaced = spaced_pairs(spaced, point, no_digit, " 1 2");
  spaced = spaced_pairs(spaced, digit, dash, "1 2 ");
  return whitespace_tokens(spaced);
}

/// Python's str.split("\n").
inline std::vector<std::u32string> lines(const std::u32string& text) {
  std::vector<std::u32string> result(1);
  for (const char32_t c : text) {
    if (c == U'\n') {
      result.emplace_back();
    } else {
      result.back() += c;
    }
  }
  return result;
}

}  // namespace gramscore::reference
