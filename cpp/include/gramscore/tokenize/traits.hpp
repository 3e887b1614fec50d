// What texts look like, for remarks on what is probably not meant. Nothing here changes a score.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gramscore {

/// Counts of one text.
struct TextTraits {
  /// Characters that are not white space.
  std::int64_t characters = 0;
  /// ASCII letters and digits: what TokenizerKind::rouge sees.
  std::int64_t seen = 0;
  /// Letters, digits and marks beyond ASCII, which it does not see.
  std::int64_t unseen = 0;
  /// Those of them in scripts that put no spaces between words: Chinese, Japanese, Thai and the like.
  std::int64_t unspaced = 0;
  /// Line feeds.
  std::int64_t lines = 0;
  /// What looks like the end of a sentence with another one behind it.
  std::int64_t sentence_ends = 0;
  /// Whether the text looks tokenized: punctuation apart from words, pieces of words, escaped characters.
  std::int64_t tokenized = 0;
  /// A number that another text hardly has.
  std::int64_t digest = 0;
  /// White space other than U+0020 that stands alone between other characters: a tab, a no-break space.
  std::int64_t joints = 0;
};

inline constexpr std::size_t kTextTraits = 9;

/// The traits of a text in UTF-8; bytes that are none count as characters that nobody sees.
TextTraits traits_of(std::string_view text);

}  // namespace gramscore
