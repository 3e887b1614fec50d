#include <pybind11/numpy.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "bound_prepared.hpp"
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

  /// Texts prepared for `signature`.
  BoundPrepared prepare_texts(py::handle texts, const std::string& signature) const {
    return prepare_unless_done({&choice_.view, 1}, choice_.input, texts, "texts", true, py::none(), signature);
  }

  /// (statistics, information, scores of the examples as corpora of their own).
  py::tuple score(py::handle predictions, py::handle references, const std::string& signature) const {
    if (prepared_in(predictions) != nullptr || prepared_in(references) != nullptr) {
      return score_prepared(predictions, references, signature);
    }
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
    return computed(chunk.references, [&](TokenBatch& tokenized, const Checkpoint& checkpoint) {
      const DocumentList& list = chunk.texts;
      if (given) return &list.tokens;
      Tokenizer(choice_.view)
          .tokenize(list.texts.data(), 0, list.text_end.data(), list.text_end.size(), tokenized, checkpoint);
      return static_cast<const TokenBatch*>(&tokenized);
    });
  }

 private:
  /// The same if a side is prepared; then the other is, too.
  [[nodiscard]] py::tuple score_prepared(py::handle given_predictions, py::handle given_references,
                                         const std::string& signature) const {
    const auto prepared = [&](py::handle texts, const char* argument, bool several) {
      return prepare_unless_done({&choice_.view, 1}, choice_.input, texts, argument, several, py::none(), signature)
          .texts;
    };
    const auto predictions = prepared(given_predictions, "predictions", false);
    const auto references = prepared(given_references, "references", true);
    DocumentReader reader(choice_.input);
    check_sizes(PreparedColumn(*predictions), PreparedColumn(*references), given_references, reader);
    std::vector<std::uint32_t> counts;
    for (std::size_t e = 0; e < references->items(); ++e) {
      counts.push_back(static_cast<std::uint32_t>(references->texts_of(e)));
    }
    return computed(counts, [&](TokenBatch& batch, const Checkpoint&) {
      const JoinedTokens tokens(*references, *predictions);
      const TokenStore& own = predictions->views().front();
      const TokenStore& others = references->views().front();
      std::size_t size = 0;
      for (std::size_t e = 0; e < counts.size(); ++e) {
        append_document(own, predictions->document(e, 0, false), tokens.second(0), batch, size);
        for (std::size_t k = 0; k < counts[e]; ++k) {
          append_document(others, references->document(e, k, true), tokens.first(0), batch, size);
        }
      }
      batch.tokens.reserve(size + kTokenSlack, size);
      return static_cast<const TokenBatch*>(&batch);
    });
  }

  /// tokens(batch, checkpoint) are those of all texts in one batch, so that they can be compared across examples.
  template <class Tokens>
  [[nodiscard]] py::tuple computed(std::span<const std::uint32_t> references, Tokens tokens) const {
    NistStatistics statistics;
    std::vector<double> scores(references.size());
    {
      WithoutGil without_gil;
      const Checkpoint checkpoint = without_gil.checkpoint();
      TokenBatch batch;
      const TokenBatch* const all = tokens(batch, checkpoint);
      statistics = nist_statistics({all, 0}, references, max_order_, checkpoint, compensated_);
      std::size_t first = 0;
      for (std::size_t e = 0; e < references.size(); ++e) {
        const Documents own{all, first};
        scores[e] = score_of(nist_statistics(own, references.subspan(e, 1), max_order_, checkpoint, compensated_));
        first += 1 + references[e];
      }
    }
    return arrays(statistics, Floats(static_cast<py::ssize_t>(scores.size()), scores.data()));
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
      .def("prepare", &BoundNist::prepare_texts, py::arg("texts"), py::arg("signature"),
           "The texts, or lists of texts, prepared for `signature`.")
      .def("score", &BoundNist::score, py::arg("predictions"), py::arg("references"), py::arg("signature") = "",
           "(int64 statistics (N, 1 + 2n), float64 information (N, n), float64 scores (N,) of each example alone).");
  module.def("nist_corpus", &nist_corpus, py::arg("stats"), py::arg("information"), "The score of the corpus.");
}

}  // namespace gramscore::bindings
