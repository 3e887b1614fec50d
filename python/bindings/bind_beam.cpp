#include <pybind11/numpy.h>

#include <algorithm>
#include <vector>

#include "bind.hpp"
#include "convert.hpp"
#include "gil.hpp"
#include "gramscore/metrics/beam_distance.hpp"
#include "gramscore/work/parallel.hpp"
#include "gramscore/work/pieces.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// Pairs that a thread compares in one go.
constexpr std::size_t kPiece = 64;

py::array_t<std::int64_t> beam_distances(const py::list& predictions, const py::list& references,
                                         std::int64_t substitution) {
  if (predictions.size() != references.size()) throw py::value_error("as many references as predictions are needed");
  std::vector<py::object> kept;
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    for (const py::list* const side : {&predictions, &references}) {
      kept.push_back(py::reinterpret_borrow<py::object>((*side)[i]));
    }
  }
  std::vector<Text> texts;
  for (const py::object& text : kept) texts.push_back(text_of(text.ptr()));
  const std::size_t size = predictions.size();
  const std::size_t pieces = (size + kPiece - 1) / kPiece;
  const std::size_t threads = std::clamp<std::size_t>(pieces, 1, available_threads());
  std::vector<BeamDistance> workers(threads, BeamDistance(substitution));
  py::array_t<std::int64_t> found(static_cast<py::ssize_t>(size));
  std::int64_t* const out = found.mutable_data();
  if (pieces > 0) {
    WithoutGil without;
    in_pieces(size, kPiece, threads, without.checkpoint(),
              [&](std::size_t w, std::size_t begin, std::size_t end, const Checkpoint& checkpoint) {
                for (std::size_t i = begin; i < end; ++i) {
                  checkpoint();
                  out[i] = workers[w](texts[2 * i], texts[2 * i + 1], checkpoint);
                }
              });
  }
  return found;
}

}  // namespace

void bind_beam(py::module_& module) {
  module.def("beam_distances", &beam_distances, py::arg("predictions"), py::arg("references"), py::arg("substitution"),
             "Of pairs of str, int64 (N,): the edits of characters that the edit table of sacrebleu's TER finds.");
}

}  // namespace gramscore::bindings
