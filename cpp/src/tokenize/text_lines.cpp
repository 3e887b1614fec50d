#include "gramscore/tokenize/text_lines.hpp"

#include "text/code_points.hpp"

namespace gramscore {

void TextLines::read_points(const Text& text) {
  points_.clear();
  points_.reserve(text.size);
  each_code_point(text, [this](std::uint32_t c) { points_.push_back(c); });
}

void TextLines::trim(std::size_t bytes) {
  const auto release_all = [bytes](auto& scratch) {
    release(scratch.line, bytes);
    release(scratch.next, bytes);
    release(scratch.all, bytes);
  };
  release_all(narrow_);
  release_all(wide_);
  release(points_, bytes);
}

}  // namespace gramscore
