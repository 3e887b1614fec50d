#include "gramscore/metrics/sari.hpp"

#include <algorithm>
#include <vector>

#include "gramscore/match/token_index.hpp"
#include "gramscore/work/buffer.hpp"
#include "match/strips.hpp"
#include "metrics/python_math.hpp"

namespace gramscore {
namespace {

/// How often an n-gram occurs.
struct Gram {
  std::int64_t source = 0;
  std::int64_t prediction = 0;
  std::int64_t references = 0;       // in all of them
  std::int64_t having = 0;           // references that have it
  std::uint32_t last_reference = 0;  // the last of these, from 1 on
};

double ratio(std::int64_t a, std::int64_t b) { return static_cast<double>(a) / static_cast<double>(b); }

/// The harmonic mean as the programs write it; 0 where both are, or with `any_zero` where one is.
double f1(double precision, double recall, bool any_zero) {
  if (any_zero ? precision == 0 || recall == 0 : precision == 0 && recall == 0) return 0;
  return 2 * precision * recall / (precision + recall);
}

class SariScratch : public Metric::Scratch {
 public:
  void trim() override {
    constexpr std::size_t kKeep = 1 << 20;
    index_.trim();
    tokens_.trim(kKeep);
    grams_.trim(kKeep);
    if (counts_.capacity() * sizeof(Gram) > kKeep) std::vector<Gram>().swap(counts_);
  }

  /// Takes the source, the prediction and the references. With `empty_token` a text without tokens has an empty one.
  void start(std::span<const TokenSpan> texts, bool empty_token, const Checkpoint& checkpoint) {
    std::size_t size = 0;
    for (const TokenSpan& text : texts) size += std::max<std::size_t>(text.size, 1);
    std::uint32_t* const tokens = tokens_.reserve(size);
    std::uint32_t* const grams = grams_.reserve(size);
    index_.reset(size);
    sizes_.clear();
    std::size_t at = 0;
    for (const TokenSpan& text : texts) {
      check_size(text.size);
      in_strips(text.size, checkpoint, [&](std::size_t begin, std::size_t count) {
        index_.insert_each(count, [&](std::size_t i) { return text.data[begin + i]; }, tokens + at + begin);
      });
      at += text.size;
      const bool empty = empty_token && text.size == 0;
      if (empty) tokens[at++] = 0;
      sizes_.push_back(empty ? 1 : text.size);
    }
    distinct_ = index_.size();
    if (empty_token) std::replace(tokens, tokens + at, 0u, ++distinct_);
    std::copy_n(tokens, at, grams);
    order_ = 1;
    count(checkpoint);
  }

  /// Goes on to n-grams of one token more.
  void next(const Checkpoint& checkpoint) {
    std::uint32_t* const grams = grams_.data();
    const std::uint32_t* const tokens = tokens_.data();
    const std::size_t last = order_++;
    std::size_t total = 0;
    for (const std::size_t size : sizes_) total += size;
    index_.reset(total);
    std::size_t at = 0;
    for (const std::size_t size : sizes_) {
      in_strips(grams_in(size), checkpoint, [&](std::size_t begin, std::size_t count) {
        const std::size_t first = at + begin;
        index_.insert_each(
            count, [=](std::size_t i) { return std::uint64_t{grams[first + i]} << 32 | tokens[first + i + last]; },
            grams + first);
      });
      at += size;
    }
    distinct_ = index_.size();
    count(checkpoint);
  }

  /// The n-grams, those of the source first, in the order in which they appear there.
  [[nodiscard]] std::span<const Gram> grams() const { return {counts_.data(), distinct_}; }

  /// How many references have any n-gram.
  [[nodiscard]] std::int64_t references_with_grams() const {
    return std::count_if(sizes_.begin() + 2, sizes_.end(), [this](std::size_t size) { return grams_in(size) != 0; });
  }

 private:
  [[nodiscard]] std::size_t grams_in(std::size_t tokens) const { return tokens < order_ ? 0 : tokens - order_ + 1; }

  void count(const Checkpoint& checkpoint) {
    counts_.assign(distinct_, {});
    const std::uint32_t* numbers = grams_.data();
    for (std::uint32_t k = 0; k < sizes_.size(); ++k) {
      in_strips(grams_in(sizes_[k]), checkpoint, [&](std::size_t begin, std::size_t strip) {
        for (std::size_t i = begin; i < begin + strip; ++i) {
          Gram& gram = counts_[numbers[i] - 1];
          if (k == 0) {
            ++gram.source;
          } else if (k == 1) {
            ++gram.prediction;
          } else {
            ++gram.references;
            gram.having += gram.last_reference != k;
            gram.last_reference = k;
          }
        }
      });
      numbers += sizes_[k];
    }
  }

  std::vector<std::size_t> sizes_;  // tokens of each text
  std::size_t order_ = 1;
  std::uint32_t distinct_ = 0;
  TokenIndex index_;
  Buffer<std::uint32_t> tokens_;  // numbers of the tokens of all texts, from 1 on
  Buffer<std::uint32_t> grams_;   // of the n-grams that start there
  std::vector<Gram> counts_;
};

struct Parts {
  double keep;
  double del;
  double add;
};

/// Of one order as the script of evaluate has it, or the authors' own.
Parts parts_of_script(std::span<const Gram> grams, std::int64_t references, bool original) {
  const double of_nothing = original ? 0 : 1;
  double kept_precisions = 0;
  double kept_recalls = 0;
  std::int64_t kept_well = 0;
  std::int64_t kept = 0;
  std::int64_t to_keep = 0;
  std::int64_t sum_to_keep = 0;
  double deleted_precisions = 0;
  std::int64_t deleted = 0;
  std::int64_t added = 0;
  std::int64_t added_well = 0;
  std::int64_t to_add = 0;
  for (const Gram& gram : grams) {
    const std::int64_t source = gram.source * references;
    const std::int64_t prediction = gram.prediction * references;
    if (source == 0) {
      added += prediction != 0;
      to_add += gram.references != 0;
      added_well += prediction != 0 && gram.references != 0;
      continue;
    }
    const std::int64_t both = std::min(source, prediction);
    const std::int64_t all = std::min(source, gram.references);
    const std::int64_t good = std::min(both, gram.references);
    kept += both != 0;
    to_keep += all != 0;
    sum_to_keep += all;
    kept_well += good;
    if (good != 0) {
      kept_precisions += ratio(good, both);
      kept_recalls += ratio(good, all);
    }
    const std::int64_t gone = source - prediction;
    if (gone <= 0) continue;
    ++deleted;
    if (gone > gram.references) deleted_precisions += ratio(gone - gram.references, gone);
  }
  const auto by = [of_nothing](double sum, std::int64_t count) {
    return count == 0 ? of_nothing : sum / static_cast<double>(count);
  };
  const double keep_recall = original ? by(kept_recalls, to_keep) : by(static_cast<double>(kept_well), sum_to_keep);
  const auto well = static_cast<double>(added_well);
  const double del = deleted == 0 && !original ? kNothingDeleted : by(deleted_precisions, deleted);
  return {f1(by(kept_precisions, kept), keep_recall, false), del, f1(by(well, added), by(well, to_add), false)};
}

/// The same as tensor2tensor has it. `references` are those with n-grams.
Parts parts_of_tensor2tensor(std::span<const Gram> grams, std::int64_t references) {
  std::int64_t kept = 0;
  std::int64_t shares_kept = 0;
  std::int64_t shares_to_keep = 0;
  std::int64_t deleted = 0;
  std::int64_t shares_deleted = 0;
  std::int64_t added = 0;
  std::int64_t added_well = 0;
  std::int64_t to_add = 0;
  for (const Gram& gram : grams) {
    const bool predicted = gram.prediction != 0;
    if (gram.source == 0) {
      added += predicted;
      to_add += gram.having != 0;
      added_well += predicted && gram.having != 0;
      continue;
    }
    shares_to_keep += gram.having;
    if (predicted) {
      ++kept;
      shares_kept += gram.having;
    } else {
      ++deleted;
      shares_deleted += references - gram.having;
    }
  }
  // Without references there is nothing to share, and each n-gram of the source counts as it is.
  const auto whole = [references](std::int64_t shares) { return references == 0 ? 0.0 : ratio(shares, references); };
  const auto by = [](double sum, double count) { return count > 0 ? sum / count : 1.0; };
  const auto f = [](double precision, double recall) {
    return precision > 0 && recall > 0 ? 2 * precision * recall / (precision + recall) : 0.0;
  };
  const double well_deleted = references == 0 ? static_cast<double>(deleted) : whole(shares_deleted);
  const auto well_added = static_cast<double>(added_well);
  return {f(by(whole(shares_kept), static_cast<double>(kept)), by(whole(shares_kept), whole(shares_to_keep))),
          by(well_deleted, static_cast<double>(deleted)),
          f(by(well_added, static_cast<double>(added)), by(well_added, static_cast<double>(to_add)))};
}

/// EASSE's counts of one order: the columns that are kSariOrders apart from `out` on.
void count_easse(std::span<const Gram> grams, std::int64_t references, std::int64_t* out) {
  std::array<std::int64_t, 9> counts{};
  for (const Gram& gram : grams) {
    const std::int64_t source = gram.source * references;
    const std::int64_t prediction = gram.prediction * references;
    if (source == 0) {
      counts[0] += prediction != 0 && gram.references != 0;
      counts[1] += prediction != 0;
      counts[2] += gram.references != 0;
    }
    const std::int64_t kept = std::min(source, prediction);
    const std::int64_t to_keep = std::min(source, gram.references);
    counts[3] += std::min(kept, to_keep);
    counts[4] += kept;
    counts[5] += to_keep;
    const std::int64_t deleted = std::max<std::int64_t>(source - prediction, 0);
    const std::int64_t to_delete = std::max<std::int64_t>(source - gram.references, 0);
    counts[6] += std::min(deleted, to_delete);
    counts[7] += deleted;
    counts[8] += to_delete;
  }
  for (std::size_t k = 0; k < counts.size(); ++k) out[k * kSariOrders] = counts[k];
}

}  // namespace

SariScores sari_of_counts(const std::int64_t* counts) {
  std::array<double, 3> parts{};
  for (std::size_t n = 0; n < kSariOrders; ++n) {
    for (std::size_t part = 0; part < parts.size(); ++part) {
      const auto count = [&](std::size_t k) { return counts[(3 * part + k) * kSariOrders + n]; };
      const auto by = [](std::int64_t correct, std::int64_t total) { return total > 0 ? ratio(correct, total) : 0.0; };
      parts[part] += f1(by(count(0), count(1)), by(count(0), count(2)), true) / double{kSariOrders};
    }
  }
  for (double& part : parts) part *= 100.0;
  return {(parts[0] + parts[1] + parts[2]) / 3, parts[0], parts[1], parts[2]};
}

void SariFormula::scores(const std::int64_t* row, double* out) const {
  SariScores scores{};
  if (definition_ == SariDefinition::easse) {
    scores = sari_of_counts(row);
  } else {
    const auto average = [row](std::size_t part) {
      PythonSum sum(false);
      for (std::size_t n = 0; n < kSariOrders; ++n) {
        sum.add(std::min(as_number(row[part * kSariOrders + n]), 1.0));
      }
      return sum.value() / double{kSariOrders};
    };
    const double keep = average(0);
    const double del = average(1);
    const double add = average(2);
    const bool tensor2tensor = definition_ == SariDefinition::tensor2tensor;
    const double score = (tensor2tensor ? keep + add + del : keep + del + add) / 3;
    scores = {100 * score, 100 * add, 100 * keep, 100 * del};
  }
  out[0] = scores.score;
  out[1] = scores.add;
  out[2] = scores.keep;
  out[3] = scores.del;
}

std::unique_ptr<Metric::Scratch> Sari::make_scratch() const { return std::make_unique<SariScratch>(); }

void Sari::score(const Examples& examples, std::int64_t* rows, Scratch& scratch, const Checkpoint& checkpoint) const {
  auto& own = static_cast<SariScratch&>(scratch);
  const Documents& documents = examples.views.front();
  const bool of_script = definition_ == SariDefinition::evaluate || definition_ == SariDefinition::original;
  std::vector<TokenSpan> texts;
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    texts.assign(count + std::size_t{1}, {});
    texts[1] = documents.tokens(d);
    texts[0] = documents.tokens(d + 1);
    for (std::uint32_t k = 1; k < count; ++k) texts[k + std::size_t{1}] = documents.tokens(d + 1 + k);
    d += count + std::size_t{1};
    const std::int64_t references = count - std::int64_t{1};
    for (std::size_t n = 0; n < kSariOrders; ++n) {
      if (n == 0) {
        own.start(texts, of_script, checkpoint);
      } else {
        own.next(checkpoint);
      }
      if (definition_ == SariDefinition::easse) {
        count_easse(own.grams(), references, rows + n);
        continue;
      }
      const Parts parts = of_script ? parts_of_script(own.grams(), references, definition_ == SariDefinition::original)
                                    : parts_of_tensor2tensor(own.grams(), own.references_with_grams());
      rows[n] = as_statistic(parts.keep);
      rows[kSariOrders + n] = as_statistic(parts.del);
      rows[2 * kSariOrders + n] = as_statistic(parts.add);
    }
    rows += columns();
  }
}

}  // namespace gramscore
