#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "bound_metric.hpp"
#include "convert.hpp"
#include "gil.hpp"
#include "gramscore/metrics/distinct.hpp"
#include "gramscore/metrics/gec_gleu.hpp"
#include "stats_rows.hpp"
#include "tokenizer_choice.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

class BoundDistinct {
 public:
  BoundDistinct(std::size_t orders, std::size_t repetition, py::object tokenizer, bool lowercase)
      : orders_(orders), repetition_(repetition), choice_(tokenizer_choice(std::move(tokenizer), lowercase)) {}

  /// (statistics of the texts, different n-grams of all of them by order).
  [[nodiscard]] py::tuple score(py::handle texts) const {
    DocumentReader reader(choice_.input);
    const auto column = make_column(texts, "predictions", false, reader);
    const std::size_t n = column->size();
    if (n == 0) throw py::value_error("predictions is empty: there is nothing to score");
    Chunk chunk;
    for (std::size_t e = 0; e < n; ++e) column->append(e, chunk);
    chunk.references.assign(n, 0);
    const bool given = choice_.input.tokens || !choice_.input.tokenizer.is_none();
    if (!given) read_utf8(chunk.texts.texts, chunk.references, 0);
    DistinctCounts counts;
    {
      WithoutGil without_gil;
      const Checkpoint checkpoint = without_gil.checkpoint();
      const DocumentList& list = chunk.texts;
      TokenBatch batch;
      if (!given) {
        Tokenizer(choice_.view)
            .tokenize(list.texts.data(), 0, list.text_end.data(), list.text_end.size(), batch, checkpoint);
      }
      counts = count_distinct({given ? &list.tokens : &batch, 0}, n, orders_, repetition_, checkpoint);
    }
    py::array_t<std::int64_t> rows(
        std::vector<py::ssize_t>{static_cast<py::ssize_t>(n), static_cast<py::ssize_t>(distinct_columns(orders_))});
    std::copy(counts.rows.begin(), counts.rows.end(), rows.mutable_data());
    return py::make_tuple(std::move(rows), counts.distinct);
  }

 private:
  std::size_t orders_;
  std::size_t repetition_;
  TokenizerChoice choice_;
};

class BoundGecGleu : public BoundMetric {
 public:
  static std::unique_ptr<BoundGecGleu> make(std::size_t references, py::object tokenizer, bool lowercase) {
    TokenizerChoice choice = tokenizer_choice(std::move(tokenizer), lowercase);
    return std::unique_ptr<BoundGecGleu>(
        new BoundGecGleu(std::make_unique<GecGleu>(references, choice.view), std::move(choice.input)));
  }

 private:
  using BoundMetric::BoundMetric;
};

py::array_t<double> gec_gleu_scores(const py::array& stats, bool smooth) {
  const StatsRows s = stats_groups(stats, kGecGleuColumns);
  const std::size_t references = s.columns / kGecGleuColumns;
  py::array_t<double> scores(
      std::vector<py::ssize_t>{static_cast<py::ssize_t>(s.rows), static_cast<py::ssize_t>(references)});
  double* out = scores.mutable_data();
  for (std::size_t i = 0; i < s.rows * references; ++i) *out++ = gec_gleu_score(s.data + i * kGecGleuColumns, smooth);
  return scores;
}

py::array_t<double> self_repetitions(const py::array_t<std::int64_t>& repeated) {
  py::array_t<double> found(repeated.size());
  for (py::ssize_t i = 0; i < repeated.size(); ++i) found.mutable_at(i) = self_repetition(repeated.at(i));
  return found;
}

}  // namespace

void bind_distinct(py::module_& module) {
  py::class_<BoundDistinct>(module, "Distinct")
      .def(py::init<std::size_t, std::size_t, py::object, bool>(), py::arg("orders"), py::arg("repetition"),
           py::arg("tokenizer"), py::arg("lowercase"))
      .def("score", &BoundDistinct::score, py::arg("texts"),
           "(statistics of the texts, the different n-grams of all of them by order).");
  module.def("self_repetitions", &self_repetitions, py::arg("repeated"), "log(repeated + 1) of each.");
  py::class_<BoundGecGleu, BoundMetric>(module, "GecGleu")
      .def(py::init(&BoundGecGleu::make), py::arg("references"), py::arg("tokenizer"), py::arg("lowercase"));
  module.def("gec_gleu_scores", &gec_gleu_scores, py::arg("stats"), py::arg("smooth"),
             "The score of each row with each reference, float64 (N, references), 0..1.");
}

}  // namespace gramscore::bindings
