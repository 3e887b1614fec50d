// Scratch memory that grows and is never cleared.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <type_traits>

namespace gramscore {

/// A growing array of trivial values. Unlike std::vector it leaves new elements uninitialised, because
/// every stage of the engine overwrites what it asks for.
template <class T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  [[nodiscard]] T* data() noexcept { return data_.get(); }
  [[nodiscard]] const T* data() const noexcept { return data_.get(); }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  T& operator[](std::size_t i) noexcept { return data_[i]; }
  const T& operator[](std::size_t i) const noexcept { return data_[i]; }

  /// Makes room for `size` elements, keeping the first `keep`. Returns data().
  T* reserve(std::size_t size, std::size_t keep = 0) {
    if (size > capacity_) {
      const std::size_t grown = size + size / 2;
      std::unique_ptr<T[]> fresh(new T[grown]);
      if (keep != 0) std::memcpy(fresh.get(), data_.get(), keep * sizeof(T));
      data_ = std::move(fresh);
      capacity_ = grown;
    }
    return data_.get();
  }

  /// Gives the memory back when it exceeds `bytes`.
  void trim(std::size_t bytes) noexcept {
    if (capacity_ * sizeof(T) > bytes) {
      data_.reset();
      capacity_ = 0;
    }
  }

 private:
  std::unique_ptr<T[]> data_;
  std::size_t capacity_ = 0;
};

}  // namespace gramscore
