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

/// An array of one element that lies in `owner`, which it keeps alive. NumPy's own memory for an element takes as long as
/// the rest of the array.
inline pybind11::object array_of_one(double& element, PyObject* owner) {
  using pybind11::detail::npy_api;
  const npy_api& numpy = npy_api::get();
  const pybind11::ssize_t shape = 1;
  auto array = pybind11::reinterpret_steal<pybind11::object>(numpy.PyArray_NewFromDescr_(
      numpy.PyArray_Type_, pybind11::dtype::of<double>().release().ptr(), 1, &shape, nullptr, &element,
      npy_api::NPY_ARRAY_ALIGNED_ | npy_api::NPY_ARRAY_WRITEABLE_, nullptr));
  if (!array || numpy.PyArray_SetBaseObject_(array.ptr(), Py_NewRef(owner)) != 0) throw pybind11::error_already_set();
  return array;
}

}  // namespace gramscore::bindings
