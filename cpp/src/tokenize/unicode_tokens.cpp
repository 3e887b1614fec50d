#include "tokenize/unicode_tokens.hpp"

#include <array>
#include <cstring>

#include "text/code_points.hpp"
#include "tokenize/grapheme_break.hpp"
#include "tokenize/tables/case_folding.hpp"
#include "tokenize/word_break.hpp"

namespace gramscore {
namespace {

/// What a character is to the tokenizer "unicode".
struct WordPart {
  WordBreak kind;
  bool word;       // makes the segment that it is in a token
  bool invisible;  // left out of tokens
  bool folds;
};

/// Fewer classes than Unicode's: no punctuation holds words or numbers together, a mark is a mark to words too if it is
/// one to graphemes, and flags and pictographs are symbols like others.
constexpr WordPart word_part(const tables::WordProperty& property) {
  using enum WordBreak;
  WordBreak kind = other;
  switch (WordBreak{property.word_break}) {
    case a_letter:
    case hebrew_letter: kind = a_letter; break;
    case numeric: kind = property.word ? numeric : other; break;  // not the Arabic decimal separator
    case katakana: kind = katakana; break;
    case extend:
    case zwj:
    case format: kind = extend; break;
    default: kind = property.spacing ? extend : other;
  }
  return {kind, property.word && !property.spacing, property.ignorable, property.folds};
}

constexpr std::array<WordPart, kWordProperties> kWordParts = [] {
  std::array<WordPart, kWordProperties> parts{};
  for (std::size_t i = 0; i < kWordProperties; ++i) parts[i] = word_part(tables::kWordProperties[i]);
  return parts;
}();

/// Whether parts of words that stand side by side make one word, by kinds; for `extend` as the right one it is always so.
constexpr std::array<std::array<bool, kWordBreaks>, kWordBreaks> kJoins = [] {
  std::array<std::array<bool, kWordBreaks>, kWordBreaks> joins{};
  for (std::size_t left = 0; left < kWordBreaks; ++left) {
    for (std::size_t right = 0; right < kWordBreaks; ++right) {
      joins[left][right] = same_word(WordBreak::other, WordBreak{static_cast<std::uint8_t>(left)},
                                     WordBreak{static_cast<std::uint8_t>(right)}, WordBreak::other);
    }
  }
  return joins;
}();

bool join(WordBreak left, WordBreak right) {
  return kJoins[static_cast<std::size_t>(left)][static_cast<std::size_t>(right)];
}

const WordPart& word_part_of(std::uint32_t c) { return kWordParts[word_property_index(c)]; }

/// An ASCII character as it appears among tokens: lower-case letters and digits, line feeds, and spaces for all else.
constexpr std::uint8_t ascii_in_words(std::uint8_t c) {
  const auto low = static_cast<std::uint8_t>(c | 0x20);
  // One condition after another: that is what compilers make vectors of.
  std::uint8_t result = c == '\n' ? '\n' : ' ';
  result = static_cast<std::uint8_t>(low - 'a') < 26 ? low : result;
  return static_cast<std::uint8_t>(c - '0') < 10 ? c : result;
}

/// The bytes of an ASCII character among tokens: itself and a space, a line feed alone, no other white space.
constexpr std::array<std::uint8_t, 128> kAsciiGraphemeSize = [] {
  std::array<std::uint8_t, 128> sizes{};
  for (std::uint32_t c = 0; c < 128; ++c) sizes[c] = c == '\n' ? 1 : is_ascii_space(c) ? 0 : 2;
  return sizes;
}();

std::uint8_t* write_folded(std::uint32_t c, std::uint8_t* out) {
  const std::size_t block = tables::kFoldIndex[c / 128];
  const tables::Folded& folded = tables::kFolded[tables::kFoldBlocks[block * 128 + c % 128]];
  for (std::size_t i = 0; i < folded.size; ++i) out[i] = folded.bytes[i];
  return out + folded.size;
}

/// Writes the segments of a text that are tokens.
class WordWriter {
 public:
  explicit WordWriter(std::uint8_t* out) : token_(out), end_(out) {}

  void operator()(std::uint32_t c) {
    if (c < 0x80) return ascii(c);
    const WordPart part = word_part_of(c);
    if (part.invisible) return;
    if (part.kind != WordBreak::extend) {
      if (!join(last_, part.kind)) finish();
      last_ = part.kind;
      if (part.kind == WordBreak::other && !part.word) return;
    }
    word_ |= part.word;
    end_ = part.folds ? write_folded(c, end_) : encode_utf8(c, end_);
  }

  /// Ends the text. Returns the byte after the last one.
  std::uint8_t* finish_text() {
    finish();
    return end_;
  }

 private:
  void ascii(std::uint32_t c) {
    const std::uint8_t byte = ascii_in_words(static_cast<std::uint8_t>(c));
    if (byte > ' ') {
      const WordBreak kind = byte <= '9' ? WordBreak::numeric : WordBreak::a_letter;
      if (!join(last_, kind)) finish();
      last_ = kind;
      word_ = true;
      *end_++ = byte;
    } else {
      finish();
      last_ = WordBreak::other;
      if (byte == '\n') {
        *end_++ = byte;
        token_ = end_;
      }
    }
  }

  /// Ends a segment: one without a letter or number is taken back.
  void finish() {
    if (word_) {
      *end_++ = ' ';
      token_ = end_;
      word_ = false;
    } else {
      end_ = token_;
    }
  }

  std::uint8_t* token_;
  std::uint8_t* end_;
  WordBreak last_ = WordBreak::other;
  bool word_ = false;
};

/// Writes the clusters of a text that are more than white space.
class GraphemeWriter {
 public:
  explicit GraphemeWriter(std::uint8_t* out) : token_(out), end_(out) {}

  void operator()(std::uint32_t c) {
    if (breaker_.starts_cluster(grapheme_break(c))) finish();
    visible_ |= !is_space(c);
    if (c == '\n') {
      line_feed_ = true;
    } else if (c == ' ') {
      *end_++ = kMarkedSpace;
    } else {
      end_ = encode_utf8(c, end_);
    }
  }

  /// Ends the text. Returns the byte after the last one.
  std::uint8_t* finish_text() {
    finish();
    return end_;
  }

 private:
  void finish() {
    if (visible_) {
      *end_++ = ' ';
    } else {
      end_ = token_;
      if (line_feed_) *end_++ = '\n';
    }
    token_ = end_;
    visible_ = false;
    line_feed_ = false;
  }

  GraphemeBreaker breaker_;
  std::uint8_t* token_;
  std::uint8_t* end_;
  bool visible_ = false;
  bool line_feed_ = false;
};

template <class Writer>
std::size_t write(const Text& text, std::uint8_t* out) {
  Writer writer(out);
  each_code_point(text, [&](std::uint32_t c) { writer(c); });
  return static_cast<std::size_t>(writer.finish_text() - out);
}

/// Whether a word surely ends between two characters, whatever stands before and after.
bool words_surely_break(std::uint32_t left, std::uint32_t right) {
  const WordPart a = word_part_of(left);
  const WordPart b = word_part_of(right);
  return a.kind != WordBreak::extend && b.kind != WordBreak::extend && !join(a.kind, b.kind);
}

bool graphemes_surely_break(std::uint32_t left, std::uint32_t right) {
  const GraphemeBreak a = grapheme_break(left);
  const GraphemeBreak b = grapheme_break(right);
  return !same_cluster(a, b) && !needs_context(a, b);
}

/// Cuts between two neighbours of which `breaks` says that a token surely ends between them.
template <class Unit, class Breaks>
std::size_t cut_units(const Unit* in, std::size_t size, std::size_t limit, Breaks breaks) {
  for (std::size_t i = limit; i > 0; --i) {
    if (breaks(in[i - 1], in[i])) return i;
  }
  for (std::size_t i = limit + 1; i < size; ++i) {
    if (breaks(in[i - 1], in[i])) return i;
  }
  return size;
}

bool continues_character(std::uint8_t byte) { return (byte & 0xc0) == 0x80; }

/// Whether the UTF-8 characters beside byte `i` are complete, and `breaks` says that a token ends between them.
template <class Breaks>
bool breaks_at_byte(const std::uint8_t* in, std::size_t size, std::size_t i, Breaks breaks) {
  if (continues_character(in[i])) return false;
  std::size_t before = i - 1;
  while (before > 0 && continues_character(in[before])) --before;
  return utf8_width(in[before]) == i - before && utf8_width(in[i]) <= size - i &&
         breaks(decode_utf8(in + before), decode_utf8(in + i));
}

template <class Breaks>
std::size_t cut_bytes(const std::uint8_t* in, std::size_t size, std::size_t limit, Breaks breaks) {
  for (std::size_t i = limit; i > 0; --i) {
    if (breaks_at_byte(in, size, i, breaks)) return i;
  }
  for (std::size_t i = limit + 1; i < size; ++i) {
    if (breaks_at_byte(in, size, i, breaks)) return i;
  }
  return size;
}

template <class Breaks>
std::size_t cut(const Text& text, std::size_t limit, Breaks breaks) {
  if (limit >= text.size) return text.size;
  switch (text.encoding) {
    case Encoding::utf8: return cut_bytes(units<std::uint8_t>(text), text.size, limit, breaks);
    case Encoding::ucs2: return cut_units(units<std::uint16_t>(text), text.size, limit, breaks);
    case Encoding::ucs4: return cut_units(units<std::uint32_t>(text), text.size, limit, breaks);
    default: return cut_units(units<std::uint8_t>(text), text.size, limit, breaks);
  }
}

}  // namespace

std::uint8_t* fold_case(std::uint32_t c, std::uint8_t* out) {
  return word_part_of(c).folds ? write_folded(c, out) : encode_utf8(c, out);
}

std::size_t unicode_words_bound(const Text& text) {
  // Each character becomes at most what it folds to and a space; tools/break_tables.py checks the sizes.
  switch (text.encoding) {
    case Encoding::ascii: return text.size;
    case Encoding::latin1: return 3 * text.size;
    case Encoding::utf8: return 4 * text.size;
    case Encoding::ucs2:
    case Encoding::ucs4: return 7 * text.size;
  }
  return 0;
}

std::size_t graphemes_bound(const Text& text) {
  switch (text.encoding) {
    case Encoding::ascii: return 2 * text.size;
    case Encoding::latin1:
    case Encoding::utf8: return 3 * text.size;  // invalid UTF-8 may be Latin-1
    case Encoding::ucs2: return 4 * text.size;
    case Encoding::ucs4: return 5 * text.size;
  }
  return 0;
}

std::size_t write_unicode_words(const Text& text, std::uint8_t* out) {
  if (text.encoding != Encoding::ascii) return write<WordWriter>(text, out);
  const auto* in = units<std::uint8_t>(text);
  const std::size_t size = text.size;
  for (std::size_t i = 0; i < size; ++i) out[i] = ascii_in_words(in[i]);
  return size;
}

std::size_t write_graphemes(const Text& text, std::uint8_t* out) {
  if (text.encoding != Encoding::ascii) return write<GraphemeWriter>(text, out);
  // A carriage return and its line feed are one cluster, but no token.
  const auto* in = units<std::uint8_t>(text);
  std::uint8_t* end = out;
  for (std::size_t i = 0; i < text.size; ++i) {
    end[0] = in[i];
    end[1] = ' ';
    end += kAsciiGraphemeSize[in[i]];
  }
  return static_cast<std::size_t>(end - out);
}

std::size_t unicode_words_cut(const Text& text, std::size_t limit) { return cut(text, limit, words_surely_break); }

std::size_t graphemes_cut(const Text& text, std::size_t limit) { return cut(text, limit, graphemes_surely_break); }

}  // namespace gramscore
