#include <pybind11/numpy.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "check_sizes.hpp"
#include "convert.hpp"
#include "gil.hpp"
#include "gramscore/metrics/nist.hpp"
#include "stats_rows.hpp"
#include "tokenizer_choice.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

using Stats = py::array_t<std::int64_t>;
using Floats = py::array_t<double>;

/// Columns of NIST's statistics: sys_len, then the totals and then the reference lengths by order.
std::size_t nist_columns(std::size_t max_order) { return 1 + 2 * max_order; }

double score_of(const NistStatistics& s) {
  return nist_score(s.sys_len, s.totals, s.ref_len, s.information, s.max_order);
}

class BoundNist {
 public:
  BoundNist(std::size_t max_order, py::object tokenizer, bool compensated)
      : max_order_(max_order), compensated_(compensated), choice_(tokenizer_choice(std::move(tokenizer), false)) {
    if (max_order == 0) throw py::value_error("n is 0: at least 1 is needed");
  }

  /// (statistics, information, scores of the examples as corpora of their own).
  py::tuple score(py::handle predictions, py::handle references) const {
    DocumentReader reader(choice_.input);
    const auto prediction_column = make_column(predictions, "predictions", false, reader);
    const auto reference_column = make_column(references, "references", true, reader);
    check_sizes(*prediction_column, *reference_column, references, reader);
    Chunk chunk;
    for (std::size_t e = 0; e < prediction_column->size(); ++e) {
      prediction_column->append(e, chunk);
      chunk.references.push_back(static_cast<std::uint32_t>(reference_column->append(e, chunk)));
    }
    const bool given = choice_.input.tokens || !choice_.input.tokenizer.is_none();
    if (!given) read_utf8(chunk.texts.texts, chunk.references, 0);
    NistStatistics statistics;
    std::vector<double> scores(chunk.references.size());
    {
      WithoutGil without_gil;
      compute(chunk, given, without_gil.checkpoint(), statistics, scores);
    }
    return arrays(statistics, Floats(static_cast<py::ssize_t>(scores.size()), scores.data()));
  }

 private:
  void compute(const Chunk& chunk, bool given, const Checkpoint& checkpoint, NistStatistics& statistics,
               std::vector<double>& scores) const {
    // All texts in one batch, so that tokens can be compared across examples.
    TokenBatch tokenized;
    const DocumentList& list = chunk.texts;
    if (!given) {
      Tokenizer(choice_.view)
          .tokenize(list.texts.data(), 0, list.text_end.data(), list.text_end.size(), tokenized, checkpoint);
    }
    const Documents documents{given ? &list.tokens : &tokenized, 0};
    statistics = nist_statistics(documents, chunk.references, max_order_, checkpoint, compensated_);
    std::size_t first = 0;
    for (std::size_t e = 0; e < chunk.references.size(); ++e) {
      const Documents own{documents.batch, first};
      scores[e] = score_of(nist_statistics(own, {&chunk.references[e], 1}, max_order_, checkpoint, compensated_));
      first += 1 + chunk.references[e];
    }
  }

  [[nodiscard]] py::tuple arrays(const NistStatistics& s, Floats scores) const {
    const std::size_t examples = s.sys_len.size();
    Stats stats({examples, nist_columns(max_order_)});
    Floats information({examples, max_order_});
    std::int64_t* row = stats.mutable_data();
    for (std::size_t e = 0; e < examples; ++e) {
      *row++ = s.sys_len[e];
      row = std::copy_n(s.totals.data() + e * max_order_, max_order_, row);
      row = std::copy_n(s.ref_len.data() + e * max_order_, max_order_, row);
    }
    std::copy(s.information.begin(), s.information.end(), information.mutable_data());
    return py::make_tuple(std::move(stats), std::move(information), std::move(scores));
  }

  std::size_t max_order_;
  bool compensated_;
  TokenizerChoice choice_;
};

double nist_corpus(const py::array& stats, const Floats& information) {
  const StatsRows rows = stats_rows(stats);
  const std::size_t max_order = (rows.columns - 1) / 2;
  if (rows.columns != nist_columns(max_order) || information.ndim() != 2 ||
      static_cast<std::size_t>(information.shape(0)) != rows.rows ||
      static_cast<std::size_t>(information.shape(1)) != max_order || (information.flags() & py::array::c_style) == 0) {
    throw py::value_error("stats and information must be those of NIST");
  }
  NistStatistics s;
  s.max_order = max_order;
  for (std::size_t e = 0; e < rows.rows; ++e) {
    const std::int64_t* row = rows.data + e * rows.columns;
    s.sys_len.push_back(row[0]);
    s.totals.insert(s.totals.end(), row + 1, row + 1 + max_order);
    s.ref_len.insert(s.ref_len.end(), row + 1 + max_order, row + rows.columns);
  }
  s.information.assign(information.data(), information.data() + information.size());
  return score_of(s);
}

}  // namespace

void bind_nist(py::module_& module) {
  py::class_<BoundNist>(module, "Nist")
      .def(py::init<std::size_t, py::object, bool>(), py::arg("max_order"), py::arg("tokenizer"),
           py::arg("compensated") = false)
      .def("score", &BoundNist::score, py::arg("predictions"), py::arg("references"),
           "(int64 statistics (N, 1 + 2n), float64 information (N, n), float64 scores (N,) of each example alone).");
  module.def("nist_corpus", &nist_corpus, py::arg("stats"), py::arg("information"), "The score of the corpus.");
}

}  // namespace gramscore::bindings
