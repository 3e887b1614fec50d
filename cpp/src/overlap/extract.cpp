#include "gramscore/overlap/extract.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "gramscore/match/token_index.hpp"
#include "gramscore/metrics/rouge.hpp"
#include "gramscore/work/buffer.hpp"

namespace gramscore {
namespace {

/// Far more than the rounding of bounds.
constexpr double kSlack = 1e-9;

/// PreSumm's F, in its order of operations.
double presumm_f(std::size_t overlap, std::size_t evaluated, std::size_t reference) {
  const double precision = evaluated == 0 ? 0.0 : static_cast<double>(overlap) / static_cast<double>(evaluated);
  const double recall = reference == 0 ? 0.0 : static_cast<double>(overlap) / static_cast<double>(reference);
  return 2.0 * ((precision * recall) / (precision + recall + 1e-8));
}

double rouge_f(std::size_t matches, std::size_t prediction, std::size_t reference) {
  return rouge_score(static_cast<std::int64_t>(matches), static_cast<std::int64_t>(prediction),
                     static_cast<std::int64_t>(reference))
      .fmeasure;
}

}  // namespace

/// What an extract of a document is worth.
class ExtractFinder::Score {
 public:
  virtual ~Score() = default;

  virtual void read(std::span<const TokenSpan> sentences, TokenSpan summary, const Checkpoint& checkpoint) = 0;

  /// Of the sentences `chosen`, in rising order.
  virtual double of(std::span<const std::uint32_t> chosen, const Checkpoint& checkpoint) = 0;

  /// No extract of the sentences `chosen` and up to `more` of those from `first` on is worth more than this, but for rounding.
  virtual double bound(std::span<const std::uint32_t> chosen, std::size_t first, std::size_t more,
                       const Checkpoint& checkpoint) = 0;

  /// The greedy search's next sentence, the first of those that are worth most with `chosen`, and more than `least`, which is
  /// then what they are worth; kNone if there is none.
  virtual std::uint32_t next(std::span<const std::uint32_t> chosen, double& least, const Checkpoint& checkpoint) {
    std::uint32_t best = kNone;
    for (std::uint32_t i = 0; i < sentences_; ++i) {
      if (std::ranges::find(chosen, i) != chosen.end()) continue;
      tried_.assign(chosen.begin(), chosen.end());
      tried_.push_back(i);
      std::ranges::sort(tried_);
      const double value = of(tried_, checkpoint);
      if (value > least) {
        least = value;
        best = i;
      }
    }
    return best;
  }

  static constexpr std::uint32_t kNone = 0xffffffff;

 protected:
  std::uint32_t sentences_ = 0;

 private:
  std::vector<std::uint32_t> tried_;
};

/// PreSumm's. A sentence is the numbers of its different unigrams and bigrams, the lowest of which are the summary's.
class ExtractFinder::SetScore : public Score {
 public:
  void read(std::span<const TokenSpan> sentences, TokenSpan summary, const Checkpoint& checkpoint) override {
    sentences_ = static_cast<std::uint32_t>(sentences.size());
    std::size_t total = summary.size;
    for (const TokenSpan& sentence : sentences) total += sentence.size;
    std::uint32_t* const words = words_.reserve(total + 1);
    std::uint32_t* const pairs = pairs_.reserve(total + 1);
    index_.reset(total);
    std::size_t at = 0;
    const auto number_words = [&](TokenSpan text) {
      index_.insert_each(text.size, [&](std::size_t i) { return text.data[i]; }, words + at);
      at += text.size;
    };
    number_words(summary);
    parts_[0].of_summary = index_.size();
    for (const TokenSpan& sentence : sentences) number_words(sentence);
    checkpoint();
    grams_.reset(total);
    at = 0;
    const auto number_pairs = [&](TokenSpan text) {
      const std::uint32_t* const own = words + at;
      const auto pair = [own](std::size_t i) { return std::uint64_t{own[i]} << 32 | own[i + 1]; };
      if (text.size > 1) grams_.insert_each(text.size - 1, pair, pairs + at);
      at += text.size;
    };
    number_pairs(summary);
    parts_[1].of_summary = grams_.size();
    for (const TokenSpan& sentence : sentences) number_pairs(sentence);
    parts_[0].list(words + summary.size, sentences, 0, index_.size());
    parts_[1].list(pairs + summary.size, sentences, 1, grams_.size());
  }

  double of(std::span<const std::uint32_t> chosen, const Checkpoint& /*checkpoint*/) override {
    double values[2];
    for (std::size_t p = 0; p < 2; ++p) {
      const Counts counts = parts_[p].choose(chosen);
      values[p] = presumm_f(counts.overlap, counts.evaluated, parts_[p].of_summary);
    }
    return values[0] + values[1];
  }

  std::uint32_t next(std::span<const std::uint32_t> chosen, double& least, const Checkpoint& checkpoint) override {
    const Counts so_far[2] = {parts_[0].choose(chosen), parts_[1].choose(chosen)};
    std::uint32_t best = kNone;
    for (std::uint32_t i = 0; i < sentences_; ++i) {
      if (std::ranges::find(chosen, i) != chosen.end()) continue;
      double values[2];
      for (std::size_t p = 0; p < 2; ++p) {
        const Counts more = parts_[p].added_by(i);
        values[p] =
            presumm_f(so_far[p].overlap + more.overlap, so_far[p].evaluated + more.evaluated, parts_[p].of_summary);
      }
      const double value = values[0] + values[1];
      if (value > least) {
        least = value;
        best = i;
      }
    }
    checkpoint();
    return best;
  }

  double bound(std::span<const std::uint32_t> chosen, std::size_t first, std::size_t more,
               const Checkpoint& checkpoint) override {
    checkpoint();
    double sum = 0;
    for (Part& part : parts_) {
      const auto [overlap, evaluated] = part.choose(chosen);
      // What each of the others would bring; the most that so many can.
      gains_.clear();
      for (std::size_t i = first; i < sentences_; ++i) gains_.push_back(part.added_by(i).overlap);
      const auto count = static_cast<std::ptrdiff_t>(std::min(more, gains_.size()));
      std::partial_sort(gains_.begin(), gains_.begin() + count, gains_.end(), std::greater<>());
      const std::size_t gain = std::accumulate(gains_.begin(), gains_.begin() + count, std::size_t{0});
      const std::size_t most = std::min<std::size_t>(part.of_summary, overlap + gain);
      // What comes in addition to the overlap is in the extract, too.
      sum += presumm_f(most, evaluated + (most - overlap), part.of_summary);
    }
    return sum;
  }

 private:
  struct Counts {
    std::size_t overlap = 0;
    std::size_t evaluated = 0;
  };

  struct Seen {
    std::uint32_t last = 0;  // sentence, counted from 1
    std::uint32_t sentences = 0;
  };

  /// The n-grams of one order.
  struct Part {
    /// Takes from each sentence, `less` n-grams of which are missing at its end, each number once. Of those that are neither
    /// in the summary nor in another sentence only their number counts.
    void list(const std::uint32_t* grams, std::span<const TokenSpan> sentences, std::size_t less, std::uint32_t all) {
      seen.assign(std::size_t{all} + 1, {});
      std::size_t total = 0;
      for (const TokenSpan& sentence : sentences) total += sentence.size;
      std::uint32_t* const out = numbers.reserve(total + 1);
      std::size_t end = 0;
      ends.clear();
      std::uint32_t mark = 0;
      for (const TokenSpan& sentence : sentences) {
        ++mark;
        for (std::size_t i = 0; i + less < sentence.size; ++i) {
          Seen& gram = seen[grams[i]];
          const std::uint32_t is_new = gram.last != mark ? 1 : 0;
          out[end] = grams[i];
          end += is_new;
          gram.last = mark;
          gram.sentences += is_new;
        }
        grams += sentence.size;
        ends.push_back(end);
      }
      lone.clear();
      std::size_t kept = 0;
      std::size_t k = 0;
      for (std::size_t& sentence_end : ends) {
        const std::size_t before = kept;
        const std::size_t first = k;
        for (; k < sentence_end; ++k) {
          const std::uint32_t number = out[k];
          out[kept] = number;
          kept += static_cast<std::size_t>(number <= of_summary) | static_cast<std::size_t>(seen[number].sentences > 1);
        }
        lone.push_back(static_cast<std::uint32_t>((k - first) - (kept - before)));
        sentence_end = kept;
      }
      fresh.assign(std::size_t{all} + 1, 1);
      chosen_before.clear();
    }

    [[nodiscard]] std::span<const std::uint32_t> of(std::size_t sentence) const {
      const std::size_t begin = sentence == 0 ? 0 : ends[sentence - 1];
      return {numbers.data() + begin, ends[sentence] - begin};
    }

    /// What the sentences have together, which added_by() is then about.
    Counts choose(std::span<const std::uint32_t> chosen) {
      for (const std::uint32_t s : chosen_before) {
        for (const std::uint32_t number : of(s)) fresh[number] = 1;
      }
      chosen_before.assign(chosen.begin(), chosen.end());
      Counts counts;
      for (const std::uint32_t s : chosen) {
        const Counts more = added_by(s);
        counts.overlap += more.overlap;
        counts.evaluated += more.evaluated;
        for (const std::uint32_t number : of(s)) fresh[number] = 0;
      }
      return counts;
    }

    [[nodiscard]] Counts added_by(std::size_t sentence) const {
      std::uint32_t overlap = 0;
      std::uint32_t evaluated = lone[sentence];
      for (const std::uint32_t number : of(sentence)) {
        evaluated += fresh[number];
        overlap += fresh[number] & static_cast<std::uint32_t>(number <= of_summary);
      }
      return {overlap, evaluated};
    }

    std::uint32_t of_summary = 0;  // different n-grams
    Buffer<std::uint32_t> numbers;
    std::vector<std::size_t> ends;
    std::vector<std::uint32_t> lone;  // by sentence: n-grams that are nowhere else
    std::vector<Seen> seen;           // by number
    std::vector<std::uint8_t> fresh;  // by number: not in the sentences chosen
    std::vector<std::uint32_t> chosen_before;
  };

  TokenIndex index_;
  TokenIndex grams_;
  Buffer<std::uint32_t> words_;
  Buffer<std::uint32_t> pairs_;
  Part parts_[2];
  std::vector<std::size_t> gains_;
};

/// rouge-score's, of the text that an extract is.
class ExtractFinder::RougeScoreOf : public Score {
 public:
  RougeScoreOf(std::vector<int> orders, bool lcs)
      : orders_(std::move(orders)), lcs_(lcs), most_(orders_.empty() ? 0 : *std::ranges::max_element(orders_)) {}

  void read(std::span<const TokenSpan> sentences, TokenSpan summary, const Checkpoint& checkpoint) override {
    sentences_ = static_cast<std::uint32_t>(sentences.size());
    texts_ = sentences;
    summary_ = summary;
    alone_.clear();
    for (const TokenSpan& sentence : sentences) {
      alone_.emplace_back();
      matcher_.match(summary, sentence, most_, lcs_, alone_.back(), checkpoint);
    }
  }

  double of(std::span<const std::uint32_t> chosen, const Checkpoint& checkpoint) override {
    const TokenSpan extract = joined(chosen);
    Matches found;
    matcher_.match(summary_, extract, most_, lcs_, found, checkpoint);
    double sum = 0;
    for (const int n : orders_) sum += rouge_f(found.ngram[n], grams(extract.size, n), grams(summary_.size, n));
    if (lcs_) sum += rouge_f(found.lcs, extract.size, summary_.size);
    return sum;
  }

  double bound(std::span<const std::uint32_t> chosen, std::size_t first, std::size_t more,
               const Checkpoint& checkpoint) override {
    const TokenSpan extract = joined(chosen);
    const std::size_t size = extract.size;  // before other sentences are joined
    Matches found;
    matcher_.match(summary_, extract, most_, lcs_, found, checkpoint);
    double sum = 0;
    for (const int n : orders_) {
      // Each sentence brings what it has alone, and what begins before it and ends in it.
      const auto seam = static_cast<std::size_t>(n - 1);
      sum += best_of(found.ngram[n], size, first, more, seam, seam, grams(summary_.size, n),
                     [n](const Matches& it) { return it.ngram[n]; });
    }
    if (lcs_) {
      sum += best_of(found.lcs, size, first, more, 0, 0, summary_.size, [](const Matches& it) { return it.lcs; });
    }
    return sum;
  }

 private:
  static std::size_t grams(std::size_t tokens, int n) {
    const auto order = static_cast<std::size_t>(n);
    return tokens < order ? 0 : tokens - order + 1;
  }

  TokenSpan joined(std::span<const std::uint32_t> chosen) {
    std::size_t size = 0;
    for (const std::uint32_t s : chosen) size += texts_[s].size;
    Token* const out = joined_.reserve(size + kTokenSlack);
    Token* end = out;
    for (const std::uint32_t s : chosen) end = std::copy_n(texts_[s].data, texts_[s].size, end);
    return {out, size};
  }

  /// F is highest with as many matches and as few tokens as there can be: of q more sentences the highest numbers of matches
  /// and the smallest sizes, whichever sentences these are.
  template <class Count>
  double best_of(std::size_t matches, std::size_t size, std::size_t first, std::size_t more, std::size_t seams,
                 std::size_t less, std::size_t reference, Count count) {
    gains_.clear();
    sizes_.clear();
    for (std::size_t i = first; i < sentences_; ++i) {
      gains_.push_back(count(alone_[i]) + seams);
      sizes_.push_back(texts_[i].size);
    }
    const std::size_t most = std::min(more, gains_.size());
    const auto end = static_cast<std::ptrdiff_t>(most);
    std::partial_sort(gains_.begin(), gains_.begin() + end, gains_.end(), std::greater<>());
    std::partial_sort(sizes_.begin(), sizes_.begin() + end, sizes_.end());
    double best = 0;
    for (std::size_t q = 0; q <= most; ++q) {
      if (q != 0) {
        matches += gains_[q - 1];
        size += sizes_[q - 1];
      }
      const std::size_t counted = std::min(matches, reference);
      const std::size_t units = std::max(counted, size <= less ? 0 : size - less);
      best = std::max(best, rouge_f(counted, units, reference));
    }
    return best;
  }

  std::vector<int> orders_;
  bool lcs_;
  int most_;
  Matcher matcher_;
  std::span<const TokenSpan> texts_;
  TokenSpan summary_;
  std::vector<Matches> alone_;
  Buffer<Token> joined_;
  std::vector<std::size_t> gains_;
  std::vector<std::size_t> sizes_;
};

/// Depth first, extracts in the order of their numbers.
class ExtractFinder::BestOfAll {
 public:
  BestOfAll(Score& score, std::size_t sentences, std::size_t most, const Checkpoint& checkpoint)
      : score_(score), sentences_(sentences), most_(most), checkpoint_(checkpoint) {}

  Extract find() {
    // A good one to begin with lets most others be passed over.
    double least = 0;
    std::vector<std::uint32_t> greedy;
    while (greedy.size() < most_) {
      const std::uint32_t next = score_.next(greedy, least, checkpoint_);
      if (next == Score::kNone) break;
      greedy.insert(std::upper_bound(greedy.begin(), greedy.end(), next), next);
    }
    reached_ = least;
    go_on(0);
    return std::move(best_);
  }

 private:
  void go_on(std::size_t first) {
    for (std::size_t i = first; i < sentences_; ++i) {
      if (score_.bound(chosen_, i, most_ - chosen_.size(), checkpoint_) + kSlack < reached_) return;
      chosen_.push_back(static_cast<std::uint32_t>(i));
      const double value = score_.of(chosen_, checkpoint_);
      const bool fewer = value == best_.score && !best_.sentences.empty() && chosen_.size() < best_.sentences.size();
      if (value > best_.score || fewer) {
        best_.sentences = chosen_;
        best_.score = value;
        reached_ = std::max(reached_, value);
      }
      if (chosen_.size() < most_) go_on(i + 1);
      chosen_.pop_back();
    }
  }

  Score& score_;
  std::size_t sentences_;
  std::size_t most_;
  const Checkpoint& checkpoint_;
  double reached_ = 0;
  std::vector<std::uint32_t> chosen_;
  Extract best_;
};

ExtractFinder::ExtractFinder(ExtractGoal goal) {
  if (goal.kind == ExtractGoal::Kind::presumm) {
    score_ = std::make_unique<SetScore>();
  } else {
    score_ = std::make_unique<RougeScoreOf>(std::move(goal.orders), goal.lcs);
  }
}
ExtractFinder::~ExtractFinder() = default;
ExtractFinder::ExtractFinder(ExtractFinder&&) noexcept = default;

Extract ExtractFinder::find(std::span<const TokenSpan> sentences, TokenSpan summary, std::size_t most,
                            ExtractSearch search, const Checkpoint& checkpoint) {
  score_->read(sentences, summary, checkpoint);
  if (search == ExtractSearch::exact) return BestOfAll(*score_, sentences.size(), most, checkpoint).find();
  Extract extract;
  while (extract.sentences.size() < most) {
    const std::uint32_t next = score_->next(extract.sentences, extract.score, checkpoint);
    if (next == Score::kNone) return extract;
    extract.sentences.push_back(next);
  }
  std::ranges::sort(extract.sentences);
  return extract;
}

}  // namespace gramscore
