#include "gramscore/metrics/rouge.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/sums/exact_sum.hpp"

namespace gramscore {
namespace {

double f_measure(double precision, double recall) {
  return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0.0;
}

/// The sums that means are made of.
struct Sums {
  ExactSum precision;
  ExactSum recall;
  ExactSum fmeasure;

  Sums(const std::int64_t* stats, std::size_t rows, std::size_t stride) {
    constexpr std::size_t kStrip = 1024;
    std::vector<double> values(3 * std::min(rows, kStrip));
    for (std::size_t begin = 0; begin < rows; begin += kStrip) {
      const std::size_t n = std::min(kStrip, rows - begin);
      double* const p = values.data();
      double* const r = p + n;
      double* const f = r + n;
      rouge_scores(stats + begin * stride, n, stride, p, r, f);
      precision.add({p, n});
      recall.add({r, n});
      fmeasure.add({f, n});
    }
  }
};

RougeScore mean(const ExactSum& precision, const ExactSum& recall, const ExactSum& fmeasure, std::int64_t examples) {
  const auto n = static_cast<double>(examples);
  return {precision.value() / n, recall.value() / n, fmeasure.value() / n};
}

class RougeScratch : public Metric::Scratch {
 public:
  void trim() override { matcher.trim(); }

  Matcher matcher;
};

}  // namespace

RougeType RougeType::parse(std::string_view name) {
  if (name == "rougeL") return {Kind::lcs, 0};
  if (name == "rougeLsum") return {Kind::lsum, 0};
  if (name.size() == 6 && name.substr(0, 5) == "rouge" && name[5] >= '1' && name[5] <= '9') {
    return {Kind::ngram, name[5] - '0'};
  }
  throw std::invalid_argument("unknown ROUGE type '" + std::string(name) +
                              "': known are rouge1 to rouge9, rougeL and rougeLsum");
}

RougeScore rouge_score(std::int64_t matches, std::int64_t prediction, std::int64_t reference) {
  const auto hits = static_cast<double>(matches);
  const double precision = hits / static_cast<double>(std::max<std::int64_t>(prediction, 1));
  const double recall = hits / static_cast<double>(std::max<std::int64_t>(reference, 1));
  return {precision, recall, f_measure(precision, recall)};
}

void rouge_scores(const std::int64_t* stats, std::size_t rows, std::size_t stride, double* precision, double* recall,
                  double* fmeasure) {
  if (rows == 1) {
    const RougeScore score = rouge_score(stats[0], stats[1], stats[2]);
    if (precision != nullptr) *precision = score.precision;
    if (recall != nullptr) *recall = score.recall;
    if (fmeasure != nullptr) *fmeasure = score.fmeasure;
    return;
  }
  kernels().f_measures(stats, rows, stride, precision, recall, fmeasure);
}

RougeScore rouge_mean(const std::int64_t* stats, std::size_t rows, std::size_t stride) {
  if (rows == 1) return rouge_score(stats[0], stats[1], stats[2]);
  const Sums sums(stats, rows, stride);
  return mean(sums.precision, sums.recall, sums.fmeasure, static_cast<std::int64_t>(rows));
}

CorpusSums rouge_sums(const std::int64_t* stats, std::size_t rows, std::size_t types) {
  CorpusSums corpus;
  corpus.examples = static_cast<std::int64_t>(rows);
  for (std::size_t t = 0; t < types; ++t) {
    const Sums sums(stats + t * kRougeColumns, rows, types * kRougeColumns);
    corpus.exact.insert(corpus.exact.end(), {sums.precision, sums.recall, sums.fmeasure});
  }
  return corpus;
}

void add_rouge_rows(GroupedSums& sums, const std::int64_t* stats, std::size_t rows, std::size_t types,
                    const std::uint32_t* groups) {
  std::vector<double> terms(3 * types);
  visit_each(sums, groups, rows, [&](std::size_t i) {
    double* term = terms.data();
    for (std::size_t t = 0; t < types; ++t, stats += kRougeColumns, term += 3) {
      const RougeScore score = rouge_score(stats[0], stats[1], stats[2]);
      term[0] = score.precision;
      term[1] = score.recall;
      term[2] = score.fmeasure;
    }
    sums.add(groups[i], nullptr, terms.data());
  });
}

RougeScore rouge_mean(const CorpusSums& sums, std::size_t type) {
  const ExactSum* const of_type = &sums.exact.at(3 * type);
  return mean(of_type[0], of_type[1], of_type[2], sums.examples);
}

Rouge::Rouge(std::vector<RougeType> types, TokenizerOptions tokenizer, bool sentences_apart)
    : types_(std::move(types)) {
  for (const RougeType& type : types_) {
    orders_ = std::max(orders_, type.order);
    lcs_ |= type.kind == RougeType::Kind::lcs;
    lsum_ |= type.kind == RougeType::Kind::lsum;
  }
  tokenizer.sentences = lsum_ && !sentences_apart;
  tokenizer.split_lines = tokenizer.sentences && tokenizer.split_lines;
  views_.push_back(tokenizer);
  if (sentences_apart) {
    tokenizer.sentences = true;
    views_.push_back(tokenizer);
  }
}

std::unique_ptr<Metric::Scratch> Rouge::make_scratch() const { return std::make_unique<RougeScratch>(); }

std::unique_ptr<Rouge> Rouge::lsum_alone() const {
  auto alone = std::make_unique<Rouge>(*this);
  alone->types_ = {{RougeType::Kind::lsum, 0}};
  alone->orders_ = 0;
  alone->lcs_ = false;
  return alone;
}

void Rouge::score_pair(const Examples& examples, std::size_t prediction, std::size_t reference, std::int64_t* row,
                       Matcher& matcher, const Checkpoint& checkpoint) const {
  const Documents& texts = examples.views.front();
  const Documents& sentences = examples.views.back();
  Matches matches;
  TokenSpan p;
  TokenSpan r;
  if (needs_texts()) {
    p = texts.tokens(prediction);
    r = texts.tokens(reference);
    matcher.match(r, p, orders_, lcs_, matches, checkpoint);
  }
  for (const RougeType& type : types_) {
    switch (type.kind) {
      case RougeType::Kind::ngram: {
        const auto shorter_by = static_cast<std::int64_t>(type.order) - 1;
        row[0] = matches.ngram[type.order];
        row[1] = std::max<std::int64_t>(static_cast<std::int64_t>(p.size) - shorter_by, 0);
        row[2] = std::max<std::int64_t>(static_cast<std::int64_t>(r.size) - shorter_by, 0);
        break;
      }
      case RougeType::Kind::lcs:
        row[0] = matches.lcs;
        row[1] = static_cast<std::int64_t>(p.size);
        row[2] = static_cast<std::int64_t>(r.size);
        break;
      case RougeType::Kind::lsum: {
        const SentenceSpan ps = sentences.sentences(prediction);
        const SentenceSpan rs = sentences.sentences(reference);
        const bool known = lcs_ && texts.batch == sentences.batch && ps.sentences <= 1 && rs.sentences <= 1;
        row[0] = known ? matches.lcs : static_cast<std::int64_t>(matcher.match_union(rs, ps, checkpoint));
        row[1] = static_cast<std::int64_t>(ps.tokens.size);
        row[2] = static_cast<std::int64_t>(rs.tokens.size);
        break;
      }
    }
    row += kRougeColumns;
  }
}

void Rouge::score(const Examples& examples, std::int64_t* rows, Scratch& scratch, const Checkpoint& checkpoint) const {
  Matcher& matcher = static_cast<RougeScratch&>(scratch).matcher;
  std::size_t d = 0;
  std::vector<std::int64_t> other;
  for (const std::uint32_t count : examples.references) {
    const std::size_t prediction = d++;
    score_pair(examples, prediction, d, rows, matcher, checkpoint);
    if (count > 1) {
      other.resize(columns());
      for (std::size_t k = 1; k < count; ++k) {
        score_pair(examples, prediction, d + k, other.data(), matcher, checkpoint);
        for (std::size_t c = 0; c < columns(); c += kRougeColumns) {
          const std::int64_t* best = rows + c;
          const std::int64_t* next = other.data() + c;
          if (rouge_score(next[0], next[1], next[2]).fmeasure > rouge_score(best[0], best[1], best[2]).fmeasure) {
            std::copy_n(next, kRougeColumns, rows + c);
          }
        }
      }
    }
    d += count;
    rows += columns();
  }
}

}  // namespace gramscore
