#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "arrays.hpp"
#include "bind.hpp"
#include "gramscore/metrics/set_rouge.hpp"
#include "offsets.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// Adds all strings. Throws ValueError for one without a sentence.
std::size_t add_all(SetRougeTexts& texts, const Offsets& offsets, const Bytes& data, const char* argument) {
  const py::ssize_t rows = check_offsets(offsets, data);
  const auto* const bytes = reinterpret_cast<const char*>(data.data());
  for (py::ssize_t i = 0; i < rows; ++i) {
    const std::int32_t begin = offsets.data()[i];
    texts.add({bytes + begin, static_cast<std::size_t>(offsets.data()[i + 1] - begin)});
    if (texts.sentences(texts.size() - 1) == 0) {
      throw py::value_error(std::string(argument) + "[" + std::to_string(i) + "] has no sentence");
    }
  }
  return static_cast<std::size_t>(rows);
}

py::array_t<std::int64_t> set_rouge(const Offsets& prediction_offsets, const Bytes& predictions,
                                    const Offsets& reference_offsets, const Bytes& references,
                                    const std::vector<std::size_t>& orders, bool subsequences) {
  SetRougeTexts texts;
  const std::size_t rows = add_all(texts, prediction_offsets, predictions, "predictions");
  if (add_all(texts, reference_offsets, references, "references") != rows) {
    throw py::value_error("there must be as many references as predictions");
  }
  for (const std::size_t order : orders) {
    if (order == 0) throw py::value_error("n-grams have at least one word");
  }
  const std::size_t kinds = orders.size() + (subsequences ? 1 : 0);
  auto stats = new_array<std::int64_t>(std::array{static_cast<py::ssize_t>(rows), static_cast<py::ssize_t>(6 * kinds)});
  std::int64_t* out = stats.mutable_data();
  const auto add = [&out](const SetRougePair& counts) {
    for (const SetRougeCounts& it : {counts.distinct, counts.all}) {
      for (const std::int64_t count : {it.matches, it.prediction, it.reference}) *out++ = count;
    }
  };
  py::gil_scoped_release unlocked;
  SetRouge engine;
  const Checkpoint checkpoint(nullptr, [](void*) {
    py::gil_scoped_acquire locked;
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  });
  for (std::size_t i = 0; i < rows; ++i) {
    if (i % 256 == 0) checkpoint();
    for (const std::size_t order : orders) add(engine.ngrams(texts.words(i), texts.words(rows + i), order));
    if (subsequences) add(engine.subsequences(texts, {i, rows + i}, checkpoint));
  }
  return stats;
}

}  // namespace

void bind_set_rouge(py::module_& module) {
  module.def(
      "set_rouge", &set_rouge, py::arg("prediction_offsets"), py::arg("predictions"), py::arg("reference_offsets"),
      py::arg("references"), py::arg("orders"), py::arg("subsequences"),
      "What the package rouge 1.0.1 counts of N pairs of strings of Arrow arrays, int64 (N, 6 * kinds): matches "
      "and the units of predictions and references, of distinct ones and of all, by order of n-grams and, last, of "
      "common subsequences.");
}

}  // namespace gramscore::bindings
