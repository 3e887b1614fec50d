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
