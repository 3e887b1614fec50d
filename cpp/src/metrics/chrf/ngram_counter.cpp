#include "metrics/chrf/ngram_counter.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace gramscore::chrf {
namespace {

/// n-grams between two checkpoints.
constexpr std::size_t kStrip = std::size_t{1} << 14;

void check_size(std::size_t tokens) {
  if (tokens >= std::numeric_limits<std::uint32_t>::max()) throw std::length_error("a text of over 4 billion tokens");
}

}  // namespace

/// Numbers the n-grams with these keys, 0 those that the reference has not, and counts the clipped matches.
template <class ReferenceKey, class PredictionKey>
std::uint32_t NgramCounter::count_order(std::size_t m, std::size_t n, ReferenceKey reference, PredictionKey prediction,
                                        const Checkpoint& checkpoint) {
  std::uint32_t* const r = reference_grams_.data();
  std::uint32_t* const p = prediction_grams_.data();
  index_.reset(m);
  for (std::size_t begin = 0; begin < m; begin += kStrip) {
    checkpoint();
    index_.insert_each(std::min(m - begin, kStrip), [&](std::size_t i) { return reference(begin + i); }, r + begin);
  }
  for (std::size_t begin = 0; begin < n; begin += kStrip) {
    checkpoint();
    index_.find_each(std::min(n - begin, kStrip), [&](std::size_t j) { return prediction(begin + j); }, p + begin);
  }
  const std::size_t numbers = std::size_t{index_.size()} + 1;
  std::uint32_t* const left = left_.reserve(numbers);
  std::memset(left, 0, numbers * sizeof *left);
  for (std::size_t i = 0; i < m; ++i) ++left[r[i]];
  std::uint32_t matches = 0;
  for (std::size_t j = 0; j < n; ++j) {
    const std::uint32_t hit = left[p[j]] != 0;
    left[p[j]] -= hit;
    matches += hit;
  }
  return matches;
}

void NgramCounter::count(TokenSpan reference, TokenSpan prediction, std::size_t orders, std::uint32_t* matches,
                         const Checkpoint& checkpoint) {
  const std::size_t m = reference.size;
  const std::size_t n = prediction.size;
  check_size(m);
  check_size(n);
  std::fill_n(matches, orders, 0u);
  std::uint32_t* const r = reference_grams_.reserve(m);
  std::uint32_t* const p = prediction_grams_.reserve(n);
  const Token* const rt = reference.data;
  const Token* const pt = prediction.data;
  if (orders == 0) return;
  matches[0] =
      count_order(m, n, [=](std::size_t i) { return rt[i]; }, [=](std::size_t j) { return pt[j]; }, checkpoint);
  if (orders == 1) return;
  std::uint32_t* const rn = reference_.reserve(m);
  std::uint32_t* const pn = prediction_.reserve(n);
  std::copy_n(r, m, rn);
  std::copy_n(p, n, pn);
  // An n-gram is the number of its first n - 1 tokens as an (n-1)-gram and the number of its last; with a 0 among them
  // it is no n-gram of the reference, and not found. Without a match of one order there is none of the next.
  for (std::size_t last = 1; last < std::min({orders, m, n}) && matches[last - 1] != 0; ++last) {
    const auto key = [last](const std::uint32_t* grams, const std::uint32_t* tokens) {
      return [=](std::size_t i) { return std::uint64_t{grams[i]} << 32 | tokens[i + last]; };
    };
    matches[last] = count_order(m - last, n - last, key(r, rn), key(p, pn), checkpoint);
  }
}

void NgramCounter::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  index_.trim();
  for (auto* buffer : {&reference_, &prediction_, &reference_grams_, &prediction_grams_, &left_}) buffer->trim(kKeep);
}

}  // namespace gramscore::chrf
