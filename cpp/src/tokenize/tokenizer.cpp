#include "gramscore/tokenizer.hpp"

#include <bit>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "gramscore/kernels.hpp"
#include "gramscore/vocabulary.hpp"
#include "tokenize/bytes.hpp"
#include "tokenize/stem_cache.hpp"

namespace gramscore {
namespace {

/// Texts are scanned in slabs of about this size, which stay in the first-level cache from stage to stage.
constexpr std::size_t kSlabBytes = 16 * 1024;

/// Memory for remembered long tokens and stems, per tokenizer.
constexpr std::size_t kVocabularyBytes = 8 << 20;
constexpr std::size_t kStemCacheSets = std::size_t{1} << 17;

/// Marks a token that stands for a number in the vocabulary.
constexpr Token kNumbered = Token{1} << 63;

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
  struct Piece {
    std::size_t first_block;
    std::size_t blocks;
    bool ends_text;
    bool ends_document;
  };

  explicit State(TokenizerOptions chosen) : options(chosen), stems(kStemCacheSets), kernel(&kernels()) {}

  void start();
  void append(const Text& text, bool ends_text);
  std::size_t find_tokens();
  void flush();
  void finish_piece(const Piece& piece, std::size_t tokens_after);
  void split_lines(const Piece& piece);
  void end_sentence(std::size_t token_end);
  void pack_words(std::size_t count, Token* packed);
  Token long_alnum(std::uint8_t* word, std::size_t size);
  Token numbered(const std::uint8_t* word, std::size_t size) { return kNumbered | vocabulary.number(word, size); }

  TokenizerOptions options;
  StemCache stems;
  const Kernels* kernel;
  Vocabulary vocabulary;
  std::vector<Token> long_stems;  // by number in the vocabulary; 0 where not asked for yet

  TokenBatch* out = nullptr;
  std::size_t tokens = 0;  // in *out
  Buffer<std::uint8_t> bytes;
  Buffer<std::uint64_t> marks;
  Buffer<std::uint32_t> tokens_before;
  Buffer<std::uint32_t> bounds;
  Buffer<std::uint32_t> longer;
  Buffer<std::uint32_t> selected;
  std::vector<Piece> pieces;
  std::size_t blocks = 0;
};

/// Prepares for a new batch. Numbers must not change their meaning within one, so this is the time to forget.
void Tokenizer::State::start() {
  if (vocabulary.memory() > kVocabularyBytes) {
    vocabulary.clear();
    long_stems = {};
  }
  kernel = &kernels();
  tokens = 0;
  pieces.clear();
  blocks = 0;
}

/// Copies a text that is no longer than a slab (unless it cannot be cut) behind the others, padded with at
/// least one space.
void Tokenizer::State::append(const Text& text, bool ends_text) {
  const std::size_t begin = blocks * kBlock;
  const std::size_t room = begin + bytes_bound(text.encoding, text.size) + 2 * kBlock;
  if (room > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("a token of over 4 GiB");
  std::uint8_t* slab = bytes.reserve(room, begin);
  const std::size_t size = write_bytes(options.kind, text, slab + begin);
  const std::size_t used = size / kBlock + 1;
  // The padding, and beyond it the bytes that pack_alnum may read.
  std::memset(slab + begin + size, ' ', begin + (used + 1) * kBlock - (begin + size));
  pieces.push_back({blocks, used, ends_text, false});
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
  longer.reserve(count + 1);
  if (options.kind == TokenizerKind::rouge) {
    const std::size_t long_tokens =
        kernel->pack_alnum(bytes.data(), bounds.data(), count, packed, longer.data());
    if (options.stemmer) stems.stem(packed, count, selected.reserve(count));
    for (std::size_t k = 0; k < long_tokens; ++k) {
      const std::uint32_t t = longer[k];
      packed[t] = long_alnum(bytes.data() + bounds[2 * t], bounds[2 * t + 1] - bounds[2 * t]);
    }
  } else {
    pack_words(count, packed);
  }
  for (const Piece& piece : pieces) finish_piece(piece, tokens + tokens_before[piece.first_block + piece.blocks]);
  tokens += count;
  pieces.clear();
  blocks = 0;
}

void Tokenizer::State::finish_piece(const Piece& piece, std::size_t tokens_after) {
  if (options.split_lines) split_lines(piece);
  if (piece.ends_text && options.sentences) end_sentence(tokens_after);
  if (piece.ends_document) {
    out->document_end.push_back(tokens_after);
    if (options.sentences) out->document_sentence_end.push_back(out->sentence_end.size());
  }
}

/// Ends a sentence at each line feed of the piece.
void Tokenizer::State::split_lines(const Piece& piece) {
  const std::uint8_t* const end = bytes.data() + (piece.first_block + piece.blocks) * kBlock;
  const std::uint8_t* at = bytes.data() + piece.first_block * kBlock;
  while ((at = static_cast<const std::uint8_t*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)))) != nullptr) {
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

/// A token of over kPackedAlnum letters and digits: stemmed, if asked for, it may still become short.
Token Tokenizer::State::long_alnum(std::uint8_t* word, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) word[i] |= 0x20;
  const std::uint32_t number = vocabulary.number(word, size);
  if (!options.stemmer) return kNumbered | number;
  if (number >= long_stems.size()) long_stems.resize(vocabulary.size());
  if (long_stems[number] == 0) {
    const std::size_t stem_size = porter_stem(word, size);
    Token stem;
    if (stem_size > kPackedAlnum) {
      stem = numbered(word, stem_size);
    } else {
      const std::uint32_t stem_bounds[2] = {0, static_cast<std::uint32_t>(stem_size)};
      std::uint32_t none;
      kernel->pack_alnum(word, stem_bounds, 1, &stem, &none);
    }
    long_stems[number] = stem;
  }
  return long_stems[number];
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
      Text rest = texts[t];
      for (;;) {
        const std::size_t cut = cut_point(s.options.kind, rest, 0, kSlabBytes);
        s.append({rest.data, cut, rest.encoding}, cut == rest.size);
        if (s.blocks * kBlock >= kSlabBytes && cut < rest.size) {
          checkpoint();
          s.flush();
        }
        if (cut == rest.size) break;
        const std::size_t unit = rest.encoding == Encoding::ucs4 ? 4 : rest.encoding == Encoding::ucs2 ? 2 : 1;
        rest = {static_cast<const std::uint8_t*>(rest.data) + cut * unit, rest.size - cut, rest.encoding};
      }
    }
    s.pieces.back().ends_document = true;
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
    s.pieces.clear();
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
}

}  // namespace gramscore
