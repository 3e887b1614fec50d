#include "gramscore/metrics/captions.hpp"

#include <algorithm>

#include "gramscore/kernels/token.hpp"
#include "gramscore/match/match.hpp"
#include "gramscore/work/buffer.hpp"
#include "metrics/python_math.hpp"

namespace gramscore {

std::vector<double> coco_rouge_scores(const Captions& captions, const Checkpoint& checkpoint) {
  const double squared = python_square(1.2);
  Matcher matcher;
  Matches matches;
  Buffer<Token> prediction;
  Buffer<Token> reference;
  const auto tokens = [&captions](std::size_t d, Buffer<Token>& buffer) {
    const std::span<const std::uint32_t> numbers = captions.document(d);
    Token* const out = buffer.reserve(numbers.size() + kTokenSlack);
    std::ranges::copy(numbers, out);
    return TokenSpan{out, numbers.size()};
  };
  std::vector<double> scores;
  std::size_t d = 0;
  for (const std::uint32_t count : captions.references) {
    const TokenSpan own = tokens(d++, prediction);
    double precision = 0;
    double recall = 0;
    for (std::uint32_t k = 0; k < count; ++k, ++d) {
      const TokenSpan other = tokens(d, reference);
      matcher.match(other, own, 1, true, matches, checkpoint);
      const auto common = static_cast<double>(matches.lcs);
      precision = std::max(precision, common / static_cast<double>(own.size));
      recall = std::max(recall, common / static_cast<double>(other.size));
    }
    scores.push_back(
        precision == 0 || recall == 0 ? 0.0 : (1 + squared) * precision * recall / (recall + squared * precision));
  }
  return scores;
}

}  // namespace gramscore
