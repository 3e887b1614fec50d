#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "bind.hpp"
#include "bound_metric.hpp"
#include "gramscore/rouge.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// Different types that there are: nine orders of n-grams, rougeL and rougeLsum.
constexpr std::size_t kMostTypes = 11;

std::vector<RougeType> parse_types(const std::vector<std::string>& names) {
  std::vector<RougeType> types;
  types.reserve(names.size());
  for (const std::string& name : names) types.push_back(RougeType::parse(name));
  return types;
}

/// A namedtuple of three fields, made by tuple's own constructor, which spares a call of Python code.
py::object make_score(const py::object& score_class, py::object precision, py::object recall, py::object fmeasure) {
  auto* type = reinterpret_cast<PyTypeObject*>(score_class.ptr());
  if (!PyType_Check(score_class.ptr()) || !PyType_IsSubtype(type, &PyTuple_Type)) {
    throw py::type_error("score_class must be a tuple type");
  }
  const py::tuple fields = py::make_tuple(std::move(precision), std::move(recall), std::move(fmeasure));
  PyObject* made = PyTuple_Type.tp_new(type, py::make_tuple(fields).ptr(), nullptr);
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(made);
}

/// How ROUGE's documents are given.
InputOptions input_of(const Rouge& rouge, py::object tokenizer, py::object sentence_splitter) {
  InputOptions input;
  input.needs_texts = rouge.needs_texts();
  input.needs_sentences = rouge.needs_sentences();
  input.tokens = tokenizer.is_none();
  input.sentence_lists = sentence_splitter.is_none();
  if (!py::isinstance<py::str>(sentence_splitter)) input.sentence_splitter = std::move(sentence_splitter);
  if (!py::isinstance<py::str>(tokenizer)) input.tokenizer = std::move(tokenizer);
  return input;
}

std::unique_ptr<Rouge> make_rouge(const std::vector<std::string>& types, bool stemmer, const py::object& tokenizer,
                                  const py::object& sentence_splitter) {
  TokenizerOptions options;
  options.stemmer = stemmer;
  options.split_lines = py::isinstance<py::str>(sentence_splitter);
  if (py::isinstance<py::str>(tokenizer)) options.kind = tokenizer_kind(tokenizer.cast<std::string>());
  // Sentences are other texts than the whole texts where Python splits or tokenizes them.
  const bool in_python = !py::isinstance<py::str>(tokenizer) && !tokenizer.is_none();
  const bool split_in_python = !py::isinstance<py::str>(sentence_splitter) && !sentence_splitter.is_none();
  std::vector<RougeType> parsed = parse_types(types);
  const bool lsum = std::ranges::any_of(parsed, [](const RougeType& it) { return it.kind == RougeType::Kind::lsum; });
  return std::make_unique<Rouge>(std::move(parsed), options,
                                 lsum && !tokenizer.is_none() && (in_python || split_in_python));
}

class BoundRouge : public BoundMetric {
 public:
  static std::unique_ptr<BoundRouge> make(const std::vector<std::string>& types, bool stemmer, py::object tokenizer,
                                          py::object sentence_splitter) {
    std::unique_ptr<Rouge> rouge = make_rouge(types, stemmer, tokenizer, sentence_splitter);
    InputOptions input = input_of(*rouge, std::move(tokenizer), std::move(sentence_splitter));
    return std::unique_ptr<BoundRouge>(new BoundRouge(std::move(rouge), std::move(input), types));
  }

  /// One example as rouge-score returns it: a dict of `score_class` (a namedtuple of precision, recall, fmeasure).
  py::dict score_one(const py::str& prediction, const py::list& references, const py::object& score_class) {
    std::array<std::int64_t, kRougeColumns * kMostTypes> row;
    score_row(prediction, references, row.data());
    py::dict scores;
    const std::int64_t* stats = row.data();
    for (std::size_t t = 0; t < keys_.size(); ++t, stats += kRougeColumns) {
      scores[keys_[t]] = score_tuple(stats, is_ngram_[t], score_class);
    }
    return scores;
  }

 private:
  BoundRouge(std::unique_ptr<Rouge> rouge, InputOptions input, const std::vector<std::string>& types)
      : BoundMetric(std::move(rouge), std::move(input)), keys_(types.begin(), types.end()) {
    const auto& made = static_cast<const Rouge&>(metric());
    for (std::size_t t = 0; t < types.size(); ++t) is_ngram_.push_back(made.is_ngram(t));
  }

  static py::object score_tuple(const std::int64_t* stats, bool ngram, const py::object& score_class) {
    // rouge-score answers with integers where a subsequence has nothing to look at.
    if (!ngram && (stats[1] == 0 || stats[2] == 0)) {
      return make_score(score_class, py::int_(0), py::int_(0), py::int_(0));
    }
    const RougeScore score = rouge_score(stats[0], stats[1], stats[2]);
    return make_score(score_class, py::float_(score.precision), py::float_(score.recall), py::float_(score.fmeasure));
  }

  std::vector<py::str> keys_;
  std::vector<bool> is_ngram_;
};

struct TypeColumns {
  const std::int64_t* data;
  std::size_t rows;
  std::size_t stride;
};

/// Checked by hand: pybind11's array_t would make a new array object of it first, which costs more than one pair's score.
TypeColumns columns_of(const py::array& stats, std::size_t type) {
  if (stats.dtype().kind() != 'i' || stats.itemsize() != sizeof(std::int64_t) || stats.ndim() != 2 ||
      (stats.flags() & py::array::c_style) == 0 ||
      (type + 1) * kRougeColumns > static_cast<std::size_t>(stats.shape(1))) {
    throw py::value_error("stats must be a contiguous int64 array with columns for type " + std::to_string(type));
  }
  return {static_cast<const std::int64_t*>(stats.data()) + type * kRougeColumns,
          static_cast<std::size_t>(stats.shape(0)), static_cast<std::size_t>(stats.shape(1))};
}

}  // namespace

void bind_rouge(py::module_& module) {
  py::class_<BoundRouge, BoundMetric>(module, "Rouge")
      .def(py::init(&BoundRouge::make), py::arg("types"), py::arg("stemmer"), py::arg("tokenizer"),
           py::arg("sentence_splitter"))
      .def("score_one", &BoundRouge::score_one, py::arg("prediction"), py::arg("references"), py::arg("score_class"),
           "Scores of one example as a dict of namedtuples, the way rouge-score returns them.");
  module.def(
      "rouge_scores",
      [](const py::array& stats, std::size_t type, const py::object& score_class) {
        const TypeColumns c = columns_of(stats, type);
        py::array_t<double> precision(static_cast<py::ssize_t>(c.rows));
        py::array_t<double> recall(static_cast<py::ssize_t>(c.rows));
        py::array_t<double> fmeasure(static_cast<py::ssize_t>(c.rows));
        rouge_scores(c.data, c.rows, c.stride, precision.mutable_data(), recall.mutable_data(),
                     fmeasure.mutable_data());
        return make_score(score_class, std::move(precision), std::move(recall), std::move(fmeasure));
      },
      py::arg("stats"), py::arg("type"), py::arg("score_class"),
      "Precision, recall and F of each row, for the type of that index, as one `score_class` of three arrays.");
  module.def(
      "rouge_mean",
      [](const py::array& stats, std::size_t type, const py::object& score_class) {
        const TypeColumns c = columns_of(stats, type);
        const RougeScore mean = rouge_mean(c.data, c.rows, c.stride);
        return make_score(score_class, py::float_(mean.precision), py::float_(mean.recall), py::float_(mean.fmeasure));
      },
      py::arg("stats"), py::arg("type"), py::arg("score_class"),
      "Mean precision, recall and F, from exact sums, as one `score_class`.");
}

}  // namespace gramscore::bindings
