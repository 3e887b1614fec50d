#include "gramscore/match/clipped.hpp"

#include <algorithm>
#include <cstring>

#include "match/strips.hpp"

namespace gramscore {
namespace {

std::size_t grams_in(std::size_t tokens, std::size_t order) { return tokens < order ? 0 : tokens - order + 1; }

}  // namespace

void ClippedMatcher::match(TokenSpan prediction, std::span<const TokenSpan> references, std::size_t orders,
                           std::int64_t* matches, const Checkpoint& checkpoint) {
  if (references.size() != 1 || orders > static_cast<std::size_t>(Matches::kMaxOrder)) {
    match_hashed(prediction, references, orders, matches, checkpoint);
    return;
  }
  Matches found;
  matcher_.match(references[0], prediction, static_cast<int>(orders), false, found, checkpoint);
  std::copy_n(found.ngram + 1, orders, matches);
}

void ClippedMatcher::match_hashed(TokenSpan prediction, std::span<const TokenSpan> references, std::size_t orders,
                                  std::int64_t* matches, const Checkpoint& checkpoint) {
  std::fill_n(matches, orders, 0);
  check_size(prediction.size);
  std::size_t reference_tokens = 0;
  for (const TokenSpan& reference : references) {
    check_size(reference.size);
    reference_tokens += reference.size;
  }
  std::uint32_t* const p = prediction_.reserve(prediction.size);
  std::uint32_t* const r = references_.reserve(reference_tokens);
  index_.reset(prediction.size);
  in_strips(prediction.size, checkpoint, [&](std::size_t begin, std::size_t count) {
    index_.insert_each(count, [&](std::size_t i) { return prediction.data[begin + i]; }, p + begin);
  });
  std::size_t offset = 0;
  for (const TokenSpan& reference : references) {
    in_strips(reference.size, checkpoint, [&](std::size_t begin, std::size_t count) {
      index_.find_each(count, [&](std::size_t i) { return reference.data[begin + i]; }, r + offset + begin);
    });
    offset += reference.size;
  }
  std::uint32_t* const pg = prediction_grams_.reserve(prediction.size);
  std::uint32_t* const rg = reference_grams_.reserve(reference_tokens);
  std::copy_n(p, prediction.size, pg);
  std::copy_n(r, reference_tokens, rg);

  std::uint32_t numbers = index_.size();
  for (std::size_t order = 1; order <= orders; ++order) {
    const std::size_t prediction_grams = grams_in(prediction.size, order);
    if (order > 1) {
      // An n-gram is the number of its first n - 1 tokens as an (n-1)-gram and the number of its last; with a 0 among
      // them it is no n-gram of the prediction, and not found.
      const std::size_t last = order - 1;
      const auto key = [last](const std::uint32_t* grams, const std::uint32_t* tokens) {
        return [=](std::size_t i) { return std::uint64_t{grams[i]} << 32 | tokens[i + last]; };
      };
      gram_index_.reset(prediction_grams);
      in_strips(prediction_grams, checkpoint, [&](std::size_t begin, std::size_t count) {
        gram_index_.insert_each(count, key(pg + begin, p + begin), pg + begin);
      });
      offset = 0;
      for (const TokenSpan& reference : references) {
        in_strips(grams_in(reference.size, order), checkpoint, [&](std::size_t begin, std::size_t count) {
          const std::size_t at = offset + begin;
          gram_index_.find_each(count, key(rg + at, r + at), rg + at);
        });
        offset += reference.size;
      }
      numbers = gram_index_.size();
    }
    matches[order - 1] = count(references, order, prediction_grams, numbers, checkpoint);
    if (matches[order - 1] == 0) return;  // nor do longer ones match
  }
}

/// The matches of one order, whose n-grams are numbered.
std::int64_t ClippedMatcher::count(std::span<const TokenSpan> references, std::size_t order,
                                   std::size_t prediction_grams, std::uint32_t numbers, const Checkpoint& checkpoint) {
  Gram* const grams = grams_.reserve(std::size_t{numbers} + 1);
  std::memset(static_cast<void*>(grams), 0, (std::size_t{numbers} + 1) * sizeof(Gram));
  for (std::size_t i = 0; i < prediction_grams; ++i) ++grams[prediction_grams_[i]].occurrences;
  std::int64_t matches = 0;
  std::size_t offset = 0;
  for (const TokenSpan& reference : references) {
    const std::uint32_t* const numbered = reference_grams_.data() + offset;
    const std::size_t size = grams_in(reference.size, order);
    in_strips(size, checkpoint, [&](std::size_t begin, std::size_t strip) {
      for (std::size_t i = begin; i < begin + strip; ++i) {
        Gram& gram = grams[numbered[i]];
        ++gram.seen;
        const bool hit = gram.seen > gram.matched && gram.matched < gram.occurrences;
        gram.matched += hit;
        matches += hit;
      }
    });
    for (std::size_t i = 0; i < size; ++i) grams[numbered[i]].seen = 0;
    offset += reference.size;
  }
  return matches;
}

void ClippedMatcher::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  matcher_.trim();
  index_.trim();
  gram_index_.trim();
  for (auto* buffer : {&prediction_, &prediction_grams_, &references_, &reference_grams_}) buffer->trim(kKeep);
  grams_.trim(kKeep);
}

}  // namespace gramscore
