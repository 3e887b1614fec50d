#include "gramscore/overlap/extract.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "gramscore/metrics/rouge.hpp"
#include "gramscore/work/buffer.hpp"
#include "kernels/shared_tokens.hpp"
#include "work/hash.hpp"

namespace gramscore {
namespace {

/// Far more than the rounding of bounds.
constexpr double kSlack = 1e-9;

/// For what the kernels' loops have to be told apart by.
struct Anywhere {};

/// N-grams of an extract: those that the summary has, too, and all.
struct Counts {
  std::int32_t overlap = 0;
  std::int32_t evaluated = 0;

  Counts& operator+=(const Counts& other) {
    overlap += other.overlap;
    evaluated += other.evaluated;
    return *this;
  }
};

/// PreSumm's F, in its order of operations. Where there are no n-grams there is no overlap either, and 0 by 1 is 0.
double presumm_f(const Counts& counts, std::int32_t reference) {
  const double precision = static_cast<double>(counts.overlap) / static_cast<double>(std::max(counts.evaluated, 1));
  const double recall = static_cast<double>(counts.overlap) / static_cast<double>(std::max(reference, 1));
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
    if (total > std::numeric_limits<std::int32_t>::max())
      throw std::length_error("a document of over 2 billion tokens");
    Token* const keys = keys_.reserve(total + 1);
    Token* end = std::copy_n(summary.data, summary.size, keys);
    for (const TokenSpan& sentence : sentences) end = std::copy_n(sentence.data, sentence.size, end);
    std::uint32_t* const words = words_.reserve(total + 1);
    parts_[0].start(total, summary.size, number_keys(total, summary.size, words));
    checkpoint();
    // What stands once in all is in one sentence alone, and so is each bigram with it.
    times_.assign(total, 0);
    for (std::size_t i = 0; i < total; ++i) ++times_[words[i]];
    pair_ends_.clear();
    std::size_t pairs = list_pairs(words, summary.size, 0, 1);
    const std::size_t of_summary = pairs;
    std::size_t at = summary.size;
    for (const TokenSpan& sentence : sentences) {
      parts_[0].add(
          sentence.size, [&](std::size_t i) { return words[at + i]; },
          [&](std::size_t i) { return times_[words[at + i]] > 1; });
      pairs = list_pairs(words + at, sentence.size, pairs, 2);
      pair_ends_.push_back(pairs);
      at += sentence.size;
    }
    parts_[0].finish(total);
    std::uint32_t* const numbers = words;  // no longer needed
    parts_[1].start(pairs, of_summary, number_keys(pairs, of_summary, numbers));
    at = of_summary;
    for (std::size_t s = 0; s < sentences.size(); ++s) {
      parts_[1].add(
          pair_ends_[s] - at, [&](std::size_t i) { return numbers[at + i]; }, [](std::size_t) { return true; });
      const std::size_t all = sentences[s].size < 2 ? 0 : sentences[s].size - 1;
      parts_[1].lone.back() += static_cast<std::uint32_t>(all - (pair_ends_[s] - at));
      at = pair_ends_[s];
    }
    parts_[1].finish(pairs);
  }

  double of(std::span<const std::uint32_t> chosen, const Checkpoint& /*checkpoint*/) override {
    double value = 0;
    for (Part& part : parts_) value += presumm_f(part.choose(chosen), part.of_summary);
    return value;
  }

  std::uint32_t next(std::span<const std::uint32_t> chosen, double& least, const Checkpoint& checkpoint) override {
    values_.assign(sentences_, 0);
    counts_.resize(sentences_);
    for (Part& part : parts_) {
      const Counts so_far = part.choose(chosen);
      for (std::uint32_t i = 0; i < sentences_; ++i) {
        counts_[i] = so_far;
        counts_[i] += part.added_by(i);
      }
      // Apart from the others, so that it is done for several sentences at a time.
      const std::int32_t of_summary = part.of_summary;
      for (std::uint32_t i = 0; i < sentences_; ++i) values_[i] += presumm_f(counts_[i], of_summary);
    }
    for (const std::uint32_t i : chosen) values_[i] = 0;
    std::uint32_t best = kNone;
    for (std::uint32_t i = 0; i < sentences_; ++i) {
      if (values_[i] <= least) continue;
      least = values_[i];
      best = i;
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
      const auto gain = std::accumulate(gains_.begin(), gains_.begin() + count, std::int64_t{0});
      const auto most = static_cast<std::int32_t>(std::min<std::int64_t>(part.of_summary, overlap + gain));
      // What comes in addition to the overlap is in the extract, too.
      sum += presumm_f({most, evaluated + (most - overlap)}, part.of_summary);
    }
    return sum;
  }

 private:
  struct Seen {
    std::uint32_t last = 0;  // sentence, counted from 1
    std::uint32_t sentences = 0;
  };

  /// The n-grams of one order.
  struct Part {
    /// Makes room for so many n-grams of sentences. The summary has `different` ones, of the numbers below `end`.
    void start(std::size_t most, std::size_t end, std::int32_t different) {
      summary_end = static_cast<std::uint32_t>(end);
      of_summary = different;
      numbers.reserve(most + 1);
      ends.clear();
      lone.clear();
    }

    /// Adds a sentence. Of its n-grams that are not `shared`, only their number counts.
    template <class Number, class Shared>
    void add(std::size_t count, Number number, Shared shared) {
      const std::size_t begin = ends.empty() ? 0 : ends.back();
      std::uint32_t* const out = numbers.data() + begin;
      std::size_t kept = 0;
      for (std::size_t i = 0; i < count; ++i) {
        out[kept] = number(i);
        kept += shared(i) ? 1 : 0;
      }
      ends.push_back(begin + kept);
      lone.push_back(static_cast<std::uint32_t>(count - kept));
    }

    /// Leaves of each sentence each number once, and of the numbers below `all` those of the summary and of several
    /// sentences; the others count as lone.
    void finish(std::size_t all) {
      seen.assign(all, {});
      std::uint32_t* const out = numbers.data();
      std::size_t end = 0;
      std::size_t k = 0;
      std::uint32_t mark = 0;
      for (std::size_t& sentence_end : ends) {
        ++mark;
        for (; k < sentence_end; ++k) {
          Seen& gram = seen[out[k]];
          const std::uint32_t is_new = gram.last != mark ? 1 : 0;
          out[end] = out[k];
          end += is_new;
          gram.last = mark;
          gram.sentences += is_new;
        }
        sentence_end = end;
      }
      std::size_t kept = 0;
      k = 0;
      for (std::size_t s = 0; s < ends.size(); ++s) {
        const std::size_t before = kept;
        const std::size_t first = k;
        for (; k < ends[s]; ++k) {
          const std::uint32_t number = out[k];
          out[kept] = number;
          kept +=
              static_cast<std::size_t>(is_of_summary(number)) | static_cast<std::size_t>(seen[number].sentences > 1);
        }
        lone[s] += static_cast<std::uint32_t>((k - first) - (kept - before));
        ends[s] = kept;
      }
      fresh.assign(all, 1);
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
        counts += added_by(s);
        for (const std::uint32_t number : of(s)) fresh[number] = 0;
      }
      return counts;
    }

    [[nodiscard]] bool is_of_summary(std::uint32_t number) const { return number < summary_end; }

    [[nodiscard]] Counts added_by(std::size_t sentence) const {
      std::uint32_t overlap = 0;
      std::uint32_t evaluated = lone[sentence];
      for (const std::uint32_t number : of(sentence)) {
        evaluated += fresh[number];
        overlap += fresh[number] & static_cast<std::uint32_t>(is_of_summary(number));
      }
      return {static_cast<std::int32_t>(overlap), static_cast<std::int32_t>(evaluated)};
    }

    std::uint32_t summary_end = 0;
    std::int32_t of_summary = 0;  // different n-grams
    Buffer<std::uint32_t> numbers;
    std::vector<std::size_t> ends;
    std::vector<std::uint32_t> lone;  // by sentence: n-grams that are nowhere else
    std::vector<Seen> seen;           // by number
    std::vector<std::uint8_t> fresh;  // by number: not in the sentences chosen
    std::vector<std::uint32_t> chosen_before;
  };

  /// Numbers the keys, of which the first are the summary's: equal ones get the number of one of their places, of the
  /// summary's if it has them. Returns how many different ones that has.
  std::int32_t number_keys(std::size_t count, std::size_t of_summary, std::uint32_t* numbers) {
    if (count == 0) return 0;
    using Slots = loops::TokenSlots<Anywhere, std::uint32_t>;
    const unsigned bits = Slots::bits_for(count, 4, 40);
    Slots slots(keys_.data(), odd_, slots_.reserve(std::size_t{1} << bits), bits);
    for (std::size_t k = count; k-- > 0;) slots.put(k, k + 1);  // the first of equal ones stays
    slots.number(0, count, numbers);
    std::int32_t different = 0;
    for (std::size_t k = 0; k < of_summary; ++k) different += numbers[k] == k ? 1 : 0;
    return different;
  }

  /// Adds the keys of the bigrams whose words both stand so many `times` to the first `count`. Returns how many there are
  /// then.
  std::size_t list_pairs(const std::uint32_t* words, std::size_t size, std::size_t count, std::uint32_t times) {
    Token* const keys = keys_.data();  // there are fewer than words, of which only the numbers are needed
    for (std::size_t i = 1; i < size; ++i) {
      keys[count] = std::uint64_t{words[i - 1]} << 32 | words[i];
      count +=
          static_cast<std::size_t>(times_[words[i - 1]] >= times) & static_cast<std::size_t>(times_[words[i]] >= times);
    }
    return count;
  }

  std::uint64_t odd_ = hash_seed() | 1;
  Buffer<std::uint32_t> slots_;
  Buffer<Token> keys_;  // words, and then bigrams
  Buffer<std::uint32_t> words_;
  std::vector<std::size_t> pair_ends_;
  std::vector<std::uint32_t> times_;  // by number
  Part parts_[2];
  std::vector<Counts> counts_;  // of the extract with each sentence
  std::vector<double> values_;
  std::vector<std::int32_t> gains_;
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
