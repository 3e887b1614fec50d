#include <vector>

#include "bind.hpp"
#include "convert.hpp"
#include "gramscore/porter.hpp"
#include "gramscore/tokenizer.hpp"

namespace py = pybind11;

namespace gramscore::bindings {

void bind_tokenizers(py::module_& module) {
  module.def(
      "tokenize",
      [](const py::str& text, const std::string& tokenizer, bool stemmer) {
        const Text one = text_of(text.ptr());
        py::list tokens;
        for (const std::string& token : Tokenizer({tokenizer_kind(tokenizer), stemmer, false, false}).strings(one)) {
          tokens.append(py::reinterpret_steal<py::object>(
              PyUnicode_DecodeUTF8(token.data(), static_cast<py::ssize_t>(token.size()), "surrogatepass")));
        }
        return tokens;
      },
      py::arg("text"), py::arg("tokenizer"), py::arg("stemmer"), "The tokens of a text, as str.");
  module.def(
      "porter_stem",
      [](std::string word) {
        word.resize(porter_stem(reinterpret_cast<std::uint8_t*>(word.data()), word.size()));
        return word;
      },
      py::arg("word"), "The stem of a word of ASCII lower-case letters and digits.");
}

}  // namespace gramscore::bindings
