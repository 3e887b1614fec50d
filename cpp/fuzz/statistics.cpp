// The rows that BLEU and chrF make of examples.
#include <algorithm>
#include <vector>

#include "gramscore/metrics/bleu.hpp"
#include "gramscore/metrics/chrf.hpp"
#include "input.hpp"
#include "reference/chrf.hpp"
#include "reference/ngrams.hpp"
#include "tests/batches.hpp"
#include "tests/sequences.hpp"

namespace {

using namespace gramscore;
using testing::Batch;
using testing::TokenExample;
using testing::Tokens;
using Row = std::vector<std::int64_t>;

Row bleu_row(const TokenExample& example, std::size_t orders) {
  const auto length = static_cast<std::int64_t>(example.prediction.size());
  const auto farness = [&](const Tokens& reference) {
    const auto other = static_cast<std::int64_t>(reference.size());
    return std::pair(std::abs(other - length), other);
  };
  const auto& references = example.references;
  const auto closest = std::min_element(references.begin(), references.end(),
                                        [&](const auto& a, const auto& b) { return farness(a) < farness(b); });
  Row row = {length, static_cast<std::int64_t>(closest->size())};
  for (std::size_t n = 1; n <= orders; ++n) {
    row.push_back(static_cast<std::int64_t>(reference::clipped_matches(example.prediction, references, n)));
  }
  for (std::size_t n = 1; n <= orders; ++n) {
    row.push_back(std::max<std::int64_t>(length - static_cast<std::int64_t>(n) + 1, 0));
  }
  return row;
}

/// The row of the first reference that scores highest.
Row chrf_row(const TokenExample& example, std::size_t orders, const ChrfFormula& formula) {
  Row best;
  for (const Tokens& reference : example.references) {
    const Row row = reference::chrf_statistics(reference, example.prediction, orders);
    if (best.empty() || chrf_score(row.data(), orders, formula) > chrf_score(best.data(), orders, formula)) {
      best = row;
    }
  }
  return best;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::size_t orders = 1 + input.below(11);
  const std::size_t alphabet = 1 + input.byte();
  const std::size_t times = 1 + input.below(4);
  const bool eps_smoothing = input.below(2) == 1;
  std::vector<TokenExample> examples;
  do {
    const std::size_t references = 1 + input.below(4);
    TokenExample& example = examples.emplace_back(TokenExample{input.tokens(alphabet, times), {}});
    while (example.references.size() < references) example.references.push_back(input.tokens(alphabet, times));
  } while (!input.empty());

  const ChrfFormula formula{2, eps_smoothing};
  const Bleu bleu(orders, BleuProfile::sacrebleu, {});
  const Chrf chrf(static_cast<int>(orders), 0, formula, {}, {});
  const Batch batch(examples);
  testing::for_kernels([&] {
    const Row of_bleu = batch.score(bleu);
    const Row of_chrf = batch.score(chrf);
    for (std::size_t i = 0; i < examples.size(); ++i) {
      const auto row = [&](const Row& rows, std::size_t columns) {
        const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(i * columns);
        return Row(begin, begin + static_cast<std::ptrdiff_t>(columns));
      };
      const TokenExample& example = examples[i];
      fuzz::require_equal(row(of_bleu, bleu.columns()), bleu_row(example, orders), "BLEU", example.references,
                          example.prediction);
      fuzz::require_equal(row(of_chrf, chrf.columns()), chrf_row(example, orders, formula), "chrF", example.references,
                          example.prediction);
    }
  });
  return 0;
}
