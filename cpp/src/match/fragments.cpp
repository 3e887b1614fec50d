#include "gramscore/match/fragments.hpp"

#include <algorithm>

#include "match/strips.hpp"

namespace gramscore {

void FragmentFinder::read(TokenSpan summary, std::span<const TokenSpan> article, const Checkpoint& checkpoint) {
  std::size_t size = article.empty() ? 0 : article.size() - 1;
  for (const TokenSpan& part : article) size += part.size;
  check_size(summary.size);
  check_size(size);
  summary_size_ = summary.size;
  article_size_ = size;
  std::uint32_t* const s = summary_.reserve(summary.size + 1);
  index_.reset(summary.size);
  in_strips(summary.size, checkpoint, [&](std::size_t begin, std::size_t count) {
    index_.insert_each(count, [&](std::size_t i) { return summary.data[begin + i]; }, s + begin);
  });
  numbers_ = index_.size();
  std::uint32_t* a = article_.reserve(size + 1);
  for (const TokenSpan& part : article) {
    in_strips(part.size, checkpoint, [&](std::size_t begin, std::size_t count) {
      index_.find_each(count, [&](std::size_t i) { return part.data[begin + i]; }, a + begin);
    });
    a += part.size;
    *a++ = 0;
  }
}

/// Sorts the places of the article by the tokens that stand there.
void FragmentFinder::list_places() {
  const std::uint32_t* const a = article_.data();
  std::uint32_t* const end = place_end_.reserve(std::size_t{numbers_} + 2);
  std::fill_n(end, std::size_t{numbers_} + 2, 0);
  for (std::size_t j = 0; j < article_size_; ++j) ++end[a[j] + 1];
  for (std::uint32_t n = 1; n <= numbers_ + 1; ++n) end[n] += end[n - 1];
  // end[n] is where those of n begin; it moves to where they end.
  std::uint32_t* const places = places_.reserve(article_size_ + 1);
  for (std::size_t j = 0; j < article_size_; ++j) places[end[a[j]]++] = static_cast<std::uint32_t>(j);
}

void FragmentFinder::find(std::vector<Fragment>& found, const Checkpoint& checkpoint) {
  list_places();
  const std::uint32_t* const s = summary_.data();
  const std::uint32_t* const a = article_.data();
  const std::uint32_t* const end = place_end_.data();
  std::size_t steps = 0;
  for (std::size_t i = 0; i < summary_size_;) {
    Fragment best{static_cast<std::uint32_t>(i), 0, 0};
    std::size_t next = 0;  // where the search goes on
    for (std::uint32_t k = end[s[i] - 1]; k < end[s[i]]; ++k) {
      const std::size_t j = places_[k];
      if (++steps % kStrip == 0) checkpoint();
      if (j < next) continue;
      const std::size_t most = std::min(summary_size_ - i, article_size_ - j);
      std::size_t length = 1;
      while (length < most && s[i + length] == a[j + length]) {
        if (++length % kStrip == 0) checkpoint();
      }
      if (length > best.length)
        best = {best.summary, static_cast<std::uint32_t>(j), static_cast<std::uint32_t>(length)};
      next = j + length;
    }
    if (best.length != 0) found.push_back(best);
    i += std::max<std::size_t>(best.length, 1);
  }
}

void FragmentFinder::count(std::size_t orders, GramCounts* counts, const Checkpoint& checkpoint) {
  const std::uint32_t* const s = summary_.data();
  const std::uint32_t* const a = article_.data();
  std::uint32_t* const sg = summary_grams_.reserve(summary_size_ + 1);
  std::uint32_t* const ag = article_grams_.reserve(article_size_ + 1);
  std::copy_n(s, summary_size_, sg);
  std::copy_n(a, article_size_, ag);
  std::uint32_t numbers = numbers_;
  for (std::size_t n = 1; n <= orders; ++n) {
    GramCounts& count = *counts++;
    count = {};
    if (summary_size_ < n) continue;
    count.total = summary_size_ - n + 1;
    const std::size_t in_article = article_size_ < n ? 0 : article_size_ - n + 1;
    if (n > 1) {
      // An n-gram is the number of its first n - 1 tokens and that of its last; with a 0 among them the summary has it not.
      const auto key = [n](const std::uint32_t* grams, const std::uint32_t* tokens) {
        return [=](std::size_t i) { return std::uint64_t{grams[i]} << 32 | tokens[i + n - 1]; };
      };
      grams_.reset(count.total);
      in_strips(count.total, checkpoint, [&](std::size_t begin, std::size_t size) {
        grams_.insert_each(size, key(sg + begin, s + begin), sg + begin);
      });
      in_strips(in_article, checkpoint, [&](std::size_t begin, std::size_t size) {
        grams_.find_each(size, key(ag + begin, a + begin), ag + begin);
      });
      numbers = grams_.size();
    }
    count.distinct = numbers;
    seen_.assign(std::size_t{numbers} + 1, 0);
    for (std::size_t j = 0; j < in_article; ++j) seen_[ag[j]] = 1;
    count.novel = static_cast<std::uint64_t>(std::count(seen_.begin() + 1, seen_.end(), std::uint8_t{0}));
  }
}

void FragmentFinder::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  index_.trim();
  grams_.trim();
  for (auto* buffer : {&summary_, &article_, &summary_grams_, &article_grams_, &place_end_, &places_}) {
    buffer->trim(kKeep);
  }
  if (seen_.capacity() > kKeep) std::vector<std::uint8_t>().swap(seen_);
}

}  // namespace gramscore
