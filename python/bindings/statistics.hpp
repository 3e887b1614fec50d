// The part of Python's Scores that is made for every call of score().
#pragma once

#include <pybind11/pybind11.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace gramscore::bindings {

/// The Python type Statistics: attributes without behaviour. It is plain C because for a single pair a class written in
/// Python would cost as much as the score.
struct Statistics {
  PyObject_HEAD PyObject* stats;  // null while `row` holds what it will be made of
  PyObject* columns;
  PyObject* signature;
  PyObject* formula;
  // What was computed from them; null, which Python sees as None, before.
  PyObject* examples;
  PyObject* corpus;
  // What remarks look at. Py_True: what was scored may be worth it, says score().
  PyObject* seen;
  char single_reference;
  // The statistics of a single example of few columns, as an array would cost a good part of its score.
  std::size_t row_columns;
  std::array<std::int64_t, 24> row;
};

inline Statistics& statistics_of(PyObject* self) { return *reinterpret_cast<Statistics*>(self); }

/// An object whose class is results[0], a subtype of Statistics, with the columns, signature and formula that follow there.
/// Its stats or its row are the caller's to set.
pybind11::object make_statistics(pybind11::handle results);

/// tp_init, also for the beginning of that of types which add to it.
int init_statistics(PyObject* self, PyObject* arguments, PyObject* keywords);

/// The attribute stats, made if there is none yet.
pybind11::object stats_of(PyObject* self);

/// The same for whoever is Exclusive with the object already.
pybind11::object stats_of_held(PyObject* self);

/// tp_dealloc, also for the end of that of types which add to it.
void destroy_statistics(PyObject* self);

/// Adds the type to the module. Returns it.
PyTypeObject* bind_statistics(pybind11::module_& module);

}  // namespace gramscore::bindings
