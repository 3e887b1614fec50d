#include "tokenize/bytes.hpp"

#include <algorithm>
#include <cstring>

#include "gramscore/kernels/kernels.hpp"
#include "text/code_points.hpp"
#include "tokenize/unicode_tokens.hpp"

namespace gramscore {
namespace {

constexpr std::uint32_t kKelvinSign = 0x212a;
constexpr std::uint32_t kDottedCapitalI = 0x130;

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

/// What stands for white space beyond ASCII: a character that no tokenizer takes for anything else.
constexpr std::uint8_t kWideSpace = '\t';

std::uint8_t* write_one(std::uint32_t c, std::uint8_t* out) {
  if (c >= 0x80 && is_wide_space(c)) {
    *out = kWideSpace;
    return out + 1;
  }
  return encode_utf8(c, out);
}

template <class Unit>
std::size_t utf8_from_units(const Unit* in, std::size_t size, std::uint8_t* out) {
  constexpr std::size_t kStep = 16;
  const auto write_many = kernels().write_utf8;
  std::size_t written = 0;
  for (std::size_t i = 0; i < size;) {
    i += write_many(in + i, sizeof(Unit), size - i, out + written, written);
    // What it does not want, and what is left of the group in which that is.
    std::uint8_t* end = out + written;
    for (const std::size_t stop = std::min(i + kStep, size); i < stop; ++i) end = write_one(in[i], end);
    written = static_cast<std::size_t>(end - out);
  }
  return written;
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
  std::uint8_t special = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const auto from_e1 = static_cast<std::uint8_t>(in[i] - 0xe1);
    special |= static_cast<std::uint8_t>((in[i] == 0xc2) | (from_e1 < 3));
  }
  if (special == 0) return copy_bytes(in, size, out);
  std::uint8_t* end = out;
  for (std::size_t i = 0; i < size;) {
    if (const std::size_t space = wide_space_at(in + i, size - i); space != 0) {
      *end++ = kWideSpace;
      i += space;
    } else {
      *end++ = in[i++];
    }
  }
  return static_cast<std::size_t>(end - out);
}

bool is_alnum(std::uint32_t c) { return (c < 0x80 && (c | 0x20) - 'a' < 26) || c - '0' < 10; }

/// Whether a text may be cut after the unit `c`, which follows `before`.
bool may_cut(TokenizerKind kind, std::uint32_t before, std::uint32_t c) {
  switch (kind) {
    case TokenizerKind::rouge: return !is_alnum(c) && c < 0x80;
    case TokenizerKind::rouge155: return !is_alnum(c);
    // A line feed may vanish together with a hyphen beside it.
    case TokenizerKind::mt13a: return c == ' ' || c == '\t' || (c == '\n' && is_alnum(before));
    case TokenizerKind::tercom: return c == ' ' || c == '\t';
    case TokenizerKind::presumm_words:
    case TokenizerKind::jiwer_words: return c == ' ';
    default: return is_ascii_space(c);
  }
}

template <class Unit>
std::size_t cut_units(TokenizerKind kind, const Unit* in, std::size_t size, std::size_t limit) {
  for (std::size_t i = limit; i > 1; --i) {
    if (may_cut(kind, in[i - 2], in[i - 1])) return i;
  }
  for (std::size_t i = limit; i < size; ++i) {
    if (may_cut(kind, in[i - 1], in[i])) return i + 1;
  }
  return size;
}

/// How many white-space units the end of a text has.
template <class Unit>
std::size_t spaces_before(const Unit* in, std::size_t size) {
  std::size_t end = size;
  while (end > 0 && is_space(in[end - 1])) --end;
  return size - end;
}

std::size_t utf8_spaces_before(const std::uint8_t* in, std::size_t size) {
  std::size_t end = size;
  for (;;) {
    if (end > 0 && is_ascii_space(in[end - 1])) {
      end -= 1;
    } else if (end >= 2 && wide_space_at(in + end - 2, 2) == 2) {
      end -= 2;
    } else if (end >= 3 && wide_space_at(in + end - 3, 3) == 3) {
      end -= 3;
    } else {
      return size - end;
    }
  }
}

template <class Unit>
std::size_t spaces_after(const Unit* in, std::size_t size) {
  std::size_t begin = 0;
  while (begin < size && is_space(in[begin])) ++begin;
  return begin;
}

std::size_t utf8_spaces_after(const std::uint8_t* in, std::size_t size) {
  std::size_t begin = 0;
  while (begin < size) {
    const std::size_t width = is_ascii_space(in[begin]) ? 1 : wide_space_at(in + begin, size - begin);
    if (width == 0) break;
    begin += width;
  }
  return begin;
}

}  // namespace

std::size_t rouge_bytes_bound(const Text& text) { return text.encoding > Encoding::utf8 ? 2 * text.size : text.size; }

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

std::size_t write_ascii_or_space(const Text& text, std::uint8_t* out) {
  const auto narrow = [&](const auto* in) {
    for (std::size_t i = 0; i < text.size; ++i) out[i] = static_cast<std::uint8_t>(in[i] < 0x80 ? in[i] : ' ');
    return text.size;
  };
  switch (text.encoding) {
    case Encoding::ucs2: return narrow(units<std::uint16_t>(text));
    case Encoding::ucs4: return narrow(units<std::uint32_t>(text));
    default: return copy_bytes(text.data, text.size, out);
  }
}

std::size_t utf8_bound(const Text& text) {
  // By table: which encoding the next text has is hard to predict.
  static constexpr std::size_t kBytes[] = {1, 2, 1, 3, 4};
  static_assert(Encoding::ascii == Encoding{0} && Encoding::latin1 == Encoding{1} && Encoding::utf8 == Encoding{2} &&
                Encoding::ucs2 == Encoding{3} && Encoding::ucs4 == Encoding{4});
  return kBytes[static_cast<std::size_t>(text.encoding)] * text.size;
}

std::size_t write_utf8(const Text& text, std::uint8_t* out) {
  switch (text.encoding) {
    case Encoding::ascii: return copy_bytes(text.data, text.size, out);
    case Encoding::latin1: return utf8_from_units(units<std::uint8_t>(text), text.size, out);
    case Encoding::utf8: return utf8_from_utf8(units<std::uint8_t>(text), text.size, out);
    case Encoding::ucs2: return utf8_from_units(units<std::uint16_t>(text), text.size, out);
    case Encoding::ucs4: return utf8_from_units(units<std::uint32_t>(text), text.size, out);
  }
  return 0;
}

std::size_t cut_point(TokenizerKind kind, const Text& text, std::size_t limit) {
  if (limit >= text.size) return text.size;
  if (kind == TokenizerKind::unicode) return unicode_words_cut(text, limit);
  if (kind == TokenizerKind::grapheme) return graphemes_cut(text, limit);
  switch (text.encoding) {
    case Encoding::ucs2: return cut_units(kind, units<std::uint16_t>(text), text.size, limit);
    case Encoding::ucs4: return cut_units(kind, units<std::uint32_t>(text), text.size, limit);
    default: return cut_units(kind, units<std::uint8_t>(text), text.size, limit);
  }
}

std::size_t line_end(const Text& text, std::size_t begin) {
  const auto find = [&](const auto* in) {
    std::size_t i = begin;
    while (i < text.size && in[i] != '\n') ++i;
    return i;
  };
  switch (text.encoding) {
    case Encoding::ucs2: return find(units<std::uint16_t>(text));
    case Encoding::ucs4: return find(units<std::uint32_t>(text));
    default: return find(units<std::uint8_t>(text));
  }
}

Text strip_end(const Text& text) {
  std::size_t spaces = 0;
  switch (text.encoding) {
    case Encoding::ascii:
    case Encoding::latin1: spaces = spaces_before(units<std::uint8_t>(text), text.size); break;
    case Encoding::utf8: spaces = utf8_spaces_before(units<std::uint8_t>(text), text.size); break;
    case Encoding::ucs2: spaces = spaces_before(units<std::uint16_t>(text), text.size); break;
    case Encoding::ucs4: spaces = spaces_before(units<std::uint32_t>(text), text.size); break;
  }
  return part_of(text, 0, text.size - spaces);
}

Text strip_begin(const Text& text) {
  std::size_t spaces = 0;
  switch (text.encoding) {
    case Encoding::ascii:
    case Encoding::latin1: spaces = spaces_after(units<std::uint8_t>(text), text.size); break;
    case Encoding::utf8: spaces = utf8_spaces_after(units<std::uint8_t>(text), text.size); break;
    case Encoding::ucs2: spaces = spaces_after(units<std::uint16_t>(text), text.size); break;
    case Encoding::ucs4: spaces = spaces_after(units<std::uint32_t>(text), text.size); break;
  }
  return part_of(text, spaces, text.size);
}

}  // namespace gramscore
