// Python's str.replace() in place.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace gramscore {

/// Replaces each `from` in the text, left to right and not overlapping, by `to`, which is no longer. Returns the new size.
inline std::size_t replace_all(std::uint8_t* text, std::size_t size, std::string_view from, std::string_view to) {
  const std::uint8_t* at = text;
  const std::uint8_t* const end = text + size;
  std::uint8_t* out = text;
  const auto move = [&](const std::uint8_t* until) {
    const auto length = static_cast<std::size_t>(until - at);
    if (out != at) std::memmove(out, at, length);
    out += length;
  };
  const std::uint8_t* search = at;
  for (;;) {
    const auto* found =
        search == end
            ? nullptr
            : static_cast<const std::uint8_t*>(std::memchr(search, from[0], static_cast<std::size_t>(end - search)));
    if (found == nullptr || static_cast<std::size_t>(end - found) < from.size()) break;
    if (std::memcmp(found, from.data(), from.size()) != 0) {
      search = found + 1;
      continue;
    }
    move(found);
    out = std::copy(to.begin(), to.end(), out);
    at = search = found + from.size();
  }
  move(end);
  return static_cast<std::size_t>(out - text);
}

/// The four character entities that BLEU and TER know, one after another, so that "&amp;lt;" becomes "<".
inline std::size_t replace_entities(std::uint8_t* text, std::size_t size) {
  size = replace_all(text, size, "&quot;", "\"");
  size = replace_all(text, size, "&amp;", "&");
  size = replace_all(text, size, "&lt;", "<");
  return replace_all(text, size, "&gt;", ">");
}

}  // namespace gramscore
