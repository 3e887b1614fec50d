// Tokenizers that write a text anew, with spaces between its tokens.
#pragma once

#include <cstddef>

#include "gramscore/text/text.hpp"

namespace gramscore {

class RewrittenText {
 public:
  virtual ~RewrittenText() = default;

  /// The tokens of a text with white space between, in this object's memory until the next call.
  virtual Text read(const Text& text) = 0;

  /// Gives back memory that an unusually large text took.
  virtual void trim(std::size_t bytes) = 0;
};

}  // namespace gramscore
