#include <pybind11/stl.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "convert.hpp"
#include "gil.hpp"
#include "gramscore/tokenize/moses_detokenizer.hpp"
#include "gramscore/work/parallel.hpp"
#include "gramscore/work/pieces.hpp"
#include "thread_count.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// Text that a thread reads in one go.
constexpr std::size_t kPieceUnits = 32 * 1024;

/// What became of the texts of a piece, one after the other.
struct PieceOut {
  struct One {
    std::size_t size;
    Encoding encoding;
  };
  std::vector<One> texts;
  std::vector<std::uint8_t> narrow;
  std::vector<std::uint32_t> wide;

  void add(const Text& text) {
    texts.push_back({text.size, text.encoding});
    if (text.encoding == Encoding::ucs4) {
      const auto* const points = static_cast<const std::uint32_t*>(text.data);
      wide.insert(wide.end(), points, points + text.size);
    } else {
      const auto* const bytes = static_cast<const std::uint8_t*>(text.data);
      narrow.insert(narrow.end(), bytes, bytes + text.size);
    }
  }
};

class BoundDetokenizer {
 public:
  BoundDetokenizer(bool script, std::string language, bool unescape, bool uppercase, bool penn,
                   const std::optional<std::pair<std::u32string, std::u32string>>& characters) {
    rules_.program = script ? MosesProgram::script : MosesProgram::package;
    rules_.language = std::move(language);
    rules_.unescape = unescape;
    rules_.uppercase = uppercase;
    rules_.penn = penn;
    if (characters) {
      auto classes = std::make_shared<MosesCharacters>();
      for (const char32_t c : characters->first) classes->add(c, c, kMosesAlpha);
      for (const char32_t c : characters->second) classes->add(c, c, kMosesCurrency);
      rules_.characters = std::move(classes);
    } else {
      rules_.characters = moses_script_characters();
    }
  }

  [[nodiscard]] py::list texts_of(const py::list& lines, std::size_t threads) const {
    std::vector<py::object> kept;
    for (const py::handle line : lines) kept.push_back(py::reinterpret_borrow<py::object>(line));
    std::vector<Text> texts;
    std::vector<std::size_t> piece_end;
    std::size_t units = 0;
    texts.reserve(kept.size());
    for (const py::object& line : kept) {
      texts.push_back(text_of(line.ptr()));
      units += texts.back().size + 1;
      if (units < kPieceUnits && texts.size() < kept.size()) continue;
      piece_end.push_back(texts.size());
      units = 0;
    }
    threads = thread_count(threads, piece_end.size());
    std::vector<MosesDetokenizer> workers(threads, MosesDetokenizer(rules_));
    std::vector<PieceOut> found(piece_end.size());
    if (!found.empty()) {
      WithoutGil without;
      in_pieces(found.size(), 1, threads, without.checkpoint(),
                [&](std::size_t w, std::size_t piece, std::size_t /*end*/, const Checkpoint& checkpoint) {
                  for (std::size_t i = piece == 0 ? 0 : piece_end[piece - 1]; i < piece_end[piece]; ++i) {
                    checkpoint();
                    found[piece].add(workers[w].read(texts[i]));
                  }
                  workers[w].trim(1 << 20);
                });
    }
    py::list all(kept.size());
    std::size_t at = 0;
    for (PieceOut& piece : found) {
      const std::uint8_t* narrow = piece.narrow.data();
      const std::uint32_t* wide = piece.wide.data();
      for (const PieceOut::One& one : piece.texts) {
        if (one.encoding == Encoding::ucs4) {
          all[at++] = str_of(PyUnicode_4BYTE_KIND, wide, one.size);
          wide += one.size;
        } else {
          all[at++] = str_of(PyUnicode_1BYTE_KIND, narrow, one.size);
          narrow += one.size;
        }
      }
      piece = {};
    }
    return all;
  }

 private:
  static py::object str_of(int kind, const void* data, std::size_t size) {
    auto string =
        py::reinterpret_steal<py::object>(PyUnicode_FromKindAndData(kind, data, static_cast<py::ssize_t>(size)));
    if (!string) throw py::error_already_set();
    return string;
  }

  MosesDetokenizerRules rules_;
};

}  // namespace

void bind_detokenize(py::module_& module) {
  py::class_<BoundDetokenizer>(module, "MosesDetokenizer")
      .def(py::init<bool, std::string, bool, bool, bool,
                    const std::optional<std::pair<std::u32string, std::u32string>>&>(),
           py::arg("script"), py::arg("language"), py::arg("unescape"), py::arg("uppercase"), py::arg("penn"),
           py::arg("characters"), "`characters` are letters and signs of currencies; None: those of Perl.")
      .def("__call__", &BoundDetokenizer::texts_of, py::arg("lines"), py::arg("threads"),
           "The texts of lines, each a str. threads: 0 for all there are.");
}

}  // namespace gramscore::bindings
