#include "statistics.hpp"

#include <structmember.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "arrays.hpp"
#include "plain_c.hpp"
#include "shared_objects.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

PyTypeObject* statistics_type = nullptr;  // made once

PyObject* get_stats(PyObject* self, void*) {
  return guarded([&] { return stats_of(self).release().ptr(); });
}

int set_stats(PyObject* self, PyObject* stats, void*) {
  Py_XINCREF(stats);
  PyObject* before = nullptr;
  {
    const Exclusive exclusive(self);
    before = std::exchange(statistics_of(self).stats, stats);
    statistics_of(self).row_columns = 0;
  }
  Py_XDECREF(before);
  return 0;
}

}  // namespace

int init_statistics(PyObject* self, PyObject* arguments, PyObject* keywords) {
  static const char* const names[] = {"stats", "columns", "signature", "formula", nullptr};
  PyObject* stats = nullptr;
  PyObject* columns = nullptr;
  PyObject* signature = nullptr;
  PyObject* formula = Py_None;
  if (PyArg_ParseTupleAndKeywords(arguments, keywords, "OOO|O:Statistics", const_cast<char**>(names), &stats, &columns,
                                  &signature, &formula) == 0) {
    return -1;
  }
  set_stats(self, stats, nullptr);
  std::array<PyObject*, 6> before{
      Py_NewRef(columns), Py_NewRef(signature), Py_NewRef(formula), nullptr, nullptr, nullptr};
  {
    const Exclusive exclusive(self);
    Statistics& own = statistics_of(self);
    std::swap(own.columns, before[0]);
    std::swap(own.signature, before[1]);
    std::swap(own.formula, before[2]);
    std::swap(own.examples, before[3]);
    std::swap(own.corpus, before[4]);
    std::swap(own.seen, before[5]);
    own.single_reference = 0;
  }
  for (PyObject* const object : before) Py_XDECREF(object);
  return 0;
}

py::object make_statistics(py::handle results) {
  PyObject* const given = results.ptr();
  auto* const type = reinterpret_cast<PyTypeObject*>(
      PyTuple_Check(given) && PyTuple_GET_SIZE(given) == 4 ? PyTuple_GET_ITEM(given, 0) : nullptr);
  if (type == nullptr || !PyType_Check(PyTuple_GET_ITEM(given, 0)) || !PyType_IsSubtype(type, statistics_type)) {
    throw py::type_error("results must be a tuple of a subtype of Statistics, columns, signature and formula");
  }
  PyObject* const made = type->tp_alloc(type, 0);
  if (made == nullptr) throw py::error_already_set();
  Statistics& own = statistics_of(made);
  own.columns = Py_NewRef(PyTuple_GET_ITEM(given, 1));
  own.signature = Py_NewRef(PyTuple_GET_ITEM(given, 2));
  own.formula = Py_NewRef(PyTuple_GET_ITEM(given, 3));
  return py::reinterpret_steal<py::object>(made);
}

py::object stats_of(PyObject* self) {
  const Exclusive exclusive(self);
  return stats_of_held(self);
}

py::object stats_of_held(PyObject* self) {
  Statistics& own = statistics_of(self);
  if (own.stats == nullptr) {
    if (own.row_columns == 0) throw py::attribute_error("stats");
    auto stats = new_array<std::int64_t>(std::array<py::ssize_t, 2>{1, static_cast<py::ssize_t>(own.row_columns)});
    std::copy_n(own.row.begin(), own.row_columns, stats.mutable_data());
    own.stats = stats.release().ptr();
  }
  return py::reinterpret_borrow<py::object>(own.stats);
}

void destroy_statistics(PyObject* self) {
  PyTypeObject* const type = Py_TYPE(self);
  Statistics& own = statistics_of(self);
  Py_XDECREF(own.stats);
  Py_XDECREF(own.columns);
  Py_XDECREF(own.signature);
  Py_XDECREF(own.formula);
  Py_XDECREF(own.examples);
  Py_XDECREF(own.corpus);
  Py_XDECREF(own.seen);
  type->tp_free(self);
  Py_DECREF(type);
}

PyTypeObject* bind_statistics(py::module_& module) {
  static PyMemberDef members[] = {
      {"columns", T_OBJECT_EX, offsetof(Statistics, columns), 0, "the K names of the statistics"},
      {"signature", T_OBJECT_EX, offsetof(Statistics, signature), 0, "all that can change a figure"},
      {"formula", T_OBJECT_EX, offsetof(Statistics, formula), 0, "what turns them into figures"},
      {"_examples", T_OBJECT, offsetof(Statistics, examples), 0, "the figures of examples, once computed"},
      {"_corpus", T_OBJECT, offsetof(Statistics, corpus), 0, "the figure of the corpus, once computed"},
      {"_seen", T_OBJECT, offsetof(Statistics, seen), 0, "what remarks look at beside them"},
      {"single_reference", T_BOOL, offsetof(Statistics, single_reference), 0,
       "whether each example is known to have had one reference"},
      {nullptr, 0, 0, 0, nullptr},
  };
  static PyGetSetDef properties[] = {
      {"stats", get_stats, set_stats, "int64 array (N, K)", nullptr},
      {nullptr, nullptr, nullptr, nullptr, nullptr},
  };
  static PyType_Slot slots[] = {
      {Py_tp_doc, const_cast<char*>("Statistics(stats, columns, signature, formula=None)\n--\n\nStatistics of N "
                                    "examples, and what they are of: the attributes that all Scores have.")},
      {Py_tp_new, reinterpret_cast<void*>(PyType_GenericNew)},
      {Py_tp_init, reinterpret_cast<void*>(init_statistics)},
      {Py_tp_dealloc, reinterpret_cast<void*>(destroy_statistics)},
      {Py_tp_members, members},
      {Py_tp_getset, properties},
      {0, nullptr},
  };
  static PyType_Spec spec = {"gramscore._core.Statistics", sizeof(Statistics), 0,
                             Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE, slots};
  statistics_type = add_type(module, "Statistics", spec);
  return statistics_type;
}

}  // namespace gramscore::bindings
