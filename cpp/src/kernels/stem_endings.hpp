// Which words the stemmer leaves alone, told by their last two characters.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gramscore {

/// By the characters, ASCII letters of either case and digits: a word of over three characters can only change by porter_stem() if
/// `last[its last] & before_last[the one before] != 0`. The pairs are those in which some suffix ends that some rule of the
/// stemmer takes; the bits are classes of the character before the last one.
struct StemEndings {
  std::array<std::uint8_t, 128> last{};
  std::array<std::uint8_t, 128> before_last{};

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
    add(bit, lasts, last);
    add(bit, befores, before_last);
  }

  static constexpr void add(unsigned bit, std::string_view characters, std::array<std::uint8_t, 128>& classes) {
    for (const char c : characters) {
      const auto lower = static_cast<std::size_t>(c);
      const std::size_t upper = c >= 'a' ? lower - 0x20 : lower;
      classes[lower] = classes[upper] = static_cast<std::uint8_t>(classes[lower] | bit);
    }
  }
};

inline constexpr StemEndings kStemEndings;

}  // namespace gramscore
