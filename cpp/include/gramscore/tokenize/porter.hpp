// Porter's stemmer, in the variant that rouge-score uses, and as it was published.
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

/// The same without the extensions: NLTK's ORIGINAL_ALGORITHM, of words of over two characters.
std::size_t porter_stem_as_published(std::uint8_t* word, std::size_t size) noexcept;

/// porter_stem() of a word of any characters, in UTF-8, which are consonants to it where they are no ASCII letters. Words of up
/// to two characters are returned as they are.
std::string porter_stem_of(std::string_view word);

}  // namespace gramscore
