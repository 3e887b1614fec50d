#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alignments.hpp"
#include "bind.hpp"
#include "bound_metric.hpp"
#include "gramscore/metrics/sclite.hpp"
#include "gramscore/metrics/sclite_lines.hpp"
#include "gramscore/metrics/wer.hpp"
#include "gramscore/text/transcripts.hpp"
#include "matrix_plan.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

const char* letter_of(Edit kind) {
  switch (kind) {
    case Edit::match: return "C";
    case Edit::substitution: return "S";
    case Edit::deletion: return "D";
    case Edit::insertion: return "I";
  }
  return "";
}

py::object word_of(const std::vector<ScliteShown>& words, std::uint32_t number) {
  if (number == 0) return py::none();
  const ScliteShown& word = words[number - 1];
  PyObject* const text =
      PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, word.text.data(), static_cast<Py_ssize_t>(word.text.size()));
  if (text == nullptr) throw py::error_already_set();
  return py::make_tuple(py::reinterpret_steal<py::object>(text), word.begin, word.end);
}

class BoundSclite : public BoundMetric {
 public:
  explicit BoundSclite(const ScliteOptions& options) : BoundMetric(std::make_unique<Sclite>(options), InputOptions{}) {}

  /// For each example the alignment with its one reference: a list of (letter, word of the reference, of the
  /// prediction), a word being (text, begin, end) or None. In place of a list (fault of the reference, of the
  /// prediction), if either has one.
  [[nodiscard]] py::list alignments(py::handle predictions, py::handle references) const;

  /// The same as lines of the report pralign, of texts without faults.
  [[nodiscard]] py::list lines(py::handle predictions, py::handle references, const ScliteLayout& layout) const;

 private:
  template <class Make>
  [[nodiscard]] py::list made(py::handle predictions, py::handle references, Make make) const;
};

py::object object_of(const ScliteAlignment& one) {
  if (one.reference_fault != ScliteFault::none || one.hypothesis_fault != ScliteFault::none) {
    return py::make_tuple(static_cast<int>(one.reference_fault), static_cast<int>(one.hypothesis_fault));
  }
  py::list steps(one.steps.size());
  for (std::size_t k = 0; k < one.steps.size(); ++k) {
    const ScliteStep& step = one.steps[k];
    steps[k] = py::make_tuple(letter_of(step.kind), word_of(one.reference, step.reference),
                              word_of(one.hypothesis, step.hypothesis));
  }
  return steps;
}

/// What `make` makes of each alignment.
template <class Make>
py::list BoundSclite::made(py::handle predictions, py::handle references, Make make) const {
  const auto& sclite = static_cast<const Sclite&>(metric());
  const auto scratch = sclite.make_scratch();
  std::vector<ScliteAlignment> found(kAligned);
  return aligned(
      metric(), input(), predictions, references,
      [&](std::size_t e, TokenSpan reference, TokenSpan prediction, const Checkpoint& checkpoint) {
        sclite.align(reference, prediction, found[e], *scratch, checkpoint);
      },
      [&](std::size_t e) { return make(found[e]); });
}

py::list BoundSclite::alignments(py::handle predictions, py::handle references) const {
  return made(predictions, references, [](const ScliteAlignment& one) { return object_of(one); });
}

py::list BoundSclite::lines(py::handle predictions, py::handle references, const ScliteLayout& layout) const {
  std::string text;
  return made(predictions, references, [&](const ScliteAlignment& one) -> py::object {
    text.clear();
    append_alignment(one, layout, text);
    return py::bytes(text);
  });
}

py::list numbers_of(const std::vector<Transcript>& rows) {
  py::list numbers(rows.size());
  for (std::size_t k = 0; k < rows.size(); ++k) numbers[k] = py::int_(rows[k].line);
  return numbers;
}

/// (texts, IDs, numbers of lines, fault of the last), of bytes in Latin-1 or in UTF-8 that has been checked.
py::tuple transcripts_of(const py::bytes& content, bool utf8, bool fold) {
  const Transcripts found = read_transcripts(content);
  py::list texts(found.rows.size());
  py::list ids(found.rows.size());
  std::string id;
  for (std::size_t k = 0; k < found.rows.size(); ++k) {
    const std::string_view text = found.rows[k].text;
    const auto size = static_cast<Py_ssize_t>(text.size());
    PyObject* const decoded =
        utf8 ? PyUnicode_DecodeUTF8(text.data(), size, nullptr) : PyUnicode_DecodeLatin1(text.data(), size, nullptr);
    if (decoded == nullptr) throw py::error_already_set();
    PyList_SET_ITEM(texts.ptr(), static_cast<Py_ssize_t>(k), decoded);
    id = found.rows[k].id;
    if (fold)
      std::transform(id.begin(), id.end(), id.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : c; });
    PyList_SET_ITEM(ids.ptr(), static_cast<Py_ssize_t>(k), py::bytes(id).release().ptr());
  }
  return py::make_tuple(texts, ids, numbers_of(found.rows), static_cast<int>(found.fault));
}

}  // namespace

void bind_sclite(py::module_& module) {
  py::class_<BoundSclite, BoundMetric>(module, "Sclite")
      .def(py::init([](bool case_sensitive, bool characters, bool keep_ascii, bool drop_hyphens, bool optional,
                       bool fragments) {
             return std::make_unique<BoundSclite>(
                 ScliteOptions{case_sensitive, characters, keep_ascii, drop_hyphens, optional, fragments});
           }),
           py::arg("case_sensitive"), py::arg("characters"), py::arg("keep_ascii"), py::arg("drop_hyphens"),
           py::arg("optional"), py::arg("fragments"))
      .def("alignments", &BoundSclite::alignments, py::arg("predictions"), py::arg("references"),
           "For each example a list of (letter, word of the reference, word of the prediction), a word being "
           "(text, begin, end) or None; or the faults of both texts.")
      .def(
          "lines",
          [](const BoundSclite& self, py::handle predictions, py::handle references, bool utf8, bool case_sensitive,
             std::size_t width) { return self.lines(predictions, references, {utf8, case_sensitive, width}); },
          py::arg("predictions"), py::arg("references"), py::arg("utf8"), py::arg("case_sensitive"), py::arg("width"),
          "For each example its lines in the report pralign.");
  module.def(
      "transcripts", &transcripts_of, py::arg("content"), py::arg("utf8"), py::arg("fold"),
      "The texts, IDs and numbers of lines of transcripts, and whether the last has no ID (1) or text after it (2).");
  module.def(
      "sclite_plan",
      [](const py::object& metric) {
        const auto& bound = metric.cast<const BoundSclite&>();
        return BoundPlan(metric, bound.metric(),
                         [](const std::int64_t* row) { return error_rates(row, EditWeights{1, 1, 1}).wer; });
      },
      py::arg("metric"), "WER as sclite has it.");
}

}  // namespace gramscore::bindings
