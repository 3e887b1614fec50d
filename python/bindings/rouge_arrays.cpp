#include "rouge_arrays.hpp"

#include <array>

#include "arrays.hpp"
#include "gramscore/rouge.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

constexpr std::array<const char*, 3> kNames = {"precision", "recall", "fmeasure"};

struct RougeArrays {
  PyObject_HEAD PyObject* stats;  // which keeps the columns alive
  std::size_t type;
  TypeColumns columns;
  std::array<PyObject*, 3> arrays;  // null until read
};

RougeArrays* arrays_of(PyObject* self) { return reinterpret_cast<RougeArrays*>(self); }

/// Runs `body`, which may throw, for a caller that is C.
template <class Body>
PyObject* guarded(Body body) noexcept {
  try {
    return body();
  } catch (py::error_already_set& error) {
    error.restore();
  } catch (const py::builtin_exception& error) {
    error.set_error();
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
  }
  return nullptr;
}

PyTypeObject* type_object = nullptr;  // made once

void destroy(PyObject* self) {
  PyTypeObject* const type = Py_TYPE(self);
  Py_DECREF(arrays_of(self)->stats);
  for (PyObject* array : arrays_of(self)->arrays) Py_XDECREF(array);
  PyObject_Free(self);
  Py_DECREF(type);
}

/// The array of that index, computed if it was not yet read.
PyObject* read(PyObject* self, std::size_t part) {
  RougeArrays& arrays = *arrays_of(self);
  if (arrays.arrays[part] == nullptr) {
    PyObject* made = guarded([&] {
      const TypeColumns& columns = arrays.columns;
      auto array = new_array<double>(std::array{static_cast<py::ssize_t>(columns.rows)});
      std::array<double*, 3> out{};
      out[part] = array.mutable_data();
      rouge_scores(columns.data, columns.rows, columns.stride, out[0], out[1], out[2]);
      return array.release().ptr();
    });
    if (made == nullptr) return nullptr;
    arrays.arrays[part] = made;
  }
  return Py_NewRef(arrays.arrays[part]);
}

PyObject* get(PyObject* self, void* part) { return read(self, reinterpret_cast<std::size_t>(part)); }

Py_ssize_t length(PyObject*) { return static_cast<Py_ssize_t>(kNames.size()); }

PyObject* item(PyObject* self, Py_ssize_t index) {
  if (index < 0 || index >= length(self)) {
    PyErr_SetString(PyExc_IndexError, "RougeArrays holds three arrays: precision, recall and fmeasure");
    return nullptr;
  }
  return read(self, static_cast<std::size_t>(index));
}

PyObject* repr(PyObject* self) {
  return guarded([&] {
    std::string text = "RougeArrays(";
    for (std::size_t part = 0; part < kNames.size(); ++part) {
      const auto array = py::reinterpret_steal<py::object>(read(self, part));
      if (!array) throw py::error_already_set();
      text += std::string(part == 0 ? "" : ", ") + kNames[part] + "=" + py::repr(array).cast<std::string>();
    }
    return py::str(text + ")").release().ptr();
  });
}

/// For pickle and copy: the type's own statistics, and the function that makes arrays of them.
PyObject* reduce(PyObject* self, PyObject*) {
  return guarded([&] {
    const auto begin = static_cast<py::ssize_t>(arrays_of(self)->type * kRougeColumns);
    const py::slice columns(begin, begin + static_cast<py::ssize_t>(kRougeColumns), 1);
    const py::object own = py::handle(arrays_of(self)->stats)[py::make_tuple(py::ellipsis(), columns)].attr("copy")();
    return py::make_tuple(py::module_::import("gramscore.rouge").attr("_restore_arrays"), py::make_tuple(own))
        .release()
        .ptr();
  });
}

/// add_rouge_arrays() of the module, whose arguments are the statistics, a tuple of types and the dict to add to.
PyObject* add(PyObject*, PyObject* const* arguments, Py_ssize_t count) {
  return guarded([&]() -> PyObject* {
    if (count != 3 || !PyTuple_Check(arguments[1]) || !PyDict_Check(arguments[2])) {
      throw py::type_error("add_rouge_arrays() takes an array, a tuple and a dict");
    }
    const auto types = static_cast<std::size_t>(PyTuple_GET_SIZE(arguments[1]));
    if (types == 0) return Py_NewRef(Py_None);
    TypeColumns columns = type_columns(arguments[0], types - 1);
    columns.data -= (types - 1) * kRougeColumns;
    for (std::size_t t = 0; t < types; ++t, columns.data += kRougeColumns) {
      auto* made = PyObject_New(RougeArrays, type_object);
      if (made == nullptr) throw py::error_already_set();
      made->stats = Py_NewRef(arguments[0]);
      made->type = t;
      made->columns = columns;
      made->arrays = {};
      const auto owned = py::reinterpret_steal<py::object>(reinterpret_cast<PyObject*>(made));
      if (PyDict_SetItem(arguments[2], PyTuple_GET_ITEM(arguments[1], t), owned.ptr()) != 0) {
        throw py::error_already_set();
      }
    }
    return Py_NewRef(Py_None);
  });
}

}  // namespace

TypeColumns type_columns(py::handle stats, std::size_t type) {
  const bool is_array = py::isinstance<py::array>(stats);
  const auto* array = py::detail::array_proxy(stats.ptr());
  if (!is_array || array->nd != 2 || (array->flags & py::array::c_style) == 0 ||
      !py::detail::npy_api::get().PyArray_EquivTypes_(array->descr, py::dtype::of<std::int64_t>().ptr()) ||
      (type + 1) * kRougeColumns > static_cast<std::size_t>(array->dimensions[1])) {
    throw py::value_error("stats must be a contiguous int64 array with columns for type " + std::to_string(type));
  }
  return {reinterpret_cast<const std::int64_t*>(array->data) + type * kRougeColumns,
          static_cast<std::size_t>(array->dimensions[0]), static_cast<std::size_t>(array->dimensions[1])};
}

void bind_rouge_arrays(py::module_& module) {
  const auto part = [](std::size_t index) { return reinterpret_cast<void*>(index); };
  static PyGetSetDef properties[] = {
      {kNames[0], get, nullptr, "float64 array (N,), 0..1", part(0)},
      {kNames[1], get, nullptr, "float64 array (N,), 0..1", part(1)},
      {kNames[2], get, nullptr, "float64 array (N,), 0..1", part(2)},
      {nullptr, nullptr, nullptr, nullptr, nullptr},
  };
  static PyMethodDef methods[] = {
      {"__reduce__", reduce, METH_NOARGS, nullptr},
      {nullptr, nullptr, 0, nullptr},
  };
  static PyType_Slot slots[] = {
      {Py_tp_doc,
       const_cast<char*>("Precision, recall and F of N examples, each a float64 array (N,) of values 0..1.\n\n"
                         "Unpacks into the three; each is computed when it is first read.")},
      {Py_tp_dealloc, reinterpret_cast<void*>(destroy)},
      {Py_tp_repr, reinterpret_cast<void*>(repr)},
      {Py_tp_getset, properties},
      {Py_tp_methods, methods},
      {Py_sq_length, reinterpret_cast<void*>(length)},
      {Py_sq_item, reinterpret_cast<void*>(item)},
      {0, nullptr},
  };
  static PyType_Spec spec = {
      "gramscore.RougeArrays", sizeof(RougeArrays), 0,
      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_SEQUENCE, slots};
  type_object = reinterpret_cast<PyTypeObject*>(PyType_FromSpec(&spec));
  if (type_object == nullptr) throw py::error_already_set();
  module.attr("RougeArrays") = py::reinterpret_borrow<py::object>(reinterpret_cast<PyObject*>(type_object));
  static PyMethodDef functions[] = {
      {"add_rouge_arrays", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(add)), METH_FASTCALL,
       "add_rouge_arrays(stats, types, arrays, /) -> None\n\nPrecision, recall and F of each row by type: adds "
       "RougeArrays to the dict `arrays`."},
      {nullptr, nullptr, 0, nullptr},
  };
  if (PyModule_AddFunctions(module.ptr(), functions) != 0) throw py::error_already_set();
}

}  // namespace gramscore::bindings
