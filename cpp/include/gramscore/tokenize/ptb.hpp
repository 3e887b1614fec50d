// Files of captions as COCO's evaluation tokenizes them.
#pragma once

#include <string>

#include "gramscore/text/text.hpp"

namespace gramscore {

/// The tokens of TokenizerKind::ptb with a space between, as UTF-8 (surrogates on three bytes), of a text that is a file: at
/// its end there is nothing ahead, and whatever separates lines ends a line. `drops_punctuation`: without the tokens that
/// COCO's evaluation leaves out. Within a token there may be U+00A0.
std::string ptb_file(const Text& text, bool drops_punctuation);

}  // namespace gramscore
