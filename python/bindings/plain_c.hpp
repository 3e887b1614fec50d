// Functions of Python's C API, for calls so short that pybind11's dispatch would be a good part of their time.
#pragma once

#include <pybind11/pybind11.h>

namespace gramscore::bindings {

/// A function of positional arguments: (self, arguments, their number).
using FastFunction = PyObject* (*)(PyObject*, PyObject* const*, Py_ssize_t);

/// Runs `body`, which returns a new reference and may throw, for a caller that is C. Exceptions become Python's as they
/// do in functions of pybind11's.
template <class Body>
PyObject* guarded(Body body) noexcept {
  try {
    return body();
  } catch (pybind11::error_already_set& error) {
    error.restore();
  } catch (...) {
    pybind11::detail::try_translate_exceptions();
  }
  return nullptr;
}

/// An entry of a table of methods or functions. The first line of `doc` is the signature.
inline PyMethodDef fast_method(const char* name, FastFunction function, const char* doc) {
  return {name, reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function)), METH_FASTCALL, doc};
}

/// The instance of T, or of a class that derives from T alone, whose method is called. pybind11's cast would compare names
/// of types.
template <class T>
T& instance_of(PyObject* self) {
  void* const found = reinterpret_cast<pybind11::detail::instance*>(self)->get_value_and_holder().value_ptr();
  if (found == nullptr) throw pybind11::type_error("this object was never set up");
  return *static_cast<T*>(found);
}

/// Adds a method to a class of pybind11's. `method` must live as long as the class.
inline void add_method(pybind11::handle type, PyMethodDef& method) {
  PyObject* const descriptor = PyDescr_NewMethod(reinterpret_cast<PyTypeObject*>(type.ptr()), &method);
  if (descriptor == nullptr) throw pybind11::error_already_set();
  type.attr(method.ml_name) = pybind11::reinterpret_steal<pybind11::object>(descriptor);
}

/// Makes a type, a subtype of `base` unless that is null, and adds it to the module.
inline PyTypeObject* add_type(pybind11::module_& module, const char* name, PyType_Spec& spec,
                              PyTypeObject* base = nullptr) {
  pybind11::object bases;
  if (base != nullptr) bases = pybind11::make_tuple(pybind11::handle(reinterpret_cast<PyObject*>(base)));
  PyObject* const made = PyType_FromSpecWithBases(&spec, bases.ptr());
  if (made == nullptr) throw pybind11::error_already_set();
  module.attr(name) = pybind11::reinterpret_borrow<pybind11::object>(made);
  return reinterpret_cast<PyTypeObject*>(made);
}

/// Throws TypeError unless so many arguments were given.
inline void require_arguments(const char* name, Py_ssize_t given, Py_ssize_t expected) {
  if (given == expected) return;
  throw pybind11::type_error(std::string(name) + "() takes " + std::to_string(expected) +
                             " positional arguments, not " + std::to_string(given));
}

}  // namespace gramscore::bindings
