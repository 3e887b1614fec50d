// Memory for tables that are read in no order.
#pragma once

#include <cstddef>
#include <vector>

namespace gramscore {

/// As operator new, but what is a megabyte or more begins where a large page does, and the system is asked to use such
/// pages: the processor then finds a place of a large table in a step or two, not in five.
[[nodiscard]] void* allocate_large(std::size_t bytes, std::size_t alignment);
void free_large(void* memory, std::size_t bytes, std::size_t alignment) noexcept;

template <class T>
struct LargePages {
  using value_type = T;

  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>&) noexcept {}

  [[nodiscard]] T* allocate(std::size_t count) {
    return static_cast<T*>(allocate_large(count * sizeof(T), alignof(T)));
  }
  void deallocate(T* memory, std::size_t count) noexcept { free_large(memory, count * sizeof(T), alignof(T)); }

  template <class U>
  bool operator==(const LargePages<U>&) const noexcept {
    return true;
  }
};

template <class T>
using LargeVector = std::vector<T, LargePages<T>>;

}  // namespace gramscore
