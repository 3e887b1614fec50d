#include "gramscore/text/arrow_texts.hpp"

#include <charconv>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace gramscore {
namespace {

/// No array has more: sums and products of what is checked against it with small numbers do not overflow.
constexpr std::int64_t kMostItems = std::int64_t{1} << 58;

/// The end of a buffer whose size the interface does not tell.
constexpr std::int64_t kUnknown = std::numeric_limits<std::int64_t>::max();

std::string_view format_of(const ArrowSchema& schema) { return schema.format == nullptr ? "" : schema.format; }

/// The only child of a schema or array that is to have one.
template <class T>
const T& only_child(const T& parent) {
  if (parent.n_children != 1 || parent.children == nullptr || parent.children[0] == nullptr) {
    throw_malformed_arrow("a list or struct without its one child");
  }
  return *parent.children[0];
}

/// What follows "+w:".
std::int64_t parse_width(std::string_view digits) {
  std::int64_t width = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), width);
  if (error != std::errc() || end != digits.data() + digits.size() || width < 0) {
    throw_malformed_arrow("a fixed-size list of size '" + std::string(digits) + "'");
  }
  return width;
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

void check_array(const ArrowArray& array, std::int64_t buffers) {
  if (array.length < 0 || array.offset < 0) throw_malformed_arrow("a negative length or offset");
  if (array.length > kMostItems - array.offset) throw_malformed_arrow("a length and offset beyond all memory");
  if (array.n_buffers < buffers || (array.n_buffers > 0 && array.buffers == nullptr)) {
    throw_malformed_arrow("too few buffers");
  }
  if (array.null_count > 0 && array.n_buffers > 0 && array.buffers[0] == nullptr) {
    throw_malformed_arrow("nulls without a bitmap");
  }
  for (std::int64_t b = 1; b < buffers && array.length > 0; ++b) {
    if (array.buffers[b] == nullptr) throw_malformed_arrow("a missing buffer");
  }
}

}  // namespace

void throw_malformed_arrow(const std::string& what) { throw std::invalid_argument("malformed Arrow data: " + what); }

std::optional<ArrowTexts::Type> ArrowTexts::string_type(const ArrowSchema& schema) {
  const std::string_view format = format_of(schema);
  if (schema.dictionary != nullptr) {
    if (schema.dictionary->dictionary != nullptr || !string_type(*schema.dictionary)) return {};
    static constexpr std::string_view kIndices = "csilCSIL";
    const std::size_t at = format.size() == 1 ? kIndices.find(format[0]) : std::string_view::npos;
    if (at == std::string_view::npos) return {};
    return Type{Layout::dictionary, std::int64_t{1} << at % 4, at < 4};
  }
  if (format == "u") return Type{Layout::offsets32};
  if (format == "U") return Type{Layout::offsets64};
  if (format == "vu") return Type{Layout::views};
  return {};
}

std::optional<ArrowTexts::Type> ArrowTexts::list_type(const ArrowSchema& schema) {
  const std::string_view format = format_of(schema);
  if (schema.n_children != 1) return {};
  if (format == "+l") return Type{Layout::offsets32};
  if (format == "+L") return Type{Layout::offsets64};
  if (format == "+vl") return Type{Layout::list_views32};
  if (format == "+vL") return Type{Layout::list_views64};
  if (format.starts_with("+w:")) return Type{Layout::fixed, parse_width(format.substr(3))};
  return {};
}

std::unique_ptr<ArrowTexts> ArrowTexts::of_type(const ArrowSchema& schema, bool lists) {
  auto texts = std::make_unique<ArrowTexts>();
  const ArrowSchema* type = &schema;
  texts->in_struct_ = format_of(schema) == "+s";
  if (texts->in_struct_) type = &only_child(*type);
  if (lists) texts->list_ = list_type(*type);
  if (texts->list_) type = &only_child(*type);
  const auto strings = string_type(*type);
  if (!strings) return nullptr;
  texts->strings_ = *strings;
  if (type->dictionary != nullptr) texts->dictionary_ = string_type(*type->dictionary).value();
  return texts;
}

std::int64_t ArrowTexts::buffers_of(Layout layout) {
  switch (layout) {
    case Layout::offsets32:
    case Layout::offsets64:
    case Layout::views:
    case Layout::dictionary: return 2;  // the characters of a column of empty strings may be missing
    case Layout::list_views32:
    case Layout::list_views64: return 3;
    case Layout::fixed: return 0;
  }
  return 0;
}

void ArrowTexts::check_strings(const ArrowArray& array) const {
  check_array(array, buffers_of(strings_.layout));
  if (strings_.layout == Layout::dictionary) {
    if (array.dictionary == nullptr) throw_malformed_arrow("a dictionary type without its dictionary");
    check_array(*array.dictionary, buffers_of(dictionary_.layout));
  }
}

void ArrowTexts::add(ArrowOwned<ArrowArray> owner) {
  const ArrowArray* array = owners_.emplace_back(std::move(owner)).get();
  std::int64_t shift = 0;
  const std::int64_t length = array->length;
  if (in_struct_) {
    check_array(*array, 0);
    shift = array->offset;
    array = &only_child(*array);
  }
  if (list_) {
    check_array(*array, buffers_of(list_->layout));
    check_strings(only_child(*array));
  } else {
    check_strings(*array);
  }
  if (array->length < shift + length) throw_malformed_arrow("a field shorter than its struct");
  if (length > kMostItems - static_cast<std::int64_t>(size_)) {
    throw_malformed_arrow("a length and offset beyond all memory");
  }
  if (length == 0) return;
  pieces_.push_back({array, array->offset + shift, size_});
  size_ += static_cast<std::size_t>(length);
}

const ArrowTexts::Piece& ArrowTexts::piece_of(std::size_t row) {
  while (piece_ + 1 < pieces_.size() && row >= pieces_[piece_ + 1].first) ++piece_;
  return pieces_[piece_];
}

bool ArrowTexts::read_row(std::size_t index, std::vector<std::optional<Text>>& out) {
  out.clear();
  const Piece& piece = piece_of(index);
  const std::int64_t position = piece.offset + static_cast<std::int64_t>(index - piece.first);
  if (!list_) {
    out.push_back(text_at(*piece.array, position));
    return true;
  }
  if (is_null(*piece.array, position)) return false;
  const ArrowArray& child = only_child(*piece.array);
  const Range range = list_range(*piece.array, position, child.length);
  for (std::int64_t k = range.begin; k < range.end; ++k) out.push_back(text_at(child, child.offset + k));
  return true;
}

std::size_t ArrowTexts::read_texts(std::size_t first, std::size_t count, Text* out) {
  if (list_ || first >= size_) return 0;
  const Piece& piece = piece_of(first);
  const std::size_t end = piece_ + 1 < pieces_.size() ? pieces_[piece_ + 1].first : size_;
  const std::int64_t position = piece.offset + static_cast<std::int64_t>(first - piece.first);
  std::size_t k = 0;
  for (; k < count && first + k < end; ++k) {
    const std::optional<Text> text = text_at(*piece.array, position + static_cast<std::int64_t>(k));
    if (!text) break;
    out[2 * k] = *text;
  }
  return k;
}

ArrowTexts::Range ArrowTexts::checked(std::int64_t begin, std::int64_t end, std::int64_t limit) {
  if (begin < 0 || end < begin || end > limit) {
    throw_malformed_arrow("offsets that are out of order or out of range");
  }
  return {begin, end};
}

ArrowTexts::Range ArrowTexts::list_range(const ArrowArray& array, std::int64_t position, std::int64_t limit) const {
  switch (list_->layout) {
    case Layout::offsets32:
      return checked(read<std::int32_t>(array.buffers[1], position), read<std::int32_t>(array.buffers[1], position + 1),
                     limit);
    case Layout::offsets64:
      return checked(read<std::int64_t>(array.buffers[1], position), read<std::int64_t>(array.buffers[1], position + 1),
                     limit);
    case Layout::list_views32: {
      const std::int64_t begin = read<std::int32_t>(array.buffers[1], position);
      return checked(begin, begin + read<std::int32_t>(array.buffers[2], position), limit);
    }
    case Layout::list_views64: {
      const auto begin = read<std::int64_t>(array.buffers[1], position);
      const auto count = read<std::int64_t>(array.buffers[2], position);
      if (begin < 0 || begin > limit || count > limit) throw_malformed_arrow("a list beyond its values");
      return checked(begin, begin + count, limit);
    }
    default:
      if (list_->width > 0 && position >= limit / list_->width) throw_malformed_arrow("a list beyond its values");
      return checked(position * list_->width, (position + 1) * list_->width, limit);
  }
}

std::optional<Text> ArrowTexts::text_at(const ArrowArray& array, std::int64_t position) const {
  if (is_null(array, position)) return {};
  if (strings_.layout != Layout::dictionary) return string_at(array, strings_.layout, position);
  const std::int64_t key = dictionary_key(array.buffers[1], position);
  const ArrowArray& dictionary = *array.dictionary;
  if (key < 0 || key >= dictionary.length) throw_malformed_arrow("a dictionary index out of range");
  if (is_null(dictionary, dictionary.offset + key)) return {};
  return string_at(dictionary, dictionary_.layout, dictionary.offset + key);
}

std::int64_t ArrowTexts::dictionary_key(const void* keys, std::int64_t position) const {
  switch (strings_.width) {
    case 1: return strings_.is_signed ? read<std::int8_t>(keys, position) : read<std::uint8_t>(keys, position);
    case 2: return strings_.is_signed ? read<std::int16_t>(keys, position) : read<std::uint16_t>(keys, position);
    case 4: return strings_.is_signed ? read<std::int32_t>(keys, position) : read<std::uint32_t>(keys, position);
    default: return read<std::int64_t>(keys, position);
  }
}

Text ArrowTexts::string_at(const ArrowArray& array, Layout layout, std::int64_t position) {
  if (layout == Layout::views) return view_at(array, position);
  const void* offsets = array.buffers[1];
  const Range range =
      layout == Layout::offsets32
          ? checked(read<std::int32_t>(offsets, position), read<std::int32_t>(offsets, position + 1), kUnknown)
          : checked(read<std::int64_t>(offsets, position), read<std::int64_t>(offsets, position + 1), kUnknown);
  if (range.begin == range.end) return {};
  if (array.n_buffers < 3 || array.buffers[2] == nullptr) throw_malformed_arrow("a missing buffer");
  return {static_cast<const char*>(array.buffers[2]) + range.begin, static_cast<std::size_t>(range.end - range.begin),
          Encoding::utf8};
}

/// A string view: up to 12 bytes in place, else a piece of one of the data buffers.
Text ArrowTexts::view_at(const ArrowArray& array, std::int64_t position) {
  const char* view = static_cast<const char*>(array.buffers[1]) + 16 * position;
  const auto size = read<std::int32_t>(view, 0);
  if (size < 0) throw_malformed_arrow("a string of negative size");
  if (size <= 12) return {view + 4, static_cast<std::size_t>(size), Encoding::utf8};
  const std::int64_t buffer = read<std::int32_t>(view, 2);
  const std::int64_t offset = read<std::int32_t>(view, 3);
  const std::int64_t data_buffers = array.n_buffers - 3;  // validity, views, data..., sizes of the data
  if (buffer < 0 || buffer >= data_buffers || array.buffers[2 + buffer] == nullptr) {
    throw_malformed_arrow("a view of no buffer");
  }
  const void* sizes = array.buffers[array.n_buffers - 1];
  if (sizes == nullptr) throw_malformed_arrow("a missing buffer");
  checked(offset, offset + size, read<std::int64_t>(sizes, buffer));
  return {static_cast<const char*>(array.buffers[2 + buffer]) + offset, static_cast<std::size_t>(size), Encoding::utf8};
}

}  // namespace gramscore
