// A run of steps of an alignment as a Python object. It is plain C because an alignment has many.
#pragma once

#include <pybind11/pybind11.h>

#include "gramscore/match/edit_path.hpp"

namespace gramscore::bindings {

/// The Python type EditChunk, the attributes of jiwer's AlignmentChunk without behaviour.
struct EditChunk {
  PyObject_HEAD PyObject* type;
  Py_ssize_t ref_start_idx;
  Py_ssize_t ref_end_idx;
  Py_ssize_t hyp_start_idx;
  Py_ssize_t hyp_end_idx;
};

/// Makes objects of `kind`, a subtype of EditChunk.
class EditChunkMaker {
 public:
  /// Throws TypeError for another kind.
  explicit EditChunkMaker(pybind11::handle kind);

  [[nodiscard]] pybind11::object operator()(const EditRun& run) const;

 private:
  PyTypeObject* kind_;
  pybind11::str names_[4];
};

void bind_edit_chunk(pybind11::module_& module);

}  // namespace gramscore::bindings
