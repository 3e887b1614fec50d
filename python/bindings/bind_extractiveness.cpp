#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "bound_metric.hpp"
#include "escaped.hpp"
#include "gil.hpp"
#include "gramscore/metrics/extractiveness.hpp"
#include "gramscore/overlap/pair_fragments.hpp"
#include "stats_rows.hpp"
#include "thread_count.hpp"
#include "tokenizer_choice.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

class BoundExtractiveness : public BoundMetric {
 public:
  static std::unique_ptr<BoundExtractiveness> make(const py::str& measure, py::object tokenizer, bool lowercase) {
    TokenizerChoice choice = tokenizer_choice(std::move(tokenizer), lowercase);
    return std::unique_ptr<BoundExtractiveness>(
        new BoundExtractiveness(std::make_unique<Extractiveness>(ExtractMeasure::parse(escaped(measure)), choice.view),
                                std::move(choice.input)));
  }

 private:
  using BoundMetric::BoundMetric;
};

py::tuple fragments_of(const BoundPrepared& summaries, const BoundPrepared& articles, std::size_t orders,
                       std::size_t threads) {
  const std::size_t pairs = summaries.texts->items();
  if (articles.texts->items() != pairs) throw py::value_error("there must be an article for each summary");
  threads = thread_count(threads, pairs / 32);
  PairFragments found;
  {
    WithoutGil without;
    found = pair_fragments(*summaries.texts, *articles.texts, orders, threads, without.checkpoint());
  }
  const auto count = static_cast<py::ssize_t>(found.fragments.size());
  py::array_t<std::int64_t> fragments(std::array<py::ssize_t, 2>{count, 3});
  std::int64_t* out = fragments.mutable_data();
  for (const Fragment& it : found.fragments) {
    *out++ = it.summary;
    *out++ = it.article;
    *out++ = it.length;
  }
  const auto n = static_cast<py::ssize_t>(pairs);
  py::array_t<std::int64_t> ends(n);
  std::copy(found.fragment_end.begin(), found.fragment_end.end(), ends.mutable_data());
  py::array_t<std::int64_t> grams(std::array<py::ssize_t, 3>{n, static_cast<py::ssize_t>(orders), 3});
  out = grams.mutable_data();
  for (const GramCounts& it : found.grams) {
    *out++ = static_cast<std::int64_t>(it.total);
    *out++ = static_cast<std::int64_t>(it.distinct);
    *out++ = static_cast<std::int64_t>(it.novel);
  }
  const auto sizes = [n](const BoundPrepared& side) {
    py::array_t<std::int64_t> of(n);
    std::int64_t* const data = of.mutable_data();
    for (py::ssize_t i = 0; i < n; ++i) {
      data[i] = static_cast<std::int64_t>(
          side.texts->views()[0].numbers(side.texts->document(static_cast<std::size_t>(i), 0, false)).size());
    }
    return of;
  };
  return py::make_tuple(fragments, ends, grams, sizes(summaries), sizes(articles));
}

}  // namespace

void bind_extractiveness(py::module_& module) {
  py::class_<BoundExtractiveness, BoundMetric>(module, "Extractiveness")
      .def(py::init(&BoundExtractiveness::make), py::arg("measure"), py::arg("tokenizer"), py::arg("lowercase"));
  module.def(
      "extract_scores",
      [](const py::array& stats) {
        const StatsRows s = stats_of(stats, kExtractColumns);
        py::array_t<double> scores(static_cast<py::ssize_t>(s.rows));
        double* const out = scores.mutable_data();
        for (std::size_t i = 0; i < s.rows; ++i) out[i] = extract_score(s.data[2 * i], s.data[2 * i + 1]);
        return scores;
      },
      py::arg("stats"), "The quotient of each row, float64 (N,); 0 where there is nothing to divide by.");
  module.def(
      "extract_sums",
      [](const py::array& stats) {
        const StatsRows s = stats_of(stats, kExtractColumns);
        return extract_sums(s.data, s.rows);
      },
      py::arg("stats"), "The quotients of all rows, summed without rounding.");
  module.def(
      "fragments_of", &fragments_of, py::arg("summaries"), py::arg("articles"), py::arg("orders"), py::arg("threads"),
      "Of prepared pairs: fragments, int64 (F, 3), as begin in the summary, begin in the article and length; the "
      "end of each pair's, (N,); n-grams of the summary, all, different and novel ones, (N, orders, 3); the "
      "tokens of summaries and of articles, (N,).");
}

}  // namespace gramscore::bindings
