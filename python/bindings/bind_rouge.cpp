#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "bind.hpp"
#include "convert.hpp"
#include "gramscore/rouge.hpp"
#include "score_job.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// So few examples are scored by the calling thread alone.
constexpr std::size_t kFewExamples = 8;

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

/// The rows of one call.
class RougeRows : public BatchScorer {
 public:
  RougeRows(const Rouge& rouge, bool tokenized, bool apart, std::int64_t* rows)
      : rouge_(rouge), tokenized_(tokenized), apart_(apart), rows_(rows) {}

  void score(const Chunk& chunk, const Batch& batch, Worker& worker, const Checkpoint& checkpoint) override {
    Documents texts{&chunk.texts.tokens, batch.first_document};
    Documents sentences{apart_ ? &chunk.sentences.tokens : &chunk.texts.tokens, batch.first_document};
    if (!tokenized_) {
      if (rouge_.needs_texts() || !apart_) {
        texts = tokenize(chunk.texts, batch, worker.texts, worker.text_tokens, checkpoint);
        sentences = texts;
      }
      if (apart_) sentences = tokenize(chunk.sentences, batch, worker.sentences, worker.sentence_tokens, checkpoint);
    }
    std::int64_t* rows = rows_ + (chunk.first_example + batch.first_example) * rouge_.columns();
    rouge_.score(texts, sentences, chunk.references.data() + batch.first_example, batch.examples, rows, worker.matcher,
                 checkpoint);
  }

 private:
  static Documents tokenize(const DocumentList& list, const Batch& batch, Tokenizer& tokenizer, TokenBatch& out,
                            const Checkpoint& checkpoint) {
    const std::size_t* ends = list.text_end.data();
    const std::size_t first = batch.first_document == 0 ? 0 : ends[batch.first_document - 1];
    tokenizer.tokenize(list.texts.data(), first, ends + batch.first_document, batch.documents, out, checkpoint);
    return {&out, 0};
  }

  const Rouge& rouge_;
  bool tokenized_;
  bool apart_;
  std::int64_t* rows_;
};

/// A configured ROUGE, with the scratch memory that calls leave for the next one.
class RougeMetric {
 public:
  RougeMetric(const std::vector<std::string>& types, bool stemmer, py::object tokenizer, py::object sentence_splitter)
      : names_(types), keys_(types.begin(), types.end()), rouge_(parse_types(types)) {
    input_.needs_texts = rouge_.needs_texts();
    input_.needs_sentences = rouge_.needs_sentences();
    input_.tokens = tokenizer.is_none();
    input_.sentence_lists = sentence_splitter.is_none();
    if (!py::isinstance<py::str>(sentence_splitter)) input_.sentence_splitter = std::move(sentence_splitter);
    if (py::isinstance<py::str>(tokenizer)) {
      options_.kind = tokenizer_kind(tokenizer.cast<std::string>());
    } else {
      input_.tokenizer = std::move(tokenizer);
    }
    tokenized_ = input_.tokens || !input_.tokenizer.is_none();
    apart_ = input_.needs_sentences && !input_.tokens &&
             (!input_.tokenizer.is_none() || !input_.sentence_splitter.is_none());
    options_.stemmer = stemmer;
    options_.sentences = input_.needs_sentences && !apart_;
    options_.split_lines = options_.sentences && !input_.sentence_lists;
  }

  RougeMetric(const RougeMetric&) = delete;
  RougeMetric& operator=(const RougeMetric&) = delete;
  ~RougeMetric() { delete idle_.load(); }

  /// The statistics of all examples. `threads` 0 means as many as there are processors.
  py::array_t<std::int64_t> score(py::handle predictions, py::handle references, std::size_t threads,
                                  py::object progress) {
    DocumentReader reader(input_);
    const auto prediction_column = make_column(predictions, "predictions", false, reader);
    const auto reference_column = make_column(references, "references", true, reader);
    const std::size_t n = prediction_column->size();
    if (n != reference_column->size()) {
      throw py::value_error("predictions and references differ in length: " + std::to_string(n) + " and " +
                            std::to_string(reference_column->size()));
    }
    if (n == 0) throw py::value_error("predictions and references are empty: there is nothing to score");
    if (n < kFewExamples) {
      threads = 1;
    } else if (threads == 0) {
      threads = available_threads();
    }
    const auto columns = static_cast<py::ssize_t>(rouge_.columns());
    py::array_t<std::int64_t> stats(std::array<py::ssize_t, 2>{static_cast<py::ssize_t>(n), columns});
    run(*prediction_column, *reference_column, reader, stats.mutable_data(), threads, std::move(progress));
    return stats;
  }

  /// One example as rouge-score returns it: a dict of `score_class` (a namedtuple of precision, recall, fmeasure).
  py::dict score_one(const py::str& prediction, const py::list& references, const py::object& score_class) {
    DocumentReader reader(input_);
    py::list predictions(1);
    predictions[0] = prediction;
    py::list examples(1);
    examples[0] = references;
    const auto prediction_column = make_column(predictions, "predictions", false, reader);
    const auto reference_column = make_column(examples, "references", true, reader);
    std::array<std::int64_t, kRougeColumns * kMostTypes> row;
    run(*prediction_column, *reference_column, reader, row.data(), 1, py::none());
    py::dict scores;
    const std::int64_t* stats = row.data();
    for (std::size_t t = 0; t < names_.size(); ++t, stats += kRougeColumns) {
      scores[keys_[t]] = score_tuple(stats, rouge_.is_ngram(t), score_class);
    }
    return scores;
  }

 private:
  static py::object score_tuple(const std::int64_t* stats, bool ngram, const py::object& score_class) {
    // rouge-score answers with integers where a subsequence has nothing to look at.
    if (!ngram && (stats[1] == 0 || stats[2] == 0)) {
      return make_score(score_class, py::int_(0), py::int_(0), py::int_(0));
    }
    const RougeScore score = rouge_score(stats[0], stats[1], stats[2]);
    return make_score(score_class, py::float_(score.precision), py::float_(score.recall), py::float_(score.fmeasure));
  }

  void run(Column& predictions, Column& references, DocumentReader& reader, std::int64_t* stats, std::size_t threads,
           py::object progress) {
    RougeRows rows(rouge_, tokenized_, apart_, stats);
    std::unique_ptr<Scratch> scratch = take_scratch(threads);
    ScoreJob job(predictions, references, reader, rows, *scratch, std::move(progress));
    job.run(threads);
    keep_scratch(std::move(scratch));
  }

  /// The scratch memory of the last call, unless another call has it. Safe across fork: nothing is ever locked.
  std::unique_ptr<Scratch> take_scratch(std::size_t threads) {
    std::unique_ptr<Scratch> scratch(idle_.exchange(nullptr));
    if (!scratch) scratch = std::make_unique<Scratch>();
    TokenizerOptions for_sentences = options_;
    for_sentences.sentences = true;
    for_sentences.split_lines = false;
    while (scratch->workers.size() < threads) {
      scratch->workers.push_back(std::make_unique<Worker>(options_, for_sentences));
    }
    return scratch;
  }

  void keep_scratch(std::unique_ptr<Scratch> scratch) {
    scratch->workers.resize(1);
    scratch->workers[0]->trim();
    delete idle_.exchange(scratch.release());
  }

  std::vector<std::string> names_;
  std::vector<py::str> keys_;
  Rouge rouge_;
  InputOptions input_;
  TokenizerOptions options_;
  bool tokenized_ = false;  // in Python, or by the user
  bool apart_ = false;      // sentences are other texts than the whole texts
  std::atomic<Scratch*> idle_{nullptr};
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
  py::class_<RougeMetric>(module, "Rouge")
      .def(py::init<const std::vector<std::string>&, bool, py::object, py::object>(), py::arg("types"),
           py::arg("stemmer"), py::arg("tokenizer"), py::arg("sentence_splitter"))
      .def("score", &RougeMetric::score, py::arg("predictions"), py::arg("references"), py::arg("threads"),
           py::arg("progress"), "int64 statistics (N, 3 * types): matches, prediction and reference units.")
      .def("score_one", &RougeMetric::score_one, py::arg("prediction"), py::arg("references"), py::arg("score_class"),
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
