// Byte strings as Arrow has them: offsets, one more than there are strings, into bytes.
#pragma once

#include <pybind11/numpy.h>

#include <cstdint>

namespace gramscore::bindings {

using Offsets = pybind11::array_t<std::int32_t, pybind11::array::c_style>;
using Bytes = pybind11::array_t<std::uint8_t, pybind11::array::c_style>;

/// The number of strings. Throws ValueError for offsets that mark none.
inline pybind11::ssize_t check_offsets(const Offsets& offsets, const Bytes& data) {
  const pybind11::ssize_t rows = offsets.size() - 1;
  if (offsets.ndim() != 1 || rows < 0) throw pybind11::value_error("offsets must be one more than there are values");
  const std::int32_t* const bounds = offsets.data();
  for (pybind11::ssize_t i = 0; i <= rows; ++i) {
    if (bounds[i] < (i == 0 ? 0 : bounds[i - 1]) || bounds[i] > data.size()) {
      throw pybind11::value_error("offsets must ascend within data");
    }
  }
  return rows;
}

}  // namespace gramscore::bindings
