// Texts in Arrow arrays: the rows are those that were laid out. Of an array that lies they are refused, or lie within its
// buffers as far as their sizes are known.
#include <stdexcept>
#include <string>
#include <vector>

#include "arrow_column.hpp"
#include "gramscore/text/arrow_texts.hpp"
#include "input.hpp"

namespace {

using namespace gramscore;
using namespace gramscore::fuzz;

std::optional<std::string> string_of(Input& input) {
  static const std::string kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  const std::size_t size = input.below(32);
  if (size == 31) return {};
  return kLetters.substr(input.below(5), size);
}

Rows rows_of(const Type& type, Input& input) {
  Rows rows(input.below(9));
  for (auto& row : rows) {
    if (type.lists && input.below(8) == 0) continue;
    row.emplace();
    const std::size_t items = !type.lists ? 1 : type.list == kFixed ? type.width : input.below(4);
    while (row->size() < items) row->push_back(string_of(input));
  }
  return rows;
}

/// Rows in a form that can be printed.
std::vector<std::vector<std::string>> shown(const Rows& rows) {
  std::vector<std::vector<std::string>> all;
  for (const auto& row : rows) {
    auto& texts = all.emplace_back();
    if (!row) texts.emplace_back("(a null list)");
    for (const auto& item : row.value_or(Strings())) texts.push_back(item.value_or("(a null)"));
  }
  return all;
}

/// All rows, some of them in bulk. `look` is whether the characters may be looked at.
Rows read(ArrowTexts& texts, bool look, Input& input) {
  const auto string = [&](const Text& text) {
    return look ? std::string(static_cast<const char*>(text.data), text.size) : std::string();
  };
  Rows rows;
  std::vector<std::optional<Text>> row;
  while (rows.size() < texts.size()) {
    if (input.below(2) == 0) {
      constexpr std::size_t kMost = 5;
      Text some[2 * kMost];
      const std::size_t count = texts.read_texts(rows.size(), 1 + input.below(kMost), some);
      for (std::size_t k = 0; k < count; ++k) rows.push_back(Strings{string(some[2 * k])});
      if (count != 0) continue;
    }
    if (!texts.read_row(rows.size(), row)) {
      rows.emplace_back();
      continue;
    }
    rows.emplace_back(Strings());
    for (const auto& text : row) rows.back()->push_back(text ? std::optional(string(*text)) : std::nullopt);
  }
  return rows;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const Type type(input);
  const bool lies = input.below(2) == 1;
  ArrowColumn column(type, lies, input);
  Rows expected;
  std::vector<ArrowArray> arrays;
  for (std::size_t count = input.below(4); count > 0; --count) {
    const Rows rows = rows_of(type, input);
    expected.insert(expected.end(), rows.begin(), rows.end());
    arrays.push_back(column.array(rows));
  }
  if (lies && !arrays.empty()) column.lie(arrays);
  const auto texts = ArrowTexts::of_type(column.schema(), type.lists);
  try {
    for (ArrowArray& array : arrays) texts->add(ArrowOwned<ArrowArray>(&array));
    const Rows found = read(*texts, !lies || type.strings == kViews, input);
    if (!lies) require_equal(shown(found), shown(expected), "rows", std::string(type.fixed), shown(expected));
  } catch (const std::invalid_argument& error) {
    if (!lies) require_equal(std::string(error.what()), std::string("no error"), "rows", shown(expected), type.fixed);
  }
  return 0;
}
