#include "gramscore/metrics/gec_gleu.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "gramscore/match/token_index.hpp"
#include "match/strips.hpp"
#include "metrics/python_math.hpp"

namespace gramscore {
namespace {

/// How often an n-gram occurs in each of the texts.
struct Gram {
  std::int64_t source = 0;
  std::int64_t prediction = 0;
  std::int64_t reference = 0;
};

std::size_t grams_in(std::size_t tokens, std::size_t order) { return tokens < order ? 0 : tokens - order + 1; }

class GecGleuScratch : public Metric::Scratch {
 public:
  void trim() override {
    constexpr std::size_t kKeep = 1 << 20;
    index_.trim();
    for (auto* numbers : {&tokens_, &grams_}) {
      if (numbers->capacity() * sizeof(std::uint32_t) > kKeep) std::vector<std::uint32_t>().swap(*numbers);
    }
    if (counts_.capacity() * sizeof(Gram) > kKeep) std::vector<Gram>().swap(counts_);
  }

  /// Writes the statistics of a reference.
  void compare(TokenSpan source, TokenSpan prediction, TokenSpan reference, std::int64_t* row,
               const Checkpoint& checkpoint) {
    const std::array<TokenSpan, 3> texts = {source, prediction, reference};
    std::size_t size = 0;
    for (const TokenSpan& text : texts) size += text.size;
    check_size(size);
    tokens_.resize(size);
    index_.reset(size);
    std::size_t at = 0;
    for (const TokenSpan& text : texts) {
      in_strips(text.size, checkpoint, [&](std::size_t begin, std::size_t count) {
        index_.insert_each(count, [&](std::size_t i) { return text.data[begin + i]; }, tokens_.data() + at + begin);
      });
      at += text.size;
    }
    grams_ = tokens_;
    row[0] = static_cast<std::int64_t>(prediction.size);
    row[1] = static_cast<std::int64_t>(reference.size);
    for (std::size_t n = 1; n <= kGecGleuOrders; ++n) {
      if (n > 1) lengthen(texts, n, checkpoint);
      count(texts, n);
      std::int64_t matches = 0;
      for (const Gram& gram : counts_) {
        // What the source has and the reference has not should not be there.
        matches += std::min(gram.prediction, gram.reference);
        if (gram.reference == 0) matches -= std::min(gram.prediction, gram.source);
      }
      row[2 * n] = std::max<std::int64_t>(matches, 0);
      row[2 * n + 1] = static_cast<std::int64_t>(grams_in(prediction.size, n));
    }
  }

 private:
  /// Makes n-grams of those of one token less.
  void lengthen(std::span<const TokenSpan> texts, std::size_t n, const Checkpoint& checkpoint) {
    index_.reset(grams_.size());
    std::size_t at = 0;
    for (const TokenSpan& text : texts) {
      in_strips(grams_in(text.size, n), checkpoint, [&](std::size_t begin, std::size_t count) {
        const std::uint32_t* const grams = grams_.data() + at + begin;
        const std::uint32_t* const last = tokens_.data() + at + begin + n - 1;
        index_.insert_each(
            count, [=](std::size_t i) { return std::uint64_t{grams[i]} << 32 | last[i]; }, grams_.data() + at + begin);
      });
      at += text.size;
    }
  }

  void count(std::span<const TokenSpan> texts, std::size_t n) {
    counts_.assign(index_.size(), {});
    constexpr std::array kSides = {&Gram::source, &Gram::prediction, &Gram::reference};
    std::size_t at = 0;
    for (std::size_t k = 0; k < texts.size(); ++k) {
      for (std::size_t i = 0; i < grams_in(texts[k].size, n); ++i) ++(counts_[grams_[at + i] - 1].*kSides[k]);
      at += texts[k].size;
    }
  }

  TokenIndex index_;
  std::vector<std::uint32_t> tokens_;  // numbers of the words of the three texts, from 1 on
  std::vector<std::uint32_t> grams_;   // of the n-grams that start there
  std::vector<Gram> counts_;
};

}  // namespace

double gec_gleu_score(const std::int64_t* stats, bool smooth) {
  std::array<double, kGecGleuColumns> numbers{};
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    if (stats[k] == 0 && !smooth) return 0;
    numbers[k] = stats[k] == 0 ? 1 : static_cast<double>(stats[k]);
  }
  double sum = 0;
  for (std::size_t n = 1; n <= kGecGleuOrders; ++n) sum += python_log(numbers[2 * n] / numbers[2 * n + 1]);
  const double precision = sum / double{kGecGleuOrders};
  return std::exp(std::min(0.0, 1 - numbers[1] / numbers[0]) + precision);
}

std::unique_ptr<Metric::Scratch> GecGleu::make_scratch() const { return std::make_unique<GecGleuScratch>(); }

void GecGleu::score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
                    const Checkpoint& checkpoint) const {
  auto& own = static_cast<GecGleuScratch&>(scratch);
  const Documents& texts = examples.views.front();
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    if (count != references_ + 1) {
      std::fill_n(rows, columns(), std::int64_t{-1});
    } else {
      for (std::uint32_t k = 1; k < count; ++k) {
        own.compare(texts.tokens(d + 1), texts.tokens(d), texts.tokens(d + 1 + k), rows + (k - 1) * kGecGleuColumns,
                    checkpoint);
      }
    }
    d += count + std::size_t{1};
    rows += columns();
  }
}

}  // namespace gramscore
