#include "tokenize/automaton.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string_view>

namespace gramscore {
namespace {

/// The longest part of the text that an expression of the automaton matches from its beginning on, and which does; -1 if
/// none.
std::pair<std::size_t, int> longest(const Automaton& automaton, std::size_t which, std::u16string_view text) {
  std::pair<std::size_t, int> found{0, -1};
  const Automaton::State* state = automaton.start(which);
  for (std::size_t i = 0; i < text.size() && state != nullptr; ++i) {
    state = automaton.next(state, static_cast<std::uint16_t>(text[i]));
    if (state != nullptr && state->accepted >= 0) found = {i + 1, state->accepted};
  }
  return found;
}

std::pair<std::size_t, int> match(const std::string& expression, std::u16string_view text) {
  Automaton automaton;
  automaton.add({expression});
  automaton.finish();
  return longest(automaton, 0, text);
}

using Found = std::pair<std::size_t, int>;

TEST_CASE("expressions") {
  CHECK(match("a|bc", u"bcd") == Found{2, 0});
  CHECK(match("a*b", u"aaab") == Found{4, 0});
  CHECK(match("a+", u"b") == Found{0, -1});
  CHECK(match("ab?", u"ac") == Found{1, 0});
  CHECK(match("a{2}", u"aaa") == Found{2, 0});
  CHECK(match("a{1,3}", u"aaaa") == Found{3, 0});
  CHECK(match("a{2,}", u"aaaa") == Found{4, 0});
  CHECK(match("(ab)+", u"ababa") == Found{4, 0});
  CHECK(match("[a-c]+", u"abcd") == Found{3, 0});
  CHECK(match("[^a-c]+", u"xyc") == Found{2, 0});
  CHECK(match(R"([\-\]]+)", u"-]a") == Found{2, 0});
  CHECK(match(R"(\u2014\n\.)", u"\u2014\n.") == Found{3, 0});
  CHECK(match("[\\u0000-\\uffff]{3}", u"\xffff\xd83d\xdc36") == Found{3, 0});
}

TEST_CASE("letters stand for either case, outside of sets") {
  CHECK(match("mr", u"MR") == Found{2, 0});
  CHECK(match("[m]r", u"MR") == Found{0, -1});
  CHECK(match("k", u"\u212a") == Found{1, 0});
}

TEST_CASE("names, and several expressions of which the first counts") {
  Automaton automaton;
  automaton.define("DIGIT", UnitRanges{{'0', '9'}});
  automaton.define("NUMBER", "{DIGIT}+");
  const std::size_t which = automaton.add({"{NUMBER}-{NUMBER}", "{NUMBER}", "[0-9]+"});
  const std::size_t other = automaton.add({"x"});
  automaton.finish();
  CHECK(longest(automaton, which, u"12-x") == Found{2, 1});
  CHECK(longest(automaton, which, u"12-3") == Found{4, 0});
  CHECK(longest(automaton, other, u"12") == Found{0, -1});
}

TEST_CASE("what is no expression") {
  for (const char* expression : {"(a", "a)", "{NOBODY}", "a{2"}) {
    Automaton automaton;
    CHECK_THROWS_AS(automaton.add({expression}), std::logic_error);
  }
}

}  // namespace
}  // namespace gramscore
