// Hashing for the tables. A hash only says where to look: every table compares the keys themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace gramscore {

/// Drawn once per process, so that nobody can write a text whose tokens collide.
std::uint64_t hash_seed() noexcept;

inline std::uint64_t hash_value(std::uint64_t x, std::uint64_t seed) noexcept {
  x = (x ^ seed) * 0x9e3779b97f4a7c15u;
  x = (x ^ x >> 32) * (seed | 1);
  return x ^ x >> 29;
}

inline std::uint64_t hash_bytes(const std::uint8_t* bytes, std::size_t size, std::uint64_t seed) noexcept {
  std::uint64_t h = seed ^ size;
  std::uint64_t chunk;
  for (; size >= 8; bytes += 8, size -= 8) {
    std::memcpy(&chunk, bytes, 8);
    h = hash_value(h ^ chunk, seed);
  }
  chunk = 0;
  std::memcpy(&chunk, bytes, size);
  return hash_value(h ^ chunk, seed);
}

}  // namespace gramscore
