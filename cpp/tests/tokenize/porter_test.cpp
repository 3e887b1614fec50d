#include "gramscore/tokenize/porter.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "reference/porter.hpp"
#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::Random;

/// The stem of `word`, computed in memory of exactly its size.
std::string stem(const std::string& word) {
  const std::unique_ptr<std::uint8_t[]> bytes(new std::uint8_t[word.size()]);
  std::memcpy(bytes.get(), word.data(), word.size());
  const std::size_t size = porter_stem(bytes.get(), word.size());
  REQUIRE(size <= word.size());
  return {reinterpret_cast<const char*>(bytes.get()), size};
}

using Stems = std::vector<std::pair<std::string, std::string>>;

void check(const Stems& stems) {
  for (const auto& pair : stems) {
    const std::string& word = pair.first;  // no structured binding: Clang captures those only since version 16
    CAPTURE(word);
    CHECK(stem(word) == pair.second);
    CHECK(reference::porter_stem(word) == pair.second);
  }
}

TEST_CASE("examples of Porter's paper, through all steps") {
  check({{"caresses", "caress"},
         {"ponies", "poni"},
         {"cats", "cat"},
         {"feed", "feed"},
         {"agreed", "agre"},
         {"plastered", "plaster"},
         {"bled", "bled"},
         {"motoring", "motor"},
         {"sing", "sing"},
         {"conflated", "conflat"},
         {"troubled", "troubl"},
         {"sized", "size"},
         {"hopping", "hop"},
         {"tanned", "tan"},
         {"falling", "fall"},
         {"hissing", "hiss"},
         {"fizzed", "fizz"},
         {"failing", "fail"},
         {"filing", "file"},
         {"happy", "happi"},
         {"relational", "relat"},
         {"conditional", "condit"},
         {"rational", "ration"},
         {"valenci", "valenc"},
         {"digitizer", "digit"},
         {"conformabli", "conform"},
         {"radicalli", "radic"},
         {"differentli", "differ"},
         {"vileli", "vile"},
         {"analogousli", "analog"},
         {"vietnamization", "vietnam"},
         {"predication", "predic"},
         {"operator", "oper"},
         {"feudalism", "feudal"},
         {"decisiveness", "decis"},
         {"hopefulness", "hope"},
         {"callousness", "callous"},
         {"formaliti", "formal"},
         {"sensitiviti", "sensit"},
         {"sensibiliti", "sensibl"},
         {"triplicate", "triplic"},
         {"formative", "form"},
         {"formalize", "formal"},
         {"electriciti", "electr"},
         {"electrical", "electr"},
         {"hopeful", "hope"},
         {"goodness", "good"},
         {"revival", "reviv"},
         {"allowance", "allow"},
         {"inference", "infer"},
         {"airliner", "airlin"},
         {"gyroscopic", "gyroscop"},
         {"adjustable", "adjust"},
         {"defensible", "defens"},
         {"irritant", "irrit"},
         {"replacement", "replac"},
         {"adjustment", "adjust"},
         {"dependent", "depend"},
         {"adoption", "adopt"},
         {"homologou", "homolog"},
         {"communism", "commun"},
         {"activate", "activ"},
         {"angulariti", "angular"},
         {"homologous", "homolog"},
         {"effective", "effect"},
         {"bowdlerize", "bowdler"},
         {"probate", "probat"},
         {"rate", "rate"},
         {"cease", "ceas"},
         {"controll", "control"},
         {"roll", "roll"},
         {"generalizations", "gener"},
         {"oscillators", "oscil"}});
}

TEST_CASE("irregular forms") {
  check({{"sky", "sky"},
         {"skies", "sky"},
         {"dying", "die"},
         {"lying", "lie"},
         {"tying", "tie"},
         {"news", "news"},
         {"inning", "inning"},
         {"innings", "inning"},
         {"outing", "outing"},
         {"outings", "outing"},
         {"canning", "canning"},
         {"cannings", "canning"},
         {"howe", "howe"},
         {"proceed", "proceed"},
         {"exceed", "exceed"},
         {"succeed", "succeed"},
         // Only these forms and no others.
         {"skying", "ski"},
         {"proceeds", "proce"},
         {"canninged", "canning"}});
}

TEST_CASE("where NLTK departs from the paper") {
  check({// Four letters in -ies and -ied keep the e, longer words do not.
         {"dies", "die"},
         {"ties", "tie"},
         {"flies", "fli"},
         {"died", "die"},
         {"spied", "spi"},
         // y becomes i after a consonant only, and never as the second letter.
         {"enjoy", "enjoy"},
         {"enjoyment", "enjoy"},
         {"spy", "spi"},
         {"try", "tri"},
         {"by", "by"},
         {"aby", "abi"},
         // -alli first, then step 2 again.
         {"nationalli", "nation"},
         {"rationalli", "ration"},
         {"alli", "alli"},
         // -fulli, and -logi with the l as part of the stem.
         {"hopefulli", "hope"},
         {"geologi", "geolog"},
         {"theologi", "theolog"},
         {"logi", "logi"},
         // A vowel and a consonant count as consonant, vowel, consonant.
         {"using", "use"},
         {"ageing", "age"}});
}

TEST_CASE("the shortest words and what steps leave of others") {
  check({{"", ""},
         {"a", "a"},
         {"s", "s"},
         {"is", "is"},
         {"ee", "ee"},
         {"yy", "yy"},
         {"ies", "i"},
         {"sss", "sss"},
         {"ing", "ing"},
         {"eed", "eed"},
         {"ied", "i"},
         {"ees", "ee"},
         {"aed", "a"},
         {"ion", "ion"},
         {"eli", "eli"},
         {"the", "the"},
         {"was", "wa"}});
}

TEST_CASE("digits are consonants") {
  check({{"1990s", "1990"}, {"a00ed", "a0"}, {"b2bing", "b2bing"}, {"4ies", "4ie"}});
}

TEST_CASE("runs of y alternate between consonant and vowel") {
  check({{"yyy", "yyy"}, {"yyyy", "yyyi"}});
  for (std::size_t size = 1; size < 300; ++size) {
    CAPTURE(size);
    for (const char* ending : {"", "ed", "ing", "s", "a", "ly", "eed", "ational"}) {
      const std::string word = std::string(size, 'y') + ending;
      REQUIRE(stem(word) == reference::porter_stem(word));
    }
  }
}

TEST_CASE("random words of syllables and suffixes") {
  const std::vector<std::string> pieces = {
      "a",     "e",       "i",      "o",     "u",     "y",       "b",       "l",       "s",     "t",     "w",
      "x",     "z",       "7",      "ll",    "ss",    "zz",      "tt",      "st",      "qu",    "at",    "bl",
      "iz",    "al",      "er",     "ic",    "ou",    "ed",      "ing",     "ies",     "ied",   "eed",   "sses",
      "s",     "ational", "tional", "enci",  "anci",  "izer",    "bli",     "abli",    "alli",  "entli", "eli",
      "ousli", "ization", "ation",  "ator",  "alism", "iveness", "fulness", "ousness", "aliti", "iviti", "biliti",
      "fulli", "logi",    "icate",  "ative", "alize", "iciti",   "ical",    "ful",     "ness",  "ance",  "ence",
      "able",  "ible",    "ant",    "ement", "ment",  "ent",     "sion",    "tion",    "ion",   "ism",   "ate",
      "iti",   "ous",     "ive",    "ize"};
  testing::for_seeds(40, [&](Random& random) {
    for (int k = 0; k < 1000; ++k) {
      std::string word;
      for (std::size_t n = random.between(1, 6); n > 0; --n) word += random.pick(pieces);
      if (stem(word) != reference::porter_stem(word)) {
        CAPTURE(word);
        REQUIRE(stem(word) == reference::porter_stem(word));
      }
    }
  });
}

TEST_CASE("words of around and over a machine word of letters") {
  const std::vector<std::string> pieces = {"a", "y", "yy", "b", "bcd", "ee", "st", "0", "ll"};
  const std::vector<std::string> endings = {"",      "s",       "ed",    "ing",  "ational", "alli",  "eed",
                                            "ness",  "ement",   "tion",  "ion",  "ization", "fulli", "logi",
                                            "ative", "able",    "e",     "ll",   "y",       "ies",   "ied",
                                            "bling", "ousness", "icate", "zzed", "hoping"};
  testing::for_seeds(10, [&](Random& random) {
    for (std::size_t size = 40; size < 100; ++size) {
      std::string word(random.one_in(2) ? 0 : size, random.pick(std::string("bay")));
      while (word.size() < size) word += random.pick(pieces);
      for (const std::string& ending : endings) {
        CAPTURE(word + ending);
        REQUIRE(stem(word + ending) == reference::porter_stem(word + ending));
      }
    }
  });
}

TEST_CASE("every word of up to four letters out of few") {
  const std::string letters = "aeysldingt0";
  std::vector<std::string> words = {""};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = words[i];
    if (stem(word) != reference::porter_stem(word)) {
      CAPTURE(word);
      CHECK(stem(word) == reference::porter_stem(word));
    }
    if (word.size() == 4) continue;
    for (const char c : letters) words.push_back(word + c);
  }
}

}  // namespace
}  // namespace gramscore

TEST_CASE("characters beyond ASCII are consonants, each itself") {
  CHECK(gramscore::porter_stem_of("éclairs") == "éclair");
  CHECK(gramscore::porter_stem_of("ééing") == "ééing");
  CHECK(gramscore::porter_stem_of("aééing") == "aé");
  CHECK(gramscore::porter_stem_of("aéèing") == "aéè");
  CHECK(gramscore::porter_stem_of("日s") == "日s");
}
