// Porter's stemmer read straight from its rule tables: M. F. Porter, "An algorithm for suffix stripping"
// (1980), with the departures of NLTK's PorterStemmer in its default mode.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace gramscore::reference {

class PorterStemmer {
 public:
  /// The stem of a lower-case word.
  static std::string stem(const std::string& word) {
    static const std::map<std::string, std::string> irregular = {
        {"sky", "sky"},        {"skies", "sky"},       {"dying", "die"},        {"lying", "lie"},
        {"tying", "tie"},      {"news", "news"},       {"innings", "inning"},   {"inning", "inning"},
        {"outings", "outing"}, {"outing", "outing"},   {"cannings", "canning"}, {"canning", "canning"},
        {"howe", "howe"},      {"proceed", "proceed"}, {"exceed", "exceed"},    {"succeed", "succeed"}};
    const auto found = irregular.find(word);
    if (found != irregular.end()) return found->second;
    if (word.size() <= 2) return word;
    return step_5b(step_5a(step_4(step_3(step_2(step_1c(step_1b(step_1a(word))))))));
  }

 private:
  using Condition = std::function<bool(const std::string& stem)>;

  struct Rule {
    std::string suffix;
    std::string replacement;
    Condition condition;
  };

  static bool ends_with(const std::string& word, const std::string& suffix) {
    return word.size() >= suffix.size() && word.substr(word.size() - suffix.size()) == suffix;
  }

  static std::string without(const std::string& word, const std::string& suffix) {
    return word.substr(0, word.size() - suffix.size());
  }

  /// The first rule whose suffix the word has decides, even when its condition then does not hold.
  static std::string apply(const std::string& word, const std::vector<Rule>& rules) {
    for (const Rule& rule : rules) {
      if (!ends_with(word, rule.suffix)) continue;
      const std::string stem = without(word, rule.suffix);
      return rule.condition(stem) ? stem + rule.replacement : word;
    }
    return word;
  }

  static bool is_consonant(const std::string& word, std::size_t i) {
    const char c = word[i];
    if (c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u') return false;
    if (c == 'y') return i == 0 || !is_consonant(word, i - 1);
    return true;
  }

  /// Porter's m: the word as a string of c and v, in which "vc" is counted.
  static int measure(const std::string& word) {
    std::string letters;
    for (std::size_t i = 0; i < word.size(); ++i) letters += is_consonant(word, i) ? 'c' : 'v';
    int count = 0;
    for (std::size_t i = 1; i < letters.size(); ++i) count += letters[i - 1] == 'v' && letters[i] == 'c';
    return count;
  }

  static bool has_vowel(const std::string& word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (!is_consonant(word, i)) return true;
    }
    return false;
  }

  static bool ends_double_consonant(const std::string& word) {
    const std::size_t n = word.size();
    return n >= 2 && word[n - 1] == word[n - 2] && is_consonant(word, n - 1);
  }

  /// *o: consonant, vowel, consonant other than w, x, y. NLTK: or a word that is just vowel and consonant.
  static bool ends_cvc(const std::string& word) {
    const std::size_t n = word.size();
    if (n == 2) return !is_consonant(word, 0) && is_consonant(word, 1);
    if (n < 3) return false;
    const char c = word[n - 1];
    return is_consonant(word, n - 3) && !is_consonant(word, n - 2) && is_consonant(word, n - 1) && c != 'w' &&
           c != 'x' && c != 'y';
  }

  static bool always(const std::string&) { return true; }
  static bool measure_over_0(const std::string& stem) { return measure(stem) > 0; }
  static bool measure_over_1(const std::string& stem) { return measure(stem) > 1; }

  static std::string step_1a(const std::string& word) {
    // NLTK: dies gives die.
    if (ends_with(word, "ies") && word.size() == 4) return without(word, "ies") + "ie";
    static const std::vector<Rule> rules = {
        {"sses", "ss", always}, {"ies", "i", always}, {"ss", "ss", always}, {"s", "", always}};
    return apply(word, rules);
  }

  static std::string step_1b(const std::string& word) {
    // NLTK: died gives die, spied gives spi.
    if (ends_with(word, "ied")) return without(word, "ied") + (word.size() == 4 ? "ie" : "i");
    if (ends_with(word, "eed")) return measure(without(word, "eed")) > 0 ? without(word, "eed") + "ee" : word;
    std::string stem;
    if (ends_with(word, "ed") && has_vowel(without(word, "ed"))) {
      stem = without(word, "ed");
    } else if (ends_with(word, "ing") && has_vowel(without(word, "ing"))) {
      stem = without(word, "ing");
    } else {
      return word;
    }
    if (ends_with(stem, "at") || ends_with(stem, "bl") || ends_with(stem, "iz")) return stem + "e";
    if (ends_double_consonant(stem)) {
      const char c = stem.back();
      return c == 'l' || c == 's' || c == 'z' ? stem : stem.substr(0, stem.size() - 1);
    }
    if (measure(stem) == 1 && ends_cvc(stem)) return stem + "e";
    return stem;
  }

  static std::string step_1c(const std::string& word) {
    // NLTK: y becomes i after a consonant that is not the first letter.
    static const std::vector<Rule> rules = {
        {"y", "i", [](const std::string& stem) { return stem.size() > 1 && is_consonant(stem, stem.size() - 1); }}};
    return apply(word, rules);
  }

  static std::string step_2(const std::string& word) {
    // NLTK: alli comes first, and its result goes through the step once more.
    if (ends_with(word, "alli") && measure_over_0(without(word, "alli"))) return step_2(without(word, "alli") + "al");
    static const std::vector<Rule> rules = {
        {"ational", "ate", measure_over_0},
        {"tional", "tion", measure_over_0},
        {"enci", "ence", measure_over_0},
        {"anci", "ance", measure_over_0},
        {"izer", "ize", measure_over_0},
        {"bli", "ble", measure_over_0},
        {"alli", "al", measure_over_0},
        {"entli", "ent", measure_over_0},
        {"eli", "e", measure_over_0},
        {"ousli", "ous", measure_over_0},
        {"ization", "ize", measure_over_0},
        {"ation", "ate", measure_over_0},
        {"ator", "ate", measure_over_0},
        {"alism", "al", measure_over_0},
        {"iveness", "ive", measure_over_0},
        {"fulness", "ful", measure_over_0},
        {"ousness", "ous", measure_over_0},
        {"aliti", "al", measure_over_0},
        {"iviti", "ive", measure_over_0},
        {"biliti", "ble", measure_over_0},
        {"fulli", "ful", measure_over_0},
        // NLTK: the l of logi counts with the stem.
        {"logi", "log", [](const std::string& stem) { return measure_over_0(stem + "l"); }}};
    return apply(word, rules);
  }

  static std::string step_3(const std::string& word) {
    static const std::vector<Rule> rules = {{"icate", "ic", measure_over_0}, {"ative", "", measure_over_0},
                                            {"alize", "al", measure_over_0}, {"iciti", "ic", measure_over_0},
                                            {"ical", "ic", measure_over_0},  {"ful", "", measure_over_0},
                                            {"ness", "", measure_over_0}};
    return apply(word, rules);
  }

  static std::string step_4(const std::string& word) {
    const auto ion = [](const std::string& stem) {
      return measure_over_1(stem) && (stem.back() == 's' || stem.back() == 't');
    };
    static const std::vector<Rule> rules = {
        {"al", "", measure_over_1},   {"ance", "", measure_over_1}, {"ence", "", measure_over_1},
        {"er", "", measure_over_1},   {"ic", "", measure_over_1},   {"able", "", measure_over_1},
        {"ible", "", measure_over_1}, {"ant", "", measure_over_1},  {"ement", "", measure_over_1},
        {"ment", "", measure_over_1}, {"ent", "", measure_over_1},  {"ion", "", ion},
        {"ou", "", measure_over_1},   {"ism", "", measure_over_1},  {"ate", "", measure_over_1},
        {"iti", "", measure_over_1},  {"ous", "", measure_over_1},  {"ive", "", measure_over_1},
        {"ize", "", measure_over_1}};
    return apply(word, rules);
  }

  static std::string step_5a(const std::string& word) {
    if (!ends_with(word, "e")) return word;
    const std::string stem = without(word, "e");
    return measure(stem) > 1 || (measure(stem) == 1 && !ends_cvc(stem)) ? stem : word;
  }

  static std::string step_5b(const std::string& word) {
    return ends_with(word, "ll") && measure(without(word, "l")) > 1 ? without(word, "l") : word;
  }
};

inline std::string porter_stem(const std::string& word) { return PorterStemmer::stem(word); }

}  // namespace gramscore::reference
