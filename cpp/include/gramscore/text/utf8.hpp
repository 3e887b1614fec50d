// Whether bytes that somebody says are UTF-8 are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "gramscore/text/text.hpp"

namespace gramscore {

/// The position of the first byte that is not part of a character in UTF-8; `size` if there is none. Surrogates on three
/// bytes are characters like others.
std::size_t utf8_error(const std::uint8_t* bytes, std::size_t size);

/// Looks at the texts of Encoding::utf8 from the first on, and marks as Encoding::ascii those that are: these are read faster.
/// Returns the index of the first that has an utf8_error(), where it stops; the number of texts if there is none.
std::size_t check_utf8(std::span<Text> texts);

}  // namespace gramscore
