#include "gramscore/metrics/cider.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

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
    check_size(tokens);
    grams_.reserve(tokens);
    std::fill_n(grams_.data(), tokens, 0u);
    places_.resize(tokens);
    end_.resize(captions.document_end.size());
    if (table != nullptr) table_grams_.assign(table->ngram_end.size(), 0);
  }

  /// Goes on to the next order: 1 at first. Counts of how many images each n-gram is written.
  void advance() {
    const std::size_t last = order_++;
    find_places(last);
    index_.reset(end_.empty() ? 0 : end_.back());
    const std::uint32_t* const tokens = captions_.tokens.data() + last;
    std::uint32_t* const grams = grams_.data();
    // All captions at once, so that the table can look ahead. No n-gram is written behind one that is still to be read.
    in_strips(end_.empty() ? 0 : end_.back(), checkpoint_, [=, this](std::size_t from, std::size_t size) {
      const Place* const places = places_.data() + from;
      index_.insert_each(
          size, [=](std::size_t i) { return std::uint64_t{grams[places[i].shorter]} << 32 | tokens[places[i].token]; },
          grams + from);
    });
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
    const std::size_t begin = d == 0 ? 0 : end_[d - 1];
    return {grams_.data() + begin, end_[d] - begin};
  }

  /// By n-gram.
  [[nodiscard]] const std::vector<double>& frequency() const { return frequency_; }

 private:
  /// Of an n-gram: its first token, and the n-gram of one token less that begins there.
  struct Place {
    std::uint32_t token;
    std::uint32_t shorter;
  };

  /// Finds the places of the n-grams whose last token is so many behind the first.
  void find_places(std::size_t last) {
    Place* out = places_.data();
    std::size_t token = 0;
    std::size_t shorter = 0;
    for (std::size_t d = 0; d < end_.size(); ++d) {
      if (d % 1024 == 0) checkpoint_();
      const std::size_t size = captions_.document_end[d] - token;
      const std::size_t count = size > last ? size - last : 0;
      for (std::size_t i = 0; i < count; ++i) {
        *out++ = {static_cast<std::uint32_t>(token + i), static_cast<std::uint32_t>(shorter + i)};
      }
      token = captions_.document_end[d];
      shorter = last == 0 ? token : end_[d];
      end_[d] = static_cast<std::size_t>(out - places_.data());
    }
  }

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
  Buffer<std::uint32_t> grams_;  // of the order before, or of this one, those of one caption behind those of another
  std::vector<Place> places_;
  std::vector<std::size_t> end_;  // behind the last n-gram of each caption
  std::vector<std::uint32_t> table_grams_;
  std::vector<double> frequency_;
};

/// What a new token in a text tells, by its n-gram's frequency, and the square of that.
struct Information {
  double value = 0;
  double square = 0;
};

/// The same by the kind of a frequency: equal ones are of one kind.
class InformationTable {
 public:
  explicit InformationTable(double images) : images_(images), whole_(kWhole, 0) {}

  /// The frequency is 1 at least.
  std::uint32_t kind_of(double frequency) {
    // Whole numbers, most of them small, are all there is but in tables from elsewhere.
    const auto whole = static_cast<std::size_t>(std::min(frequency, double{kWhole}));
    const bool usual = whole < kWhole && static_cast<double>(whole) == frequency;
    std::uint32_t& kind = usual ? whole_[whole] : others_[frequency];
    if (kind == 0) {
      const double value = images_ - std::log(frequency);
      kinds_.push_back({value, python_square(value)});
      kind = static_cast<std::uint32_t>(kinds_.size());
    }
    return kind - 1;
  }

  [[nodiscard]] const Information& operator[](std::uint32_t kind) const { return kinds_[kind]; }

 private:
  static constexpr std::size_t kWhole = 4096;

  double images_;                     // the logarithm of their number
  std::vector<std::uint32_t> whole_;  // kinds from 1 on, 0 where there is none yet
  std::unordered_map<double, std::uint32_t> others_;
  std::vector<Information> kinds_;
};

/// An n-gram: what it weighs in the texts that are looked at.
struct Gram {
  double weight = 0;        // in a reference; 0 between references
  std::uint32_t count = 0;  // 0 but while a text is read
  std::uint32_t information = 0;
};

/// An n-gram of a text, and what it weighs there.
struct Weighed {
  std::uint32_t gram;
  double weight;
};

/// The weights of a text's n-grams, in the order in which these first come, and their length as a vector.
class Vector {
 public:
  void fill(std::span<const std::uint32_t> numbers, std::vector<Gram>& grams, const InformationTable& table) {
    weighed_.clear();
    for (const std::uint32_t number : numbers) {
      if (grams[number].count++ == 0) weighed_.push_back({number, 0});
    }
    double sum = 0;
    for (Weighed& it : weighed_) {
      Gram& gram = grams[it.gram];
      const Information& information = table[gram.information];
      it.weight = static_cast<double>(gram.count) * information.value;
      sum += gram.count == 1 ? information.square : python_square(it.weight);
      gram.count = 0;
    }
    norm_ = std::sqrt(sum);
  }

  [[nodiscard]] std::span<const Weighed> weighed() const { return weighed_; }
  [[nodiscard]] double norm() const { return norm_; }

 private:
  std::vector<Weighed> weighed_;
  double norm_ = 0;
};

/// The cosine of two texts, of which the second's weights are those of the n-grams.
double similarity(const Vector& prediction, const Vector& reference, const std::vector<Gram>& grams, bool clipped) {
  double sum = 0;
  for (const Weighed& it : prediction.weighed()) {
    const double other = grams[it.gram].weight;
    // As Python's min(): the first of equals.
    sum += (clipped && other < it.weight ? other : it.weight) * other;
  }
  if (prediction.norm() != 0 && reference.norm() != 0) sum /= prediction.norm() * reference.norm();
  return sum;
}

/// What the difference of two lengths costs. Lengths are numbers of bigrams, as in the original.
class LengthPenalty {
 public:
  explicit LengthPenalty(double sigma) : sigma_(sigma), known_(kKnown, -1.0) {}

  double of(std::size_t a, std::size_t b) {
    const std::size_t first = a == 0 ? 0 : a - 1;
    const std::size_t second = b == 0 ? 0 : b - 1;
    const std::size_t difference = first < second ? second - first : first - second;
    if (difference >= kKnown) return computed(difference);
    if (known_[difference] < 0) known_[difference] = computed(difference);
    return known_[difference];
  }

 private:
  static constexpr std::size_t kKnown = 64;

  [[nodiscard]] double computed(std::size_t difference) const {
    const volatile double e = 2.718281828459045;
    return std::pow(e, -python_square(static_cast<double>(difference)) / (2 * python_square(sigma_)));
  }

  double sigma_;
  std::vector<double> known_;
};

}  // namespace

std::vector<double> cider_scores(const Captions& captions, const CiderOptions& options,
                                 const DocumentFrequencies* table, const Checkpoint& checkpoint) {
  const std::size_t examples = captions.references.size();
  const std::size_t orders = options.max_order;
  const double images = std::log(table == nullptr ? static_cast<double>(examples) : table->images);
  std::vector<double> sums(examples * orders, 0.0);  // over the references
  std::vector<Gram> grams;                           // by number
  Vector prediction;
  Vector reference;
  InformationTable information(images);
  LengthPenalty penalty(options.sigma);
  Grams numbers(captions, table, checkpoint);
  for (std::size_t n = 0; n < orders; ++n) {
    numbers.advance();
    grams.assign(numbers.numbers(), {});
    for (std::size_t g = 1; g < grams.size(); ++g) {
      grams[g].information = information.kind_of(std::max(1.0, numbers.frequency()[g]));
    }
    std::size_t d = 0;
    for (std::size_t e = 0; e < examples; ++e) {
      if (e % 256 == 0) checkpoint();
      const std::size_t own = captions.document(d).size();
      prediction.fill(numbers.of(d++), grams, information);
      double& sum = sums[e * orders + n];
      for (std::uint32_t k = 0; k < captions.references[e]; ++k, ++d) {
        reference.fill(numbers.of(d), grams, information);
        for (const Weighed& it : reference.weighed()) grams[it.gram].weight = it.weight;
        double value = similarity(prediction, reference, grams, options.penalized);
        for (const Weighed& it : reference.weighed()) grams[it.gram].weight = 0;
        // Where bigrams do not count, the original sees no lengths.
        if (options.penalized) value *= orders < 2 ? 1.0 : penalty.of(own, captions.document(d).size());
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
