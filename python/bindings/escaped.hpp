// A str as UTF-8, whatever it holds.
#pragma once

#include <pybind11/pybind11.h>

#include <string>

namespace gramscore::bindings {

/// With escapes in place of lone surrogates, which no name has, so that an error can show what was given.
std::string escaped(pybind11::handle text);

}  // namespace gramscore::bindings
