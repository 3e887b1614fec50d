// Texts that are rewritten line by line.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/text/text.hpp"

namespace gramscore {

/// Goes through the lines of texts. Keeps memory.
class TextLines {
 public:
  /// What a line is rewritten in, and `all` that has been written of the text; `Unit` is what holds a character.
  template <class Unit>
  struct Scratch {
    std::vector<Unit> line;
    std::vector<Unit> next;
    std::vector<Unit> all;
  };

  /// What `rewrite(in, size, scratch)` adds to `all`, for each line of a text, in this object's memory until the next
  /// call; or for the whole text as if it was one line. `narrow`: of Latin-1 nothing else is made. Else code points are
  /// handed on, and returned.
  template <class Rewrite>
  Text read(const Text& text, bool by_line, bool narrow, Rewrite rewrite) {
    if (text.encoding == Encoding::ascii || (text.encoding == Encoding::latin1 && narrow)) {
      return read_units(static_cast<const std::uint8_t*>(text.data), text.size, text.encoding, by_line, narrow_,
                        rewrite);
    }
    read_points(text);
    return read_units(points_.data(), points_.size(), Encoding::ucs4, by_line, wide_, rewrite);
  }

  /// Gives back memory that an unusually large text took.
  void trim(std::size_t bytes);

 private:
  template <class Unit, class Rewrite>
  static Text read_units(const Unit* in, std::size_t size, Encoding encoding, bool by_line, Scratch<Unit>& scratch,
                         Rewrite rewrite) {
    std::vector<Unit>& all = scratch.all;
    all.clear();
    if (!by_line) {
      rewrite(in, size, scratch);
    } else {
      for (std::size_t begin = 0; begin < size;) {
        const auto end = static_cast<std::size_t>(std::find(in + begin, in + size, Unit{'\n'}) - in);
        rewrite(in + begin, end - begin, scratch);
        if (end < size) all.push_back('\n');
        begin = end + 1;
      }
    }
    return {all.data(), all.size(), encoding};
  }

  void read_points(const Text& text);

  Scratch<std::uint8_t> narrow_;
  Scratch<std::uint32_t> wide_;
  std::vector<std::uint32_t> points_;
};

/// Gives back the memory of a vector that has more than so many bytes of it.
template <class Value>
void release(std::vector<Value>& values, std::size_t bytes) {
  if (values.capacity() * sizeof(Value) > bytes) std::vector<Value>().swap(values);
}

}  // namespace gramscore
