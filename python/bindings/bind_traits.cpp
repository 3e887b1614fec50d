#include <pybind11/numpy.h>

#include <array>
#include <cstring>
#include <string_view>

#include "arrays.hpp"
#include "bind.hpp"
#include "gramscore/tokenize/traits.hpp"
#include "offsets.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

py::array_t<std::int64_t> traits_of_all(const Offsets& offsets, const Bytes& data) {
  const py::ssize_t rows = check_offsets(offsets, data);
  auto traits = new_array<std::int64_t>(std::array{rows, static_cast<py::ssize_t>(kTextTraits)});
  std::int64_t* const out = traits.mutable_data();
  const std::int32_t* const bounds = offsets.data();
  const auto* const bytes = reinterpret_cast<const char*>(data.data());
  py::gil_scoped_release unlocked;
  for (py::ssize_t i = 0; i < rows; ++i) {
    const TextTraits it =
        traits_of(std::string_view(bytes + bounds[i], static_cast<std::size_t>(bounds[i + 1] - bounds[i])));
    const std::array<std::int64_t, kTextTraits> row{it.characters,    it.seen,      it.unseen, it.unspaced, it.lines,
                                                    it.sentence_ends, it.tokenized, it.digest, it.joints};
    std::memcpy(out + i * static_cast<py::ssize_t>(kTextTraits), row.data(), sizeof row);
  }
  return traits;
}

}  // namespace

void bind_traits(py::module_& module) {
  module.def(
      "text_traits", &traits_of_all, py::arg("offsets"), py::arg("data"),
      "What each string of an Arrow array looks like, int64 (N, 9), from its offsets, int32 (N + 1,), and bytes: "
      "characters, those that ROUGE's tokenizer sees, those that it does not, of these those of scripts without "
      "spaces, line feeds, ends of sentences, whether it looks tokenized, a digest, white space other than U+0020 that "
      "stands alone between other characters.");
}

}  // namespace gramscore::bindings
