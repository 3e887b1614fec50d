// Objects that export the Arrow C data interface (https://arrow.apache.org/docs/format/CDataInterface.html) or its streams.
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "convert.hpp"
#include "foreign_objects.hpp"
#include "gramscore/text/arrow_texts.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

class ArrowColumn : public Column {
 public:
  ArrowColumn(const char* argument, std::unique_ptr<ArrowTexts> texts)
      : argument_(argument), texts_(std::move(texts)) {}

  void add(ArrowOwned<ArrowArray> array) { texts_->add(std::move(array)); }

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

std::unique_ptr<Column> from_array(py::handle object, const char* argument, bool several) {
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

std::unique_ptr<Column> make_arrow_column(py::handle object, const char* argument, bool several) {
  try {
    if (type_has(object.ptr(), "__arrow_c_stream__")) return from_stream(object, argument, several);
    if (type_has(object.ptr(), "__arrow_c_array__")) return from_array(object, argument, several);
  } catch (py::error_already_set& error) {
    // pandas exports only with pyarrow at hand; without it a Series is read like a list.
    if (!error.matches(PyExc_ImportError)) throw;
  }
  return nullptr;
}

}  // namespace gramscore::bindings
