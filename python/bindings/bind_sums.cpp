#include <pybind11/numpy.h>

#include "bind.hpp"
#include "gramscore/exact_sum.hpp"

namespace py = pybind11;

namespace gramscore::bindings {

void bind_sums(py::module_& module) {
  module.def(
      "exact_sum",
      [](const py::array_t<double, py::array::c_style | py::array::forcecast>& values) {
        ExactSum sum;
        const double* data = values.data();
        for (py::ssize_t i = 0; i < values.size(); ++i) sum.add(data[i]);
        return sum.value();
      },
      py::arg("values"), "The sum of finite floats, rounded once: it does not depend on their order.");
}

}  // namespace gramscore::bindings
