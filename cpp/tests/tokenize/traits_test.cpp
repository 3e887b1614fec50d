#include "gramscore/tokenize/traits.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace gramscore {
namespace {

TEST_CASE("letters that ROUGE sees, and those that it does not") {
  const TextTraits found = traits_of("Gr\u00fc\u00dfe, 12!");
  CHECK(found.characters == 9);
  CHECK(found.seen == 5);
  CHECK(found.unseen == 2);
  CHECK(found.unspaced == 0);
  CHECK(traits_of("\u6c49\u5b57 abc\u3002").unspaced == 2);
  CHECK(traits_of("\u0e01\u0e32\u3000").unspaced == 2);
  CHECK(traits_of("\u201ca\u201d \u2026 \u20ac").unseen == 0);
}

TEST_CASE("lines and ends of sentences") {
  CHECK(traits_of("a.\nb.\n").lines == 2);
  CHECK(traits_of("It rains. It pours! Why?").sentence_ends == 2);
  CHECK(traits_of("e.g. this").sentence_ends == 0);
  CHECK(traits_of("").characters == 0);
  CHECK(traits_of(" \t\u00a0\n").characters == 0);
}

TEST_CASE("what looks tokenized") {
  for (const char* const text : {"it rains .", "it rains .\n", "to@@ day", "do n't go", "a &apos; b", "\u2581a"}) {
    CHECK(traits_of(text).tokenized == 1);
  }
  CHECK(traits_of("It rains.").tokenized == 0);
}

TEST_CASE("signs of tokenizers are found wherever they are, and nothing else is") {
  const std::array<std::string, 6> signs{"@@ ", " n't ", "&apos;", "&quot;", " @-@ ", "\u2581"};
  for (const std::string& sign : signs) {
    for (const std::string& before : {std::string(), std::string("a"), sign.substr(0, sign.size() - 1)}) {
      CHECK(traits_of(before + sign + "b").tokenized == 1);
    }
    for (std::size_t gap = 0; gap < sign.size(); ++gap) {
      const std::string part = sign.substr(0, gap) + sign.substr(gap + 1);
      bool holds = false;
      for (const std::string& any : signs) holds |= ("a" + part + "b").find(any) != std::string::npos;
      CHECK(traits_of("a" + part + "b").tokenized == holds);
    }
  }
}

TEST_CASE("bytes that are no UTF-8") {
  for (const char* const text : {"\xff", "\xc3", "\xe2\x82", "\x80\x80", "\xf0\x9f\x98"}) {
    CHECK(traits_of(text).unseen == 0);
    CHECK(traits_of(text).characters > 0);
  }
}

TEST_CASE("white space that stands alone and is no space") {
  CHECK(traits_of("a b  c").joints == 0);
  CHECK(traits_of("\ta b \tc\n").joints == 0);
  CHECK(traits_of("a\tb\nc").joints == 2);
  CHECK(traits_of("a\u00a0b \u3000c\u3000d \u200be").joints == 2);
  CHECK(traits_of("a\n").joints == 0);
  CHECK(traits_of("").joints == 0);
}

TEST_CASE("digests") {
  CHECK(traits_of("a").digest == traits_of("a").digest);
  CHECK(traits_of("ab").digest != traits_of("ba").digest);
}

}  // namespace
}  // namespace gramscore
