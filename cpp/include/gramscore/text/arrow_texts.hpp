// Texts in Arrow arrays, read in place (https://arrow.apache.org/docs/format/CDataInterface.html).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gramscore/text/text.hpp"

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

namespace gramscore {

/// Owns one of the three structures, taken over from its producer.
template <class T>
class ArrowOwned {
 public:
  ArrowOwned() { std::memset(&value_, 0, sizeof value_); }
  explicit ArrowOwned(T* from) : value_(*from) { from->release = nullptr; }
  ArrowOwned(ArrowOwned&& other) noexcept : value_(other.value_) { other.value_.release = nullptr; }
  ArrowOwned& operator=(ArrowOwned&&) = delete;
  ~ArrowOwned() {
    if (value_.release != nullptr) value_.release(&value_);
  }
  T* operator->() { return &value_; }
  const T* operator->() const { return &value_; }
  const T& operator*() const { return value_; }
  T* get() { return &value_; }

 private:
  T value_;
};

/// Throws std::invalid_argument "malformed Arrow data: WHAT".
[[noreturn]] void throw_malformed_arrow(const std::string& what);

/// Rows that are texts, or lists of texts, in arrays of one type: strings with offsets of 32 or 64 bits, views of strings,
/// dictionaries of either; lists and views of lists of both widths, and lists of a fixed size; each of these also as the only
/// field of a struct, which is how tables come.
///
/// A producer may lie. What contradicts itself is refused, when the array is added or when the row is read, with
/// std::invalid_argument. What a reader cannot know are the sizes of buffers, except of those that views point into: lengths
/// and last offsets are taken as said. Whether the bytes are UTF-8 is not looked at. Rows are read forwards.
class ArrowTexts {
 public:
  /// None if the type is another. With `lists`, rows may be lists.
  static std::unique_ptr<ArrowTexts> of_type(const ArrowSchema& schema, bool lists);

  /// Adds the rows of an array of that type.
  void add(ArrowOwned<ArrowArray> array);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool holds_lists() const { return list_.has_value(); }

  /// The texts of row `index` to `out`, in place of what is there: one, or those of its list; without a value for a null.
  /// False if the list itself is null.
  bool read_row(std::size_t index, std::vector<std::optional<Text>>& out);

  /// Rows in bulk: `first` and those behind it, up to `count`, to out[0], out[2]... Stops early at a null and at the end of
  /// an array, and at once where it would not be faster than read_row(). Returns the number of texts.
  std::size_t read_texts(std::size_t first, std::size_t count, Text* out);

 private:
  enum class Layout { offsets32, offsets64, views, list_views32, list_views64, fixed, dictionary };

  /// How the arrays of a type lay out their items.
  struct Type {
    Layout layout = Layout::offsets32;
    std::int64_t width = 0;  // of a fixed-size list; bytes of a dictionary index
    bool is_signed = true;   // dictionary index
  };

  struct Piece {
    const ArrowArray* array;
    std::int64_t offset;
    std::size_t first;  // row
  };

  struct Range {
    std::int64_t begin;
    std::int64_t end;
  };

  static std::optional<Type> string_type(const ArrowSchema& schema);
  static std::optional<Type> list_type(const ArrowSchema& schema);
  static std::int64_t buffers_of(Layout layout);
  static Range checked(std::int64_t begin, std::int64_t end, std::int64_t limit);
  static Text string_at(const ArrowArray& array, Layout layout, std::int64_t position);
  static Text view_at(const ArrowArray& array, std::int64_t position);

  const Piece& piece_of(std::size_t row);
  void check_strings(const ArrowArray& array) const;
  [[nodiscard]] Range list_range(const ArrowArray& array, std::int64_t position, std::int64_t limit) const;
  [[nodiscard]] std::int64_t dictionary_key(const void* keys, std::int64_t position) const;
  [[nodiscard]] std::optional<Text> text_at(const ArrowArray& array, std::int64_t position) const;

  bool in_struct_ = false;
  std::optional<Type> list_;
  Type strings_;
  Type dictionary_;
  std::deque<ArrowOwned<ArrowArray>> owners_;  // stay where they are
  std::vector<Piece> pieces_;
  std::size_t piece_ = 0;
  std::size_t size_ = 0;
};

}  // namespace gramscore
