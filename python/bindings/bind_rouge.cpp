#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "bind.hpp"
#include "bound_metric.hpp"
#include "escaped.hpp"
#include "gramscore/metrics/rouge.hpp"
#include "matrix_plan.hpp"
#include "plain_c.hpp"
#include "rouge_arrays.hpp"
#include "statistics.hpp"
#include "stats_rows.hpp"

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

/// A class for precision, recall and F: a namedtuple, whose tuple is filled without a call of Python code.
PyTypeObject* score_type(py::handle score_class) {
  auto* type = reinterpret_cast<PyTypeObject*>(score_class.ptr());
  if (!PyType_Check(score_class.ptr()) || !PyType_IsSubtype(type, &PyTuple_Type)) {
    throw py::type_error("score_class must be a tuple type");
  }
  return type;
}

py::object make_score(PyTypeObject* type, const std::array<PyObject*, 3>& fields) {
  PyObject* made = type->tp_alloc(type, static_cast<Py_ssize_t>(fields.size()));
  for (std::size_t k = 0; k < fields.size(); ++k) {
    if (made == nullptr || fields[k] == nullptr) {
      Py_XDECREF(made);
      throw py::error_already_set();
    }
    PyTuple_SET_ITEM(made, static_cast<Py_ssize_t>(k), fields[k]);
  }
  return py::reinterpret_steal<py::object>(made);
}

py::object make_score(PyTypeObject* type, const RougeScore& score) {
  return make_score(type, {PyFloat_FromDouble(score.precision), PyFloat_FromDouble(score.recall),
                           PyFloat_FromDouble(score.fmeasure)});
}

/// How ROUGE's documents are given.
InputOptions input_of(const Rouge& rouge, py::object tokenizer, py::object sentence_splitter) {
  InputOptions input;
  input.needs_texts = rouge.needs_texts();
  input.needs_sentences = rouge.needs_sentences();
  input.tokens = tokenizer.is_none();
  input.may_be_tokens = true;
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
  if (py::isinstance<py::str>(tokenizer)) choose_tokenizer(options, escaped(tokenizer));
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

  /// A method of Python's: one example as rouge-score returns it, a dict of instances of the third argument (a namedtuple
  /// of precision, recall, fmeasure).
  static PyObject* score_one(PyObject* self, PyObject* const* arguments, Py_ssize_t count) {
    return guarded([&] {
      require_arguments("score_one", count, 3);
      if (!PyUnicode_Check(arguments[0]) || !(PyUnicode_Check(arguments[1]) || PyList_Check(arguments[1]))) {
        throw py::type_error("score_one() takes a str and a str or a list of them");
      }
      auto& rouge = instance_of<BoundRouge>(self);
      return rouge.scores_of(arguments[0], arguments[1], score_type(arguments[2])).release().ptr();
    });
  }

  /// Matrices of matches, one for each type.
  [[nodiscard]] BoundPlan matches_plan() const {
    const auto& rouge = static_cast<const Rouge&>(metric());
    std::vector<MatrixPlan::Plane> planes;
    for (const RougeType& type : rouge.types()) {
      MatrixPlan::Plane plane;
      plane.by_metric = type.kind == RougeType::Kind::lsum;
      plane.counted = {0, static_cast<std::size_t>(type.order)};
      planes.push_back(plane);
    }
    return {std::move(planes), rouge.needs_sentences() ? rouge.lsum_alone() : nullptr};
  }

  /// A matrix of F of the type of that index.
  static BoundPlan f_plan(const py::object& self, std::size_t type) {
    const auto& rouge = static_cast<const Rouge&>(self.cast<const BoundRouge&>().metric());
    if (type >= rouge.types().size()) throw py::index_error("no such type");
    const RougeType& chosen = rouge.types()[type];
    if (chosen.kind != RougeType::Kind::lsum) {
      return BoundPlan(rouge_pairs({0, static_cast<std::size_t>(chosen.order)}));
    }
    return {self, rouge, [type](const std::int64_t* row) {
              const std::int64_t* const own = row + kRougeColumns * type;
              return rouge_score(own[0], own[1], own[2]).fmeasure;
            }};
  }

 private:
  py::dict scores_of(PyObject* prediction, PyObject* references, PyTypeObject* type) {
    std::array<std::int64_t, kRougeColumns * kMostTypes> row;
    score_row(prediction, references, row.data());
    py::dict scores;
    const std::int64_t* stats = row.data();
    for (std::size_t t = 0; t < keys_.size(); ++t, stats += kRougeColumns) {
      const py::object score = score_tuple(stats, is_ngram_[t], type);
      if (PyDict_SetItem(scores.ptr(), keys_[t].ptr(), score.ptr()) != 0) throw py::error_already_set();
    }
    return scores;
  }

  BoundRouge(std::unique_ptr<Rouge> rouge, InputOptions input, const std::vector<std::string>& types)
      : BoundMetric(std::move(rouge), std::move(input)), keys_(types.begin(), types.end()) {
    const auto& made = static_cast<const Rouge&>(metric());
    for (std::size_t t = 0; t < types.size(); ++t) is_ngram_.push_back(made.is_ngram(t));
  }

  static py::object score_tuple(const std::int64_t* stats, bool ngram, PyTypeObject* type) {
    // rouge-score answers with integers where a subsequence has nothing to look at.
    if (!ngram && (stats[1] == 0 || stats[2] == 0)) {
      return make_score(type, {PyLong_FromLong(0), PyLong_FromLong(0), PyLong_FromLong(0)});
    }
    return make_score(type, rouge_score(stats[0], stats[1], stats[2]));
  }

  std::vector<py::str> keys_;
  std::vector<bool> is_ngram_;
};

py::dict means_of(const py::tuple& types, const py::object& score_class, const auto& mean_of) {
  PyTypeObject* const type = score_type(score_class);
  py::dict means;
  for (std::size_t t = 0; t < types.size(); ++t) means[types[t]] = make_score(type, mean_of(t));
  return means;
}

}  // namespace

void bind_rouge(py::module_& module) {
  py::class_<BoundRouge, BoundMetric>(module, "Rouge")
      .def(py::init(&BoundRouge::make), py::arg("types"), py::arg("stemmer"), py::arg("tokenizer"),
           py::arg("sentence_splitter"))
      .def("matches_plan", &BoundRouge::matches_plan, "Matrices of matches, one for each type.")
      .def("f_plan", &BoundRouge::f_plan, py::arg("type"), "A matrix of F of the type of that index.");
  static PyMethodDef score_one = fast_method("score_one", &BoundRouge::score_one,
                                             "score_one(self, prediction, references, score_class, /) -> "
                                             "dict\n\nScores of one example, a str and another or a list of them, as "
                                             "rouge-score returns them: a dict of namedtuples.");
  add_method(module.attr("Rouge"), score_one);
  bind_rouge_arrays(module);
  bind_rouge_statistics(module, bind_statistics(module));
  module.def(
      "rouge_means",
      [](py::handle stats, const py::tuple& types, const py::object& score_class) {
        return means_of(types, score_class, [&](std::size_t t) {
          const TypeColumns c = type_columns(stats, t);
          return rouge_mean(c.data, c.rows, c.stride);
        });
      },
      py::arg("stats"), py::arg("types"), py::arg("score_class"),
      "Mean precision, recall and F of each type, from exact sums, as a dict of `score_class`.");
  module.def(
      "rouge_sums",
      [](const py::array& stats) {
        const StatsRows s = stats_groups(stats, kRougeColumns);
        return rouge_sums(s.data, s.rows, s.columns / kRougeColumns);
      },
      py::arg("stats"), "What rouge_means() is made of: exact sums of precision, recall and F of each type.");
  module.def(
      "rouge_means_of_sums",
      [](const CorpusSums& sums, const py::tuple& types, const py::object& score_class) {
        if (sums.exact.size() != 3 * types.size()) throw py::value_error("sums must be ROUGE's, of as many types");
        return means_of(types, score_class, [&](std::size_t t) { return rouge_mean(sums, t); });
      },
      py::arg("sums"), py::arg("types"), py::arg("score_class"), "rouge_means() of rouge_sums().");
}

}  // namespace gramscore::bindings
