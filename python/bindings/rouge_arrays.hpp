// The scores of one ROUGE type over all examples, as Python sees them.
#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>
#include <cstdint>

namespace gramscore::bindings {

/// Statistics of one ROUGE type in an array of them.
struct TypeColumns {
  const std::int64_t* data;
  std::size_t rows;
  std::size_t stride;
};

/// The columns of the type of that index. Throws ValueError for what is no contiguous int64 matrix with such columns.
TypeColumns type_columns(pybind11::handle stats, std::size_t type);

/// Adds to the module the Python type RougeArrays, three arrays, each computed when it is first read. It is plain C, as
/// arrays that nobody reads, or a class of pybind11's, would cost more than the score of a single pair.
void bind_rouge_arrays(pybind11::module_& module);

/// Adds the type RougeStatistics, a subtype of Statistics, whose items are RougeArrays.
void bind_rouge_statistics(pybind11::module_& module, PyTypeObject* statistics);

}  // namespace gramscore::bindings
