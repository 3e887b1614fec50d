#include "metrics/rouge155/sentence_unions.hpp"

#include <algorithm>
#include <cmath>

namespace gramscore {

/// k to the power of the weight.
double SentenceUnions::power(std::size_t run) {
  while (powers_.size() <= run) powers_.push_back(std::pow(static_cast<double>(powers_.size()), weight_));
  return powers_[run];
}

std::uint64_t SentenceUnions::match(const NumberedSentences& reference, const NumberedSentences& prediction,
                                    const Checkpoint& checkpoint) {
  weight_ = 0;
  std::uint64_t matches = 0;
  each_marked_sentence(reference, prediction, checkpoint, [&](Words words) {
    for (std::size_t i = 0; i < words.size(); ++i) matches += marks_[i] != 0 && take(words[i]);
  });
  return matches;
}

double SentenceUnions::match_weighted(const NumberedSentences& reference, const NumberedSentences& prediction,
                                      double weight, const Checkpoint& checkpoint) {
  if (weight != weight_) powers_.clear();
  weight_ = weight;
  double matches = 0;
  each_marked_sentence(reference, prediction, checkpoint, [&](Words words) {
    std::size_t run = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      // A word that is marked but used up does not end a run: the program goes on with it behind the gap.
      if (marks_[i] == 0 || !take(words[i])) continue;
      ++run;
      if (i + 1 < words.size() && marks_[i + 1] != 0) continue;
      matches += power(run);
      run = 0;
    }
  });
  return matches;
}

/// Calls each(sentence) with the marks of each sentence of the reference.
template <class Each>
void SentenceUnions::each_marked_sentence(const NumberedSentences& reference, const NumberedSentences& prediction,
                                          const Checkpoint& checkpoint, Each each) {
  reference_left_.assign(reference.counts.begin(), reference.counts.end());
  prediction_left_.assign(prediction.counts.begin(), prediction.counts.end());
  std::size_t begin = 0;
  for (const std::size_t end : reference.ends) {
    const Words ours = reference.words.subspan(begin, end - begin);
    marks_.assign(ours.size(), 0);
    std::size_t their_begin = 0;
    for (const std::size_t their_end : prediction.ends) {
      const Words theirs = prediction.words.subspan(their_begin, their_end - their_begin);
      weight_ == 0 ? find_steps(ours, theirs) : find_weighted_steps(ours, theirs);
      mark(ours.size(), theirs.size());
      their_begin = their_end;
      checkpoint();
    }
    each(ours);
    begin = end;
  }
}

/// Lengths of the longest common subsequences of all beginnings, row by row, of which one is kept; and the steps by which to
/// go back from their ends.
void SentenceUnions::find_steps(Words reference, Words prediction) {
  const std::size_t columns = prediction.size();
  steps_.resize(reference.size() * columns);
  lengths_.assign(columns + 1, 0);
  Step* step = steps_.data();
  for (const std::uint32_t word : reference) {
    std::uint32_t diagonal = 0;
    for (std::size_t j = 0; j < columns; ++j) {
      const std::uint32_t up = lengths_[j + 1];
      const std::uint32_t left = lengths_[j];
      if (word == prediction[j]) {
        *step++ = kPair;
        lengths_[j + 1] = diagonal + 1;
      } else {
        *step++ = up >= left ? kUp : kLeft;
        lengths_[j + 1] = std::max(up, left);
      }
      diagonal = up;
    }
  }
}

/// The same by weights. To each belongs the length of the run of equal words that ends there.
void SentenceUnions::find_weighted_steps(Words reference, Words prediction) {
  const std::size_t columns = prediction.size();
  steps_.resize(reference.size() * columns);
  values_.assign(columns + 1, 0);
  runs_.assign(columns + 1, 0);
  power(std::min(reference.size(), columns) + 1);
  const double* const powers = powers_.data();
  Step* step = steps_.data();
  for (const std::uint32_t word : reference) {
    double diagonal = 0;
    std::size_t run = 0;
    for (std::size_t j = 0; j < columns; ++j) {
      const double up = values_[j + 1];
      const double left = values_[j];
      const std::size_t run_above = runs_[j + 1];
      if (word == prediction[j]) {
        *step++ = kPair;
        values_[j + 1] = diagonal + powers[run + 1] - powers[run];
        runs_[j + 1] = run + 1;
      } else {
        *step++ = up >= left ? kUp : kLeft;
        values_[j + 1] = up >= left ? up : left;
        runs_[j + 1] = 0;
      }
      diagonal = up;
      run = run_above;
    }
  }
}

/// Marks the words of the reference that the steps pair, from the ends back.
void SentenceUnions::mark(std::size_t rows, std::size_t columns) {
  std::size_t i = rows;
  std::size_t j = columns;
  while (i > 0 && j > 0) {
    const Step step = steps_[(i - 1) * columns + (j - 1)];
    if (step == kPair) marks_[i - 1] = 1;
    if (step != kLeft) --i;
    if (step != kUp) --j;
  }
}

/// Whether both texts have the word left, which they then have once less.
bool SentenceUnions::take(std::uint32_t word) {
  if (reference_left_[word] == 0 || prediction_left_[word] == 0) return false;
  --reference_left_[word];
  --prediction_left_[word];
  return true;
}

void SentenceUnions::trim(std::size_t bytes) {
  const auto trimmed = [bytes](auto& buffer) {
    if (buffer.capacity() * sizeof(buffer[0]) > bytes) buffer = {};
  };
  trimmed(steps_);
  trimmed(values_);
  trimmed(runs_);
  trimmed(powers_);
}

}  // namespace gramscore
