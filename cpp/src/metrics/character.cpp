#include "gramscore/metrics/character.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <utility>
#include <vector>

#include "gramscore/match/edit_distance.hpp"
#include "gramscore/match/token_index.hpp"
#include "match/strips.hpp"
#include "text/code_points.hpp"

namespace gramscore {
namespace {

using Numbers = std::vector<std::uint32_t>;

/// A word as its characters.
using Word = std::span<const Token>;

/// Shifts words and counts edits. Keeps scratch memory.
class Shifter : public Metric::Scratch {
 public:
  void trim() override {
    constexpr std::size_t kKeep = 1 << 20;
    index_.trim();
    more_.trim();
    words_distance_.trim();
    characters_distance_.trim();
    for (Numbers* numbers : {&prediction_, &reference_, &words_, &shifted_, &best_, &characters_, &others_}) {
      if (numbers->capacity() * sizeof(std::uint32_t) > kKeep) Numbers().swap(*numbers);
    }
    if (word_of_.capacity() * sizeof(Word) > kKeep) std::vector<Word>().swap(word_of_);
  }

  /// Numbers the words of both sides, which are not empty, and whose characters these are.
  void set(TokenSpan prediction, TokenSpan prediction_text, TokenSpan reference, TokenSpan reference_text) {
    check_size(prediction.size);
    check_size(reference.size);
    index_.reset(prediction.size + reference.size);
    word_of_.assign(prediction.size + reference.size + 1, {});
    number(prediction, prediction_text, prediction_);
    number(reference, reference_text, reference_);
  }

  void compare(std::int64_t* row, const Checkpoint& checkpoint) {
    words_ = prediction_;
    words_distance_.set_pattern(reference_, index_.size() + std::size_t{1});
    std::size_t distance = words_distance_.to(words_);
    row[0] = 0;
    row[1] = as_statistic(0.0);
    row[2] = static_cast<std::int64_t>(words_.size()) - 1;
    shifts_.clear();
    for (const std::uint32_t word : words_) row[2] += static_cast<std::int64_t>(word_of_[word].size());
    if (distance == 0) return;
    const auto rate = [this](std::size_t edits) {
      return static_cast<double>(edits) / static_cast<double>(reference_.size());
    };
    double score = rate(distance);
    while (shift(checkpoint)) {
      const double difference = score - rate(best_distance_);
      if (difference <= 0) break;
      words_.swap(best_);
      shifts_.push_back(best_shift_);
      score = score - difference;
    }
    row[1] = as_statistic(shift_cost());
    more_.reset(static_cast<std::size_t>(row[2]));
    characters_of(reference_, others_);
    characters_of(words_, characters_);
    characters_distance_.set_pattern(others_, kDirect + more_.size() + std::size_t{1});
    row[0] = static_cast<std::int64_t>(characters_distance_.to(characters_));
  }

  /// What compare() did.
  [[nodiscard]] const std::vector<WordShift>& shifts() const { return shifts_; }

 private:
  /// Code points below are numbers as they are.
  static constexpr std::uint32_t kDirect = 0x80;

  /// Numbers words, and finds the characters of each.
  void number(TokenSpan words, TokenSpan text, Numbers& numbers) {
    numbers.resize(words.size);
    index_.insert_each(words.size, [&](std::size_t i) { return words.data[i]; }, numbers.data());
    std::size_t at = 0;
    for (const std::uint32_t number : numbers) {
      while (is_space(static_cast<std::uint32_t>(text.data[at]))) ++at;
      const std::size_t begin = at;
      while (at < text.size && !is_space(static_cast<std::uint32_t>(text.data[at]))) ++at;
      if (word_of_[number].empty()) word_of_[number] = {text.data + begin, at - begin};
    }
  }

  /// Looks for the best shift of words to where the reference has them: the fewest edits of words are left, and of equal
  /// ones it is the one whose words come last in the order of their characters. False if there is none to try.
  bool shift(const Checkpoint& checkpoint) {
    const std::size_t n = words_.size();
    found_ = false;
    waiting_ = 0;
    shifted_.resize(EditDistance::kTogether * n);
    std::size_t tried = 0;
    const auto try_from = [&](std::size_t i, std::size_t j) {
      std::size_t length = 1;
      while (i + length < n && j + length < reference_.size() && words_[i + length] == reference_[j + length]) {
        ++length;
      }
      waiting_shifts_[waiting_] = {i, length, std::min(j, n - length)};
      move(waiting_shifts_[waiting_], shifted_.data() + waiting_ * n);
      if (++waiting_ == EditDistance::kTogether) try_shifts();
      tried += n + reference_.size();
      if (tried >= kStrip) {
        checkpoint();
        tried = 0;
      }
    };
    for (std::size_t i = 0; i < n; ++i) {
      const std::span<const std::uint64_t> places = words_distance_.places(words_[i]);
      for (std::size_t b = 0; b < places.size(); ++b) {
        for (std::uint64_t bits = places[b]; bits != 0; bits &= bits - 1) {
          const std::size_t j = 64 * b + static_cast<std::size_t>(std::countr_zero(bits));
          if (j != i) try_from(i, j);
        }
      }
    }
    if (waiting_ != 0) try_shifts();
    return found_;
  }

  /// Compares the shifts that wait with the best one.
  void try_shifts() {
    const std::size_t n = words_.size();
    // Where none waits there are no words.
    if (waiting_ != EditDistance::kTogether) std::fill(shifted_.begin() + index(waiting_ * n), shifted_.end(), 0u);
    const auto distances = words_distance_.to_each(shifted_.data(), n);
    for (std::size_t k = 0; k < waiting_; ++k) {
      const std::span<const std::uint32_t> words{shifted_.data() + k * n, n};
      if (found_ && (distances[k] > best_distance_ || (distances[k] == best_distance_ && !comes_after(words, best_)))) {
        continue;
      }
      found_ = true;
      best_distance_ = distances[k];
      best_shift_ = waiting_shifts_[k];
      best_.assign(words.begin(), words.end());
    }
    waiting_ = 0;
  }

  static std::ptrdiff_t index(std::size_t k) { return static_cast<std::ptrdiff_t>(k); }

  void move(const WordShift& shift, std::uint32_t* out) const {
    const std::size_t n = words_.size();
    const std::size_t from = shift.from;
    const std::size_t length = shift.length;
    const auto words = words_.begin();
    // The rest without them, cut in two where they go.
    const auto rest = [&](std::size_t begin, std::size_t end) {
      const std::size_t cut = std::clamp(from, begin, end);
      out = std::copy(words + index(begin), words + index(cut), out);
      out = std::copy(words + index(cut + length), words + index(end + length), out);
    };
    rest(0, shift.to);
    out = std::copy(words + index(from), words + index(from + length), out);
    rest(shift.to, n - length);
  }

  [[nodiscard]] bool comes_after(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) const {
    const auto [first, second] = std::mismatch(a.begin(), a.end(), b.begin());
    if (first == a.end()) return false;
    const Word x = word_of_[*first];
    const Word y = word_of_[*second];
    return std::lexicographical_compare(y.begin(), y.end(), x.begin(), x.end());
  }

  /// The mean length of words that were shifted together, summed as the package goes through them.
  [[nodiscard]] double shift_cost() const {
    const Numbers& original = prediction_;
    const std::size_t n = words_.size();
    double cost = 0;
    for (std::size_t start = 0; start < n; ++start) {
      if (original[start] == words_[start]) continue;
      const std::size_t first = start;
      double mean = 0;
      for (std::size_t place = start + 1; place < n; ++place) {
        if (original[start] != words_[place]) continue;
        std::size_t length = 1;
        for (; first + length < n && place + length < n && original[first + length] == words_[place + length];
             ++length) {
          if (start + 1 < n) ++start;
        }
        std::size_t characters = 0;
        for (std::size_t k = 0; k < length; ++k) characters += word_of_[original[first + k]].size();
        mean = static_cast<double>(characters) / static_cast<double>(length);
        break;
      }
      cost += mean;
    }
    return cost;
  }

  /// The characters of words with a space between each two, as numbers.
  void characters_of(const Numbers& words, Numbers& out) {
    out.clear();
    for (const std::uint32_t word : words) {
      if (!out.empty()) out.push_back(' ');
      for (const Token c : word_of_[word]) {
        auto number = static_cast<std::uint32_t>(c);
        if (c >= kDirect) {
          more_.insert_each(1, [c](std::size_t) { return c; }, &number);
          number += kDirect;
        }
        out.push_back(number);
      }
    }
  }

  TokenIndex index_;
  Numbers prediction_;
  Numbers reference_;
  std::vector<Word> word_of_;  // by number
  Numbers words_;              // of the prediction as shifted so far
  Numbers shifted_;            // words of shifts that wait to be tried
  std::array<WordShift, EditDistance::kTogether> waiting_shifts_;
  std::size_t waiting_ = 0;
  bool found_ = false;
  Numbers best_;
  std::size_t best_distance_ = 0;
  WordShift best_shift_{};
  std::vector<WordShift> shifts_;
  Numbers characters_;
  Numbers others_;
  TokenIndex more_;  // characters from kDirect on
  EditDistance words_distance_;
  EditDistance characters_distance_;
};

}  // namespace

std::vector<WordShift> word_shifts(std::span<const std::uint32_t> prediction, std::span<const std::uint32_t> reference,
                                   std::span<const std::vector<std::uint32_t>> words) {
  struct Side {
    explicit Side(std::span<const std::uint32_t> numbers, std::span<const std::vector<std::uint32_t>> words)
        : tokens(numbers.begin(), numbers.end()) {
      for (const std::uint32_t number : numbers) {
        text.insert(text.end(), words[number].begin(), words[number].end());
        text.push_back(' ');
      }
    }
    std::vector<Token> tokens;
    std::vector<Token> text;
  };
  const Side ours(prediction, words);
  const Side theirs(reference, words);
  Shifter shifter;
  shifter.set({ours.tokens.data(), ours.tokens.size()}, {ours.text.data(), ours.text.size()},
              {theirs.tokens.data(), theirs.tokens.size()}, {theirs.text.data(), theirs.text.size()});
  std::int64_t row[kCharacterColumns];
  shifter.compare(row, Checkpoint{});
  return shifter.shifts();
}

double CharacterFormula::score(const std::int64_t* row) {
  if (row[2] == 0) return 1;
  const double cost = static_cast<double>(row[0]) + as_number(row[1]);
  return std::min(1.0, cost / static_cast<double>(row[2]));
}

CharacTer::CharacTer(bool lowercase) {
  views_[0].kind = TokenizerKind::whitespace;
  views_[1].kind = TokenizerKind::chrf_characters;
  views_[1].keep_whitespace = true;
  for (TokenizerOptions& view : views_) view.lowercase = lowercase;
}

std::unique_ptr<Metric::Scratch> CharacTer::make_scratch() const { return std::make_unique<Shifter>(); }

void CharacTer::score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
                      const Checkpoint& checkpoint) const {
  auto& own = static_cast<Shifter&>(scratch);
  const Documents& words = examples.views[0];
  const Documents& texts = examples.views[1];
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const std::size_t prediction = d++;
    rows[0] = 0;
    rows[1] = as_statistic(0.0);
    rows[2] = kNoReferenceWords;
    bool all = true;
    for (std::uint32_t k = 0; k < count; ++k) all = all && words.tokens(d + k).size != 0;
    if (!all) d += count;
    for (std::uint32_t k = 0; all && k < count; ++k, ++d) {
      std::int64_t row[kCharacterColumns] = {0, as_statistic(0.0), 0};
      if (words.tokens(prediction).size != 0) {
        own.set(words.tokens(prediction), texts.tokens(prediction), words.tokens(d), texts.tokens(d));
        own.compare(row, checkpoint);
      }
      if (k == 0 || CharacterFormula::score(row) < CharacterFormula::score(rows)) {
        std::copy_n(row, kCharacterColumns, rows);
      }
    }
    rows += kCharacterColumns;
  }
}

}  // namespace gramscore
