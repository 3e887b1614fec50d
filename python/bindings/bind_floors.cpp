// Work that no scorer can do without, for the benchmarks to compare with.
#include <cstring>
#include <string>
#include <vector>

#include "bind.hpp"
#include "convert.hpp"
#include "gramscore/tokenize/tokenizer.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

std::vector<Text> texts_of(const py::list& list) {
  std::vector<Text> texts;
  texts.reserve(list.size());
  for (const py::handle text : list) {
    if (!PyUnicode_Check(text.ptr())) throw py::type_error("texts must be a list of str");
    texts.push_back(text_of(text.ptr()));
  }
  return texts;
}

std::uint64_t read_bytes(const py::list& list) {
  std::uint64_t all = 0;
  for (const Text& text : texts_of(list)) {
    const auto* bytes = static_cast<const unsigned char*>(text.data);
    std::uint64_t word;
    std::size_t i = 0;
    for (; i + sizeof word <= text.size; i += sizeof word) {
      std::memcpy(&word, bytes + i, sizeof word);
      all ^= word;
    }
    for (; i < text.size; ++i) all ^= bytes[i];
  }
  return all;
}

std::size_t count_tokens(const py::list& list, const std::string& tokenizer) {
  const std::vector<Text> texts = texts_of(list);
  TokenizerOptions options;
  choose_tokenizer(options, tokenizer);
  return Tokenizer(options).count(texts.data(), texts.size());
}

}  // namespace

void bind_floors(py::module_& module) {
  module.def("read_bytes", &read_bytes, py::arg("texts"),
             "Combines all bytes of a list of str into one: the time that reading them takes.");
  module.def("count_tokens", &count_tokens, py::arg("texts"), py::arg("tokenizer"),
             "The number of tokens in a list of str: the time that finding the token bounds takes.");
}

}  // namespace gramscore::bindings
