// Which words the stemmer leaves alone, told by their last two characters.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gramscore {

/// By the six bits of a packed character: a word of over three characters can only change by porter_stem() if
/// `last[its last] & before_last[the one before] != 0`. The pairs are those in which some suffix ends that some rule of the
/// stemmer takes; the bits are classes of the character before the last one.
struct StemEndings {
  std::array<std::uint8_t, 64> last{};
  std::array<std::uint8_t, 64> before_last{};

  constexpr StemEndings() {
    constexpr std::string_view kAny = "abcdefghijklmnopqrstuvwxyz0123456789";
    constexpr std::string_view kConsonant = "bcdfghjklmnpqrstvwxyz0123456789";
    add(1 << 0, "eis", kAny);
    add(1 << 1, "y", kConsonant);
    add(1 << 2, "c", "i");
    add(1 << 3, "dr", "e");
    add(1 << 4, "gt", "n");
    add(1 << 5, "l", "alu");
    add(1 << 6, "m", "s");
    add(1 << 7, "nru", "o");
  }

 private:
  constexpr void add(unsigned bit, std::string_view lasts, std::string_view befores) {
    for (const char c : lasts) last[code(c)] = static_cast<std::uint8_t>(last[code(c)] | bit);
    for (const char c : befores) before_last[code(c)] = static_cast<std::uint8_t>(before_last[code(c)] | bit);
  }

  static constexpr std::size_t code(char c) {
    return static_cast<std::size_t>((c & 0x1f) | ((c & 0x40) != 0 ? 0x20 : 0));
  }
};

inline constexpr StemEndings kStemEndings;

/// The same by the characters themselves, upper or lower case. What others get makes no difference.
struct StemCharacters {
  std::array<std::uint8_t, 128> last{};
  std::array<std::uint8_t, 128> before_last{};

  constexpr StemCharacters() {
    for (std::size_t c = 0; c < last.size(); ++c) {
      const std::size_t code = (c & 0x1f) | ((c & 0x40) != 0 ? 0x20 : 0);
      last[c] = kStemEndings.last[code];
      before_last[c] = kStemEndings.before_last[code];
    }
  }
};

inline constexpr StemCharacters kStemCharacters;

}  // namespace gramscore
