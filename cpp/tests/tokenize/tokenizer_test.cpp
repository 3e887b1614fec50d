#include "gramscore/tokenize/tokenizer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gramscore/tokenize/boundaries.hpp"
#include "reference/tokenize.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"
#include "tests/texts.hpp"

namespace gramscore {
namespace {

using testing::can_hold;
using testing::encode_somehow;
using testing::EncodedText;
using testing::for_kernels;
using testing::for_seeds;
using testing::kEncodings;
using testing::Random;
using testing::show;

using Document = std::vector<EncodedText>;

const Checkpoint kUnwatched;

/// By the reference; by the tokenizer itself, from one text of code points, where there is none.
std::vector<std::string> expected_tokens(const std::u32string& text, const TokenizerOptions& options) {
  if (options.kind == TokenizerKind::rouge) return reference::rouge_tokens(text, options.stemmer);
  if (options.kind == TokenizerKind::whitespace && !options.lowercase) return reference::whitespace_tokens(text);
  if (options.kind == TokenizerKind::mt13a && !options.lowercase) return reference::mt13a_tokens(text);
  const EncodedText encoded(text, Encoding::ucs4);
  return Tokenizer(options).strings(encoded.view());
}

std::vector<std::u32string> expected_sentences(const std::u32string& text, const TokenizerOptions& options) {
  return options.split_lines ? reference::lines(text) : std::vector<std::u32string>{text};
}

std::string show(const std::vector<Document>& documents) {
  std::string result;
  for (const Document& document : documents) {
    result += "document\n";
    for (const EncodedText& text : document) {
      result += "  encoding " + std::to_string(static_cast<int>(text.encoding())) + " " + show(text.points()) + "\n";
    }
  }
  return result;
}

/// What the reference makes of documents: tokens as numbers into `names`, which are different.
struct Expected {
  std::vector<std::string> names;
  std::vector<std::size_t> tokens;
  std::vector<std::size_t> document_end;
  std::vector<std::size_t> sentence_end;
  std::vector<std::size_t> document_sentence_end;
};

Expected expect(const std::vector<Document>& documents, std::size_t first, const TokenizerOptions& options) {
  Expected expected;
  std::map<std::string, std::size_t> number_of;
  // The same text often comes in several encodings one after another.
  const std::u32string* known = nullptr;
  std::vector<std::vector<std::size_t>> sentences;
  for (std::size_t d = first; d < documents.size(); ++d) {
    for (const EncodedText& text : documents[d]) {
      if (known == nullptr || *known != text.points()) {
        known = &text.points();
        sentences.clear();
        for (const std::u32string& sentence : expected_sentences(text.points(), options)) {
          sentences.emplace_back();
          for (const std::string& token : expected_tokens(sentence, options)) {
            const auto [entry, fresh] = number_of.emplace(token, expected.names.size());
            if (fresh) expected.names.push_back(token);
            sentences.back().push_back(entry->second);
          }
        }
      }
      for (const auto& sentence : sentences) {
        expected.tokens.insert(expected.tokens.end(), sentence.begin(), sentence.end());
        if (options.sentences && !sentence.empty()) expected.sentence_end.push_back(expected.tokens.size());
      }
    }
    expected.document_end.push_back(expected.tokens.size());
    if (options.sentences) expected.document_sentence_end.push_back(expected.sentence_end.size());
  }
  return expected;
}

/// The first token whose value is not equal to those of the same tokens before it, or is equal to another
/// one's; the number of tokens if there is none.
std::size_t first_difference(const TokenBatch& batch, const Expected& expected) {
  constexpr std::size_t kNone = ~std::size_t{0};
  std::vector<std::size_t> first_use(expected.names.size(), kNone);
  std::unordered_map<Token, std::size_t> number_of;
  for (std::size_t i = 0; i < expected.tokens.size(); ++i) {
    const std::size_t number = expected.tokens[i];
    if (first_use[number] == kNone) {
      first_use[number] = i;
      if (!number_of.emplace(batch.tokens[i], number).second) return i;
    } else if (batch.tokens[i] != batch.tokens[first_use[number]]) {
      return i;
    }
  }
  return expected.tokens.size();
}

/// Tokenizes documents [first, end) as one batch and compares it with the reference: the same sentences, and
/// values equal where and only where the tokens are, all over the batch.
void compare(Tokenizer& tokenizer, const TokenizerOptions& options, const std::vector<Document>& documents,
             std::size_t first, const Expected& expected) {
  std::vector<Text> texts;
  std::vector<std::size_t> text_end;
  for (const Document& document : documents) {
    for (const EncodedText& text : document) texts.push_back(text.view());
    text_end.push_back(texts.size());
  }
  TokenBatch batch;
  tokenizer.tokenize(texts.data(), first == 0 ? 0 : text_end[first - 1], text_end.data() + first,
                     documents.size() - first, batch, kUnwatched);
  const int kind = static_cast<int>(options.kind);
  CAPTURE(kind);
  CAPTURE(options.lowercase);
  CAPTURE(options.stemmer);
  CAPTURE(options.sentences);
  CAPTURE(options.split_lines);
  INFO("documents: ", show(documents));
  REQUIRE(batch.document_end == expected.document_end);
  REQUIRE(batch.sentence_end == expected.sentence_end);
  REQUIRE(batch.document_sentence_end == expected.document_sentence_end);
  REQUIRE(batch.tokens.capacity() >= expected.tokens.size() + kTokenSlack);
  const std::size_t wrong = first_difference(batch, expected);
  INFO("token: ", wrong < expected.tokens.size() ? expected.names[expected.tokens[wrong]] : std::string());
  REQUIRE(wrong == expected.tokens.size());
}

void check(Tokenizer& tokenizer, const TokenizerOptions& options, const std::vector<Document>& documents,
           std::size_t first = 0) {
  compare(tokenizer, options, documents, first, expect(documents, first, options));
}

std::vector<TokenizerOptions> all_options() {
  std::vector<TokenizerOptions> all;
  for (const auto& [sentences, split_lines] : {std::pair{false, false}, {true, false}, {true, true}}) {
    all.push_back({TokenizerKind::rouge, false, sentences, split_lines});
    all.push_back({TokenizerKind::rouge, true, sentences, split_lines});
    all.push_back({TokenizerKind::whitespace, false, sentences, split_lines});
    all.push_back({TokenizerKind::unicode, false, sentences, split_lines});
    all.push_back({TokenizerKind::unicode, true, sentences, split_lines});
    all.push_back({TokenizerKind::grapheme, false, sentences, split_lines});
  }
  return all;
}

/// All kinds but rouge, with options of their own, and one in which lines are told from each other.
std::vector<TokenizerOptions> word_options() {
  std::vector<TokenizerOptions> all;
  for (const TokenizerKind kind :
       {TokenizerKind::whitespace, TokenizerKind::mt13a, TokenizerKind::intl, TokenizerKind::zh,
        TokenizerKind::character, TokenizerKind::chrf_characters, TokenizerKind::chrf_words, TokenizerKind::tercom}) {
    for (const bool lowercase : {false, true}) {
      TokenizerOptions options{kind};
      options.lowercase = lowercase;
      all.push_back(options);
      options.keep_whitespace = options.normalized = options.no_punct = options.asian_support = true;
      if (kind == TokenizerKind::tercom || kind == TokenizerKind::chrf_characters) all.push_back(options);
      options.no_punct = false;
      if (kind == TokenizerKind::tercom) all.push_back(options);
    }
    all.push_back({kind, false, true, true});
  }
  return all;
}

void check_options(const std::vector<TokenizerOptions>& all, const std::vector<Document>& documents) {
  for (const TokenizerOptions& options : all) {
    const Expected expected = expect(documents, 0, options);
    for_kernels([&] {
      Tokenizer tokenizer(options);
      compare(tokenizer, options, documents, 0, expected);
    });
  }
}

void check_all_options(const std::vector<Document>& documents) { check_options(all_options(), documents); }

/// One document per encoding that can hold the text.
std::vector<Document> in_all_encodings(const std::u32string& text) {
  std::vector<Document> documents;
  for (const Encoding encoding : kEncodings) {
    if (!can_hold(encoding, text)) continue;
    documents.emplace_back();
    documents.back().emplace_back(text, encoding);
  }
  return documents;
}

/// Whether two texts, each in every encoding, have the same tokens.
bool same_tokens(TokenizerOptions options, const std::u32string& a, const std::u32string& b) {
  bool same = true;
  for (const Encoding encoding_a : kEncodings) {
    for (const Encoding encoding_b : kEncodings) {
      if (!can_hold(encoding_a, a) || !can_hold(encoding_b, b)) continue;
      const EncodedText text_a(a, encoding_a);
      const EncodedText text_b(b, encoding_b);
      const std::array<Text, 2> texts = {text_a.view(), text_b.view()};
      const std::array<std::size_t, 2> text_end = {1, 2};
      Tokenizer tokenizer(options);
      TokenBatch batch;
      tokenizer.tokenize(texts.data(), 0, text_end.data(), 2, batch, kUnwatched);
      const Token* tokens = batch.tokens.data();
      same = same && std::vector<Token>(tokens, tokens + batch.document_end[0]) ==
                         std::vector<Token>(tokens + batch.document_end[0], tokens + batch.document_end[1]);
    }
  }
  return same;
}

const TokenizerOptions kRouge = {TokenizerKind::rouge, false, false, false};
const TokenizerOptions kStemmed = {TokenizerKind::rouge, true, false, false};
const TokenizerOptions kUnicode = {TokenizerKind::unicode, false, false, false};
const TokenizerOptions kStemmedUnicode = {TokenizerKind::unicode, true, false, false};
const TokenizerOptions kGraphemes = {TokenizerKind::grapheme, false, false, false};
const TokenizerOptions kWords = {TokenizerKind::whitespace, false, false, false};

TEST_CASE("tokenizers have names") {
  CHECK(tokenizer_kind("rouge") == TokenizerKind::rouge);
  CHECK(tokenizer_kind("whitespace") == TokenizerKind::whitespace);
  CHECK(tokenizer_kind("unicode") == TokenizerKind::unicode);
  CHECK(tokenizer_kind("grapheme") == TokenizerKind::grapheme);
  CHECK_THROWS_WITH_AS(tokenizer_kind("13b"),
                       doctest::Contains("'rouge', 'unicode', 'grapheme', 'whitespace', '13a', 'intl', 'zh', 'char', "
                                         "'ptb' and 'none'"),
                       std::invalid_argument);
  CHECK(tokenizer_signature("rouge") == "rouge");
  CHECK(tokenizer_signature("13a") == "13a");
  CHECK(tokenizer_signature("unicode") == std::string("unicode-") + boundaries_unicode_version());
  CHECK(tokenizer_signature("grapheme") == std::string("grapheme-") + boundaries_unicode_version());
  CHECK(tokenizer_signature("intl") == std::string("intl-") + category_unicode_version());
}

TEST_CASE("unicode: words of every script, and of ASCII those of rouge") {
  CHECK(same_tokens(kUnicode, U"don't\u0301 \u041c\u0438\u0440, 3.14!", U"don t\u0301 \u043c\u0438\u0440 3 14"));
  CHECK(same_tokens(kUnicode, U"\u660e\u5929\u4e0b\u96e8", U"\u660e \u5929 \u4e0b \u96e8"));
  CHECK(same_tokens(kUnicode, U"\u30ab\u30bf\u30ab\u30ca", U"\u30ab\u30bf\u30ab\u30ca\u3002"));
  CHECK(same_tokens(kUnicode, U"\U00033480\U0003fffd\U0003fffe", U"\U00033480 \U0003fffd"));  // ideographs to come
  CHECK(same_tokens(kUnicode, U"Stra\u00dfe \u212aelvin", U"STRASSE kelvin"));
  CHECK(same_tokens(kUnicode, U"co\u00adop \U0001f600", U"coop"));
  CHECK_FALSE(same_tokens(kUnicode, U"\u0301a", U"a\u0301"));
  for_seeds(20, [](Random& random) {
    const std::u32string text = random_text(random, random.between(0, 2'000), 0x7f);
    const EncodedText encoded(text, Encoding::ascii);
    for (const bool stemmer : {false, true}) {
      REQUIRE(Tokenizer({TokenizerKind::unicode, stemmer, false, false}).strings(encoded.view()) ==
              reference::rouge_tokens(text, stemmer));
    }
  });
}

TEST_CASE("grapheme: clusters, without those of white space") {
  CHECK(same_tokens(kGraphemes, U"a\r\n b\u3000", U"a b"));
  CHECK(same_tokens(kGraphemes, U"e\u0301\U0001f1e9\U0001f1ea", U"e\u0301 \U0001f1e9\U0001f1ea"));
  CHECK_FALSE(same_tokens(kGraphemes, U"A", U"a"));
  CHECK_FALSE(same_tokens(kGraphemes, U" \u0301", U"\u0301"));
  CHECK_FALSE(same_tokens(kGraphemes, U"\U0001f1e9\U0001f1ea", U"\U0001f1e9 \U0001f1ea"));
}

TEST_CASE("long texts without a space") {
  for_seeds(2, [](Random& random) {
    for (const char32_t* alphabet : {U"\u660e\u5929\u4e0b", U"\u0e2a\u0e27\u0e31\u0e33", U"\U0001f1e9",
                                     U"\U0001f468\u200d", U"a\u0301", U"x.'", U"\u0915\u094d\u093c\u200d\u200c"}) {
      const std::u32string from = alphabet;
      std::u32string text;
      for (std::size_t k = random.between(30'000, 60'000); k > 0; --k) text += random.pick(from);
      for (const TokenizerOptions& options : {kUnicode, kGraphemes}) {
        check(*std::make_unique<Tokenizer>(options), options, in_all_encodings(text));
      }
    }
  });
}

TEST_CASE("UTF-8 that is none stays within bounds") {
  for_seeds(50, [](Random& random) {
    const std::size_t size = random.between(0, 40'000);
    const std::unique_ptr<std::uint8_t[]> bytes(new std::uint8_t[size]);
    for (std::size_t i = 0; i < size; ++i) {
      bytes[i] = static_cast<std::uint8_t>(random.one_in(3) ? random.below(256) : 0x80 + random.below(128));
    }
    const Text text = {bytes.get(), size, Encoding::utf8};
    const std::array<std::size_t, 1> text_end = {1};
    for (const TokenizerOptions& options : all_options()) {
      Tokenizer tokenizer(options);
      TokenBatch batch;
      tokenizer.tokenize(&text, 0, text_end.data(), 1, batch, kUnwatched);
      REQUIRE(batch.document_end.size() == 1);
    }
  });
}

TEST_CASE("rouge: lower case, runs of ASCII letters and digits") {
  CHECK(same_tokens(kRouge, U"It is -40C cold; outside!", U"it is 40c cold outside"));
  CHECK(same_tokens(kRouge, U"don't_stop", U"don t stop"));
  CHECK(same_tokens(kRouge, U"na\u00efve caf\u00e9", U"na ve caf"));
  CHECK(same_tokens(kRouge, U"a\u4e2db\U0001f600c\u0661d\uff21", U"a b c d"));
  CHECK(same_tokens(kRouge, std::u32string(U"a\0b", 3), U"a b"));
  CHECK_FALSE(same_tokens(kRouge, U"ab", U"a b"));
  CHECK_FALSE(same_tokens(kRouge, U"ab", U"ba"));
  CHECK(same_tokens(kRouge, U"", U" \u4e2d\n"));
}

TEST_CASE("rouge: the two characters that lower to ASCII") {
  CHECK(same_tokens(kRouge, U"\u212aelvin 3\u212a", U"kelvin 3k"));
  CHECK(same_tokens(kRouge, U"\u0130stanbul X\u0130", U"i stanbul xi"));
  CHECK(same_tokens(kRouge, U"\u0131\u017f\u212b", U""));
}

TEST_CASE("rouge: stems of tokens of over three characters") {
  CHECK(same_tokens(kStemmed, U"Running dogs", U"run dog"));
  CHECK(same_tokens(kStemmed, U"skies", U"sky"));
  CHECK_FALSE(same_tokens(kStemmed, U"was", U"wa"));
  CHECK(same_tokens(kStemmed, U"\u212aings", U"king"));
}

TEST_CASE("rouge: a long token's stem may be short") {
  CHECK(same_tokens(kStemmed, U"generalizations", U"general"));
  CHECK(same_tokens(kStemmed, U"Generalizations", U"gener"));
  CHECK(same_tokens(kStemmed, U"oscillators oscillators", U"oscillate oscil"));
  // Both sides longer than what is packed, before and after.
  CHECK(same_tokens(kStemmed, U"counterrevolutionaries", U"counterrevolutionary"));
  // The stem is another token of the text, which has a stem of its own.
  CHECK_FALSE(same_tokens(kStemmed, U"electroencephalograms", U"electroencephalographies"));
}

TEST_CASE("stems of tokens of every length, through the ways in which tokens are kept") {
  for_seeds(3, [](Random& random) {
    Tokenizer tokenizer(kStemmed);
    const std::vector<std::u32string> endings = {U"", U"s", U"ing", U"ed", U"ational", U"alli", U"ization", U"ement"};
    std::u32string text;
    for (std::size_t size = 1; size < 60; ++size) {
      std::u32string word;
      while (word.size() < size) word += testing::random_letter_or_digit(random);
      // The stems of some are others, or what is before the ending of others.
      for (const std::u32string& ending : endings) text += word + ending + U" ";
      text += word.substr(0, size - 1) + U"0 ";
    }
    check(tokenizer, kStemmed, in_all_encodings(text + text));
    check(tokenizer, kStemmed, in_all_encodings(text));
  });
}

TEST_CASE("whitespace: tokens as they are") {
  CHECK(same_tokens(kWords, U"  It is\tcold,\r\noutside. ", U"It is cold, outside."));
  CHECK_FALSE(same_tokens(kWords, U"It", U"it"));
  CHECK_FALSE(same_tokens(kWords, U"caf\u00e9", U"cafe"));
  for (const char32_t space : {0x09u,   0x0au,   0x0bu,   0x0cu,   0x0du,   0x1cu,   0x1du,   0x1eu,   0x1fu,   0x20u,
                               0x85u,   0xa0u,   0x1680u, 0x2000u, 0x2001u, 0x2002u, 0x2003u, 0x2004u, 0x2005u, 0x2006u,
                               0x2007u, 0x2008u, 0x2009u, 0x200au, 0x2028u, 0x2029u, 0x202fu, 0x205fu, 0x3000u}) {
    CAPTURE(static_cast<unsigned>(space));
    CHECK(same_tokens(kWords, std::u32string{U'a', space, U'\u00e9'}, U"a \u00e9"));
  }
  for (const char32_t other : {0x00u, 0x08u, 0x0eu, 0x1bu, 0x21u, 0x7fu, 0x84u, 0x86u, 0x9fu, 0xa1u, 0x180eu, 0x200bu,
                               0x2027u, 0x202au, 0x2060u, 0x3001u, 0xfeffu}) {
    CAPTURE(static_cast<unsigned>(other));
    CHECK_FALSE(same_tokens(kWords, std::u32string{U'a', other, U'b'}, U"a b"));
  }
}

TEST_CASE("whitespace: tokens of seven and eight bytes, and NULs in them") {
  CHECK_FALSE(same_tokens(kWords, U"1234567", U"12345678"));
  CHECK_FALSE(same_tokens(kWords, std::u32string(U"a\0", 2), U"a"));
  CHECK_FALSE(same_tokens(kWords, std::u32string(U"\0a", 2), U"a"));
  CHECK_FALSE(same_tokens(kWords, std::u32string(U"1234567\0", 8), U"1234567"));
  CHECK_FALSE(same_tokens(kWords, std::u32string(U"\0", 1), std::u32string(U"\0\0", 2)));
  CHECK(same_tokens(kWords, std::u32string(U"1234567\0 \0", 10), std::u32string(U"1234567\0\n\0", 10)));
  for (std::size_t size = 1; size <= 20; ++size) {
    CHECK(same_tokens(kWords, std::u32string(size, U'x'), std::u32string(size, U'x')));
    CHECK_FALSE(same_tokens(kWords, std::u32string(size, U'x'), std::u32string(size + 1, U'x')));
    CHECK_FALSE(same_tokens(kWords, std::u32string(size, U'\0'), std::u32string(size + 1, U'\0')));
  }
}

TEST_CASE("lone surrogates are characters like others") {
  CHECK_FALSE(same_tokens(kWords, U"a\xd800", U"a\xdc00"));
  CHECK(same_tokens(kWords, U"\xd800 \xdfff\xd83d", U"\n\xd800\t\xdfff\xd83d"));
  CHECK(same_tokens(kRouge, U"a\xd800z", U"a z"));
}

TEST_CASE("sentences: a text each, or a line each, without those that have no token") {
  const auto sentence_ends = [](const std::vector<std::u32string>& texts, bool split_lines) {
    std::vector<EncodedText> document;
    std::vector<Text> views;
    for (const auto& text : texts) views.push_back(document.emplace_back(text, Encoding::utf8).view());
    const std::array<std::size_t, 1> text_end = {views.size()};
    Tokenizer tokenizer({TokenizerKind::rouge, false, true, split_lines});
    TokenBatch batch;
    tokenizer.tokenize(views.data(), 0, text_end.data(), 1, batch, kUnwatched);
    CHECK(batch.document_sentence_end == std::vector<std::size_t>{batch.sentence_end.size()});
    return batch.sentence_end;
  };
  using Ends = std::vector<std::size_t>;
  CHECK(sentence_ends({U"a b", U"c"}, false) == Ends{2, 3});
  CHECK(sentence_ends({U"a\nb", U"", U"...", U"c"}, false) == Ends{2, 3});
  CHECK(sentence_ends({U"a b\nc"}, true) == Ends{2, 3});
  CHECK(sentence_ends({U"\n\na b\n\n\n...\n \nc\n"}, true) == Ends{2, 3});
  CHECK(sentence_ends({U"a\r\nb"}, true) == Ends{1, 2});
  // Only the line feed ends a line.
  CHECK(sentence_ends({U"a\rb\u2028c\u0085d\fe\u010af"}, true) == Ends{6});
  CHECK(sentence_ends({U"a", U"b\nc"}, true) == Ends{1, 2, 3});
  CHECK(sentence_ends({}, true) == Ends{});
  CHECK(sentence_ends({U"\n"}, true) == Ends{});
}

TEST_CASE("documents without texts, or with empty ones, or with several") {
  std::vector<Document> documents(7);
  documents[1].emplace_back(U"a b", Encoding::ascii);
  documents[3].emplace_back(U"", Encoding::ucs4);
  documents[4].emplace_back(U"a", Encoding::latin1);
  documents[4].emplace_back(U"b\nb", Encoding::ucs2);
  documents[4].emplace_back(U"", Encoding::utf8);
  documents[4].emplace_back(U"a", Encoding::utf8);
  check_all_options(documents);
  check_all_options({});
  check_all_options(std::vector<Document>(1));
}

TEST_CASE("an empty text needs no memory, in any encoding") {
  for (const TokenizerOptions& options : all_options()) {
    for (const Encoding encoding : kEncodings) {
      const Text empty = {nullptr, 0, encoding};
      const std::array<std::size_t, 1> text_end = {1};
      Tokenizer tokenizer(options);
      TokenBatch batch;
      tokenizer.tokenize(&empty, 0, text_end.data(), 1, batch, kUnwatched);
      CHECK(batch.document_end == std::vector<std::size_t>{0});
    }
  }
}

TEST_CASE("random texts in every encoding have the same, right tokens") {
  for_seeds(60, [](Random& random) {
    const std::u32string text = random_text(random, random.between(0, 400), random_limit(random));
    check_all_options(in_all_encodings(text));
  });
}

TEST_CASE("text that is nothing but oddities") {
  for_seeds(60, [](Random& random) {
    const char32_t limit = random_limit(random);
    std::u32string text;
    for (std::size_t k = random.between(0, 300); k > 0; --k) {
      text += random.one_in(4) ? testing::random_letter_or_digit(random) : testing::random_oddity(random, limit);
    }
    check_all_options(in_all_encodings(text));
  });
}

TEST_CASE("batches of many documents, one after another with the same tokenizer, and parts of batches") {
  for (const TokenizerOptions& options : all_options()) {
    Tokenizer tokenizer(options);
    for_seeds(8, [&](Random& random) {
      std::vector<Document> documents(random.between(1, 60));
      for (Document& document : documents) {
        for (std::size_t k = random.one_in(4) ? random.below(5) : 1; k > 0; --k) {
          const std::size_t size = random.one_in(10) ? random.between(0, 4000) : random.between(0, 130);
          document.push_back(encode_somehow(random, random_text(random, size, random_limit(random))));
        }
      }
      check(tokenizer, options, documents);
      check(tokenizer, options, documents, random.below(documents.size() + 1));
      if (random.one_in(3)) tokenizer.trim();
    });
  }
}

TEST_CASE("texts that end around the borders of blocks") {
  for (std::size_t size = 0; size <= 200; ++size) {
    std::vector<Document> documents(3);
    for (Document& document : documents) document.emplace_back(std::u32string(size, U'a'), Encoding::ascii);
    documents[1].emplace_back(std::u32string(size, U'\n'), Encoding::utf8);
    std::u32string between(size + 2, U'\n');
    between.front() = between.back() = U'b';
    documents[1].emplace_back(between, Encoding::ucs2);
    for (const TokenizerOptions& options : {TokenizerOptions{TokenizerKind::rouge, false, true, true},
                                            TokenizerOptions{TokenizerKind::whitespace, false, true, true}}) {
      Tokenizer tokenizer(options);
      check(tokenizer, options, documents);
    }
  }
}

TEST_CASE("texts of several slabs") {
  // Longer than what is scanned at a time, in every encoding, cut wherever the words happen to end.
  for_seeds(2, [](Random& random) {
    const std::u32string text = random_text(random, random.between(15'000, 90'000), random_limit(random));
    check_all_options(in_all_encodings(text));
  });
}

TEST_CASE("tokens at every place around the border of a slab") {
  constexpr std::size_t kSlab = 16 * 1024;
  for (const TokenizerOptions& options : {TokenizerOptions{TokenizerKind::rouge, true, true, true},
                                          TokenizerOptions{TokenizerKind::whitespace, false, true, true}}) {
    Tokenizer tokenizer(options);
    for (std::size_t before = kSlab - 14; before <= kSlab + 2; ++before) {
      for (const char32_t separator : {U' ', U'\n', U'\u3000'}) {
        std::u32string text(before, U'x');
        // Some breaks, so that the text is not one token.
        for (std::size_t i = 100; i < before; i += 1000) text[i] = U'\n';
        text += separator;
        text += U"generalizations";
        text += separator;
        text += U"\u212ael\u00e9 end";
        check(tokenizer, options, in_all_encodings(text));
      }
    }
  }
}

TEST_CASE("one huge token, alone and among others") {
  for_seeds(1, [](Random& random) {
    for (const char32_t filler : {U'x', U'B', U'\u00e9', U'\u4e2d', U'\U0001f600', U'\u212a'}) {
      const std::u32string huge(random.between(20'000, 30'000), filler);
      check_all_options(in_all_encodings(huge));
      check_all_options(
          in_all_encodings(U"some words " + huge + U"ings\nand more " + huge + U" words " + huge + U"ing"));
    }
  });
}

TEST_CASE("more documents than a slab holds, with long texts among short ones") {
  for_seeds(3, [](Random& random) {
    std::vector<Document> documents(400);
    for (Document& document : documents) {
      const std::size_t size = random.one_in(40) ? random.between(10'000, 40'000) : random.between(0, 200);
      document.push_back(encode_somehow(random, random_text(random, size, random_limit(random))));
    }
    const TokenizerOptions options = random.pick(all_options());
    Tokenizer tokenizer(options);
    check(tokenizer, options, documents);
  });
}

TEST_CASE("a document of many texts") {
  for_seeds(2, [](Random& random) {
    std::vector<Document> documents(2);
    for (Document& document : documents) {
      for (std::size_t k = 0; k < 1000; ++k) {
        document.push_back(encode_somehow(random, random_text(random, random.between(0, 60), random_limit(random))));
      }
    }
    check_all_options(documents);
  });
}

TEST_CASE("what is remembered from batch to batch never matters") {
  // Many megabytes of long tokens, new ones and old ones: more than a tokenizer keeps.
  for (const TokenizerOptions& options : {kRouge, kStemmed, kWords, kStemmedUnicode}) {
    for_seeds(1, [&](Random& random) {
      Tokenizer tokenizer(options);
      std::vector<std::u32string> known = {U"generalizations", U"general", U"counterrevolutionaries"};
      for (int batch = 0; batch < 20; ++batch) {
        std::u32string text;
        for (int k = 0; k < 2000; ++k) {
          if (random.one_in(2)) {
            std::u32string word;
            for (std::size_t n = random.between(300, 900); n > 0; --n) word += testing::random_letter_or_digit(random);
            if (random.one_in(2)) word += U"ings";
            known.push_back(word);
          }
          text += random.pick(known) + U" ";
        }
        std::vector<Document> documents(1);
        documents[0].push_back(encode_somehow(random, text));
        check(tokenizer, options, documents);
        if (random.one_in(3)) tokenizer.trim();
      }
    });
  }
}

TEST_CASE("more stems than are remembered") {
  const TokenizerOptions options = kStemmed;
  for_seeds(1, [&](Random& random) {
    Tokenizer tokenizer(options);
    const std::vector<std::u32string> endings = {U"", U"s", U"ing", U"ed", U"ly"};
    for (int batch = 0; batch < 3; ++batch) {
      std::u32string text;
      for (int k = 0; k < 40'000; ++k) {
        for (std::size_t n = random.between(1, 5); n > 0; --n) text += static_cast<char32_t>(U'a' + random.below(26));
        text += random.pick(endings) + U" ";
      }
      std::vector<Document> documents(1);
      documents[0].push_back(encode_somehow(random, text));
      check(tokenizer, options, documents);
    }
  });
}

TEST_CASE("tokens as strings, and their number") {
  const auto strings = [](const TokenizerOptions& options, const std::u32string& text) {
    const EncodedText encoded(text, Encoding::utf8);
    return Tokenizer(options).strings(encoded.view());
  };
  using Strings = std::vector<std::string>;
  CHECK(strings(kRouge, U"It is \u212aELVIN.") == Strings{"it", "is", "kelvin"});
  CHECK(strings(kStemmed, U"Generalizations was ran") == Strings{"gener", "was", "ran"});
  CHECK(strings(kWords, U"It is\u3000-40\u00b0!") == Strings{"It", "is", "-40\xc2\xb0!"});
  CHECK(strings(kWords, U"") == Strings{});
  for_seeds(30, [](Random& random) {
    const std::u32string text = random_text(random, random.between(0, 20'000), random_limit(random));
    const EncodedText encoded = encode_somehow(random, text);
    const Text view = encoded.view();
    INFO("text: ", show(text));
    for (const TokenizerOptions& options : {kRouge, kStemmed, kWords}) {
      Tokenizer tokenizer(options);
      const Strings expected = expected_tokens(text, options);
      REQUIRE(tokenizer.strings(view) == expected);
      const std::array<Text, 2> twice = {view, view};
      REQUIRE(tokenizer.count(twice.data(), 2) == 2 * expected.size());
    }
  });
}

std::vector<std::string> strings(TokenizerOptions options, const std::u32string& text) {
  const EncodedText encoded(text, Encoding::ucs4);
  return Tokenizer(options).strings(encoded.view());
}

using Strings = std::vector<std::string>;

TEST_CASE("13a: punctuation apart, points and dashes by the digits beside them") {
  const TokenizerOptions options{TokenizerKind::mt13a};
  CHECK(strings(options, U"Hello, world!") == Strings{"Hello", ",", "world", "!"});
  CHECK(strings(options, U"don't rock-n-roll") == Strings{"don't", "rock-n-roll"});
  CHECK(strings(options, U"3.14 1,000.5 2-1 -1") == Strings{"3.14", "1,000.5", "2", "-", "1", "-1"});
  CHECK(strings(options, U".5 5. a.5 5.a") == Strings{".", "5", "5", ".", "a", ".", "5", "5", ".", "a"});
  CHECK(strings(options, U"a..5 1..5 a...5") == Strings{"a", ".", ".5", "1", ".", ".", "5", "a", ".", ".", ".", "5"});
  CHECK(strings(options, U"one-\ntwo<skipped>three\nfour-\n") == Strings{"onetwothree", "four-"});
  CHECK(strings(options, U"&quot;&amp;lt;&gt;&apos;") == Strings{"\"", "<", ">", "&", "apos", ";"});
  CHECK(strings(options, U"\u4e2d\u3002\u00e9\u3000\u201cx\u201d") ==
        Strings{"\xe4\xb8\xad\xe3\x80\x82\xc3\xa9", "\xe2\x80\x9cx\xe2\x80\x9d"});
  CHECK(strings(options, U"") == Strings{});
  CHECK(strings(options, U" \n\u2028 ") == Strings{});
}

TEST_CASE("intl: punctuation and symbols of all scripts; a point at the end stays with a number") {
  const TokenizerOptions options{TokenizerKind::intl};
  CHECK(strings(options, U"don't 1,000 in 2023.") == Strings{"don", "'", "t", "1,000", "in", "2023."});
  CHECK(strings(options, U"\u00bfa\u2026 5\u20ac") == Strings{"\xc2\xbf", "a", "\xe2\x80\xa6", "5", "\xe2\x82\xac"});
  CHECK(strings(options, U"1\u20132 a\u20132 \u00bd.\u0664") == Strings{"1\xe2\x80\x93"
                                                                        "2",
                                                                        "a", "\xe2\x80\x93", "2", "\xc2\xbd.\xd9\xa4"});
  CHECK(strings(options, U".5") == Strings{".5"});
  CHECK(strings(options, U" .5") == Strings{".", "5"});
  CHECK(strings(options, U"2..") == Strings{"2", ".", "."});
}

TEST_CASE("zh: Chinese characters one by one, the rest as by 13a") {
  const TokenizerOptions options{TokenizerKind::zh};
  CHECK(strings(options, U"\u4e2d\u6587ab 3.5\u3002") ==
        Strings{"\xe4\xb8\xad", "\xe6\x96\x87", "ab", "3.5", "\xe3\x80\x82"});
  // Some symbols count as Chinese, kana and the second plane's ideographs do not.
  CHECK(strings(options, U"\u2014\u2192") == Strings{"\xe2\x80\x94", "\xe2\x86\x92"});
  CHECK(strings(options, U"\u3042\u3044\U00020000") == Strings{"\xe3\x81\x82\xe3\x81\x84\xf0\xa0\x80\x80"});
  CHECK(strings(options, U" -5.") == Strings{"-5."});
}

TEST_CASE("char and chrf_characters: characters, without and with white space") {
  CHECK(strings({TokenizerKind::character}, U"a \u00e9\u3000\U0001f600") ==
        Strings{"a", "\xc3\xa9", "\xf0\x9f\x98\x80"});
  TokenizerOptions options{TokenizerKind::chrf_characters};
  CHECK(strings(options, U"a \u00e9\u00a0\u2003") == Strings{"a", "\xc3\xa9"});
  options.keep_whitespace = true;
  CHECK(strings(options, U"a \u00a0") == Strings{"a", " ", "\xc2\xa0"});
}

TEST_CASE("chrf_words: one mark off the end of a word, or else off its beginning") {
  const TokenizerOptions options{TokenizerKind::chrf_words};
  CHECK(strings(options, U"(hi) \"hi hi... . '' \u00bfhi") ==
        Strings{"(hi", ")", "\"", "hi", "hi..", ".", ".", "'", "'", "\xc2\xbfhi"});
}

TEST_CASE("tercom: white space; normalized; without punctuation; Asian characters one by one") {
  TokenizerOptions options{TokenizerKind::tercom};
  CHECK(strings(options, U"It's 5,000.") == Strings{"It's", "5,000."});
  options.no_punct = true;
  CHECK(strings(options, U"It's (5,000).") == Strings{"It's", "5000"});
  options.normalized = true;
  CHECK(strings(options, U"It's (5,000). 's!") == Strings{"It", "'s", "5000", "'s"});
  options.no_punct = false;
  CHECK(strings(options, U"Ann's, Ann's! a\n-b a-\nb") == Strings{"Ann's", ",", "Ann", "'s", "!", "ab", "a-", "b"});
  CHECK(strings(options, U"\u4e2d\u6587\u3002") == Strings{"\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82"});
  options.asian_support = true;
  CHECK(strings(options, U"\u4e2d\u6587\u3002") == Strings{"\xe4\xb8\xad", "\xe6\x96\x87", "\xe3\x80\x82"});
  options.no_punct = true;
  CHECK(strings(options, U"\u4e2d\u6587\u3002") == Strings{"\xe4\xb8\xad", "\xe6\x96\x87"});
}

TEST_CASE("references_twice: tokens of the tokens of references, not of predictions") {
  TokenizerOptions options{TokenizerKind::tercom};
  options.normalized = options.references_twice = true;
  Tokenizer tokenizer(options);
  const EncodedText text(U"x's,\t,,5 \u00e9's\u00a0y", Encoding::latin1);
  const EncodedText twice(U" x 's , , , 5 \u00e9 's y", Encoding::latin1);
  const std::vector<Text> texts = {text.view(), text.view(), text.view(), text.view(), twice.view(), text.view()};
  const std::vector<std::size_t> text_end = {1, 2, 3, 4, 5, 6};
  const std::vector<std::uint32_t> references = {2, 0, 1};
  TokenBatch batch;
  tokenizer.tokenize(texts.data(), 0, text_end.data(), 6, batch, kUnwatched, references);
  const auto tokens = [&](std::size_t d) {
    const std::size_t begin = d == 0 ? 0 : batch.document_end[d - 1];
    return std::vector<Token>(batch.tokens.data() + begin, batch.tokens.data() + batch.document_end[d]);
  };
  CHECK(tokens(0).size() == 6);
  CHECK(tokens(1) == tokens(4));
  CHECK(tokens(2) == tokens(4));
  CHECK(tokens(3) == tokens(0));
  CHECK(tokens(5) == tokens(4));
}

TEST_CASE("lower case: by Python's rules, before everything else") {
  TokenizerOptions options{TokenizerKind::mt13a};
  options.lowercase = true;
  CHECK(strings(options, U"The END.") == Strings{"the", "end", "."});
  CHECK(strings(options, U"<SKIPPED>a &AMP;") == Strings{"a", "&"});
  // Straße, a capital I with dot, a final and another sigma.
  CHECK(strings(options, U"\u1e9e\u00d7\u00df \u0130") == Strings{"\xc3\x9f\xc3\x97\xc3\x9f", "i\xcc\x87"});
  CHECK(strings(options, U"\u039f\u03a3' \u03a3\u0391") == Strings{"\xce\xbf\xcf\x82'", "\xcf\x83\xce\xb1"});
  CHECK(strings(options, U"\u0391\u03a3'\u0391") == Strings{"\xce\xb1\xcf\x83'\xce\xb1"});
}

TEST_CASE("13a: all short texts of the characters that it tells apart") {
  const std::u32string characters = U"a1.,- !";
  for (std::size_t length = 0; length <= 6; ++length) {
    std::size_t many = 1;
    for (std::size_t k = 0; k < length; ++k) many *= characters.size();
    std::vector<Document> documents;
    for (std::size_t number = 0; number < many; ++number) {
      std::u32string text;
      for (std::size_t k = 0, rest = number; k < length; ++k, rest /= characters.size()) {
        text += characters[rest % characters.size()];
      }
      documents.emplace_back();
      documents.back().emplace_back(text, Encoding::ascii);
    }
    Tokenizer tokenizer({TokenizerKind::mt13a});
    check(tokenizer, {TokenizerKind::mt13a}, documents);
  }
}

/// Texts made of what the tokenizers' rules are about.
std::u32string random_pieces(Random& random, std::size_t pieces, char32_t limit) {
  static const std::vector<std::u32string> from = {U"a",
                                                   U"1",
                                                   U".",
                                                   U",",
                                                   U"-",
                                                   U" ",
                                                   U"'",
                                                   U"'s ",
                                                   U"-\n",
                                                   U"\n-",
                                                   U"\n",
                                                   U"<skipped>",
                                                   U"&quot;",
                                                   U"&amp;",
                                                   U"&lt;",
                                                   U"&",
                                                   U"<",
                                                   U"!",
                                                   U"(",
                                                   U"word",
                                                   U"Donaudampfschiff",
                                                   U"Donaudampfschifffahrtsgesellschaft",
                                                   U"1,000.5",
                                                   U"\u00e9",
                                                   U"\u00a0",
                                                   U"\u00bd",
                                                   U"\u00bf",
                                                   U"\u00a7",
                                                   U"\u0130",
                                                   U"\u03a3",
                                                   U"\u4e2d",
                                                   U"\u3002",
                                                   U"\u2014",
                                                   U"\u3042",
                                                   U"\u3000",
                                                   std::u32string{0xd800},
                                                   U"\U0001f600",
                                                   U"\U0001d7d9"};
  std::u32string text;
  while (pieces > 0) {
    const std::u32string& piece = random.pick(from);
    if (*std::max_element(piece.begin(), piece.end()) > limit) continue;
    text += piece;
    --pieces;
  }
  return text;
}

TEST_CASE("words: texts in every encoding have the same, right tokens") {
  for_seeds(60, [](Random& random) {
    const std::u32string text = random_pieces(random, random.between(0, 200), random_limit(random));
    check_options(word_options(), in_all_encodings(text));
  });
}

TEST_CASE("words: batches of many documents") {
  for_seeds(1, [](Random& random) {
    std::vector<Document> documents(300);
    for (Document& document : documents) {
      for (std::size_t k = random.between(0, 2); k > 0; --k) {
        const std::size_t size = random.one_in(60) ? 8000 : random.between(0, 80);
        document.push_back(encode_somehow(random, random_pieces(random, size, random_limit(random))));
      }
    }
    check_options(word_options(), documents);
  });
}

TEST_CASE("words: long texts are cut where it makes no difference") {
  for_seeds(1, [](Random& random) {
    std::vector<std::u32string> texts = {random_pieces(random, 30'000, 0x10ffff),
                                         U"5." + std::u32string(40'000, U' ') + U".5",
                                         U"5." + std::u32string(40'000, U' '), std::u32string(40'000, U',') + U"5"};
    std::u32string no_space = texts[0];
    no_space.erase(std::remove(no_space.begin(), no_space.end(), U' '), no_space.end());
    texts.push_back(no_space);
    for (const std::u32string& text : texts) {
      std::vector<Document> documents(1);
      documents[0].push_back(encode_somehow(random, text));
      check_options(word_options(), documents);
    }
  });
}

TEST_CASE("long texts meet checkpoints, and after one has thrown the next batch is right") {
  Tokenizer tokenizer(kStemmed);
  const EncodedText text(std::u32string(300'000, U' ') + U"Running dogs", Encoding::ascii);
  const Text view = text.view();
  const std::array<std::size_t, 1> text_end = {1};
  const auto fail = [](void*) { throw std::runtime_error("alarm"); };
  TokenBatch batch;
  CHECK_THROWS_AS(tokenizer.tokenize(&view, 0, text_end.data(), 1, batch, Checkpoint(nullptr, fail, nullptr)),
                  std::runtime_error);
  std::atomic<bool> cancelled{true};
  CHECK_THROWS_AS(tokenizer.tokenize(&view, 0, text_end.data(), 1, batch, Checkpoint(&cancelled)), Cancelled);
  check(tokenizer, kStemmed, in_all_encodings(U"The dogs ran."));
}

}  // namespace
}  // namespace gramscore
