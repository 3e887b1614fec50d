// Arrow columns of all layouts, and such as lie about themselves.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gramscore/text/arrow_texts.hpp"
#include "input.hpp"

namespace gramscore::fuzz {

using Strings = std::vector<std::optional<std::string>>;
using Rows = std::vector<std::optional<Strings>>;

inline constexpr const char* kStrings[] = {"u", "U", "vu"};
inline constexpr const char* kIndices[] = {"c", "s", "i", "l", "C", "S", "I", "L"};
inline constexpr const char* kLists[] = {"+l", "+L", "+vl", "+vL", "+w:"};
inline constexpr std::size_t kViews = 2;
inline constexpr std::size_t kFixed = 4;

/// Numbers at which readers stumble.
inline std::int64_t odd_number(Input& input) {
  static constexpr std::int64_t kOdd[] = {-1,        -2,        INT32_MIN,     INT32_MAX,      UINT32_MAX,
                                          INT64_MIN, INT64_MAX, INT64_MAX / 2, INT64_MAX / 16, std::int64_t{1} << 58};
  const std::uint8_t value = input.byte();
  return value < 128 ? value % 32 : kOdd[value % std::size(kOdd)];
}

/// What all arrays of a column have in common.
struct Type {
  explicit Type(Input& input)
      : in_struct(input.below(2) == 1),
        lists(input.below(2) == 1),
        list(input.below(std::size(kLists))),
        width(input.below(4)),
        fixed("+w:" + std::to_string(width)),
        dictionary(input.below(3) == 0),
        index(input.below(std::size(kIndices))),
        strings(input.below(std::size(kStrings))) {}

  bool in_struct;
  bool lists;
  std::size_t list;
  std::size_t width;  // of lists of a fixed size
  std::string fixed;
  bool dictionary;
  std::size_t index;
  std::size_t strings;
};

/// The schema of a type and arrays of it, in memory of exactly their size, all of which goes with the column.
class ArrowColumn {
 public:
  ArrowColumn(const Type& type, bool lies, Input& input) : type_(type), lies_(lies), input_(input) {
    ArrowSchema* schema = &schemas_.emplace_back();
    const auto only_child = [&] {
      schema->n_children = 1;
      ArrowSchema* child = &schemas_.emplace_back();
      schema->children = &child_schemas_.emplace_back(child);
      schema = child;
    };
    if (type.in_struct) {
      schema->format = "+s";
      only_child();
    }
    if (type.lists) {
      schema->format = type.list == kFixed ? type.fixed.c_str() : kLists[type.list];
      only_child();
    }
    if (type.dictionary) {
      schema->format = kIndices[type.index];
      schema->dictionary = &schemas_.emplace_back();
      schema = schema->dictionary;
    }
    schema->format = kStrings[type.strings];
  }

  [[nodiscard]] const ArrowSchema& schema() const { return schemas_.front(); }

  /// An array of these rows.
  ArrowArray array(Rows rows) {
    const std::size_t shift = type_.in_struct ? input_.below(3) : 0;
    const std::size_t length = rows.size();
    rows.insert(rows.begin(), shift, not_seen());
    ArrowArray* array = nullptr;
    if (type_.lists) {
      array = of_lists(std::move(rows));
    } else {
      Strings strings;
      for (const auto& row : rows) strings.push_back(row ? row->front() : std::nullopt);
      array = type_.dictionary ? of_dictionary(std::move(strings)) : of_strings(std::move(strings));
    }
    if (!type_.in_struct) return finish(*array, length);
    ArrowArray& around = arrays_.emplace_back();
    around.offset = static_cast<std::int64_t>(shift);
    finish(*array, shift + length);
    set_child(around, array);
    return finish(around, length);
  }

  /// Changes a few numbers in buffers or structures to what a reader can find out. `top` are the arrays as handed out.
  void lie(std::vector<ArrowArray>& top) {
    for (std::size_t lies = 1 + input_.below(3); lies > 0; --lies) {
      if (!numbers_.empty() && input_.below(3) != 0) {
        const std::size_t which = input_.byte() * std::size_t{256} + input_.byte();
        const auto& [place, width] = numbers_[which % numbers_.size()];
        const std::int64_t number = odd_number(input_);
        std::memcpy(place, &number, width);
        continue;
      }
      const std::size_t which = input_.below(top.size() + arrays_.size());
      ArrowArray& array = which < top.size() ? top[which] : arrays_[which - top.size()];
      switch (input_.below(6)) {
        case 0: array.length = input_.below(2) == 0 ? array.length / 2 : -1 - input_.byte(); break;
        case 1: array.offset = input_.below(2) == 0 ? array.offset / 2 : INT64_MAX - input_.byte(); break;
        case 2: array.n_buffers = std::min<std::int64_t>(array.n_buffers, input_.byte() % 3); break;
        case 3:
          if (array.n_buffers > 0) array.buffers[input_.below(static_cast<std::size_t>(array.n_buffers))] = nullptr;
          break;
        case 4: array.n_children = 0; break;
        default: array.dictionary = nullptr;
      }
    }
  }

 private:
  struct Number {
    char* place;
    std::size_t width;
  };

  using Buffers = std::vector<const void*>;

  const void* bytes(const std::string& content) {
    memory_.emplace_back(new char[content.size()]);
    std::copy(content.begin(), content.end(), memory_.back().get());
    return memory_.back().get();
  }

  /// A buffer of integers of `width` bytes, each of which may become a lie. Little-endian, as the fuzzer's machine.
  const void* numbers(const std::vector<std::int64_t>& content, std::size_t width) {
    std::string packed;
    for (const std::int64_t number : content) packed.append(reinterpret_cast<const char*>(&number), width);
    const void* buffer = bytes(packed);
    for (std::size_t k = 0; k < content.size(); ++k) numbers_.push_back({memory_.back().get() + k * width, width});
    return buffer;
  }

  /// The bitmap; it may be left out if there is no null.
  const void* validity(ArrowArray& array, const std::vector<bool>& valid) {
    std::string bits((valid.size() + 7) / 8, '\0');
    for (std::size_t k = 0; k < valid.size(); ++k) {
      if (valid[k]) bits[k / 8] = static_cast<char>(bits[k / 8] | 1 << k % 8);
    }
    const auto nulls = std::count(valid.begin(), valid.end(), false);
    array.null_count = input_.below(2) == 0 ? nulls : -1;  // -1: not counted
    return nulls == 0 && input_.below(2) == 0 ? nullptr : bytes(bits);
  }

  void set_buffers(ArrowArray& array, Buffers buffers) {
    array.n_buffers = static_cast<std::int64_t>(buffers.size());
    array.buffers = buffers_.emplace_back(std::move(buffers)).data();
  }

  void set_child(ArrowArray& array, ArrowArray* child) {
    array.n_children = 1;
    array.children = &child_arrays_.emplace_back(child);
  }

  /// `rows` are those that follow the offset.
  static ArrowArray finish(ArrowArray& array, std::size_t rows) {
    array.length = static_cast<std::int64_t>(rows);
    array.release = [](ArrowArray* released) { released->release = nullptr; };
    return array;
  }

  [[nodiscard]] Strings not_seen() const {
    return Strings(type_.lists && type_.list == kFixed ? type_.width : 1, "(not seen)");
  }

  /// A new array that begins with some items that nobody is to see.
  template <class Items>
  ArrowArray& new_array(Items& items, const typename Items::value_type& not_seen) {
    ArrowArray& array = arrays_.emplace_back();
    const std::size_t offset = input_.below(4);
    array.offset = static_cast<std::int64_t>(offset);
    items.insert(items.begin(), offset, not_seen);
    return array;
  }

  ArrowArray* of_strings(Strings items) {
    const std::size_t length = items.size();
    ArrowArray& array = new_array(items, "(not seen)");
    std::vector<bool> valid;
    for (const auto& item : items) valid.push_back(item.has_value());
    Buffers buffers = {validity(array, valid)};
    if (type_.strings == kViews) {
      std::vector<std::int64_t> views;
      std::string data[2];
      for (const auto& item : items) {
        std::string text = item.value_or("");
        views.push_back(static_cast<std::int64_t>(text.size()));
        std::string& buffer = data[input_.below(2)];
        const std::size_t begin = buffer.size();
        if (text.size() > 12) buffer += text;
        const bool in_place = text.size() <= 12;
        text.resize(12);
        std::int32_t words[3];
        std::memcpy(words, text.data(), 12);
        views.push_back(words[0]);
        views.push_back(in_place ? words[1] : &buffer - data);
        views.push_back(in_place ? words[2] : static_cast<std::int64_t>(begin));
      }
      buffers.push_back(numbers(views, 4));
      // Of the sizes only negative ones are lies to be found out.
      std::string sizes;
      const bool negative = lies_ && input_.below(8) == 0;
      for (const std::string& buffer : data) {
        buffers.push_back(bytes(buffer));
        const std::int64_t size = negative ? -1 - input_.byte() : static_cast<std::int64_t>(buffer.size());
        sizes.append(reinterpret_cast<const char*>(&size), sizeof size);
      }
      buffers.push_back(bytes(sizes));
    } else {
      std::string text;
      std::vector<std::int64_t> offsets = {0};
      for (const auto& item : items) {
        text += item.value_or("");
        offsets.push_back(static_cast<std::int64_t>(text.size()));
      }
      buffers.push_back(numbers(offsets, type_.strings == 0 ? 4 : 8));
      buffers.push_back(bytes(text));
    }
    set_buffers(array, std::move(buffers));
    finish(array, length);
    return &array;
  }

  ArrowArray* of_dictionary(Strings items) {
    const std::size_t length = items.size();
    ArrowArray& array = new_array(items, "(not seen)");
    const std::size_t unused = input_.below(3) + (type_.index >= 4 ? 128 * input_.below(2) : 0);  // C, S, I and L
    Strings values(unused, "(unused)");
    std::vector<std::int64_t> keys;
    std::vector<bool> valid;
    for (auto& item : items) {
      const bool null_key = !item && input_.below(2) == 0;  // or one to a null
      valid.push_back(!null_key);
      keys.push_back(null_key ? -1 : static_cast<std::int64_t>(values.size()));
      if (!null_key) values.push_back(std::move(item));
    }
    Buffers buffers = {validity(array, valid)};
    buffers.push_back(numbers(keys, std::size_t{1} << type_.index % 4));
    set_buffers(array, std::move(buffers));
    array.dictionary = of_strings(std::move(values));
    finish(array, length);
    return &array;
  }

  ArrowArray* of_lists(Rows rows) {
    const std::size_t length = rows.size();
    ArrowArray& array = new_array(rows, not_seen());
    std::vector<bool> valid;
    std::vector<std::int64_t> begins;
    std::vector<std::int64_t> sizes;
    Strings items;
    for (auto& row : rows) {
      valid.push_back(row.has_value());
      if (type_.list == kFixed && !row) row = Strings(type_.width);  // a null takes its place too
      begins.push_back(static_cast<std::int64_t>(items.size()));
      if (row) items.insert(items.end(), row->begin(), row->end());
      sizes.push_back(static_cast<std::int64_t>(items.size()) - begins.back());
    }
    Buffers buffers = {validity(array, valid)};
    const std::size_t bytes_each = type_.list % 2 == 0 ? 4 : 8;
    if (type_.list < 2) {
      begins.push_back(static_cast<std::int64_t>(items.size()));
      buffers.push_back(numbers(begins, bytes_each));
    } else if (type_.list < kFixed) {
      buffers.push_back(numbers(begins, bytes_each));
      buffers.push_back(numbers(sizes, bytes_each));
    }
    set_buffers(array, std::move(buffers));
    set_child(array, type_.dictionary ? of_dictionary(std::move(items)) : of_strings(std::move(items)));
    finish(array, length);
    return &array;
  }

  const Type& type_;
  bool lies_;
  Input& input_;
  std::deque<ArrowSchema> schemas_;
  std::deque<ArrowSchema*> child_schemas_;
  std::deque<ArrowArray> arrays_;
  std::deque<ArrowArray*> child_arrays_;
  std::deque<Buffers> buffers_;
  std::vector<std::unique_ptr<char[]>> memory_;
  std::vector<Number> numbers_;
};

}  // namespace gramscore::fuzz
