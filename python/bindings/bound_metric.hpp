// A metric of the core as a Python object.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "bound_prepared.hpp"
#include "convert.hpp"
#include "gramscore/metrics/metric.hpp"
#include "score_job.hpp"

namespace gramscore::bindings {

/// A configured metric, with the scratch memory that calls leave for the next one. Safe to use from several threads.
class BoundMetric {
 public:
  /// `input` says how the documents are given.
  BoundMetric(std::unique_ptr<const Metric> metric, InputOptions input);
  virtual ~BoundMetric();
  BoundMetric(const BoundMetric&) = delete;
  BoundMetric& operator=(const BoundMetric&) = delete;

  /// The statistics of all examples, int64 (N, columns). `threads` 0 means as many as there are processors.
  /// Prepared texts must have been prepared for `signature`.
  pybind11::array_t<std::int64_t> score(pybind11::handle predictions, pybind11::handle references, std::size_t threads,
                                        pybind11::object progress, pybind11::handle signature);

  /// The same of examples with a source each, which the metric is given as the first reference.
  pybind11::array_t<std::int64_t> score_with_sources(pybind11::handle predictions, pybind11::handle references,
                                                     pybind11::handle sources, std::size_t threads,
                                                     pybind11::object progress);

  /// Writes the row of a single example if the lists hold one and its texts are short and in no need of Python; else
  /// returns false, and score() says what it makes of them.
  bool score_small_pair(PyObject* predictions, PyObject* references, std::int64_t* row);

  /// `texts` prepared for `signature`, which they may be already; `several` allows lists of texts. Errors name `argument`.
  [[nodiscard]] BoundPrepared prepare_texts(pybind11::handle texts, const std::string& argument, bool several,
                                            const pybind11::object& progress, const std::string& signature) const;

  /// A tuple of the texts of all groups, prepared, and how many each has.
  [[nodiscard]] pybind11::tuple prepare_text_groups(const pybind11::list& groups, const std::string& argument,
                                                    const std::string& signature) const;

  [[nodiscard]] const Metric& metric() const { return *metric_; }
  [[nodiscard]] const InputOptions& input() const { return input_; }

  /// Whether its documents are plain texts that the core tokenizes, so that it can be scored together with others.
  [[nodiscard]] bool reads_plain_text() const { return plain_; }

 protected:
  /// Scores one example, a str and another or a list of them: writes its row.
  void score_row(PyObject* prediction, PyObject* references, std::int64_t* row);

 private:
  bool score_small_example(PyObject* prediction, PyObject* references, std::int64_t* row);
  void run(Column& predictions, Column& references, DocumentReader& reader, const PreparedSides& sides,
           std::int64_t* rows, std::size_t threads, pybind11::object progress);
  std::shared_ptr<const PreparedTexts> prepared(pybind11::handle texts, const char* argument,
                                                pybind11::handle signature) const;
  std::unique_ptr<Scratch> take_scratch(std::size_t threads);
  void keep_scratch(std::unique_ptr<Scratch> scratch);

  std::unique_ptr<const Metric> metric_;
  InputOptions input_;
  Plan plan_;
  bool plain_;
  std::atomic<Scratch*> idle_{nullptr};
};

}  // namespace gramscore::bindings
