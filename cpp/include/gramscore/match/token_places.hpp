// Where the tokens of a text stand in it.
//
// Tokenizers rewrite what they read: they lower case, stem, decode entities, drop punctuation. Places are for showing a text
// as it was written, with its tokens marked. One text at a time, plainly.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "gramscore/text/text.hpp"
#include "gramscore/tokenize/tokenizer.hpp"

namespace gramscore {

/// Code points [begin, end) of a text. Not known where `end` is 0.
struct TokenPlace {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// A token as the metrics compare it, and the characters that it was made of, from the first to the last: what was dropped
/// within is among them.
struct PlacedToken {
  std::string token;
  TokenPlace place;
};

/// The tokens that Tokenizer::strings() gives, with their places. The place of each is known.
std::vector<PlacedToken> placed_tokens(const Text& text, const TokenizerOptions& options);

/// The places of tokens that another tokenizer made of the text, UTF-8 in the text's order. Each is looked for behind the
/// one before: as it is, else without regard to case; without the mark that SentencePiece puts in a space's stead, if the
/// text has no such. The place of one that the text does not spell is not known.
std::vector<TokenPlace> places_of(const Text& text, std::span<const std::string> tokens);

}  // namespace gramscore
