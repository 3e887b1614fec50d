#include "edit_chunk.hpp"

#include <structmember.h>

#include <cstddef>

#include "plain_c.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

PyTypeObject* edit_chunk_type = nullptr;

void destroy_chunk(PyObject* self) {
  PyTypeObject* const type = Py_TYPE(self);
  Py_XDECREF(reinterpret_cast<EditChunk*>(self)->type);
  type->tp_free(self);
  Py_DECREF(type);
}

}  // namespace

EditChunkMaker::EditChunkMaker(py::handle kind)
    : kind_(reinterpret_cast<PyTypeObject*>(kind.ptr())), names_{"equal", "substitute", "delete", "insert"} {
  if (!PyType_Check(kind.ptr()) || PyType_IsSubtype(kind_, edit_chunk_type) == 0) {
    throw py::type_error("kind must be a subtype of EditChunk");
  }
}

py::object EditChunkMaker::operator()(const EditRun& run) const {
  auto made = py::reinterpret_steal<py::object>(kind_->tp_alloc(kind_, 0));
  if (!made) throw py::error_already_set();
  auto& chunk = *reinterpret_cast<EditChunk*>(made.ptr());
  const auto size = static_cast<Py_ssize_t>(run.size);
  chunk.type = Py_NewRef(names_[static_cast<std::size_t>(run.kind)].ptr());
  chunk.ref_start_idx = static_cast<Py_ssize_t>(run.reference);
  chunk.ref_end_idx = chunk.ref_start_idx + (run.kind == Edit::insertion ? 0 : size);
  chunk.hyp_start_idx = static_cast<Py_ssize_t>(run.hypothesis);
  chunk.hyp_end_idx = chunk.hyp_start_idx + (run.kind == Edit::deletion ? 0 : size);
  return made;
}

void bind_edit_chunk(py::module_& module) {
  static PyMemberDef members[] = {
      {"type", T_OBJECT_EX, offsetof(EditChunk, type), 0, "equal, substitute, delete or insert"},
      {"ref_start_idx", T_PYSSIZET, offsetof(EditChunk, ref_start_idx), 0, "the first token of the reference"},
      {"ref_end_idx", T_PYSSIZET, offsetof(EditChunk, ref_end_idx), 0, "the token after its last"},
      {"hyp_start_idx", T_PYSSIZET, offsetof(EditChunk, hyp_start_idx), 0, "the first token of the hypothesis"},
      {"hyp_end_idx", T_PYSSIZET, offsetof(EditChunk, hyp_end_idx), 0, "the token after its last"},
      {nullptr, 0, 0, 0, nullptr},
  };
  static PyType_Slot slots[] = {
      {Py_tp_doc, const_cast<char*>("Steps of one kind in an alignment.")},
      {Py_tp_new, reinterpret_cast<void*>(PyType_GenericNew)},
      {Py_tp_dealloc, reinterpret_cast<void*>(destroy_chunk)},
      {Py_tp_members, members},
      {0, nullptr},
  };
  static PyType_Spec spec = {"gramscore._core.EditChunk", sizeof(EditChunk), 0,
                             Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
  edit_chunk_type = add_type(module, "EditChunk", spec);
}

}  // namespace gramscore::bindings
