#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "arrays.hpp"
#include "bind.hpp"
#include "bound_metric.hpp"
#include "bound_prepared.hpp"
#include "check_sizes.hpp"
#include "plain_c.hpp"
#include "shared_objects.hpp"
#include "statistics.hpp"
#include "thread_count.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// So few examples are scored by the calling thread alone.
constexpr std::size_t kFewExamples = 8;

/// Threads' memory, some MiB each, that waits for the next call.
constexpr std::size_t kKeptWorkers = 4;

/// A pair of up to so many units of text is scored without chunks and columns.
constexpr std::size_t kSmallPair = 4 * 1024;

using Rows = py::array_t<std::int64_t>;

/// The source of each example, and then its references.
class SourcedColumn : public Column {
 public:
  SourcedColumn(Column& sources, Column& references) : sources_(sources), references_(references) {}

  [[nodiscard]] std::size_t size() const override { return references_.size(); }

  std::size_t append(std::size_t index, Chunk& chunk) override {
    chunk.sourced = true;
    return sources_.append(index, chunk) + references_.append(index, chunk);
  }

 private:
  Column& sources_;
  Column& references_;
};

Rows make_rows(std::size_t examples, const Metric& metric) {
  return new_array<std::int64_t>(
      std::array<py::ssize_t, 2>{static_cast<py::ssize_t>(examples), static_cast<py::ssize_t>(metric.columns())});
}

std::size_t threads_for(std::size_t examples, std::size_t asked) {
  return examples < kFewExamples ? 1 : thread_count(asked, examples);
}

void add_workers(Scratch& scratch, const Plan& plan, std::size_t threads) {
  while (scratch.workers.size() < threads) scratch.workers.push_back(std::make_unique<Worker>(plan));
}

/// Several metrics in one pass over the texts.
py::list score_together(const std::vector<const BoundMetric*>& metrics, py::handle predictions, py::handle references,
                        std::size_t threads, py::object progress) {
  Plan plan(false);
  for (const BoundMetric* metric : metrics) {
    if (!metric->reads_plain_text()) throw py::value_error("only metrics that read plain texts are scored together");
    plan.add(metric->metric());
  }
  const InputOptions input;
  DocumentReader reader(input);
  const auto prediction_column = make_column(predictions, "predictions", false, reader);
  const auto reference_column = make_column(references, "references", true, reader);
  check_sizes(*prediction_column, *reference_column, references, reader);
  const std::size_t n = prediction_column->size();
  threads = threads_for(n, threads);
  py::list stats;
  std::vector<std::int64_t*> rows;
  for (const BoundMetric* metric : metrics) {
    Rows made = make_rows(n, metric->metric());
    rows.push_back(made.mutable_data());
    stats.append(std::move(made));
  }
  Scratch scratch;
  add_workers(scratch, plan, threads);
  const PreparedSides none;
  ScoreJob(*prediction_column, *reference_column, reader, plan, none, rows, scratch, std::move(progress)).run(threads);
  return stats;
}

bool is_pair(PyObject* predictions, PyObject* references) {
  return PyList_CheckExact(predictions) && PyList_CheckExact(references) && PyList_GET_SIZE(predictions) == 1 &&
         PyList_GET_SIZE(references) == 1;
}

/// The statistics of examples: the arguments of Metric.score() in Python, and the signature that prepared texts must have.
Rows rows_of(BoundMetric& metric, PyObject* const* arguments, py::handle signature) {
  const std::size_t threads = PyLong_AsSize_t(arguments[2]);
  if (PyErr_Occurred() != nullptr) throw py::error_already_set();
  return metric.score(arguments[0], arguments[1], threads, py::reinterpret_borrow<py::object>(arguments[3]), signature);
}

PyObject* score(PyObject* self, PyObject* const* arguments, Py_ssize_t count) {
  return guarded([&] {
    if (count != 4) require_arguments("score", count, 5);
    const py::str nobodys;
    const py::handle signature = count == 4 ? py::handle(nobodys) : py::handle(arguments[4]);
    return rows_of(instance_of<BoundMetric>(self), arguments, signature).release().ptr();
  });
}

/// Whether the first text of a list is more than ASCII.
bool starts_beyond_ascii(PyObject* texts) {
  const Kept text = first_item(texts);
  return text && PyUnicode_Check(text.ptr()) && !PyUnicode_IS_ASCII(text.ptr());
}

PyObject* scores(PyObject* self, PyObject* const* arguments, Py_ssize_t count) {
  return guarded([&] {
    require_arguments("scores", count, 5);
    auto& metric = instance_of<BoundMetric>(self);
    py::object made = make_statistics(arguments[4]);
    Statistics& own = statistics_of(made.ptr());
    const std::size_t columns = metric.metric().columns();
    if (columns <= own.row.size() && arguments[3] == Py_None &&
        metric.score_small_pair(arguments[0], arguments[1], own.row.data())) {
      own.row_columns = columns;
    } else {
      own.stats = rows_of(metric, arguments, own.signature).release().ptr();
    }
    const BoundPrepared* const prepared = prepared_in(arguments[1]);
    own.single_reference = static_cast<char>(prepared != nullptr ? prepared->texts->single() : one_each(arguments[1]));
    // Of one small pair, of which there may be millions, only if there may be something to say.
    const bool plain = own.row_columns != 0 && !starts_beyond_ascii(arguments[0]) && !starts_beyond_ascii(arguments[1]);
    if (!plain && prepared == nullptr) own.seen = Py_NewRef(Py_True);
    return made.release().ptr();
  });
}

}  // namespace

BoundMetric::BoundMetric(std::unique_ptr<const Metric> metric, InputOptions input)
    : metric_(std::move(metric)), input_(std::move(input)), plan_(input_.tokens || !input_.tokenizer.is_none()) {
  plan_.add(*metric_);
  plain_ = DocumentReader(input_).reads_plain_text();
}

BoundMetric::~BoundMetric() { delete idle_.load(); }

Rows BoundMetric::score(py::handle predictions, py::handle references, std::size_t threads, py::object progress,
                        py::handle signature) {
  if (progress.is_none() && is_pair(predictions.ptr(), references.ptr())) {
    Rows row = make_rows(1, *metric_);
    if (score_small_pair(predictions.ptr(), references.ptr(), row.mutable_data())) return row;
  }
  DocumentReader reader(input_);
  // Keeps what is prepared on the way.
  std::shared_ptr<const PreparedTexts> prepared_predictions = prepared(predictions, "predictions", signature);
  std::shared_ptr<const PreparedTexts> prepared_references = prepared(references, "references", signature);
  if ((prepared_predictions == nullptr) != (prepared_references == nullptr) && !plain_) {
    // Tokens that Python gives are compared with prepared ones when they are prepared, too.
    if (!prepared_predictions)
      prepared_predictions = prepare(metric_->views(), input_, predictions, "predictions", false, py::none());
    if (!prepared_references)
      prepared_references = prepare(metric_->views(), input_, references, "references", true, py::none());
  }
  if (prepared_predictions && !prepared_predictions->single()) {
    throw py::value_error("predictions is prepared texts of which some items are lists of several texts");
  }
  const PreparedSides sides(prepared_predictions.get(), prepared_references.get());
  const auto column = [&](const auto& texts, py::handle given, const char* argument, bool several) {
    return texts ? std::make_unique<PreparedColumn>(*texts) : make_column(given, argument, several, reader);
  };
  const std::unique_ptr<Column> prediction_column = column(prepared_predictions, predictions, "predictions", false);
  const std::unique_ptr<Column> reference_column = column(prepared_references, references, "references", true);
  check_sizes(*prediction_column, *reference_column, references, reader);
  const std::size_t n = prediction_column->size();
  Rows stats = make_rows(n, *metric_);
  run(*prediction_column, *reference_column, reader, sides, stats.mutable_data(), threads_for(n, threads),
      std::move(progress));
  return stats;
}

Rows BoundMetric::score_with_sources(py::handle predictions, py::handle references, py::handle sources,
                                     std::size_t threads, py::object progress) {
  DocumentReader reader(input_);
  const auto prediction_column = make_column(predictions, "predictions", false, reader);
  const auto reference_column = make_column(references, "references", true, reader);
  const auto source_column = make_column(sources, "sources", false, reader);
  check_sizes(*prediction_column, *reference_column, references, reader);
  const std::size_t n = prediction_column->size();
  if (source_column->size() != n) {
    throw py::value_error("predictions and sources differ in length: " + std::to_string(n) + " and " +
                          std::to_string(source_column->size()));
  }
  SourcedColumn both(*source_column, *reference_column);
  Rows stats = make_rows(n, *metric_);
  run(*prediction_column, both, reader, {}, stats.mutable_data(), threads_for(n, threads), std::move(progress));
  return stats;
}

BoundPrepared BoundMetric::prepare_texts(py::handle texts, const std::string& argument, bool several,
                                         const py::object& progress, const std::string& signature) const {
  return prepare_unless_done(metric_->views(), input_, texts, argument.c_str(), several, progress, signature);
}

py::tuple BoundMetric::prepare_text_groups(const py::list& groups, const std::string& argument,
                                           const std::string& signature) const {
  std::vector<std::int64_t> sizes;
  BoundPrepared prepared{prepare_groups(metric_->views(), input_, groups, argument, sizes), signature};
  return py::make_tuple(std::move(prepared),
                        py::array_t<std::int64_t>(static_cast<py::ssize_t>(sizes.size()), sizes.data()));
}

std::shared_ptr<const PreparedTexts> BoundMetric::prepared(py::handle texts, const char* argument,
                                                           py::handle signature) const {
  const BoundPrepared* const found = prepared_in(texts);
  if (found == nullptr) return nullptr;
  check_signature(*found, argument, signature.cast<std::string>());
  return found->texts;
}

bool BoundMetric::score_small_pair(PyObject* predictions, PyObject* references, std::int64_t* row) {
  if (!is_pair(predictions, references)) return false;
  const Kept prediction = first_item(predictions);
  const Kept of_it = first_item(references);
  return prediction && of_it && score_small_example(prediction.ptr(), of_it.ptr(), row);
}

/// Scores one str against one str or a list of them, if they are that and short: what one pair costs is mostly what
/// surrounds it.
bool BoundMetric::score_small_example(PyObject* prediction, PyObject* references, std::int64_t* row) {
  PyObject* const* items = &references;
  Py_ssize_t count = 1;
  Kept several;
  if (PyList_CheckExact(references)) {
    several = items_now(references);
    items = PySequence_Fast_ITEMS(several.ptr());
    count = PySequence_Fast_GET_SIZE(several.ptr());
  }
  if (!plain_ || count == 0 || !PyUnicode_Check(prediction)) return false;
  Py_ssize_t units = PyUnicode_GET_LENGTH(prediction);
  for (Py_ssize_t k = 0; k < count; ++k) {
    if (!PyUnicode_Check(items[k])) return false;
    units += PyUnicode_GET_LENGTH(items[k]);
  }
  if (units > static_cast<Py_ssize_t>(kSmallPair)) return false;
  std::unique_ptr<Scratch> scratch = take_scratch(1);
  Chunk& chunk = scratch->chunks[0];
  chunk.clear();
  // The caller's lists keep the texts alive: no Python code runs before the end. Without a lock these are our own.
  DocumentReader::append_text(text_of(prediction), chunk);
  for (Py_ssize_t k = 0; k < count; ++k) DocumentReader::append_text(text_of(items[k]), chunk);
  chunk.references.assign(1, static_cast<std::uint32_t>(count));
  scratch->workers[0]->score(plan_, chunk, {0, 1, 0, chunk.texts.texts.size()}, {}, {&row, 1}, Checkpoint());
  delete idle_.exchange(scratch.release());
  return true;
}

void BoundMetric::score_row(PyObject* prediction, PyObject* references, std::int64_t* row) {
  if (score_small_example(prediction, references, row)) return;
  DocumentReader reader(input_);
  py::list predictions(1);
  predictions[0] = py::handle(prediction);
  py::list examples(1);
  examples[0] = py::handle(references);
  const auto prediction_column = make_column(predictions, "predictions", false, reader);
  const auto reference_column = make_column(examples, "references", true, reader);
  run(*prediction_column, *reference_column, reader, {}, row, 1, py::none());
}

void BoundMetric::run(Column& predictions, Column& references, DocumentReader& reader, const PreparedSides& sides,
                      std::int64_t* rows, std::size_t threads, py::object progress) {
  std::unique_ptr<Scratch> scratch = take_scratch(threads);
  ScoreJob(predictions, references, reader, plan_, sides, {&rows, 1}, *scratch, std::move(progress)).run(threads);
  keep_scratch(std::move(scratch));
}

/// The scratch memory of the last call, unless another call has it. Safe across fork: nothing is ever locked.
std::unique_ptr<Scratch> BoundMetric::take_scratch(std::size_t threads) {
  std::unique_ptr<Scratch> scratch(idle_.exchange(nullptr));
  if (!scratch) scratch = std::make_unique<Scratch>();
  add_workers(*scratch, plan_, threads);
  return scratch;
}

void BoundMetric::keep_scratch(std::unique_ptr<Scratch> scratch) {
  scratch->workers.resize(std::min(scratch->workers.size(), kKeptWorkers));
  for (const auto& worker : scratch->workers) worker->trim();
  delete idle_.exchange(scratch.release());
}

void bind_metric(py::module_& module) {
  static PyMethodDef methods[] = {
      fast_method("score", score,
                  "score(self, predictions, references, threads, progress, signature='', /)\n\n"
                  "int64 statistics (N, columns) of N examples."),
      fast_method("scores", scores,
                  "scores(self, predictions, references, threads, progress, results, /)\n\n"
                  "The same as an object. `results` is a tuple of its class, a subtype of Statistics, and the columns, "
                  "signature and formula."),
  };
  const auto metric =
      py::class_<BoundMetric>(module, "Metric")
          .def("reads_plain_text", &BoundMetric::reads_plain_text,
               "Whether it can be scored together with other metrics.")
          .def("score_with_sources", &BoundMetric::score_with_sources, py::arg("predictions"), py::arg("references"),
               py::arg("sources"), py::arg("threads"), py::arg("progress"),
               "int64 statistics (N, columns) of N examples with a source each.")
          .def("prepare", &BoundMetric::prepare_texts, py::arg("texts"), py::arg("argument"), py::arg("several"),
               py::arg("progress"), py::arg("signature"),
               "The texts, read once, for metrics of this signature; those that are so already as they "
               "are.")
          .def("prepare_groups", &BoundMetric::prepare_text_groups, py::arg("groups"), py::arg("argument"),
               py::arg("signature"), "The texts of all groups, and how many each has, int64.");
  for (PyMethodDef& method : methods) add_method(metric, method);
  module.def("one_each", &one_each, py::arg("references"),
             "Whether these are N texts, by the first of them; what is not indexed by numbers is not looked into.");
  module.def("listed", &listed, py::arg("given"), py::arg("argument"), py::arg("expected"),
             "What is given for an argument, as a list.");
  module.def(
      "described", [](py::handle object) { return describe(object.ptr()); }, py::arg("given"),
      "What an error says of an object: \"None\", \"3 (int)\", \"a dict\".");
  module.def("score_together", &score_together, py::arg("metrics"), py::arg("predictions"), py::arg("references"),
             py::arg("threads"), py::arg("progress"),
             "The statistics of several metrics from one pass over texts, as a list of arrays.");
}

}  // namespace gramscore::bindings
