// The characters of English text as EED's program prepares them.
#pragma once

#include <cstddef>
#include <vector>

#include "gramscore/match/match.hpp"

namespace gramscore {

/// Replaces `out` by the characters (code points) of `text` with a space at either end: white space squeezed, `.!?,`
/// separated from what is before them, then put back within numbers and after the abbreviations that the program knows.
void write_english_characters(TokenSpan text, std::vector<Token>& out);

}  // namespace gramscore
