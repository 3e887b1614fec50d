// Whether predictions and references belong together.
#pragma once

#include <pybind11/pybind11.h>

#include "convert.hpp"

namespace gramscore::bindings {

/// Throws ValueError if there is not one item of references (a text or a list of them) for each prediction, or none at all.
/// `given` is what `references` reads: when it is transposed, a list for each set of references instead of for each
/// prediction, the message says so.
void check_sizes(const Column& predictions, const Column& references, pybind11::handle given,
                 const DocumentReader& reader);

}  // namespace gramscore::bindings
