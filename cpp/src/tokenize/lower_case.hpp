// Lower case, as Python's str.lower() has it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gramscore/text/text.hpp"
#include "gramscore/work/buffer.hpp"

namespace gramscore {

/// Makes texts lower case exactly as str.lower() of CPython 3.11: code point by code point by Unicode's table, but
/// U+0130 becomes two code points and a capital sigma its final form at the end of a word. Keeps memory.
class LowerCase {
 public:
  /// `text` in lower case, in this object's memory until the next call, maybe in another encoding.
  Text operator()(const Text& text);

  /// Gives back memory that an unusually large text took.
  void trim(std::size_t bytes);

 private:
  Buffer<std::uint8_t> bytes_;
  Buffer<std::uint32_t> points_;
  Buffer<std::uint32_t> lowered_;
};

}  // namespace gramscore
