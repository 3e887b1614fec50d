#include "chunk.hpp"

#include <stdexcept>
#include <string>

#include "convert.hpp"
#include "gramscore/text/utf8.hpp"

namespace gramscore::bindings {

void read_utf8(std::span<Text> texts, std::span<const std::uint32_t> references, std::size_t first_example,
               bool sourced) {
  const std::size_t wrong = check_utf8(texts);
  if (wrong == texts.size()) return;
  std::size_t prediction = 0;
  std::size_t example = 0;
  while (wrong > prediction + references[example]) prediction += 1 + references[example++];
  Place place{"predictions", first_example + example};
  const std::size_t before = sourced ? 1 : 0;  // the first reference
  if (sourced && wrong == prediction + before) {
    place.argument = "sources";
  } else if (wrong != prediction) {
    place.argument = "references";
    if (references[example] > 1 + before) place.item = static_cast<Py_ssize_t>(wrong - prediction - 1 - before);
  }
  const auto* const bytes = static_cast<const std::uint8_t*>(texts[wrong].data);
  throw std::invalid_argument(place.str() + " is invalid UTF-8 at byte offset " +
                              std::to_string(utf8_error(bytes, texts[wrong].size)));
}

}  // namespace gramscore::bindings
