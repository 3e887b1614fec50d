// New NumPy arrays, for calls so short that how an array is made matters.
#pragma once

#include <pybind11/numpy.h>

#include <array>
#include <cstddef>

namespace gramscore::bindings {

/// An array with uninitialised elements. pybind11's constructor, which first works out strides in memory of its own,
/// takes several times as long.
template <class T, std::size_t kDimensions>
pybind11::array_t<T> new_array(const std::array<pybind11::ssize_t, kDimensions>& shape) {
  const auto& numpy = pybind11::detail::npy_api::get();
  PyObject* array =
      numpy.PyArray_NewFromDescr_(numpy.PyArray_Type_, pybind11::dtype::of<T>().release().ptr(),
                                  static_cast<int>(kDimensions), shape.data(), nullptr, nullptr, 0, nullptr);
  if (array == nullptr) throw pybind11::error_already_set();
  return pybind11::reinterpret_steal<pybind11::array_t<T>>(array);
}

}  // namespace gramscore::bindings
