// A loop that several threads share.
#pragma once

#include <cstddef>
#include <functional>

#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// What is done with [begin, end); `worker` is different for threads that run at the same time, and below their number.
using Piece = std::function<void(std::size_t worker, std::size_t begin, std::size_t end, const Checkpoint& checkpoint)>;

/// Calls `body` for [0, size) in pieces of `length`, the last of which may be shorter, in any order, on up to `threads`
/// threads, of which the calling one is one. `poll` is called by the calling thread from time to time.
void in_pieces(std::size_t size, std::size_t length, std::size_t threads, const Checkpoint& poll, const Piece& body);

}  // namespace gramscore
