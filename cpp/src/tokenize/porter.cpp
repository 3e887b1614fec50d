#include "gramscore/tokenize/porter.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include "text/code_points.hpp"

namespace gramscore {
namespace {

/// Whose rules: those of the paper, or with the extensions of NLTK.
enum class PorterRules : std::uint8_t { published, nltk };

/// A word on its way through the steps. Suffix tests take the suffix as a literal; `stem` is the word without it.
/// Which of the first 64 letters are vowels is kept as bits, which makes Porter's measure a matter of a few operations;
/// longer words, rare as they are, are walked through.
class Word {
 public:
  Word(std::uint8_t* bytes, std::size_t size) : bytes_(bytes), size_(size) { find_vowels(0); }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::uint8_t last(std::size_t back = 1) const { return bytes_[size_ - back]; }

  template <std::size_t kSize>
  [[nodiscard]] bool ends(const char (&suffix)[kSize]) const {
    constexpr std::size_t n = kSize - 1;
    return size_ >= n && std::memcmp(bytes_ + size_ - n, suffix, n) == 0;
  }

  void cut(std::size_t n) { size_ -= n; }
  void add(char c) {
    bytes_[size_++] = static_cast<std::uint8_t>(c);
    find_vowels(size_ - 1);
  }

  /// If the word ends with `suffix`: puts `replacement` in its place where the stem's measure is above `least`.
  /// True if the suffix was there, which ends the step either way.
  template <std::size_t kSuffix, std::size_t kReplacement>
  bool rule(const char (&suffix)[kSuffix], const char (&replacement)[kReplacement], unsigned least) {
    static_assert(kReplacement <= kSuffix);
    if (!ends(suffix)) return false;
    const std::size_t stem = size_ - (kSuffix - 1);
    if (measure_above(stem, least)) {
      std::memcpy(bytes_ + stem, replacement, kReplacement - 1);
      size_ = stem + kReplacement - 1;
      if constexpr (kReplacement > 1) find_vowels(stem);
    }
    return true;
  }

  /// Whether the first n letters have more than `least` (0 or 1) changes from vowel to consonant (Porter's m).
  [[nodiscard]] bool measure_above(std::size_t n, unsigned least) const {
    if (n > kBits) return walk_measure(n) > least;
    if (n < 2) return false;
    const std::uint64_t changes = vowels_ & ~vowels_ >> 1 & low_bits(n - 1);
    return least == 0 ? changes != 0 : (changes & (changes - 1)) != 0;
  }

  [[nodiscard]] bool has_vowel(std::size_t n) const {
    if ((vowels_ & low_bits(n < kBits ? n : kBits)) != 0) return true;
    for (std::size_t i = kBits; i < n; ++i) {
      if (!is_consonant(i)) return true;
    }
    return false;
  }

  /// Whether letter i is a consonant: not aeiou, and y only at the start or after a vowel.
  [[nodiscard]] bool is_consonant(std::size_t i) const {
    if (i < kBits) return (vowels_ >> i & 1) == 0;
    std::size_t first = i;
    while (first > 0 && bytes_[first] == 'y') --first;
    bool consonant = false;
    for (std::size_t k = first; k <= i; ++k) consonant = is_consonant_after(k, consonant);
    return consonant;
  }

  /// Condition *d for the first n letters.
  [[nodiscard]] bool double_consonant(std::size_t n) const {
    return n >= 2 && bytes_[n - 1] == bytes_[n - 2] && is_consonant(n - 1);
  }

  /// Condition *o for the first n letters; NLTK lets a two-letter vowel-consonant stem pass as well.
  template <PorterRules kRules>
  [[nodiscard]] bool cvc(std::size_t n) const {
    if (kRules == PorterRules::nltk && n == 2) return !is_consonant(0) && is_consonant(1);
    if (n < 3) return false;
    const std::uint8_t c = bytes_[n - 1];
    return c != 'w' && c != 'x' && c != 'y' && is_consonant(n - 3) && !is_consonant(n - 2) && is_consonant(n - 1);
  }

 private:
  static constexpr std::size_t kBits = 64;

  static std::uint64_t low_bits(std::size_t n) { return n >= kBits ? ~std::uint64_t{0} : (std::uint64_t{1} << n) - 1; }

  /// Brings vowels_ up to date from letter `from` on.
  void find_vowels(std::size_t from) {
    if (from >= kBits) return;
    constexpr std::uint32_t kVowels =
        1 << ('a' - 'a') | 1 << ('e' - 'a') | 1 << ('i' - 'a') | 1 << ('o' - 'a') | 1 << ('u' - 'a');
    std::uint64_t vowels = vowels_ & low_bits(from);
    const std::size_t end = size_ < kBits ? size_ : kBits;
    for (std::size_t i = from; i < end; ++i) {
      const auto letter = static_cast<std::uint32_t>(bytes_[i] - 'a');
      std::uint64_t vowel = letter < 26 ? kVowels >> letter & 1 : 0;
      // y is a vowel after a consonant.
      if (bytes_[i] == 'y' && i > 0) vowel = ~vowels >> (i - 1) & 1;
      vowels |= vowel << i;
    }
    vowels_ = vowels;
  }

  [[nodiscard]] std::size_t walk_measure(std::size_t n) const {
    bool vowel = false;
    bool consonant = false;
    std::size_t changes = 0;
    for (std::size_t i = 0; i < n; ++i) {
      consonant = is_consonant_after(i, consonant);
      changes += vowel && consonant;
      vowel = !consonant;
    }
    return changes;
  }

  [[nodiscard]] bool is_consonant_after(std::size_t i, bool previous) const {
    switch (bytes_[i]) {
      case 'a':
      case 'e':
      case 'i':
      case 'o':
      case 'u': return false;
      case 'y': return i == 0 || !previous;
      default: return true;
    }
  }

  std::uint8_t* bytes_;
  std::size_t size_;
  std::uint64_t vowels_ = 0;
};

template <PorterRules kRules>
void step_1a(Word& w) {
  if (w.last() != 's') return;
  if (w.ends("ies")) {
    w.cut(kRules == PorterRules::nltk && w.size() == 4 ? 1 : 2);
  } else if (w.ends("sses")) {
    w.cut(2);
  } else if (!w.ends("ss")) {
    w.cut(1);
  }
}

template <PorterRules kRules>
void step_1b(Word& w) {
  if (kRules == PorterRules::nltk && w.ends("ied")) return w.cut(w.size() == 4 ? 1 : 2);
  if (w.ends("eed")) {
    if (w.measure_above(w.size() - 3, 0)) w.cut(1);
    return;
  }
  if (w.ends("ed") && w.has_vowel(w.size() - 2)) {
    w.cut(2);
  } else if (w.ends("ing") && w.has_vowel(w.size() - 3)) {
    w.cut(3);
  } else {
    return;
  }
  if (w.ends("at") || w.ends("bl") || w.ends("iz")) {
    w.add('e');
  } else if (w.double_consonant(w.size())) {
    if (w.last() != 'l' && w.last() != 's' && w.last() != 'z') w.cut(1);
  } else if (w.measure_above(w.size(), 0) && !w.measure_above(w.size(), 1) && w.cvc<kRules>(w.size())) {
    w.add('e');
  }
}

template <PorterRules kRules>
void step_1c(Word& w) {
  if (w.last() != 'y') return;
  if (kRules == PorterRules::nltk ? w.size() > 2 && w.is_consonant(w.size() - 2) : w.has_vowel(w.size() - 1)) {
    w.cut(1);
    w.add('i');
  }
}

// In steps 2 to 4 the first suffix of NLTK's list that the word has decides. No word has two of them
// unless one ends the other, and then the longer comes first, so looking at one letter first changes nothing.
template <PorterRules kRules>
void step_2(Word& w) {
  constexpr bool kNltk = kRules == PorterRules::nltk;
  // -alli becomes -al and goes through the step again, where -al matters as the end of -ational and -tional.
  if (kNltk && w.ends("alli") && w.measure_above(w.size() - 4, 0)) w.cut(2);
  if (w.size() < 3) return;
  switch (w.last(2)) {
    case 'a': (void)(w.rule("ational", "ate", 0) || w.rule("tional", "tion", 0)); break;
    case 'c': (void)(w.rule("enci", "ence", 0) || w.rule("anci", "ance", 0)); break;
    case 'e': w.rule("izer", "ize", 0); break;
    case 'g':
      // The measure is that of the stem with its l.
      if (kNltk && w.ends("logi") && w.measure_above(w.size() - 3, 0)) w.cut(1);
      break;
    case 'l':
      (void)((kNltk ? w.rule("bli", "ble", 0) : w.rule("abli", "able", 0)) || w.rule("alli", "al", 0) ||
             w.rule("entli", "ent", 0) || w.rule("eli", "e", 0) || w.rule("ousli", "ous", 0) ||
             (kNltk && w.rule("fulli", "ful", 0)));
      break;
    case 'o': (void)(w.rule("ization", "ize", 0) || w.rule("ation", "ate", 0) || w.rule("ator", "ate", 0)); break;
    case 's':
      (void)(w.rule("alism", "al", 0) || w.rule("iveness", "ive", 0) || w.rule("fulness", "ful", 0) ||
             w.rule("ousness", "ous", 0));
      break;
    case 't': (void)(w.rule("aliti", "al", 0) || w.rule("iviti", "ive", 0) || w.rule("biliti", "ble", 0)); break;
    default: break;
  }
}

void step_3(Word& w) {
  switch (w.last()) {
    case 'e': (void)(w.rule("icate", "ic", 0) || w.rule("ative", "", 0) || w.rule("alize", "al", 0)); break;
    case 'i': w.rule("iciti", "ic", 0); break;
    case 'l': (void)(w.rule("ical", "ic", 0) || w.rule("ful", "", 0)); break;
    case 's': w.rule("ness", "", 0); break;
    default: break;
  }
}

void step_4(Word& w) {
  if (w.size() < 3) return;
  switch (w.last(2)) {
    case 'a': w.rule("al", "", 1); break;
    case 'c': (void)(w.rule("ance", "", 1) || w.rule("ence", "", 1)); break;
    case 'e': w.rule("er", "", 1); break;
    case 'i': w.rule("ic", "", 1); break;
    case 'l': (void)(w.rule("able", "", 1) || w.rule("ible", "", 1)); break;
    case 'n':
      (void)(w.rule("ant", "", 1) || w.rule("ement", "", 1) || w.rule("ment", "", 1) || w.rule("ent", "", 1));
      break;
    case 'o':
      if (w.ends("ion")) {
        if (w.measure_above(w.size() - 3, 1) && (w.last(4) == 's' || w.last(4) == 't')) w.cut(3);
      } else {
        w.rule("ou", "", 1);
      }
      break;
    case 's': w.rule("ism", "", 1); break;
    case 't': (void)(w.rule("ate", "", 1) || w.rule("iti", "", 1)); break;
    case 'u': w.rule("ous", "", 1); break;
    case 'v': w.rule("ive", "", 1); break;
    case 'z': w.rule("ize", "", 1); break;
    default: break;
  }
}

template <PorterRules kRules>
void step_5(Word& w) {
  if (w.last() == 'e') {
    const std::size_t stem = w.size() - 1;
    if (w.measure_above(stem, 1) || (w.measure_above(stem, 0) && !w.cvc<kRules>(stem))) w.cut(1);
  }
  if (w.ends("ll") && w.measure_above(w.size() - 1, 1)) w.cut(1);
}

template <PorterRules kRules>
std::size_t stem(std::uint8_t* word, std::size_t size) noexcept {
  Word w(word, size);
  step_1a<kRules>(w);
  step_1b<kRules>(w);
  step_1c<kRules>(w);
  step_2<kRules>(w);
  step_3(w);
  step_4(w);
  step_5<kRules>(w);
  return w.size();
}

/// NLTK's irregular forms: the stem of the word if it is one, else nothing.
std::string_view irregular(std::string_view word) {
  switch (word.size()) {
    case 3: return word == "sky" ? "sky" : "";
    case 4: return word == "news" ? "news" : word == "howe" ? "howe" : "";
    case 5:
      if (word == "skies") return "sky";
      if (word.substr(1) != "ying") return "";
      return word[0] == 'd' ? "die" : word[0] == 'l' ? "lie" : word[0] == 't' ? "tie" : "";
    case 6: return word == "inning" ? "inning" : word == "outing" ? "outing" : word == "exceed" ? "exceed" : "";
    case 7:
      if (word == "innings") return "inning";
      if (word == "outings") return "outing";
      return word == "canning" ? "canning" : word == "proceed" ? "proceed" : word == "succeed" ? "succeed" : "";
    case 8: return word == "cannings" ? "canning" : "";
    default: return "";
  }
}

}  // namespace

std::size_t porter_stem(std::uint8_t* word, std::size_t size) noexcept {
  if (size <= 2) return size;
  const std::string_view found = irregular({reinterpret_cast<const char*>(word), size});
  if (!found.empty()) {
    std::memcpy(word, found.data(), found.size());
    return found.size();
  }
  return stem<PorterRules::nltk>(word, size);
}

std::size_t porter_stem_as_published(std::uint8_t* word, std::size_t size) noexcept {
  return size <= 2 ? size : stem<PorterRules::published>(word, size);
}

std::string porter_stem_of(std::string_view word) {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(word.data());
  // It only asks of the other characters whether two neighbours are equal, so two bytes stand for them in turn.
  std::string plain;
  std::vector<std::size_t> ends;
  std::uint32_t before = 0;
  std::uint8_t stand_in = 0x80;
  for (std::size_t i = 0; i < word.size();) {
    const std::size_t width = std::min<std::size_t>(utf8_width(bytes[i]), word.size() - i);
    const std::uint32_t c = width == 1 ? bytes[i] : decode_utf8(bytes + i);
    if (c >= 0x80 && c != before) stand_in ^= 1;
    plain.push_back(static_cast<char>(c < 0x80 ? c : stand_in));
    before = c;
    i += width;
    ends.push_back(i);
  }
  plain.resize(porter_stem(reinterpret_cast<std::uint8_t*>(plain.data()), plain.size()));
  std::string stem;
  for (std::size_t k = 0; k < plain.size(); ++k) {
    const auto byte = static_cast<std::uint8_t>(plain[k]);
    const std::size_t begin = k == 0 ? 0 : ends[k - 1];
    stem += byte < 0x80 ? std::string_view(&plain[k], 1) : word.substr(begin, ends[k] - begin);
  }
  return stem;
}

}  // namespace gramscore
