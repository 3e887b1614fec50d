#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "arrays.hpp"
#include "bind.hpp"
#include "gramscore/metrics/rouge.hpp"
#include "gramscore/metrics/ter.hpp"
#include "gramscore/sums/grouped_sums.hpp"
#include "gramscore/tokenize/vocabulary.hpp"
#include "offsets.hpp"
#include "stats_rows.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

using GroupNumbers = py::array_t<std::uint32_t, py::array::c_style>;

/// What grows as several threads add to it, which they do one after another, without the GIL.
template <class T>
class InTurn {
 public:
  template <class... Arguments>
  explicit InTurn(Arguments... arguments) : value_(arguments...) {}

  /// work(value)
  template <class Work>
  auto run(const Work& work) {
    const py::gil_scoped_release unlocked;
    const std::lock_guard turn(mutex_);
    return work(value_);
  }

 private:
  T value_;
  std::mutex mutex_;
};

using Numbering = InTurn<Vocabulary>;
using Sums = InTurn<GroupedSums>;

/// The number of each of the byte strings that Arrow's offsets, one more than there are, mark in data.
GroupNumbers number_all(Numbering& numbering, const Offsets& offsets, const Bytes& data) {
  const py::ssize_t rows = check_offsets(offsets, data);
  const std::int32_t* const bounds = offsets.data();
  auto numbers = new_array<std::uint32_t>(std::array{rows});
  std::uint32_t* const out = numbers.mutable_data();
  const std::uint8_t* const bytes = data.data();
  numbering.run([&](Vocabulary& vocabulary) {
    vocabulary.number_each(bytes, {bounds, static_cast<std::size_t>(rows) + 1}, out);
  });
  return numbers;
}

/// All strings in the order of their numbers, with `separator` between them, and the end of each there.
py::tuple joined(Numbering& numbering, const std::string& separator) {
  std::string all;
  std::vector<std::int64_t> ends;
  numbering.run([&](const Vocabulary& vocabulary) {
    ends.reserve(vocabulary.size());
    for (std::uint32_t n = 0; n < vocabulary.size(); ++n) {
      if (n != 0) all += separator;
      const auto bytes = vocabulary.bytes(n);
      all.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      ends.push_back(static_cast<std::int64_t>(all.size()));
    }
  });
  auto ends_array = new_array<std::int64_t>(std::array{static_cast<py::ssize_t>(ends.size())});
  std::copy(ends.begin(), ends.end(), ends_array.mutable_data());
  return py::make_tuple(py::bytes(all), ends_array);
}

/// Calls add(sums, rows, groups) with the rows of statistics and the group of each, for sums of which `columns_of` tells how
/// many columns the statistics have; 0: none, as they are sums of something else.
template <class Columns, class Add>
void add_rows(Sums& sums, const py::array& stats, const GroupNumbers& groups, const Columns& columns_of,
              const Add& add) {
  const StatsRows rows = stats_rows(stats);
  if (groups.ndim() != 1 || static_cast<std::size_t>(groups.size()) != rows.rows) {
    throw py::value_error("groups must hold a number for each row");
  }
  const std::uint32_t* const numbers = groups.data();
  sums.run([&](GroupedSums& own) {
    const std::size_t columns = columns_of(own);
    if (columns == 0) throw std::invalid_argument("these sums are of other terms");
    if (rows.columns != columns) {
      throw std::invalid_argument("stats must have " + std::to_string(columns) + " columns");
    }
    add(own, rows, numbers);
  });
}

std::size_t known(const GroupedSums& sums, std::size_t group) {
  if (group >= sums.size()) throw std::out_of_range("there is no such group");
  return group;
}

}  // namespace

void bind_groups(py::module_& module) {
  py::class_<Numbering>(module, "Numbering", "Byte strings, numbered from 0 as they are first seen.")
      .def(py::init<>())
      .def("__len__",
           [](Numbering& numbering) { return numbering.run([](const Vocabulary& it) { return it.size(); }); })
      .def("numbers", &number_all, py::arg("offsets"), py::arg("data"),
           "The number of each string of an Arrow array, uint32 (N,), from its offsets, int32 (N + 1,), and bytes.")
      .def("joined", &joined, py::arg("separator"),
           "All strings, in the order of their numbers, as one with a separator between them, and where each ends, "
           "int64.");
  py::class_<Sums>(module, "GroupedSums", "Sums over the examples of groups, numbered from 0, without rounding.")
      .def(py::init<std::size_t, std::size_t>(), py::arg("whole"), py::arg("exact"))
      .def("__len__", [](Sums& sums) { return sums.run([](const GroupedSums& own) { return own.size(); }); })
      .def(
          "add_columns",
          [](Sums& sums, const py::array& stats, const GroupNumbers& groups) {
            add_rows(
                sums, stats, groups,
                [](const GroupedSums& own) { return own.exact_columns() == 0 ? own.whole_columns() : 0; },
                [](GroupedSums& own, const StatsRows& rows, const std::uint32_t* numbers) {
                  add_columns(own, rows.data, rows.rows, rows.columns, numbers);
                });
          },
          py::arg("stats"), py::arg("groups"), "column_sums() for each group.")
      .def(
          "add_rouge",
          [](Sums& sums, const py::array& stats, const GroupNumbers& groups) {
            add_rows(
                sums, stats, groups,
                [](const GroupedSums& own) { return own.whole_columns() == 0 ? own.exact_columns() : 0; },
                [](GroupedSums& own, const StatsRows& rows, const std::uint32_t* numbers) {
                  add_rouge_rows(own, rows.data, rows.rows, rows.columns / kRougeColumns, numbers);
                });
          },
          py::arg("stats"), py::arg("groups"), "rouge_sums() for each group.")
      .def(
          "add_ter",
          [](Sums& sums, const py::array& stats, const GroupNumbers& groups) {
            add_rows(
                sums, stats, groups,
                [](const GroupedSums& own) {
                  return own.whole_columns() == 1 && own.exact_columns() == 1 ? kTerColumns : 0;
                },
                [](GroupedSums& own, const StatsRows& rows, const std::uint32_t* numbers) {
                  add_ter_rows(own, rows.data, rows.rows, numbers);
                });
          },
          py::arg("stats"), py::arg("groups"), "ter_sums() for each group.")
      .def(
          "examples",
          [](Sums& sums, const GroupNumbers& groups) {
            const std::span numbers(groups.data(), static_cast<std::size_t>(groups.size()));
            auto counts = new_array<std::int64_t>(std::array{groups.size()});
            std::int64_t* const out = counts.mutable_data();
            sums.run([&](const GroupedSums& own) {
              for (std::size_t i = 0; i < numbers.size(); ++i) out[i] = own.examples(known(own, numbers[i]));
            });
            return counts;
          },
          py::arg("groups"), "How many some groups have, int64 (N,).")
      .def(
          "exact",
          [](Sums& sums, const GroupNumbers& groups) {
            const std::span numbers(groups.data(), static_cast<std::size_t>(groups.size()));
            const std::size_t columns = sums.run([](const GroupedSums& own) { return own.exact_columns(); });
            auto values = new_array<double>(std::array{groups.size(), static_cast<py::ssize_t>(columns)});
            double* out = values.mutable_data();
            sums.run([&](GroupedSums& own) {
              visit_each(own, numbers.data(), numbers.size(), [&](std::size_t i) {
                const std::size_t group = known(own, numbers[i]);
                for (std::size_t k = 0; k < columns; ++k) *out++ = own.exact(group, k);
              });
            });
            return values;
          },
          py::arg("groups"), "The sums of floats of some groups, rounded once, float64 (N, E).")
      .def(
          "total", [](Sums& sums) { return sums.run([](const GroupedSums& own) { return own.total(); }); },
          "What all groups have together.")
      .def(
          "sums",
          [](Sums& sums, std::size_t group) {
            return sums.run([group](const GroupedSums& own) { return own.sums(known(own, group)); });
          },
          py::arg("group"), "All sums of one group.");
}

}  // namespace gramscore::bindings
