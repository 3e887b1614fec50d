#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "arrays.hpp"
#include "bind.hpp"
#include "gramscore/metrics/rouge.hpp"
#include "gramscore/metrics/ter.hpp"
#include "gramscore/sums/grouped_sums.hpp"
#include "gramscore/tokenize/vocabulary.hpp"
#include "stats_rows.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

using Numbers = py::array_t<std::uint32_t, py::array::c_style>;

/// The number of each of the byte strings that Arrow's offsets, one more than there are, mark in data.
Numbers number_all(Vocabulary& vocabulary, const py::array_t<std::int32_t, py::array::c_style>& offsets,
                   const py::array_t<std::uint8_t, py::array::c_style>& data) {
  const std::int32_t* const bounds = offsets.data();
  const py::ssize_t rows = offsets.size() - 1;
  if (offsets.ndim() != 1 || rows < 0) throw py::value_error("offsets must be one more than there are values");
  for (py::ssize_t i = 0; i <= rows; ++i) {
    if (bounds[i] < (i == 0 ? 0 : bounds[i - 1]) || bounds[i] > data.size()) {
      throw py::value_error("offsets must ascend within data");
    }
  }
  auto numbers = new_array<std::uint32_t>(std::array{rows});
  std::uint32_t* const out = numbers.mutable_data();
  const std::uint8_t* const bytes = data.data();
  py::gil_scoped_release unlocked;
  for (py::ssize_t i = 0; i < rows; ++i) {
    out[i] = vocabulary.number(bytes + bounds[i], static_cast<std::size_t>(bounds[i + 1] - bounds[i]));
  }
  return numbers;
}

/// Calls add(stats, groups) with the rows of statistics and the group of each.
template <class Add>
void add_rows(const py::array& stats, const Numbers& groups, std::size_t columns, const Add& add) {
  const StatsRows rows = stats_rows(stats);
  if (rows.columns != columns) throw py::value_error("stats must have " + std::to_string(columns) + " columns");
  if (groups.ndim() != 1 || static_cast<std::size_t>(groups.size()) != rows.rows) {
    throw py::value_error("groups must hold a number for each row");
  }
  const std::uint32_t* const numbers = groups.data();
  py::gil_scoped_release unlocked;
  add(rows, numbers);
}

}  // namespace

void bind_groups(py::module_& module) {
  py::class_<Vocabulary>(module, "Numbering", "Byte strings, numbered from 0 as they are first seen.")
      .def(py::init<>())
      .def("__len__", &Vocabulary::size)
      .def("numbers", &number_all, py::arg("offsets"), py::arg("data"),
           "The number of each string of an Arrow array, uint32 (N,), from its offsets, int32 (N + 1,), and bytes.")
      .def(
          "values",
          [](const Vocabulary& vocabulary) {
            py::list values(vocabulary.size());
            for (std::uint32_t n = 0; n < vocabulary.size(); ++n) {
              const auto bytes = vocabulary.bytes(n);
              values[n] = py::bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            }
            return values;
          },
          "All strings, bytes, in the order of their numbers.");
  py::class_<GroupedSums>(module, "GroupedSums", "Sums over the examples of groups, numbered from 0, without rounding.")
      .def(py::init<std::size_t, std::size_t>(), py::arg("whole"), py::arg("exact"))
      .def("__len__", &GroupedSums::size)
      .def(
          "add_columns",
          [](GroupedSums& sums, const py::array& stats, const Numbers& groups) {
            if (sums.exact_columns() != 0) throw py::value_error("these sums are of other terms than columns");
            add_rows(stats, groups, sums.whole_columns(), [&](const StatsRows& rows, const std::uint32_t* numbers) {
              add_columns(sums, rows.data, rows.rows, rows.columns, numbers);
            });
          },
          py::arg("stats"), py::arg("groups"), "column_sums() for each group.")
      .def(
          "add_rouge",
          [](GroupedSums& sums, const py::array& stats, const Numbers& groups) {
            if (sums.whole_columns() != 0) throw py::value_error("these sums are of other terms than ROUGE's");
            add_rows(stats, groups, sums.exact_columns(), [&](const StatsRows& rows, const std::uint32_t* numbers) {
              add_rouge_rows(sums, rows.data, rows.rows, rows.columns / kRougeColumns, numbers);
            });
          },
          py::arg("stats"), py::arg("groups"), "rouge_sums() for each group.")
      .def(
          "add_ter",
          [](GroupedSums& sums, const py::array& stats, const Numbers& groups) {
            if (sums.whole_columns() != 1 || sums.exact_columns() != 1) {
              throw py::value_error("these sums are of other terms than TER's");
            }
            add_rows(stats, groups, kTerColumns, [&](const StatsRows& rows, const std::uint32_t* numbers) {
              add_ter_rows(sums, rows.data, rows.rows, numbers);
            });
          },
          py::arg("stats"), py::arg("groups"), "ter_sums() for each group.")
      .def(
          "examples",
          [](const GroupedSums& sums) {
            auto counts = new_array<std::int64_t>(std::array{static_cast<py::ssize_t>(sums.size())});
            for (std::size_t g = 0; g < sums.size(); ++g) counts.mutable_data()[g] = sums.examples(g);
            return counts;
          },
          "How many each group has, int64 (G,).")
      .def(
          "exact",
          [](const GroupedSums& sums, const Numbers& groups) {
            const auto columns = static_cast<py::ssize_t>(sums.exact_columns());
            auto values = new_array<double>(std::array{groups.size(), columns});
            double* out = values.mutable_data();
            for (py::ssize_t i = 0; i < groups.size(); ++i) {
              const std::size_t group = groups.data()[i];
              if (group >= sums.size()) throw py::index_error("there is no such group");
              for (std::size_t k = 0; k < sums.exact_columns(); ++k) *out++ = sums.exact(group, k);
            }
            return values;
          },
          py::arg("groups"), "The sums of floats of some groups, rounded once, float64 (N, E).")
      .def(
          "sums",
          [](const GroupedSums& sums, std::size_t group) {
            if (group >= sums.size()) throw py::index_error("there is no such group");
            return sums.sums(group);
          },
          py::arg("group"), "All sums of one group.");
}

}  // namespace gramscore::bindings
