#include "rouge_arrays.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "arrays.hpp"
#include "gramscore/metrics/rouge.hpp"
#include "plain_c.hpp"
#include "shared_objects.hpp"
#include "statistics.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

constexpr std::array<const char*, 3> kNames = {"precision", "recall", "fmeasure"};

struct RougeArrays {
  PyObject_HEAD TypeColumns columns;
  PyObject* stats;                              // which keeps the columns alive, or null: they are `row`
  std::array<std::int64_t, kRougeColumns> row;  // a single example's statistics
  std::array<PyObject*, 3> arrays;              // null until read
  std::array<bool, 3> computed;                 // if not, an array is an earlier example's
};

RougeArrays* arrays_of(PyObject* self) { return reinterpret_cast<RougeArrays*>(self); }

PyTypeObject* arrays_type = nullptr;  // made once
PyObject* float64 = nullptr;          // NumPy's own, which objects that end with the interpreter can no longer ask for

/// Objects of single examples that were let go of, to be used again with their arrays: making an array takes longer than the
/// score in it. Guarded by Python's lock: where there is none, nothing is kept.
#if defined(Py_GIL_DISABLED)
constexpr std::size_t kMostSpares = 0;
#else
constexpr std::size_t kMostSpares = 16;
#endif
std::array<RougeArrays*, 16> spares;
std::size_t spare_count = 0;

/// Whether nobody else can tell that this array of one element is used again.
bool is_as_made(PyObject* array) {
  using py::detail::npy_api;
  constexpr int kFlags = npy_api::NPY_ARRAY_C_CONTIGUOUS_ | npy_api::NPY_ARRAY_F_CONTIGUOUS_ |
                         npy_api::NPY_ARRAY_OWNDATA_ | npy_api::NPY_ARRAY_ALIGNED_ | npy_api::NPY_ARRAY_WRITEABLE_;
  const auto& proxy = *py::detail::array_proxy(array);
  const auto* weak = reinterpret_cast<PyObject**>(reinterpret_cast<char*>(array) + Py_TYPE(array)->tp_weaklistoffset);
  return Py_REFCNT(array) == 1 && *weak == nullptr && proxy.flags == kFlags && proxy.base == nullptr && proxy.nd == 1 &&
         proxy.dimensions[0] == 1 && proxy.strides[0] == py::ssize_t{sizeof(double)} && proxy.descr == float64;
}

void destroy_arrays(PyObject* self) {
  RougeArrays& own = *arrays_of(self);
  PyTypeObject* const type = Py_TYPE(self);
  Py_XDECREF(own.stats);
  for (PyObject*& array : own.arrays) {
    if (array != nullptr && !(kMostSpares != 0 && own.columns.rows == 1 && is_as_made(array))) Py_CLEAR(array);
  }
  if (own.columns.rows == 1 && spare_count < kMostSpares) {
    spares[spare_count++] = &own;
  } else {
    for (PyObject* array : own.arrays) Py_XDECREF(array);
    PyObject_Free(self);
  }
  Py_DECREF(type);
}

/// The array of that index, computed if it was not yet read.
PyObject* read(PyObject* self, std::size_t part) {
  RougeArrays& own = *arrays_of(self);
  const Exclusive exclusive(self);
  PyObject*& array = own.arrays[part];
  if (own.computed[part]) return Py_NewRef(array);
  return guarded([&] {
    const TypeColumns& columns = own.columns;
    if (array == nullptr) {
      array = new_array<double>(std::array{static_cast<py::ssize_t>(columns.rows)}).release().ptr();
    }
    std::array<double*, 3> out{};
    out[part] = reinterpret_cast<double*>(py::detail::array_proxy(array)->data);
    rouge_scores(columns.data, columns.rows, columns.stride, out[0], out[1], out[2]);
    own.computed[part] = true;
    return Py_NewRef(array);
  });
}

PyObject* get(PyObject* self, void* part) { return read(self, reinterpret_cast<std::size_t>(part)); }

Py_ssize_t length(PyObject*) { return static_cast<Py_ssize_t>(kNames.size()); }

PyObject* type_at(PyObject* self, Py_ssize_t index) {
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
    const TypeColumns& columns = arrays_of(self)->columns;
    auto own = new_array<std::int64_t>(
        std::array{static_cast<py::ssize_t>(columns.rows), static_cast<py::ssize_t>(kRougeColumns)});
    for (std::size_t i = 0; i < columns.rows; ++i) {
      std::copy_n(columns.data + i * columns.stride, kRougeColumns, own.mutable_data() + i * kRougeColumns);
    }
    return py::make_tuple(py::module_::import("gramscore.metrics.rouge").attr("_restore_arrays"), py::make_tuple(own))
        .release()
        .ptr();
  });
}

/// What RougeScores adds to Statistics: from the first item that is read, the names in formula.types and a tuple of as many
/// RougeArrays. Python sees neither.
struct RougeStatistics {
  Statistics base;
  PyObject* types;
  PyObject* arrays;
};

RougeStatistics& rouge_statistics_of(PyObject* self) { return *reinterpret_cast<RougeStatistics*>(self); }

void destroy_rouge_statistics(PyObject* self) {
  Py_XDECREF(rouge_statistics_of(self).types);
  Py_XDECREF(rouge_statistics_of(self).arrays);
  destroy_statistics(self);
}

int init(PyObject* self, PyObject* arguments, PyObject* keywords) {
  if (init_statistics(self, arguments, keywords) != 0) return -1;
  const Exclusive exclusive(self);
  Py_CLEAR(rouge_statistics_of(self).types);
  Py_CLEAR(rouge_statistics_of(self).arrays);
  return 0;
}

/// The arrays of one type. `stats` keeps the columns alive; without it they are of one example, and copied.
py::object make_arrays(const TypeColumns& columns, PyObject* stats) {
  RougeArrays* made = nullptr;
  if (columns.rows == 1 && spare_count != 0) {
    made = spares[--spare_count];
    PyObject_Init(reinterpret_cast<PyObject*>(made), arrays_type);
  } else {
    made = PyObject_New(RougeArrays, arrays_type);
    if (made == nullptr) throw py::error_already_set();
    made->arrays = {};
  }
  made->columns = columns;
  made->stats = Py_XNewRef(stats);
  made->computed = {};
  if (stats == nullptr) {
    std::copy_n(columns.data, kRougeColumns, made->row.begin());
    made->columns = {made->row.data(), 1, kRougeColumns};
  }
  return py::reinterpret_steal<py::object>(reinterpret_cast<PyObject*>(made));
}

void make_items(RougeStatistics& own) {
  static PyObject* const name = PyUnicode_InternFromString("types");
  if (own.base.formula == nullptr) throw py::attribute_error("formula");
  const auto types = py::reinterpret_steal<py::object>(PyObject_GetAttr(own.base.formula, name));
  if (!types) throw py::error_already_set();
  if (!py::isinstance<py::tuple>(types) || PyTuple_GET_SIZE(types.ptr()) == 0) {
    throw py::type_error("types must be a tuple of str");
  }
  const Py_ssize_t count = PyTuple_GET_SIZE(types.ptr());
  py::object stats;
  TypeColumns columns{own.base.row.data(), 1, own.base.row_columns};
  if (own.base.stats != nullptr || own.base.row_columns != static_cast<std::size_t>(count) * kRougeColumns) {
    stats = stats_of_held(&own.base.ob_base);
    columns = type_columns(stats, static_cast<std::size_t>(count) - 1);
    columns.data -= static_cast<std::size_t>(count - 1) * kRougeColumns;
  }
  auto arrays = py::reinterpret_steal<py::object>(PyTuple_New(count));
  if (!arrays) throw py::error_already_set();
  for (Py_ssize_t t = 0; t < count; ++t, columns.data += kRougeColumns) {
    PyTuple_SET_ITEM(arrays.ptr(), t, make_arrays(columns, stats.ptr()).release().ptr());
  }
  Py_XSETREF(own.arrays, arrays.release().ptr());
  Py_XSETREF(own.types, Py_NewRef(types.ptr()));
}

/// The index of a type, or -1 with an exception set.
Py_ssize_t index_of(PyObject* types, PyObject* name) {
  const Py_ssize_t count = PyTuple_GET_SIZE(types);
  for (Py_ssize_t t = 0; t < count; ++t) {
    if (PyTuple_GET_ITEM(types, t) == name) return t;
  }
  for (Py_ssize_t t = 0; t < count; ++t) {
    const int equal = PyObject_RichCompareBool(PyTuple_GET_ITEM(types, t), name, Py_EQ);
    if (equal != 0) return equal > 0 ? t : -1;
  }
  const auto known = py::str(", ").attr("join")(py::handle(types));
  PyErr_Format(PyExc_KeyError, "no %R in these scores: they hold %S", name, known.ptr());
  return -1;
}

/// scores[name]
PyObject* arrays_of_type(PyObject* self, PyObject* name) {
  return guarded([&] {
    RougeStatistics& own = rouge_statistics_of(self);
    py::object types;
    py::object arrays;
    {
      const Exclusive exclusive(self);
      if (own.types == nullptr) make_items(own);
      // To compare names may run code that begins this object anew.
      types = py::reinterpret_borrow<py::object>(own.types);
      arrays = py::reinterpret_borrow<py::object>(own.arrays);
    }
    const Py_ssize_t t = index_of(types.ptr(), name);
    if (t < 0) throw py::error_already_set();
    return Py_NewRef(PyTuple_GET_ITEM(arrays.ptr(), t));
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
      {Py_tp_dealloc, reinterpret_cast<void*>(destroy_arrays)},
      {Py_tp_repr, reinterpret_cast<void*>(repr)},
      {Py_tp_getset, properties},
      {Py_tp_methods, methods},
      {Py_sq_length, reinterpret_cast<void*>(length)},
      {Py_sq_item, reinterpret_cast<void*>(type_at)},
      {0, nullptr},
  };
  static PyType_Spec spec = {
      "gramscore.RougeArrays", sizeof(RougeArrays), 0,
      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_SEQUENCE, slots};
  arrays_type = add_type(module, "RougeArrays", spec);
  float64 = py::dtype::of<double>().release().ptr();
}

void bind_rouge_statistics(py::module_& module, PyTypeObject* statistics) {
  static PyType_Slot slots[] = {
      {Py_tp_doc, const_cast<char*>("RougeStatistics(stats, columns, signature, formula=None)\n--\n\nStatistics of "
                                    "ROUGE, three for each type; an item is the RougeArrays of a type.")},
      {Py_tp_init, reinterpret_cast<void*>(init)},
      {Py_tp_dealloc, reinterpret_cast<void*>(destroy_rouge_statistics)},
      {Py_mp_subscript, reinterpret_cast<void*>(arrays_of_type)},
      {0, nullptr},
  };
  static PyType_Spec spec = {"gramscore._core.RougeStatistics", sizeof(RougeStatistics), 0,
                             Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE, slots};
  add_type(module, "RougeStatistics", spec, statistics);
}

}  // namespace gramscore::bindings
