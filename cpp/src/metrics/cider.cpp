#include "gramscore/metrics/cider.hpp"

#include <algorithm>
#include <cmath>

#include "gramscore/match/token_index.hpp"
#include "gramscore/work/buffer.hpp"
#include "match/strips.hpp"
#include "metrics/python_math.hpp"

namespace gramscore {
namespace {

/// The n-grams of one order of all captions, numbered from 1.
class Grams {
 public:
  Grams(const Captions& captions, const DocumentFrequencies* table, const Checkpoint& checkpoint)
      : captions_(captions), table_(table), checkpoint_(checkpoint) {
    const std::size_t tokens = captions.tokens.size();
    grams_.reserve(tokens);
    std::fill_n(grams_.data(), tokens, 0u);
    if (table != nullptr) table_grams_.assign(table->ngram_end.size(), 0);
  }

  /// Goes on to the next order: 1 at first. Counts of how many images each n-gram is written.
  void advance() {
    ++order_;
    const std::size_t last = order_ - 1;
    index_.reset(captions_.tokens.size());
    std::size_t begin = 0;
    for (std::size_t d = 0; d < captions_.document_end.size(); ++d) {
      if (d % 1024 == 0) checkpoint_();
      const std::size_t end = captions_.document_end[d];
      const std::size_t count = end - begin < order_ ? 0 : end - begin - last;
      const std::uint32_t* const tokens = captions_.tokens.data() + begin + last;
      std::uint32_t* const grams = grams_.data() + begin;
      in_strips(count, checkpoint_, [=, this](std::size_t from, std::size_t size) {
        index_.insert_each(
            size, [=](std::size_t i) { return std::uint64_t{grams[from + i]} << 32 | tokens[from + i]; }, grams + from);
      });
      begin = end;
    }
    frequency_.assign(std::size_t{index_.size()} + 1, 0.0);
    if (table_ == nullptr) {
      count_images();
    } else {
      look_up();
    }
  }

  /// How many numbers there are, 0 among them.
  [[nodiscard]] std::size_t numbers() const { return frequency_.size(); }

  [[nodiscard]] std::span<const std::uint32_t> of(std::size_t d) const {
    const std::size_t begin = d == 0 ? 0 : captions_.document_end[d - 1];
    const std::size_t size = captions_.document_end[d] - begin;
    return {grams_.data() + begin, size < order_ ? 0 : size - order_ + 1};
  }

  /// By n-gram.
  [[nodiscard]] const std::vector<double>& frequency() const { return frequency_; }

 private:
  void count_images() {
    std::vector<std::uint32_t> last_image(frequency_.size(), 0);
    std::size_t d = 0;
    std::uint32_t image = 0;
    for (const std::uint32_t count : captions_.references) {
      if (++image % 1024 == 0) checkpoint_();
      ++d;
      for (std::uint32_t k = 0; k < count; ++k, ++d) {
        for (const std::uint32_t gram : of(d)) {
          frequency_[gram] += last_image[gram] != image ? 1.0 : 0.0;
          last_image[gram] = image;
        }
      }
    }
  }

  void look_up() {
    for (std::size_t k = 0; k < table_grams_.size(); ++k) {
      if (k % 4096 == 0) checkpoint_();
      const std::span<const std::uint32_t> ngram = table_->ngram(k);
      std::uint32_t& gram = table_grams_[k];
      if (ngram.size() < order_ || (gram == 0 && order_ > 1)) continue;
      const std::uint64_t key = std::uint64_t{gram} << 32 | ngram[order_ - 1];
      index_.find_each(1, [key](std::size_t) { return key; }, &gram);
      if (ngram.size() == order_) frequency_[gram] = table_->counts[k];
    }
    frequency_[0] = 0;
  }

  const Captions& captions_;
  const DocumentFrequencies* table_;
  const Checkpoint& checkpoint_;
  std::size_t order_ = 0;
  TokenIndex index_;
  Buffer<std::uint32_t> grams_;  // of the order before, or of this one, at the place of its first token
  std::vector<std::uint32_t> table_grams_;
  std::vector<double> frequency_;
};

/// An n-gram of a text, and what it weighs there.
struct Weighed {
  std::uint32_t gram;
  double weight;
};

/// The weights of a text's n-grams, in the order in which these first come, and their length as a vector.
class Vector {
 public:
  /// `counts`, all 0 before and after, has room for a count of each n-gram.
  /// `squares` are those of the information.
  void fill(std::span<const std::uint32_t> grams, std::span<const double> information, std::span<const double> squares,
            std::vector<std::uint32_t>& counts) {
    weighed_.clear();
    for (const std::uint32_t gram : grams) {
      if (counts[gram]++ == 0) weighed_.push_back({gram, 0});
    }
    double sum = 0;
    for (Weighed& it : weighed_) {
      it.weight = static_cast<double>(counts[it.gram]) * information[it.gram];
      sum += counts[it.gram] == 1 ? squares[it.gram] : python_square(it.weight);
      counts[it.gram] = 0;
    }
    norm_ = std::sqrt(sum);
  }

  [[nodiscard]] std::span<const Weighed> weighed() const { return weighed_; }
  [[nodiscard]] double norm() const { return norm_; }

 private:
  std::vector<Weighed> weighed_;
  double norm_ = 0;
};

/// The cosine of two texts, whose weights in the second are `weights` by n-gram.
double similarity(const Vector& prediction, const Vector& reference, const std::vector<double>& weights, bool clipped) {
  double sum = 0;
  for (const Weighed& it : prediction.weighed()) {
    const double other = weights[it.gram];
    // As Python's min(): the first of equals.
    sum += (clipped && other < it.weight ? other : it.weight) * other;
  }
  if (prediction.norm() != 0 && reference.norm() != 0) sum /= prediction.norm() * reference.norm();
  return sum;
}

/// What the difference of two lengths costs. Lengths are numbers of bigrams, as in the original.
double length_penalty(std::size_t a, std::size_t b, double sigma) {
  const auto bigrams = [](std::size_t tokens) { return static_cast<double>(tokens == 0 ? 0 : tokens - 1); };
  const volatile double e = 2.718281828459045;
  return std::pow(e, -python_square(bigrams(a) - bigrams(b)) / (2 * python_square(sigma)));
}

}  // namespace

std::vector<double> cider_scores(const Captions& captions, const CiderOptions& options,
                                 const DocumentFrequencies* table, const Checkpoint& checkpoint) {
  const std::size_t examples = captions.references.size();
  const std::size_t orders = options.max_order;
  const double images = std::log(table == nullptr ? static_cast<double>(examples) : table->images);
  std::vector<double> sums(examples * orders, 0.0);  // over the references
  std::vector<double> information;
  std::vector<double> squares;
  std::vector<double> weights;  // in a reference, by n-gram; all 0 between references
  std::vector<std::uint32_t> counts;
  Vector prediction;
  Vector reference;
  Grams grams(captions, table, checkpoint);
  for (std::size_t n = 0; n < orders; ++n) {
    grams.advance();
    information.assign(grams.numbers(), 0.0);
    squares.assign(grams.numbers(), 0.0);
    double last = -1;
    double last_information = 0;
    double last_square = 0;
    for (std::size_t g = 1; g < information.size(); ++g) {
      const double frequency = std::max(1.0, grams.frequency()[g]);
      if (frequency != last) {  // most are 1
        last = frequency;
        last_information = images - std::log(frequency);
        last_square = python_square(last_information);
      }
      information[g] = last_information;
      squares[g] = last_square;
    }
    weights.assign(grams.numbers(), 0.0);
    counts.assign(grams.numbers(), 0);
    std::size_t d = 0;
    for (std::size_t e = 0; e < examples; ++e) {
      if (e % 256 == 0) checkpoint();
      const std::size_t own = captions.document(d).size();
      prediction.fill(grams.of(d++), information, squares, counts);
      double& sum = sums[e * orders + n];
      for (std::uint32_t k = 0; k < captions.references[e]; ++k, ++d) {
        reference.fill(grams.of(d), information, squares, counts);
        for (const Weighed& it : reference.weighed()) weights[it.gram] = it.weight;
        double value = similarity(prediction, reference, weights, options.penalized);
        for (const Weighed& it : reference.weighed()) weights[it.gram] = 0;
        // Where bigrams do not count, the original sees no lengths.
        if (options.penalized) {
          const std::size_t size = captions.document(d).size();
          value *= orders < 2 ? 1.0 : length_penalty(own, size, options.sigma);
        }
        sum += value;
      }
    }
  }
  std::vector<double> scores(examples);
  for (std::size_t e = 0; e < examples; ++e) {
    double sum = 0;
    for (std::size_t n = 0; n < orders; ++n) sum += sums[e * orders + n];
    double score = sum / static_cast<double>(orders);
    score /= captions.references[e];
    scores[e] = score * 10.0;
  }
  return scores;
}

}  // namespace gramscore
