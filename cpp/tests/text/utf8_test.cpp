#include "gramscore/text/utf8.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/random.hpp"
#include "tests/texts.hpp"

namespace gramscore {
namespace {

using testing::EncodedText;
using testing::for_seeds;
using testing::Random;

std::size_t error(const std::string& bytes) {
  // In memory of exactly its size.
  const std::unique_ptr<std::uint8_t[]> copy(new std::uint8_t[bytes.size()]);
  for (std::size_t i = 0; i < bytes.size(); ++i) copy[i] = static_cast<std::uint8_t>(bytes[i]);
  return utf8_error(copy.get(), bytes.size());
}

TEST_CASE("the first byte at fault") {
  for (const std::string& good : {std::string(), std::string("a\0b", 3), std::string("\xc2\x80\xdf\xbf"),
                                  std::string("\xe0\xa0\x80\xef\xbf\xbf"), std::string("\xed\xa0\x80\xed\xbf\xbf"),
                                  std::string("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), std::string(200, 'x')}) {
    CHECK(error(good) == good.size());
  }
  for (const std::string bad : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2 ", "\xc2\xc2\x80", "\xe0\x80\x80",
                                "\xe0\x9f\xbf", "\xe1\x80", "\xe1\x80 ", "\xf0\x8f\xbf\xbf", "\xf0\x90\x80",
                                "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80", "\xfe", "\xff"}) {
    for (const std::size_t before : {0u, 1u, 63u, 64u, 65u, 200u}) {
      CHECK(error(std::string(before, 'x') + bad) == before);
      CHECK(error(std::string(before, 'x') + bad + std::string(before, 'y')) == before);
    }
  }
}

TEST_CASE("what was encoded is UTF-8; a byte that belongs nowhere is found") {
  for_seeds(300, [](Random& random) {
    const EncodedText text(testing::random_text(random, random.below(300), testing::random_limit(random)),
                           Encoding::utf8);
    const Text view = text.view();
    std::string bytes(static_cast<const char*>(view.data), view.size);
    REQUIRE(error(bytes) == bytes.size());
    const std::size_t at = random.below(bytes.size() + 1);
    bytes.insert(at, 1, '\xff');
    // Within a character, that one is at fault.
    std::size_t begin = at;
    while (begin > 0 && at < bytes.size() - 1 && (bytes[at + 1] & 0xc0) == 0x80 && (bytes[begin - 1] & 0x80) != 0) {
      --begin;
      if ((bytes[begin] & 0xc0) != 0x80) break;
    }
    REQUIRE(error(bytes) == begin);
  });
}

TEST_CASE("only texts that are said to be UTF-8 are looked at") {
  const std::string bad = "\xff";
  const Text latin1{bad.data(), 1, Encoding::latin1};
  const Text utf8{bad.data(), 1, Encoding::utf8};
  std::vector wrong{latin1, Text{}, utf8, utf8};
  CHECK(check_utf8(wrong) == 2);
  std::vector right{latin1, Text{}};
  CHECK(check_utf8(right) == 2);
  CHECK(right[0].encoding == Encoding::latin1);
}

TEST_CASE("texts that are ASCII are marked so") {
  const std::string ascii = "words, a number of them: 17";
  const std::string other = "words, a n\xc3\xbcmber of them: 17";
  for (std::size_t size = 0; size <= ascii.size(); ++size) {
    std::vector texts{Text{ascii.data(), size, Encoding::utf8}, Text{other.data(), size, Encoding::utf8}};
    const bool cut = size == 11;  // within a character
    REQUIRE(check_utf8(texts) == (cut ? 1 : 2));
    REQUIRE(texts[0].encoding == Encoding::ascii);
    REQUIRE((texts[1].encoding == Encoding::ascii) == (size <= 10));
  }
}

}  // namespace
}  // namespace gramscore
