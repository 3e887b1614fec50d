// Longest common subsequences of texts, and their unions over sentences.
#include "reference/lcs.hpp"

#include <vector>

#include "gramscore/match/match.hpp"
#include "input.hpp"
#include "tests/sequences.hpp"

namespace {

using namespace gramscore;
using Tokens = std::vector<Token>;
using TokenSentences = std::vector<Tokens>;

const Checkpoint kUnwatched;

Tokens joined(const TokenSentences& sentences) {
  Tokens tokens;
  for (const Tokens& sentence : sentences) tokens.insert(tokens.end(), sentence.begin(), sentence.end());
  return tokens;
}

/// Sentences that have tokens, as the tokenizer lists them.
TokenSentences sentences(fuzz::Input& input, std::size_t most, std::size_t alphabet, std::size_t times) {
  TokenSentences found;
  for (; most > 0 && !input.empty(); --most) {
    Tokens tokens = input.tokens(alphabet, times);
    if (!tokens.empty()) found.push_back(std::move(tokens));
  }
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::size_t alphabet = 1 + input.byte();
  const std::size_t times = 1 + input.below(4);
  const TokenSentences reference = sentences(input, input.below(20), alphabet, times);
  const TokenSentences prediction = sentences(input, 20, alphabet, times);

  static Matcher matcher;
  const Tokens r = joined(reference);
  const Tokens p = joined(prediction);
  const testing::Sequence all_r(r);
  const testing::Sequence all_p(p);
  const testing::Sentences some_r(reference, 3);
  const testing::Sentences some_p(prediction);
  const std::uint32_t length = reference::lcs_length(r, p);
  const std::uint64_t united = reference::summary_matches(reference, prediction);
  testing::for_kernels([&] {
    Matches matches;
    matcher.match(all_r.span(), all_p.span(), 1, true, matches, kUnwatched);
    fuzz::require_equal(matches.lcs, length, "LCS", r, p);
    matcher.match_hashed(all_r.span(), all_p.span(), 0, true, matches, kUnwatched);
    fuzz::require_equal(matches.lcs, length, "LCS, hashed", r, p);
    fuzz::require_equal(matcher.match_union(some_r.span(), some_p.span(), kUnwatched), united, "union", reference,
                        prediction);
  });
  return 0;
}
