#include "gramscore/metrics/nist.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "gramscore/match/token_index.hpp"
#include "gramscore/work/buffer.hpp"
#include "match/strips.hpp"
#include "metrics/python_math.hpp"

namespace gramscore {
namespace {

/// A document whose tokens are numbered for the corpus: at [begin, begin + size) of all.
struct Numbered {
  std::size_t begin;
  std::size_t size;

  [[nodiscard]] std::size_t grams(std::size_t order) const { return size < order ? 0 : size - order + 1; }
};

/// Numbers n-grams of all documents, order after order, and counts those of the references.
class Corpus {
 public:
  Corpus(const Documents& documents, std::span<const std::uint32_t> references, const Checkpoint& checkpoint)
      : checkpoint_(checkpoint) {
    std::size_t d = 0;
    const auto add = [&](bool reference) {
      rest(d);
      const TokenSpan tokens = documents.tokens(d++);
      documents_.push_back({tokens_, tokens.size});
      is_reference_.push_back(reference);
      numbers_.reserve(tokens_ + tokens.size, tokens_);
      for (std::size_t i = 0; i < tokens.size; ++i) keys_.push_back(tokens.data[i]);
      tokens_ += tokens.size;
      if (reference) reference_tokens_ += tokens.size;
    };
    for (const std::uint32_t count : references) {
      add(false);
      for (std::uint32_t k = 0; k < count; ++k) add(true);
    }
    grams_.reserve(tokens_);
    index_.reset(tokens_);
    in_strips(tokens_, checkpoint_, [&](std::size_t begin, std::size_t count) {
      index_.insert_each(count, [&](std::size_t i) { return keys_[begin + i]; }, numbers_.data() + begin);
    });
    std::copy_n(numbers_.data(), tokens_, grams_.data());
    count_references(1);
    information_.assign(frequency_.size(), 0.0);
    for (std::size_t gram = 1; gram < frequency_.size(); ++gram) {
      inform(gram, static_cast<std::int64_t>(reference_tokens_));
    }
  }

  /// Goes on to the n-grams of the next order: `order` is one more than before.
  void advance(std::size_t order) {
    const std::size_t last = order - 1;
    index_.reset(tokens_);
    const std::vector<std::int64_t> shorter = frequency_;
    std::vector<std::uint32_t> prefix = {0};
    std::vector<std::uint32_t> prefixes;
    for (std::size_t d = 0; d < documents_.size(); ++d) {
      rest(d);
      const Numbered& document = documents_[d];
      const std::uint32_t* const tokens = numbers_.data() + document.begin;
      std::uint32_t* const grams = grams_.data() + document.begin;
      in_strips(document.grams(order), checkpoint_, [&](std::size_t begin, std::size_t count) {
        prefixes.assign(grams + begin, grams + begin + count);
        index_.insert_each(
            count, [&](std::size_t i) { return std::uint64_t{grams[begin + i]} << 32 | tokens[begin + i + last]; },
            grams + begin);
        prefix.resize(std::size_t{index_.size()} + 1);
        for (std::size_t i = 0; i < count; ++i) prefix[grams[begin + i]] = prefixes[i];
      });
    }
    count_references(order);
    information_.assign(frequency_.size(), 0.0);
    for (std::size_t gram = 1; gram < frequency_.size(); ++gram) inform(gram, shorter[prefix[gram]]);
  }

  [[nodiscard]] std::size_t numbers() const { return frequency_.size(); }
  [[nodiscard]] const Numbered& document(std::size_t d) const { return documents_[d]; }
  [[nodiscard]] std::span<const std::uint32_t> grams(std::size_t d, std::size_t order) const {
    return {grams_.data() + documents_[d].begin, documents_[d].grams(order)};
  }
  [[nodiscard]] double information(std::uint32_t gram) const { return information_[gram]; }

 private:
  /// A checkpoint at some of the documents.
  void rest(std::size_t d) const {
    if (d % 1024 == 0) checkpoint_();
  }

  void count_references(std::size_t order) {
    frequency_.assign(std::size_t{index_.size()} + 1, 0);
    for (std::size_t d = 0; d < documents_.size(); ++d) {
      rest(d);
      if (!is_reference_[d]) continue;
      for (const std::uint32_t gram : grams(d, order)) ++frequency_[gram];
    }
  }

  /// The information of an n-gram that the references have, whose first tokens occur `before` times.
  void inform(std::size_t gram, std::int64_t before) {
    if (frequency_[gram] == 0) return;
    const double ratio = static_cast<double>(before) / static_cast<double>(frequency_[gram]);
    information_[gram] = std::log(ratio) / log_two_;
  }

  const Checkpoint& checkpoint_;
  const double log_two_ = python_log(2);
  std::vector<Numbered> documents_;
  std::vector<bool> is_reference_;
  std::vector<Token> keys_;
  std::size_t tokens_ = 0;
  std::size_t reference_tokens_ = 0;
  TokenIndex index_;
  Buffer<std::uint32_t> numbers_;
  Buffer<std::uint32_t> grams_;
  std::vector<std::int64_t> frequency_;  // in the references, by n-gram
  std::vector<double> information_;
};

/// How often n-grams occur in one prediction and one reference of it.
struct Occurrences {
  std::int64_t prediction = 0;
  std::int64_t reference = 0;
};

double length_penalty(std::int64_t ref_len, std::int64_t sys_len) {
  const double ratio = static_cast<double>(sys_len) / static_cast<double>(ref_len);
  if (!(0 < ratio && ratio < 1)) return std::min(ratio, 1.0);
  const double beta = python_log(0.5) / python_square(python_log(1.5));
  return std::exp(beta * python_square(std::log(ratio)));
}

}  // namespace

NistStatistics nist_statistics(const Documents& documents, std::span<const std::uint32_t> references,
                               std::size_t max_order, const Checkpoint& checkpoint, bool compensated) {
  const std::size_t examples = references.size();
  NistStatistics statistics;
  statistics.max_order = max_order;
  statistics.sys_len.resize(examples);
  statistics.totals.resize(examples * max_order);
  statistics.ref_len.resize(examples * max_order);
  statistics.information.resize(examples * max_order);
  Corpus corpus(documents, references, checkpoint);
  std::vector<Occurrences> occurrences;
  for (std::size_t order = 1; order <= max_order; ++order) {
    if (order > 1) corpus.advance(order);
    occurrences.assign(corpus.numbers(), {});
    std::size_t d = 0;
    for (std::size_t e = 0; e < examples; ++e) {
      if (e % 1024 == 0) checkpoint();
      const std::span<const std::uint32_t> predicted = corpus.grams(d, order);
      statistics.sys_len[e] = static_cast<std::int64_t>(corpus.document(d++).size);
      for (const std::uint32_t gram : predicted) ++occurrences[gram].prediction;
      const auto total = static_cast<std::int64_t>(predicted.size());
      std::tuple<double, double, std::int64_t> best{-1, 0, 0};
      for (std::uint32_t k = 0; k < references[e]; ++k, ++d) {
        const std::span<const std::uint32_t> given = corpus.grams(d, order);
        for (const std::uint32_t gram : given) ++occurrences[gram].reference;
        // Added in the order in which the n-grams first come in the prediction, each once.
        PythonSum sum(compensated);
        for (const std::uint32_t gram : predicted) {
          Occurrences& found = occurrences[gram];
          const std::int64_t matches = std::min(found.prediction, found.reference);
          if (matches == 0) continue;
          sum.add(corpus.information(gram) * static_cast<double>(matches));
          found.reference = 0;
        }
        for (const std::uint32_t gram : given) occurrences[gram].reference = 0;
        const double information = sum.value();
        const double precision = total == 0 ? 0.0 : information / static_cast<double>(total);
        best = std::max(best, {precision, information, static_cast<std::int64_t>(corpus.document(d).size)});
      }
      for (const std::uint32_t gram : predicted) occurrences[gram].prediction = 0;
      const std::size_t cell = e * max_order + order - 1;
      statistics.totals[cell] = total;
      statistics.information[cell] = std::get<1>(best);
      statistics.ref_len[cell] = std::get<2>(best);
    }
  }
  return statistics;
}

double nist_score(std::span<const std::int64_t> sys_len, std::span<const std::int64_t> totals,
                  std::span<const std::int64_t> ref_len, std::span<const double> information, std::size_t max_order) {
  std::int64_t sys = 0;
  std::int64_t ref = 0;
  for (const std::int64_t length : sys_len) sys += length * static_cast<std::int64_t>(max_order);
  for (const std::int64_t length : ref_len) ref += length;
  double precisions = 0;
  for (std::size_t n = 0; n < max_order; ++n) {
    double numerator = 0;
    std::int64_t denominator = 0;
    for (std::size_t e = 0; e < sys_len.size(); ++e) {
      numerator += information[e * max_order + n];
      denominator += totals[e * max_order + n];
    }
    if (denominator == 0) return std::numeric_limits<double>::quiet_NaN();
    precisions += numerator / static_cast<double>(denominator);
  }
  if (ref == 0) return std::numeric_limits<double>::quiet_NaN();
  return precisions * length_penalty(ref, sys);
}

}  // namespace gramscore
