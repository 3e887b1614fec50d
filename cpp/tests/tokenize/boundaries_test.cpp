#include "gramscore/tokenize/boundaries.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/random.hpp"
#include "tests/texts.hpp"

namespace gramscore {
namespace {

using testing::can_hold;
using testing::EncodedText;
using testing::for_seeds;
using testing::kEncodings;
using testing::Random;

using Boundaries = std::vector<std::size_t>;

Boundaries words(const std::u32string& text) { return word_boundaries(EncodedText(text, Encoding::ucs4).view()); }

Boundaries graphemes(const std::u32string& text) {
  return grapheme_boundaries(EncodedText(text, Encoding::ucs4).view());
}

Boundaries sentences(const std::u32string& text) {
  return sentence_boundaries(EncodedText(text, Encoding::ucs4).view());
}

TEST_CASE("sentences") {
  CHECK(sentences(U"") == Boundaries{});
  CHECK(sentences(U"It rains. We stay.") == Boundaries{0, 10, 18});
  CHECK(sentences(U"It is 3.5 m, i.e. long. Yes") == Boundaries{0, 24, 27});
  CHECK(sentences(U"U.S. troops left. They did") == Boundaries{0, 18, 26});
  CHECK(sentences(U"He said \u201cNo!\u201d Then he left.") == Boundaries{0, 14, 27});
  CHECK(sentences(U"one\r\ntwo\nthree") == Boundaries{0, 5, 9, 14});
  CHECK(sentences(U"\u4eca\u5929\u3002\u660e\u5929\u3002") == Boundaries{0, 3, 6});
  CHECK(sentences(U"Why?! 1. So, a") == Boundaries{0, 6, 9, 14});
  CHECK(sentences(U"a.\u0301 B") == Boundaries{0, 4, 5});
}

// The Python tests read Unicode's own test files; here is one text for each rule.
TEST_CASE("words") {
  CHECK(words(U"") == Boundaries{});
  CHECK(words(U"\r\n\n") == Boundaries{0, 2, 3});
  CHECK(words(U"\u200d\u2764a") == Boundaries{0, 2, 3});
  CHECK(words(U"a  b") == Boundaries{0, 1, 3, 4});
  CHECK(words(U"a\u0301\u00adb") == Boundaries{0, 4});
  CHECK(words(U"can't.") == Boundaries{0, 5, 6});
  CHECK(words(U"can'") == Boundaries{0, 3, 4});
  CHECK(words(U"\u05d0'\u05d0\"\u05d0\"") == Boundaries{0, 5, 6});
  CHECK(words(U"3.14a1,") == Boundaries{0, 6, 7});
  CHECK(words(U"\u30ab\u30bfa") == Boundaries{0, 2, 3});
  CHECK(words(U"a_\u30ab_") == Boundaries{0, 4});
  CHECK(words(U"\U0001f1e9\U0001f1ea\U0001f1eb") == Boundaries{0, 2, 3});
  CHECK(words(U"\u4e2d\u6587") == Boundaries{0, 1, 2});
}

TEST_CASE("grapheme clusters") {
  CHECK(graphemes(U"") == Boundaries{});
  CHECK(graphemes(U"\r\n\u0301a\n") == Boundaries{0, 2, 3, 4, 5});
  CHECK(graphemes(U"\u1100\u1161\u11a8\uac00\u11a8\uac01\u11a8\u1100") == Boundaries{0, 3, 5, 7, 8});
  CHECK(graphemes(U"e\u0301\u200d\u0e33x") == Boundaries{0, 4, 5});
  CHECK(graphemes(U"\u0600a\u0600\n") == Boundaries{0, 2, 3, 4});
  CHECK(graphemes(U"\u0915\u094d\u0937\u094d\u093c\u200d\u0937") == Boundaries{0, 7});
  CHECK(graphemes(U"\u0915\u094d\u200c\u0937\u0915\u093c\u0937") == Boundaries{0, 3, 4, 6, 7});
  CHECK(graphemes(U"x\u094d\u0937\u094d\u0903\u0937") == Boundaries{0, 5, 6});
  CHECK(graphemes(U"\U00011a3a\U00011a0ba\U00011a3ab") == Boundaries{0, 2, 3, 4, 5});
  CHECK(graphemes(U"\U0001f468\u094d\u200d\U0001f469") == Boundaries{0, 4});
  CHECK(graphemes(U"\U0001f468\U0001f3fb\u200d\U0001f469") == Boundaries{0, 4});
  CHECK(graphemes(U"\U0001f468\u200d\u200d\U0001f469a\u200d\U0001f469") == Boundaries{0, 3, 4, 6, 7});
  CHECK(graphemes(U"\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7\U0001f1e9") == Boundaries{0, 2, 4, 5});
}

TEST_CASE("the encoding does not matter") {
  for_seeds(50, [](Random& random) {
    const std::u32string text = testing::random_text(random, random.between(0, 300), testing::random_limit(random));
    for (const Encoding encoding : kEncodings) {
      if (!can_hold(encoding, text)) continue;
      REQUIRE(word_boundaries(EncodedText(text, encoding).view()) == words(text));
      REQUIRE(grapheme_boundaries(EncodedText(text, encoding).view()) == graphemes(text));
    }
  });
}

}  // namespace
}  // namespace gramscore
