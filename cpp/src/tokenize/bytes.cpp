#include "tokenize/bytes.hpp"

#include <algorithm>
#include <cstring>

namespace gramscore {
namespace {

constexpr std::uint32_t kKelvinSign = 0x212a;
constexpr std::uint32_t kDottedCapitalI = 0x130;

template <class Unit>
const Unit* units(const Text& text) {
  return static_cast<const Unit*>(text.data);
}

std::size_t copy_bytes(const void* in, std::size_t size, std::uint8_t* out) {
  if (size != 0) std::memcpy(out, in, size);
  return size;
}

/// What str.lower() followed by "all but a-z0-9 separates" makes of one code point.
std::uint8_t* write_rouge(std::uint32_t c, std::uint8_t* out) {
  if (c < 0x80) {
    *out++ = static_cast<std::uint8_t>(c);
  } else if (c == kKelvinSign) {
    *out++ = 'k';
  } else {
    if (c == kDottedCapitalI) *out++ = 'i';
    *out++ = ' ';
  }
  return out;
}

template <class Unit>
std::size_t rouge_from_wide(const Unit* in, std::size_t size, std::uint8_t* out) {
  unsigned special = 0;
  for (std::size_t i = 0; i < size; ++i) {
    special |= static_cast<unsigned>(in[i] == kKelvinSign) | static_cast<unsigned>(in[i] == kDottedCapitalI);
    out[i] = static_cast<std::uint8_t>(in[i] < 0x80 ? in[i] : ' ');
  }
  if (special == 0) return size;
  std::uint8_t* end = out;
  for (std::size_t i = 0; i < size; ++i) end = write_rouge(in[i], end);
  return static_cast<std::size_t>(end - out);
}

std::size_t rouge_from_utf8(const std::uint8_t* in, std::size_t size, std::uint8_t* out) {
  // c4 b0 is the dotted capital I, e2 84 aa the Kelvin sign.
  unsigned special = 0;
  for (std::size_t i = 1; i < size; ++i) {
    special |= static_cast<unsigned>((in[i - 1] == 0xc4) & (in[i] == 0xb0)) |
               static_cast<unsigned>((in[i - 1] == 0x84) & (in[i] == 0xaa));
  }
  if (special == 0) return copy_bytes(in, size, out);
  std::uint8_t* end = out;
  for (std::size_t i = 0; i < size;) {
    if (in[i] == 0xe2 && size - i >= 3 && in[i + 1] == 0x84 && in[i + 2] == 0xaa) {
      *end++ = 'k';
      i += 3;
    } else if (in[i] == 0xc4 && size - i >= 2 && in[i + 1] == 0xb0) {
      *end++ = 'i';
      *end++ = ' ';
      i += 2;
    } else {
      *end++ = in[i++];
    }
  }
  return static_cast<std::size_t>(end - out);
}

/// Python's str.isspace() beyond ASCII.
bool is_wide_space(std::uint32_t c) {
  return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
         c == 0x202f || c == 0x205f || c == 0x3000;
}

std::uint8_t* write_utf8(std::uint32_t c, std::uint8_t* out) {
  const auto byte = [](std::uint32_t x) { return static_cast<std::uint8_t>(x); };
  if (c < 0x80) {
    *out++ = byte(c);
  } else if (is_wide_space(c)) {
    *out++ = ' ';
  } else if (c < 0x800) {
    *out++ = byte(0xc0 | c >> 6);
    *out++ = byte(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    *out++ = byte(0xe0 | c >> 12);
    *out++ = byte(0x80 | (c >> 6 & 0x3f));
    *out++ = byte(0x80 | (c & 0x3f));
  } else {
    *out++ = byte(0xf0 | c >> 18);
    *out++ = byte(0x80 | (c >> 12 & 0x3f));
    *out++ = byte(0x80 | (c >> 6 & 0x3f));
    *out++ = byte(0x80 | (c & 0x3f));
  }
  return out;
}

template <class Unit>
std::size_t utf8_from_units(const Unit* in, std::size_t size, std::uint8_t* out) {
  std::uint8_t* end = out;
  for (std::size_t i = 0; i < size; ++i) end = write_utf8(in[i], end);
  return static_cast<std::size_t>(end - out);
}

/// The length of the white-space character beyond ASCII that the UTF-8 bytes start with, or 0.
std::size_t wide_space_at(const std::uint8_t* in, std::size_t size) {
  std::uint32_t c = 0;
  std::size_t length = 0;
  if (in[0] == 0xc2 && size >= 2) {
    c = in[1];
    length = 2;
  } else if (in[0] >= 0xe1 && in[0] <= 0xe3 && size >= 3) {
    c = (in[0] & 0xfu) << 12 | (in[1] & 0x3fu) << 6 | (in[2] & 0x3fu);
    length = 3;
  }
  return length != 0 && is_wide_space(c) ? length : 0;
}

std::size_t utf8_from_utf8(const std::uint8_t* in, std::size_t size, std::uint8_t* out) {
  // All wide spaces start with c2, e1, e2 or e3.
  unsigned special = 0;
  for (std::size_t i = 0; i < size; ++i) {
    special |= static_cast<unsigned>(in[i] == 0xc2) | static_cast<unsigned>((in[i] >= 0xe1) & (in[i] <= 0xe3));
  }
  if (special == 0) return copy_bytes(in, size, out);
  std::uint8_t* end = out;
  for (std::size_t i = 0; i < size;) {
    if (const std::size_t space = wide_space_at(in + i, size - i); space != 0) {
      *end++ = ' ';
      i += space;
    } else {
      *end++ = in[i++];
    }
  }
  return static_cast<std::size_t>(end - out);
}

std::size_t write_rouge_bytes(const Text& text, std::uint8_t* out) {
  switch (text.encoding) {
    case Encoding::ascii:
    case Encoding::latin1: return copy_bytes(text.data, text.size, out);
    case Encoding::utf8: return rouge_from_utf8(units<std::uint8_t>(text), text.size, out);
    case Encoding::ucs2: return rouge_from_wide(units<std::uint16_t>(text), text.size, out);
    case Encoding::ucs4: return rouge_from_wide(units<std::uint32_t>(text), text.size, out);
  }
  return 0;
}

std::size_t write_whitespace_bytes(const Text& text, std::uint8_t* out) {
  switch (text.encoding) {
    case Encoding::ascii: return copy_bytes(text.data, text.size, out);
    case Encoding::latin1: return utf8_from_units(units<std::uint8_t>(text), text.size, out);
    case Encoding::utf8: return utf8_from_utf8(units<std::uint8_t>(text), text.size, out);
    case Encoding::ucs2: return utf8_from_units(units<std::uint16_t>(text), text.size, out);
    case Encoding::ucs4: return utf8_from_units(units<std::uint32_t>(text), text.size, out);
  }
  return 0;
}

bool separates(TokenizerKind kind, std::uint32_t c) {
  if (kind == TokenizerKind::whitespace) return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20);
  const std::uint32_t letter = (c | 0x20) - 'a';
  return c < 0x80 && letter >= 26 && c - '0' >= 10;
}

template <class Unit>
std::size_t cut_units(TokenizerKind kind, const Unit* in, std::size_t size, std::size_t begin, std::size_t limit) {
  for (std::size_t i = limit; i > begin; --i) {
    if (separates(kind, in[i - 1])) return i;
  }
  for (std::size_t i = limit; i < size; ++i) {
    if (separates(kind, in[i])) return i + 1;
  }
  return size;
}

}  // namespace

std::size_t write_bytes(TokenizerKind kind, const Text& text, std::uint8_t* out) {
  return kind == TokenizerKind::rouge ? write_rouge_bytes(text, out) : write_whitespace_bytes(text, out);
}

std::size_t cut_point(TokenizerKind kind, const Text& text, std::size_t begin, std::size_t limit) {
  if (limit >= text.size) return text.size;
  switch (text.encoding) {
    case Encoding::ucs2: return cut_units(kind, units<std::uint16_t>(text), text.size, begin, limit);
    case Encoding::ucs4: return cut_units(kind, units<std::uint32_t>(text), text.size, begin, limit);
    default: return cut_units(kind, units<std::uint8_t>(text), text.size, begin, limit);
  }
}

}  // namespace gramscore
