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

/// Adds to the module the Python type RougeArrays, three arrays, each computed when it is first read, and the function
/// add_rouge_arrays(), which adds those of all types to a dict. They are written in plain C API, because for a single pair
/// a class or a function of pybind11's, or arrays that nobody reads, would cost more than the score.
void bind_rouge_arrays(pybind11::module_& module);

}  // namespace gramscore::bindings
