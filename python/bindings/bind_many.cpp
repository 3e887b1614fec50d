#include <pybind11/functional.h>
#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arrays.hpp"
#include "bind.hpp"
#include "bound_metric.hpp"
#include "bound_prepared.hpp"
#include "gil.hpp"
#include "gramscore/kernels/kernels.hpp"
#include "gramscore/many/aggregate.hpp"
#include "gramscore/many/leave_one_out.hpp"
#include "gramscore/many/matrix.hpp"
#include "gramscore/metrics/bleu.hpp"
#include "gramscore/metrics/nltk_bleu.hpp"
#include "gramscore/metrics/rouge.hpp"
#include "gramscore/metrics/ter.hpp"
#include "matrix_plan.hpp"
#include "thread_count.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

using Counts = py::array_t<std::uint32_t, py::array::c_style>;
using Sizes = py::array_t<std::int64_t, py::array::c_style>;

/// A call with fewer pairs of fewer tokens is done before another thread could make use of the GIL.
constexpr std::size_t kSmallPairs = 64;
constexpr std::size_t kSmallTokens = 2048;

/// A computation of matrices that hears of Ctrl-C and reports its progress, without the GIL in between.
class MatrixJob : public MatrixWork {
 public:
  MatrixJob(const MatrixPlan& plan, const PreparedTexts& rows, const PreparedTexts& columns,
            std::span<const MatrixGroup> groups, const MatrixOutput& output, std::size_t threads, py::object progress)
      : MatrixWork(plan, rows, columns, groups, output, threads), progress_(std::move(progress)) {
    std::size_t tokens = 0;
    for (const PreparedTexts* texts : {&rows, &columns}) {
      for (const TokenStore& view : texts->views()) tokens += view.size();
    }
    large_ = pairs() > kSmallPairs || tokens > kSmallTokens;
  }
  ~MatrixJob() override { hold(); }

  void run_all(std::size_t threads) {
    if (large_) let_go();
    run_chunks(*this, threads);
    hold();
    if (!progress_.is_none()) progress_(pairs(), pairs());
  }

  void poll() override {
    const Clock::time_point now = Clock::now();
    if (now - last_poll_ < kPollEvery) return;
    last_poll_ = now;
    const bool released = released_ != nullptr;
    hold();
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    if (!progress_.is_none() && now - last_report_ >= kReportEvery) {
      last_report_ = now;
      progress_(pairs_done(), pairs());
    }
    if (released) let_go();
  }

 private:
  using Clock = std::chrono::steady_clock;

  void let_go() { released_ = PyEval_SaveThread(); }
  void hold() {
    if (released_ != nullptr) take_gil(released_);
    released_ = nullptr;
  }

  py::object progress_;
  bool large_;
  PyThreadState* released_ = nullptr;
  Clock::time_point last_poll_ = Clock::now();
  Clock::time_point last_report_ = Clock::now();
};

/// Groups of texts by their sizes. Without sizes of columns each is matched with itself.
std::vector<MatrixGroup> groups_of(const Sizes& row_sizes, const std::optional<Sizes>& column_sizes,
                                   std::size_t outputs_per_row) {
  std::vector<MatrixGroup> groups;
  std::size_t row = 0;
  std::size_t column = 0;
  std::size_t offset = 0;
  for (py::ssize_t g = 0; g < row_sizes.size(); ++g) {
    const auto rows = static_cast<std::size_t>(row_sizes.at(g));
    const std::size_t columns = column_sizes ? static_cast<std::size_t>(column_sizes->at(g)) : rows;
    groups.push_back({row, rows, column, columns, offset, !column_sizes});
    row += rows;
    column += columns;
    offset += rows * (outputs_per_row != 0 ? outputs_per_row : columns);
  }
  return groups;
}

void run(const BoundPlan& plan, const BoundPrepared& rows, const BoundPrepared& columns,
         const std::vector<MatrixGroup>& groups, const MatrixOutput& output, std::size_t threads, py::object progress) {
  std::size_t pairs = 0;
  for (const MatrixGroup& group : groups) pairs += group.rows * group.columns;
  threads = thread_count(threads, pairs / 1024);
  MatrixJob(plan.plan(), *rows.texts, *columns.texts, groups, output, threads, std::move(progress)).run_all(threads);
}

void run_matrices(const BoundPlan& plan, const BoundPrepared& rows, const BoundPrepared& columns,
                  const Sizes& row_sizes, const std::optional<Sizes>& column_sizes,
                  const std::vector<py::array>& outputs, std::size_t threads, py::object progress) {
  MatrixOutput output;
  for (py::array array : outputs) {
    if ((array.flags() & py::array::c_style) == 0 || !array.writeable()) {
      throw py::value_error("out must be a writeable array in C order");
    }
    if (!plan.plan().planes.empty()) {
      output.matches.push_back(static_cast<std::uint32_t*>(array.mutable_data()));
    } else if (array.itemsize() == sizeof(float)) {
      output.rounded = static_cast<float*>(array.mutable_data());
    } else {
      output.scores = static_cast<double*>(array.mutable_data());
    }
  }
  run(plan, rows, columns, groups_of(row_sizes, column_sizes, 0), output, threads, std::move(progress));
}

/// The best columns of each row, (rows, k), and their scores.
py::tuple run_best(const BoundPlan& plan, const BoundPrepared& rows, const BoundPrepared& columns, std::size_t best,
                   bool square, bool lowest, bool skip_self, std::size_t threads, py::object progress) {
  const std::size_t n = rows.texts->items();
  const std::array<py::ssize_t, 2> shape{static_cast<py::ssize_t>(n), static_cast<py::ssize_t>(best)};
  py::array_t<std::int64_t> indices(shape);
  py::array_t<double> scores(shape);
  MatrixOutput output;
  output.best = best;
  output.best_columns = indices.mutable_data();
  output.best_scores = scores.mutable_data();
  output.lowest = lowest;
  output.skip_self = skip_self;
  const std::vector<MatrixGroup> groups{{0, n, 0, columns.texts->items(), 0, square}};
  run(plan, rows, columns, groups, output, threads, std::move(progress));
  return py::make_tuple(indices, scores);
}

/// The units (n-grams or tokens) of texts of which a type of ROUGE is made, for each plane.
std::vector<py::array_t<std::uint32_t>> units_of(const BoundPlan& plan, const BoundPrepared& prepared) {
  std::vector<py::array_t<std::uint32_t>> units;
  const PreparedTexts& texts = *prepared.texts;
  for (const MatrixPlan::Plane& plane : plan.plan().planes) {
    const TokenStore& view = plane.by_metric ? texts.views().back() : texts.views()[plane.counted.view];
    const std::size_t less = plane.by_metric || plane.counted.order == 0 ? 0 : plane.counted.order - 1;
    py::array_t<std::uint32_t> of(static_cast<py::ssize_t>(texts.items()));
    std::uint32_t* const out = of.mutable_data();
    for (std::size_t i = 0; i < texts.items(); ++i) {
      const std::size_t tokens = view.numbers(texts.document(i, 0, false)).size();
      out[i] = static_cast<std::uint32_t>(tokens > less ? tokens - less : 0);
    }
    units.push_back(std::move(of));
  }
  return units;
}

/// Nearly all are such arrays already, and asking NumPy for one takes longer than the scores of a small matrix.
Counts counts_of(const py::object& given) {
  return Counts::check_(given) ? py::reinterpret_borrow<Counts>(given) : given.cast<Counts>();
}

/// Precision (0), recall (1) or F (2) of a matrix of matches.
py::array_t<double> rouge_matrix(const py::object& of_pairs, const py::object& of_rows, const py::object& of_columns,
                                 int part) {
  const Counts matches = counts_of(of_pairs);
  const Counts row_units = counts_of(of_rows);
  const Counts column_units = counts_of(of_columns);
  if (matches.ndim() != 2) throw py::value_error("matches must have two dimensions");
  const auto rows = static_cast<std::size_t>(matches.shape(0));
  const auto columns = static_cast<std::size_t>(matches.shape(1));
  if (static_cast<std::size_t>(row_units.size()) != rows || static_cast<std::size_t>(column_units.size()) != columns) {
    throw py::value_error("there must be units for each row and column of the matches");
  }
  auto scores = new_array<double>(std::array{matches.shape(0), matches.shape(1)});
  double* const out = scores.mutable_data();
  const auto of_part = [=](int which, double* row) { return which == part ? row : nullptr; };
  for (std::size_t r = 0; r < rows; ++r) {
    double* const row = out + r * columns;
    kernels().rouge_of_matches(matches.data() + r * columns, row_units.data()[r], column_units.data(), columns,
                               of_part(0, row), of_part(1, row), of_part(2, row));
  }
  return scores;
}

/// For each row the sum of its values, each times its weight, added in order; divided by the number of columns without
/// weights.
py::array_t<double> row_means(const py::array_t<double, py::array::c_style>& values,
                              const std::optional<py::array_t<double, py::array::c_style>>& weights) {
  const auto rows = static_cast<std::size_t>(values.shape(0));
  const auto columns = static_cast<std::size_t>(values.shape(1));
  if (weights && static_cast<std::size_t>(weights->size()) != columns) {
    throw py::value_error("there must be a weight for each column");
  }
  py::array_t<double> means(values.shape(0));
  double* const out = means.mutable_data();
  for (std::size_t r = 0; r < rows; ++r) {
    const double* const row = values.data() + r * columns;
    double sum = 0;
    for (std::size_t c = 0; c < columns; ++c) sum += weights ? weights->data()[c] * row[c] : row[c];
    out[r] = weights ? sum : sum / static_cast<double>(columns);
  }
  return means;
}

py::array_t<std::int64_t> leave_one_out(const BoundPrepared& texts, std::size_t max_order, const std::string& profile) {
  std::vector<std::int64_t> rows;
  {
    WithoutGil without;
    rows = bleu_leave_one_out(*texts.texts, max_order, bleu_profile(profile), without.checkpoint());
  }
  const auto columns = static_cast<py::ssize_t>(kBleuLengths + 2 * max_order);
  py::array_t<std::int64_t> stats(std::array<py::ssize_t, 2>{static_cast<py::ssize_t>(rows.size()) / columns, columns});
  std::copy(rows.begin(), rows.end(), stats.mutable_data());
  return stats;
}

/// TER of each text with all others as references: the fewest edits, and the average length.
py::array_t<double> ter_leave_one_out(const py::object& metric, const BoundPrepared& prepared, std::size_t threads) {
  const BoundPlan edits(metric, metric.cast<const BoundMetric&>().metric(),
                        [](const std::int64_t* row) { return static_cast<double>(row[0]); });
  const py::tuple best = run_best(edits, prepared, prepared, 1, true, true, true, threads, py::none());
  const auto fewest = best[1].cast<py::array_t<double, py::array::c_style>>();
  const PreparedTexts& texts = *prepared.texts;
  const std::size_t n = texts.items();
  std::vector<std::int64_t> lengths;
  std::int64_t all = 0;
  for (std::size_t i = 0; i < n; ++i) {
    lengths.push_back(static_cast<std::int64_t>(texts.views().front().numbers(texts.document(i, 0, true)).size()));
    all += lengths.back();
  }
  py::array_t<double> scores(static_cast<py::ssize_t>(n));
  for (std::size_t i = 0; i < n; ++i) {
    const std::int64_t row[] = {static_cast<std::int64_t>(fewest.data()[i]), all - lengths[i],
                                static_cast<std::int64_t>(n) - 1};
    ter_scores(row, 1, scores.mutable_data() + i);
  }
  return scores;
}

/// A formula of aggregated references.
struct AggregateFormula {
  std::vector<Counted> counted;
  std::function<std::vector<double>(const AggregateCounts&)> scores;
};

AggregateFormula aggregate_chrf_formula(std::size_t char_order, std::size_t word_order, double beta,
                                        bool eps_smoothing) {
  AggregateFormula formula;
  const auto plan = chrf_pairs(char_order, word_order, {beta, eps_smoothing});
  formula.counted.assign(plan->counted().begin(), plan->counted().end());
  formula.scores = [=](const AggregateCounts& counts) {
    return aggregate_chrf(counts, char_order + word_order, {beta, eps_smoothing});
  };
  return formula;
}

AggregateFormula aggregate_bleu_formula(std::size_t max_order, const std::string& smoothing, double smooth_value,
                                        bool effective_order) {
  AggregateFormula formula;
  for (std::size_t n = 1; n <= max_order; ++n) formula.counted.push_back({0, n});
  formula.scores = [max_order, made = BleuFormula{bleu_smoothing(smoothing), smooth_value, effective_order}](
                       const AggregateCounts& counts) { return aggregate_bleu(counts, max_order, made); };
  return formula;
}

py::list aggregate_scores(const AggregateFormula& formula, const BoundPrepared& rows, const BoundPrepared& columns,
                          const Sizes& row_sizes, const Sizes& column_sizes, const py::object& weights) {
  py::list scores;
  std::size_t row = 0;
  std::size_t column = 0;
  for (py::ssize_t g = 0; g < row_sizes.size(); ++g) {
    const auto count = static_cast<std::size_t>(row_sizes.at(g));
    const auto references = static_cast<std::size_t>(column_sizes.at(g));
    std::vector<double> own;
    if (!weights.is_none()) {
      const py::object given = weights[py::int_(g)];
      if (!given.is_none()) own = given.cast<std::vector<double>>();
    }
    std::vector<double> found;
    if (count != 0) {
      WithoutGil without;
      found = formula.scores(aggregate_counts(*rows.texts, row, count, *columns.texts, column, references, own,
                                              formula.counted, without.checkpoint()));
    }
    scores.append(py::array_t<double>(static_cast<py::ssize_t>(found.size()), found.data()));
    row += count;
    column += references;
  }
  return scores;
}

BoundPrepared slice_of(const BoundPrepared& self, const py::slice& slice) {
  py::ssize_t start = 0;
  py::ssize_t stop = 0;
  py::ssize_t step = 0;
  py::ssize_t count = 0;
  if (!slice.compute(static_cast<py::ssize_t>(self.texts->items()), &start, &stop, &step, &count)) {
    throw py::error_already_set();
  }
  std::vector<std::size_t> items;
  for (py::ssize_t k = 0; k < count; ++k) items.push_back(static_cast<std::size_t>(start + k * step));
  return {self.texts->part(items), self.signature};
}

BoundPrepared items_at(const BoundPrepared& self, const Sizes& indices) {
  std::vector<std::size_t> items;
  for (py::ssize_t k = 0; k < indices.size(); ++k) {
    const std::int64_t index = indices.at(k);
    if (index < 0 || static_cast<std::size_t>(index) >= self.texts->items()) throw py::index_error("no such text");
    items.push_back(static_cast<std::size_t>(index));
  }
  return {self.texts->part(items), self.signature};
}

}  // namespace

void bind_many(py::module_& module) {
  py::class_<BoundPrepared>(module, "PreparedTexts",
                            "Texts that a metric has read: they go wherever it takes texts.\n\nMade by "
                            "metric.prepare(). len() is their number; slices are prepared texts, too.")
      .def("__len__", [](const BoundPrepared& self) { return self.texts->items(); })
      .def("__getitem__", &slice_of, py::arg("slice"), "Some of the texts, in memory of their own.")
      .def("take", &items_at, py::arg("indices"), "The texts at these places, in memory of their own.")
      .def_property_readonly(
          "nbytes", [](const BoundPrepared& self) { return self.texts->memory(); }, "The bytes of memory they take.")
      .def_property_readonly(
          "signature", [](const BoundPrepared& self) { return self.signature; }, "The metric they were prepared for.")
      .def_property_readonly(
          "one_each", [](const BoundPrepared& self) { return self.texts->single(); },
          "Whether each item is one text, rather than some a list of several.")
      .def("__repr__",
           [](const BoundPrepared& self) {
             return "<PreparedTexts of " + std::to_string(self.texts->items()) + " texts, " + self.signature + ">";
           })
      .def(py::pickle(
          [](const BoundPrepared& self) {
            const std::vector<std::uint8_t> bytes = self.texts->write();
            return py::make_tuple(self.signature, py::bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
          },
          [](const py::tuple& state) {
            if (state.size() != 2) throw py::value_error("this is no state of prepared texts");
            const std::string_view bytes = state[1].cast<std::string_view>();
            return BoundPrepared{
                PreparedTexts::read({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}),
                state[0].cast<std::string>()};
          }));
  py::class_<BoundPlan>(module, "MatrixPlan", "How the matrices of a metric are computed.")
      .def_property_readonly(
          "planes", [](const BoundPlan& self) { return self.plan().planes.size(); },
          "The number of matrices of matches; 0 if there is one of scores.");
  module.def(
      "chrf_plan",
      [](std::size_t char_order, std::size_t word_order, double beta, bool eps_smoothing) {
        return BoundPlan(chrf_pairs(char_order, word_order, {beta, eps_smoothing}));
      },
      py::arg("char_order"), py::arg("word_order"), py::arg("beta"), py::arg("eps_smoothing"), "chrF, 0..100.");
  module.def(
      "bleu_plan",
      [](std::size_t max_order, const std::string& smoothing, double smooth_value, bool effective_order) {
        return BoundPlan(bleu_pairs(max_order, {bleu_smoothing(smoothing), smooth_value, effective_order}));
      },
      py::arg("max_order"), py::arg("smoothing"), py::arg("smooth_value"), py::arg("effective_order"),
      "sacrebleu's BLEU, 0..100.");
  module.def(
      "huggingface_bleu_plan",
      [](std::size_t max_order, bool smooth) {
        return BoundPlan(bleu_row_pairs(max_order, 0, [formula = HuggingFaceBleuFormula{smooth}](const BleuRow& row) {
          BleuResult result;
          formula.score(row, result);
          return result.score;
        }));
      },
      py::arg("max_order"), py::arg("smooth"), "Hugging Face's BLEU, 0..1.");
  module.def(
      "gleu_plan",
      [](std::size_t min_order, std::size_t max_order) { return BoundPlan(gleu_pairs(min_order, max_order)); },
      py::arg("min_order"), py::arg("max_order"), "GLEU, 0..1.");
  module.def(
      "ter_plan",
      [](const py::object& metric) {
        return BoundPlan(metric, metric.cast<const BoundMetric&>().metric(), [](const std::int64_t* row) {
          double score;
          ter_scores(row, 1, &score);
          return score;
        });
      },
      py::arg("metric"), "TER in percent.");
  module.def("run_matrices", &run_matrices, py::arg("plan"), py::arg("rows"), py::arg("columns"), py::arg("row_sizes"),
             py::arg("column_sizes"), py::arg("outputs"), py::arg("threads"), py::arg("progress"),
             "Writes the matrices of groups, one after another, to the outputs: float64 or float32 scores, or uint32 "
             "matches for each plane.");
  module.def("run_best", &run_best, py::arg("plan"), py::arg("rows"), py::arg("columns"), py::arg("best"),
             py::arg("square"), py::arg("lowest"), py::arg("skip_self"), py::arg("threads"), py::arg("progress"),
             "(indices, scores), (M, best) each, of the best columns of each row.");
  module.def("rouge_units", &units_of, py::arg("plan"), py::arg("texts"), "The units of each text, for each plane.");
  module.def("rouge_matrix", &rouge_matrix, py::arg("matches"), py::arg("row_units"), py::arg("column_units"),
             py::arg("part"), "Precision (0), recall (1) or F (2), float64 (M, N), 0..1.");
  module.def("row_means", &row_means, py::arg("values"), py::arg("weights"),
             "The mean of each row, or the sum of its values times their weights, added in order.");
  py::class_<AggregateFormula>(module, "AggregateFormula", "A score with aggregated references.");
  module.def("aggregate_chrf_formula", &aggregate_chrf_formula, py::arg("char_order"), py::arg("word_order"),
             py::arg("beta"), py::arg("eps_smoothing"), "chrF, 0..100.");
  module.def("aggregate_bleu_formula", &aggregate_bleu_formula, py::arg("max_order"), py::arg("smoothing"),
             py::arg("smooth_value"), py::arg("effective_order"), "sacrebleu's BLEU, 0..100.");
  module.def("aggregate_scores", &aggregate_scores, py::arg("formula"), py::arg("rows"), py::arg("columns"),
             py::arg("row_sizes"), py::arg("column_sizes"), py::arg("weights"),
             "The scores of each group's rows with all its columns as one reference.");
  module.def("ter_leave_one_out", &ter_leave_one_out, py::arg("metric"), py::arg("texts"), py::arg("threads"),
             "TER of each text with all others as references, in percent.");
  module.def("bleu_leave_one_out", &leave_one_out, py::arg("texts"), py::arg("max_order"), py::arg("profile"),
             "BLEU's statistics of each text with all others as references.");
}

}  // namespace gramscore::bindings
