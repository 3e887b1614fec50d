// A text as the engine sees it: code units in memory that somebody else owns.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gramscore {

/// How the code units of a text are stored. `utf8` may hold surrogates encoded on three bytes; a lone
/// surrogate is a code point like any other in every encoding.
enum class Encoding : std::uint8_t { ascii, latin1, utf8, ucs2, ucs4 };

/// A borrowed text of `size` code units (bytes, or 2- or 4-byte units) at `data`.
struct Text {
  const void* data = nullptr;
  std::size_t size = 0;
  Encoding encoding = Encoding::ascii;
};

}  // namespace gramscore
