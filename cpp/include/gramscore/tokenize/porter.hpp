// Porter's stemmer, in the variant that rouge-score uses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gramscore {

/// Stems the `size` bytes at `word` (ASCII lower-case letters and digits) in place and returns the new size, which is
/// never larger. The algorithm is M. F. Porter's ("An algorithm for suffix stripping", 1980) with the
/// extensions of NLTK 3.10's PorterStemmer in its default mode, word for word. Words of up to two characters
/// are returned as they are; that rouge-score leaves words of three alone is the tokenizer's business.
std::size_t porter_stem(std::uint8_t* word, std::size_t size) noexcept;

/// The same of a word of any characters, in UTF-8, which are consonants to it where they are no ASCII letters. Words of up
/// to two characters are returned as they are.
std::string porter_stem_of(std::string_view word);

}  // namespace gramscore
