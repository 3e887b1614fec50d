#include <pybind11/stl.h>

#include <string>
#include <vector>

#include "bind.hpp"
#include "convert.hpp"
#include "gramscore/boundaries.hpp"
#include "gramscore/porter.hpp"
#include "gramscore/tokenizer.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace gramscore::bindings {
namespace {

/// Of those that users name, or of those that chrF and TER choose themselves.
TokenizerKind any_tokenizer_kind(const std::string& name) {
  if (name == "chrf_characters") return TokenizerKind::chrf_characters;
  if (name == "chrf_words") return TokenizerKind::chrf_words;
  if (name == "tercom") return TokenizerKind::tercom;
  return tokenizer_kind(name);
}

}  // namespace

void bind_tokenizers(py::module_& module) {
  module.def(
      "tokenize",
      [](const py::str& text, const std::string& tokenizer, bool stemmer, bool lowercase, bool keep_whitespace,
         bool normalized, bool no_punct, bool asian_support) {
        TokenizerOptions options{any_tokenizer_kind(tokenizer), stemmer};
        options.lowercase = lowercase;
        options.keep_whitespace = keep_whitespace;
        options.normalized = normalized;
        options.no_punct = no_punct;
        options.asian_support = asian_support;
        py::list tokens;
        for (const std::string& token : Tokenizer(options).strings(text_of(text.ptr()))) {
          tokens.append(py::reinterpret_steal<py::object>(
              PyUnicode_DecodeUTF8(token.data(), static_cast<py::ssize_t>(token.size()), "surrogatepass")));
        }
        return tokens;
      },
      py::arg("text"), py::arg("tokenizer"), py::arg("stemmer") = false, py::arg("lowercase") = false,
      py::arg("keep_whitespace") = false, py::arg("normalized") = false, py::arg("no_punct") = false,
      py::arg("asian_support") = false,
      "The tokens of a text, as str. Also known are 'chrf_characters', 'chrf_words' and 'tercom'.");
  module.def(
      "unicode_versions",
      [] { return py::dict("case"_a = case_unicode_version(), "categories"_a = category_unicode_version()); },
      "The Unicode versions of lower-casing and of the tokenizer 'intl'.");
  module.def(
      "tokenizer_signature", [](const std::string& name) { return tokenizer_signature(name); }, py::arg("name"),
      "The name, and the version of Unicode where the tokens depend on it.");
  module.def(
      "word_boundaries", [](const py::str& text) { return word_boundaries(text_of(text.ptr())); }, py::arg("text"),
      "Word boundaries of UAX #29: indices into the text, 0 and its length among them.");
  module.def(
      "grapheme_boundaries", [](const py::str& text) { return grapheme_boundaries(text_of(text.ptr())); },
      py::arg("text"), "The same for extended grapheme clusters.");
  module.def(
      "porter_stem",
      [](std::string word) {
        word.resize(porter_stem(reinterpret_cast<std::uint8_t*>(word.data()), word.size()));
        return word;
      },
      py::arg("word"), "The stem of a word of ASCII lower-case letters and digits.");
}

}  // namespace gramscore::bindings
