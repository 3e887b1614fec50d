#include "gramscore/text/arrow_texts.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace gramscore;

namespace {

/// An array of buffers that live elsewhere, as the interface wants it.
ArrowOwned<ArrowArray> array_of(std::int64_t length, std::int64_t offset, std::vector<const void*>& buffers) {
  ArrowOwned<ArrowArray> array;
  array->length = length;
  array->offset = offset;
  array->null_count = -1;
  array->n_buffers = static_cast<std::int64_t>(buffers.size());
  array->buffers = buffers.data();
  return array;
}

ArrowSchema schema_of(const char* format) {
  ArrowSchema schema{};
  schema.format = format;
  return schema;
}

std::string string(const std::optional<Text>& text) {
  return text ? std::string(static_cast<const char*>(text->data), text->size) : "(null)";
}

std::vector<std::string> rows(ArrowTexts& texts) {
  std::vector<std::string> all;
  std::vector<std::optional<Text>> row;
  for (std::size_t k = 0; k < texts.size(); ++k) {
    if (!texts.read_row(k, row)) {
      all.emplace_back("(null list)");
      continue;
    }
    std::string joined;
    for (const auto& text : row) joined += std::string("<").append(string(text)).append(">");
    all.push_back(joined);
  }
  return all;
}

constexpr char kBytes[] = "the catsat";
const std::array<std::int32_t, 5> kOffsets = {0, 3, 7, 7, 10};

/// A view of 13 bytes or more, which begin at `offset` of the first buffer of data.
std::array<std::int32_t, 4> far_view(std::int32_t size, std::int32_t offset) { return {size, 0, 0, offset}; }

}  // namespace

TEST_CASE("strings are read behind the offset, over several arrays, and up to a null in bulk") {
  const std::uint8_t validity = 0b0110;  // the last is null
  std::vector<const void*> buffers = {&validity, kOffsets.data(), kBytes};
  const auto texts = ArrowTexts::of_type(schema_of("u"), false);
  texts->add(array_of(3, 1, buffers));
  texts->add(array_of(0, 0, buffers));
  texts->add(array_of(1, 2, buffers));
  CHECK(texts->size() == 4);
  CHECK(!texts->holds_lists());
  Text bulk[8];
  CHECK(texts->read_texts(0, 4, bulk) == 2);
  CHECK(string(bulk[0]) == " cat");
  CHECK(bulk[2].size == 0);
  CHECK(rows(*texts) == std::vector<std::string>{"< cat>", "<>", "<(null)>", "<>"});
}

TEST_CASE("lists hold the strings of their range") {
  std::vector<const void*> string_buffers = {nullptr, kOffsets.data(), kBytes};
  ArrowOwned<ArrowArray> strings = array_of(4, 0, string_buffers);
  ArrowArray* children[] = {strings.get()};
  ArrowSchema item = schema_of("u");
  ArrowSchema* item_schemas[] = {&item};
  ArrowSchema schema = schema_of("+vl");
  schema.n_children = 1;
  schema.children = item_schemas;
  const std::uint8_t validity = 0b101;
  std::array<std::int32_t, 3> begins = {3, 0, 0};
  std::array<std::int32_t, 3> sizes = {1, 9, 2};
  std::vector<const void*> buffers = {&validity, begins.data(), sizes.data()};
  const auto lists = [&] {
    ArrowOwned<ArrowArray> array = array_of(3, 0, buffers);
    array->n_children = 1;
    array->children = children;
    auto texts = ArrowTexts::of_type(schema, true);
    texts->add(std::move(array));
    return texts;
  };
  CHECK(lists()->holds_lists());
  CHECK(rows(*lists()) == std::vector<std::string>{"<sat>", "(null list)", "<the>< cat>"});
  sizes[2] = 5;
  CHECK_THROWS_AS(rows(*lists()), std::invalid_argument);
  CHECK(ArrowTexts::of_type(schema, false) == nullptr);
}

TEST_CASE("views may point into their data and nowhere else") {
  const std::string data = "0123456789abcdefghij";
  std::int64_t size = 20;
  std::array<std::int32_t, 4> view = far_view(13, 7);
  std::vector<const void*> buffers = {nullptr, view.data(), data.data(), &size};
  const auto read = [&] {
    const auto texts = ArrowTexts::of_type(schema_of("vu"), false);
    texts->add(array_of(1, 0, buffers));
    return rows(*texts)[0];
  };
  CHECK(read() == "<789abcdefghij>");
  view = far_view(13, 8);
  CHECK_THROWS_AS(read(), std::invalid_argument);
  view = far_view(13, -1);
  CHECK_THROWS_AS(read(), std::invalid_argument);
  view = far_view(13, 0);
  size = -1;
  CHECK_THROWS_AS(read(), std::invalid_argument);
  std::memcpy(&view[1], "in place", 8);
  view[0] = 8;
  CHECK(read() == "<in place>");
}

/// Two strings, and texts that are indices of a byte into them.
struct Indexed {
  std::vector<const void*> string_buffers = {nullptr, kOffsets.data(), kBytes};
  ArrowOwned<ArrowArray> strings = array_of(2, 0, string_buffers);

  std::unique_ptr<ArrowTexts> texts(std::int64_t length, std::vector<const void*>& buffers) {
    ArrowSchema value = schema_of("u");
    ArrowSchema schema = schema_of("C");
    schema.dictionary = &value;
    ArrowOwned<ArrowArray> array = array_of(length, 0, buffers);
    array->dictionary = strings.get();
    auto texts = ArrowTexts::of_type(schema, false);
    texts->add(std::move(array));
    return texts;
  }
};

TEST_CASE("indices point into their dictionary and nowhere else") {
  Indexed indexed;
  std::uint8_t key = 1;
  std::vector<const void*> buffers = {nullptr, &key};
  const auto read = [&] { return rows(*indexed.texts(1, buffers))[0]; };
  CHECK(read() == "< cat>");
  for (const int wrong : {2, 128, 255}) {
    key = static_cast<std::uint8_t>(wrong);
    CHECK_THROWS_AS(read(), std::invalid_argument);
  }
}

TEST_CASE("texts of a dictionary are read in bulk, up to a null") {
  Indexed indexed;
  const std::array<std::uint8_t, 5> keys = {1, 1, 0, 1, 1};
  const std::uint8_t valid = 0b10111;
  std::vector<const void*> buffers = {&valid, keys.data()};
  const auto texts = indexed.texts(5, buffers);
  std::array<Text, 10> out{};
  REQUIRE(texts->read_texts(0, 5, out.data()) == 3);
  const auto bytes = [&](std::size_t row) {
    return std::string(static_cast<const char*>(out[2 * row].data), out[2 * row].size);
  };
  CHECK(bytes(0) == " cat");
  CHECK(bytes(1) == bytes(0));
  CHECK(bytes(2) != bytes(0));
  CHECK(texts->read_texts(3, 2, out.data()) == 0);
  CHECK(texts->read_texts(4, 1, out.data()) == 1);
}

TEST_CASE("other types are no texts") {
  for (const char* format : {"", "z", "i", "+m", "+ud:0"})
    CHECK(ArrowTexts::of_type(schema_of(format), true) == nullptr);
  CHECK_THROWS_AS(ArrowTexts::of_type(schema_of("+s"), true), std::invalid_argument);
}
