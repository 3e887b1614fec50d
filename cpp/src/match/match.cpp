#include "gramscore/match/match.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "kernels/shared_tokens.hpp"
#include "match/strips.hpp"
#include "work/hash.hpp"

namespace gramscore {
namespace {

/// Tokens that a kernel call without checkpoints may run through: some ten milliseconds.
constexpr std::size_t kUninterrupted = std::size_t{1} << 20;

/// What comparing with one sentence costs in columns, its own apart.
constexpr std::size_t kSentenceWork = 16;

/// Reference positions in one block of the LCS.
constexpr std::size_t kBlockTokens = kLanes * 64;

/// Memory for the states that the backtracking of a long sentence needs, where it can be had.
constexpr std::size_t kHistoryBytes = 16 << 20;

/// Tokens hash to one of so many marks, in the filter of what two documents may share.
constexpr unsigned kMarkBits = 12;
constexpr std::size_t kMarks = std::size_t{1} << kMarkBits;

/// For what the kernels' loops have to be told apart by.
struct Anywhere {};

std::size_t mark_of(Token token, std::uint64_t odd) { return token * odd >> (64 - kMarkBits); }

}  // namespace

Matcher::Matcher() : odd_(hash_seed() | 1) {}

void Matcher::match(TokenSpan reference, TokenSpan prediction, int orders, bool lcs, Matches& out,
                    const Checkpoint& checkpoint) {
  // All that is counted is the same with the sides exchanged. The shorter one takes the steps.
  const bool longer_first = reference.size >= prediction.size;
  const TokenSpan longer = longer_first ? reference : prediction;
  const TokenSpan shorter = longer_first ? prediction : reference;
  if (longer.size <= kMaskTokens) {
    if (kernels().match_masks(longer.data, longer.size, shorter.data, shorter.size, orders, lcs, odd_, out)) return;
  } else if (shorter.size <= 64 && longer.size <= kUninterrupted) {
    kernels().match_masks(shorter.data, shorter.size, longer.data, longer.size, orders, lcs, odd_, out);
    return;
  }
  match_hashed(reference, prediction, orders, lcs, out, checkpoint);
}

/// A token of the reference has the number of a position plus 1.
void Matcher::number_tokens(TokenSpan reference, TokenSpan prediction, const Checkpoint& checkpoint) {
  check_size(reference.size);
  check_size(prediction.size);
  if (rows_in_use_) forget_all_rows();
  numbers_ = reference.size;
  std::uint32_t* const r = reference_.reserve(reference.size);
  std::uint32_t* const p = prediction_.reserve(prediction.size);
  if (reference.size == 0) {
    std::fill_n(p, prediction.size, 0);
    return;
  }
  using Slots = loops::TokenSlots<Anywhere, std::uint32_t>;
  const unsigned bits = Slots::bits_for(reference.size, 4, 40);
  Slots slots(reference.data, odd_, slots_.reserve(std::size_t{1} << bits), bits);
  in_strips(reference.size, checkpoint, [&](std::size_t begin, std::size_t count) { slots.put(begin, begin + count); });
  in_strips(reference.size, checkpoint, [&](std::size_t begin, std::size_t count) {
    slots.number(begin, begin + count, r);
    for (std::size_t i = begin; i < begin + count; ++i) ++r[i];
  });
  in_strips(prediction.size, checkpoint, [&](std::size_t begin, std::size_t count) {
    for (std::size_t j = begin; j < begin + count; ++j) {
      const std::uint32_t number = slots.find(prediction.data[j]);
      const auto found =
          static_cast<std::uint32_t>(loops::is_zero<Anywhere>(reference.data[number] ^ prediction.data[j]));
      p[j] = (number + 1) & (0u - found);
    }
  });
}

/// The sum over numbers of the smaller of the two counts, number 0 aside.
std::uint32_t Matcher::count_clipped(const std::uint32_t* reference, std::size_t m, const std::uint32_t* prediction,
                                     std::size_t n, std::size_t numbers) {
  std::uint32_t* left = counts_.reserve(numbers + 1);
  std::memset(left, 0, (numbers + 1) * sizeof *left);
  for (std::size_t i = 0; i < m; ++i) ++left[reference[i]];
  std::uint32_t matches = 0;
  for (std::size_t j = 0; j < n; ++j) {
    const std::uint32_t hit = left[prediction[j]] != 0;
    left[prediction[j]] -= hit;
    matches += hit;
  }
  return matches;
}

void Matcher::match_hashed(TokenSpan reference, TokenSpan prediction, int orders, bool lcs, Matches& out,
                           const Checkpoint& checkpoint) {
  kernel_ = &kernels();
  const std::size_t m = reference.size;
  const std::size_t n = prediction.size;
  number_tokens(reference, prediction, checkpoint);
  if (orders >= 1) out.ngram[1] = count_clipped(reference_.data(), m, prediction_.data(), n, numbers_);
  if (orders >= 2) {
    std::uint32_t* r = reference_grams_.reserve(m);
    std::uint32_t* p = prediction_grams_.reserve(n);
    std::copy_n(reference_.data(), m, r);
    std::copy_n(prediction_.data(), n, p);
    // An n-gram is the number of its first n - 1 tokens as an (n-1)-gram and the number of its last; with a 0
    // among them it is no n-gram of the reference, and not found.
    for (std::size_t order = 2; order <= static_cast<std::size_t>(orders); ++order) {
      const std::size_t last = order - 1;
      const std::size_t m_grams = m > last ? m - last : 0;
      const std::size_t n_grams = n > last ? n - last : 0;
      const auto key = [last](const std::uint32_t* grams, const std::uint32_t* tokens) {
        return [=](std::size_t i) { return std::uint64_t{grams[i]} << 32 | tokens[i + last]; };
      };
      grams_.reset(m_grams);
      in_strips(m_grams, checkpoint, [&](std::size_t begin, std::size_t count) {
        grams_.insert_each(count, key(r + begin, reference_.data() + begin), r + begin);
      });
      in_strips(n_grams, checkpoint, [&](std::size_t begin, std::size_t count) {
        grams_.find_each(count, key(p + begin, prediction_.data() + begin), p + begin);
      });
      out.ngram[order] = count_clipped(r, m_grams, p, n_grams, grams_.size());
    }
  }
  if (lcs) out.lcs = lcs_of_numbers(m, n, checkpoint);
}

/// Prepares match rows for `positions` reference positions in so many blocks, each with rows of its own. Returns how many
/// words they are apart.
std::size_t Matcher::start_rows(std::size_t positions, std::size_t blocks) {
  if (row_of_number_.size() <= numbers_) row_of_number_.resize(numbers_ + 1);
  const std::size_t words = (positions + 1) * kLanes;
  rows_.reserve(blocks * words);
  std::memset(rows_.data(), 0, blocks * words * sizeof(std::uint64_t));
  rows_used_ = 0;
  rows_in_use_ = true;
  return words;
}

/// Positions 0, 1... counted from the lowest bit of word `lane` of a row, hold the tokens of these numbers. A token gets a row when
/// it first comes.
void Matcher::set_row_bits(const std::uint32_t* numbers, std::size_t count, std::size_t lane) {
  std::uint32_t* const row_of = row_of_number_.data();
  std::uint64_t* const rows = rows_.data() + lane;
  std::uint32_t used = rows_used_;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t known = row_of[numbers[i]];
    used += known == 0;
    const std::uint32_t row = known == 0 ? used : known;
    row_of[numbers[i]] = row;
    rows[kLanes * row + i / 64] |= std::uint64_t{1} << i % 64;
  }
  rows_used_ = used;
}

void Matcher::forget_rows(const std::uint32_t* numbers, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) row_of_number_[numbers[i]] = 0;
  rows_in_use_ = false;
}

/// After a checkpoint that threw, which left rows behind.
void Matcher::forget_all_rows() {
  std::fill(row_of_number_.begin(), row_of_number_.end(), 0);
  rows_in_use_ = false;
}

/// Length of the LCS of reference_ and prediction_, in blocks of reference positions; from block to block only a
/// carry bit per column is handed on. Tokens that only one side has are in no common subsequence.
std::uint32_t Matcher::lcs_of_numbers(std::size_t m, std::size_t n, const Checkpoint& checkpoint) {
  std::uint32_t* kept = prediction_grams_.reserve(n + 1);
  std::uint32_t* reference = reference_grams_.reserve(m + 1);
  std::uint32_t* shared = counts_.reserve(numbers_ + 1);
  std::memset(shared, 0, (numbers_ + 1) * sizeof *shared);
  std::size_t columns = 0;
  for (std::size_t j = 0; j < n; ++j) {
    kept[columns] = prediction_[j];
    columns += prediction_[j] != 0;
    shared[prediction_[j]] = 1;
  }
  if (columns == 0) return 0;
  const std::size_t all = m;
  m = 0;
  for (std::size_t i = 0; i < all; ++i) {
    reference[m] = reference_[i];
    m += shared[reference_[i]];
  }
  std::uint8_t* carry = carry_.reserve(columns);
  std::memset(carry, 0, columns);
  std::uint32_t* row_of = columns_.reserve(std::min(columns, kStrip));
  std::size_t length = 0;
  // Two blocks at a time, as long as there are two.
  for (std::size_t begin = 0, blocks = 0; begin < m; begin += blocks * kBlockTokens) {
    blocks = m - begin > kBlockTokens ? 2 : 1;
    const std::size_t size = std::min(m - begin, blocks * kBlockTokens);
    const std::size_t apart = start_rows(size, blocks);
    set_row_bits(reference + begin, std::min(size, kBlockTokens), 0);
    if (blocks == 2) set_row_bits(reference + begin + kBlockTokens, size - kBlockTokens, apart);
    std::array<std::uint64_t, 2 * kLanes> v;
    v.fill(~std::uint64_t{0});
    for (std::size_t done = 0; done < columns; done += kStrip) {
      if (begin + done != 0) checkpoint();
      const std::size_t strip = std::min(columns - done, kStrip);
      for (std::size_t j = 0; j < strip; ++j) row_of[j] = row_of_number_[kept[done + j]];
      if (blocks == 2) {
        kernel_->lcs_two_strips(rows_.data(), apart, row_of, strip, v.data(), carry + done);
      } else {
        kernel_->lcs_strip(rows_.data(), row_of, strip, (size + 63) / 64, v.data(), carry + done);
      }
    }
    // Positions beyond the block's own have no matches and so stay ones.
    for (const std::uint64_t word : v) length += static_cast<std::size_t>(std::popcount(~word));
    forget_rows(reference + begin, size);
  }
  return static_cast<std::uint32_t>(length);
}

void Matcher::mark(TokenSpan tokens, std::vector<std::uint8_t>& marks) const {
  marks.assign(kMarks, 0);
  const std::uint64_t odd = odd_;
  for (std::size_t i = 0; i < tokens.size; ++i) marks[mark_of(tokens.data[i], odd)] = 1;
}

/// The document with only those tokens whose mark is set, and, if `gaps`, the first of each run of others in a sentence.
SentenceSpan Matcher::keep_marked(const SentenceSpan& document, const std::vector<std::uint8_t>& marks, bool gaps,
                                  KeptSentences& kept) const {
  Token* const tokens = kept.tokens.reserve(document.tokens.size + kTokenSlack);
  kept.ends.clear();
  const std::uint64_t odd = odd_;
  std::size_t n = 0;
  for (std::size_t s = 0; s < document.sentences; ++s) {
    const std::size_t before = n;
    std::size_t opens_gap = gaps ? 1 : 0;
    for (std::size_t i = document.begin(s); i < document.end(s); ++i) {
      const std::size_t marked = marks[mark_of(document.tokens.data[i], odd)];
      tokens[n] = document.tokens.data[i];
      n += marked | opens_gap;
      opens_gap = marked & static_cast<std::size_t>(gaps);
    }
    if (n != before) kept.ends.push_back(n);
  }
  return {{tokens, n}, kept.ends.data(), kept.ends.size(), 0};
}

std::uint64_t Matcher::match_union(const SentenceSpan& whole_reference, const SentenceSpan& whole_prediction,
                                   const Checkpoint& checkpoint) {
  if (whole_reference.tokens.size == 0 || whole_prediction.tokens.size == 0) return 0;
  if (whole_reference.sentences == 1 && whole_prediction.sentences == 1) {
    // One subsequence of both: neither uniting nor clipping changes it.
    Matches matches;
    match(whole_reference.tokens, whole_prediction.tokens, 0, true, matches, checkpoint);
    return matches.lcs;
  }
  kernel_ = &kernels();
  if (std::uint64_t matches = 0; std::max(whole_reference.tokens.size, whole_prediction.tokens.size) <= kMaskTokens &&
                                 unite_shared(whole_reference, whole_prediction, matches, checkpoint)) {
    return matches;
  }
  // A reference token that the prediction has not is in no subsequence, and the backtracking passes it by. Of prediction
  // tokens that the reference has not, the first of a run does what all do.
  mark(whole_reference.tokens, reference_marks_);
  mark(whole_prediction.tokens, prediction_marks_);
  const SentenceSpan reference = keep_marked(whole_reference, prediction_marks_, false, kept_reference_);
  const SentenceSpan prediction = keep_marked(whole_prediction, reference_marks_, true, kept_prediction_);
  if (reference.tokens.size == 0) return 0;
  number_tokens(reference.tokens, prediction.tokens, checkpoint);
  united_.assign(reference.tokens.size, 0);
  bool endless = false;
  for (std::size_t s = 0; s < prediction.sentences; ++s) {
    endless |= prediction.end(s) - prediction.begin(s) > kUninterrupted;
  }
  std::array<std::size_t, kLanes> group;
  std::size_t grouped = 0;
  for (std::size_t s = 0; s < reference.sentences; ++s) {
    if (endless || reference.end(s) - reference.begin(s) > 64) {
      unite_long(reference.begin(s), reference.end(s), prediction, checkpoint);
    } else {
      group[grouped++] = s;
    }
    if (grouped == kLanes || (s + 1 == reference.sentences && grouped != 0)) {
      unite_short(reference, {group.data(), grouped}, prediction, checkpoint);
      grouped = 0;
    }
  }
  // The matches per token, clipped by its count in the prediction: compare the united positions with the prediction.
  std::uint32_t* chosen = reference_grams_.reserve(reference.tokens.size + 1);
  std::size_t count = 0;
  for (std::size_t i = 0; i < reference.tokens.size; ++i) {
    chosen[count] = reference_[i];
    count += united_[i];
  }
  return count_clipped(chosen, count, prediction_.data(), prediction.tokens.size, numbers_);
}

/// Unites for sentences of up to as many tokens as a Word has bits, each in its lane of rows of `lanes`. Calls
/// unite(rows, full, united) and then found(position) for each position that it found.
template <class Word, std::size_t kWidth, class Unite, class Found>
void Matcher::unite_in_lanes(const std::uint16_t* row_at, std::span<const Range> sentences, std::size_t rows,
                             Buffer<Word>& buffer, Unite unite, Found found) {
  Word* const bits = buffer.reserve(rows * kWidth);
  for (std::size_t first = 0; first < sentences.size(); first += kWidth) {
    const std::span<const Range> group = sentences.subspan(first, std::min(sentences.size() - first, kWidth));
    std::memset(bits, 0, rows * kWidth * sizeof(Word));
    std::array<Word, kWidth> full{};
    std::array<Word, kWidth> united{};
    for (std::size_t lane = 0; lane < group.size(); ++lane) {
      for (std::size_t i = group[lane].begin; i < group[lane].end; ++i) {
        const auto bit = static_cast<Word>(Word{1} << (i - group[lane].begin));
        bits[kWidth * row_at[i] + lane] |= bit;
        full[lane] |= bit;
      }
    }
    unite(bits, full.data(), united.data());
    for (std::size_t lane = 0; lane < group.size(); ++lane) {
      for (std::uint64_t left = united[lane]; left != 0; left &= left - 1) {
        found(group[lane].begin + static_cast<std::size_t>(std::countr_zero(left)));
      }
    }
  }
}

/// The whole of match_union() for documents of up to kMaskTokens tokens. Returns false, with nothing done, if a reference
/// sentence shares over 64 tokens with the prediction.
bool Matcher::unite_shared(const SentenceSpan& reference, const SentenceSpan& prediction, std::uint64_t& matches,
                           const Checkpoint& checkpoint) {
  using loops::TokenNumber;
  const std::size_t m = reference.tokens.size;
  std::array<TokenNumber, kMaskTokens> numbers;
  const loops::NearTokens<Anywhere> slots(reference.tokens.data, m, odd_, numbers.data());

  // A token of number k has row k + 1; those that the reference has not have row 0, and of a run of those the first does
  // what all do.
  std::array<std::uint32_t, kMaskTokens> columns;
  std::array<std::uint8_t, kMaskTokens + 1> shared;  // by row
  std::memset(shared.data(), 0, m + 1);
  prediction_ends_.clear();
  std::size_t count = 0;
  std::size_t longest = 0;
  for (std::size_t s = 0; s < prediction.sentences; ++s) {
    const std::size_t before = count;
    std::uint32_t previous = 1;
    for (std::size_t j = prediction.begin(s); j < prediction.end(s); ++j) {
      const Token token = prediction.tokens.data[j];
      const TokenNumber number = slots.find(token);
      const auto found = static_cast<std::uint32_t>(loops::is_zero<Anywhere>(reference.tokens.data[number] ^ token));
      const std::uint32_t row = (number + 1u) & (0u - found);
      shared[row] = 1;
      columns[count] = row;
      count += found | previous;
      previous = found;
    }
    longest = std::max(longest, count - before);
    prediction_ends_.push_back(count);
  }
  shared[0] = 0;

  // A reference token that the prediction has not is in no subsequence, and the backtracking passes it by.
  std::array<TokenNumber, kMaskTokens> kept;  // rows
  std::size_t kept_count = 0;
  short_sentences_.clear();
  long_sentences_.clear();
  for (std::size_t s = 0; s < reference.sentences; ++s) {
    const std::size_t before = kept_count;
    for (std::size_t i = reference.begin(s); i < reference.end(s); ++i) {
      const auto row = static_cast<TokenNumber>(numbers[i] + 1);
      kept[kept_count] = row;
      kept_count += shared[row];
    }
    const std::size_t size = kept_count - before;
    if (size > 64) return false;
    if (size != 0) (size > kShortLanes ? long_sentences_ : short_sentences_).push_back({before, kept_count});
  }

  std::uint32_t* const left = counts_.reserve(m + 1);
  std::memset(left, 0, (m + 1) * sizeof *left);
  for (std::size_t j = 0; j < count; ++j) ++left[columns[j]];
  // The matches per token, clipped by its count in the prediction.
  const auto found = [&](std::size_t i) {
    std::uint32_t& rest = left[kept[i]];
    const std::uint32_t hit = rest != 0;
    rest -= hit;
    matches += hit;
  };
  const auto check = [&] {
    unchecked_ += count + m;
    if (unchecked_ <= kStrip) return;
    unchecked_ = 0;
    checkpoint();
  };
  std::uint16_t* const short_history = short_history_.reserve(longest * kShortLanes);
  const auto unite_short = [&](const std::uint16_t* rows, const std::uint16_t* full, std::uint16_t* united) {
    check();
    kernel_->union_short(rows, columns.data(), prediction_ends_.data(), prediction_ends_.size(), full, short_history,
                         united);
  };
  std::uint64_t* const history = history_.reserve(longest * kLanes);
  const auto unite_long = [&](const std::uint64_t* rows, const std::uint64_t* full, std::uint64_t* united) {
    check();
    std::size_t begin = 0;
    for (const std::size_t end : prediction_ends_) {
      kernel_->union_lcs(rows, columns.data() + begin, end - begin, full, history, united);
      begin = end;
    }
  };
  unite_in_lanes<std::uint16_t, kShortLanes>(kept.data(), short_sentences_, m + 1, short_rows_, unite_short, found);
  unite_in_lanes<std::uint64_t, kLanes>(kept.data(), long_sentences_, m + 1, rows_, unite_long, found);
  return true;
}

/// Unites for a group of reference sentences of up to 64 tokens, one lane each.
void Matcher::unite_short(const SentenceSpan& reference, std::span<const std::size_t> group,
                          const SentenceSpan& prediction, const Checkpoint& checkpoint) {
  std::size_t positions = 0;
  for (const std::size_t s : group) positions += reference.end(s) - reference.begin(s);
  start_rows(positions);
  std::array<std::uint64_t, kLanes> full{};
  for (std::size_t lane = 0; lane < group.size(); ++lane) {
    const std::size_t begin = reference.begin(group[lane]);
    const std::size_t size = reference.end(group[lane]) - begin;
    full[lane] = ~std::uint64_t{0} >> (64 - size);
    set_row_bits(reference_.data() + begin, size, lane);
  }
  std::array<std::uint64_t, kLanes> united{};
  const std::uint32_t* const row_of = row_of_number_.data();
  const std::uint32_t* const numbers = prediction_.data();
  for (std::size_t s = 0; s < prediction.sentences; ++s) {
    const std::size_t begin = prediction.begin(s);
    const std::size_t end = prediction.end(s);
    unchecked_ += end - begin + kSentenceWork;
    if (unchecked_ > kStrip) {
      unchecked_ = 0;
      checkpoint();
    }
    // Of a run of columns without a match the first does what all do.
    std::uint32_t* const columns = columns_.reserve(end - begin + 1);
    std::size_t count = 0;
    std::uint32_t previous = 1;
    for (std::size_t j = begin; j < end; ++j) {
      const std::uint32_t row = row_of[numbers[j]];
      columns[count] = row;
      count += (row | previous) != 0;
      previous = row;
    }
    history_.reserve(count * kLanes);
    kernel_->union_lcs(rows_.data(), columns, count, full.data(), history_.data(), united.data());
  }
  for (std::size_t lane = 0; lane < group.size(); ++lane) {
    const std::size_t begin = reference.begin(group[lane]);
    for (std::uint64_t bits = united[lane]; bits != 0; bits &= bits - 1) {
      united_[begin + static_cast<std::size_t>(std::countr_zero(bits))] = 1;
    }
    forget_rows(reference_.data() + begin, reference.end(group[lane]) - begin);
  }
}

/// Unites for one reference sentence of any length. The states of a segment of columns are kept at a time, and those at
/// the segments' starts, so that memory grows with the square root of the work.
void Matcher::unite_long(std::size_t begin, std::size_t end, const SentenceSpan& prediction,
                         const Checkpoint& checkpoint) {
  const std::uint32_t* ref = reference_.data() + begin;
  const std::size_t m = end - begin;
  const std::size_t blocks = (m + kBlockTokens - 1) / kBlockTokens;
  const std::size_t words = blocks * kLanes;
  std::vector<std::uint64_t> starts;
  for (std::size_t s = 0; s < prediction.sentences; ++s) {
    const std::uint32_t* pred = prediction_.data() + prediction.begin(s);
    const std::size_t n = prediction.end(s) - prediction.begin(s);
    const std::size_t segment = std::max(kHistoryBytes / (words * sizeof(std::uint64_t)) + 1,
                                         static_cast<std::size_t>(std::sqrt(static_cast<double>(n))));
    const std::size_t segments = (n + segment - 1) / segment;
    starts.assign(segments * words, ~std::uint64_t{0});
    std::uint8_t* carry = carry_.reserve(n);
    std::uint32_t* row_of = columns_.reserve(n);
    history_.reserve(std::min(segment, n) * words);

    // Runs the columns [from, to) of a block, whose state at `from` is `v`.
    const auto run = [&](std::size_t block, std::size_t from, std::size_t to, std::uint64_t* v, bool keep) {
      const std::size_t size = std::min(m - block * kBlockTokens, kBlockTokens);
      const std::size_t block_words = (size + 63) / 64;
      for (std::size_t j = from; j < to;) {
        if ((j - from) % kStrip == 0) checkpoint();
        const std::size_t step = keep ? 1 : std::min(to - j, kStrip);
        kernel_->lcs_strip(rows_.data(), row_of + j, step, block_words, v, carry + j);
        if (keep) std::memcpy(&history_[(j - from) * words + block * kLanes], v, kLanes * sizeof *v);
        j += step;
      }
    };
    const auto build_rows = [&](std::size_t block, std::size_t from, std::size_t to) {
      const std::size_t first = block * kBlockTokens;
      const std::size_t size = std::min(m - first, kBlockTokens);
      start_rows(size);
      set_row_bits(ref + first, size, 0);
      for (std::size_t j = from; j < to; ++j) row_of[j] = row_of_number_[pred[j]];
      forget_rows(ref + first, size);  // the rows stay readable until the next ones are built
    };

    if (segments > 1) {
      std::memset(carry, 0, n);
      for (std::size_t block = 0; block < blocks; ++block) {
        build_rows(block, 0, n);
        std::array<std::uint64_t, kLanes> v;
        v.fill(~std::uint64_t{0});
        for (std::size_t k = 0; k + 1 < segments; ++k) {
          run(block, k * segment, (k + 1) * segment, v.data(), false);
          std::copy(v.begin(), v.end(), &starts[(k + 1) * words + block * kLanes]);
        }
      }
    }
    std::size_t i = m;
    for (std::size_t k = segments; k-- > 0 && i > 0;) {
      const std::size_t from = k * segment;
      const std::size_t to = std::min(n, from + segment);
      std::memset(carry + from, 0, to - from);
      for (std::size_t block = 0; block < blocks; ++block) {
        build_rows(block, from, to);
        run(block, from, to, &starts[k * words + block * kLanes], true);
      }
      for (std::size_t j = to; j > from && i > 0;) {
        const std::uint64_t grown = ~history_[(j - 1 - from) * words + (i - 1) / 64] >> (i - 1) % 64 & 1;
        if (ref[i - 1] == pred[j - 1]) {
          united_[begin + --i] = 1;
          --j;
        } else if (grown != 0) {
          --j;
        } else {
          --i;
        }
      }
    }
  }
}

void Matcher::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  grams_.trim();
  for (auto* buffer : {&reference_, &prediction_, &reference_grams_, &prediction_grams_, &counts_, &columns_}) {
    buffer->trim(kKeep);
  }
  slots_.trim(kKeep);
  rows_.trim(kKeep);
  carry_.trim(kKeep);
  history_.trim(kKeep);
  if (row_of_number_.capacity() * sizeof(std::uint32_t) > kKeep) std::vector<std::uint32_t>().swap(row_of_number_);
  for (KeptSentences* kept : {&kept_reference_, &kept_prediction_}) {
    kept->tokens.trim(kKeep);
    if (kept->ends.capacity() * sizeof(std::size_t) > kKeep) std::vector<std::size_t>().swap(kept->ends);
  }
  if (united_.capacity() > kKeep) std::vector<std::uint8_t>().swap(united_);
}

}  // namespace gramscore
