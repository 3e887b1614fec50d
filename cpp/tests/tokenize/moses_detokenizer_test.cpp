#include "gramscore/tokenize/moses_detokenizer.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>

namespace gramscore {
namespace {

Text text_of(std::string_view ascii) { return {ascii.data(), ascii.size(), Encoding::ascii}; }

MosesDetokenizer detokenizer(MosesDetokenizerRules rules) {
  rules.characters = moses_script_characters();
  return MosesDetokenizer(std::move(rules));
}

std::string text_by(MosesDetokenizer& by, std::string_view line) {
  const Text text = by.read(text_of(line));
  REQUIRE(text.encoding != Encoding::ucs4);
  return {static_cast<const char*>(text.data), text.size};
}

TEST_CASE("tokens are put together line by line") {
  MosesDetokenizer script = detokenizer({});
  CHECK(text_by(script, "He said : &quot; I don &apos;t . &quot;") == "He said: \"I don't.\"");
  CHECK(text_by(script, "a , b\n<x y>\n  \nc .") == "a, b\n<x y>\n  \nc.");
  CHECK(text_by(script, "well @-@ known &amp;lt; ' dogs ' ' tails '") == "well-known &lt; 'dogs' 'tails'");
  CHECK(text_by(script, "").empty());
}

TEST_CASE("the package takes a line feed for a space") {
  MosesDetokenizerRules rules;
  rules.program = MosesProgram::package;
  MosesDetokenizer package = detokenizer(rules);
  CHECK(text_by(package, "a ,\nb\n") == "a, b");
  rules.unescape = false;
  MosesDetokenizer plain = detokenizer(rules);
  CHECK(text_by(plain, "a &amp; b") == "a &amp; b");
}

TEST_CASE("options of the script") {
  MosesDetokenizerRules rules;
  rules.uppercase = true;
  MosesDetokenizer upper = detokenizer(rules);
  CHECK(text_by(upper, "( it rains )\nyes") == "(It rains)\nYes");
  const std::uint8_t sharp[] = {0xdf, 'a'};
  const Text found = upper.read({sharp, 2, Encoding::latin1});
  REQUIRE(found.encoding == Encoding::ucs4);
  const auto* const points = static_cast<const std::uint32_t*>(found.data);
  CHECK(std::u32string(points, points + found.size) == U"SSa");
  rules.penn = true;
  MosesDetokenizer penn = detokenizer(rules);
  CHECK(text_by(penn, "i ca n't gim me `` that '' -LRB- and @/@ or -RRB-") == "I can't gimme \"that\" (and/or)");
}

}  // namespace
}  // namespace gramscore
