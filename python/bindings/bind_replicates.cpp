#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <string>
#include <vector>

#include "bind.hpp"
#include "gil.hpp"
#include "gramscore/resampling/counter_stream.hpp"
#include "gramscore/resampling/mean_resamples.hpp"
#include "gramscore/resampling/replicates.hpp"
#include "gramscore/work/parallel.hpp"
#include "summands.hpp"
#include "thread_count.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

using Doubles = py::array_t<double>;
using Columns = std::vector<py::array_t<double, py::array::c_style>>;
using Words = py::array_t<std::uint32_t, py::array::c_style>;

Doubles doubles(std::size_t rows, std::size_t columns) {
  return Doubles({static_cast<py::ssize_t>(rows), static_cast<py::ssize_t>(columns)});
}

/// Throws ValueError for columns that are not of one length. Returns it.
std::size_t examples_of(const Columns& arrays) {
  if (arrays.empty()) throw py::value_error("there is no column");
  for (const auto& array : arrays) {
    if (array.ndim() != 1 || array.size() != arrays.front().size()) {
      throw py::value_error("columns must be float64 arrays (N,) of one length");
    }
  }
  return static_cast<std::size_t>(arrays.front().size());
}

Addends addends_of(const Columns& arrays) {
  const std::size_t examples = examples_of(arrays);
  std::vector<const double*> columns;
  for (const auto& array : arrays) columns.push_back(array.data());
  return {std::move(columns), examples};
}

/// Columns side by side.
struct TableRows {
  std::vector<double> numbers;
  std::size_t examples;
  std::size_t columns;

  explicit TableRows(const Columns& arrays)
      : numbers(examples_of(arrays) * arrays.size()), examples(examples_of(arrays)), columns(arrays.size()) {
    for (std::size_t k = 0; k < columns; ++k) {
      for (std::size_t i = 0; i < examples; ++i) numbers[i * columns + k] = arrays[k].data()[i];
    }
  }
};

Doubles resampled_means(const std::vector<Columns>& tables, std::uint64_t seed, std::size_t samples,
                        std::size_t threads) {
  if (tables.empty()) throw py::value_error("there is no table");
  std::vector<Addends> addends;
  std::size_t columns = 0;
  for (const Columns& table : tables) {
    addends.push_back(addends_of(table));
    columns += table.size();
  }
  Doubles means = doubles(samples, columns);
  double* out = means.mutable_data();
  WithoutGil without_gil;
  bootstrap_sums(addends, {seed, samples, thread_count(threads), without_gil.checkpoint()}, out);
  means_of_sums(addends.front().examples(), out, samples * columns);
  return means;
}

py::tuple exchanged_means(const Columns& first, const Columns& second, std::uint64_t seed, std::size_t trials,
                          std::size_t threads) {
  const Addends first_addends = addends_of(first);
  const Addends second_addends = addends_of(second);
  Doubles first_means = doubles(trials + 1, first.size());
  Doubles second_means = doubles(trials + 1, first.size());
  double* first_out = first_means.mutable_data();
  double* second_out = second_means.mutable_data();
  {
    WithoutGil without_gil;
    exchange_sums(first_addends, second_addends, {seed, trials, thread_count(threads), without_gil.checkpoint()},
                  first_out, second_out);
    for (double* means : {first_out, second_out}) {
      means_of_sums(first_addends.examples(), means, (trials + 1) * first.size());
    }
  }
  return py::make_tuple(std::move(first_means), std::move(second_means));
}

Addends addends_of(const ScoreOfSums& formula, const std::vector<double>& numbers) {
  return {numbers.data(), numbers.size() / formula.summands(), formula.summands()};
}

Doubles resampled_scores(const ScoreOfSums& formula, const py::array& stats, std::uint64_t seed, std::size_t samples,
                         std::size_t threads) {
  const std::vector<double> numbers = summands_of(formula, stats, "stats");
  Doubles scores(static_cast<py::ssize_t>(samples));
  double* out = scores.mutable_data();
  WithoutGil without_gil;
  std::vector<double> sums(samples * formula.summands());
  const Addends addends = addends_of(formula, numbers);
  bootstrap_sums({&addends, 1}, {seed, samples, thread_count(threads), without_gil.checkpoint()}, sums.data());
  scores_of_sums(formula, sums.data(), samples, out);
  return scores;
}

py::tuple exchanged_scores(const ScoreOfSums& formula, const py::array& first, const py::array& second,
                           std::uint64_t seed, std::size_t trials, std::size_t threads) {
  const std::vector<double> first_numbers = summands_of(formula, first, "first");
  const std::vector<double> second_numbers = summands_of(formula, second, "second");
  Doubles first_scores(static_cast<py::ssize_t>(trials + 1));
  Doubles second_scores(static_cast<py::ssize_t>(trials + 1));
  double* first_out = first_scores.mutable_data();
  double* second_out = second_scores.mutable_data();
  {
    WithoutGil without_gil;
    std::vector<double> first_sums((trials + 1) * formula.summands());
    std::vector<double> second_sums(first_sums.size());
    exchange_sums(addends_of(formula, first_numbers), addends_of(formula, second_numbers),
                  {seed, trials, thread_count(threads), without_gil.checkpoint()}, first_sums.data(),
                  second_sums.data());
    scores_of_sums(formula, first_sums.data(), trials + 1, first_out);
    scores_of_sums(formula, second_sums.data(), trials + 1, second_out);
  }
  return py::make_tuple(std::move(first_scores), std::move(second_scores));
}

Doubles legacy_means(LegacyNumbers& generator, const Columns& columns, std::size_t samples) {
  const TableRows rows(columns);
  Doubles means = doubles(samples, rows.columns);
  double* out = means.mutable_data();
  WithoutGil without_gil;
  mean_resamples(rows.numbers.data(), rows.examples, rows.columns, generator, samples, out, without_gil.checkpoint());
  return means;
}

/// A state as NumPy has it: the words, and how many of them are used up.
LegacyNumbers legacy_numbers(const Words& words, std::size_t used) {
  LegacyNumbers::State state;
  if (static_cast<std::size_t>(words.size()) != state.size() || used > state.size()) {
    throw py::value_error("MT19937 has 624 words");
  }
  std::copy_n(words.data(), state.size(), state.begin());
  return {state, used};
}

py::tuple legacy_state(const LegacyNumbers& generator) {
  const LegacyNumbers::State& state = generator.state();
  return py::make_tuple(Words(static_cast<py::ssize_t>(state.size()), state.data()), generator.used());
}

}  // namespace

void bind_replicates(py::module_& module) {
  module.def(
      "resampled_means", &resampled_means, py::arg("tables"), py::arg("seed"), py::arg("samples"), py::arg("threads"),
      "The means of columns over resamples, float64 (samples, columns): those of each table's columns, one table "
      "after another. Each table is rounded for itself.");
  module.def("exchanged_means", &exchanged_means, py::arg("first"), py::arg("second"), py::arg("seed"),
             py::arg("trials"), py::arg("threads"),
             "The means of two systems' columns that are exchanged at random, as two arrays (1 + trials, columns), "
             "first without any exchange.");
  module.def("resampled_scores", &resampled_scores, py::arg("formula"), py::arg("stats"), py::arg("seed"),
             py::arg("samples"), py::arg("threads"), "The scores of resampled statistics, float64 (samples,).");
  module.def("exchanged_scores", &exchanged_scores, py::arg("formula"), py::arg("first"), py::arg("second"),
             py::arg("seed"), py::arg("trials"), py::arg("threads"),
             "The scores of two systems' statistics that are exchanged at random, as two arrays (1 + trials,), first "
             "without any exchange.");
  module.def(
      "counter_stream",
      [](std::uint64_t seed, std::uint64_t sample, std::uint64_t part, std::uint32_t bound, std::size_t count) {
        if (bound == 0) throw py::value_error("bound is 0: at least 1 is needed");
        py::array_t<std::uint32_t> numbers(static_cast<py::ssize_t>(count));
        CounterStream(seed, sample, part).fill_below(bound, numbers.mutable_data(), count);
        return numbers;
      },
      py::arg("seed"), py::arg("sample"), py::arg("part"), py::arg("bound"), py::arg("count"),
      "Numbers below a bound from the stream of a part of a sample.");
  py::class_<LegacyNumbers>(module, "LegacyNumbers")
      .def(py::init<std::uint32_t>(), py::arg("seed"))
      .def_static("of_state", &legacy_numbers, py::arg("words"), py::arg("used"), "Goes on from what state() returns.")
      .def("state", &legacy_state, "The 624 words of the state, uint32, and how many of them are used up.")
      .def("resampled_means", &legacy_means, py::arg("columns"), py::arg("samples"),
           "The means of columns over resamples, float64 (samples, columns), in rouge-score's order of operations.");
}

}  // namespace gramscore::bindings
