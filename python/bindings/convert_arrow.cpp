// The Arrow C data interface (https://arrow.apache.org/docs/format/CDataInterface.html): texts read in place.
#include <charconv>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "convert.hpp"

namespace py = pybind11;

// The structures of the interface, as its specification lays them down.
extern "C" {
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};
}

namespace gramscore::bindings {
namespace {

/// Owns one of the three structures, taken over from its producer.
template <class T>
class Owned {
 public:
  Owned() { std::memset(&value_, 0, sizeof value_); }
  explicit Owned(T* from) : value_(*from) { from->release = nullptr; }
  Owned(Owned&& other) noexcept : value_(other.value_) { other.value_.release = nullptr; }
  Owned& operator=(Owned&&) = delete;
  ~Owned() {
    if (value_.release != nullptr) value_.release(&value_);
  }
  T* operator->() { return &value_; }
  const T* operator->() const { return &value_; }
  T* get() { return &value_; }

 private:
  T value_;
};

/// How an array of strings, or of lists, lays out its items.
enum class Layout { offsets32, offsets64, views, list_views32, list_views64, fixed, dictionary };

/// Reads the items of one type: what a schema says, applied to any array of that type.
struct TypeReader {
  Layout layout = Layout::offsets32;
  std::int64_t width = 0;  // of a fixed-size list; bytes of a dictionary index
  bool is_signed = true;   // dictionary index
};

[[noreturn]] void malformed(const std::string& what) { throw py::value_error("malformed Arrow data: " + what); }

/// The only child of a schema or array that is to have one.
template <class T>
const T& only_child(const T& parent) {
  if (parent.n_children != 1 || parent.children == nullptr || parent.children[0] == nullptr) {
    malformed("a list or struct without its one child");
  }
  return *parent.children[0];
}

/// What follows "+w:".
std::int64_t parse_width(std::string_view digits) {
  std::int64_t width = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), width);
  if (error != std::errc() || end != digits.data() + digits.size() || width < 0) {
    malformed("a fixed-size list of size '" + std::string(digits) + "'");
  }
  return width;
}

bool string_type(const ArrowSchema& schema, TypeReader& reader) {
  const std::string_view format = schema.format == nullptr ? "" : schema.format;
  if (schema.dictionary != nullptr) {
    TypeReader values;
    if (schema.dictionary->dictionary != nullptr || !string_type(*schema.dictionary, values)) return false;
    static constexpr std::string_view kIndices = "csilCSIL";
    const std::size_t at = format.size() == 1 ? kIndices.find(format[0]) : std::string_view::npos;
    if (at == std::string_view::npos) return false;
    reader = {Layout::dictionary, std::int64_t{1} << at % 4, at < 4};
    return true;
  }
  if (format == "u") {
    reader.layout = Layout::offsets32;
  } else if (format == "U") {
    reader.layout = Layout::offsets64;
  } else if (format == "vu") {
    reader.layout = Layout::views;
  } else {
    return false;
  }
  return true;
}

bool list_type(const ArrowSchema& schema, TypeReader& reader) {
  const std::string_view format = schema.format == nullptr ? "" : schema.format;
  if (schema.n_children != 1) return false;
  if (format == "+l") {
    reader.layout = Layout::offsets32;
  } else if (format == "+L") {
    reader.layout = Layout::offsets64;
  } else if (format == "+vl") {
    reader.layout = Layout::list_views32;
  } else if (format == "+vL") {
    reader.layout = Layout::list_views64;
  } else if (format.starts_with("+w:")) {
    reader.layout = Layout::fixed;
    reader.width = parse_width(format.substr(3));
  } else {
    return false;
  }
  return true;
}

bool is_null(const ArrowArray& array, std::int64_t position) {
  if (array.null_count == 0 || array.n_buffers < 1 || array.buffers[0] == nullptr) return false;
  const auto* bits = static_cast<const std::uint8_t*>(array.buffers[0]);
  return (bits[position / 8] >> position % 8 & 1) == 0;
}

template <class T>
T read(const void* buffer, std::int64_t position) {
  T value;
  std::memcpy(&value, static_cast<const char*>(buffer) + static_cast<std::size_t>(position) * sizeof(T), sizeof value);
  return value;
}

/// No array has more: sums and products of what is checked against it with small numbers do not overflow.
constexpr std::int64_t kMostItems = std::int64_t{1} << 58;

void check_array(const ArrowArray& array, std::int64_t buffers) {
  if (array.length < 0 || array.offset < 0) malformed("a negative length or offset");
  if (array.length > kMostItems - array.offset) malformed("a length and offset beyond all memory");
  if (array.n_buffers < buffers || (array.n_buffers > 0 && array.buffers == nullptr)) malformed("too few buffers");
  if (array.null_count > 0 && array.n_buffers > 0 && array.buffers[0] == nullptr) malformed("nulls without a bitmap");
  for (std::int64_t b = 1; b < buffers && array.length > 0; ++b) {
    // The characters of a column of empty strings may be missing.
    if (array.buffers[b] == nullptr && !(b == 2 && buffers == 3)) malformed("a missing buffer");
  }
}

std::int64_t buffers_of(Layout layout) {
  switch (layout) {
    case Layout::offsets32:
    case Layout::offsets64: return 2;
    case Layout::views: return 2;
    case Layout::list_views32:
    case Layout::list_views64: return 3;
    case Layout::fixed: return 0;
    case Layout::dictionary: return 2;
  }
  return 0;
}

struct Range {
  std::int64_t begin;
  std::int64_t end;
};

Range checked(std::int64_t begin, std::int64_t end, std::int64_t limit) {
  if (begin < 0 || end < begin || (limit >= 0 && end > limit))
    malformed("offsets that are out of order or out of range");
  return {begin, end};
}

class ArrowColumn : public Column {
 public:
  ArrowColumn(const char* argument, TypeReader list, bool nested, TypeReader strings, TypeReader dictionary)
      : argument_(argument), nested_(nested), list_(list), strings_(strings), dictionary_(dictionary) {}

  /// Adds an array of the column's type; `row` is the struct around it, if there is one.
  void add(Owned<ArrowArray> owner, bool in_struct) {
    const ArrowArray* array = owners_.emplace_back(std::move(owner)).get();
    std::int64_t shift = 0;
    const std::int64_t length = array->length;
    if (in_struct) {
      check_array(*array, 0);
      shift = array->offset;
      array = &only_child(*array);
    }
    check_strings_or_lists(*array);
    if (array->length < shift + length) malformed("a field shorter than its struct");
    pieces_.push_back({array, array->offset + shift, size_});
    size_ += static_cast<std::size_t>(length);
    if (size_ > static_cast<std::size_t>(kMostItems)) malformed("a length and offset beyond all memory");
  }

  [[nodiscard]] std::size_t size() const override { return size_; }

  std::size_t read_texts(std::size_t first, std::size_t count, Text* out, Chunk& chunk) override {
    if (nested_ || strings_.layout == Layout::dictionary) return 0;
    chunk.utf8 = true;
    while (piece_ + 1 < pieces_.size() && first >= pieces_[piece_ + 1].first) ++piece_;
    const Piece& piece = pieces_[piece_];
    const std::size_t end = piece_ + 1 < pieces_.size() ? pieces_[piece_ + 1].first : size_;
    const std::int64_t position = piece.offset + static_cast<std::int64_t>(first - piece.first);
    std::size_t k = 0;
    for (; k < count && first + k < end; ++k) {
      const std::int64_t at = position + static_cast<std::int64_t>(k);
      if (is_null(*piece.array, at)) break;
      out[2 * k] = string_at(*piece.array, strings_.layout, at);
    }
    return k;
  }

  std::size_t append(std::size_t index, Chunk& chunk) override {
    chunk.utf8 = true;
    while (piece_ + 1 < pieces_.size() && index >= pieces_[piece_ + 1].first) ++piece_;
    const Piece& piece = pieces_[piece_];
    const std::int64_t position = piece.offset + static_cast<std::int64_t>(index - piece.first);
    const Place place{argument_, index};
    if (!nested_) {
      append_string(*piece.array, position, place, chunk);
      return 1;
    }
    if (is_null(*piece.array, position))
      throw py::type_error(place.str() + " is None: a list of references is expected");
    const ArrowArray& child = only_child(*piece.array);
    const Range range = list_range(*piece.array, position, child.length);
    if (range.begin == range.end) {
      throw py::value_error(place.str() + " is empty: each example needs at least one reference");
    }
    for (std::int64_t k = range.begin; k < range.end; ++k) {
      append_string(child, child.offset + k, {argument_, index, static_cast<Py_ssize_t>(k - range.begin)}, chunk);
    }
    return static_cast<std::size_t>(range.end - range.begin);
  }

 private:
  struct Piece {
    const ArrowArray* array;
    std::int64_t offset;
    std::size_t first;  // index of its first example
  };

  void check_strings(const ArrowArray& array) const {
    check_array(array, buffers_of(strings_.layout));
    if (strings_.layout == Layout::dictionary) {
      if (array.dictionary == nullptr) malformed("a dictionary type without its dictionary");
      check_array(*array.dictionary, buffers_of(dictionary_.layout));
    }
  }

  void check_strings_or_lists(const ArrowArray& array) const {
    if (!nested_) return check_strings(array);
    check_array(array, buffers_of(list_.layout));
    check_strings(only_child(array));
  }

  [[nodiscard]] Range list_range(const ArrowArray& array, std::int64_t position, std::int64_t limit) const {
    switch (list_.layout) {
      case Layout::offsets32:
        return checked(read<std::int32_t>(array.buffers[1], position),
                       read<std::int32_t>(array.buffers[1], position + 1), limit);
      case Layout::offsets64:
        return checked(read<std::int64_t>(array.buffers[1], position),
                       read<std::int64_t>(array.buffers[1], position + 1), limit);
      case Layout::list_views32: {
        const std::int64_t begin = read<std::int32_t>(array.buffers[1], position);
        return checked(begin, begin + read<std::int32_t>(array.buffers[2], position), limit);
      }
      case Layout::list_views64: {
        const auto begin = read<std::int64_t>(array.buffers[1], position);
        const auto count = read<std::int64_t>(array.buffers[2], position);
        if (begin < 0 || begin > limit || count > limit) malformed("a list beyond its values");
        return checked(begin, begin + count, limit);
      }
      default:
        if (list_.width > 0 && position >= limit / list_.width) malformed("a list beyond its values");
        return checked(position * list_.width, (position + 1) * list_.width, limit);
    }
  }

  void append_string(const ArrowArray& array, std::int64_t position, const Place& place, Chunk& chunk) const {
    if (is_null(array, position)) throw_wrong_kind(place, Py_None, "a str is expected");
    if (strings_.layout != Layout::dictionary) {
      DocumentReader::append_text(string_at(array, strings_.layout, position), chunk);
      return;
    }
    const std::int64_t key = dictionary_key(array.buffers[1], position);
    const ArrowArray& dictionary = *array.dictionary;
    if (key < 0 || key >= dictionary.length) malformed("a dictionary index out of range");
    if (is_null(dictionary, dictionary.offset + key)) throw_wrong_kind(place, Py_None, "a str is expected");
    DocumentReader::append_text(string_at(dictionary, dictionary_.layout, dictionary.offset + key), chunk);
  }

  [[nodiscard]] std::int64_t dictionary_key(const void* keys, std::int64_t position) const {
    switch (strings_.width) {
      case 1: return strings_.is_signed ? read<std::int8_t>(keys, position) : read<std::uint8_t>(keys, position);
      case 2: return strings_.is_signed ? read<std::int16_t>(keys, position) : read<std::uint16_t>(keys, position);
      case 4: return strings_.is_signed ? read<std::int32_t>(keys, position) : read<std::uint32_t>(keys, position);
      default: return read<std::int64_t>(keys, position);
    }
  }

  static Text string_at(const ArrowArray& array, Layout layout, std::int64_t position) {
    if (layout == Layout::views) return view_at(array, position);
    const void* offsets = array.buffers[1];
    const Range range =
        layout == Layout::offsets32
            ? checked(read<std::int32_t>(offsets, position), read<std::int32_t>(offsets, position + 1), -1)
            : checked(read<std::int64_t>(offsets, position), read<std::int64_t>(offsets, position + 1), -1);
    if (range.begin == range.end) return {};
    if (array.n_buffers < 3 || array.buffers[2] == nullptr) malformed("a missing buffer");
    return {static_cast<const char*>(array.buffers[2]) + range.begin, static_cast<std::size_t>(range.end - range.begin),
            Encoding::utf8};
  }

  /// A string view: up to 12 bytes in place, else a piece of one of the data buffers.
  static Text view_at(const ArrowArray& array, std::int64_t position) {
    const char* view = static_cast<const char*>(array.buffers[1]) + 16 * position;
    const auto size = read<std::int32_t>(view, 0);
    if (size < 0) malformed("a string of negative size");
    if (size <= 12) return {view + 4, static_cast<std::size_t>(size), Encoding::utf8};
    const std::int64_t buffer = read<std::int32_t>(view, 2);
    const std::int64_t offset = read<std::int32_t>(view, 3);
    const std::int64_t data_buffers = array.n_buffers - 3;  // validity, views, data..., sizes of the data
    if (buffer < 0 || buffer >= data_buffers || array.buffers[2 + buffer] == nullptr) malformed("a view of no buffer");
    const void* sizes = array.buffers[array.n_buffers - 1];
    if (sizes == nullptr) malformed("a missing buffer");
    checked(offset, offset + size, read<std::int64_t>(sizes, buffer));
    return {static_cast<const char*>(array.buffers[2 + buffer]) + offset, static_cast<std::size_t>(size),
            Encoding::utf8};
  }

  const char* argument_;
  bool nested_;
  TypeReader list_;
  TypeReader strings_;
  TypeReader dictionary_;
  std::deque<Owned<ArrowArray>> owners_;  // stay where they are
  std::vector<Piece> pieces_;
  std::size_t piece_ = 0;
  std::size_t size_ = 0;
};

/// What a capsule holds; whoever exports the same capsule twice gives away what is not theirs any more.
template <class T>
T* from_capsule(py::handle capsule, const char* name) {
  auto* pointer = static_cast<T*>(PyCapsule_GetPointer(capsule.ptr(), name));
  if (pointer == nullptr) throw py::error_already_set();
  if (pointer->release == nullptr) malformed(std::string("the ") + name + " has been taken before");
  return pointer;
}

constexpr std::int64_t kNullable = 2;  // a flag of the interface

/// A column for the type, or null if it is not one of texts. Sets `in_struct` for a table of one column. An array of
/// structs differs from a table in that it may hold nulls.
std::unique_ptr<ArrowColumn> column_for(const ArrowSchema& top, const char* argument, bool several, bool& in_struct) {
  const ArrowSchema* schema = &top;
  const std::string_view format = schema->format == nullptr ? "" : schema->format;
  in_struct = format == "+s";
  if (in_struct) {
    if ((schema->flags & kNullable) != 0) {
      throw py::type_error(std::string(argument) + " holds structs: texts are expected");
    }
    if (schema->n_children != 1) {
      throw py::type_error(std::string(argument) + " is a table of " + std::to_string(schema->n_children) +
                           " columns: pass one column");
    }
    schema = &only_child(*schema);
  }
  TypeReader list;
  const bool nested = several && list_type(*schema, list);
  if (nested) schema = &only_child(*schema);
  TypeReader strings;
  TypeReader dictionary;
  if (!string_type(*schema, strings)) return nullptr;
  if (schema->dictionary != nullptr) string_type(*schema->dictionary, dictionary);
  return std::make_unique<ArrowColumn>(argument, list, nested, strings, dictionary);
}

std::unique_ptr<Column> from_array(py::handle object, const char* argument, bool several) {
  const auto capsules = object.attr("__arrow_c_array__")().cast<py::tuple>();
  if (capsules.size() != 2) malformed("__arrow_c_array__ returned no pair of capsules");
  const Owned<ArrowSchema> schema(from_capsule<ArrowSchema>(capsules[0], "arrow_schema"));
  Owned<ArrowArray> array(from_capsule<ArrowArray>(capsules[1], "arrow_array"));
  bool in_struct = false;
  auto column = column_for(*schema.operator->(), argument, several, in_struct);
  if (column) column->add(std::move(array), in_struct);
  return column;
}

std::unique_ptr<Column> from_stream(py::handle object, const char* argument, bool several) {
  const py::object capsule = object.attr("__arrow_c_stream__")();
  Owned<ArrowArrayStream> stream(from_capsule<ArrowArrayStream>(capsule, "arrow_array_stream"));
  const auto check = [&](int code) {
    if (code == 0) return;
    if (PyErr_Occurred() != nullptr) throw py::error_already_set();
    const char* message = stream->get_last_error == nullptr ? nullptr : stream->get_last_error(stream.get());
    throw std::runtime_error(std::string("reading ") + argument +
                             " from its Arrow stream failed: " + (message == nullptr ? "no reason given" : message));
  };
  Owned<ArrowSchema> schema;
  check(stream->get_schema(stream.get(), schema.get()));
  bool in_struct = false;
  auto column = column_for(*schema.operator->(), argument, several, in_struct);
  if (!column) return nullptr;
  for (;;) {
    Owned<ArrowArray> array;
    check(stream->get_next(stream.get(), array.get()));
    if (array->release == nullptr) return column;
    if (array->length != 0) column->add(std::move(array), in_struct);
  }
}

}  // namespace

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
