#include "gramscore/tokenize/treebank.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "text/code_points.hpp"
#include "tokenize/word_characters.hpp"

namespace gramscore {
namespace {

/// What a line has, as bits, so that passes which need what it lacks are left out.
enum Mark : std::uint16_t {
  kQuote = 1,
  kBackquote = 2,
  kApostrophe = 4,
  kComma = 8,
  kDot = 16,
  kSign = 32,
  kEnd = 64,
  kBracket = 128,
  kDash = 256,
};

constexpr std::array<std::uint16_t, 128> kMarks = [] {
  std::array<std::uint16_t, 128> marks{};
  constexpr std::pair<std::string_view, Mark> kOf[] = {
      {"\"", kQuote},    {"`", kBackquote}, {"'", kApostrophe},     {":,", kComma}, {".", kDot},
      {";@#$%&", kSign}, {"?!", kEnd},      {"[](){}<>", kBracket}, {"-", kDash}};
  for (const auto& [characters, mark] : kOf) {
    for (const char c : characters) marks[static_cast<unsigned char>(c)] = mark;
  }
  return marks;
}();

/// Where ten decimal digits begin, beyond ASCII.
constexpr std::uint32_t kDigits[] = {
    0x660,   0x6f0,   0x7c0,   0x966,   0x9e6,   0xa66,   0xae6,   0xb66,   0xbe6,   0xc66,   0xce6,   0xd66,   0xde6,
    0xe50,   0xed0,   0xf20,   0x1040,  0x1090,  0x17e0,  0x1810,  0x1946,  0x19d0,  0x1a80,  0x1a90,  0x1b50,  0x1bb0,
    0x1c40,  0x1c50,  0xa620,  0xa8d0,  0xa900,  0xa9d0,  0xa9f0,  0xaa50,  0xabf0,  0xff10,  0x104a0, 0x10d30, 0x10d40,
    0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730, 0x118e0,
    0x11950, 0x11bf0, 0x11c50, 0x11d50, 0x11da0, 0x11de0, 0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0,
    0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0};

bool is_digit(std::uint32_t c) {
  if (c < 0x80) return c - '0' < 10;
  const auto* const after = std::upper_bound(std::begin(kDigits), std::end(kDigits), c);
  return after != std::begin(kDigits) && c - after[-1] < 10;
}

/// White space to the package regex, by which NLTK looks for the end of a sentence.
bool is_regex_space(std::uint32_t c) { return is_space(c) && c - 0x1c >= 4; }

bool is_one_of(std::uint32_t c, std::string_view characters) {
  return c < 0x80 && characters.find(static_cast<char>(c)) != std::string_view::npos;
}

/// Words that are taken apart.
struct Contraction {
  std::string_view first;
  std::string_view second;
};

constexpr Contraction kContractions[] = {{"can", "not"}, {"d", "'ye"},  {"gim", "me"},  {"gon", "na"},
                                         {"got", "ta"},  {"lem", "me"}, {"more", "'n"}, {"wan", "na"}};
/// Those after a space.
constexpr Contraction kAfterSpace[] = {{"'t", "is"}, {"'t", "was"}};

/// Whether a character is an ASCII letter to Python's re, which looks away from case.
bool is_letter(std::uint32_t c, char letter) {
  if (c == static_cast<unsigned char>(letter)) return true;
  const auto lower = static_cast<std::uint32_t>(letter);
  if (lower - 'a' >= 26) return false;
  return (c < 0x80 && (c | 0x20) == lower) || (letter == 'i' && (c == 0x130 || c == 0x131)) ||
         (letter == 's' && c == 0x17f);
}

}  // namespace

template <class Unit>
class TreebankText::Line {
 public:
  Line(const Unit* in, std::size_t size, TextLines::Scratch<Unit>& scratch)
      : line_(scratch.line), next_(scratch.next), all_(scratch.all) {
    line_.assign(in, in + size);
  }

  /// The passes, in the order that NLTK has them.
  void write() {
    const unsigned marks = find_marks();
    if (!line_.empty() && at(0) == '"') {
      line_[0] = '`';
      line_.insert(line_.begin(), '`');
    }
    if ((marks & (kQuote | kBackquote)) != 0) pad_all("``");
    if ((marks & (kQuote | kApostrophe)) != 0) opening_quotes();
    if ((marks & kComma) != 0) commas();
    if ((marks & kDot) != 0) pad_all("...");
    if ((marks & kSign) != 0) pad_each(";@#$%&");
    if ((marks & kDot) != 0) last_dot();
    if ((marks & kEnd) != 0) pad_each("?!");
    if ((marks & kApostrophe) != 0) lone_apostrophes();
    if ((marks & kBracket) != 0) pad_each("[](){}<>");
    if ((marks & kDash) != 0) pad_all("--");
    line_.insert(line_.begin(), ' ');
    line_.push_back(' ');
    if ((marks & kApostrophe) != 0) pad_all("''");
    if ((marks & kQuote) != 0) closing_quotes();
    if ((marks & kApostrophe) != 0) endings();
    contractions();
    write_words();
  }

 private:
  [[nodiscard]] std::uint32_t at(std::size_t i) const { return line_[i]; }
  [[nodiscard]] bool is(std::size_t i, char c) const {
    return i < line_.size() && at(i) == static_cast<unsigned char>(c);
  }
  [[nodiscard]] bool has(std::size_t i, std::string_view characters) const {
    if (line_.size() - i < characters.size()) return false;
    for (std::size_t k = 0; k < characters.size(); ++k) {
      if (at(i + k) != static_cast<unsigned char>(characters[k])) return false;
    }
    return true;
  }
  [[nodiscard]] bool has_word(std::size_t i, std::string_view letters) const {
    if (line_.size() - i < letters.size()) return false;
    for (std::size_t k = 0; k < letters.size(); ++k) {
      if (!is_letter(at(i + k), letters[k])) return false;
    }
    return true;
  }
  [[nodiscard]] bool ends_word(std::size_t i) const { return i == line_.size() || !is_word(at(i)); }

  void add(std::string_view characters) { next_.insert(next_.end(), characters.begin(), characters.end()); }
  void add_units(std::size_t i, std::size_t size) {
    next_.insert(next_.end(), line_.begin() + static_cast<std::ptrdiff_t>(i),
                 line_.begin() + static_cast<std::ptrdiff_t>(i + size));
  }

  [[nodiscard]] unsigned find_marks() const {
    unsigned marks = 0;
    for (const Unit c : line_) marks |= c < 0x80 ? kMarks[c] : 0u;
    return marks;
  }

  /// Goes through the line. match(i) writes what comes in the place of what begins there, and says how much that is.
  template <class Match>
  void pass(Match match) {
    next_.clear();
    for (std::size_t i = 0; i < line_.size();) {
      const std::size_t taken = match(i);
      if (taken == 0) next_.push_back(line_[i++]);
      i += taken;
    }
    line_.swap(next_);
  }

  /// Spaces around each of these in a row.
  void pad_all(std::string_view characters) {
    pass([this, characters](std::size_t i) -> std::size_t {
      if (!has(i, characters)) return 0;
      next_.push_back(' ');
      add(characters);
      next_.push_back(' ');
      return characters.size();
    });
  }

  /// Spaces around each one of these.
  void pad_each(std::string_view characters) {
    pass([this, characters](std::size_t i) -> std::size_t {
      if (!is_one_of(at(i), characters)) return 0;
      next_.push_back(' ');
      next_.push_back(line_[i]);
      next_.push_back(' ');
      return 1;
    });
  }

  /// After a space or a bracket.
  void opening_quotes() {
    pass([this](std::size_t i) -> std::size_t {
      if (!is_one_of(at(i), " ([{<")) return 0;
      const std::size_t size = is(i + 1, '"') ? 1 : is(i + 1, '\'') && is(i + 2, '\'') ? 2 : 0;
      if (size == 0) return 0;
      next_.push_back(line_[i]);
      add(" `` ");
      return 1 + size;
    });
  }

  /// But not before digits.
  void commas() {
    pass([this](std::size_t i) -> std::size_t {
      if (!is_one_of(at(i), ":,") || i + 1 == line_.size() || is_digit(at(i + 1))) return 0;
      next_.push_back(' ');
      next_.push_back(line_[i]);
      next_.push_back(' ');
      next_.push_back(line_[i + 1]);
      return 2;
    });
    if (!line_.empty() && is_one_of(at(line_.size() - 1), ":,")) {
      line_.insert(line_.end() - 1, ' ');
      line_.push_back(' ');
    }
  }

  /// A full stop at the end, perhaps before quotes and brackets; white space after it goes.
  void last_dot() {
    std::size_t end = line_.size();
    while (end > 0 && is_regex_space(at(end - 1))) --end;
    std::size_t dot = end;
    while (dot > 0 && is_one_of(at(dot - 1), "])}>\"'")) --dot;
    if (dot < 2 || at(dot - 1) != '.' || at(dot - 2) == '.') return;
    line_.resize(end);
    line_.push_back(' ');
    line_.insert(line_.begin() + static_cast<std::ptrdiff_t>(dot) - 1, ' ');
  }

  void lone_apostrophes() {
    pass([this](std::size_t i) -> std::size_t {
      if (at(i) == '\'' || !is(i + 1, '\'') || !is(i + 2, ' ')) return 0;
      next_.push_back(line_[i]);
      add(" ' ");
      return 3;
    });
  }

  void closing_quotes() {
    pass([this](std::size_t i) -> std::size_t {
      if (at(i) != '"') return 0;
      add(" '' ");
      return 1;
    });
  }

  /// 's, 'm, 'd, ', then 'll, 're, 've and n't, before spaces.
  void endings() {
    const auto split = [this](auto size_at) {
      pass([this, size_at](std::size_t i) -> std::size_t {
        if (at(i) == '\'' || at(i) == ' ' || i + 1 == line_.size()) return 0;
        const std::size_t size = size_at(i + 1);
        if (size == 0) return 0;
        next_.push_back(line_[i]);
        next_.push_back(' ');
        add_units(i + 1, size + 1);
        return size + 2;
      });
    };
    split([this](std::size_t i) -> std::size_t {
      if (at(i) != '\'') return 0;
      if (is(i + 1, ' ')) return 1;
      return i + 1 < line_.size() && is_one_of(at(i + 1), "sSmMdD") && is(i + 2, ' ') ? 2 : 0;
    });
    split([this](std::size_t i) -> std::size_t {
      if (!is(i + 3, ' ')) return 0;
      for (const std::string_view ending : {"'ll", "'LL", "'re", "'RE", "'ve", "'VE", "n't", "N'T"}) {
        if (has(i, ending)) return ending.size();
      }
      return 0;
    });
  }

  void contractions() {
    bool any = false;
    for (std::size_t i = 0; i < line_.size() && !any; ++i) {
      any = contraction_at(i) != nullptr || is_after_space(i, kAfterSpace[0]) || is_after_space(i, kAfterSpace[1]);
    }
    if (!any) return;
    // What one of these leaves is never a part of another, so that all can be looked for at once.
    pass([this](std::size_t i) -> std::size_t {
      const Contraction* const found = contraction_at(i);
      return found == nullptr ? 0 : take_apart(i, *found);
    });
    for (const Contraction& it : kAfterSpace) {  // the first may leave a space before the second
      pass([this, &it](std::size_t i) -> std::size_t { return is_after_space(i, it) ? 1 + take_apart(i + 1, it) : 0; });
    }
  }

  std::size_t take_apart(std::size_t i, const Contraction& found) {
    next_.push_back(' ');
    add_units(i, found.first.size());
    next_.push_back(' ');
    add_units(i + found.first.size(), found.second.size());
    next_.push_back(' ');
    return found.first.size() + found.second.size();
  }

  [[nodiscard]] const Contraction* contraction_at(std::size_t i) const {
    if (!is_one_of(at(i), "cdglmwCDGLMW") || (i > 0 && is_word(at(i - 1)))) return nullptr;
    for (const Contraction& it : kContractions) {
      const std::size_t end = i + it.first.size() + it.second.size();
      if (!has_word(i, it.first) || !has_word(i + it.first.size(), it.second) || !ends_word(end)) continue;
      if (it.first == "wan" && (end == line_.size() || !is_space(at(end)))) continue;
      return &it;
    }
    return nullptr;
  }

  [[nodiscard]] bool is_after_space(std::size_t i, const Contraction& it) const {
    if (at(i) != ' ' || !is(i + 1, '\'')) return false;
    const std::size_t middle = i + 1 + it.first.size();
    return has_word(i + 1, it.first) && has_word(middle, it.second) && ends_word(middle + it.second.size());
  }

  void write_words() {
    bool between = false;
    bool space = false;
    for (const Unit c : line_) {
      if (is_space(c)) {
        space = between;
        continue;
      }
      if (space) all_.push_back(' ');
      all_.push_back(c);
      between = true;
      space = false;
    }
  }

  std::vector<Unit>& line_;
  std::vector<Unit>& next_;
  std::vector<Unit>& all_;
};

Text TreebankText::read(const Text& text) {
  return lines_.read(text, true, true, []<class Unit>(const Unit* in, std::size_t size, auto& scratch) {
    Line<Unit>(in, size, scratch).write();
  });
}

}  // namespace gramscore
