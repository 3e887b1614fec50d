#include "metrics/chrf/character_matcher.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include "gramscore/kernels/kernels.hpp"

namespace gramscore::chrf {
namespace {

/// What decode_utf8() makes of bytes that are not UTF-8 lies below, too. Whatever lies above shares rows, for a text that
/// is none (another thread may write to it) must not lead out of the table.
constexpr std::size_t kCodePoints = std::size_t{1} << 21;

std::size_t place_of(Token character) { return static_cast<std::size_t>(character) & (kCodePoints - 1); }

/// Columns that the kernel runs through without a checkpoint: a few milliseconds.
constexpr std::size_t kMostColumns = std::size_t{1} << 16;

std::size_t words_for(std::size_t positions) { return (positions + 63) / 64; }

}  // namespace

// The system hands out zeros page by page, so that alphabets that do not occur take no memory.
CharacterMatcher::CharacterMatcher()
    : row_of_(static_cast<std::uint16_t*>(std::calloc(kCodePoints, sizeof(std::uint16_t)))) {
  if (!row_of_) throw std::bad_alloc();
}

void CharacterMatcher::match(TokenSpan reference, TokenSpan prediction, std::size_t orders, std::uint32_t* matches,
                             const Checkpoint& checkpoint) {
  // All that is counted is the same with the sides exchanged: take the way with less to do.
  const bool exchange = words_for(prediction.size) * reference.size < words_for(reference.size) * prediction.size;
  const TokenSpan rows_of = exchange ? prediction : reference;
  const TokenSpan columns_of = exchange ? reference : prediction;
  if (orders > kRowOrders || rows_of.size > kRowPositions || columns_of.size > kMostColumns) {
    counter_.count(reference, prediction, orders, matches, checkpoint);
    return;
  }
  const std::size_t words = std::max<std::size_t>(words_for(rows_of.size), 1);
  std::uint64_t* const rows = rows_.reserve((rows_of.size + 1) * words);
  std::memset(rows, 0, (rows_of.size + 1) * words * sizeof *rows);
  std::uint16_t* const row_of = row_of_.get();
  std::uint32_t distinct[kRowPositions];
  unsigned used = 0;
  for (std::size_t i = 0; i < rows_of.size; ++i) {
    const std::size_t c = place_of(rows_of.data[i]);
    const unsigned known = row_of[c];
    distinct[used] = static_cast<std::uint32_t>(c);
    used += known == 0;
    const unsigned row = known == 0 ? used : known;
    row_of[c] = static_cast<std::uint16_t>(row);
    rows[words * row + i / 64] |= std::uint64_t{1} << i % 64;
  }
  std::uint32_t* const columns = columns_.reserve(columns_of.size);
  for (std::size_t j = 0; j < columns_of.size; ++j) columns[j] = row_of[place_of(columns_of.data[j])];
  for (unsigned r = 0; r < used; ++r) row_of[distinct[r]] = 0;
  std::uint32_t found[kRowOrders];
  kernels().match_rows(rows, words, columns, columns_of.size, orders, found);
  std::copy_n(found, orders, matches);
}

}  // namespace gramscore::chrf
