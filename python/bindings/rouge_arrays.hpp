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

/// Adds the Python type RougeArrays to the module: three arrays, each computed when it is first read. It is written in
/// plain C API, because for a single pair a class of pybind11's, or arrays that nobody reads, would cost more than the
/// score.
void add_rouge_arrays(pybind11::module_& module);

/// RougeArrays by the names of the types, which are those of the statistics in order.
pybind11::dict rouge_arrays(pybind11::handle stats, const pybind11::tuple& types);

}  // namespace gramscore::bindings
