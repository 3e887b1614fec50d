// Memory that will be read soon.
#pragma once

namespace gramscore {

/// Starts loading the cache line at an address, which may be any.
inline void prefetch([[maybe_unused]] const void* address) noexcept {
#if defined(__GNUC__) || defined(__clang__)
  __builtin_prefetch(address);
#endif
}

}  // namespace gramscore
