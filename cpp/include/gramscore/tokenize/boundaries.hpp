// Where words, sentences and user-perceived characters begin and end, as Unicode has it.
#pragma once

#include <cstddef>
#include <vector>

#include "gramscore/text/text.hpp"

namespace gramscore {

/// The version of Unicode behind the functions below and TokenizerKind::unicode and grapheme, such as "18.0".
const char* boundaries_unicode_version();

/// The word boundaries of a text by the default rules of Unicode Standard Annex #29, as numbers of code points from its
/// start: 0, ..., its length. None in an empty text.
///
/// TokenizerKind::unicode follows the same rules with fewer of them, see docs/definitions.md.
std::vector<std::size_t> word_boundaries(const Text& text);

/// The same for extended grapheme clusters, which are the tokens of TokenizerKind::grapheme.
std::vector<std::size_t> grapheme_boundaries(const Text& text);

/// The same for sentences.
std::vector<std::size_t> sentence_boundaries(const Text& text);

}  // namespace gramscore
