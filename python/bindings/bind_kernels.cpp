#include <vector>

#include "bind.hpp"
#include "gramscore/kernels/kernels.hpp"
#include "gramscore/work/parallel.hpp"

namespace py = pybind11;

namespace gramscore::bindings {

void bind_kernels(py::module_& module) {
  module.def("active_kernels", [] { return kernels().name; }, "The name of the kernels in use.");
  module.def(
      "available_kernels",
      [] {
        py::list names;
        for (const Kernels* table : available_kernels()) names.append(table->name);
        return names;
      },
      "The names of the kernels that this processor can run.");
  module.def(
      "select_kernels", [](const char* name) { select_kernels(name); }, py::arg("name"),
      "Uses other kernels from now on, for tests and measurements. Not while other threads score.");
  module.def("available_threads", &available_threads, "The number of processors that this process may use.");
}

}  // namespace gramscore::bindings
