#include "gramscore/text/utf8.hpp"

#include <cstdint>

#include "gramscore/kernels/kernels.hpp"
#include "text/code_points.hpp"

namespace gramscore {
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
  const auto look = kernels().look_at_utf8;
  for (std::size_t t = 0; t < texts.size(); ++t) {
    if (texts[t].encoding != Encoding::utf8) continue;
    const auto* const bytes = units<std::uint8_t>(texts[t]);
    const Utf8 seen = look(bytes, texts[t].size);
    if (seen == Utf8::ascii) texts[t].encoding = Encoding::ascii;
    if (seen == Utf8::unknown && utf8_error(bytes, texts[t].size) != texts[t].size) return t;
  }
  return texts.size();
}

}  // namespace gramscore
