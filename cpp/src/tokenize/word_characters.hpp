// \w of Python's re.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "tokenize/tables/word_characters.hpp"

namespace gramscore {

constexpr bool is_ascii_word(std::uint32_t c) { return (c | 0x20) - 'a' < 26 || c - '0' < 10 || c == '_'; }

/// Beyond ASCII.
inline bool is_wide_word(std::uint32_t c) {
  const auto* const after = std::upper_bound(std::begin(tables::kWordCharacters), std::end(tables::kWordCharacters), c,
                                             [](std::uint32_t x, const auto& run) { return x < run[0]; });
  return after != std::begin(tables::kWordCharacters) && c <= after[-1][1];
}

inline bool is_word(std::uint32_t c) { return c < 0x80 ? is_ascii_word(c) : is_wide_word(c); }

}  // namespace gramscore
