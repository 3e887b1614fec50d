#include "gramscore/metrics/rouge155/rouge155.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "gramscore/match/clipped.hpp"
#include "gramscore/match/match.hpp"
#include "gramscore/match/token_index.hpp"
#include "metrics/rouge155/sentence_unions.hpp"
#include "metrics/rouge155/skip_bigrams.hpp"

namespace gramscore {
namespace {

using Kind = Rouge155Type::Kind;
using Limit = Rouge155Words::Limit;

std::int64_t integer(std::uint64_t count) { return static_cast<std::int64_t>(count); }

/// A document, as words and as sentences. A limit may make different ones of the two.
struct Document {
  TokenSpan words;
  SentenceSpan sentences;
};

Document document_of(const Documents& documents, std::size_t index, bool has_sentences, bool words_apart) {
  if (!has_sentences) return {documents.tokens(index), {}};
  Document document{documents.tokens(index), documents.sentences(index)};
  if (!words_apart) return document;
  SentenceSpan& sentences = document.sentences;
  const std::size_t words = sentences.begin(--sentences.sentences) + 1;  // after the mark
  document.words = {document.words.data + words, document.words.size - words};
  sentences.tokens.size = words - 1;
  return document;
}

/// The counts of one reference, as integers or doubles by type, and what best references are chosen by.
struct Counts {
  std::int64_t matches;
  std::int64_t prediction;
  std::int64_t reference;
  double weighted_matches;
  double weighted_prediction;
  double weighted_reference;
  double recall;
};

class Rouge155Scratch : public Metric::Scratch {
 public:
  void trim() override {
    constexpr std::size_t kKeep = 1 << 20;
    matcher.trim();
    clipped.trim();
    index.trim();
    unions.trim(kKeep);
    if (numbers.capacity() * sizeof(std::uint32_t) > kKeep) numbers = {};
  }

  Matcher matcher;
  ClippedMatcher clipped;
  SentenceUnions unions;
  SkipBigramMatcher skips;
  TokenIndex index;
  Matches matches{};
  std::vector<std::int64_t> of_order;  // matches, for orders that Matches has not
  std::vector<std::uint32_t> numbers;
  std::vector<Counts> counts;  // by type, of the references so far
};

/// The words of a pair of documents by numbers, from 0.
class NumberedPair {
 public:
  NumberedPair(const Document& reference, const Document& prediction, TokenIndex& index,
               std::vector<std::uint32_t>& memory) {
    const TokenSpan spans[] = {reference.words, prediction.words, reference.sentences.tokens,
                               prediction.sentences.tokens};
    std::size_t size = 0;
    for (const TokenSpan& span : spans) size += span.size;
    memory.resize(size);
    index.reset(size);
    std::uint32_t* out = memory.data();
    for (std::size_t k = 0; k < std::size(spans); ++k) {
      index.insert_each(spans[k].size, [&](std::size_t i) { return spans[k].data[i]; }, out);
      words_[k] = {out, spans[k].size};
      out += spans[k].size;
    }
    for (std::uint32_t& number : memory) --number;
    numbers_ = index.size();
  }

  [[nodiscard]] std::span<const std::uint32_t> reference() const { return words_[0]; }
  [[nodiscard]] std::span<const std::uint32_t> prediction() const { return words_[1]; }
  [[nodiscard]] std::span<const std::uint32_t> reference_sentences() const { return words_[2]; }
  [[nodiscard]] std::span<const std::uint32_t> prediction_sentences() const { return words_[3]; }
  [[nodiscard]] std::size_t numbers() const { return numbers_; }

  [[nodiscard]] std::vector<std::uint32_t> counts(std::span<const std::uint32_t> words) const {
    std::vector<std::uint32_t> counts(numbers_);
    for (const std::uint32_t number : words) ++counts[number];
    return counts;
  }

 private:
  std::span<const std::uint32_t> words_[4];
  std::size_t numbers_;
};

std::vector<std::size_t> ends_of(const SentenceSpan& document) {
  std::vector<std::size_t> ends(document.sentences);
  for (std::size_t s = 0; s < ends.size(); ++s) ends[s] = document.end(s);
  return ends;
}

/// Whether the program divides by zero. Then it does whatever the other references are.
bool is_undefined(const Counts& counts) { return std::isnan(counts.weighted_reference); }

/// What ROUGE-W weighs a reference's sentences, together.
double weight_of(const SentenceSpan& document, double weight) {
  double sum = 0;
  for (std::size_t s = 0; s < document.sentences; ++s) {
    sum += std::pow(static_cast<double>(document.end(s) - document.begin(s)), weight);
  }
  return sum;
}

/// Compares one reference with the prediction, type by type.
class Pair {
 public:
  Pair(const Document& reference, const Document& prediction, Rouge155Scratch& scratch, const Checkpoint& checkpoint)
      : reference_(reference), prediction_(prediction), scratch_(scratch), checkpoint_(checkpoint) {}

  /// Counts matches of n-grams for all orders up to `orders` and, if it is wanted, the longest common subsequence.
  void match(std::size_t orders, bool lcs) {
    const bool many = orders > Matches::kMaxOrder;
    scratch_.matcher.match(reference_.words, prediction_.words, many ? 0 : static_cast<int>(orders), lcs,
                           scratch_.matches, checkpoint_);
    scratch_.of_order.resize(orders);
    if (many) {
      scratch_.clipped.match(prediction_.words, {&reference_.words, 1}, orders, scratch_.of_order.data(), checkpoint_);
    } else {
      for (std::size_t n = 0; n < orders; ++n) scratch_.of_order[n] = scratch_.matches.ngram[n + 1];
    }
  }

  Counts counts(const Rouge155Type& type, bool words_apart) {
    switch (type.kind) {
      case Kind::ngram: return of_ngrams(type.order);
      case Kind::lcs: return of_sentences(words_apart);
      case Kind::weighted_lcs: return of_weighted_sentences(type.weight);
      default: return of_skip_bigrams(type);
    }
  }

 private:
  static Counts of(std::uint64_t matches, std::uint64_t prediction, std::uint64_t reference, bool rounded) {
    Counts counts{integer(matches), integer(prediction), integer(reference), 0, 0, 0, 0};
    if (reference != 0) counts.recall = static_cast<double>(matches) / static_cast<double>(reference);
    if (rounded) counts.recall = five_decimals(counts.recall);
    return counts;
  }

  auto with_sentences(auto use) {
    const NumberedPair pair(reference_, prediction_, scratch_.index, scratch_.numbers);
    const std::vector<std::size_t> reference_ends = ends_of(reference_.sentences);
    const std::vector<std::size_t> prediction_ends = ends_of(prediction_.sentences);
    const std::vector<std::uint32_t> reference_counts = pair.counts(pair.reference());
    const std::vector<std::uint32_t> prediction_counts = pair.counts(pair.prediction());
    return use(NumberedSentences{pair.reference_sentences(), reference_ends, reference_counts},
               NumberedSentences{pair.prediction_sentences(), prediction_ends, prediction_counts});
  }

  [[nodiscard]] Counts of_ngrams(std::size_t order) const {
    const auto grams = [order](std::size_t words) { return words < order ? 0 : words - order + 1; };
    return of(static_cast<std::uint64_t>(scratch_.of_order[order - 1]), grams(prediction_.words.size),
              grams(reference_.words.size), true);
  }

  Counts of_sentences(bool words_apart) {
    std::uint64_t matches = 0;
    if (words_apart) {
      matches = with_sentences([&](const NumberedSentences& reference, const NumberedSentences& prediction) {
        return scratch_.unions.match(reference, prediction, checkpoint_);
      });
    } else if (reference_.sentences.sentences <= 1 && prediction_.sentences.sentences <= 1) {
      matches = scratch_.matches.lcs;
    } else {
      matches = scratch_.matcher.match_union(reference_.sentences, prediction_.sentences, checkpoint_);
    }
    return of(matches, prediction_.words.size, reference_.sentences.tokens.size, false);
  }

  Counts of_weighted_sentences(double weight) {
    const double base = weight_of(reference_.sentences, weight);
    Counts counts{};
    counts.weighted_matches =
        with_sentences([&](const NumberedSentences& reference, const NumberedSentences& prediction) {
          return scratch_.unions.match_weighted(reference, prediction, weight, checkpoint_);
        });
    counts.weighted_prediction = std::pow(static_cast<double>(prediction_.words.size), weight);
    // The program weighs the weights once more.
    counts.weighted_reference = base > 0 ? std::pow(base, weight) : std::numeric_limits<double>::quiet_NaN();
    counts.recall = base > 0 ? std::pow(counts.weighted_matches / base, 1 / weight) : 0;
    return counts;
  }

  Counts of_skip_bigrams(const Rouge155Type& type) {
    const NumberedPair pair(reference_, prediction_, scratch_.index, scratch_.numbers);
    return of(
        scratch_.skips.match(pair.reference(), pair.prediction(), pair.numbers(), type.gap, type.unigrams, checkpoint_),
        count_skip_bigrams(prediction_.words.size, type.gap, type.unigrams),
        count_skip_bigrams(reference_.words.size, type.gap, type.unigrams), true);
  }

  const Document& reference_;
  const Document& prediction_;
  Rouge155Scratch& scratch_;
  const Checkpoint& checkpoint_;
};

}  // namespace

Rouge155Counts Rouge155Counts::of(const std::int64_t* stats, bool weighted) {
  const auto number = [weighted](std::int64_t stat) {
    return weighted ? std::bit_cast<double>(stat) : static_cast<double>(stat);
  };
  return {number(stats[0]), number(stats[1]), number(stats[2])};
}

double five_decimals(double x) {
  constexpr double kUnits = 100000;
  const double scaled = x * kUnits;
  double units = std::floor(scaled);
  const double beyond_half = scaled - units - 0.5;  // which is exact
  if (beyond_half > 0) {
    units += 1;
  } else if (beyond_half == 0) {
    // The product was rounded: what it lost decides, and if it lost nothing, the even number.
    const double lost = std::fma(x, kUnits, -scaled);
    if (lost > 0 || (lost == 0 && std::fmod(units, 2) != 0)) units += 1;
  }
  return units / kUnits;
}

double rouge155_f(double recall, double precision, double alpha) {
  const double divisor = (1 - alpha) * precision + alpha * recall;
  return divisor > 0 ? precision * recall / divisor : 0;
}

Rouge155Score rouge155_score(const Rouge155Counts& counts, double weight, double alpha) {
  const auto share = [&](double whole) {
    if (!(whole > 0)) return 0.0;
    const double part = counts.matches / whole;
    return five_decimals(weight > 0 ? std::pow(part, 1 / weight) : part);
  };
  const double recall = share(counts.reference);
  const double precision = share(counts.prediction);
  return {recall, precision, five_decimals(rouge155_f(recall, precision, alpha))};
}

Rouge155::Rouge155(std::vector<Rouge155Type> types, Models models, bool stemmer,
                   std::shared_ptr<const Rouge155Words> words)
    : types_(std::move(types)), models_(models) {
  bool sentences = false;
  for (const Rouge155Type& type : types_) {
    if (type.kind == Kind::ngram) orders_ = std::max(orders_, type.order);
    sentences |= type.kind == Kind::lcs || type.kind == Kind::weighted_lcs;
  }
  words_apart_ = sentences && words->limit == Limit::bytes;
  view_.kind = TokenizerKind::rouge155;
  view_.stemmer = stemmer;
  view_.sentences = sentences;
  view_.split_lines = sentences;
  view_.rouge155 = std::move(words);
}

std::unique_ptr<Metric::Scratch> Rouge155::make_scratch() const { return std::make_unique<Rouge155Scratch>(); }

void Rouge155::score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
                     const Checkpoint& checkpoint) const {
  auto& own = static_cast<Rouge155Scratch&>(scratch);
  const auto document = [&](std::size_t index) {
    return document_of(examples.views.front(), index, view_.sentences, words_apart_);
  };
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const Document prediction = document(d++);
    own.counts.assign(types_.size(), Counts{});
    for (std::uint32_t k = 0; k < count; ++k) {
      const Document reference = document(d++);
      Pair pair(reference, prediction, own, checkpoint);
      pair.match(orders_, view_.sentences && !words_apart_);
      for (std::size_t t = 0; t < types_.size(); ++t) {
        const Counts counts = pair.counts(types_[t], words_apart_);
        Counts& all = own.counts[t];
        if (models_ == Models::best) {
          if (k == 0 || is_undefined(counts) || (counts.recall > all.recall && !is_undefined(all))) all = counts;
          continue;
        }
        all.matches += counts.matches;
        all.prediction += counts.prediction;
        all.reference += counts.reference;
        all.weighted_matches += counts.weighted_matches;
        all.weighted_prediction += counts.weighted_prediction;
        all.weighted_reference += counts.weighted_reference;
      }
    }
    for (std::size_t t = 0; t < types_.size(); ++t) {
      const Counts& all = own.counts[t];
      const bool weighted = types_[t].kind == Kind::weighted_lcs;
      *rows++ = weighted ? std::bit_cast<std::int64_t>(all.weighted_matches) : all.matches;
      *rows++ = weighted ? std::bit_cast<std::int64_t>(all.weighted_prediction) : all.prediction;
      *rows++ = weighted ? std::bit_cast<std::int64_t>(all.weighted_reference) : all.reference;
    }
  }
}

}  // namespace gramscore
