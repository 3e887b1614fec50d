#include "escaped.hpp"

namespace py = pybind11;

namespace gramscore::bindings {

std::string escaped(py::handle text) {
  const auto bytes =
      py::reinterpret_steal<py::bytes>(PyUnicode_AsEncodedString(text.ptr(), "utf-8", "backslashreplace"));
  if (!bytes) throw py::error_already_set();
  return static_cast<std::string>(bytes);
}

}  // namespace gramscore::bindings
