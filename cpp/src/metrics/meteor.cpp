#include "gramscore/metrics/meteor.hpp"

#include <algorithm>
#include <cmath>

#include "match/strips.hpp"

namespace gramscore {
namespace {

class MeteorScratch : public Metric::Scratch {
 public:
  void trim() override { aligner.trim(); }

  MeteorAligner aligner;
};

}  // namespace

double MeteorFormula::score(const std::int64_t* row) const {
  const auto matches = static_cast<double>(row[0]);
  if (row[0] == 0) return 0;
  const double precision = matches / static_cast<double>(row[2]);
  const double recall = matches / static_cast<double>(row[3]);
  const double weighted = alpha_ * precision + (1 - alpha_) * recall;
  if (weighted == 0) return 0;
  const double mean = (precision * recall) / weighted;
  const double pieces = static_cast<double>(row[1]) / matches;
  const double penalty = gamma_ * std::pow(pieces, beta_);
  return (1 - penalty) * mean;
}

void MeteorAligner::align(const StemmedText& prediction, const StemmedText& reference, const Synonyms* synonyms,
                          std::int64_t* row, const Checkpoint& checkpoint) {
  check_size(prediction.words.size);
  check_size(reference.words.size);
  aligned_.assign(prediction.words.size, 0);
  taken_.assign(reference.words.size, 0);
  before_.resize(reference.words.size + 1);
  put_reference(reference.words);
  match_equal(prediction.words);
  checkpoint();
  const auto left = [this] {
    return std::find(aligned_.begin(), aligned_.end(), 0u) != aligned_.end() &&
           std::find(taken_.begin(), taken_.end(), 0) != taken_.end();
  };
  if (left()) {
    put_reference(reference.stems);
    match_equal(prediction.stems);
    if (synonyms != nullptr && left()) match_synonyms(prediction.stems, *synonyms);
  }
  std::int64_t matches = 0;
  std::int64_t pieces = 0;
  std::uint32_t before = 0;  // the partner of the word before, 0 if it has none
  for (const std::uint32_t place : aligned_) {
    matches += place != 0;
    pieces += place != 0 && (before == 0 || place != before + 1);
    before = place;
  }
  row[0] = matches;
  row[1] = pieces;
  row[2] = static_cast<std::int64_t>(prediction.words.size);
  row[3] = static_cast<std::int64_t>(reference.words.size);
}

/// Numbers the tokens of the reference that are not taken, and finds the last place of each.
void MeteorAligner::put_reference(TokenSpan tokens) {
  index_.reset(tokens.size);
  numbers_.resize(tokens.size);
  index_.insert_each(tokens.size, [&](std::size_t j) { return tokens.data[j]; }, numbers_.data());
  last_.assign(index_.size() + std::size_t{1}, 0);
  for (std::uint32_t j = 0; j < tokens.size; ++j) {
    if (taken_[j] != 0) continue;
    before_[j + std::size_t{1}] = last_[numbers_[j]];
    last_[numbers_[j]] = j + 1;
  }
}

/// From the last word to the first, each that has no partner takes the last free place of its equals.
void MeteorAligner::match_equal(TokenSpan tokens) {
  numbers_.resize(tokens.size);
  index_.find_each(tokens.size, [&](std::size_t i) { return tokens.data[i]; }, numbers_.data());
  for (std::size_t i = tokens.size; i-- > 0;) {
    if (aligned_[i] != 0 || numbers_[i] == 0) continue;
    std::uint32_t& last = last_[numbers_[i]];
    if (last == 0) continue;
    aligned_[i] = last;
    taken_[last - 1] = 1;
    last = before_[last];
  }
}

/// The same of the stems that mean the same, of all of which the last free place is taken.
void MeteorAligner::match_synonyms(TokenSpan stems, const Synonyms& synonyms) {
  for (std::size_t i = stems.size; i-- > 0;) {
    if (aligned_[i] != 0) continue;
    const auto stem = static_cast<std::size_t>(stems.data[i]);
    const auto begin = static_cast<std::size_t>(stem == 0 ? 0 : synonyms.ends[stem - 1]);
    const auto end = static_cast<std::size_t>(synonyms.ends[stem]);
    std::uint32_t best = 0;
    std::uint32_t number = 0;
    for (std::size_t k = begin; k < end; ++k) {
      std::uint32_t other = 0;
      index_.find_each(1, [&](std::size_t) { return static_cast<Token>(synonyms.others[k]); }, &other);
      if (last_[other] > best) {
        best = last_[other];
        number = other;
      }
    }
    if (best == 0) continue;
    aligned_[i] = best;
    taken_[best - 1] = 1;
    last_[number] = before_[best];
  }
}

void MeteorAligner::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  index_.trim();
  for (auto* values : {&aligned_, &last_, &before_, &numbers_}) {
    if (values->capacity() * sizeof(std::uint32_t) > kKeep) std::vector<std::uint32_t>().swap(*values);
  }
  if (taken_.capacity() > kKeep) std::vector<std::uint8_t>().swap(taken_);
}

Meteor::Meteor(const MeteorFormula& formula, const TokenizerOptions& words) : formula_(formula), views_{words, words} {
  views_[1].stemmer = true;
}

std::unique_ptr<Metric::Scratch> Meteor::make_scratch() const { return std::make_unique<MeteorScratch>(); }

void Meteor::score(const Examples& examples, std::int64_t* rows, Scratch& scratch, const Checkpoint& checkpoint) const {
  MeteorAligner& aligner = static_cast<MeteorScratch&>(scratch).aligner;
  const auto text = [&](std::size_t d) {
    return StemmedText{examples.views[0].tokens(d), examples.views[1].tokens(d)};
  };
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const StemmedText prediction = text(d++);
    for (std::uint32_t k = 0; k < count; ++k) {
      std::int64_t row[kMeteorColumns];
      aligner.align(prediction, text(d++), nullptr, row, checkpoint);
      if (k == 0 || formula_.score(row) > formula_.score(rows)) std::copy_n(row, kMeteorColumns, rows);
    }
    rows += kMeteorColumns;
  }
}

}  // namespace gramscore
