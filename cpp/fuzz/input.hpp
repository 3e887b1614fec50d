// What a fuzzer's bytes mean, and what happens at a difference.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "gramscore/kernels/token.hpp"
#include "tests/random.hpp"

namespace gramscore::fuzz {

/// Bytes read from the front; none left reads as zeros.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : bytes_(data, size) {}

  [[nodiscard]] bool empty() const { return bytes_.empty(); }

  std::uint8_t byte() {
    if (bytes_.empty()) return 0;
    const std::uint8_t first = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return first;
  }

  std::size_t below(std::size_t n) { return byte() % n; }

  /// Tokens below `alphabet`, a byte each, up to the byte 255 or the end; then so many times over.
  std::vector<Token> tokens(std::size_t alphabet, std::size_t times = 1) {
    std::vector<Token> once;
    while (!bytes_.empty()) {
      const std::uint8_t value = byte();
      if (value == kEnd) break;
      once.push_back(value % alphabet);
    }
    std::vector<Token> tokens;
    for (; times > 0; --times) tokens.insert(tokens.end(), once.begin(), once.end());
    return tokens;
  }

  /// Code points up to 255 of the end: ASCII as it is; 254 and three bytes are any code point; the others are characters
  /// at which tokenizers decide.
  std::u32string text() {
    static const std::u32string odd = {
        0x80,   0x84,    0x85,    0x86,    0x9f,    0xa0,    0xa1,    0xaa,    0xb5,    0xc2,    0xdf,
        0xe2,   0xe9,    0xff,    0x130,   0x131,   0x17f,   0x1c5,   0x307,   0x345,   0x390,   0x3a3,
        0x3c2,  0x430,   0x5d0,   0x660,   0x903,   0x915,   0x94d,   0xe01,   0xe33,   0x1100,  0x1161,
        0x11a8, 0x1680,  0x180e,  0x1e9e,  0x2000,  0x200b,  0x200d,  0x2018,  0x2028,  0x2029,  0x202f,
        0x205f, 0x20ac,  0x212a,  0x2160,  0x3000,  0x3001,  0x3002,  0x3042,  0x30a2,  0x30fc,  0x4e2d,
        0x6587, 0xac00,  0xd7ff,  0xd800,  0xdbff,  0xdc00,  0xdfff,  0xe000,  0xfe0f,  0xfeff,  0xff21,
        0xffff, 0x10000, 0x10400, 0x1d400, 0x1f1e9, 0x1f3fb, 0x1f468, 0x1f600, 0x20000, 0xe0001, 0x10ffff};
    std::u32string text;
    while (!bytes_.empty()) {
      const std::uint8_t value = byte();
      if (value == kEnd) break;
      if (value < 0x80) {
        text += value;
      } else if (value == kAny) {
        const char32_t high = byte();
        const char32_t middle = byte();
        text += (high << 16 | middle << 8 | byte()) % 0x110000;
      } else {
        text += odd[(value - 0x80u) % odd.size()];
      }
    }
    return text;
  }

 private:
  static constexpr std::uint8_t kEnd = 255;
  static constexpr std::uint8_t kAny = 254;

  std::span<const std::uint8_t> bytes_;
};

/// Prints both inputs with both results and aborts, if the results differ.
template <class Result, class First, class Second>
void require_equal(const Result& found, const Result& expected, const char* what, const First& reference,
                   const Second& prediction) {
  if (found == expected) return;
  using testing::show;
  std::fprintf(stderr, "%s: %s found, %s expected\nreference:  %s\nprediction: %s\n", what, show(found).c_str(),
               show(expected).c_str(), show(reference).c_str(), show(prediction).c_str());
  std::abort();
}

}  // namespace gramscore::fuzz
