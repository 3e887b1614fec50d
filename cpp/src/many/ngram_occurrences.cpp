#include "many/ngram_occurrences.hpp"

#include <algorithm>

#include "match/strips.hpp"

namespace gramscore::many {
namespace {

/// Tokens' numbers are looked up by themselves, without hashing, if there is not much more room for them than tokens.
constexpr std::size_t kPlacesPerToken = 4;
constexpr std::size_t kFewPlaces = 4096;

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
  std::uint64_t* const keys = key_.reserve(size);
  for (std::size_t i = 0; i < size; ++i) positions[i] = static_cast<std::uint32_t>(i);
  std::size_t begin = 0;
  std::uint64_t highest = 0;
  for (const NumberedTexts texts : {rows, columns}) {
    for (const auto& text : texts) {
      std::ranges::copy(text, keys + begin);
      for (const std::uint32_t number : text) highest = std::max<std::uint64_t>(highest, number);
      begin += text.size();
    }
  }
  std::size_t firsts = 1;
  if (highest < kPlacesPerToken * size + kFewPlaces) {
    // Each number is the only key of its upper half: the table has a place for it.
    firsts = highest + 1;
    for (std::size_t i = 0; i < size; ++i) keys[i] <<= 32;
  }
  number_occurrences(firsts, checkpoint);
}

void NgramOccurrences::next_order(const Checkpoint& checkpoint) {
  std::uint32_t* const positions = position_.data();
  const std::uint32_t* const grams = gram_.data();
  std::uint64_t* const keys = key_.data();
  std::uint8_t* const shared = shared_.reserve(occurrences_.size());
  for (std::size_t o = 0; o < occurrences_.size(); ++o) shared[o] = is_shared(occurrences_[o]);
  std::size_t kept = 0;
  std::size_t s = 0;
  for (std::size_t& end : text_end_) {
    for (; s + 1 < end; ++s) {
      const bool follows = positions[s + 1] == positions[s] + 1;
      const std::uint64_t key = std::uint64_t{grams[s]} << 32 | grams[s + 1];
      const std::size_t both = shared[grams[s]] & shared[grams[s + 1]] & static_cast<std::uint8_t>(follows);
      positions[kept] = positions[s];
      keys[kept] = key;
      kept += both;
    }
    s = end;
    end = kept;
  }
  number_occurrences(occurrences_.size(), checkpoint);
}

void NgramOccurrences::number_occurrences(std::size_t firsts, const Checkpoint& checkpoint) {
  const std::size_t size = text_end_.empty() ? 0 : text_end_.back();
  table_.reset(size, text_end_.size(), std::max<std::size_t>(firsts, 1));
  gram_.reserve(size);
  occurrence_.reserve(size);
  occurrences_.assign(1, {});
  std::uint32_t fresh = 1;
  std::size_t unchecked = 0;
  std::size_t begin = 0;
  for (std::size_t t = 0; t < text_end_.size(); ++t) {
    table_.next_text();
    in_strips(text_end_[t] - begin, checkpoint, [&](std::size_t first, std::size_t count) {
      if ((unchecked += count) > kStrip) {
        checkpoint();
        unchecked = 0;
      }
      number_text(t, begin + first, begin + first + count, fresh);
    });
    begin = text_end_[t];
  }
  occurrences_.resize(fresh);
}

void NgramOccurrences::number_text(std::size_t text, std::size_t begin, std::size_t end, std::uint32_t& fresh) {
  // Zeros for as many as can be new.
  occurrences_.resize(fresh + (end - begin));
  Occurrence* const occurrences = occurrences_.data();
  std::uint32_t* const grams = gram_.data();
  std::uint32_t* const found = occurrence_.data();
  const std::size_t side = text < rows_ ? 0 : 1;
  table_.number_each(key_.data(), begin, end, fresh,
                     [=](std::size_t i, std::uint32_t number, bool again, std::uint32_t& next) {
                       std::uint32_t occurrence = number;
                       if (again) {
                         const std::uint32_t last = occurrences[number].last;
                         occurrence = occurrences[last].next;
                         if (occurrence == 0) {
                           occurrence = next++;
                           occurrences[last].next = occurrence;
                         }
                       }
                       occurrences[number].last = occurrence;
                       occurrences[occurrence].texts[side] += 1;
                       grams[i] = number;
                       found[i] = occurrence;
                     });
}

}  // namespace gramscore::many
