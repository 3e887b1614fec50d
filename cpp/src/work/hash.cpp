#include "work/hash.hpp"

#include <random>

namespace gramscore {

std::uint64_t hash_seed() noexcept {
  static const std::uint64_t seed = [] {
    std::random_device device;
    return std::uint64_t{device()} << 32 | device();
  }();
  return seed;
}

}  // namespace gramscore
