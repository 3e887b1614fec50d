// Clipped n-gram matches, by masks, rows and hashes, with one reference and with several.
#include "reference/ngrams.hpp"

#include <span>
#include <vector>

#include "gramscore/match/clipped.hpp"
#include "gramscore/match/match.hpp"
#include "input.hpp"
#include "tests/sequences.hpp"

namespace {

using namespace gramscore;
using Tokens = std::vector<Token>;
using Counts = std::vector<std::int64_t>;

const Checkpoint kUnwatched;

Counts expected_counts(const std::vector<Tokens>& references, const Tokens& prediction, std::size_t orders) {
  Counts counts;
  for (std::size_t n = 1; n <= orders; ++n) {
    counts.push_back(static_cast<std::int64_t>(reference::clipped_matches(prediction, references, n)));
  }
  return counts;
}

/// The next tokens, sometimes of few slots of match_masks().
Tokens next_tokens(fuzz::Input& input, std::size_t alphabet, std::size_t times) {
  Tokens tokens = input.tokens(alphabet, times);
  if (alphabet % 2 != 0) {
    for (Token& token : tokens) token = testing::in_slot(token % 3, token);
  }
  return tokens;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::size_t orders = 1 + input.below(12);
  const std::size_t alphabet = 1 + input.byte();
  const std::size_t times = 1 + input.below(4);
  const Tokens prediction = next_tokens(input, alphabet, times);
  std::vector<Tokens> references;
  do {
    references.push_back(next_tokens(input, alphabet, times));
  } while (!input.empty() && references.size() < 5);

  const testing::Sequence p(prediction);
  std::vector<testing::Sequence> kept;
  std::vector<TokenSpan> spans;
  for (const Tokens& reference : references) kept.emplace_back(reference);
  for (const testing::Sequence& reference : kept) spans.push_back(reference.span());

  static Matcher matcher;
  static ClippedMatcher clipped;
  const Counts of_all = expected_counts(references, prediction, orders);
  const auto some = static_cast<int>(std::min<std::size_t>(orders, Matches::kMaxOrder));
  const Counts of_one = expected_counts({references[0]}, prediction, static_cast<std::size_t>(some));
  testing::for_kernels([&] {
    Counts found(orders);
    clipped.match(p.span(), spans, orders, found.data(), kUnwatched);
    fuzz::require_equal(found, of_all, "clipped", references, prediction);
    clipped.match_hashed(p.span(), spans, orders, found.data(), kUnwatched);
    fuzz::require_equal(found, of_all, "clipped, hashed", references, prediction);
    for (const bool hashed : {false, true}) {
      Matches matches;
      if (hashed) {
        matcher.match_hashed(spans[0], p.span(), some, false, matches, kUnwatched);
      } else {
        matcher.match(spans[0], p.span(), some, false, matches, kUnwatched);
      }
      const Counts one(matches.ngram + 1, matches.ngram + 1 + some);
      fuzz::require_equal(one, of_one, hashed ? "matcher, hashed" : "matcher", references[0], prediction);
    }
    Matches matches;
    if (std::max(spans[0].size, p.span().size) <= kMaskTokens &&
        kernels().match_masks(spans[0].data, spans[0].size, p.data(), p.span().size, some, false, testing::kOdd,
                              matches)) {
      const Counts one(matches.ngram + 1, matches.ngram + 1 + some);
      fuzz::require_equal(one, of_one, "match_masks", references[0], prediction);
    }
  });
  return 0;
}
