// The first stage of tokenizing: code units of any encoding become plain bytes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gramscore/text.hpp"
#include "gramscore/tokenizer.hpp"

namespace gramscore {

/// An upper bound of the bytes that write_bytes() writes for `size` units of `encoding`.
inline std::size_t bytes_bound(Encoding encoding, std::size_t size) {
  switch (encoding) {
    case Encoding::ascii:
    case Encoding::utf8: return size;
    case Encoding::latin1: return 2 * size;
    case Encoding::ucs2: return 3 * size;
    case Encoding::ucs4: return 4 * size;
  }
  return 0;
}

/// Writes `text` so that a byte scan finds the tokens of `kind`, and returns the number of bytes written.
/// For `rouge`, all that matters is which ASCII letters and digits stand together: other characters become some
/// other bytes. For `whitespace` the text becomes UTF-8 (surrogates on three bytes), with each white-space
/// character beyond ASCII replaced by a space.
std::size_t write_bytes(TokenizerKind kind, const Text& text, std::uint8_t* out);

/// The index in (begin, text.size] at which a long text may be cut without splitting a token: the last one in
/// (begin, limit] that follows a separator, else the first one after it.
std::size_t cut_point(TokenizerKind kind, const Text& text, std::size_t begin, std::size_t limit);

}  // namespace gramscore
