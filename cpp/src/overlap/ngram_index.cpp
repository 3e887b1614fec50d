#include "gramscore/overlap/ngram_index.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <stdexcept>

#include "match/strips.hpp"
#include "work/hash.hpp"
#include "work/prefetch.hpp"

namespace gramscore {
namespace {

/// Bits of the filter for each piece.
constexpr std::size_t kFilterBits = 12;

/// What is looked for in one go: the memory that it takes is asked for first.
constexpr std::size_t kStretch = 256;
constexpr std::size_t kLookUps = 64;

/// Long tokens of a batch that are hashed once each; what has a higher number each time.
constexpr std::uint32_t kMostKnown = 1 << 18;

std::uint64_t power(std::uint64_t base, std::size_t exponent) {
  std::uint64_t product = 1;
  for (std::size_t k = 0; k < exponent; ++k) product *= base;
  return product;
}

}  // namespace

NgramIndex::NgramIndex(TokenStore documents, std::size_t least, std::size_t most, unsigned hash_bits,
                       const Checkpoint& checkpoint)
    : store_(std::move(documents)),
      least_(std::max<std::size_t>(least, 1)),
      most_(std::max(most, least_)),
      window_((least_ + 1) / 2),
      hash_bits_(hash_bits),
      hash_mask_(~std::uint64_t{0} << (64 - hash_bits)),
      seed_(hash_seed()),
      base_(hash_value(2, seed_) | 1) {
  const std::size_t total = store_.size();
  if (total >= kNone) throw std::length_error("a benchmark of over 4 billion tokens");
  tokens_ = store_.tokens();
  plain_ = tokens_.empty();
  ends_.reserve(store_.documents());
  std::size_t grams = 0;
  std::size_t pieces = 0;
  std::size_t end = 0;
  for (std::size_t d = 0; d < store_.documents(); ++d) {
    const auto numbers = store_.numbers(d);
    if (d == 0) numbers_ = numbers.data();
    end += numbers.size();
    ends_.push_back(static_cast<std::uint32_t>(end));
    const std::size_t length = length_of(d);
    if (length == 0) continue;
    grams += numbers.size() - length + 1;
    pieces += numbers.size() - window_ + 1;
    const auto known = [length](const auto& it) { return it.first == length; };
    if (std::ranges::none_of(lengths_, known)) lengths_.emplace_back(length, power(base_, length));
  }
  next_.assign(total, kNone);
  const std::size_t slots = std::bit_ceil(std::max<std::size_t>(grams + grams / 4, 64));
  slots_.resize(slots);
  shift_ = static_cast<unsigned>(64 - std::countr_zero(slots));
  filter_.resize(kFilterBits * pieces / 64 + 1);
  const std::uint64_t window_factor = power(base_, window_);
  // From the last on, so that each n-gram goes by its first position.
  std::vector<std::uint64_t> sums;
  for (std::size_t d = store_.documents(); d-- > 0;) {
    const std::size_t length = length_of(d);
    if (length == 0) continue;
    checkpoint();
    const std::uint32_t first = first_position(d);
    const std::size_t size = ends_[d] - first;
    sums.assign(size + 1, 0);
    for (std::size_t i = 0; i < size; ++i) {
      sums[i + 1] = sums[i] * base_ + value_of(token_at(first + static_cast<std::uint32_t>(i)));
    }
    for (std::size_t i = 0; i + window_ <= size; ++i) {
      const std::uint64_t hash = hash_of(sums[i + window_] - sums[i] * window_factor, window_);
      filter_[filter_word(hash)] |= std::uint64_t{1} << (hash & 63) | std::uint64_t{1} << (hash >> 6 & 63);
    }
    const std::uint64_t factor = power(base_, length);
    for (std::size_t i = size - length + 1; i-- > 0;) {
      insert(first + static_cast<std::uint32_t>(i), hash_of(sums[i + length] - sums[i] * factor, length), length);
    }
  }
}

std::size_t NgramIndex::length_of(std::size_t document) const {
  const std::size_t size = store_.numbers(document).size();
  return size < least_ ? 0 : std::min(size, most_);
}

std::size_t NgramIndex::document_of(std::uint32_t position) const {
  return static_cast<std::size_t>(std::upper_bound(ends_.begin(), ends_.end(), position) - ends_.begin());
}

/// What is hashed in place of a token of this store. That of a long token follows from its bytes alone, so that it is the
/// same for the token of a batch.
std::uint64_t NgramIndex::value_of(Token token) const {
  const std::span<const std::uint8_t> key = store_.key_of(token);
  return key.empty() ? hash_value(token, seed_) : hash_bytes(key.data(), key.size(), seed_);
}

std::uint64_t NgramIndex::hash_of(std::uint64_t sum, std::size_t length) const {
  return ((sum ^ sum >> 32 ^ length) * 0x9e3779b97f4a7c15u) & hash_mask_;
}

/// The first position of the n-gram that `tokens` begin with, or kNone.
std::uint32_t NgramIndex::look_up(std::uint64_t hash, const Token* tokens, std::size_t length) const {
  const std::size_t mask = slots_.size() - 1;
  const auto mark = static_cast<std::uint32_t>(hash);
  for (std::size_t slot = slot_of(hash); slots_[slot].position != kNone; slot = (slot + 1) & mask) {
    if (slots_[slot].mark != mark) continue;
    const std::uint32_t position = slots_[slot].position;
    std::size_t k = 0;
    while (k < length && position + k < next_.size() &&
           tokens[k] == token_at(position + static_cast<std::uint32_t>(k))) {
      ++k;
    }
    if (k == length && length_of(document_of(position)) == length) return position;
  }
  return kNone;
}

void NgramIndex::insert(std::uint32_t position, std::uint64_t hash, std::size_t length) {
  const std::size_t mask = slots_.size() - 1;
  const auto mark = static_cast<std::uint32_t>(hash);
  std::size_t slot = slot_of(hash);
  for (; slots_[slot].position != kNone; slot = (slot + 1) & mask) {
    if (slots_[slot].mark != mark) continue;
    const std::uint32_t there = slots_[slot].position;
    std::uint32_t k = 0;
    // What collides may be an n-gram of another length, at the end of the store.
    while (k < length && there + k < next_.size() && token_at(there + k) == token_at(position + k)) ++k;
    if (k != length || length_of(document_of(there)) != length) continue;
    next_[position] = there;
    slots_[slot].position = position;
    return;
  }
  slots_[slot] = {mark, position};
  ++size_;
}

std::size_t NgramIndex::memory() const {
  return store_.memory() + (ends_.capacity() + next_.capacity()) * sizeof(std::uint32_t) +
         slots_.capacity() * sizeof(Slot) + filter_.capacity() * sizeof(std::uint64_t);
}

void NgramIndex::forget_batch(OverlapScratch& scratch) {
  scratch.known.resize(4);
  for (auto& known : scratch.known) known.clear();
}

/// The tokens of a text, of which [begin, end) are as the store has them.
const Token* NgramIndex::mapped(TokenSpan text, std::size_t begin, std::size_t end, const LongTokens& batch,
                                OverlapScratch& scratch) const {
  if (plain_) return text.data;
  Token* const out = scratch.tokens.reserve(text.size + kTokenSlack);
  for (std::size_t i = begin; i < end; ++i) {
    const Token token = text.data[i];
    out[i] = token >> 62 == 0 ? token : store_.token_of(token, batch, scratch.key);
  }
  return out;
}

/// What is hashed in place of each token of a text.
const std::uint64_t* NgramIndex::values_of(TokenSpan text, const LongTokens& batch, OverlapScratch& scratch) const {
  std::uint64_t* const out = scratch.values.reserve(text.size);
  const std::uint64_t seed = seed_;
  scratch.known.resize(4);
  for (std::size_t i = 0; i < text.size; ++i) {
    const Token token = text.data[i];
    out[i] = hash_value(token, seed);
    if (token >> 62 == 0 || plain_) continue;
    auto& known = scratch.known[token >> 62];
    const auto number = static_cast<std::uint32_t>(token);
    if (number < known.size() && known[number].first == token) {
      out[i] = known[number].second;
      continue;
    }
    if (batch.key_of(token, scratch.key)) out[i] = hash_bytes(scratch.key.data(), scratch.key.size(), seed);
    if (number < kMostKnown) {
      if (number >= known.size()) known.resize(number + number / 2 + 64);
      known[number] = {token, out[i]};
    }
  }
  return out;
}

void NgramIndex::find(TokenSpan text, const LongTokens& batch, std::vector<OverlapHit>& hits, OverlapScratch& scratch,
                      const Checkpoint& checkpoint) const {
  check_size(text.size);
  if (size_ == 0 || text.size < least_) return;
  const std::uint64_t* const values = values_of(text, batch, scratch);
  const std::size_t before = hits.size();
  const std::size_t window = window_;
  const std::size_t windows = text.size / window;
  const std::uint64_t base = base_;
  const std::uint64_t* const filter = filter_.data();
  std::uint32_t* const candidates = scratch.candidates.reserve(kStretch + 1);
  for (std::size_t begin = 0; begin < windows; begin += kStretch) {
    if (begin % (16 * kStretch) == 0) checkpoint();
    const std::size_t some = std::min(windows - begin, kStretch);
    std::uint64_t* const hashes = scratch.hashes.reserve(kStretch);
    for (std::size_t k = 0; k < some; ++k) {
      const std::uint64_t* const own = values + (begin + k) * window;
      std::uint64_t sum = own[0];
      for (std::size_t i = 1; i < window; ++i) sum = sum * base + own[i];
      const std::uint64_t hash = hash_of(sum, window);
      hashes[k] = hash;
      prefetch(filter + filter_word(hash));
    }
    std::size_t count = 0;
    for (std::size_t k = 0; k < some; ++k) {
      candidates[count] = static_cast<std::uint32_t>(k);
      count += has_both(filter[filter_word(hashes[k])], hashes[k]);
    }
    // An n-gram goes by the first piece in it, which begins less than a piece behind it.
    for (std::size_t c = 0; c < count;) {
      const std::size_t first = (begin + candidates[c]) * window;
      std::size_t last = first;
      while (++c < count && candidates[c] == candidates[c - 1] + 1) last += window;
      find_between(first - std::min(first, window - 1), last, text, batch, hits, scratch);
    }
  }
  if (lengths_.size() < 2) return;
  std::stable_sort(hits.begin() + static_cast<std::ptrdiff_t>(before), hits.end(),
                   [](const OverlapHit& a, const OverlapHit& b) { return a.token < b.token; });
}

/// Adds the hits that begin in [begin, last], by length. What values_of() has found is there.
void NgramIndex::find_between(std::size_t begin, std::size_t last, TokenSpan text, const LongTokens& batch,
                              std::vector<OverlapHit>& hits, OverlapScratch& scratch) const {
  const std::size_t end = std::min(text.size, last + most_);
  const Token* const tokens = mapped(text, begin, end, batch, scratch);
  // sums[i] is a polynomial of the first i tokens: that of an n-gram is the difference of two.
  const std::uint64_t* const values = scratch.values.data() + begin;
  std::uint64_t* const sums = scratch.sums.reserve(end - begin + 1);
  sums[0] = 0;
  for (std::size_t i = 0; i < end - begin; ++i) sums[i + 1] = sums[i] * base_ + values[i];
  std::uint64_t hashes[kLookUps];
  for (const auto& [length, factor] : lengths_) {
    if (end < begin + length) continue;
    const std::size_t grams = std::min(last + 1, end - length + 1) - begin;
    for (std::size_t from = 0; from < grams; from += kLookUps) {
      const std::size_t some = std::min(grams - from, kLookUps);
      for (std::size_t k = 0; k < some; ++k) {
        const std::uint64_t* const own = sums + from + k;
        hashes[k] = hash_of(own[length] - own[0] * factor, length);
        prefetch(slots_.data() + slot_of(hashes[k]));
      }
      for (std::size_t k = 0; k < some; ++k) {
        const std::size_t at = begin + from + k;
        const std::uint32_t position = look_up(hashes[k], tokens + at, length);
        if (position == kNone) continue;
        hits.push_back({static_cast<std::uint32_t>(at), position, static_cast<std::uint32_t>(length)});
      }
    }
  }
}

void NgramIndex::find_with_skips(TokenSpan text, const LongTokens& batch, std::size_t skips, std::size_t longer_than,
                                 std::vector<OverlapHit>& hits, OverlapScratch& scratch,
                                 const Checkpoint& checkpoint) const {
  std::vector<OverlapHit> found;
  find(text, batch, found, scratch, checkpoint);
  if (found.empty()) return;
  const Token* const tokens = mapped(text, 0, text.size, batch, scratch);
  for (const OverlapHit& hit : found) {
    for (std::uint32_t position = hit.position; position != kNone; position = next_[position]) {
      const std::size_t most = std::min<std::size_t>(text.size - hit.token, ends_[document_of(position)] - position);
      std::size_t length = hit.length;
      std::size_t differ = 0;
      for (std::size_t k = length; k < most; ++k) {
        if (tokens[hit.token + k] == token_at(position + static_cast<std::uint32_t>(k))) {
          length = k + 1;
        } else if (++differ > skips) {
          break;
        }
      }
      if (length > longer_than) hits.push_back({hit.token, position, static_cast<std::uint32_t>(length)});
    }
    checkpoint();
  }
}

namespace {

/// Calls use(begin, end) for the runs that intervals, sorted by their begins, make together.
template <class Use>
void for_each_run(std::span<const std::pair<std::uint64_t, std::uint64_t>> intervals, Use use) {
  for (std::size_t i = 0; i < intervals.size();) {
    const std::uint64_t begin = intervals[i].first;
    std::uint64_t end = intervals[i].second;
    for (++i; i < intervals.size() && intervals[i].first <= end; ++i) end = std::max(end, intervals[i].second);
    use(begin, end);
  }
}

}  // namespace

TextOverlap overlap_of(const NgramIndex& index, std::span<const OverlapHit> hits, bool every_position,
                       std::vector<std::pair<std::uint64_t, std::uint64_t>>& spans,
                       std::vector<DocumentOverlap>& documents) {
  TextOverlap text;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> intervals;
  for (const OverlapHit& hit : hits) intervals.emplace_back(hit.token, std::uint64_t{hit.token} + hit.length);
  std::sort(intervals.begin(), intervals.end());
  for_each_run(intervals, [&](std::uint64_t begin, std::uint64_t end) {
    text.covered += end - begin;
    text.longest = std::max(text.longest, end - begin);
    spans.emplace_back(begin, end);
  });
  // Positions of the documents, each n-gram of the text once.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> grams;
  for (const OverlapHit& hit : hits) grams.emplace_back(hit.position, std::uint64_t{hit.position} + hit.length);
  std::sort(grams.begin(), grams.end());
  grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
  if (every_position) {
    const std::size_t own = grams.size();
    for (std::size_t k = 0; k < own; ++k) {
      const std::uint64_t length = grams[k].second - grams[k].first;
      for (std::uint32_t p = index.next(static_cast<std::uint32_t>(grams[k].first)); p != NgramIndex::kNone;
           p = index.next(p)) {
        grams.emplace_back(p, p + length);
      }
    }
    std::sort(grams.begin(), grams.end());
  }
  for (std::size_t k = 0; k < grams.size();) {
    DocumentOverlap own;
    own.document = index.document_of(static_cast<std::uint32_t>(grams[k].first));
    const std::uint64_t end = own.document + 1 == index.store().documents() ? std::numeric_limits<std::uint64_t>::max()
                                                                            : index.first_position(own.document + 1);
    std::size_t last = k;
    while (last < grams.size() && grams[last].first < end) {
      own.grams += last == k || grams[last].first != grams[last - 1].first;
      ++last;
    }
    for_each_run(std::span(grams).subspan(k, last - k), [&](std::uint64_t from, std::uint64_t to) {
      own.covered += to - from;
      own.longest = std::max(own.longest, to - from);
    });
    documents.push_back(own);
    k = last;
  }
  return text;
}

}  // namespace gramscore
