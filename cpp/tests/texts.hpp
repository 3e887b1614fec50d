// Texts in the engine's encodings, and random ones that are hard on tokenizers.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "gramscore/text/text.hpp"
#include "reference/tokenize.hpp"
#include "tests/random.hpp"

namespace gramscore::testing {

inline constexpr std::array<Encoding, 5> kEncodings = {Encoding::ascii, Encoding::latin1, Encoding::utf8,
                                                       Encoding::ucs2, Encoding::ucs4};

inline bool can_hold(Encoding encoding, const std::u32string& text) {
  const char32_t highest = text.empty() ? 0 : *std::max_element(text.begin(), text.end());
  switch (encoding) {
    case Encoding::ascii: return highest < 0x80;
    case Encoding::latin1: return highest < 0x100;
    case Encoding::ucs2: return highest < 0x10000;
    default: return true;
  }
}

/// A text with its code units, in memory of exactly their size.
class EncodedText {
 public:
  EncodedText(std::u32string points, Encoding encoding) : points_(std::move(points)), encoding_(encoding) {
    switch (encoding) {
      case Encoding::ascii:
      case Encoding::latin1: store<std::uint8_t>(points_); break;
      case Encoding::utf8: store<std::uint8_t>(reference::utf8(points_)); break;
      case Encoding::ucs2: store<std::uint16_t>(points_); break;
      case Encoding::ucs4: store<std::uint32_t>(points_); break;
    }
  }

  [[nodiscard]] const std::u32string& points() const { return points_; }
  [[nodiscard]] Encoding encoding() const { return encoding_; }
  [[nodiscard]] Text view() const { return {bytes_.get(), size_, encoding_}; }

 private:
  template <class Unit, class String>
  void store(const String& units) {
    size_ = units.size();
    bytes_.reset(new std::uint8_t[size_ * sizeof(Unit)]);
    for (std::size_t i = 0; i < size_; ++i) {
      const auto unit = static_cast<Unit>(units[i]);
      std::memcpy(bytes_.get() + i * sizeof unit, &unit, sizeof unit);
    }
  }

  std::u32string points_;
  Encoding encoding_;
  std::size_t size_ = 0;
  std::unique_ptr<std::uint8_t[]> bytes_;
};

/// `text` in a random one of the encodings that can hold it.
inline EncodedText encode_somehow(Random& random, const std::u32string& text) {
  Encoding encoding = random.pick(kEncodings);
  while (!can_hold(encoding, text)) encoding = random.pick(kEncodings);
  return {text, encoding};
}

inline char32_t random_letter_or_digit(Random& random) {
  static const std::u32string from = U"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789aeiouyst";
  return random.pick(from);
}

/// Characters at and beside the borders that tokenizers draw: white space and what only looks like it, ends
/// of the ranges of letters and digits, characters that lower to ASCII and those next to them, whose low byte
/// is ASCII, whose UTF-8 shares bytes with a special one's, surrogates, the last code point.
inline char32_t random_oddity(Random& random, char32_t limit) {
  static const std::u32string from = {
      0x00,   0x01,    0x08,    0x09,    0x0a,    0x0b,    0x0c,    0x0d,    0x0e,    0x1b,    0x1c,   0x1d,   0x1e,
      0x1f,   0x20,    0x21,    0x2f,    0x3a,    0x40,    0x5b,    0x5f,    0x60,    0x7b,    0x7e,   0x7f,   0x80,
      0x84,   0x85,    0x86,    0x9f,    0xa0,    0xa1,    0xaa,    0xb0,    0xb2,    0xb5,    0xc2,   0xdf,   0xe2,
      0xe9,   0xff,    0x10a,   0x120,   0x12f,   0x130,   0x131,   0x141,   0x161,   0x17f,   0x307,  0x3a3,  0x430,
      0x660,  0x7ff,   0x800,   0x1680,  0x1681,  0x180e,  0x1fff,  0x2000,  0x2005,  0x200a,  0x200b, 0x200d, 0x2028,
      0x2029, 0x202a,  0x202f,  0x205f,  0x2060,  0x2120,  0x2129,  0x212a,  0x212b,  0x2130,  0x3000, 0x3001, 0x4e2d,
      0x6587, 0x612a,  0xd7ff,  0xd800,  0xd83d,  0xdbff,  0xdc00,  0xde00,  0xdfff,  0xe000,  0xfeff, 0xff21, 0xff41,
      0xffff, 0x10000, 0x10130, 0x1212a, 0x12000, 0x1d400, 0x1f600, 0x20020, 0x30000, 0x10ffff};
  for (;;) {
    const char32_t c = random.pick(from);
    if (c <= limit) return c;
  }
}

/// About `size` code points up to `limit`: words, many of them repeated, between separators and oddities.
inline std::u32string random_text(Random& random, std::size_t size, char32_t limit) {
  std::vector<std::u32string> known = {U"cold", U"COLD", U"it", U"generalizations", U"General", U"running", U"ran"};
  const std::size_t odd = random.pick(std::array<std::size_t, 4>{2, 5, 20, 200});
  const std::size_t longest = random.pick(std::array<std::size_t, 4>{2, 8, 12, 40});
  std::u32string text;
  while (text.size() < size) {
    if (random.one_in(3)) {
      text += random.pick(known);
    } else {
      std::u32string word;
      for (std::size_t k = random.between(1, longest); k > 0; --k) {
        word += random.one_in(odd) ? random_oddity(random, limit) : random_letter_or_digit(random);
      }
      known.push_back(word);
      text += word;
    }
    if (random.one_in(odd)) text += random_oddity(random, limit);
    text += random.one_in(10) ? U"\n" : random.one_in(10) ? U", " : U" ";
  }
  text.resize(size);
  return text;
}

/// A limit of code points that leaves the choice of one encoding more or fewer.
inline char32_t random_limit(Random& random) {
  return random.pick(std::array<char32_t, 4>{0x7f, 0xff, 0xffff, 0x10ffff});
}

}  // namespace gramscore::testing
