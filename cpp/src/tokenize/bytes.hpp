// The first stage of tokenizing: code units of any encoding become plain bytes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gramscore/text/text.hpp"
#include "gramscore/tokenize/tokenizer.hpp"

namespace gramscore {

/// An upper bound of what write_rouge_bytes() writes.
std::size_t rouge_bytes_bound(const Text& text);

/// Writes `text` so that a byte scan finds the tokens of TokenizerKind::rouge, and returns the number of bytes written.
/// All that matters is which ASCII letters and digits stand together: other characters become some other bytes.
std::size_t write_rouge_bytes(const Text& text, std::uint8_t* out);

/// The same for TokenizerKind::rouge155: what is not ASCII stays that, or becomes a space. Writes at most text.size bytes.
std::size_t write_ascii_or_space(const Text& text, std::uint8_t* out);

/// An upper bound of what write_utf8() writes. The room for it must be 64 bytes larger.
std::size_t utf8_bound(const Text& text);

/// Writes `text` as UTF-8 (surrogates on three bytes), with each white-space character beyond ASCII replaced by a tab, and
/// returns the number of bytes written.
std::size_t write_utf8(const Text& text, std::uint8_t* out);

/// The index in (0, text.size] at which a long text may be cut without changing a token, for tokenizers to which both
/// parts are the middle of a text there: the last one up to `limit`, else the first one after it.
std::size_t cut_point(TokenizerKind kind, const Text& text, std::size_t limit);

/// The index of the first line feed at or after `begin`, or the size of the text.
std::size_t line_end(const Text& text, std::size_t begin);

/// Python's str.rstrip() and str.lstrip().
Text strip_end(const Text& text);
Text strip_begin(const Text& text);

}  // namespace gramscore
