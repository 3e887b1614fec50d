// An alignment as sclite's report pralign prints it: both texts above each other, and the letters of the errors.
#pragma once

#include <cstddef>
#include <string>

#include "gramscore/metrics/sclite.hpp"

namespace gramscore {

struct ScliteLayout {
  bool utf8 = false;            ///< how words are written; else in Latin-1, a byte a character
  bool case_sensitive = false;  ///< else words that differ are in capitals, as far as they are ASCII
  std::size_t width = 1000;     ///< in bytes, of what stands above each other; one word may be wider
};

/// The lines, each with its line feed, are added to `out`: three for each part of `width`, with an empty line between
/// parts. Gaps are asterisks.
void append_alignment(const ScliteAlignment& alignment, const ScliteLayout& layout, std::string& out);

}  // namespace gramscore
