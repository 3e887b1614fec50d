#include "foreign_objects.hpp"

#include <algorithm>

#include "escaped.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

bool is_builtin(PyObject* object) {
  return object == Py_None || PyUnicode_Check(object) || PyList_Check(object) || PyTuple_Check(object) ||
         PyLong_Check(object) || PyFloat_Check(object) || PyBytes_Check(object) || PyDict_Check(object) ||
         PyType_Check(object);
}

/// What one of the methods by which packages make lists returns; null if there is none.
py::object made_list(PyObject* object) {
  for (const char* method : {"to_pylist", "tolist", "to_list"}) {
    if (!type_has(object, method)) continue;
    py::object list = py::handle(object).attr(method)();
    if (PyList_Check(list.ptr())) return list;
  }
  return {};
}

/// str(exception) on one line.
std::string reason(const py::error_already_set& error) {
  std::string text = escaped(py::str(error.value()));
  text.erase(std::min(text.find('\n'), text.size()));
  return text.empty() ? Py_TYPE(error.value().ptr())->tp_name : text;
}

}  // namespace

bool type_has(PyObject* object, const char* name) {
  return py::hasattr(reinterpret_cast<PyObject*>(Py_TYPE(object)), name);
}

bool is_number_type(PyTypeObject* type) {
  const py::object integer = py::module_::import("numpy").attr("integer");
  return PyType_IsSubtype(type, reinterpret_cast<PyTypeObject*>(integer.ptr())) != 0;
}

bool is_scalar_array(PyObject* object) {
  return is_array(object) && py::reinterpret_borrow<py::array>(object).ndim() == 0;
}

bool is_row_of_numbers(py::handle object) {
  if (!is_array(object)) return false;
  const auto array = py::reinterpret_borrow<py::array>(object);
  const char kind = array_kind(array);
  return array.ndim() == 1 && kind != 'O' && kind != 'U' && kind != 'S' && kind != 'T';
}

bool is_list(PyObject* object) {
  if (PyList_Check(object) || PyTuple_Check(object)) return true;
  return !is_builtin(object) && PySequence_Check(object) && !PyByteArray_Check(object) && !is_scalar_array(object) &&
         (type_has(object, "__iter__") || type_has(object, "__len__"));
}

bool is_truth_value(PyObject* object) {
  if (PyBool_Check(object)) return true;
  if (is_builtin(object) || !type_has(object, "dtype")) return false;
  const py::object type = py::getattr(object, "dtype", py::none());
  return py::str(type).cast<std::string>().find("bool") != std::string::npos;
}

py::object known(PyObject* object) {
  auto same = py::reinterpret_borrow<py::object>(object);
  if (is_builtin(object) || is_array(object)) return same;
  if (type_has(object, "as_py")) return same.attr("as_py")();
  const bool has_iterator = type_has(object, "__iter__");
  if (!type_has(object, "__array__") ||
      !(has_iterator || type_has(object, "__len__"))) {  // NumPy's scalars have neither
    if (has_iterator && !py::reinterpret_steal<py::object>(PyObject_GetIter(object))) throw py::error_already_set();
    return same;
  }
  // As arrays of NumPy, numbers beside nulls would be floats.
  if (type_has(object, "to_pylist") && type_has(object, "null_count") &&
      same.attr("null_count").cast<py::ssize_t>() != 0) {
    return same.attr("to_pylist")();
  }
  py::array array =
      py::reinterpret_steal<py::array>(py::detail::npy_api::get().PyArray_FromAny_(object, nullptr, 0, 0, 0, nullptr));
  if (array) return array;
  const py::error_already_set error;  // such as of tensors in another memory
  if (!error.matches(PyExc_Exception)) throw error;
  try {
    if (py::object list = made_list(object)) return list;
  } catch (const py::error_already_set& other) {
    if (!other.matches(PyExc_Exception)) throw;
  }
  throw error;
}

py::object known_or_null(PyObject* object) {
  try {
    return known(object);
  } catch (const py::error_already_set& error) {
    if (!error.matches(PyExc_Exception)) throw;
    return {};
  }
}

py::object known(PyObject* object, const Place& place, const char* expected) {
  try {
    return known(object);
  } catch (const py::error_already_set& error) {
    if (!error.matches(PyExc_Exception)) throw;
    throw py::type_error(place.str() + " is " + describe(object) + " that cannot be read (" + reason(error) +
                         "): " + expected);
  }
}

std::vector<std::size_t> first_masked(const py::array& array) {
  const py::module_ masked = py::module_::import("numpy.ma");
  if (!py::isinstance(array, masked.attr("MaskedArray"))) return {};
  const py::object mask = masked.attr("getmask")(array);
  if (!is_array(mask) || array_kind(py::reinterpret_borrow<py::array>(mask)) != 'b') return {};
  const auto where = py::reinterpret_borrow<py::array>(mask).attr("nonzero")().cast<py::tuple>();
  std::vector<std::size_t> position;
  for (const py::handle indices : where) {
    if (py::len(indices) == 0) return {};
    position.push_back(py::object(indices[py::int_(0)]).cast<std::size_t>());
  }
  return position;
}

py::object list_of_length(PyObject* object) {
  if (type_has(object, "__iter__")) {
    PyObject* const list = PySequence_List(object);
    if (list == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::object>(list);
  }
  const std::size_t size = py::len(object);
  py::list list;
  for (std::size_t k = 0; k < size; ++k) {
    PyObject* const item = PySequence_GetItem(object, static_cast<Py_ssize_t>(k));
    if (item == nullptr) throw py::error_already_set();
    list.append(py::reinterpret_steal<py::object>(item));
  }
  return list;
}

py::object list_of(py::handle object, const char* argument, const std::string& expected) {
  PyObject* const raw = object.ptr();
  const auto wrong = [&](const std::string& why) {
    return py::type_error(std::string(argument) + " is " + describe(raw) + why + ": " + expected +
                          "; of a table pass one column, and collect or compute first what is lazy");
  };
  if (type_has(raw, "columns") || type_has(raw, "column_names")) throw wrong("");
  try {
    if (py::object list = made_list(raw)) return list;
    if (type_has(raw, "__array__")) {
      const py::object array = known(raw);
      if (is_array(array) && !is_scalar_array(array.ptr())) return array.attr("tolist")();
    }
  } catch (const py::error_already_set& error) {
    if (!error.matches(PyExc_Exception)) throw;
    throw wrong(" that cannot be read (" + reason(error) + ")");
  }
  if (!type_has(raw, "__iter__")) {
    if (PySequence_Check(raw) && type_has(raw, "__len__")) return list_of_length(raw);
    throw wrong("");
  }
  const auto items = py::reinterpret_steal<py::object>(PyObject_GetIter(raw));
  if (!items) {
    const py::error_already_set error;
    if (!error.matches(PyExc_TypeError)) throw error;
    throw wrong("");
  }
  return list_of_length(items.ptr());
}

}  // namespace gramscore::bindings
