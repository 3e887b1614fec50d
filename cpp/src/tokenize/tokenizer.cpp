#include "gramscore/tokenizer.hpp"

#include <bit>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "gramscore/kernels.hpp"
#include "gramscore/token_index.hpp"
#include "gramscore/vocabulary.hpp"
#include "tokenize/bytes.hpp"
#include "tokenize/stem_cache.hpp"

namespace gramscore {
namespace {

/// Texts are scanned in slabs of about this size, which stay in the first-level cache from stage to stage.
constexpr std::size_t kSlabBytes = 16 * 1024;

/// Bounds of the memory for stems: 2 MiB each.
constexpr std::size_t kStemSets = std::size_t{1} << 16;
constexpr std::size_t kLongStemSets = std::size_t{1} << 15;

/// Marks a token that stands for a number: of a pair of packed pieces, or of its bytes in the vocabulary.
constexpr Token kPaired = Token{1} << 62;
constexpr Token kNumbered = Token{1} << 63;

/// How far ahead of tokens and texts their cache lines are fetched.
constexpr std::size_t kAhead = 16;

/// Long tokens of a batch that their tables expect at first.
constexpr std::size_t kLongTokens = 128;

/// Bytes that fit into a packed white-space token; the top byte is their number.
constexpr std::size_t kPackedBytes = 7;

std::uint64_t load_little_endian(const std::uint8_t* bytes) {
  if constexpr (std::endian::native == std::endian::little) {
    std::uint64_t x;
    std::memcpy(&x, bytes, sizeof x);
    return x;
  }
  std::uint64_t x = 0;
  for (unsigned k = 0; k < 8; ++k) x |= std::uint64_t{bytes[k]} << (8 * k);
  return x;
}

/// Starts loading the first bytes of a text.
void prefetch([[maybe_unused]] const Text& text) {
#if defined(__GNUC__) || defined(__clang__)
  constexpr std::size_t kLine = 64;
  constexpr std::size_t kMostLines = 16;
  for (std::size_t line = 0; line < kMostLines && line * kLine <= text.size; ++line) {
    __builtin_prefetch(static_cast<const char*>(text.data) + kLine * line);
  }
#endif
}

/// Whether the bytes of a text are already what write_bytes() makes of them.
bool is_plain(TokenizerKind kind, Encoding encoding) {
  return encoding == Encoding::ascii || (encoding == Encoding::latin1 && kind == TokenizerKind::rouge);
}

Token pack_bytes(const std::uint8_t* bytes, std::size_t size) {
  return (load_little_endian(bytes) & ((Token{1} << (8 * size)) - 1)) | Token{size} << 56;
}

}  // namespace

TokenizerKind tokenizer_kind(std::string_view name) {
  if (name == "rouge") return TokenizerKind::rouge;
  if (name == "whitespace") return TokenizerKind::whitespace;
  throw std::invalid_argument("unknown tokenizer '" + std::string(name) + "': known are 'rouge' and 'whitespace'");
}

struct Tokenizer::State {
  /// A run of blocks of the slab: (part of) one text.
  struct TextPart {
    std::size_t first_block;
    std::size_t blocks;
    bool ends_text;
    bool ends_document;
  };

  explicit State(TokenizerOptions chosen)
      : options(chosen), stems(kStemSets), long_stems(kLongStemSets), kernel(&kernels()) {}

  void start();
  void append(const Text& text, bool ends_text);
  std::size_t find_tokens();
  void flush();
  void finish_part(const TextPart& part, std::size_t tokens_after);
  void split_lines(const TextPart& part);
  void end_sentence(std::size_t token_end);
  void pack_words(std::size_t count, Token* packed);
  void stem_short(std::size_t count, Token* packed);
  void pack_long(std::size_t count, Token* packed);
  Token numbered(const std::uint8_t* word, std::size_t size) { return kNumbered | vocabulary.number(word, size); }

  TokenizerOptions options;
  StemCache<1> stems;
  StemCache<2> long_stems;
  const Kernels* kernel;

  // This batch's long tokens: small tables, and so fast.
  TokenIndex first_pieces;
  TokenIndex second_pieces;
  TokenIndex pairs;
  Vocabulary vocabulary;

  TokenBatch* out = nullptr;
  std::size_t tokens = 0;  // in *out
  Buffer<std::uint8_t> bytes;
  Buffer<std::uint64_t> marks;
  Buffer<std::uint32_t> tokens_before;
  Buffer<std::uint32_t> bounds;
  Buffer<std::uint32_t> longer;
  Buffer<std::uint32_t> selected;
  Buffer<std::uint8_t> chars;
  Buffer<std::uint32_t> piece_bounds;
  Buffer<std::uint32_t> over;
  Buffer<PackedPieces<2>> long_pieces;
  Buffer<std::uint32_t> first_numbers;
  Buffer<std::uint32_t> second_numbers;
  std::vector<TextPart> parts;
  std::size_t blocks = 0;
};

void Tokenizer::State::start() {
  first_pieces.reset(kLongTokens);
  second_pieces.reset(kLongTokens);
  pairs.reset(kLongTokens);
  vocabulary.clear();
  kernel = &kernels();
  tokens = 0;
  parts.clear();
  blocks = 0;
}

/// Copies a text that is no longer than a slab (unless it cannot be cut) behind the others, padded with at
/// least one space.
void Tokenizer::State::append(const Text& text, bool ends_text) {
  const std::size_t begin = blocks * kBlock;
  const std::size_t room = begin + bytes_bound(text.encoding, text.size) + 2 * kBlock;
  if (room > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("a token of over 4 GiB");
  std::uint8_t* slab = bytes.reserve(room, begin);
  std::size_t size = text.size;
  // Behind the text its padding, and beyond that the bytes that pack_alnum may read.
  if (is_plain(options.kind, text.encoding)) {
    kernel->copy_padded(static_cast<const std::uint8_t*>(text.data), size, slab + begin);
  } else {
    size = write_bytes(options.kind, text, slab + begin);
    std::memset(slab + begin + size, ' ', 2 * kBlock - size % kBlock);
  }
  const std::size_t used = size / kBlock + 1;
  parts.push_back({blocks, used, ends_text, false});
  blocks += used;
}

std::size_t Tokenizer::State::find_tokens() {
  marks.reserve(blocks);
  tokens_before.reserve(blocks + 1);
  bounds.reserve(blocks * kBlock + 2 * kBlock);
  const TokenBytes kind = options.kind == TokenizerKind::rouge ? TokenBytes::alnum : TokenBytes::non_space;
  const std::size_t count =
      kernel->find_tokens(bytes.data(), blocks, kind, marks.data(), tokens_before.data(), bounds.data());
  tokens_before[blocks] = static_cast<std::uint32_t>(count);
  return count;
}

/// Tokenizes what the slab holds.
void Tokenizer::State::flush() {
  const std::size_t count = find_tokens();
  Token* packed = out->tokens.reserve(tokens + count + kTokenSlack, tokens) + tokens;
  longer.reserve(count + kPackSlack);
  if (options.kind == TokenizerKind::rouge) {
    const FoundTokens found{bytes.data(), marks.data(), blocks, bounds.data(), count};
    std::uint32_t* const to_stem = options.stemmer ? selected.reserve(count + kPackSlack) : nullptr;
    std::size_t stemmed = 0;
    const std::size_t long_tokens = kernel->pack_found(found, chars.reserve((blocks + 1) * kBlock), packed,
                                                       longer.data(), to_stem, &stemmed);
    if (options.stemmer) stem_short(stemmed, packed);
    if (long_tokens != 0) pack_long(long_tokens, packed);
  } else {
    pack_words(count, packed);
  }
  for (const TextPart& part : parts) finish_part(part, tokens + tokens_before[part.first_block + part.blocks]);
  tokens += count;
  parts.clear();
  blocks = 0;
}

void Tokenizer::State::finish_part(const TextPart& part, std::size_t tokens_after) {
  if (options.split_lines) split_lines(part);
  if (part.ends_text && options.sentences) end_sentence(tokens_after);
  if (part.ends_document) {
    out->document_end.push_back(tokens_after);
    if (options.sentences) out->document_sentence_end.push_back(out->sentence_end.size());
  }
}

/// Ends a sentence at each line feed of the part.
void Tokenizer::State::split_lines(const TextPart& part) {
  const std::uint8_t* const end = bytes.data() + (part.first_block + part.blocks) * kBlock;
  const std::uint8_t* at = bytes.data() + part.first_block * kBlock;
  while ((at = static_cast<const std::uint8_t*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)))) !=
         nullptr) {
    const auto position = static_cast<std::size_t>(at - bytes.data());
    const std::size_t b = position / kBlock;
    const std::uint64_t carry = b == 0 ? 0 : marks[b - 1] >> 63;
    const std::uint64_t starts = marks[b] & ~(marks[b] << 1 | carry);
    const std::uint64_t before = starts & ((std::uint64_t{1} << position % kBlock) - 1);
    end_sentence(tokens + tokens_before[b] + static_cast<std::size_t>(std::popcount(before)));
    ++at;
  }
}

void Tokenizer::State::end_sentence(std::size_t token_end) {
  const std::size_t begin = out->sentence_end.empty() ? 0 : out->sentence_end.back();
  if (token_end > begin) out->sentence_end.push_back(token_end);
}

void Tokenizer::State::pack_words(std::size_t count, Token* packed) {
  for (std::size_t t = 0; t < count; ++t) {
    const std::uint8_t* word = bytes.data() + bounds[2 * t];
    const std::size_t size = bounds[2 * t + 1] - bounds[2 * t];
    packed[t] = size <= kPackedBytes ? pack_bytes(word, size) : numbered(word, size);
  }
}

/// Stems the packed tokens that `selected` lists.
void Tokenizer::State::stem_short(std::size_t count, Token* packed) {
  const std::uint32_t* const chosen = selected.data();
  stems.stem_each(
      count, [=](std::size_t k) { return PackedPieces<1>{packed[chosen[k]]}; },
      [=](std::size_t k, const PackedPieces<1>& stem) { packed[chosen[k]] = stem[0]; });
}

/// The `count` tokens in `longer`, of over kPackedAlnum letters and digits. Those of up to twice that become a pair of
/// pieces and the pair a number, in passes without branches; the rare ones beyond go to the vocabulary. A stem may
/// come out a size smaller, and is then what any token of that size is.
void Tokenizer::State::pack_long(std::size_t count, Token* packed) {
  std::uint32_t* pb = piece_bounds.reserve(4 * count);
  for (std::size_t k = 0; k < count; ++k) {
    const std::uint32_t begin = bounds[2 * longer[k]];
    pb[4 * k] = begin;
    pb[4 * k + 1] = begin + kPackedAlnum;
    pb[4 * k + 2] = begin + kPackedAlnum;
    pb[4 * k + 3] = bounds[2 * longer[k] + 1];
  }
  PackedPieces<2>* pieces = long_pieces.reserve(count);
  const std::size_t over_count =
      kernel->pack_alnum(bytes.data(), pb, 2 * count, pieces[0].data(), over.reserve(2 * count + 1));
  if (options.stemmer) {
    long_stems.stem_each(
        count, [=](std::size_t k) { return pieces[k]; },
        [=](std::size_t k, const PackedPieces<2>& stem) { pieces[k] = stem; });
  }
  for (std::size_t o = 0; o < over_count; ++o) {
    const std::size_t k = over[o] / 2;
    std::uint8_t* word = bytes.data() + pb[4 * k];
    std::size_t size = pb[4 * k + 3] - pb[4 * k];
    for (std::size_t i = 0; i < size; ++i) word[i] |= 0x20;
    if (options.stemmer) size = porter_stem(word, size);
    // No piece has the top bit, so this cannot be taken for one.
    pieces[k] = size <= 2 * kPackedAlnum ? pack_word<2>(word, size) : PackedPieces<2>{numbered(word, size), 0};
  }
  std::uint32_t* first = first_numbers.reserve(count);
  std::uint32_t* second = second_numbers.reserve(count);
  first_pieces.insert_each(count, [&](std::size_t k) { return pieces[k][0]; }, first);
  second_pieces.insert_each(count, [&](std::size_t k) { return pieces[k][1]; }, second);
  pairs.insert_each(count, [&](std::size_t k) { return std::uint64_t{first[k]} << 32 | second[k]; }, first);
  for (std::size_t k = 0; k < count; ++k) {
    packed[longer[k]] = pieces[k][1] == 0 ? pieces[k][0] : kPaired | first[k];
  }
}

Tokenizer::Tokenizer(TokenizerOptions options) : state_(std::make_unique<State>(options)) {}
Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

void Tokenizer::tokenize(const Text* texts, std::size_t first_text, const std::size_t* text_end, std::size_t documents,
                         TokenBatch& out, const Checkpoint& checkpoint) {
  State& s = *state_;
  s.start();
  out.clear();
  s.out = &out;
  out.tokens.reserve(kTokenSlack);
  std::size_t t = first_text;
  for (std::size_t d = 0; d < documents; ++d) {
    // A document without texts still ends somewhere: at an empty one.
    if (t == text_end[d]) s.append(Text{}, true);
    for (; t < text_end[d]; ++t) {
      if (t + kAhead < text_end[documents - 1]) prefetch(texts[t + kAhead]);
      Text rest = texts[t];
      for (;;) {
        const std::size_t cut =
            rest.size <= kSlabBytes ? rest.size : cut_point(s.options.kind, rest, 0, kSlabBytes);
        s.append({rest.data, cut, rest.encoding}, cut == rest.size);
        const bool more = cut < rest.size || t + 1 < text_end[d];
        if (s.blocks * kBlock >= kSlabBytes && more) {
          checkpoint();
          s.flush();
        }
        if (cut == rest.size) break;
        const std::size_t unit = rest.encoding == Encoding::ucs4 ? 4 : rest.encoding == Encoding::ucs2 ? 2 : 1;
        rest = {static_cast<const std::uint8_t*>(rest.data) + cut * unit, rest.size - cut, rest.encoding};
      }
    }
    s.parts.back().ends_document = true;
    if (s.blocks * kBlock >= kSlabBytes) s.flush();
  }
  s.flush();
}

std::vector<std::string> Tokenizer::strings(const Text& text) {
  State& s = *state_;
  s.start();
  s.append(text, true);
  const std::size_t count = s.find_tokens();
  std::vector<std::string> strings;
  strings.reserve(count);
  for (std::size_t t = 0; t < count; ++t) {
    std::uint8_t* word = s.bytes.data() + s.bounds[2 * t];
    std::size_t size = s.bounds[2 * t + 1] - s.bounds[2 * t];
    if (s.options.kind == TokenizerKind::rouge) {
      for (std::size_t i = 0; i < size; ++i) word[i] |= 0x20;
      if (s.options.stemmer && size > 3) size = porter_stem(word, size);
    }
    strings.emplace_back(reinterpret_cast<const char*>(word), size);
  }
  return strings;
}

std::size_t Tokenizer::count(const Text* texts, std::size_t count) {
  State& s = *state_;
  s.start();
  std::size_t tokens = 0;
  for (std::size_t t = 0; t < count; ++t) {
    s.append(texts[t], true);
    if (s.blocks * kBlock < kSlabBytes && t + 1 < count) continue;
    tokens += s.find_tokens();
    s.blocks = 0;
    s.parts.clear();
  }
  return tokens;
}

void Tokenizer::trim() {
  State& s = *state_;
  constexpr std::size_t kKeep = 1 << 20;
  s.bytes.trim(kKeep);
  s.marks.trim(kKeep);
  s.tokens_before.trim(kKeep);
  s.bounds.trim(kKeep);
  s.longer.trim(kKeep);
  s.selected.trim(kKeep);
  s.chars.trim(kKeep);
  s.piece_bounds.trim(kKeep);
  s.over.trim(kKeep);
  s.long_pieces.trim(kKeep);
  s.first_numbers.trim(kKeep);
  s.second_numbers.trim(kKeep);
  s.first_pieces.trim();
  s.second_pieces.trim();
  s.pairs.trim();
}

}  // namespace gramscore
