#include <pybind11/stl.h>

#include <map>
#include <string>
#include <vector>

#include "bind.hpp"
#include "convert.hpp"
#include "gramscore/match/token_places.hpp"
#include "gramscore/tokenize/boundaries.hpp"
#include "gramscore/tokenize/porter.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/tokenize/treebank.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace gramscore::bindings {
namespace {

/// Of those that users name, or of those that chrF and TER choose themselves.
TokenizerOptions any_tokenizer(const std::string& name) {
  static const std::map<std::string, TokenizerKind> kinds = {
      {"chrf_characters", TokenizerKind::chrf_characters},
      {"chrf_words", TokenizerKind::chrf_words},
      {"tercom", TokenizerKind::tercom},
      {"jiwer_words", TokenizerKind::jiwer_words},
      {"squad_words", TokenizerKind::squad_words},
      {"presumm_words", TokenizerKind::presumm_words},
      {"janitor_words", TokenizerKind::janitor_words},
  };
  TokenizerOptions options;
  const auto found = kinds.find(name);
  if (found == kinds.end()) {
    choose_tokenizer(options, name);
  } else {
    options.kind = found->second;
  }
  return options;
}

py::object str_of(const std::string& bytes) {
  auto string = py::reinterpret_steal<py::object>(
      PyUnicode_DecodeUTF8(bytes.data(), static_cast<py::ssize_t>(bytes.size()), "surrogatepass"));
  if (!string) throw py::error_already_set();
  return string;
}

/// Defines a function of a text and of all that a tokenizer can be asked for.
template <class Use>
void def_of_text(py::module_& module, const char* name, Use use, const char* doc) {
  module.def(
      name,
      [use](const py::str& text, const std::string& tokenizer, bool stemmer, bool lowercase, bool keep_whitespace,
            bool normalized, bool no_punct, bool asian_support, bool strip) {
        TokenizerOptions options = any_tokenizer(tokenizer);
        options.stemmer = stemmer;
        options.lowercase = lowercase;
        options.keep_whitespace = keep_whitespace;
        options.normalized = normalized;
        options.no_punct = no_punct;
        options.asian_support = asian_support;
        options.strip = strip;
        return use(text, options);
      },
      py::arg("text"), py::arg("tokenizer"), py::arg("stemmer") = false, py::arg("lowercase") = false,
      py::arg("keep_whitespace") = false, py::arg("normalized") = false, py::arg("no_punct") = false,
      py::arg("asian_support") = false, py::arg("strip") = false, doc);
}

/// Memory that is kept between texts, and after how many of them Ctrl-C is looked for.
constexpr std::size_t kKeptBytes = 1 << 20;
constexpr std::size_t kTexts = 1024;

py::list treebank_lines(const py::list& texts) {
  TreebankText reader;
  py::list all(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i % kTexts == 0 && PyErr_CheckSignals() != 0) throw py::error_already_set();
    const py::object text = texts[i];
    if (!PyUnicode_Check(text.ptr())) throw py::type_error("texts[" + std::to_string(i) + "] is no str");
    const Text found = reader.read(text_of(text.ptr()));
    const int kind = found.encoding == Encoding::ucs4 ? PyUnicode_4BYTE_KIND : PyUnicode_1BYTE_KIND;
    auto string = py::reinterpret_steal<py::object>(
        PyUnicode_FromKindAndData(kind, found.data, static_cast<py::ssize_t>(found.size)));
    if (!string) throw py::error_already_set();
    all[i] = std::move(string);
    reader.trim(kKeptBytes);
  }
  return all;
}

}  // namespace

void bind_tokenizers(py::module_& module) {
  def_of_text(
      module, "tokenize",
      [](const py::str& text, const TokenizerOptions& options) {
        py::list tokens;
        for (const std::string& token : Tokenizer(options).strings(text_of(text.ptr()))) tokens.append(str_of(token));
        return tokens;
      },
      "The tokens of a text, as str. Also known are 'chrf_characters', 'chrf_words', 'jiwer_words', 'squad_words', "
      "'presumm_words', 'janitor_words' and 'tercom'.");
  def_of_text(
      module, "placed_tokens",
      [](const py::str& text, const TokenizerOptions& options) {
        py::list tokens;
        for (const PlacedToken& placed : placed_tokens(text_of(text.ptr()), options)) {
          tokens.append(py::make_tuple(str_of(placed.token), placed.place.begin, placed.place.end));
        }
        return tokens;
      },
      "The same tokens with their places: (token, begin, end), indices into the text.");
  module.def(
      "places_of",
      [](const py::str& text, const py::list& tokens) {
        std::vector<std::string> strings;
        for (const py::handle token : tokens) {
          const auto bytes = py::reinterpret_steal<py::bytes>(
              PyUnicode_AsEncodedString(py::str(token).ptr(), "utf-8", "surrogatepass"));
          if (!bytes) throw py::error_already_set();
          strings.emplace_back(bytes);
        }
        py::list places;
        for (const TokenPlace& place : places_of(text_of(text.ptr()), strings)) {
          if (place.end == 0) {
            places.append(py::none());
          } else {
            places.append(py::make_tuple(place.begin, place.end));
          }
        }
        return places;
      },
      py::arg("text"), py::arg("tokens"),
      "The places (begin, end) of another tokenizer's tokens, None for one that the text does not spell.");
  module.def(
      "unicode_versions",
      [] {
        return py::dict("lowercase"_a = case_unicode_version(), "intl"_a = category_unicode_version(),
                        "unicode"_a = boundaries_unicode_version(), "grapheme"_a = boundaries_unicode_version());
      },
      "The versions of Unicode by which texts are made lower case, and by which the tokenizers 'intl', 'unicode' and\n"
      "'grapheme' know characters: a dict such as {'lowercase': '14.0', ...}. Signatures name them where they matter.");
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
      "sentence_boundaries", [](const py::str& text) { return sentence_boundaries(text_of(text.ptr())); },
      py::arg("text"), "The same for sentences.");
  module.def(
      "porter_stem",
      [](const py::str& word) {
        const auto bytes =
            py::reinterpret_steal<py::bytes>(PyUnicode_AsEncodedString(word.ptr(), "utf-8", "surrogatepass"));
        if (!bytes) throw py::error_already_set();
        const std::string stem = porter_stem_of(static_cast<std::string_view>(bytes));
        return py::reinterpret_steal<py::str>(
            PyUnicode_DecodeUTF8(stem.data(), static_cast<Py_ssize_t>(stem.size()), "surrogatepass"));
      },
      py::arg("word"), "The stem of a word in lower case.");
  module.def(
      "porter_stem_as_published",
      [](const py::bytes& word) {
        std::string found = word;
        found.resize(porter_stem_as_published(reinterpret_cast<std::uint8_t*>(found.data()), found.size()));
        return py::bytes(found);
      },
      py::arg("word"), "The stem of a word of lower-case ASCII letters and digits, without NLTK's extensions.");
  module.def(
      "treebank_lines", &treebank_lines, py::arg("texts"),
      "Of texts, each a str, the tokens of the Penn Treebank as NLTK finds them in each line, with spaces between.");
}

}  // namespace gramscore::bindings
