#include "gramscore/metrics/chrf.hpp"

#include <algorithm>
#include <stdexcept>

#include "gramscore/match/match.hpp"
#include "gramscore/sums/corpus_sums.hpp"
#include "metrics/chrf/character_matcher.hpp"
#include "metrics/chrf/ngram_counter.hpp"
#include "metrics/formulas.hpp"

namespace gramscore {
namespace {

class ChrfScratch : public Metric::Scratch {
 public:
  void trim() override {
    characters.trim();
    words.trim();
    many_words.trim();
  }

  chrf::CharacterMatcher characters;
  Matcher words;
  chrf::NgramCounter many_words;  // orders beyond those of `words`
  std::vector<std::uint32_t> matches;
  std::vector<std::int64_t> other;  // the row of another reference
};

void match_words(TokenSpan reference, TokenSpan prediction, std::size_t orders, ChrfScratch& scratch,
                 std::uint32_t* out, const Checkpoint& checkpoint) {
  if (orders > Matches::kMaxOrder) {
    scratch.many_words.count(reference, prediction, orders, out, checkpoint);
    return;
  }
  Matches matches;
  scratch.words.match(reference, prediction, static_cast<int>(orders), false, matches, checkpoint);
  std::copy_n(matches.ngram + 1, orders, out);
}

/// Writes the statistics of each order, and returns the place after them.
std::int64_t* write_orders(std::size_t reference, std::size_t prediction, std::size_t orders,
                           const std::uint32_t* matches, std::int64_t* row) {
  for (std::size_t n = 1; n <= orders; ++n, row += kChrfColumns) {
    const std::size_t in_reference = reference >= n ? reference - n + 1 : 0;
    const std::size_t in_prediction = prediction >= n ? prediction - n + 1 : 0;
    row[0] = in_reference == 0 ? 0 : static_cast<std::int64_t>(in_prediction);
    row[1] = static_cast<std::int64_t>(in_reference);
    row[2] = matches[n - 1];
  }
  return row;
}

}  // namespace

double chrf_score(const std::int64_t* stats, std::size_t orders, const ChrfFormula& formula) {
  return formulas::chrf<double>([stats](std::size_t i) { return static_cast<double>(stats[i]); }, orders, formula);
}

void chrf_scores(const std::int64_t* stats, std::size_t rows, std::size_t orders, const ChrfFormula& formula,
                 double* scores) {
  for (std::size_t i = 0; i < rows; ++i) scores[i] = chrf_score(stats + i * orders * kChrfColumns, orders, formula);
}

double chrf_corpus(const std::int64_t* stats, std::size_t rows, std::size_t orders, const ChrfFormula& formula) {
  const CorpusSums sums = column_sums(stats, rows, orders * kChrfColumns);
  return chrf_score(sums.whole.data(), orders, formula);
}

Chrf::Chrf(int char_order, int word_order, ChrfFormula formula, TokenizerOptions characters, TokenizerOptions words)
    : formula_(formula) {
  if (char_order < 0) throw std::invalid_argument("char_order must be at least 0");
  if (word_order < 0) throw std::invalid_argument("word_order must be at least 0");
  if (char_order == 0 && word_order == 0) throw std::invalid_argument("char_order or word_order must be at least 1");
  char_orders_ = static_cast<std::size_t>(char_order);
  word_orders_ = static_cast<std::size_t>(word_order);
  if (char_orders_ > 0) views_.push_back(characters);
  if (word_orders_ > 0) views_.push_back(words);
}

std::unique_ptr<Metric::Scratch> Chrf::make_scratch() const { return std::make_unique<ChrfScratch>(); }

void Chrf::score(const Examples& examples, std::int64_t* rows, Scratch& scratch, const Checkpoint& checkpoint) const {
  auto& memory = static_cast<ChrfScratch&>(scratch);
  memory.matches.resize(std::max(char_orders_, word_orders_));
  memory.other.resize(columns());
  const auto score_pair = [&](std::size_t prediction, std::size_t reference, std::int64_t* row) {
    if (char_orders_ > 0) {
      const TokenSpan p = examples.views.front().tokens(prediction);
      const TokenSpan r = examples.views.front().tokens(reference);
      memory.characters.match(r, p, char_orders_, memory.matches.data(), checkpoint);
      row = write_orders(r.size, p.size, char_orders_, memory.matches.data(), row);
    }
    if (word_orders_ > 0) {
      const TokenSpan p = examples.views.back().tokens(prediction);
      const TokenSpan r = examples.views.back().tokens(reference);
      match_words(r, p, word_orders_, memory, memory.matches.data(), checkpoint);
      write_orders(r.size, p.size, word_orders_, memory.matches.data(), row);
    }
  };
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const std::size_t prediction = d++;
    score_pair(prediction, d, rows);
    double best = count > 1 ? chrf_score(rows, orders(), formula_) : 0;
    for (std::size_t k = 1; k < count; ++k) {
      score_pair(prediction, d + k, memory.other.data());
      const double score = chrf_score(memory.other.data(), orders(), formula_);
      if (score > best) {
        best = score;
        std::copy(memory.other.begin(), memory.other.end(), rows);
      }
    }
    d += count;
    rows += columns();
  }
}

}  // namespace gramscore
