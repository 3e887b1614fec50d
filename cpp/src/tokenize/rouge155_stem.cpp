#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include "gramscore/tokenize/rouge155_words.hpp"

namespace gramscore {
namespace {

bool is_vowel(std::uint8_t c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }
bool is_vowel_or_y(std::uint8_t c) { return is_vowel(c) || c == 'y'; }

/// What the beginning of a word was, read as [C]VCVC...: a consonant run C is one byte that is no vowel and any that are
/// neither vowels nor y, a vowel run V one vowel or y and any vowels. A y may belong to either, so several readings are
/// followed at once, a bit for each run that the byte read last may be in.
enum Run : unsigned { kStart = 1, kC0 = 2, kV1 = 4, kC1 = 8, kV2 = 16, kC2 = 32 };

unsigned next_runs(unsigned runs, std::uint8_t c) {
  const bool vowel = is_vowel(c);
  const bool y = c == 'y';
  unsigned next = 0;
  if (!vowel) next |= (runs & kStart) << 1 | (runs & (kV1 | kV2)) << 1;      // a consonant run begins
  if (!vowel && !y) next |= runs & (kC0 | kC1 | kC2);                        // and goes on
  if (vowel || y) next |= (runs & kStart) << 2 | (runs & (kC0 | kC1)) << 1;  // a vowel run begins
  if (vowel) next |= runs & (kV1 | kV2);                                     // and goes on
  return next;
}

/// The last letters of suffixes of two at least, and those before them.
struct LastLetters {
  std::array<bool, 256> last{};
  std::array<bool, 256> last_but_one{};

  constexpr void add(std::string_view suffix) {
    last[static_cast<std::uint8_t>(suffix[suffix.size() - 1])] = true;
    last_but_one[static_cast<std::uint8_t>(suffix[suffix.size() - 2])] = true;
  }
};

template <std::size_t kCount>
constexpr LastLetters last_letters(const std::string_view (&suffixes)[kCount]) {
  LastLetters letters;
  for (const std::string_view suffix : suffixes) letters.add(suffix);
  return letters;
}

template <std::size_t kCount>
constexpr LastLetters last_letters(const std::pair<std::string_view, std::string_view> (&rules)[kCount]) {
  LastLetters letters;
  for (const auto& rule : rules) letters.add(rule.first);
  return letters;
}

class Word {
 public:
  Word(std::uint8_t* bytes, std::size_t size) : bytes_(bytes), size_(size) {}

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::uint8_t last(std::size_t back = 1) const { return bytes_[size_ - back]; }

  [[nodiscard]] bool ends(std::string_view suffix) const {
    if (size_ < suffix.size()) return false;
    // From the end: most suffixes are told apart by their last letters.
    const std::uint8_t* at = bytes_ + size_;
    for (std::size_t k = suffix.size(); k-- > 0;) {
      if (*--at != static_cast<std::uint8_t>(suffix[k])) return false;
    }
    return true;
  }

  void cut(std::size_t n) { size_ -= n; }
  void add(char c) { bytes_[size_++] = static_cast<std::uint8_t>(c); }
  void replace_last(char c) { bytes_[size_ - 1] = static_cast<std::uint8_t>(c); }

  /// Whether the first n bytes begin with [C]VC (`pairs` 1) or [C]VCVC (2).
  [[nodiscard]] bool measure(std::size_t n, int pairs) const {
    const unsigned wanted = pairs == 1 ? kC1 : kC2;
    unsigned runs = kStart;
    for (std::size_t i = 0; i < n && runs != 0; ++i) {
      runs = next_runs(runs, bytes_[i]);
      if ((runs & wanted) != 0) return true;
    }
    return false;
  }

  /// Whether the first n bytes are [C]VC[V] as a whole.
  [[nodiscard]] bool measure_is_one(std::size_t n) const {
    unsigned runs = kStart;
    for (std::size_t i = 0; i < n; ++i) runs = next_runs(runs, bytes_[i]);
    return (runs & (kC1 | kV2)) != 0;
  }

  /// Whether the first n bytes begin with [C] and a vowel or y.
  [[nodiscard]] bool has_vowel(std::size_t n) const {
    unsigned runs = kStart;
    for (std::size_t i = 0; i < n && runs != 0; ++i) {
      runs = next_runs(runs, bytes_[i]);
      if ((runs & kV1) != 0) return true;
    }
    return false;
  }

  /// Whether the first n bytes are a consonant run, a vowel or y, and a byte that is none of aeiouwxy.
  [[nodiscard]] bool is_short(std::size_t n) const {
    if (n < 3) return false;
    const std::uint8_t c = bytes_[n - 1];
    if (is_vowel_or_y(c) || c == 'w' || c == 'x' || !is_vowel_or_y(bytes_[n - 2]) || is_vowel(bytes_[0])) return false;
    for (std::size_t i = 1; i + 2 < n; ++i) {
      if (is_vowel_or_y(bytes_[i])) return false;
    }
    return true;
  }

  /// Whether the last letters may be those of one of the suffixes.
  [[nodiscard]] bool may_end_in(const LastLetters& letters) const {
    return size_ >= 2 && letters.last[last()] && letters.last_but_one[last(2)];
  }

  /// Replaces the longest suffix of the list, if what stands before it has a measure above 0.
  template <std::size_t kCount>
  void replace_longest(const std::pair<std::string_view, std::string_view> (&rules)[kCount]) {
    for (const auto& [suffix, replacement] : rules) {  // which begin with the longest
      if (!ends(suffix)) continue;
      const std::size_t stem = size_ - suffix.size();
      if (measure(stem, 1)) {
        std::memcpy(bytes_ + stem, replacement.data(), replacement.size());
        size_ = stem + replacement.size();
      }
      return;
    }
  }

  /// Cuts `suffix` off if what stands before it has a measure above 1.
  void cut_long(std::string_view suffix) {
    if (ends(suffix) && measure(size_ - suffix.size(), 2)) size_ -= suffix.size();
  }

 private:
  std::uint8_t* bytes_;
  std::size_t size_;
};

void step_1a(Word& word) {
  if (word.ends("sses") || word.ends("ies")) {
    word.cut(2);
  } else if (word.ends("s") && word.size() >= 2 && word.last(2) != 's') {
    word.cut(1);
  }
}

void step_1b(Word& word) {
  if (word.ends("eed")) {
    if (word.measure(word.size() - 3, 1)) word.cut(1);
    return;
  }
  const std::size_t suffix = word.ends("ed") ? 2 : word.ends("ing") ? 3 : 0;
  if (suffix == 0 || !word.has_vowel(word.size() - suffix)) return;
  word.cut(suffix);
  constexpr std::string_view kNotHalved = "aeiouylsz";
  if (word.ends("at") || word.ends("bl") || word.ends("iz")) {
    word.add('e');
  } else if (word.size() >= 2 && word.last() == word.last(2) &&
             kNotHalved.find(static_cast<char>(word.last())) == std::string_view::npos) {
    word.cut(1);
  } else if (word.is_short(word.size())) {
    word.add('e');
  }
}

void step_1c(Word& word) {
  if (word.ends("y") && word.has_vowel(word.size() - 1)) word.replace_last('i');
}

void step_2(Word& word) {
  static constexpr std::pair<std::string_view, std::string_view> kRules[] = {
      {"ational", "ate"}, {"ization", "ize"}, {"iveness", "ive"}, {"fulness", "ful"}, {"ousness", "ous"},
      {"tional", "tion"}, {"biliti", "ble"},  {"entli", "ent"},   {"ousli", "ous"},   {"ation", "ate"},
      {"alism", "al"},    {"aliti", "al"},    {"iviti", "ive"},   {"enci", "ence"},   {"anci", "ance"},
      {"izer", "ize"},    {"alli", "al"},     {"ator", "ate"},    {"logi", "log"},    {"bli", "ble"},
      {"eli", "e"}};
  static constexpr LastLetters kLetters = last_letters(kRules);
  if (word.may_end_in(kLetters)) word.replace_longest(kRules);
}

void step_3(Word& word) {
  static constexpr std::pair<std::string_view, std::string_view> kRules[] = {
      {"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ness", ""}, {"ful", ""}};
  static constexpr LastLetters kLetters = last_letters(kRules);
  if (word.may_end_in(kLetters)) word.replace_longest(kRules);
}

/// Three tests, each on what the one before has left.
void step_4(Word& word) {
  static constexpr std::string_view kSuffixes[] = {"ement", "ance", "ence", "able", "ible", "ant", "ism", "ate",
                                                   "iti",   "ous",  "ive",  "ize",  "al",   "er",  "ic",  "ou"};
  static constexpr LastLetters kLetters = last_letters(kSuffixes);
  if (word.may_end_in(kLetters)) {
    for (const std::string_view suffix : kSuffixes) {
      if (!word.ends(suffix)) continue;
      word.cut_long(suffix);
      break;
    }
  }
  word.cut_long("ment");
  if (word.ends("ent")) {
    word.cut_long("ent");
  } else if (word.ends("sion") || word.ends("tion")) {
    if (word.measure(word.size() - 3, 2)) word.cut(3);
  }
}

void step_5(Word& word) {
  if (word.ends("e")) {
    const std::size_t stem = word.size() - 1;
    if (word.measure(stem, 2) || (word.measure_is_one(stem) && !word.is_short(stem))) word.cut(1);
  }
  if (word.ends("ll") && word.measure(word.size(), 2)) word.cut(1);
}

}  // namespace

std::size_t rouge155_stem(std::uint8_t* word, std::size_t size) noexcept {
  if (size < 3) return size;
  // A y at the beginning is a consonant.
  const bool begins_with_y = word[0] == 'y';
  if (begins_with_y) word[0] = 'Y';
  Word rest(word, size);
  step_1a(rest);
  step_1b(rest);
  step_1c(rest);
  step_2(rest);
  step_3(rest);
  step_4(rest);
  step_5(rest);
  if (begins_with_y) word[0] = 'y';
  return rest.size();
}

std::string rouge155_base(const std::string& word, const Exceptions* exceptions) {
  if (const Exceptions::Entry* const entry = exceptions == nullptr ? nullptr : exceptions->find(word)) {
    return std::string(entry->second);
  }
  std::string stem = word;
  stem.resize(rouge155_stem(reinterpret_cast<std::uint8_t*>(stem.data()), stem.size()));
  return stem;
}

}  // namespace gramscore
