// A table of zeros between uses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

namespace gramscore {

/// Numbers that are 0 whenever nobody uses them: who writes some writes zeros there in the end. The system hands out zeros
/// page by page, so that what is never looked at takes no memory, and no time either.
class Zeros {
 public:
  /// At least `size` of them.
  std::uint32_t* reserve(std::size_t size) {
    if (size > size_) {
      const std::size_t grown = size + size / 2;
      values_.reset(static_cast<std::uint32_t*>(std::calloc(grown, sizeof(std::uint32_t))));
      size_ = values_ ? grown : 0;
      if (!values_) throw std::bad_alloc();
    }
    return values_.get();
  }

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };

  std::unique_ptr<std::uint32_t[], Free> values_;
  std::size_t size_ = 0;
};

}  // namespace gramscore
