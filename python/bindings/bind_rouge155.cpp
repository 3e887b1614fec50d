#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "bound_metric.hpp"
#include "convert.hpp"
#include "gil.hpp"
#include "gramscore/metrics/rouge155/rouge155.hpp"
#include "gramscore/resampling/rouge155_averages.hpp"
#include "gramscore/tokenize/exceptions.hpp"
#include "gramscore/tokenize/rouge155_words.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/parallel.hpp"
#include "stats_rows.hpp"
#include "thread_count.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

using ScoreRows = py::array_t<double, py::array::c_style>;
using Order = py::array_t<std::uint32_t, py::array::c_style>;
using SharedExceptions = std::shared_ptr<Exceptions>;

Rouge155Words::Limit limit_of(const std::string& name) {
  if (name == "words") return Rouge155Words::Limit::words;
  if (name == "bytes") return Rouge155Words::Limit::bytes;
  if (name == "none") return Rouge155Words::Limit::none;
  throw py::value_error("unknown limit");
}

std::shared_ptr<Rouge155Words> make_words(const std::string& limit, std::int64_t most, bool units_are_bytes,
                                          std::vector<std::string> stop_words, const SharedExceptions& exceptions) {
  auto words = std::make_shared<Rouge155Words>();
  words->limit = limit_of(limit);
  words->most = most;
  words->units_are_bytes = units_are_bytes;
  words->stop_words = std::move(stop_words);
  std::sort(words->stop_words.begin(), words->stop_words.end());
  words->exceptions = exceptions;
  return words;
}

/// ("ngram", order), ("lcs",), ("weighted_lcs", weight) or ("skip", gap, unigrams).
Rouge155Type type_of(const py::tuple& given) {
  const auto kind = given[0].cast<std::string>();
  Rouge155Type type;
  if (kind == "ngram") {
    type.order = given[1].cast<std::size_t>();
    if (type.order == 0) throw py::value_error("order is 0: at least 1 is needed");
  } else if (kind == "lcs") {
    type.kind = Rouge155Type::Kind::lcs;
  } else if (kind == "weighted_lcs") {
    type.kind = Rouge155Type::Kind::weighted_lcs;
    type.weight = given[1].cast<double>();
  } else if (kind == "skip") {
    type.kind = Rouge155Type::Kind::skip;
    type.gap = given[1].cast<std::int64_t>();
    type.unigrams = given[2].cast<bool>();
  } else {
    throw py::value_error("unknown kind of ROUGE-1.5.5");
  }
  return type;
}

class BoundRouge155 : public BoundMetric {
 public:
  static std::unique_ptr<BoundRouge155> make(const std::vector<py::tuple>& types, bool best_model, bool stemmer,
                                             const std::shared_ptr<Rouge155Words>& words, bool given) {
    std::vector<Rouge155Type> parsed;
    for (const py::tuple& type : types) parsed.push_back(type_of(type));
    InputOptions input;
    input.tokens = given;
    return std::unique_ptr<BoundRouge155>(new BoundRouge155(
        std::make_unique<Rouge155>(std::move(parsed), best_model ? Rouge155::Models::best : Rouge155::Models::average,
                                   stemmer, words),
        std::move(input)));
  }

 private:
  using BoundMetric::BoundMetric;
};

/// An array of three numbers for each type, by what `write` makes of three statistics and the weight of ROUGE-W.
template <class Write>
ScoreRows numbers_of(const py::array& stats, const std::vector<double>& weights, Write write) {
  const StatsRows rows = stats_rows(stats);
  if (rows.columns != kRouge155Columns * weights.size()) throw py::value_error("stats must have three columns a type");
  ScoreRows made({rows.rows, rows.columns});
  double* out = made.mutable_data();
  for (std::size_t i = 0; i < rows.rows; ++i) {
    for (std::size_t t = 0; t < weights.size(); ++t, out += kRouge155Columns) {
      write(Rouge155Counts::of(rows.data + i * rows.columns + t * kRouge155Columns, weights[t] > 0), weights[t], out);
    }
  }
  return made;
}

ScoreRows rouge155_scores(const py::array& stats, const std::vector<double>& weights, double alpha) {
  return numbers_of(stats, weights, [alpha](const Rouge155Counts& counts, double weight, double* out) {
    const Rouge155Score score = rouge155_score(counts, weight, alpha);
    out[0] = score.recall;
    out[1] = score.precision;
    out[2] = score.fmeasure;
  });
}

ScoreRows rouge155_counts(const py::array& stats, const std::vector<double>& weights) {
  return numbers_of(stats, weights, [](const Rouge155Counts& counts, double, double* out) {
    out[0] = counts.matches;
    out[1] = counts.prediction;
    out[2] = counts.reference;
  });
}

std::vector<std::uint32_t> order_of(const py::object& order, std::size_t documents) {
  if (order.is_none()) return order_of_numbered(static_cast<std::uint32_t>(documents));
  const auto given = order.cast<Order>();
  const std::span numbers(given.data(), static_cast<std::size_t>(given.size()));
  if (std::ranges::any_of(numbers, [=](std::uint32_t number) { return number >= documents; })) {
    throw py::value_error("order names a document that there is not");
  }
  return {numbers.begin(), numbers.end()};
}

std::vector<py::tuple> averages(const ScoreRows& rows, const py::object& order, std::size_t samples, double confidence,
                                bool pooled, double alpha, std::size_t threads) {
  if (rows.ndim() != 2 || rows.shape(1) % 3 != 0) throw py::value_error("rows must be float64 (N, 3 * types)");
  if (static_cast<std::uint64_t>(rows.shape(0)) > 0xffffffffu) {
    throw py::value_error("more than 4294967295 documents cannot be resampled");
  }
  const std::vector<std::uint32_t> documents = order_of(order, static_cast<std::size_t>(rows.shape(0)));
  const Rouge155Resampling resampling{samples, confidence, pooled, alpha, thread_count(threads)};
  std::vector<Rouge155Average> found;
  {
    const double* const data = rows.data();
    const auto types = static_cast<std::size_t>(rows.shape(1) / 3);
    WithoutGil without_gil;
    found = rouge155_averages(data, documents, types, resampling, without_gil.checkpoint());
  }
  std::vector<py::tuple> tuples;
  for (const Rouge155Average& average : found)
    tuples.push_back(py::make_tuple(average.value, average.low, average.high));
  return tuples;
}

/// The words of a text as they stand there, but in lower case; what they count by; and the number of words up to the end of
/// each sentence.
py::tuple tokens_of(const py::str& text, const std::shared_ptr<Rouge155Words>& words, bool stemmer, bool sentences) {
  TokenizerOptions options;
  options.kind = TokenizerKind::rouge155;
  options.rouge155 = words;
  options.sentences = sentences;
  options.split_lines = sentences;
  const Text given = text_of(text.ptr());
  std::vector<std::string> surfaces = Tokenizer(options).strings(given);
  TokenBatch batch;
  const std::size_t one = 1;
  Tokenizer(options).tokenize(&given, 0, &one, 1, batch, Checkpoint());
  options.stemmer = stemmer;
  return py::make_tuple(std::move(surfaces), Tokenizer(options).strings(given), batch.sentence_end);
}

}  // namespace

void bind_rouge155(py::module_& module) {
  py::class_<Exceptions, SharedExceptions>(module, "Exceptions")
      .def(py::init([](const std::vector<std::string>& lists) { return std::make_shared<Exceptions>(lists); }),
           py::arg("lists"))
      .def_static(
          "wordnet", [] { return std::const_pointer_cast<Exceptions>(Exceptions::wordnet()); }, "WordNet 2.0's.")
      .def("entries", [](const Exceptions& self) {
        std::vector<std::pair<py::bytes, py::bytes>> entries;
        for (const auto& [form, base] : self.entries()) entries.emplace_back(py::bytes(form), py::bytes(base));
        return entries;
      });
  py::class_<Rouge155Words, std::shared_ptr<Rouge155Words>>(module, "Rouge155Words")
      .def(py::init(&make_words), py::arg("limit"), py::arg("most"), py::arg("units_are_bytes"), py::arg("stop_words"),
           py::arg("exceptions").none(true));
  py::class_<BoundRouge155, BoundMetric>(module, "Rouge155")
      .def(py::init(&BoundRouge155::make), py::arg("types"), py::arg("best_model"), py::arg("stemmer"),
           py::arg("words"), py::arg("given"));
  module.def(
      "rouge155_base",
      [](const py::bytes& word, const SharedExceptions& exceptions) {
        return py::bytes(rouge155_base(static_cast<std::string>(word), exceptions.get()));
      },
      py::arg("word"), py::arg("exceptions").none(true), "The base form or stem of lower-case letters and digits.");
  module.def("rouge155_tokens", &tokens_of, py::arg("text"), py::arg("words"), py::arg("stemmer"), py::arg("sentences"),
             "The words of a text in lower case, what they count by, and the ends of sentences among them.");
  module.def("rouge155_scores", &rouge155_scores, py::arg("stats"), py::arg("weights"), py::arg("alpha"),
             "Recall, precision and F of each type, float64 (N, 3 * types), of five decimals.");
  module.def("rouge155_counts", &rouge155_counts, py::arg("stats"), py::arg("weights"),
             "Matches and units of predictions and references of each type, float64 (N, 3 * types).");
  module.def("rouge155_averages", &averages, py::arg("rows"), py::arg("order"), py::arg("samples"),
             py::arg("confidence"), py::arg("pooled"), py::arg("alpha"), py::arg("threads"),
             "(average, low, high) of recall, precision and F of each type. `order`: uint32, the documents as they are "
             "drawn; None: they are called 1, 2...");
}

}  // namespace gramscore::bindings
