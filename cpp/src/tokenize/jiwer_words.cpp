#include "tokenize/jiwer_words.hpp"

#include <cstring>

#include "gramscore/text/utf8.hpp"
#include "text/code_points.hpp"
#include "tokenize/bytes.hpp"

namespace gramscore {
namespace {

/// From here on stand the nine characters of ASCII white space other than the space, in their order.
constexpr std::uint8_t kMarked = 0xf5;
constexpr std::uint8_t kFirstGroup = 0x09;
constexpr std::uint8_t kFirstGroupSize = 5;
constexpr std::uint8_t kSecondGroup = 0x1c;

std::uint8_t mark_of(std::uint32_t space) {
  return static_cast<std::uint8_t>(
      kMarked + (space < kSecondGroup ? space - kFirstGroup : space - kSecondGroup + kFirstGroupSize));
}

bool has_other_space(const std::uint8_t* in, std::size_t size) {
  unsigned any = 0;
  for (std::size_t i = 0; i < size; ++i) {
    any |= static_cast<unsigned>(static_cast<std::uint8_t>(in[i] - 0x09) < 5) |
           static_cast<unsigned>(static_cast<std::uint8_t>(in[i] - 0x1c) < 4);
  }
  return any != 0;
}

}  // namespace

std::size_t write_jiwer_words(const Text& text, std::uint8_t* out) {
  if (text.encoding == Encoding::ascii && !has_other_space(units<std::uint8_t>(text), text.size)) {
    if (text.size != 0) std::memcpy(out, text.data, text.size);
    return text.size;
  }
  std::uint8_t* end = out;
  bool after_space = true;
  std::uint32_t held = 0;  // white space of which it is not known yet whether it stands alone
  const auto put = [&](std::uint32_t c) {
    if (c >= 0x80) {
      end = encode_utf8(c, end);
    } else {
      *end++ = is_ascii_space(c) && c != ' ' ? mark_of(c) : static_cast<std::uint8_t>(c);
    }
  };
  each_code_point(text, [&](std::uint32_t c) {
    const bool space = is_space(c);
    if (held != 0) put(space ? ' ' : held);
    held = 0;
    if (!space) {
      put(c);
    } else if (c == ' ' || after_space) {
      *end++ = ' ';
    } else {
      held = c;
    }
    after_space = space;
  });
  if (held != 0) *end++ = ' ';
  return static_cast<std::size_t>(end - out);
}

void restore_jiwer_spaces(std::uint8_t* word, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    if (word[i] < kMarked) continue;
    const unsigned place = word[i] - unsigned{kMarked};
    word[i] = static_cast<std::uint8_t>(place < kFirstGroupSize ? kFirstGroup + place
                                                                : kSecondGroup + place - kFirstGroupSize);
  }
}

}  // namespace gramscore
