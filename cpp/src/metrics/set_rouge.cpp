#include "gramscore/metrics/set_rouge.hpp"

#include <algorithm>
#include <numeric>

#include "text/code_points.hpp"

namespace gramscore {
namespace {

using Words = std::span<const std::uint32_t>;

/// The width of the white space that a string starts with, 0 if it starts with another character.
std::size_t space_width(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::size_t width = utf8_width(bytes[0]);
  return width <= text.size() && is_space(decode_utf8(bytes)) ? width : 0;
}

/// Less than, equal to or more than 0 as an n-gram comes before another, is it, or comes after it.
int compare(const std::uint32_t* a, const std::uint32_t* b, std::size_t order) {
  for (std::size_t i = 0; i < order; ++i) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

/// Where the n-grams of `words` start, in the order of what they are; each once if `distinct`.
void sort_grams(Words words, std::size_t order, bool distinct, std::vector<std::size_t>& starts) {
  starts.resize(words.size() < order ? 0 : words.size() - order + 1);
  std::iota(starts.begin(), starts.end(), std::size_t{0});
  const std::uint32_t* const first = words.data();
  std::sort(starts.begin(), starts.end(),
            [&](std::size_t a, std::size_t b) { return compare(first + a, first + b, order) < 0; });
  if (!distinct) return;
  const auto end = std::unique(starts.begin(), starts.end(),
                               [&](std::size_t a, std::size_t b) { return compare(first + a, first + b, order) == 0; });
  starts.erase(end, starts.end());
}

}  // namespace

void SetRougeTexts::add(std::string_view text) {
  const auto number = [&](std::string_view word) {
    words_.push_back(numbers_.try_emplace(word, static_cast<std::uint32_t>(numbers_.size())).first->second);
  };
  while (!text.empty()) {
    const std::size_t stop = std::min(text.find('.'), text.size());
    std::string_view rest = text.substr(0, stop);
    text.remove_prefix(std::min(stop + 1, text.size()));
    if (rest.empty()) continue;
    const std::size_t before = words_.size();
    std::size_t length = 0;
    while (length < rest.size()) {
      const std::size_t space = space_width(rest.substr(length));
      if (space == 0) {
        length += std::min<std::size_t>(utf8_width(static_cast<std::uint8_t>(rest[length])), rest.size() - length);
        continue;
      }
      if (length > 0) number(rest.substr(0, length));
      rest.remove_prefix(length + space);
      length = 0;
    }
    if (length > 0) number(rest);
    if (words_.size() == before) number({});
    sentence_ends_.push_back(words_.size());
  }
  text_ends_.push_back(sentence_ends_.size() - 1);
}

Words SetRougeTexts::sentence(std::size_t text, std::size_t index) const {
  const std::size_t at = text_ends_[text] + index;
  return Words(words_).subspan(sentence_ends_[at], sentence_ends_[at + 1] - sentence_ends_[at]);
}

Words SetRougeTexts::words(std::size_t text) const {
  const std::size_t begin = sentence_ends_[text_ends_[text]];
  return Words(words_).subspan(begin, sentence_ends_[text_ends_[text + 1]] - begin);
}

SetRougeCounts SetRouge::ngrams(Words prediction, Words reference, std::size_t order) {
  sort_grams(prediction, order, exclusive_, mine_);
  sort_grams(reference, order, exclusive_, theirs_);
  std::int64_t matches = 0;
  for (std::size_t i = 0, j = 0; i < mine_.size() && j < theirs_.size();) {
    const int side = compare(prediction.data() + mine_[i], reference.data() + theirs_[j], order);
    matches += side == 0;
    i += side <= 0;
    j += side >= 0;
  }
  return {matches, static_cast<std::int64_t>(mine_.size()), static_cast<std::int64_t>(theirs_.size())};
}

SetRougeCounts SetRouge::subsequences(const SetRougeTexts& texts, std::pair<std::size_t, std::size_t> pair,
                                      const Checkpoint& checkpoint) {
  common_.clear();
  for (std::size_t r = 0; r < texts.sentences(pair.second); ++r) {
    for (std::size_t p = 0; p < texts.sentences(pair.first); ++p) {
      add_common(texts.sentence(pair.second, r), texts.sentence(pair.first, p), checkpoint);
    }
  }
  const Words prediction = texts.words(pair.first);
  const Words reference = texts.words(pair.second);
  if (!exclusive_) {
    return {static_cast<std::int64_t>(common_.size()), static_cast<std::int64_t>(prediction.size()),
            static_cast<std::int64_t>(reference.size())};
  }
  return {distinct(common_), distinct(prediction), distinct(reference)};
}

std::int64_t SetRouge::distinct(Words words) {
  sorted_.assign(words.begin(), words.end());
  std::sort(sorted_.begin(), sorted_.end());
  return std::unique(sorted_.begin(), sorted_.end()) - sorted_.begin();
}

void SetRouge::add_common(Words reference, Words prediction, const Checkpoint& checkpoint) {
  const std::size_t width = prediction.size() + 1;
  lengths_.assign((reference.size() + 1) * width, 0);
  for (std::size_t i = 1; i <= reference.size(); ++i) {
    std::uint32_t* const row = lengths_.data() + i * width;
    const std::uint32_t* const above = row - width;
    for (std::size_t j = 1; j < width; ++j) {
      row[j] = reference[i - 1] == prediction[j - 1] ? above[j - 1] + 1 : std::max(above[j], row[j - 1]);
    }
    if (i % 64 == 0) checkpoint();
  }
  // Of two ways back that are as long the package takes the one without the word of the prediction.
  std::size_t i = reference.size();
  std::size_t j = prediction.size();
  while (i > 0 && j > 0) {
    if (reference[i - 1] == prediction[j - 1]) {
      common_.push_back(reference[i - 1]);
      --i;
      --j;
    } else if (lengths_[(i - 1) * width + j] > lengths_[i * width + j - 1]) {
      --i;
    } else {
      --j;
    }
  }
}

}  // namespace gramscore
