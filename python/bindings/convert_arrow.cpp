// Objects that export the Arrow C data interface (https://arrow.apache.org/docs/format/CDataInterface.html) or its streams.
#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "convert.hpp"
#include "gramscore/arrow_texts.hpp"
#include "gramscore/utf8.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// Whether a text that is UTF-8 but for surrogates on three bytes has one.
bool holds_surrogate(const Text& text) {
  if (text.encoding == Encoding::ascii) return false;
  const std::string_view bytes(static_cast<const char*>(text.data), text.size);
  for (std::size_t at = bytes.find('\xed'); at != std::string_view::npos; at = bytes.find('\xed', at + 1)) {
    if (static_cast<unsigned char>(bytes[at + 1]) >= 0xa0) return true;
  }
  return false;
}

class ArrowColumn : public Column {
 public:
  ArrowColumn(const char* argument, std::unique_ptr<ArrowTexts> texts)
      : argument_(argument), texts_(std::move(texts)) {}

  void add(ArrowOwned<ArrowArray> array) { texts_->add(std::move(array)); }

  /// Whether all texts are UTF-8, without surrogates; what is null is no text.
  bool is_utf8() {
    constexpr std::size_t kStrip = 1024;
    std::vector<Text> texts;
    for (std::size_t next = 0; next < size();) {
      texts.assign(2 * kStrip, Text{});
      const std::size_t count = texts_->read_texts(next, std::min(kStrip, size() - next), texts.data());
      next += count;
      if (count == 0) {
        if (texts_->read_row(next++, row_)) {
          for (const std::optional<Text>& text : row_) texts.push_back(text.value_or(Text{}));
        }
      }
      if (check_utf8(texts) != texts.size() || std::ranges::any_of(texts, holds_surrogate)) return false;
    }
    return true;
  }

  [[nodiscard]] std::size_t size() const override { return texts_->size(); }

  std::size_t read_texts(std::size_t first, std::size_t count, Text* out, Chunk& chunk) override {
    chunk.utf8 = true;
    return texts_->read_texts(first, count, out);
  }

  std::size_t append(std::size_t index, Chunk& chunk) override {
    chunk.utf8 = true;
    const Place place{argument_, index};
    if (!texts_->read_row(index, row_)) {
      throw py::type_error(place.str() + " is None: a list of references is expected");
    }
    if (row_.empty()) {
      throw py::value_error(place.str() + " is empty: each example needs at least one reference");
    }
    for (std::size_t k = 0; k < row_.size(); ++k) {
      if (!row_[k]) {
        const Py_ssize_t item = texts_->holds_lists() ? static_cast<Py_ssize_t>(k) : -1;
        throw_wrong_kind({argument_, index, item}, Py_None, "a str is expected");
      }
      DocumentReader::append_text(*row_[k], chunk);
    }
    return row_.size();
  }

 private:
  const char* argument_;
  std::unique_ptr<ArrowTexts> texts_;
  std::vector<std::optional<Text>> row_;
};

/// What a capsule holds; whoever exports the same capsule twice gives away what is not theirs any more.
template <class T>
T* from_capsule(py::handle capsule, const char* name) {
  auto* pointer = static_cast<T*>(PyCapsule_GetPointer(capsule.ptr(), name));
  if (pointer == nullptr) throw py::error_already_set();
  if (pointer->release == nullptr) throw_malformed_arrow(std::string("the ") + name + " has been taken before");
  return pointer;
}

constexpr std::int64_t kNullable = 2;  // a flag of the interface

/// A column for the type, or null if it is not one of texts. A table is a struct; an array of structs differs from it in
/// that it may hold nulls.
std::unique_ptr<ArrowColumn> column_for(const ArrowSchema& schema, const char* argument, bool several) {
  if (schema.format != nullptr && schema.format == std::string_view("+s")) {
    if ((schema.flags & kNullable) != 0) {
      throw py::type_error(std::string(argument) + " holds structs: texts are expected");
    }
    if (schema.n_children != 1) {
      throw py::type_error(std::string(argument) + " is a table of " + std::to_string(schema.n_children) +
                           " columns: pass one column");
    }
  }
  auto texts = ArrowTexts::of_type(schema, several);
  return texts ? std::make_unique<ArrowColumn>(argument, std::move(texts)) : nullptr;
}

std::unique_ptr<ArrowColumn> from_array(py::handle object, const char* argument, bool several) {
  const auto capsules = object.attr("__arrow_c_array__")().cast<py::tuple>();
  if (capsules.size() != 2) throw_malformed_arrow("__arrow_c_array__ returned no pair of capsules");
  const ArrowOwned<ArrowSchema> schema(from_capsule<ArrowSchema>(capsules[0], "arrow_schema"));
  ArrowOwned<ArrowArray> array(from_capsule<ArrowArray>(capsules[1], "arrow_array"));
  auto column = column_for(*schema, argument, several);
  if (column) column->add(std::move(array));
  return column;
}

std::unique_ptr<Column> from_stream(py::handle object, const char* argument, bool several) {
  const py::object capsule = object.attr("__arrow_c_stream__")();
  ArrowOwned<ArrowArrayStream> stream(from_capsule<ArrowArrayStream>(capsule, "arrow_array_stream"));
  const auto check = [&](int code) {
    if (code == 0) return;
    if (PyErr_Occurred() != nullptr) throw py::error_already_set();
    const char* message = stream->get_last_error == nullptr ? nullptr : stream->get_last_error(stream.get());
    throw std::runtime_error(std::string("reading ") + argument +
                             " from its Arrow stream failed: " + (message == nullptr ? "no reason given" : message));
  };
  ArrowOwned<ArrowSchema> schema;
  check(stream->get_schema(stream.get(), schema.get()));
  auto column = column_for(*schema, argument, several);
  if (!column) return nullptr;
  for (;;) {
    ArrowOwned<ArrowArray> array;
    check(stream->get_next(stream.get(), array.get()));
    if (array->release == nullptr) return column;
    if (array->length != 0) column->add(std::move(array));
  }
}

}  // namespace

bool is_utf8(py::handle array) {
  const auto column = from_array(array, "array", true);
  if (!column) throw py::type_error("an Arrow array of strings, or of lists of strings, is expected");
  return column->is_utf8();
}

std::unique_ptr<Column> make_arrow_column(py::handle object, const char* argument, bool several) {
  try {
    if (py::hasattr(object, "__arrow_c_stream__")) return from_stream(object, argument, several);
    if (py::hasattr(object, "__arrow_c_array__")) return from_array(object, argument, several);
  } catch (py::error_already_set& error) {
    // pandas exports only with pyarrow at hand; without it a Series is read like a list.
    if (!error.matches(PyExc_ImportError)) throw;
  }
  return nullptr;
}

}  // namespace gramscore::bindings
