#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <memory>
#include <string>
#include <utility>

#include "bind.hpp"
#include "bound_metric.hpp"
#include "escaped.hpp"
#include "gramscore/metrics/answers.hpp"
#include "matrix_plan.hpp"
#include "stats_rows.hpp"
#include "tokenizer_choice.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// "squad" is the normalisation of SQuAD's script, "text" the characters as they are.
TokenizerChoice answer_choice(py::object tokenizer, bool lowercase) {
  if (!py::isinstance<py::str>(tokenizer)) return tokenizer_choice(std::move(tokenizer), lowercase);
  const std::string name = escaped(tokenizer);
  TokenizerChoice choice;
  choice.input.may_be_tokens = true;
  if (name == "squad") {
    choice.view.kind = TokenizerKind::squad_words;
    choice.view.lowercase = true;
  } else if (name == "text") {
    choice.view.kind = TokenizerKind::chrf_characters;
    choice.view.keep_whitespace = true;
    choice.view.lowercase = lowercase;
  } else {
    return tokenizer_choice(std::move(tokenizer), lowercase);
  }
  return choice;
}

template <class M>
class BoundAnswers : public BoundMetric {
 public:
  static std::unique_ptr<BoundAnswers> make(py::object tokenizer, bool lowercase) {
    TokenizerChoice choice = answer_choice(std::move(tokenizer), lowercase);
    return std::unique_ptr<BoundAnswers>(new BoundAnswers(std::make_unique<M>(choice.view), std::move(choice.input)));
  }

 private:
  using BoundMetric::BoundMetric;
};

class BoundSimilarity : public BoundMetric {
 public:
  BoundSimilarity(bool normalized, double threshold)
      : BoundMetric(std::make_unique<EditSimilarity>(characters(normalized), normalized, threshold), InputOptions{}) {}

 private:
  static TokenizerOptions characters(bool lowercase) {
    TokenizerOptions options;
    options.kind = TokenizerKind::chrf_characters;
    options.keep_whitespace = true;
    options.lowercase = lowercase;
    return options;
  }
};

}  // namespace

void bind_answers(py::module_& module) {
  py::class_<BoundAnswers<ExactMatch>, BoundMetric>(module, "ExactMatch")
      .def(py::init(&BoundAnswers<ExactMatch>::make), py::arg("tokenizer"), py::arg("lowercase"));
  py::class_<BoundAnswers<TokenF1>, BoundMetric>(module, "TokenF1")
      .def(py::init(&BoundAnswers<TokenF1>::make), py::arg("tokenizer"), py::arg("lowercase"));
  py::class_<BoundSimilarity, BoundMetric>(module, "EditSimilarity")
      .def(py::init<bool, double>(), py::arg("normalized"), py::arg("threshold"));
  module.def(
      "token_f1_scores",
      [](const py::array& stats) {
        const StatsRows s = stats_of(stats, kTokenF1Columns);
        py::array_t<double> scores(static_cast<py::ssize_t>(s.rows));
        double* const out = scores.mutable_data();
        for (std::size_t i = 0; i < s.rows; ++i) {
          const std::int64_t* const row = s.data + i * kTokenF1Columns;
          out[i] = token_f1(row[0], row[1], row[2]);
        }
        return scores;
      },
      py::arg("stats"), "F1 of each row, float64 (N,), 0..1.");
  module.def(
      "token_f1_sums",
      [](const py::array& stats) {
        const StatsRows s = stats_of(stats, kTokenF1Columns);
        return token_f1_sums(s.data, s.rows);
      },
      py::arg("stats"), "The F1 of all rows, summed without rounding.");
  module.def(
      "similarity_scores",
      [](const py::array& stats, double threshold) {
        const StatsRows s = stats_of(stats, kSimilarityColumns);
        py::array_t<double> scores(static_cast<py::ssize_t>(s.rows));
        double* const out = scores.mutable_data();
        for (std::size_t i = 0; i < s.rows; ++i) {
          out[i] = edit_similarity(s.data[2 * i], s.data[2 * i + 1], threshold);
        }
        return scores;
      },
      py::arg("stats"), py::arg("threshold"), "The similarity of each row, float64 (N,), 0..1.");
  module.def(
      "similarity_sums",
      [](const py::array& stats, double threshold) {
        const StatsRows s = stats_of(stats, kSimilarityColumns);
        return similarity_sums(s.data, s.rows, threshold);
      },
      py::arg("stats"), py::arg("threshold"), "The similarities of all rows, summed without rounding.");
  module.def(
      "mean_of_sums",
      [](const CorpusSums& sums) {
        if (sums.exact.size() != 1 || !sums.whole.empty()) throw py::value_error("sums must be of one score");
        return sums.exact[0].value() / static_cast<double>(sums.examples);
      },
      py::arg("sums"), "The mean of the scores that were summed.");
  module.def(
      "exact_match_plan",
      [](const py::object& metric) {
        return BoundPlan(metric, metric.cast<const BoundMetric&>().metric(),
                         [](const std::int64_t* row) { return static_cast<double>(row[0]); });
      },
      py::arg("metric"), "Whether texts are equal, 1 or 0.");
  module.def(
      "token_f1_plan",
      [](const py::object& metric) {
        return BoundPlan(metric, metric.cast<const BoundMetric&>().metric(),
                         [](const std::int64_t* row) { return token_f1(row[0], row[1], row[2]); });
      },
      py::arg("metric"), "F1 of tokens, 0..1.");
  module.def(
      "similarity_plan",
      [](const py::object& metric, double threshold) {
        return BoundPlan(metric, metric.cast<const BoundMetric&>().metric(),
                         [threshold](const std::int64_t* row) { return edit_similarity(row[0], row[1], threshold); });
      },
      py::arg("metric"), py::arg("threshold"), "ANLS or the similarity of characters, 0..1.");
}

}  // namespace gramscore::bindings
