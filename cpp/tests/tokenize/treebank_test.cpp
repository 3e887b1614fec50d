#include "gramscore/tokenize/treebank.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace gramscore {
namespace {

std::string words_of(std::string_view text, TreebankText& by) {
  const Text found = by.read({text.data(), text.size(), Encoding::ascii});
  REQUIRE(found.encoding == Encoding::ascii);
  return {static_cast<const char*>(found.data), found.size};
}

std::u32string wide_words_of(std::u32string_view text) {
  TreebankText by;
  const Text found = by.read({text.data(), text.size(), Encoding::ucs4});
  REQUIRE(found.encoding == Encoding::ucs4);
  return {static_cast<const char32_t*>(found.data), found.size};
}

TEST_CASE("words of the Penn Treebank") {
  TreebankText by;
  const auto check = [&by](std::string_view text, std::string_view expected) {
    CAPTURE(text);
    CHECK(words_of(text, by) == expected);
  };
  check("", "");
  check("Muffins cost $3.88, or 1,000: \"no,\" they said.", "Muffins cost $ 3.88 , or 1,000 : `` no , '' they said .");
  check("They can't; he'll say 'I'm here'.", "They ca n't ; he 'll say 'I 'm here ' .");
  check("We cannot--gimme (more'n) that? 'Tis!", "We can not -- gim me ( more 'n ) that ? 'T is !");
  check("A lot wanna, some wanna-be...", "A lot wan na , some wanna-be ...");
  check("U.S. law.)\t", "U.S. law . )");
}

TEST_CASE("each line by itself") {
  TreebankText by;
  CHECK(words_of("One.\n\n Two. \n", by) == "One .\n\nTwo .\n");
  CHECK(words_of("\"a\n\"b", by) == "`` a\n`` b");
}

TEST_CASE("what one contraction leaves is looked at for the next") {
  TreebankText by;
  CHECK(words_of("'tis'twas", by) == "'t is 't was");
  CHECK(words_of("'twas'tis", by) == "'t was 'tis");
}

TEST_CASE("digits, letters and spaces of other scripts") {
  CHECK(wide_words_of(U"a,\u0661 b,\u00b2") == U"a,\u0661 b , \u00b2");
  CHECK(wide_words_of(U"\u00e9cannot cannot\u00e9 cannot\u00a0.") == U"\u00e9cannot cannot\u00e9 can not .");
  CHECK(wide_words_of(U"G\u0131MME '\u0054\u0130S") == U"G\u0131M ME 'T \u0130S");
  CHECK(wide_words_of(U"end.\u3000") == U"end .");
  CHECK(wide_words_of(U"end.\u001c") == U"end.");
}

TEST_CASE("memory is given back") {
  TreebankText by;
  const std::string large(1 << 20, 'a');
  CHECK(words_of(large, by) == large);
  by.trim(1024);
  CHECK(words_of("a b", by) == "a b");
}

}  // namespace
}  // namespace gramscore
