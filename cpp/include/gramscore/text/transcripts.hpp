// Files of transcripts as NIST's programs read them (trn): on each line a text, then its ID in parentheses.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace gramscore {

struct Transcript {
  std::string_view text;
  /// With its parentheses.
  std::string_view id;
  /// From 1.
  std::size_t line;
};

enum class TranscriptFault { none, no_id, text_after_id };

struct Transcripts {
  std::vector<Transcript> rows;
  /// Of the first line that is neither a transcript nor a comment nor blank, which is then the last row; what there is
  /// of its ID.
  TranscriptFault fault = TranscriptFault::none;
};

/// The transcripts of a file in any encoding that has ASCII's bytes for ASCII alone. Lines of white space are passed over,
/// and comments: what begins with ;; or **.
Transcripts read_transcripts(std::string_view content);

}  // namespace gramscore
