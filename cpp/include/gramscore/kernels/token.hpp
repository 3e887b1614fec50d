// Tokens: exact integers, equal when and only when the tokens are equal.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gramscore {

/// Within one batch (a TokenBatch) two tokens are the same token if and only if their values are equal. A short token
/// is its own characters packed into the value; a longer one has one or both of the two top bits set and a number that stands
/// for its characters in this batch. Values of different batches must not be compared.
using Token = std::uint64_t;

/// The vector kernels read whole vectors, so this many values past the last token may be read (not used).
inline constexpr std::size_t kTokenSlack = 16;

}  // namespace gramscore
