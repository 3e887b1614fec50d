#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "gramscore/metrics/sclite_lines.hpp"
#include "text/code_points.hpp"

namespace gramscore {
namespace {

/// What stands above each other.
struct Column {
  std::string reference;
  std::string hypothesis;
  std::string_view letter;
  std::size_t width;
};

std::string written(const std::vector<ScliteShown>& words, std::uint32_t number, const ScliteLayout& layout,
                    bool match) {
  std::string text;
  if (number == 0) return text;
  for (const std::uint32_t c : words[number - 1].text) {
    std::uint8_t bytes[4];
    bytes[0] = static_cast<std::uint8_t>(c);
    const std::uint8_t* const end = layout.utf8 ? encode_utf8(c, bytes) : bytes + 1;
    text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(end - bytes));
  }
  if (match || layout.case_sensitive) return text;
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c); });
  return text;
}

Column column_of(const ScliteAlignment& alignment, const ScliteStep& step, const ScliteLayout& layout) {
  const bool match = step.kind == Edit::match;
  Column column{written(alignment.reference, step.reference, layout, match),
                written(alignment.hypothesis, step.hypothesis, layout, match),
                {},
                0};
  column.width = std::max(column.reference.size(), column.hypothesis.size());
  switch (step.kind) {
    case Edit::match: return column;
    case Edit::substitution: column.letter = "S"; return column;
    case Edit::deletion:
      column.letter = "D";
      column.hypothesis.assign(column.reference.size(), '*');
      break;
    case Edit::insertion:
      column.letter = "I";
      column.reference.assign(column.hypothesis.size(), '*');
      break;
  }
  column.width = std::max<std::size_t>(column.width, 1);
  return column;
}

/// How many columns from `first` stand in one part.
std::size_t part_of(const std::vector<Column>& columns, std::size_t first, std::size_t width) {
  std::size_t used = first == 0 ? 6 : 9;
  std::size_t end = first;
  while (used < width && end < columns.size()) used += 1 + columns[end++].width;
  if (end < columns.size()) end = std::max(end, first + 2) - 1;
  return end - first;
}

}  // namespace

void append_alignment(const ScliteAlignment& alignment, const ScliteLayout& layout, std::string& out) {
  std::vector<Column> columns;
  columns.reserve(alignment.steps.size());
  for (const ScliteStep& step : alignment.steps) columns.push_back(column_of(alignment, step, layout));
  for (std::size_t first = 0; first < columns.size();) {
    const std::size_t end = first + part_of(columns, first, layout.width);
    const auto append_line = [&](std::string_view name, auto cell_of) {
      out += first == 0 ? "" : ">> ";
      out += name;
      for (std::size_t k = first; k < end; ++k) {
        const std::string_view cell = cell_of(columns[k]);
        out += cell;
        out.append(columns[k].width - cell.size() + 1, ' ');
      }
      out += '\n';
    };
    if (first != 0) out += '\n';
    append_line("REF:  ", [](const Column& it) -> std::string_view { return it.reference; });
    append_line("HYP:  ", [](const Column& it) -> std::string_view { return it.hypothesis; });
    append_line("Eval: ", [](const Column& it) { return it.letter; });
    first = end;
  }
}

}  // namespace gramscore
