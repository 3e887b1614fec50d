#include "gramscore/work/large_pages.hpp"

#include <algorithm>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace gramscore {
namespace {

constexpr std::size_t kPage = std::size_t{1} << 21;
constexpr std::size_t kLarge = kPage / 2;

bool is_large(std::size_t bytes) { return bytes >= kLarge; }

std::align_val_t aligned(std::size_t bytes, std::size_t alignment) {
  return std::align_val_t{std::max(alignment, is_large(bytes) ? kPage : std::size_t{__STDCPP_DEFAULT_NEW_ALIGNMENT__})};
}

std::size_t rounded(std::size_t bytes) { return is_large(bytes) ? (bytes + kPage - 1) / kPage * kPage : bytes; }

}  // namespace

void* allocate_large(std::size_t bytes, std::size_t alignment) {
  void* const memory = ::operator new(rounded(bytes), aligned(bytes, alignment));
#if defined(__linux__)
  if (is_large(bytes)) ::madvise(memory, rounded(bytes), MADV_HUGEPAGE);
#endif
  return memory;
}

void free_large(void* memory, std::size_t bytes, std::size_t alignment) noexcept {
  ::operator delete(memory, rounded(bytes), aligned(bytes, alignment));
}

}  // namespace gramscore
