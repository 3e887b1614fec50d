#include "gramscore/text/transcripts.hpp"

#include <doctest/doctest.h>

using gramscore::read_transcripts;
using gramscore::TranscriptFault;

TEST_CASE("a transcript ends where its ID begins") {
  const auto found = read_transcripts("the (uh) cat (a-1)\n\n;; no (b-1)\n** (c-1)\n (d_2) \t\r\n(e))\n(f)");
  REQUIRE(found.fault == TranscriptFault::none);
  REQUIRE(found.rows.size() == 4);
  CHECK(found.rows[0].text == "the (uh) cat ");
  CHECK(found.rows[0].id == "(a-1)");
  CHECK(found.rows[1].text == " ");
  CHECK(found.rows[1].id == "(d_2)");
  CHECK(found.rows[1].line == 5);
  CHECK(found.rows[2].id == "(e))");
  CHECK(found.rows[3].id == "(f)");
  CHECK(found.rows[3].line == 7);
}

TEST_CASE("the first line that is wrong ends the reading") {
  const auto none = read_transcripts("a (a-1)\nb a-2)\nc");
  CHECK(none.fault == TranscriptFault::no_id);
  CHECK(none.rows.size() == 2);
  CHECK(none.rows[1].line == 2);
  const auto more = read_transcripts("a (a-1) b\n");
  CHECK(more.fault == TranscriptFault::text_after_id);
  CHECK(more.rows[0].id == "(a-1)");
  CHECK(read_transcripts("").rows.empty());
}
