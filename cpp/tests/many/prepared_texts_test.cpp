#include "gramscore/many/prepared_texts.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gramscore {
namespace {

TokenStore store_of(const std::vector<std::string_view>& texts, const TokenizerOptions& options) {
  Tokenizer tokenizer(options);
  TokenStoreBuilder builder(options.kind == TokenizerKind::chrf_characters, options.sentences);
  for (const std::string_view text : texts) {  // batches of one text, whose values must not be compared
    const Text one{text.data(), text.size(), Encoding::ascii};
    const std::size_t end = 1;
    TokenBatch batch;
    tokenizer.tokenize(&one, 0, &end, 1, batch, Checkpoint());
    builder.add(batch, *tokenizer.long_tokens(), Checkpoint());
  }
  return builder.finish();
}

std::vector<std::uint32_t> numbers_in(const TokenStore& store, std::size_t document) {
  const auto numbers = store.numbers(document);
  return {numbers.begin(), numbers.end()};
}

const std::vector<std::string_view> kTexts = {
    "a cat",
    "",
    "internationalization of a cat",
    "internationalizations",
    "counterrevolutionaries a",
    "antidisestablishmentarianism_and_more_of_it antidisestablishmentarianism_and_more_of_it cat"};

TEST_CASE("equal tokens have equal numbers, whatever their length and batch") {
  for (const TokenizerKind kind : {TokenizerKind::rouge, TokenizerKind::mt13a, TokenizerKind::whitespace}) {
    TokenizerOptions options;
    options.kind = kind;
    const TokenStore store = store_of(kTexts, options);
    REQUIRE(store.documents() == kTexts.size());
    const auto first = numbers_in(store, 0);
    const auto third = numbers_in(store, 2);
    CHECK(first[0] == third[2]);
    CHECK(first[1] == third[3]);
    CHECK(store.numbers(1).empty());
    CHECK(third[0] != numbers_in(store, 3)[0]);
    const auto last = numbers_in(store, 5);
    CHECK(last.back() == first[1]);
    CHECK(last[0] == last[(last.size() - 1) / 2]);
  }
}

TEST_CASE("numbers of another store are translated by what tokens are") {
  const TokenizerOptions options;
  const TokenStore store = store_of(kTexts, options);
  const TokenStore other = store_of({"of internationalization cats", "a"}, options);
  const auto translated = store.numbers_of(other);
  CHECK(translated[numbers_in(other, 0)[0]] == numbers_in(store, 2)[1]);
  CHECK(translated[numbers_in(other, 0)[1]] == numbers_in(store, 2)[0]);
  CHECK(translated[numbers_in(other, 0)[2]] >= store.numbers_end());
  CHECK(translated[numbers_in(other, 1)[0]] == numbers_in(store, 0)[0]);
}

TEST_CASE("bytes bring a preparation back, and damaged ones do not crash") {
  TokenizerOptions options;
  options.sentences = options.split_lines = true;
  std::vector<TokenStore> views;
  views.push_back(store_of({"one line\nanother line", "third internationalization\n\nx"}, options));
  const PreparedTexts prepared(std::move(views), {}, false);
  const std::vector<std::uint8_t> bytes = prepared.write();
  const auto back = PreparedTexts::read(bytes);
  CHECK(back->write() == bytes);
  CHECK(back->items() == 2);
  CHECK(back->views()[0].sentence_ends(0).size() == 2);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK_THROWS_AS(PreparedTexts::read({bytes.data(), size}), std::invalid_argument);
  }
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::vector<std::uint8_t> damaged = bytes;
    damaged[at] ^= 0x81;
    try {
      const auto read = PreparedTexts::read(damaged);
      for (std::size_t d = 0; d < read->views()[0].documents(); ++d) {
        for (const std::uint32_t number : read->views()[0].numbers(d)) {
          CHECK(number < read->views()[0].numbers_end());
        }
      }
    } catch (const std::invalid_argument&) {
    }
  }
}

TEST_CASE("a part has the tokens of its items, in memory of its own") {
  const TokenizerOptions options;
  std::vector<TokenStore> views;
  views.push_back(store_of(kTexts, options));
  const PreparedTexts whole(std::move(views), {2, 3, 6}, false);
  const std::vector<std::size_t> chosen{2, 0};
  const auto part = whole.part(chosen);
  CHECK(part->items() == 2);
  CHECK(part->texts_of(0) == 3);
  CHECK(part->texts_of(1) == 2);
  CHECK(part->views()[0].numbers(1).size() == 2);
  const auto translated = whole.views()[0].numbers_of(part->views()[0]);
  CHECK(translated[numbers_in(part->views()[0], 3)[1]] == numbers_in(whole.views()[0], 0)[1]);
}

}  // namespace
}  // namespace gramscore
