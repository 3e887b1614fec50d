// Edits with moved blocks, against the search that tries every move by doing it.
#include "reference/ter.hpp"

#include <vector>

#include "gramscore/work/checkpoint.hpp"
#include "input.hpp"
#include "metrics/ter/shift_search.hpp"
#include "tests/sequences.hpp"

using namespace gramscore;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::size_t alphabet = 1 + input.byte();
  const std::vector<Token> hypothesis = input.tokens(alphabet);
  const std::vector<Token> reference = input.tokens(alphabet);
  if (hypothesis.size() * reference.size() > 3000) return 0;  // the reference would take minutes
  static ter::ShiftSearch search;
  const testing::Sequence h(hypothesis);
  const testing::Sequence r(reference);
  const std::uint64_t found = search.edits(r.span(), h.span(), Checkpoint());
  const std::uint64_t expected = reference::translation_edits(hypothesis, reference);
  fuzz::require_equal(found, expected, "TER", reference, hypothesis);
  return 0;
}
