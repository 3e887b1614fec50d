#include "gramscore/metrics/gleu.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "gramscore/match/clipped.hpp"

namespace gramscore {
namespace {

class GleuScratch : public Metric::Scratch {
 public:
  void trim() override { matcher.trim(); }

  ClippedMatcher matcher;
  std::vector<std::int64_t> matches;
};

}  // namespace

double gleu_score(std::int64_t match, std::int64_t total) {
  return total == 0 ? 0.0 : static_cast<double>(match) / static_cast<double>(total);
}

Gleu::Gleu(std::size_t min_order, std::size_t max_order, const TokenizerOptions& tokenizer)
    : min_order_(min_order), max_order_(max_order), view_(tokenizer) {
  if (min_order == 0 || max_order < min_order) throw std::invalid_argument("1 <= min_order <= max_order is needed");
}

std::unique_ptr<Metric::Scratch> Gleu::make_scratch() const { return std::make_unique<GleuScratch>(); }

std::int64_t Gleu::ngrams(std::size_t tokens) const {
  std::int64_t sum = 0;
  for (std::size_t n = min_order_; n <= std::min(max_order_, tokens); ++n) {
    sum += static_cast<std::int64_t>(tokens - n + 1);
  }
  return sum;
}

void Gleu::score(const Examples& examples, std::int64_t* rows, Scratch& scratch, const Checkpoint& checkpoint) const {
  auto& own = static_cast<GleuScratch&>(scratch);
  own.matches.resize(max_order_);
  const Documents& documents = examples.views.front();
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const TokenSpan prediction = documents.tokens(d++);
    const std::int64_t predicted = ngrams(prediction.size);
    rows[0] = rows[1] = 0;
    for (std::uint32_t k = 0; k < count; ++k) {
      const TokenSpan reference = documents.tokens(d++);
      own.matcher.match(prediction, {&reference, 1}, max_order_, own.matches.data(), checkpoint);
      const auto first = own.matches.begin() + static_cast<std::ptrdiff_t>(min_order_ - 1);
      const std::int64_t match = std::accumulate(first, own.matches.end(), std::int64_t{0});
      const std::int64_t total = std::max(predicted, ngrams(reference.size));
      if (rows[1] == 0 || gleu_score(match, total) > gleu_score(rows[0], rows[1])) {
        rows[0] = match;
        rows[1] = total;
      }
    }
    rows += columns();
  }
}

}  // namespace gramscore
