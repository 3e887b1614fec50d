#include "gramscore/tokenize/tokenizer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <functional>
#include <iterator>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/tokenize/boundaries.hpp"
#include "gramscore/tokenize/porter.hpp"
#include "gramscore/tokenize/vocabulary.hpp"
#include "text/code_points.hpp"
#include "tokenize/bytes.hpp"
#include "tokenize/categories.hpp"
#include "tokenize/jiwer_words.hpp"
#include "tokenize/lower_case.hpp"
#include "tokenize/moses_text.hpp"
#include "tokenize/piece_index.hpp"
#include "tokenize/ptb_text.hpp"
#include "tokenize/rewritten_text.hpp"
#include "tokenize/rouge155_text.hpp"
#include "tokenize/stem_cache.hpp"
#include "tokenize/tables/lower_case.hpp"
#include "tokenize/unicode_tokens.hpp"
#include "tokenize/word_stems.hpp"
#include "tokenize/words.hpp"
#include "work/prefetch.hpp"

namespace gramscore {
namespace {

/// Texts are scanned in slabs of about this size, which stay in the first-level cache from stage to stage.
constexpr std::size_t kSlabBytes = 16 * 1024;

/// Bounds of the memory for stems, 2 and 8 MiB: long words are rarer, but there are more of them.
constexpr std::size_t kStemSets = std::size_t{1} << 16;
constexpr std::size_t kLongStemSets = std::size_t{1} << 17;

/// Marks a token that stands for a number: of a pair of packed pieces, of four of them, or of its bytes in the vocabulary.
constexpr Token kPaired = Token{1} << 62;
constexpr Token kFour = Token{3} << 62;
constexpr Token kNumbered = Token{1} << 63;

/// Marks what a stem cache has instead of a stem that no packed token can be: the index of an entry of the exceptions.
constexpr Token kException = Token{1} << 63;

/// Set in tokens of TokenizerKind::unicode that are not ASCII: no token of packed letters and digits has it.
constexpr Token kWide = Token{1} << 60;

/// How far ahead of tokens and texts their cache lines are fetched.
constexpr std::size_t kAhead = 16;

/// Starts loading the first bytes of a text.
void prefetch_text(const Text& text) {
  constexpr std::size_t kLine = 64;
  constexpr std::size_t kMostLines = 16;
  for (std::size_t line = 0; line < kMostLines && line * kLine <= text.size; ++line) {
    prefetch(static_cast<const char*>(text.data) + kLine * line);
  }
}

/// Whether tokens are runs of ASCII letters and digits.
bool finds_alnum(TokenizerKind kind) { return kind == TokenizerKind::rouge || kind == TokenizerKind::rouge155; }

/// Whether the bytes of a text are already what the tokens of a kind are looked for in.
bool is_plain(TokenizerKind kind, Encoding encoding) {
  if (kind == TokenizerKind::unicode || kind == TokenizerKind::grapheme || kind == TokenizerKind::jiwer_words)
    return false;
  if (kind == TokenizerKind::rouge155 && encoding == Encoding::utf8) return true;
  return encoding == Encoding::ascii || (encoding == Encoding::latin1 && finds_alnum(kind));
}

bool is_alnum_word(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

const std::uint8_t* bytes_of(std::string_view word) { return reinterpret_cast<const std::uint8_t*>(word.data()); }

template <std::size_t kPieces>
using Stemmer = std::function<PackedPieces<kPieces>(const PackedPieces<kPieces>&)>;

/// What becomes of packed tokens. In place of a base form that does not fit stands kException and its index.
template <std::size_t kPieces>
Stemmer<kPieces> stemmer_of(const TokenizerOptions& options) {
  using Pieces = PackedPieces<kPieces>;
  if (options.kind != TokenizerKind::rouge155) {
    return [](const Pieces& packed) {
      std::uint8_t word[kPieces * kPackedAlnum];
      return pack_word<kPieces>(word, porter_stem(word, unpack_alnum(packed, word)));
    };
  }
  return [exceptions = options.rouge155->exceptions](const Pieces& packed) {
    std::uint8_t word[kPieces * kPackedAlnum];
    const std::size_t size = unpack_alnum(packed, word);
    const Exceptions::Entry* const entry =
        exceptions == nullptr ? nullptr : exceptions->find({reinterpret_cast<const char*>(word), size});
    if (entry == nullptr) return pack_word<kPieces>(word, rouge155_stem(word, size));
    const std::string_view base = entry->second;
    if (base.size() <= kPieces * kPackedAlnum && is_alnum_word(base)) {
      return pack_word<kPieces>(bytes_of(base), base.size());
    }
    return Pieces{kException | static_cast<Token>(entry - exceptions->entries().data())};
  };
}

constexpr std::pair<std::string_view, TokenizerKind> kKinds[] = {
    {"rouge", TokenizerKind::rouge},
    {"unicode", TokenizerKind::unicode},
    {"grapheme", TokenizerKind::grapheme},
    {"whitespace", TokenizerKind::whitespace},
    {"13a", TokenizerKind::mt13a},
    {"intl", TokenizerKind::intl},
    {"zh", TokenizerKind::zh},
    {"char", TokenizerKind::character},
    {"ptb", TokenizerKind::ptb},
    {"none", TokenizerKind::whitespace},
};

WordRules rules_of(const TokenizerOptions& options) {
  switch (options.kind) {
    case TokenizerKind::mt13a: return mt13a_rules();
    case TokenizerKind::intl: return intl_rules();
    case TokenizerKind::zh: return zh_rules();
    case TokenizerKind::character: return character_rules();
    case TokenizerKind::tercom: return tercom_rules(options);
    case TokenizerKind::chrf_words: return chrf_word_rules();
    case TokenizerKind::squad_words: return squad_rules();
    case TokenizerKind::presumm_words: return presumm_rules();
    case TokenizerKind::janitor_words: return janitor_rules();
    default: {
      WordRules rules{space_classes()};
      rules.plain = true;
      return rules;
    }
  }
}

/// What writes texts anew, if a kind does.
std::unique_ptr<RewrittenText> rewritten_text(const TokenizerOptions& options) {
  if (options.kind == TokenizerKind::ptb)
    return std::make_unique<PtbText>(PtbOptions{.keeps_lines = options.split_lines});
  if (options.kind == TokenizerKind::moses) return std::make_unique<MosesText>(options.moses, options.split_lines);
  return nullptr;
}

}  // namespace

TokenizerKind tokenizer_kind(std::string_view name) {
  if (known_moses(name)) return TokenizerKind::moses;
  std::string known;
  for (const auto& [known_name, kind] : kKinds) {
    if (name == known_name) return kind;
    known += (known.empty()                              ? "'"
              : known_name == std::end(kKinds)[-1].first ? " and '"
                                                         : ", '") +
             std::string(known_name) + "'";
  }
  throw std::invalid_argument("unknown tokenizer '" + std::string(name) + "': known are " + known);
}

void choose_tokenizer(TokenizerOptions& options, std::string_view name) {
  options.kind = tokenizer_kind(name);
  if (options.kind == TokenizerKind::moses) options.moses = known_moses(name);
}

std::string tokenizer_signature(std::string_view name) {
  switch (tokenizer_kind(name)) {
    case TokenizerKind::unicode:
    case TokenizerKind::grapheme: return std::string(name) + "-" + boundaries_unicode_version();
    case TokenizerKind::intl: return std::string(name) + "-" + category_unicode_version();
    case TokenizerKind::moses: {
      std::string signature(name);
      std::ranges::replace(signature, ':', '-');
      return signature;
    }
    default: return std::string(name);
  }
}

const char* case_unicode_version() { return tables::kLowerCaseUnicode; }
const char* category_unicode_version() { return tables::kCategoriesUnicode; }

struct Tokenizer::State {
  /// A run of blocks of the slab: (part of) one text.
  struct TextPart {
    std::size_t first_block;
    std::size_t blocks;
    std::size_t end;  // the byte after the text; it begins with the second byte of its blocks
    bool ends_text;
    bool ends_document;
  };

  explicit State(TokenizerOptions chosen)
      : options(chosen),
        rules(rules_of(chosen)),
        stems(kStemSets, stemmer_of<1>(chosen)),
        long_stems(kLongStemSets, stemmer_of<2>(chosen)),
        kernel(&kernels()) {
    rewritten = rewritten_text(options);
    if (rewritten) {  // which leaves nothing to do but to split at white space
      options.kind = TokenizerKind::whitespace;
      lowercase_first = std::exchange(options.lowercase, false);
    }
    if (options.kind == TokenizerKind::rouge155) rouge155_text.emplace(*options.rouge155, options.sentences);
    if (!options.references_twice) return;
    chosen.references_twice = false;
    first_pass = std::make_unique<State>(chosen);
  }

  void start();
  [[nodiscard]] Text read(const Text& given);
  void append_text(const Text& given, const Checkpoint& checkpoint);
  void append_short(const Text& text);
  [[nodiscard]] Text stripped(const Text& text) const;
  void append_pieces(const Text& text, const Checkpoint& checkpoint);
  void append(const Text& text, bool begins_text, bool ends_text);
  [[nodiscard]] std::size_t written_bound(const Text& text) const;
  std::size_t write(const Text& text, std::uint8_t* place) const;
  void append_characters(const Text& text);
  Text spaced(const Text& text, const Checkpoint& checkpoint);
  WordList find_tokens(const Checkpoint& checkpoint);
  void rewrite_special();
  WordList refine(const WordList& found);
  void flush(const Checkpoint& checkpoint);
  void pack(const WordList& found);
  void flush_if_full(const Checkpoint& checkpoint) {
    if (blocks * kBlock < kSlabBytes) return;
    checkpoint();
    flush(checkpoint);
  }
  void finish_part(const TextPart& part, std::size_t tokens_after);
  void split_lines(const TextPart& part);
  void end_sentence(std::size_t token_end);
  void pack_words(const std::uint8_t* text, const WordList& found, Token* packed);
  void stem_words(const WordList& found, Token* packed);
  template <std::size_t kPieces>
  void number_pieces(const std::array<std::uint64_t, kPieces>* pieces, const std::uint32_t* chosen, std::size_t count,
                     PieceIndex<kPieces>& index, Token mark, Token* packed);
  void pack_ascii(std::size_t count, std::size_t wide_count, Token* packed);
  void pack_unicode(const WordList& found, Token* packed);
  std::size_t find_wide(const WordList& found);
  std::size_t without_wide(std::uint32_t* list, std::size_t count, std::size_t wide_count);
  void stem_short(std::size_t count, Token* packed);
  std::size_t select_over_three(std::size_t count, const Token* packed);
  PackedPieces<2> pieces_of_base(Token exception);
  PackedPieces<2> pieces_of_long(std::uint8_t* word, std::size_t size);
  Token token_of_base(Token exception);
  void pack_long(std::size_t count, Token* packed);
  void trim();
  Token numbered(const std::uint8_t* word, std::size_t size) { return kNumbered | vocabulary.number(word, size); }

  [[nodiscard]] bool is_rouge() const { return finds_alnum(options.kind); }
  /// Whether lines are told from each other in the slab. Where a line feed may vanish, they are texts of their own.
  [[nodiscard]] bool keeps_lines() const {
    switch (options.kind) {
      case TokenizerKind::rouge:
      case TokenizerKind::rouge155:
      case TokenizerKind::whitespace:
      case TokenizerKind::unicode:
      case TokenizerKind::grapheme:
      case TokenizerKind::jiwer_words: return true;
      default: return false;
    }
  }

  TokenizerOptions options;
  WordRules rules;
  StemCache<1> stems;
  StemCache<2> long_stems;
  WordStems word_stems;
  const Kernels* kernel;
  std::optional<Rouge155Text> rouge155_text;
  std::unique_ptr<RewrittenText> rewritten;
  bool lowercase_first = false;       // before it is written anew
  std::unique_ptr<State> first_pass;  // of what is tokenized twice

  // This batch's long tokens: small tables, and so fast.
  PieceIndex<2> two_pieces;
  PieceIndex<4> four_pieces;
  Vocabulary vocabulary;

  TokenBatch* out = nullptr;
  std::size_t tokens = 0;  // in *out
  Buffer<std::uint8_t> bytes;
  Buffer<std::uint64_t> marks;
  Buffer<std::uint32_t> tokens_before;
  Buffer<std::uint32_t> bounds;
  Buffer<std::uint32_t> refined;
  WordBounds word_bounds;
  LowerCase lower_case;
  Buffer<std::uint8_t> spaced_tokens;
  Buffer<std::uint32_t> longer;
  Buffer<std::uint32_t> selected;
  Buffer<std::uint32_t> wide;
  Buffer<std::uint32_t> wide_bounds;
  Buffer<Token> wide_tokens;
  Buffer<Token> stem_tokens;
  Buffer<std::uint32_t> piece_bounds;
  Buffer<std::uint32_t> over;
  Buffer<PackedPieces<2>> long_pieces;
  Buffer<std::uint32_t> two_piece_tokens;
  Buffer<std::uint32_t> four_piece_tokens;
  Buffer<std::array<std::uint64_t, 2>> pairs_of_pieces;
  Buffer<std::array<std::uint64_t, 4>> fours_of_pieces;
  std::vector<std::size_t> numbers;    // bytes where rules say that there is a number (WordRules::ends_are_numbers)
  std::vector<std::size_t> part_ends;  // tokens up to the end of each part, once they are found
  std::vector<TextPart> parts;
  std::size_t blocks = 0;
};

void Tokenizer::State::start() {
  two_pieces.reset();
  four_pieces.reset();
  vocabulary.clear();
  word_stems.start_batch();
  kernel = &kernels();
  tokens = 0;
  parts.clear();
  part_ends.clear();
  numbers.clear();
  blocks = 0;
}

/// The text in which tokens are looked for.
Text Tokenizer::State::read(const Text& given) {
  if (rewritten) return rewritten->read(lowercase_first ? lower_case(given) : given);
  return rouge155_text && !rouge155_text->is_plain() ? rouge155_text->read(given) : given;
}

/// Adds a text, in slabs if it is long.
void Tokenizer::State::append_text(const Text& given, const Checkpoint& checkpoint) {
  const Text text = read(given);
  if (is_rouge() && is_plain(options.kind, text.encoding) && text.size <= kSlabBytes) return append_short(text);
  if (!options.split_lines || keeps_lines()) return append_pieces(text, checkpoint);
  for (std::size_t begin = 0;;) {
    const std::size_t end = line_end(text, begin);
    append_pieces(part_of(text, begin, end), checkpoint);
    if (end == text.size) return;
    begin = end + 1;
    flush_if_full(checkpoint);
  }
}

/// What append() comes down to for most texts.
void Tokenizer::State::append_short(const Text& text) {
  const std::size_t begin = blocks * kBlock;
  kernel->copy_padded(units<std::uint8_t>(text), text.size,
                      bytes.reserve(begin + text.size + 2 * kBlock, begin) + begin);
  const std::size_t used = text.size / kBlock + 1;
  parts.push_back({blocks, used, begin + text.size, true, false});
  blocks += used;
}

/// The text without the white space at its ends that does not count.
Text Tokenizer::State::stripped(const Text& text) const {
  if (options.kind == TokenizerKind::chrf_characters) return options.strip ? strip_begin(strip_end(text)) : text;
  if (keeps_lines() || options.keep_end) return text;
  return rules.strips_begin ? strip_begin(strip_end(text)) : strip_end(text);
}

void Tokenizer::State::append_pieces(const Text& text, const Checkpoint& checkpoint) {
  Text rest = stripped(text);
  for (bool begins_text = true;; begins_text = false) {
    const std::size_t cut = rest.size <= kSlabBytes ? rest.size : cut_point(options.kind, rest, kSlabBytes);
    append(part_of(rest, 0, cut), begins_text, cut == rest.size);
    if (cut == rest.size) return;
    flush_if_full(checkpoint);
    rest = part_of(rest, cut, rest.size);
  }
}

/// Copies a text that is no longer than a slab (unless it cannot be cut) behind the others. Behind it there is at least one
/// space, and what is read with a token's last bytes; so is there before it, if rules look there.
void Tokenizer::State::append(const Text& text, bool begins_text, bool ends_text) {
  if (options.kind == TokenizerKind::chrf_characters) {
    append_characters(text);
    parts.push_back({blocks, text.size / kBlock, 0, ends_text, false});
    part_ends.push_back(tokens);
    blocks += text.size / kBlock;
    return;
  }
  const std::size_t before = rules.plain ? 0 : 1;
  const std::size_t begin = blocks * kBlock + before;
  const Text chosen = options.lowercase && !is_rouge() ? lower_case(text) : text;
  const std::size_t bound = written_bound(chosen);
  const std::size_t room = begin + bound + 2 * kBlock;
  if (room > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("a token of over 4 GiB");
  std::uint8_t* const place = bytes.reserve(room, blocks * kBlock) + begin;
  std::size_t size = chosen.size;
  if (is_plain(options.kind, chosen.encoding) && rules.rewrite == nullptr) {
    kernel->copy_padded(units<std::uint8_t>(chosen), size, place);
  } else {
    size = write(chosen, place);
    if (rules.rewrite != nullptr) size = rules.rewrite(options, place, size);
    std::memset(place + size, ' ', 2 * kBlock - size % kBlock);
  }
  if (before != 0) place[-1] = ' ';
  if (rules.ends_are_numbers) {
    if (begins_text) numbers.push_back(begin - 1);
    if (ends_text) numbers.push_back(begin + size);
  }
  const std::size_t used = (before + size) / kBlock + 1;
  parts.push_back({blocks, used, begin + size, ends_text, false});
  blocks += used;
}

/// What write() writes at most.
std::size_t Tokenizer::State::written_bound(const Text& text) const {
  switch (options.kind) {
    case TokenizerKind::rouge:
    case TokenizerKind::rouge155: return rouge_bytes_bound(text);
    case TokenizerKind::unicode: return unicode_words_bound(text);
    case TokenizerKind::grapheme: return graphemes_bound(text);
    default: return utf8_bound(text);
  }
}

/// Writes a text as the bytes in which its tokens are looked for.
std::size_t Tokenizer::State::write(const Text& text, std::uint8_t* place) const {
  switch (options.kind) {
    case TokenizerKind::rouge: return write_rouge_bytes(text, place);
    case TokenizerKind::rouge155: return write_ascii_or_space(text, place);
    case TokenizerKind::unicode: return write_unicode_words(text, place);
    case TokenizerKind::grapheme: return write_graphemes(text, place);
    case TokenizerKind::jiwer_words: return write_jiwer_words(text, place);
    default: return write_utf8(text, place);
  }
}

/// Adds the tokens of chrf_characters.
void Tokenizer::State::append_characters(const Text& text) {
  const Text chosen = options.lowercase ? lower_case(text) : text;
  Token* const begin = out->tokens.reserve(tokens + chosen.size + kTokenSlack, tokens) + tokens;
  Token* end = begin;
  if (chosen.encoding == Encoding::utf8) {
    const auto* const in = units<std::uint8_t>(chosen);
    for (std::size_t i = 0; i < chosen.size;) {
      // Most of it is ASCII, in runs.
      const std::size_t run = ascii_run(in + i, chosen.size - i);
      end += kernel->write_characters(in + i, 1, run, options.keep_whitespace, end);
      for (i += run; i < chosen.size && in[i] >= 0x80;) {
        const unsigned width = utf8_width(in[i]);
        if (width > chosen.size - i) i = chosen.size;
        if (i == chosen.size) break;
        *end = decode_utf8(in + i);
        end += options.keep_whitespace || !is_space(static_cast<std::uint32_t>(*end));
        i += width;
      }
    }
  } else {
    end +=
        kernel->write_characters(chosen.data, unit_size(chosen.encoding), chosen.size, options.keep_whitespace, begin);
  }
  tokens += static_cast<std::size_t>(end - begin);
}

/// The tokens of a text with a space between each two, to be read until the next call.
Text Tokenizer::State::spaced(const Text& text, const Checkpoint& checkpoint) {
  start();
  append(stripped(text), true, true);
  const WordList found = find_tokens(checkpoint);
  std::size_t room = found.count;
  for (std::size_t t = 0; t < found.count; ++t) room += found.size(t);
  std::uint8_t* const begin = spaced_tokens.reserve(room);
  std::uint8_t* end = begin;
  for (std::size_t t = 0; t < found.count; ++t) {
    end = std::copy_n(bytes.data() + found.begin(t), found.size(t), end);
    *end++ = ' ';
  }
  return {begin, static_cast<std::size_t>(end - begin),
          text.encoding == Encoding::ascii ? Encoding::ascii : Encoding::utf8};
}

WordList Tokenizer::State::find_tokens(const Checkpoint& checkpoint) {
  std::uint32_t* const before = tokens_before.reserve(blocks + 1);
  WordList found{};
  if (is_rouge() || rules.plain) {
    marks.reserve(blocks);
    bounds.reserve(blocks * kBlock + 2 * kBlock);
    const TokenBytes kind = is_rouge() ? TokenBytes::alnum : TokenBytes::non_space;
    const std::size_t count = kernel->find_tokens(bytes.data(), blocks, kind, marks.data(), before, bounds.data());
    before[blocks] = static_cast<std::uint32_t>(count);
    found = {bounds.data(), bounds.data() + 1, 2, count};
  } else {
    word_bounds.start(rules, *kernel, bytes.data(), blocks, checkpoint);
    if (rules.rewrite_special != nullptr) rewrite_special();
    for (const std::size_t position : numbers) word_bounds.put_number(position);
    const std::size_t count = word_bounds.find(rules, *kernel, bytes.data(), blocks, before, checkpoint);
    found = {word_bounds.begins(), word_bounds.ends(), 1, count};
  }
  if (options.ascii_lowercase) {
    std::uint8_t* const all = bytes.data();
    for (std::size_t i = 0; i < blocks * kBlock; ++i) {
      all[i] |= static_cast<std::uint8_t>((static_cast<std::uint8_t>(all[i] - 'A') < 26) << 5);
    }
  }
  part_ends.resize(parts.size());
  for (std::size_t p = 0; p < parts.size(); ++p) part_ends[p] = before[parts[p].first_block + parts[p].blocks];
  return rules.refine == nullptr ? found : refine(found);
}

/// Rewrites the texts that the rules' rewrite_special is for.
void Tokenizer::State::rewrite_special() {
  for (const TextPart& part : parts) {
    if (!word_bounds.has_special(part.first_block, part.blocks)) continue;
    std::uint8_t* const text = bytes.data() + part.first_block * kBlock + 1;
    const auto size = static_cast<std::size_t>(bytes.data() + part.end - text);
    const std::size_t rest = rules.rewrite_special(options, text, size);
    std::memset(text + rest, ' ', size - rest);
    word_bounds.look_again(rules, *kernel, bytes.data(), part.first_block, part.blocks);
  }
}

WordList Tokenizer::State::refine(const WordList& found) {
  std::uint32_t* const out_bounds = refined.reserve(4 * found.count + 4);
  std::size_t from = 0;
  std::size_t count = 0;
  for (std::size_t& part_end : part_ends) {
    count += rules.refine(options, bytes.data(), found.begins + found.stride * from, found.ends + found.stride * from,
                          found.stride, part_end - from, out_bounds + 2 * count);
    from = std::exchange(part_end, count);
  }
  return {out_bounds, out_bounds + 1, 2, count};
}

/// Tokenizes what the slab holds.
void Tokenizer::State::flush(const Checkpoint& checkpoint) {
  std::size_t count = 0;
  // The tokens of chrf_characters are there already.
  if (options.kind != TokenizerKind::chrf_characters) {
    const WordList found = find_tokens(checkpoint);
    pack(found);
    count = found.count;
    for (std::size_t& part_end : part_ends) part_end += tokens;
  }
  for (std::size_t p = 0; p < parts.size(); ++p) finish_part(parts[p], part_ends[p]);
  tokens += count;
  parts.clear();
  part_ends.clear();
  numbers.clear();
  blocks = 0;
}

/// Writes the tokens of the slab.
void Tokenizer::State::pack(const WordList& found) {
  const std::size_t count = found.count;
  Token* packed = out->tokens.reserve(tokens + count + kTokenSlack, tokens) + tokens;
  longer.reserve(count + kPackSlack);
  switch (options.kind) {
    case TokenizerKind::rouge:
    case TokenizerKind::rouge155: pack_ascii(count, 0, packed); break;
    case TokenizerKind::unicode: pack_unicode(found, packed); break;
    default:
      pack_words(bytes.data(), found, packed);
      if (options.stemmer) stem_words(found, packed);
  }
}

/// Tokens of ASCII letters and digits, apart from the first `wide_count` in `wide`, of which it makes nothing in
/// particular.
void Tokenizer::State::pack_ascii(std::size_t count, std::size_t wide_count, Token* packed) {
  const FoundTokens found{bytes.data(), marks.data(), blocks, bounds.data(), count};
  const bool own_stemmer = options.stemmer && options.kind == TokenizerKind::rouge155;
  std::uint32_t* const to_stem = options.stemmer && !own_stemmer ? selected.reserve(count + kPackSlack) : nullptr;
  std::size_t stemmed = 0;
  std::size_t long_count = kernel->pack_found(found, packed, longer.data(), to_stem, &stemmed);
  if (wide_count != 0) {
    long_count = without_wide(longer.data(), long_count, wide_count);
    stemmed = without_wide(selected.data(), stemmed, wide_count);
  }
  if (own_stemmer) stemmed = select_over_three(count, packed);
  if (options.stemmer) stem_short(stemmed, packed);
  if (long_count != 0) pack_long(long_count, packed);
}

/// Takes the first `wide_count` tokens in `wide` out of `list`, both in order. Returns the number of those left.
std::size_t Tokenizer::State::without_wide(std::uint32_t* list, std::size_t count, std::size_t wide_count) {
  std::size_t kept = 0;
  std::size_t w = 0;
  for (std::size_t k = 0; k < count; ++k) {
    while (w < wide_count && wide[w] < list[k]) ++w;
    if (w == wide_count || wide[w] != list[k]) list[kept++] = list[k];
  }
  return kept;
}

/// Tokens of ASCII letters and digits as for `rouge`; the others by their bytes, with a mark.
void Tokenizer::State::pack_unicode(const WordList& found, Token* packed) {
  const std::size_t wide_count = find_wide(found);
  pack_ascii(found.count, wide_count, packed);
  if (wide_count == 0) return;
  std::uint32_t* const bounds_of = wide_bounds.reserve(2 * wide_count);
  for (std::size_t k = 0; k < wide_count; ++k) {
    bounds_of[2 * k] = found.begins[found.stride * wide[k]];
    bounds_of[2 * k + 1] = found.ends[found.stride * wide[k]];
  }
  Token* const tokens_of = wide_tokens.reserve(wide_count);
  pack_words(bytes.data(), {bounds_of, bounds_of + 1, 2, wide_count}, tokens_of);
  for (std::size_t k = 0; k < wide_count; ++k) packed[wide[k]] = tokens_of[k] | kWide;
}

/// Lists the tokens that are not ASCII in `wide`. Returns their number.
std::size_t Tokenizer::State::find_wide(const WordList& found) {
  std::uint8_t any = 0;
  for (std::size_t i = 0; i < blocks * kBlock; ++i) any |= bytes[i];
  if (any < 0x80) return 0;
  std::uint32_t* const list = wide.reserve(found.count + 1);
  std::size_t count = 0;
  for (std::size_t t = 0; t < found.count; ++t) {
    const std::uint8_t* word = bytes.data() + found.begin(t);
    const std::uint8_t* const end = word + found.size(t);
    while (word != end && *word < 0x80) ++word;
    list[count] = static_cast<std::uint32_t>(t);
    count += word != end;
  }
  return count;
}

void Tokenizer::State::finish_part(const TextPart& part, std::size_t tokens_after) {
  if (options.split_lines && keeps_lines()) split_lines(part);
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

void Tokenizer::State::pack_words(const std::uint8_t* text, const WordList& found, Token* packed) {
  const std::size_t room = found.count + kPackSlack;
  std::array<std::uint64_t, 2>* const pairs = pairs_of_pieces.reserve(room);
  std::array<std::uint64_t, 4>* const fours = fours_of_pieces.reserve(room);
  LongWords long_words{two_piece_tokens.reserve(room), pairs->data(), four_piece_tokens.reserve(room), fours->data(),
                       longer.reserve(room)};
  kernel->pack_words(text, found, packed, long_words);
  number_pieces(pairs, long_words.two, long_words.two_count, two_pieces, kPaired, packed);
  number_pieces(fours, long_words.four, long_words.four_count, four_pieces, kFour, packed);
  for (std::size_t k = 0; k < long_words.rest_count; ++k) {
    const std::uint32_t t = long_words.rest[k];
    packed[t] = numbered(text + found.begin(t), found.size(t));
  }
}

/// Words of any characters become their stems.
void Tokenizer::State::stem_words(const WordList& found, Token* packed) {
  word_stems.start();
  for (std::size_t t = 0; t < found.count; ++t) {
    if (!word_stems.find(packed[t])) word_stems.add(t, packed[t], bytes.data() + found.begin(t), found.size(t));
  }
  const WordList stems_of = word_stems.words();
  if (stems_of.count == 0) return;
  Token* const made = stem_tokens.reserve(stems_of.count + kPackSlack);
  pack_words(word_stems.bytes(), stems_of, made);
  word_stems.finish(made, packed);
}

/// The words in `chosen` become the numbers of their pieces.
template <std::size_t kPieces>
void Tokenizer::State::number_pieces(const std::array<std::uint64_t, kPieces>* pieces, const std::uint32_t* chosen,
                                     std::size_t count, PieceIndex<kPieces>& index, Token mark, Token* packed) {
  std::uint32_t* const found_numbers = over.reserve(count);
  index.insert_each(pieces, count, found_numbers);
  for (std::size_t k = 0; k < count; ++k) packed[chosen[k]] = mark | found_numbers[k];
}

/// Stems the packed tokens that `selected` lists. The 0 of one that is not packed stays.
void Tokenizer::State::stem_short(std::size_t count, Token* packed) {
  const std::uint32_t* const chosen = selected.data();
  Token any = 0;
  stems.stem_each(
      count, [=](std::size_t k) { return PackedPieces<1>{packed[chosen[k]]}; },
      [=, &any](std::size_t k, const PackedPieces<1>& stem) {
        packed[chosen[k]] = stem[0];
        any |= stem[0];
      });
  if ((any & kException) == 0) return;
  for (std::size_t k = 0; k < count; ++k) {
    Token& token = packed[chosen[k]];
    if ((token & kException) != 0) token = token_of_base(token);
  }
}

/// Lists the packed tokens of over three characters in `selected`, all of which the stemmer of ROUGE-1.5.5 may change.
/// Returns their number.
std::size_t Tokenizer::State::select_over_three(std::size_t count, const Token* packed) {
  constexpr unsigned kThree = 3 * 6;  // bits
  std::uint32_t* const list = selected.reserve(count + kPackSlack);
  std::size_t listed = 0;
  for (std::size_t t = 0; t < count; ++t) {
    list[listed] = static_cast<std::uint32_t>(t);
    listed += packed[t] >> kThree != 0;
  }
  return listed;
}

/// The pieces of the base form behind a kException, which may be any word.
PackedPieces<2> Tokenizer::State::pieces_of_base(Token exception) {
  const std::string_view base = options.rouge155->exceptions->entries()[exception & ~kException].second;
  if (base.size() <= 2 * kPackedAlnum && is_alnum_word(base)) return pack_word<2>(bytes_of(base), base.size());
  return {numbered(bytes_of(base), base.size()), 0};
}

Token Tokenizer::State::token_of_base(Token exception) {
  const PackedPieces<2> pieces = pieces_of_base(exception);
  if (pieces[1] == 0) return pieces[0];
  std::uint32_t number = 0;
  two_pieces.insert_each(&pieces, 1, &number);
  return kPaired | number;
}

/// The same for a word of over two pieces, which `word` holds.
PackedPieces<2> Tokenizer::State::pieces_of_long(std::uint8_t* word, std::size_t size) {
  if (options.stemmer) {
    if (options.kind == TokenizerKind::rouge155) {
      const Exceptions* const exceptions = options.rouge155->exceptions.get();
      const Exceptions::Entry* const entry =
          exceptions == nullptr ? nullptr : exceptions->find({reinterpret_cast<const char*>(word), size});
      if (entry != nullptr) return pieces_of_base(static_cast<Token>(entry - exceptions->entries().data()));
      size = rouge155_stem(word, size);
    } else {
      size = porter_stem(word, size);
    }
  }
  // No piece has the top bit, so this cannot be taken for one.
  return size <= 2 * kPackedAlnum ? pack_word<2>(word, size) : PackedPieces<2>{numbered(word, size), 0};
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
    // Words of over two pieces, whose first two have just been stemmed, come next.
    if (options.kind == TokenizerKind::rouge155) {
      for (std::size_t k = 0; k < count; ++k) {
        if ((pieces[k][0] & kException) != 0) pieces[k] = pieces_of_base(pieces[k][0]);
      }
    }
  }
  for (std::size_t o = 0; o < over_count; ++o) {
    const std::size_t k = over[o] / 2;
    std::uint8_t* word = bytes.data() + pb[4 * k];
    const std::size_t size = pb[4 * k + 3] - pb[4 * k];
    for (std::size_t i = 0; i < size; ++i) word[i] |= 0x20;
    pieces[k] = pieces_of_long(word, size);
  }
  std::uint32_t* const numbers_of = over.reserve(count);
  two_pieces.insert_each(pieces, count, numbers_of);
  for (std::size_t k = 0; k < count; ++k) {
    const Token one_piece = 0 - Token{pieces[k][1] == 0};  // stems leave it to chance, so no branch
    packed[longer[k]] = (pieces[k][0] & one_piece) | ((kPaired | numbers_of[k]) & ~one_piece);
  }
}

Tokenizer::Tokenizer(TokenizerOptions options) : state_(std::make_unique<State>(options)) {}
Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

void Tokenizer::tokenize(const Text* texts, std::size_t first_text, const std::size_t* text_end, std::size_t documents,
                         TokenBatch& out, const Checkpoint& checkpoint, std::span<const std::uint32_t> references) {
  State& s = *state_;
  s.start();
  out.clear();
  s.out = &out;
  out.tokens.reserve(kTokenSlack);
  std::size_t t = first_text;
  auto example = references.begin();
  std::size_t prediction = 0;  // the next one
  for (std::size_t d = 0; d < documents; ++d) {
    const bool twice = s.first_pass != nullptr && d != prediction;
    if (!twice && example != references.end()) prediction += 1 + *example++;
    // A document without texts still ends somewhere: at an empty one.
    if (t == text_end[d]) s.append(Text{}, true, true);
    for (; t < text_end[d]; ++t) {
      if (t + kAhead < text_end[documents - 1]) prefetch_text(texts[t + kAhead]);
      s.append_text(twice ? s.first_pass->spaced(texts[t], checkpoint) : texts[t], checkpoint);
      if (t + 1 < text_end[d]) s.flush_if_full(checkpoint);
    }
    s.parts.back().ends_document = true;
    s.flush_if_full(checkpoint);
  }
  s.flush(checkpoint);
}

namespace {

/// Those of the tables in which a tokenizer numbers its long tokens.
class TabledTokens : public LongTokens {
 public:
  TabledTokens(const PieceIndex<2>& two_pieces, const PieceIndex<4>& four_pieces, const Vocabulary& rest)
      : rest_(rest) {
    two_pieces.list(two_pieces_);
    four_pieces.list(four_pieces_);
  }

  bool key_of(Token token, std::vector<std::uint8_t>& key) const override {
    const Token mark = token & kFour;
    if (mark == 0) return false;
    const auto number = static_cast<std::uint32_t>(token);
    // The top byte, in which marks are: what one says of equal pieces another does not.
    key.assign(1, static_cast<std::uint8_t>(token >> 56));
    if (mark == kNumbered) {
      append(rest_.bytes(number), key);
    } else if (mark == kFour) {
      append_pieces(four_pieces_[number], key);
    } else {
      append_pieces(two_pieces_[number], key);
    }
    return true;
  }

 private:
  static void append(std::span<const std::uint8_t> bytes, std::vector<std::uint8_t>& key) {
    key.insert(key.end(), bytes.begin(), bytes.end());
  }

  template <std::size_t kPieces>
  static void append_pieces(const std::array<std::uint64_t, kPieces>& pieces, std::vector<std::uint8_t>& key) {
    std::uint8_t bytes[8 * kPieces];
    for (std::size_t i = 0; i < sizeof bytes; ++i) {
      bytes[i] = static_cast<std::uint8_t>(pieces[i / 8] >> 8 * (i % 8));
    }
    append(bytes, key);
  }

  std::vector<PieceIndex<2>::Key> two_pieces_;
  std::vector<PieceIndex<4>::Key> four_pieces_;
  const Vocabulary& rest_;
};

}  // namespace

std::unique_ptr<const LongTokens> Tokenizer::long_tokens() {
  return std::make_unique<TabledTokens>(state_->two_pieces, state_->four_pieces, state_->vocabulary);
}

std::vector<std::string> Tokenizer::strings(const Text& text) {
  State& s = *state_;
  std::vector<std::string> strings;
  if (s.options.kind == TokenizerKind::chrf_characters) {
    TokenBatch batch;
    const std::size_t one = 1;
    tokenize(&text, 0, &one, 1, batch, Checkpoint());
    for (std::size_t t = 0; t < batch.document_end[0]; ++t) {
      std::uint8_t character[4];
      std::uint8_t* const end = encode_utf8(static_cast<std::uint32_t>(batch.tokens[t]), character);
      strings.emplace_back(std::begin(character), end);
    }
    return strings;
  }
  s.start();
  s.append(s.rewritten || s.rouge155_text ? s.read(text) : s.stripped(text), true, true);
  const WordList found = s.find_tokens(Checkpoint());
  strings.reserve(found.count);
  for (std::size_t t = 0; t < found.count; ++t) {
    std::uint8_t* word = s.bytes.data() + found.begin(t);
    std::size_t size = found.size(t);
    if (s.is_rouge()) {
      for (std::size_t i = 0; i < size; ++i) word[i] |= 0x20;
    } else if (s.options.kind == TokenizerKind::grapheme) {
      std::replace(word, word + size, kMarkedSpace, std::uint8_t{' '});
    } else if (s.options.kind == TokenizerKind::jiwer_words) {
      restore_jiwer_spaces(word, size);
    }
    const bool ascii = std::all_of(word, word + size, [](std::uint8_t byte) { return byte < 0x80; });
    if (s.options.stemmer && size > 3 && s.options.kind == TokenizerKind::rouge155) {
      strings.push_back(
          rouge155_base({reinterpret_cast<const char*>(word), size}, s.options.rouge155->exceptions.get()));
      continue;
    }
    if (s.options.stemmer && size > 3 && ascii) size = porter_stem(word, size);
    strings.emplace_back(reinterpret_cast<const char*>(word), size);
  }
  return strings;
}

std::size_t Tokenizer::count(const Text* texts, std::size_t count) {
  State& s = *state_;
  s.start();
  std::size_t tokens = 0;
  if (s.options.kind == TokenizerKind::chrf_characters) {
    TokenBatch batch;
    tokenize(texts, 0, &count, 1, batch, Checkpoint());
    return batch.document_end[0];
  }
  for (std::size_t t = 0; t < count; ++t) {
    s.append(s.stripped(texts[t]), true, true);
    if (s.blocks * kBlock < kSlabBytes && t + 1 < count) continue;
    tokens += s.find_tokens(Checkpoint()).count;
    s.blocks = 0;
    s.parts.clear();
    s.numbers.clear();
  }
  return tokens;
}

void Tokenizer::trim() { state_->trim(); }

void Tokenizer::State::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  bytes.trim(kKeep);
  marks.trim(kKeep);
  tokens_before.trim(kKeep);
  bounds.trim(kKeep);
  refined.trim(kKeep);
  word_bounds.trim(kKeep);
  lower_case.trim(kKeep);
  spaced_tokens.trim(kKeep);
  pairs_of_pieces.trim(kKeep);
  fours_of_pieces.trim(kKeep);
  longer.trim(kKeep);
  selected.trim(kKeep);
  two_piece_tokens.trim(kKeep);
  four_piece_tokens.trim(kKeep);
  wide.trim(kKeep);
  wide_bounds.trim(kKeep);
  wide_tokens.trim(kKeep);
  piece_bounds.trim(kKeep);
  over.trim(kKeep);
  long_pieces.trim(kKeep);
  if (rouge155_text) rouge155_text->trim(kKeep);
  if (rewritten) rewritten->trim(kKeep);
  if (first_pass) first_pass->trim();
}

}  // namespace gramscore
