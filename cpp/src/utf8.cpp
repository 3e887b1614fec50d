#include "gramscore/utf8.hpp"

#include <cstdint>
#include <cstring>

#include "tokenize/code_points.hpp"

namespace gramscore {
namespace {

/// Whether there are no bytes but ASCII, eight at a time.
bool is_ascii(const std::uint8_t* bytes, std::size_t size) {
  std::uint64_t any = 0;
  std::uint64_t eight = 0;
  if (size < sizeof eight) {
    std::memcpy(&any, bytes, size);
  } else {
    for (std::size_t i = 0; i < size - sizeof eight; i += sizeof eight) {
      std::memcpy(&eight, bytes + i, sizeof eight);
      any |= eight;
    }
    std::memcpy(&eight, bytes + size - sizeof eight, sizeof eight);
    any |= eight;
  }
  return (any & 0x8080808080808080u) == 0;
}

}  // namespace

std::size_t utf8_error(const std::uint8_t* bytes, std::size_t size) {
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};  // of the characters of so many bytes
  for (std::size_t i = 0; i < size;) {
    i += ascii_run(bytes + i, size - i);
    if (i == size) break;
    const unsigned width = utf8_width(bytes[i]);
    if (width == 1 || bytes[i] >= 0xf8 || width > size - i) return i;
    for (unsigned k = 1; k < width; ++k) {
      if ((bytes[i + k] & 0xc0) != 0x80) return i;
    }
    const std::uint32_t c = decode_utf8(bytes + i);
    if (c < kLeast[width] || c > 0x10ffff) return i;
    i += width;
  }
  return size;
}

std::size_t check_utf8(std::span<Text> texts) {
  for (std::size_t t = 0; t < texts.size(); ++t) {
    if (texts[t].encoding != Encoding::utf8) continue;
    const auto* const bytes = units<std::uint8_t>(texts[t]);
    if (texts[t].size == 0 || is_ascii(bytes, texts[t].size)) {
      texts[t].encoding = Encoding::ascii;
    } else if (utf8_error(bytes, texts[t].size) != texts[t].size) {
      return t;
    }
  }
  return texts.size();
}

}  // namespace gramscore
