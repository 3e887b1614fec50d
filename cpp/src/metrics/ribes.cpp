#include "gramscore/metrics/ribes.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "gramscore/match/token_index.hpp"
#include "match/strips.hpp"

namespace gramscore {
namespace {

/// How far the words around a position of the prediction go on alike at other positions, in one direction: the longest
/// way among other positions of the prediction, and the two longest ones in the reference.
struct Context {
  std::uint32_t own = 0;
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  std::uint32_t where = 0;  // of the first, in the reference

  void meet_reference(std::uint32_t length, std::uint32_t position) {
    if (length > first) {
      second = first;
      first = length;
      where = position;
    } else {
      second = std::max(second, length);
    }
  }

  /// The fewest words, two at least, that occur once in either text; 0 if none do.
  [[nodiscard]] std::uint32_t unique() const {
    const std::uint32_t words = std::max({own, second, 1u}) + 1;
    return words <= first ? words : 0;
  }
};

/// Aligns words. Keeps scratch memory.
class WordOrder : public Metric::Scratch {
 public:
  void trim() override {
    index_.trim();
    for (auto* values : {&hypothesis_, &reference_, &next_, &now_, &own_next_, &own_now_, &order_, &tree_})
      trim(*values);
    if (contexts_.capacity() * sizeof(Context) > kKeep) std::vector<Context>().swap(contexts_);
    if (words_.capacity() * sizeof(Word) > kKeep) std::vector<Word>().swap(words_);
  }

  void set_hypothesis(TokenSpan text) {
    check_size(text.size);
    index_.reset(text.size);
    hypothesis_.resize(text.size);
    index_.insert_each(text.size, [&](std::size_t i) { return text.data[i]; }, hypothesis_.data());
  }

  /// Writes the statistics of the pair.
  void compare(TokenSpan text, std::int64_t* row, const Checkpoint& checkpoint) {
    check_size(text.size);
    reference_.resize(text.size);
    index_.find_each(text.size, [&](std::size_t i) { return text.data[i]; }, reference_.data());
    words_.assign(index_.size() + std::size_t{1}, {});
    for (const std::uint32_t word : hypothesis_) ++words_[word].own;
    for (std::uint32_t j = 0; j < reference_.size(); ++j) {
      Word& word = words_[reference_[j]];
      ++word.others;
      word.where = j;
    }
    const bool ambiguous = std::any_of(words_.begin() + 1, words_.end(),
                                       [](const Word& word) { return word.others != 0 && !word.unique(); });
    if (ambiguous) find_contexts(checkpoint);
    order_.clear();
    for (std::size_t i = 0; i < hypothesis_.size(); ++i) {
      const Word& word = words_[hypothesis_[i]];
      if (word.others == 0) continue;
      if (word.unique()) {
        order_.push_back(word.where);
      } else {
        align(i);
      }
    }
    row[0] = increasing_pairs();
    row[1] = static_cast<std::int64_t>(order_.size());
    row[2] = static_cast<std::int64_t>(hypothesis_.size());
    row[3] = static_cast<std::int64_t>(text.size);
  }

 private:
  struct Word {
    std::uint32_t own = 0;
    std::uint32_t others = 0;
    std::uint32_t where = 0;

    [[nodiscard]] bool unique() const { return own == 1 && others == 1; }
  };

  static constexpr std::size_t kKeep = 1 << 20;

  static void trim(std::vector<std::uint32_t>& values) {
    if (values.capacity() * sizeof(std::uint32_t) > kKeep) std::vector<std::uint32_t>().swap(values);
  }

  /// By the shortest context that is the only one of its kind in both texts; of equally long ones that to the right.
  void align(std::size_t i) {
    const Context& right = contexts_[2 * i];
    const Context& left = contexts_[2 * i + 1];
    const std::size_t n = hypothesis_.size();
    const std::uint32_t after = right.unique();
    const std::uint32_t before = left.unique();
    // The words besides its own are looked for up to a number that leaves out the longest context to the left.
    const std::size_t most = std::min(std::max(i, n - i + 1), reference_.size());
    const auto seen = [most](std::uint32_t words) { return words != 0 && words - std::size_t{1} < most; };
    if (seen(after) && (!seen(before) || after <= before)) {
      order_.push_back(right.where);
    } else if (seen(before)) {
      order_.push_back(left.where);
    }
  }

  /// Fills contexts_: of each position that to the right and that to the left.
  void find_contexts(const Checkpoint& checkpoint) {
    const std::size_t n = hypothesis_.size();
    contexts_.assign(2 * n, {});
    for (const bool right : {true, false}) {
      for (auto* row : {&next_, &now_}) row->assign(reference_.size() + 2, 0);
      for (auto* row : {&own_next_, &own_now_}) row->assign(n + 2, 0);
      std::size_t work = 0;
      for (std::size_t step = 0; step < n; ++step) {
        const std::size_t i = right ? n - 1 - step : step;
        const std::uint32_t word = hypothesis_[i];
        Context& context = contexts_[2 * i + (right ? 0 : 1)];
        extend(reference_, word, right, next_, now_);
        extend(hypothesis_, word, right, own_next_, own_now_);
        if (words_[word].others != 0 && !words_[word].unique()) {
          for (std::size_t j = 0; j < reference_.size(); ++j) {
            if (now_[j + 1] != 0) context.meet_reference(now_[j + 1], static_cast<std::uint32_t>(j));
          }
          for (std::size_t j = 0; j < n; ++j) {
            if (j != i) context.own = std::max(context.own, own_now_[j + 1]);
          }
        }
        next_.swap(now_);
        own_next_.swap(own_now_);
        work += n + reference_.size();
        if (work >= kStrip) {
          checkpoint();
          work = 0;
        }
      }
    }
  }

  /// now[j + 1]: how many words from j on (or up to j) are those at the position of `word`, by those of the neighbour.
  static void extend(const std::vector<std::uint32_t>& text, std::uint32_t word, bool right,
                     const std::vector<std::uint32_t>& next, std::vector<std::uint32_t>& now) {
    const std::size_t shift = right ? 2 : 0;
    const std::uint32_t* const neighbour = next.data() + shift;
    std::uint32_t* const out = now.data() + 1;
    for (std::size_t j = 0; j < text.size(); ++j) out[j] = text[j] == word ? neighbour[j] + 1 : 0;
  }

  /// Pairs of aligned words of which the earlier one stands earlier in the reference, too.
  [[nodiscard]] std::int64_t increasing_pairs() {
    constexpr std::size_t kFew = 48;
    std::int64_t pairs = 0;
    if (order_.size() <= kFew) {
      for (std::size_t i = 1; i < order_.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) pairs += order_[k] < order_[i];
      }
      return pairs;
    }
    // A tree of counts (P. M. Fenwick, 1994).
    tree_.assign(reference_.size() + 1, 0);
    for (const std::uint32_t position : order_) {
      for (std::uint32_t j = position; j != 0; j &= j - 1) pairs += tree_[j];
      for (std::size_t j = position + std::size_t{1}; j < tree_.size(); j += j & (~j + 1)) ++tree_[j];
    }
    return pairs;
  }

  TokenIndex index_;
  std::vector<std::uint32_t> hypothesis_;  // numbers of the words
  std::vector<std::uint32_t> reference_;   // the same, 0 for what the hypothesis has not
  std::vector<Word> words_;
  std::vector<Context> contexts_;
  std::vector<std::uint32_t> next_;
  std::vector<std::uint32_t> now_;
  std::vector<std::uint32_t> own_next_;
  std::vector<std::uint32_t> own_now_;
  std::vector<std::uint32_t> order_;  // where the aligned words stand in the reference
  std::vector<std::uint32_t> tree_;
};

}  // namespace

double RibesFormula::score(const std::int64_t* row) const {
  const auto [increasing, aligned, hypothesis, reference] = std::tuple(row[0], row[1], row[2], row[3]);
  if (hypothesis == 0) return 0;
  double tau = -1;
  if (aligned >= 2) {
    const std::int64_t possible = aligned * (aligned - 1) / 2;
    tau = static_cast<double>(2 * increasing) / static_cast<double>(possible) - 1;
  }
  const double order = (tau + 1) / 2;
  const auto words = static_cast<double>(hypothesis);
  const double brevity = std::min(1.0, std::exp(1.0 - static_cast<double>(reference) / words));
  const double precision = static_cast<double>(aligned) / words;
  return order * std::pow(precision, alpha_) * std::pow(brevity, beta_);
}

std::unique_ptr<Metric::Scratch> Ribes::make_scratch() const { return std::make_unique<WordOrder>(); }

void Ribes::score(const Examples& examples, std::int64_t* rows, Scratch& scratch, const Checkpoint& checkpoint) const {
  auto& own = static_cast<WordOrder&>(scratch);
  const Documents& texts = examples.views.front();
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    own.set_hypothesis(texts.tokens(d++));
    for (std::uint32_t k = 0; k < count; ++k) {
      std::int64_t row[kRibesColumns];
      own.compare(texts.tokens(d++), row, checkpoint);
      if (k == 0 || formula_.score(row) > formula_.score(rows)) std::copy_n(row, kRibesColumns, rows);
    }
    rows += kRibesColumns;
  }
}

}  // namespace gramscore
