#include "check_sizes.hpp"

#include <string>

#include "bound_prepared.hpp"
#include "foreign_objects.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// Whether `given` consists of lists that hold as many documents each as there are predictions.
bool is_transposed(py::handle given, std::size_t predictions, const DocumentReader& reader) {
  if (!PyList_Check(given.ptr()) && !PyTuple_Check(given.ptr()) && !is_array(given)) return false;
  if (prepared_in(given) != nullptr) return false;
  for (const py::handle& set : given) {
    if (!is_list(set.ptr()) || reader.is_document(set.ptr())) return false;
    if (py::len(set) != predictions) return false;
  }
  return true;
}

}  // namespace

void check_sizes(const Column& predictions, const Column& references, py::handle given, const DocumentReader& reader) {
  const std::size_t n = predictions.size();
  const std::size_t r = references.size();
  if (n != r) {
    std::string message =
        "predictions and references differ in length: " + std::to_string(n) + " and " + std::to_string(r);
    if (n != 0 && r != 0 && is_transposed(given, n, reader)) {
      message += ". references seems to be transposed: it has a list for each of " + std::to_string(r) +
                 " sets of references, but a list for each prediction is expected, as list(zip(*references)) makes it";
    }
    throw py::value_error(message);
  }
  if (n == 0) throw py::value_error("predictions and references are empty: there is nothing to score");
}

}  // namespace gramscore::bindings
