#include "tokenizer_choice.hpp"

#include <string>
#include <utility>

#include "escaped.hpp"

namespace py = pybind11;

namespace gramscore::bindings {

TokenizerChoice tokenizer_choice(py::object tokenizer, bool lowercase) {
  TokenizerChoice choice;
  choice.input.tokens = tokenizer.is_none();
  choice.input.may_be_tokens = true;
  if (py::isinstance<py::str>(tokenizer)) {
    choose_tokenizer(choice.view, escaped(tokenizer));
    choice.view.lowercase = lowercase;
  } else {
    choice.input.tokenizer = std::move(tokenizer);
  }
  return choice;
}

}  // namespace gramscore::bindings
