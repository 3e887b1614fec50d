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

/// What is to be put in the place of what.
struct Replacement {
  std::string_view from;
  std::string_view to;
};

/// The four character entities that BLEU and TER know, one after another, so that "&amp;lt;" becomes "<".
inline constexpr Replacement kEntities[] = {{"&quot;", "\""}, {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}};

/// What 13a leaves out before that: a mark, and a hyphen at the end of a line, which joins it to the next.
inline constexpr Replacement kMt13aReplacements[] = {{"<skipped>", ""}, {"-\n", ""}};

/// What tercom leaves out before that.
inline constexpr Replacement kTercomJoin{"\n-", ""};

inline std::size_t replace_all(std::uint8_t* text, std::size_t size, const Replacement& replacement) {
  return replace_all(text, size, replacement.from, replacement.to);
}

inline std::size_t replace_entities(std::uint8_t* text, std::size_t size) {
  for (const Replacement& entity : kEntities) size = replace_all(text, size, entity);
  return size;
}

}  // namespace gramscore
