#include <pybind11/stl.h>

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "bind.hpp"
#include "convert.hpp"
#include "gramscore/tokenize/moses.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// The characters of each class, in order: letters and digits, letters, numbers, lower case.
using Classes = std::array<std::u32string, 4>;

void know(const std::string& name, bool script, const std::string& language, bool escape, bool aggressive,
          const std::map<std::string, bool>& prefixes, const std::optional<Classes>& characters) {
  MosesRules rules;
  rules.program = script ? MosesProgram::script : MosesProgram::package;
  rules.language = language;
  rules.escape = escape;
  rules.aggressive = aggressive;
  for (const auto& [prefix, before_numbers] : prefixes) {
    rules.prefixes.emplace(prefix, before_numbers ? MosesPrefix::before_numbers : MosesPrefix::always);
  }
  if (characters) {
    constexpr std::uint8_t kBits[] = {kMosesAlnum, kMosesAlpha, kMosesNumber, kMosesLower};
    auto classes = std::make_shared<MosesCharacters>();
    for (std::size_t k = 0; k < characters->size(); ++k) {
      for (const char32_t c : (*characters)[k]) classes->add(c, c, kBits[k]);
    }
    rules.characters = std::move(classes);
  } else {
    rules.characters = moses_script_characters();
  }
  know_moses(name, std::move(rules));
}

}  // namespace

void bind_moses(py::module_& module) {
  module.def(
      "know_moses", &know, py::arg("name"), py::arg("script"), py::arg("language"), py::arg("escape"),
      py::arg("aggressive"), py::arg("prefixes"), py::arg("characters"),
      "Makes a tokenizer of Moses known by a name: its script's, or else that of sacremoses. `prefixes` says of words\n"
      "with a dot that they keep it, True: before numbers only. `characters` are letters and digits, letters, numbers\n"
      "and lower case; None: those of Perl.");
  module.def("knows_moses", [](const std::string& name) { return known_moses(name) != nullptr; }, py::arg("name"));
}

}  // namespace gramscore::bindings
