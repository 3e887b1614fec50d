#include "gramscore/metrics/set_rouge.hpp"

#include <algorithm>
#include <bit>

#include "text/code_points.hpp"

namespace gramscore {
namespace {

using Words = std::span<const std::uint32_t>;

/// The width of the white space that a string starts with, 0 if it starts with another character.
std::size_t space_width(std::string_view text) {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  if (bytes[0] < 0x80) return is_ascii_space(bytes[0]) ? 1 : 0;
  const std::size_t width = utf8_width(bytes[0]);
  return width <= text.size() && is_space(decode_utf8(bytes)) ? width : 0;
}

/// Makes n-grams of those that have a word less.
void add_last_words(Words words, std::size_t order, std::vector<std::uint64_t>& grams) {
  grams.resize(words.size() < order ? 0 : words.size() - order + 1);
  for (std::size_t i = 0; i < grams.size(); ++i) grams[i] = grams[i] << 32 | words[i + order - 1];
}

}  // namespace

void SetRougeTexts::add(std::string_view text) {
  const auto number = [&](std::string_view word) {
    words_.push_back(vocabulary_.number(reinterpret_cast<const std::uint8_t*>(word.data()), word.size()));
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
    if (words_.size() == before) number("");
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

void SetRouge::number_grams(Words prediction, Words reference, std::size_t order) {
  mine_.assign(prediction.begin(), prediction.end());
  theirs_.assign(reference.begin(), reference.end());
  for (std::size_t n = 2; n <= order; ++n) {
    if (n > 2) rank_grams();
    add_last_words(prediction, n, mine_);
    add_last_words(reference, n, theirs_);
  }
}

/// Replaces n-grams by their ranks among all, which leave room for another word.
void SetRouge::rank_grams() {
  all_.assign(mine_.begin(), mine_.end());
  all_.insert(all_.end(), theirs_.begin(), theirs_.end());
  std::sort(all_.begin(), all_.end());
  all_.erase(std::unique(all_.begin(), all_.end()), all_.end());
  for (auto* const grams : {&mine_, &theirs_}) {
    for (std::uint64_t& gram : *grams) {
      gram = static_cast<std::uint64_t>(std::lower_bound(all_.begin(), all_.end(), gram) - all_.begin());
    }
  }
}

SetRougePair SetRouge::ngrams(Words prediction, Words reference, std::size_t order) {
  number_grams(prediction, reference, order);
  SetRougePair counts{{}, {0, static_cast<std::int64_t>(mine_.size()), static_cast<std::int64_t>(theirs_.size())}};
  seen_.begin(mine_.size() + theirs_.size());
  for (const std::uint64_t gram : mine_) counts.distinct.prediction += seen_.of(gram).mine++ == 0 ? 1 : 0;
  for (const std::uint64_t gram : theirs_) {
    GramTimes::Times& times = seen_.of(gram);
    counts.distinct.reference += times.theirs == 0 ? 1 : 0;
    counts.distinct.matches += times.theirs == 0 && times.mine > 0 ? 1 : 0;
    counts.all.matches += times.theirs < times.mine ? 1 : 0;
    ++times.theirs;
  }
  return counts;
}

void GramTimes::begin(std::size_t most) {
  if (slots_.size() < 2 * most + 1) {
    slots_.assign(std::bit_ceil(4 * most + 1), {});
    pair_ = 0;
  }
  if (++pair_ == 0) {  // the numbers of pairs begin anew
    std::fill(slots_.begin(), slots_.end(), Times{});
    pair_ = 1;
  }
}

GramTimes::Times& GramTimes::of(std::uint64_t gram) {
  const std::size_t last = slots_.size() - 1;
  for (std::size_t at = gram * 0x9e3779b97f4a7c15u >> 32;; ++at) {
    Times& times = slots_[at & last];
    if (times.pair != pair_) return times = {gram, pair_, 0, 0};
    if (times.gram == gram) return times;
  }
}

SetRougePair SetRouge::subsequences(const SetRougeTexts& texts, std::pair<std::size_t, std::size_t> pair,
                                    const Checkpoint& checkpoint) {
  common_.clear();
  for (std::size_t r = 0; r < texts.sentences(pair.second); ++r) {
    for (std::size_t p = 0; p < texts.sentences(pair.first); ++p) {
      add_common(texts.sentence(pair.second, r), texts.sentence(pair.first, p), checkpoint);
    }
  }
  const Words prediction = texts.words(pair.first);
  const Words reference = texts.words(pair.second);
  return {{distinct(common_), distinct(prediction), distinct(reference)},
          {static_cast<std::int64_t>(common_.size()), static_cast<std::int64_t>(prediction.size()),
           static_cast<std::int64_t>(reference.size())}};
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
