// The words of jiwer's default transformation, as bytes between spaces.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gramscore/text/text.hpp"

namespace gramscore {

/// Writes a text in UTF-8, with spaces for the white space that separates, and bytes that no UTF-8 has for the ASCII white
/// space that does not. Returns the bytes written, at most utf8_bound().
std::size_t write_jiwer_words(const Text& text, std::uint8_t* out);

/// Puts the white space back into a word.
void restore_jiwer_spaces(std::uint8_t* word, std::size_t size);

}  // namespace gramscore
