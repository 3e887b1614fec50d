// Code points: out of texts of any encoding, and into UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "gramscore/text/text.hpp"

namespace gramscore {

/// Python's str.isspace() within ASCII.
constexpr bool is_ascii_space(std::uint32_t c) { return c - 0x09 < 5 || c - 0x1c < 5; }

/// The same beyond ASCII.
inline bool is_wide_space(std::uint32_t c) {
  return c == 0x85 || c == 0xa0 || c == 0x1680 || c - 0x2000 <= 0xa || c == 0x2028 || c == 0x2029 || c == 0x202f ||
         c == 0x205f || c == 0x3000;
}

/// Python's str.isspace().
inline bool is_space(std::uint32_t c) { return c < 0x80 ? is_ascii_space(c) : is_wide_space(c); }

/// The code units of a text.
template <class Unit>
const Unit* units(const Text& text) {
  return static_cast<const Unit*>(text.data);
}

/// The bytes of a code unit.
inline std::size_t unit_size(Encoding encoding) {
  return encoding == Encoding::ucs4 ? 4 : encoding == Encoding::ucs2 ? 2 : 1;
}

/// The part of a text from unit `begin` up to `end`.
inline Text part_of(const Text& text, std::size_t begin, std::size_t end) {
  if (begin == end) return {nullptr, 0, text.encoding};
  return {static_cast<const std::uint8_t*>(text.data) + begin * unit_size(text.encoding), end - begin, text.encoding};
}

/// The number of ASCII bytes that `size` bytes start with.
inline std::size_t ascii_run(const std::uint8_t* bytes, std::size_t size) {
  std::size_t i = 0;
  std::uint64_t eight = 0;
  for (; size - i >= sizeof eight; i += sizeof eight) {
    std::memcpy(&eight, bytes + i, sizeof eight);
    if ((eight & 0x8080808080808080u) != 0) break;
  }
  while (i < size && bytes[i] < 0x80) ++i;
  return i;
}

/// The bytes of the UTF-8 character that starts with `lead`.
inline unsigned utf8_width(std::uint8_t lead) { return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4; }

/// The code point of the UTF-8 character of utf8_width(bytes[0]) bytes. Bytes that are not UTF-8 give some number below
/// 2^21.
inline std::uint32_t decode_utf8(const std::uint8_t* bytes) {
  const auto low = [bytes](unsigned i) { return bytes[i] & 0x3fu; };
  switch (utf8_width(bytes[0])) {
    case 1: return bytes[0];
    case 2: return (bytes[0] & 0x1fu) << 6 | low(1);
    case 3: return (bytes[0] & 0xfu) << 12 | low(1) << 6 | low(2);
    default: return (bytes[0] & 0x7u) << 18 | low(1) << 12 | low(2) << 6 | low(3);
  }
}

/// Writes the UTF-8 of a code point, of a surrogate as of any other of its size. Returns the byte after it.
inline std::uint8_t* encode_utf8(std::uint32_t c, std::uint8_t* out) {
  const auto byte = [](std::uint32_t x) { return static_cast<std::uint8_t>(x); };
  if (c < 0x80) {
    *out++ = byte(c);
  } else if (c < 0x800) {
    *out++ = byte(0xc0 | c >> 6);
    *out++ = byte(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    *out++ = byte(0xe0 | c >> 12);
    *out++ = byte(0x80 | (c >> 6 & 0x3f));
    *out++ = byte(0x80 | (c & 0x3f));
  } else {
    *out++ = byte(0xf0 | (c >> 18 & 0x7));
    *out++ = byte(0x80 | (c >> 12 & 0x3f));
    *out++ = byte(0x80 | (c >> 6 & 0x3f));
    *out++ = byte(0x80 | (c & 0x3f));
  }
  return out;
}

/// Calls use(code point) for each code point of a text. Truncated UTF-8 at the end is left out.
template <class Use>
void each_code_point(const Text& text, Use use) {
  const auto each = [&](const auto* in) {
    for (std::size_t i = 0; i < text.size; ++i) use(std::uint32_t{in[i]});
  };
  switch (text.encoding) {
    case Encoding::ascii:
    case Encoding::latin1: return each(units<std::uint8_t>(text));
    case Encoding::ucs2: return each(units<std::uint16_t>(text));
    case Encoding::ucs4: return each(units<std::uint32_t>(text));
    case Encoding::utf8: {
      const auto* in = units<std::uint8_t>(text);
      for (std::size_t i = 0; i < text.size;) {
        const unsigned width = utf8_width(in[i]);
        if (width > text.size - i) return;
        use(decode_utf8(in + i));
        i += width;
      }
    }
  }
}

}  // namespace gramscore
