// Fragments of an article, n-grams that documents share with a text, whatever hashes collide, and the best extract.
#include "reference/overlap.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "gramscore/match/fragments.hpp"
#include "gramscore/overlap/extract.hpp"
#include "gramscore/overlap/ngram_index.hpp"
#include "input.hpp"
#include "tests/sequences.hpp"
#include "tests/stores.hpp"

namespace {

using namespace gramscore;
using Tokens = std::vector<Token>;
using Numbers = std::vector<std::uint64_t>;

const Checkpoint kUnwatched;

/// Runs, or n-grams that are shared, by place and length.
template <class Found>
std::vector<Numbers> sorted(const Found& found) {
  std::vector<Numbers> rows;
  for (const auto& [a, b, length] : found) rows.push_back({a, length, b});
  std::ranges::sort(rows);
  return rows;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::size_t most = 1 + input.below(6);
  const std::size_t least = 1 + input.below(most);
  const auto bits = static_cast<unsigned>(1 + input.below(64));
  const std::size_t alphabet = 1 + input.byte();
  const Tokens text = input.tokens(alphabet, 1 + input.below(3));
  std::vector<Tokens> documents;
  do {
    documents.push_back(input.tokens(alphabet));
  } while (!input.empty() && documents.size() < 8);

  const testing::Sequence own(text);
  std::vector<testing::Sequence> kept;
  std::vector<TokenSpan> spans;
  for (const Tokens& document : documents) kept.emplace_back(document);
  for (const testing::Sequence& document : kept) spans.push_back(document.span());

  static FragmentFinder finder;
  finder.read(own.span(), {spans.data(), 1}, kUnwatched);
  std::vector<Fragment> fragments;
  finder.find(fragments, kUnwatched);
  fuzz::require_equal(sorted(fragments), sorted(reference::fragments(text, documents[0])), "fragments", documents[0],
                      text);

  const NgramIndex index(testing::store_of(documents), least, most, bits, kUnwatched);
  std::vector<OverlapHit> hits;
  OverlapScratch scratch;
  index.find(own.span(), testing::NoLongTokens(), hits, scratch, kUnwatched);
  fuzz::require_equal(sorted(hits), sorted(reference::shared_grams(documents, least, most, text)), "shared n-grams",
                      documents, text);

  static ExtractFinder extracts{ExtractGoal{}};
  const Extract greedy = extracts.find(spans, own.span(), most, ExtractSearch::greedy, kUnwatched);
  const auto expected = reference::greedy_extract(
      documents.size(), most,
      [&](const std::vector<std::uint32_t>& chosen) { return reference::presumm_worth(documents, chosen, text); });
  fuzz::require_equal(greedy.sentences, expected, "greedy extract", documents, text);
  return 0;
}
