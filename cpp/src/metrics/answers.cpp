#include "gramscore/metrics/answers.hpp"

#include <algorithm>

#include "gramscore/match/clipped.hpp"
#include "gramscore/match/edit_path.hpp"
#include "gramscore/work/buffer.hpp"
#include "text/code_points.hpp"

namespace gramscore {
namespace {

class NoScratch : public Metric::Scratch {
 public:
  void trim() override {}
};

class TokenF1Scratch : public Metric::Scratch {
 public:
  void trim() override { matcher.trim(); }

  ClippedMatcher matcher;
};

class SimilarityScratch : public Metric::Scratch {
 public:
  void trim() override {
    constexpr std::size_t kKeep = 1 << 20;
    path.trim();
    prediction.trim(kKeep);
    reference.trim(kKeep);
  }

  EditPath path;
  Buffer<Token> prediction;
  Buffer<Token> reference;
};

/// How many characters more a lower-case one becomes in upper case (Unicode's SpecialCasing).
std::int64_t growth(Token c) {
  if (c < 0xdf) return 0;
  const auto within = [c](Token first, Token last) { return c >= first && c <= last; };
  if (c == 0xdf || c == 0x149 || c == 0x1f0 || c == 0x587 || within(0x1e96, 0x1e9a)) return 1;
  if (c == 0x390 || c == 0x3b0) return 2;
  if (within(0x1f50, 0x1ff7)) {
    switch (c) {
      case 0x1f50: return 1;
      case 0x1f52:
      case 0x1f54:
      case 0x1f56: return 2;
      default: break;
    }
    if (within(0x1f80, 0x1faf)) return (c & 8) == 0 ? 1 : 0;
    const Token row = c & 0xf;
    if (row == 7) return c < 0x1fb0 ? 0 : 2;
    switch (c & ~Token{0xf}) {
      case 0x1fb0:
      case 0x1fc0:
      case 0x1ff0: return row == 2 || row == 3 || row == 4 || row == 6 ? 1 : 0;
      case 0x1fd0:
      case 0x1fe0: return row == 2 || row == 3 ? 2 : row == 6 || c == 0x1fe4 ? 1 : 0;
      default: return 0;
    }
  }
  if (c == 0xfb03 || c == 0xfb04) return 2;
  return within(0xfb00, 0xfb06) || within(0xfb13, 0xfb17) ? 1 : 0;
}

/// A text with its white space squeezed.
TokenSpan squeezed(TokenSpan text, Buffer<Token>& kept) {
  Token* const begin = kept.reserve(text.size + kTokenSlack);
  Token* end = begin;
  bool after_space = true;
  for (std::size_t i = 0; i < text.size; ++i) {
    const bool space = is_space(static_cast<std::uint32_t>(text.data[i]));
    *end = space ? Token{' '} : text.data[i];
    end += !(space && after_space);
    after_space = space;
  }
  if (end != begin && after_space) --end;
  return {begin, static_cast<std::size_t>(end - begin)};
}

std::int64_t upper_case_length(TokenSpan text) {
  auto length = static_cast<std::int64_t>(text.size);
  for (std::size_t i = 0; i < text.size; ++i) length += growth(text.data[i]);
  return length;
}

}  // namespace

std::unique_ptr<Metric::Scratch> ExactMatch::make_scratch() const { return std::make_unique<NoScratch>(); }

void ExactMatch::score(const Examples& examples, std::int64_t* rows, Scratch& /*scratch*/,
                       const Checkpoint& /*checkpoint*/) const {
  const Documents& texts = examples.views.front();
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const TokenSpan prediction = texts.tokens(d++);
    bool found = false;
    for (std::uint32_t k = 0; k < count; ++k) {
      const TokenSpan reference = texts.tokens(d++);
      found = found || (reference.size == prediction.size &&
                        std::equal(reference.data, reference.data + reference.size, prediction.data));
    }
    *rows++ = found ? 1 : 0;
  }
}

double token_f1(std::int64_t matches, std::int64_t prediction, std::int64_t reference) {
  if (matches == 0) return 0;
  const double precision = static_cast<double>(matches) / static_cast<double>(prediction);
  const double recall = static_cast<double>(matches) / static_cast<double>(reference);
  return 2 * precision * recall / (precision + recall);
}

CorpusSums token_f1_sums(const std::int64_t* stats, std::size_t rows) {
  CorpusSums sums;
  sums.examples = static_cast<std::int64_t>(rows);
  sums.exact.resize(1);
  for (std::size_t i = 0; i < rows; ++i, stats += kTokenF1Columns) {
    sums.exact[0].add(token_f1(stats[0], stats[1], stats[2]));
  }
  return sums;
}

std::unique_ptr<Metric::Scratch> TokenF1::make_scratch() const { return std::make_unique<TokenF1Scratch>(); }

void TokenF1::score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
                    const Checkpoint& checkpoint) const {
  ClippedMatcher& matcher = static_cast<TokenF1Scratch&>(scratch).matcher;
  const Documents& texts = examples.views.front();
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const TokenSpan prediction = texts.tokens(d++);
    const auto predicted = static_cast<std::int64_t>(prediction.size);
    for (std::uint32_t k = 0; k < count; ++k) {
      const TokenSpan reference = texts.tokens(d++);
      const auto length = static_cast<std::int64_t>(reference.size);
      std::int64_t matches = 0;
      matcher.match(prediction, {&reference, 1}, 1, &matches, checkpoint);
      if (k != 0 && token_f1(matches, predicted, length) <= token_f1(rows[0], rows[1], rows[2])) continue;
      rows[0] = matches;
      rows[1] = predicted;
      rows[2] = length;
    }
    rows += kTokenF1Columns;
  }
}

double edit_similarity(std::int64_t edits, std::int64_t length, double threshold) {
  const double distance = length == 0 ? 0.0 : static_cast<double>(edits) / static_cast<double>(length);
  return distance < threshold ? 1 - distance : 0.0;
}

CorpusSums similarity_sums(const std::int64_t* stats, std::size_t rows, double threshold) {
  CorpusSums sums;
  sums.examples = static_cast<std::int64_t>(rows);
  sums.exact.resize(1);
  for (std::size_t i = 0; i < rows; ++i, stats += kSimilarityColumns) {
    sums.exact[0].add(edit_similarity(stats[0], stats[1], threshold));
  }
  return sums;
}

std::unique_ptr<Metric::Scratch> EditSimilarity::make_scratch() const { return std::make_unique<SimilarityScratch>(); }

void EditSimilarity::score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
                           const Checkpoint& checkpoint) const {
  auto& own = static_cast<SimilarityScratch&>(scratch);
  const Documents& texts = examples.views.front();
  const auto length = [this](TokenSpan text) {
    return normalized_ ? upper_case_length(text) : static_cast<std::int64_t>(text.size);
  };
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    TokenSpan prediction = texts.tokens(d++);
    if (normalized_) prediction = squeezed(prediction, own.prediction);
    for (std::uint32_t k = 0; k < count; ++k) {
      TokenSpan reference = texts.tokens(d++);
      if (normalized_) reference = squeezed(reference, own.reference);
      const EditCounts found = own.path.count(reference, prediction, checkpoint);
      const auto edits = static_cast<std::int64_t>(found.substitutions + found.deletions + found.insertions);
      const std::int64_t longer = std::max(length(prediction), length(reference));
      if (k != 0 && edit_similarity(edits, longer, threshold_) <= edit_similarity(rows[0], rows[1], threshold_)) {
        continue;
      }
      rows[0] = edits;
      rows[1] = longer;
    }
    rows += kSimilarityColumns;
  }
}

}  // namespace gramscore
