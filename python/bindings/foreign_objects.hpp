// Objects of other packages in place of lists, texts and numbers: arrays, tensors, Series, Arrow's scalars, lazy columns.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstddef>
#include <string>
#include <vector>

#include "convert.hpp"

namespace gramscore::bindings {

inline bool is_array(pybind11::handle object) { return pybind11::isinstance<pybind11::array>(object); }

inline char array_kind(const pybind11::array& array) { return array.dtype().kind(); }

/// Whether objects of its type have an attribute. Lazy objects themselves have any that they are asked for.
bool type_has(PyObject* object, const char* name);

/// NumPy's whole numbers.
bool is_number_type(PyTypeObject* type);

/// A NumPy array without dimensions.
bool is_scalar_array(PyObject* object);

/// A NumPy array of one dimension that holds numbers, not objects or texts.
bool is_row_of_numbers(pybind11::handle object);

/// A list, a tuple, or an array or the like of some dimension.
bool is_list(PyObject* object);

/// True or False, of whatever package.
bool is_truth_value(PyObject* object);

/// The object itself, if it is one of Python's or NumPy's own, else what these have in its place: of Arrow's scalars the
/// value, of tensors, Series and other arrays a NumPy array or a list. What is neither is returned as it is.
/// Throws what the object raises when it is asked.
pybind11::object known(PyObject* object);

/// The same, or null if it raises an Exception.
pybind11::object known_or_null(PyObject* object);

/// The same, or TypeError "PLACE is WHAT that cannot be read (why): EXPECTED".
pybind11::object known(PyObject* object, const Place& place, const char* expected);

/// The indices of the first position that is masked in a NumPy array; none if there is none.
std::vector<std::size_t> first_masked(const pybind11::array& array);

/// Throws TypeError if `array` is masked somewhere. `message` says where, by the indices of the first such position.
template <class Message>
void throw_if_masked(const pybind11::array& array, Message message) {
  if (Py_TYPE(array.ptr()) == pybind11::detail::npy_api::get().PyArray_Type_) return;
  const std::vector<std::size_t> position = first_masked(array);
  if (!position.empty()) throw pybind11::type_error(message(position) + ": it cannot be scored");
}

/// list(object), as long as the object says that it is, if it has no iterator.
pybind11::object list_of_length(PyObject* object);

/// list(object) for what is given as `argument`. Throws TypeError for what is no collection, which an object is not that
/// has neither an iterator nor a length, such as the lazy columns of many packages.
pybind11::object list_of(pybind11::handle object, const char* argument, const std::string& expected);

}  // namespace gramscore::bindings
