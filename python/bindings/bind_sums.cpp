#include <pybind11/numpy.h>
#include <pybind11/operators.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "arrays.hpp"
#include "bind.hpp"
#include "gramscore/sums/corpus_sums.hpp"
#include "gramscore/sums/exact_sum.hpp"
#include "stats_rows.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

CorpusSums sums_of_parts(std::int64_t examples, const std::vector<std::int64_t>& whole,
                         const std::vector<py::bytes>& exact) {
  if (examples < 1) throw py::value_error("examples is " + std::to_string(examples) + ": sums are over at least one");
  CorpusSums sums{examples, whole, {}};
  for (const py::bytes& serial : exact) {
    const auto bytes = static_cast<std::string_view>(serial);
    if (bytes.size() != ExactSum::kBytes) {
      throw py::value_error("an exact sum has " + std::to_string(ExactSum::kBytes) + " bytes, not " +
                            std::to_string(bytes.size()));
    }
    std::array<std::uint8_t, ExactSum::kBytes> digits{};
    std::transform(bytes.begin(), bytes.end(), digits.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
    sums.exact.push_back(ExactSum::from_bytes(digits));
  }
  return sums;
}

}  // namespace

void bind_sums(py::module_& module) {
  module.def(
      "exact_sum",
      [](const py::array_t<double, py::array::c_style | py::array::forcecast>& values) {
        ExactSum sum;
        sum.add(std::span(values.data(), static_cast<std::size_t>(values.size())));
        return sum.value();
      },
      py::arg("values"), "The sum of finite floats, rounded once: it does not depend on their order.");
  py::class_<CorpusSums>(module, "CorpusSums", "Sums over the examples of a corpus, without rounding.")
      .def(py::init(&sums_of_parts), py::arg("examples"), py::arg("whole"), py::arg("exact"))
      .def(
          "examples", [](const CorpusSums& sums) { return sums.examples; }, "How many.")
      .def(
          "whole",
          [](const CorpusSums& sums) {
            auto row = new_array<std::int64_t>(std::array{py::ssize_t{1}, static_cast<py::ssize_t>(sums.whole.size())});
            std::copy(sums.whole.begin(), sums.whole.end(), row.mutable_data());
            return row;
          },
          "The sums of whole numbers as a row, int64 (1, K).")
      .def(
          "exact",
          [](const CorpusSums& sums) {
            std::vector<py::bytes> serial;
            for (const ExactSum& sum : sums.exact) {
              const auto bytes = sum.bytes();
              serial.emplace_back(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            }
            return serial;
          },
          "The sums of floats, each a whole number of units of 2^-1074: little-endian bytes in two's complement.")
      .def(
          "__add__", [](const CorpusSums& a, const CorpusSums& b) { return a + b; }, py::arg("other"),
          py::is_operator())
      .def(
          "__eq__", [](const CorpusSums& a, const CorpusSums& b) { return a == b; }, py::arg("other"),
          py::is_operator());
  module.def(
      "column_sums",
      [](const py::array& stats) {
        const StatsRows rows = stats_rows(stats);
        return column_sums(rows.data, rows.rows, rows.columns);
      },
      py::arg("stats"), "The sum of each column.");
}

}  // namespace gramscore::bindings
