// The option `tokenizer` of BLEU and its kin.
#pragma once

#include <pybind11/pybind11.h>

#include "convert.hpp"
#include "gramscore/tokenize/tokenizer.hpp"

namespace gramscore::bindings {

/// Where tokens come from: the core (a name), a Python callable, or the user, who gives them (None).
struct TokenizerChoice {
  TokenizerOptions view;
  InputOptions input;
};

/// `lowercase` is for the core's tokenizers. Throws ValueError for an unknown name.
TokenizerChoice tokenizer_choice(pybind11::object tokenizer, bool lowercase);

}  // namespace gramscore::bindings
