#include "gramscore/text/transcripts.hpp"

#include <algorithm>

namespace gramscore {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view without_blanks_at_end(std::string_view line) {
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return line;
}

}  // namespace

Transcripts read_transcripts(std::string_view content) {
  Transcripts found;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < content.size() && found.fault == TranscriptFault::none;) {
    const std::size_t end = std::min(content.find('\n', begin), content.size());
    const std::string_view line = without_blanks_at_end(content.substr(begin, end - begin));
    begin = end + 1;
    ++number;
    if (line.empty() || line.starts_with(";;") || line.starts_with("**")) continue;
    const std::size_t open = line.rfind('(');
    const std::size_t close = line.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
      found.fault = TranscriptFault::no_id;
      found.rows.push_back({line, {}, number});
      continue;
    }
    if (close + 1 != line.size()) found.fault = TranscriptFault::text_after_id;
    found.rows.push_back({line.substr(0, open), line.substr(open, close + 1 - open), number});
  }
  return found;
}

}  // namespace gramscore
