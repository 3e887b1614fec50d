// What ROUGE-1.5.5 makes of a text's words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gramscore/tokenize/exceptions.hpp"

namespace gramscore {

/// The options of ROUGE-1.5.5 that concern words. A text's lines are its sentences; empty ones are none.
struct Rouge155Words {
  /// What a text is cut by: words (its option -l: what stands between white space) or bytes (-b).
  enum class Limit : std::uint8_t { none, words, bytes };

  Limit limit = Limit::none;
  /// How many are left. Of negative numbers of words nothing, of bytes the first line without so many at its end.
  std::int64_t most = 0;

  /// The code units of texts are bytes (Latin-1); else bytes are those of UTF-8.
  bool units_are_bytes = false;

  /// Words to leave out, lower case, sorted.
  std::vector<std::string> stop_words;

  /// With a stemmer: words that have a base form become it instead of a stem. Null for none.
  std::shared_ptr<const Exceptions> exceptions;
};

/// Stems the `size` bytes at `word` (ASCII lower-case letters and digits) in place and returns the new size, at most
/// `size`: M. F. Porter's algorithm ("An algorithm for suffix stripping", 1980) with his own later changes (-bli and -logi),
/// in the variant of ROUGE-1.5.5, which tries three lists of suffixes of step 4 one after another and whose y is a vowel
/// everywhere but at the beginning. Words of up to two bytes stay.
std::size_t rouge155_stem(std::uint8_t* word, std::size_t size) noexcept;

/// The word that stands for `word` (ASCII lower-case letters and digits), whatever its size: its base form, or its stem.
std::string rouge155_base(const std::string& word, const Exceptions* exceptions);

}  // namespace gramscore
