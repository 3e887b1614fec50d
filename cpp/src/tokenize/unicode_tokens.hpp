// The tokenizers for every script: texts become UTF-8 with white space between tokens, and nowhere else.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gramscore/text/text.hpp"

namespace gramscore {

/// Stands for a space inside a grapheme cluster (one with marks on it), as the first byte of its token.
inline constexpr std::uint8_t kMarkedSpace = 0xff;

/// Writes the UTF-8 of what a character is case folded to, up to eight bytes. Returns the byte after it.
std::uint8_t* fold_case(std::uint32_t c, std::uint8_t* out);

/// Upper bounds of the bytes that the functions below write.
std::size_t unicode_words_bound(const Text& text);
std::size_t graphemes_bound(const Text& text);

/// Writes the tokens of TokenizerKind::unicode, case folded, each followed by a space; and the line feeds of the text.
/// Returns the number of bytes written.
std::size_t write_unicode_words(const Text& text, std::uint8_t* out);

/// The same for TokenizerKind::grapheme, as they are.
std::size_t write_graphemes(const Text& text, std::uint8_t* out);

/// The index in (0, text.size] at which a long text may be cut without changing a token: the last one up to `limit`, else
/// the first one after it.
std::size_t unicode_words_cut(const Text& text, std::size_t limit);
std::size_t graphemes_cut(const Text& text, std::size_t limit);

}  // namespace gramscore
