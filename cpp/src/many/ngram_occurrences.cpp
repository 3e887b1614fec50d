#include "many/ngram_occurrences.hpp"

#include <limits>

#include "match/strips.hpp"

namespace gramscore::many {
namespace {

constexpr std::uint32_t kNoText = std::numeric_limits<std::uint32_t>::max();

}  // namespace

void NgramOccurrences::start(NumberedTexts rows, NumberedTexts columns, const Checkpoint& checkpoint) {
  rows_ = rows.size();
  square_ = columns.empty();
  std::size_t size = 0;
  text_end_.clear();
  for (const auto& text : rows) text_end_.push_back(size += text.size());
  for (const auto& text : columns) text_end_.push_back(size += text.size());
  check_size(size);
  std::uint32_t* const positions = position_.reserve(size);
  std::uint32_t* const grams = gram_.reserve(size);
  for (std::size_t i = 0; i < size; ++i) positions[i] = static_cast<std::uint32_t>(i);
  index_.reset(size);
  std::size_t begin = 0;
  for (const NumberedTexts texts : {rows, columns}) {
    for (const auto& text : texts) {
      in_strips(text.size(), checkpoint, [&](std::size_t first, std::size_t count) {
        index_.insert_each(count, [&](std::size_t i) { return text[first + i]; }, grams + begin + first);
      });
      begin += text.size();
    }
  }
  number_occurrences(checkpoint);
}

void NgramOccurrences::next_order(const Checkpoint& checkpoint) {
  const std::size_t size = text_end_.empty() ? 0 : text_end_.back();
  std::uint32_t* const positions = position_.data();
  std::uint32_t* const grams = gram_.data();
  std::uint64_t* const keys = key_.reserve(size);
  std::size_t kept = 0;
  std::size_t s = 0;
  for (std::size_t& end : text_end_) {
    for (; s + 1 < end; ++s) {
      const bool follows = positions[s + 1] == positions[s] + 1 && is_shared(occurrences_[grams[s]]) &&
                           is_shared(occurrences_[grams[s + 1]]);
      positions[kept] = positions[s];
      keys[kept] = std::uint64_t{grams[s]} << 32 | grams[s + 1];
      kept += follows;
    }
    s = end;
    end = kept;
  }
  index_.reset(kept);
  in_strips(kept, checkpoint, [&](std::size_t begin, std::size_t count) {
    index_.insert_each(count, [&](std::size_t i) { return keys[begin + i]; }, grams + begin);
  });
  number_occurrences(checkpoint);
}

void NgramOccurrences::number_occurrences(const Checkpoint& checkpoint) {
  const std::size_t count = index_.size() + std::size_t{1};
  grams_.assign(count, {kNoText, 0});
  occurrences_.assign(count, {0, 0, 0});
  std::uint32_t* const found = occurrence_.reserve(text_end_.empty() ? 0 : text_end_.back());
  std::size_t unchecked = 0;
  std::size_t s = 0;
  for (std::size_t t = 0; t < text_end_.size(); ++t) {
    if ((unchecked += text_end_[t] - s) > kStrip) {
      checkpoint();
      unchecked = 0;
    }
    const bool is_row = t < rows_;
    for (; s < text_end_[t]; ++s) {
      const std::uint32_t number = gram_[s];
      Gram& gram = grams_[number];
      std::uint32_t occurrence = number;
      if (gram.text == t) {
        occurrence = occurrences_[gram.occurrence].next;
        if (occurrence == 0) {
          occurrence = static_cast<std::uint32_t>(occurrences_.size());
          occurrences_[gram.occurrence].next = occurrence;
          occurrences_.push_back({0, 0, 0});
        }
      }
      gram = {static_cast<std::uint32_t>(t), occurrence};
      found[s] = occurrence;
      Occurrence& one = occurrences_[occurrence];
      (is_row ? one.rows : one.columns) += 1;
    }
  }
}

}  // namespace gramscore::many
