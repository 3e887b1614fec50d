// The inner loops that exist once per instruction set, behind one table of functions.
//
// Every table computes the same values; `portable` is the definition of correct and the tests run all that
// the machine has against each other. A table is chosen once, at first use, from what the processor offers;
// the environment variable GRAMSCORE_KERNELS (portable, avx2, avx512) overrides the choice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "gramscore/kernels/token.hpp"

namespace gramscore {

/// Text is scanned in blocks of this many bytes; buffers are padded with spaces to whole blocks.
inline constexpr std::size_t kBlock = 64;

/// Lanes of the multi-word kernels: 64-bit words handled side by side.
inline constexpr std::size_t kLanes = 8;

/// Lanes of union_short(), of as many bits.
inline constexpr std::size_t kShortLanes = 16;

/// Tokens of the texts that match_masks() looks at, and words of bits for the positions of those that both have: beyond,
/// hashing is faster.
inline constexpr std::size_t kMaskTokens = 1024;
inline constexpr std::size_t kMaskWords = 4;

/// Positions that match_rows() keeps as bits.
inline constexpr std::size_t kRowPositions = 512;

/// The highest order of n-grams that match_rows() counts.
inline constexpr std::size_t kRowOrders = 8;

/// Lanes of count_common(), columns that it looks at side by side.
inline constexpr std::size_t kManyLanes = 8;

/// Lanes of lcs_lanes(), and the most words of a lane.
inline constexpr std::size_t kLcsLanes = 16;
inline constexpr std::size_t kLcsWords = 4;

/// In a match row of lcs_lanes() with lanes of `words` words: where word w of a lane is, in 32-bit units. Eight lanes come
/// after the other eight.
inline constexpr std::size_t lcs_lane_place(std::size_t words, std::size_t lane, std::size_t w) {
  return 2 * ((lane / 8 * words + w) * 8 + lane % 8);
}

/// Rows that add_bytes() adds are of half as many bytes as this, or of a multiple.
inline constexpr std::size_t kByteLanes = 16;

/// The width of rows that have room for so many bytes.
inline constexpr std::size_t byte_width(std::size_t bytes) {
  return bytes <= kByteLanes / 2 ? kByteLanes / 2 : (bytes + kByteLanes - 1) / kByteLanes * kByteLanes;
}

/// Columns that add_rows() adds at a time.
inline constexpr std::size_t kRowLanes = 4;

/// The numbers that the sums of so many columns take up.
inline constexpr std::size_t sums_width(std::size_t columns) {
  return columns == 1 ? 1 : (columns + kRowLanes - 1) / kRowLanes * kRowLanes;
}

/// Adds rows of `columns` numbers that are drawn, each list's in the order drawn: list l is drawn[l * count] and the
/// `count` - 1 numbers after it, and its sums are sums_width(columns) numbers from sums[l * sums_width(columns)] on, of
/// which those beyond the columns mean nothing. Reads up to kRowLanes - 1 numbers behind a row.
template <class T>
using AddRows = void (*)(const T* rows, std::size_t columns, const std::uint32_t* drawn, std::size_t count,
                         std::size_t lists, T* sums);

/// Lists that multiply_rows() reads at a time.
inline constexpr std::size_t kTimesTogether = 2;

/// Words of the state of MT19937 (M. Matsumoto and T. Nishimura, "Mersenne Twister", 1998), after which it takes a turn.
inline constexpr std::size_t kMersenneWords = 624;

/// Numbers that keep_below() may write behind the last one.
inline constexpr std::size_t kKeepSlack = 8;

/// What SplitMix64 (G. Steele, D. Lea and C. Flood, "Fast Splittable Pseudorandom Number Generators", 2014) adds to its
/// state before each output.
inline constexpr std::uint64_t kSplitMixStep = 0x9e3779b97f4a7c15u;

/// States of PCG64, which is a linear congruential generator of 128 bits, that take their steps side by side.
struct Pcg64Lanes {
  static constexpr std::size_t kCount = 16;

  std::uint64_t high[kCount];
  std::uint64_t low[kCount];
  // Of a step: state * multiplier + increment, modulo 2^128.
  std::uint64_t multiplier_high;
  std::uint64_t multiplier_low;
  std::uint64_t increment_high;
  std::uint64_t increment_low;
};

/// Matches of one pair of token sequences. `ngram[n]` is the number of clipped n-gram matches.
struct Matches {
  static constexpr int kMaxOrder = 9;
  std::uint32_t ngram[kMaxOrder + 1];
  std::uint32_t lcs;
};

/// Which bytes are part of a token.
enum class TokenBytes : std::uint8_t {
  alnum,     ///< ASCII letters and digits
  non_space  ///< all but ASCII white space as Python has it: 09-0d, 1c-1f, 20
};

/// What find_tokens() was given and has written.
struct FoundTokens {
  const std::uint8_t* bytes;
  const std::uint64_t* marks;
  std::size_t blocks;
  const std::uint32_t* bounds;
  std::size_t count;
};

/// Where words begin and end: word t from begins[stride * t] to ends[stride * t]; the stride is 1 or 2.
struct WordList {
  const std::uint32_t* begins;
  const std::uint32_t* ends;
  std::size_t stride;
  std::size_t count;

  [[nodiscard]] std::size_t begin(std::size_t t) const { return begins[stride * t]; }
  [[nodiscard]] std::size_t size(std::size_t t) const { return ends[stride * t] - begins[stride * t]; }
};

/// Bytes that fit into one, two and four pieces of a word; the top byte of the last piece is their number.
inline constexpr std::size_t kPackedBytes = 7;
inline constexpr std::size_t kTwoPieceBytes = 15;
inline constexpr std::size_t kFourPieceBytes = 31;

/// The words that do not fit into one piece, in order: those of two pieces, with these, those of four, and the rest.
struct LongWords {
  std::uint32_t* two;
  std::uint64_t* two_pieces;
  std::uint32_t* four;
  std::uint64_t* four_pieces;
  std::uint32_t* rest;
  std::size_t two_count = 0;
  std::size_t four_count = 0;
  std::size_t rest_count = 0;
};

/// Values that pack_found() and pack_words() may write behind the last one.
inline constexpr std::size_t kPackSlack = 16;

/// What bytes are seen to be.
enum class Utf8 : std::uint8_t {
  ascii,   ///< nothing but ASCII
  valid,   ///< UTF-8
  unknown  ///< to be looked at one by one
};

/// Which bytes of a block are what. The first six are the bits of the classes that classify() is given, in the words of
/// its caller; those of bytes beyond ASCII are 0.
struct BlockMasks {
  std::uint64_t space;
  std::uint64_t alone;
  std::uint64_t number;
  std::uint64_t point;
  std::uint64_t dash;
  std::uint64_t special;
  std::uint64_t lead;          ///< first bytes of UTF-8 characters beyond ASCII
  std::uint64_t continuation;  ///< their other bytes
};

struct Kernels {
  const char* name;

  /// Finds the tokens of `blocks` blocks at `bytes`. The last byte of a text is always followed by padding,
  /// so that no token crosses from one text into the next. Writes for block b the bit mask of token bytes to
  /// `marks[b]` and the number of tokens that start before it to `tokens_before[b]`, and for each token its
  /// first byte and the byte after its last to `bounds` (room for kBlock * blocks + kBlock values).
  /// Returns the number of tokens.
  std::size_t (*find_tokens)(const std::uint8_t* bytes, std::size_t blocks, TokenBytes kind, std::uint64_t* marks,
                             std::uint32_t* tokens_before, std::uint32_t* bounds);

  /// Copies `size` bytes to `out`, followed by spaces: one at least, up to the end of a block, and then a block of
  /// them.
  void (*copy_padded)(const std::uint8_t* bytes, std::size_t size, std::uint8_t* out);

  /// What `size` bytes are, at a glance.
  Utf8 (*look_at_utf8)(const std::uint8_t* bytes, std::size_t size);

  /// Writes the UTF-8 of the first of `size` code points, units of 1, 2 or 4 bytes, with a tab for each white-space character
  /// beyond ASCII. It may stop before any code point, which the caller then writes. Returns the number of code
  /// points written, and adds the number of bytes to `written`. May write up to 64 bytes beyond.
  std::size_t (*write_utf8)(const void* units, std::size_t unit_size, std::size_t size, std::uint8_t* out,
                            std::size_t& written);

  /// Writes code points, given as above, as tokens, without the white space unless `keep_spaces`. May write up to
  /// `size` and 8 more. Returns their number.
  std::size_t (*write_characters)(const void* units, std::size_t unit_size, std::size_t size, bool keep_spaces,
                                  Token* out);

  /// Writes the masks of `blocks` blocks: bit k of classes[c] (128 of them) says whether mask k has the byte c.
  void (*classify)(const std::uint8_t* bytes, std::size_t blocks, const std::uint8_t* classes, BlockMasks* masks);

  /// Lists the positions of ones: adds those in bits[first] to bits[last - 1], counted from the lowest of bits[0], to the
  /// `count` that `out` holds (room for 64 more than there are). Returns the new count. `before[b]` becomes the number
  /// of those before block b, for b in [first, last).
  std::size_t (*positions)(const std::uint64_t* bits, std::size_t first, std::size_t last, std::size_t count,
                           std::uint32_t* before, std::uint32_t* out);

  /// Packs the alphanumeric tokens between `bounds` (as find_tokens wrote them), letter case dropped, six
  /// bits a character. Tokens of over kPackedAlnum characters become 0 and are left for the caller: their indices go
  /// to `longer` (room for tokens + 1), their number is returned. Reads up to 16 bytes from each token's start.
  std::size_t (*pack_alnum)(const std::uint8_t* bytes, const std::uint32_t* bounds, std::size_t tokens, Token* packed,
                            std::uint32_t* longer);

  /// The same for all tokens that find_tokens() has found. If `selected` is not null, also lists there the tokens of over
  /// three characters that porter_stem() may change (and perhaps others of those), their number in `selected_count`. Reads
  /// a block behind the last one. Behind each output there is room for kPackSlack more values.
  std::size_t (*pack_found)(const FoundTokens& found, Token* packed, std::uint32_t* longer, std::uint32_t* selected,
                            std::size_t* selected_count);

  /// Packs words of up to kPackedBytes bytes into `packed` and the others into `longer`, whose arrays have room for all
  /// words; what it writes to `packed` for those means nothing. Reads 32 bytes from a word's start. Behind each output
  /// there is room for kPackSlack more values.
  void (*pack_words)(const std::uint8_t* bytes, const WordList& words, Token* packed, LongWords& longer);

  /// Counts clipped n-gram matches for n = 1..orders and, if `lcs`, the length of the longest common
  /// subsequence, of `a` and `b`: of any number of tokens if `a` has up to 64, else of at most kMaskTokens each. May
  /// return false, with nothing counted, if `a` has more and a side has over 64 * kMaskWords tokens that the other has.
  /// `odd` is an odd number by which tokens are hashed: texts written for it take longer, and no others.
  bool (*match_masks)(const Token* a, std::size_t na, const Token* b, std::size_t nb, int orders, bool lcs,
                      std::uint64_t odd, Matches& out);

  /// Counts clipped n-gram matches for n = 1..orders (at most kRowOrders) of a sequence whose positions (at most
  /// kRowPositions) are the bits of match rows of `words` words, and one of `columns` tokens: token j equals what stands at
  /// the positions in `rows + words * row_of[j]`. matches[n - 1] is the number for n; room for kRowOrders.
  void (*match_rows)(const std::uint64_t* rows, std::size_t words, const std::uint32_t* row_of, std::size_t columns,
                     std::size_t orders, std::uint32_t* matches);

  /// One strip of a blocked bit-parallel LCS: `columns` steps over `words` (1..kLanes) words of state `v`, which
  /// has kLanes words, those beyond `words` all ones.
  /// Step j uses the match row `rows + kLanes * row_of[j]`; `carry[j]` is the carry into the lowest word and is
  /// replaced by the carry out of the highest.
  void (*lcs_strip)(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns, std::size_t words,
                    std::uint64_t* v, std::uint8_t* carry);

  /// The same over two blocks of kLanes words each, one after the other: those of the second start `apart` words behind the
  /// first's, in rows and kLanes in `v`.
  void (*lcs_two_strips)(const std::uint64_t* rows, std::size_t apart, const std::uint32_t* row_of, std::size_t columns,
                         std::uint64_t* v, std::uint8_t* carry);

  /// counts[r * stride + c]: the ones that row r of `rows` (of `words` words) and column c have in common, for all columns
  /// of `blocks` blocks of kManyLanes; a block holds word 0 of its columns, then word 1...
  void (*count_common)(const std::uint64_t* row_words, std::size_t rows, const std::uint64_t* lanes, std::size_t blocks,
                       std::size_t words, std::uint32_t* counts, std::size_t stride);

  /// Lengths of the LCS of a sequence with kLcsLanes others, whose positions are the bits of the lanes of match rows. A
  /// lane is one 32-bit unit (`width` 1), or width / 2 words of 64 bits (see lcs_lane_place). Step j takes the row at
  /// row_of[j].
  void (*lcs_lanes)(const std::uint32_t* rows, std::size_t width, const std::uint32_t* row_of, std::size_t steps,
                    std::uint32_t* lengths);

  /// Union LCS of kLanes reference sentences (one word each, `full` the masks of their lengths) with one candidate
  /// sentence of `columns` tokens: adds to `united` the reference positions of the LCS that rouge-score's backtracking
  /// reads out. `history` has room for columns * kLanes words.
  void (*union_lcs)(const std::uint64_t* rows, const std::uint32_t* row_of, std::size_t columns,
                    const std::uint64_t* full, std::uint64_t* history, std::uint64_t* united);

  /// The same of kShortLanes reference sentences of up to kShortLanes tokens, with all candidate sentences: sentence s ends
  /// with column sentence_end[s] - 1. `history` has room for kShortLanes values for each column of the longest one.
  void (*union_short)(const std::uint16_t* rows, const std::uint32_t* row_of, const std::size_t* sentence_end,
                      std::size_t sentences, const std::uint16_t* full, std::uint16_t* history, std::uint16_t* united);

  /// Precision, recall and F of examples, as rouge_score() defines them: of each row the first three of `stride` numbers
  /// are the hits and the lengths. What is null is not written.
  void (*f_measures)(const std::int64_t* stats, std::size_t rows, std::size_t stride, double* precision, double* recall,
                     double* fmeasure);

  /// by_row[c] += counts[c] / grams and by_column[c] += counts[c] / max(lengths[c] - less, 1), of numbers below 2^31.
  void (*add_quotients)(const std::uint32_t* counts, double grams, const std::uint32_t* lengths, std::uint32_t less,
                        std::size_t count, double* by_row, double* by_column);

  /// chrF of sums of precisions and of recalls over so many `orders`, as formulas::chrf() computes it without smoothing.
  void (*chrf_of_sums)(const double* precisions, const double* recalls, const double* orders, std::size_t count,
                       double factor, double* scores);

  /// Precision, recall and F, as rouge_score() defines them, of the matches of one side of so many units (n-grams or
  /// tokens) with others, all numbers below 2^31. What is null is not written.
  void (*rouge_of_matches)(const std::uint32_t* matches, std::uint32_t units, const std::uint32_t* other_units,
                           std::size_t count, double* precision, double* recall, double* fmeasure);

  /// Takes `steps` steps: before each writes the outputs of all lanes (XSL-RR), one after another.
  void (*pcg64)(Pcg64Lanes& lanes, std::size_t steps, std::uint64_t* outputs);

  /// Writes `count` outputs of SplitMix64 from `state` on.
  void (*split_mix)(std::uint64_t state, std::size_t count, std::uint64_t* outputs);

  /// Two numbers below `bound` of each of `count` random words, of its lower half and of its upper half: half times bound
  /// divided by 2^32. Returns whether any should be drawn again to be fair, as the remainder is below 2^32 mod bound.
  bool (*scale_words)(const std::uint64_t* words, std::size_t count, std::uint32_t bound, std::uint32_t* out);

  /// Adds the rows of `width` bytes (see kByteLanes) that are drawn to `sums`, one for each byte of a row.
  void (*add_bytes)(const std::uint8_t* rows, std::size_t width, const std::uint32_t* drawn, std::size_t count,
                    std::uint32_t* sums);

  AddRows<double> add_doubles;
  AddRows<float> add_floats;
  AddRows<std::int64_t> add_integers;

  /// Adds up `count` rows of `width` numbers, which is sums_width() of something, for each of up to kTimesTogether lists: row
  /// i times times[l][i] in list l. Writes the sums of list l, `width` numbers, to sums[l].
  void (*multiply_rows)(const double* rows, std::size_t width, const std::uint32_t* const* times, std::size_t lists,
                        std::size_t count, double* const* sums);

  /// Writes the upper halves of the products of `bound` and first[i] + times * step[i], of 32 bits, for i below `count`.
  /// Returns whether any product is less than `bound` below a multiple of 2^32.
  bool (*scale_lines)(const std::uint32_t* first, const std::uint32_t* step, std::uint32_t times, std::size_t count,
                      std::uint32_t bound, std::uint32_t* out);

  /// Moves the kMersenneWords words of MT19937's state on.
  void (*turn_mersenne)(std::uint32_t* state);

  /// Writes the outputs of `count` of them.
  void (*mersenne_outputs)(const std::uint32_t* state, std::size_t count, std::uint32_t* outputs);

  /// Writes the words that with `mask` are below `bound`. May write up to kKeepSlack behind them. Returns their number.
  std::size_t (*keep_below)(const std::uint32_t* words, std::size_t count, std::uint32_t mask, std::uint32_t bound,
                            std::uint32_t* out);

  /// The overload for a type of numbers.
  [[nodiscard]] AddRows<double> add_rows(const double*) const { return add_doubles; }
  [[nodiscard]] AddRows<float> add_rows(const float*) const { return add_floats; }
  [[nodiscard]] AddRows<std::int64_t> add_rows(const std::int64_t*) const { return add_integers; }
};

/// Characters that fit into a packed alphanumeric token.
inline constexpr std::size_t kPackedAlnum = 10;

/// The table in use.
const Kernels& kernels();

/// The tables this processor can run, the portable one first.
std::span<const Kernels* const> available_kernels();

/// Makes the table called `name` the one in use. Throws std::invalid_argument for a name that is unknown or
/// that this processor cannot run. For tests and measurements: not meant to be called while others score.
void select_kernels(const char* name);

}  // namespace gramscore
