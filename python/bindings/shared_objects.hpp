// Objects that other threads may change at the same time, where Python runs without its lock (free-threaded builds).
#pragma once

#include <pybind11/pybind11.h>

namespace gramscore::bindings {

#if defined(Py_GIL_DISABLED)

/// Nobody else is between here and its end with the same object.
class Exclusive {
 public:
  explicit Exclusive(PyObject* object) { PyCriticalSection_Begin(&section_, object); }
  Exclusive(const Exclusive&) = delete;
  Exclusive& operator=(const Exclusive&) = delete;
  ~Exclusive() { PyCriticalSection_End(&section_); }

 private:
  PyCriticalSection section_;
};

/// A lock that does not keep others from stopping the threads of Python.
class Turn {
 public:
  class Taken {
   public:
    explicit Taken(Turn& turn) : turn_(turn) { PyMutex_Lock(&turn_.mutex_); }
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    ~Taken() { PyMutex_Unlock(&turn_.mutex_); }

   private:
    Turn& turn_;
  };

 private:
  PyMutex mutex_{};
};

/// An object that is kept alive.
using Kept = pybind11::object;

/// The first item of a list; null if it has none.
inline Kept first_item(PyObject* list) {
  PyObject* const item = PyList_GetItemRef(list, 0);
  if (item == nullptr) PyErr_Clear();
  return pybind11::reinterpret_steal<pybind11::object>(item);
}

/// The items of a list or tuple as they are now, as a tuple.
inline Kept items_now(PyObject* items) {
  if (!PyList_Check(items)) return pybind11::reinterpret_borrow<pybind11::object>(items);
  PyObject* const tuple = PyList_AsTuple(items);
  if (tuple == nullptr) throw pybind11::error_already_set();
  return pybind11::reinterpret_steal<pybind11::object>(tuple);
}

#else

// The lock of Python keeps others away.

class Exclusive {
 public:
  explicit Exclusive(PyObject*) {}
};

class Turn {
 public:
  class Taken {
   public:
    explicit Taken(Turn&) {}
  };
};

using Kept = pybind11::handle;

inline Kept first_item(PyObject* list) { return PyList_GET_SIZE(list) > 0 ? PyList_GET_ITEM(list, 0) : nullptr; }

inline Kept items_now(PyObject* items) { return items; }

#endif

}  // namespace gramscore::bindings
