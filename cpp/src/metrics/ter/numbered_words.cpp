#include "metrics/ter/numbered_words.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace gramscore::ter {
namespace {

/// Words between two checkpoints.
constexpr std::size_t kStrip = std::size_t{1} << 14;

void check_size(std::size_t words) {
  if (words >= std::numeric_limits<std::int32_t>::max()) throw std::length_error("a text of over 2 billion words");
}

}  // namespace

void NumberedWords::assign(TokenSpan reference, TokenSpan hypothesis, const Checkpoint& checkpoint) {
  check_size(reference.size);
  check_size(hypothesis.size);
  reference_size_ = reference.size;
  hypothesis_size_ = hypothesis.size;
  std::uint32_t* const r = reference_.reserve(reference.size);
  std::uint32_t* const h = hypothesis_.reserve(hypothesis.size);
  index_.reset(reference.size);
  for (std::size_t begin = 0; begin < reference.size; begin += kStrip) {
    checkpoint();
    index_.insert_each(
        std::min(reference.size - begin, kStrip), [&](std::size_t i) { return reference.data[begin + i]; }, r + begin);
  }
  for (std::size_t begin = 0; begin < hypothesis.size; begin += kStrip) {
    checkpoint();
    index_.find_each(
        std::min(hypothesis.size - begin, kStrip), [&](std::size_t j) { return hypothesis.data[begin + j]; },
        h + begin);
  }

  // The positions sorted by number, by counting. Number 0 has none.
  const std::size_t numbers = std::size_t{index_.size()} + 1;
  std::uint32_t* const end = position_end_.reserve(numbers + 1);
  std::memset(end, 0, (numbers + 1) * sizeof *end);
  for (std::size_t i = 0; i < reference.size; ++i) ++end[r[i]];
  std::uint32_t* const left = left_.reserve(numbers);
  std::memcpy(left, end, numbers * sizeof *left);
  std::uint32_t sum = 0;
  for (std::size_t k = 0; k <= numbers; ++k) {
    const std::uint32_t count = end[k];
    end[k] = sum;
    sum += count;
  }
  std::uint32_t* const positions = positions_.reserve(reference.size);
  for (std::size_t i = 0; i < reference.size; ++i) positions[end[r[i]]++] = static_cast<std::uint32_t>(i);
  // Each start has moved to its end, which is the next one's start.
  std::memmove(end + 1, end, numbers * sizeof *end);
  end[0] = 0;

  std::uint32_t common = 0;
  for (std::size_t j = 0; j < hypothesis.size; ++j) {
    const std::uint32_t hit = left[h[j]] != 0;
    left[h[j]] -= hit;
    common += hit;
  }
  least_edits_ = static_cast<std::uint32_t>(std::max(reference.size, hypothesis.size)) - common;
}

void NumberedWords::rotate(const Rotation& by) {
  std::uint32_t* const words = hypothesis_.data();
  std::rotate(words + by.begin, words + by.middle, words + by.end);
}

void NumberedWords::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  index_.trim();
  for (auto* buffer : {&reference_, &hypothesis_, &position_end_, &positions_, &left_}) buffer->trim(kKeep);
}

}  // namespace gramscore::ter
