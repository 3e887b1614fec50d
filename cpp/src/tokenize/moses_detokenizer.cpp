#include "gramscore/tokenize/moses_detokenizer.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "text/code_points.hpp"
#include "tokenize/tables/moses_upper.hpp"

namespace gramscore {
namespace {

constexpr std::uint32_t kLowQuote = 0x201e;
constexpr std::uint32_t kHighQuote = 0x201c;
constexpr std::uint32_t kEnDash = 0x2013;

struct Entity {
  std::string_view name;
  char character;
};

/// Those of older versions of Moses are among them.
constexpr Entity kEntities[] = {{"&amp;", '&'}, {"&apos;", '\''}, {"&quot;", '"'}, {"&lt;", '<'},
                                {"&gt;", '>'},  {"&#124;", '|'},  {"&#91;", '['},  {"&#93;", ']'},
                                {"&bar;", '|'}, {"&bra;", '['},   {"&ket;", ']'}};

/// Parts that option -penn replaces, one after the other. The letter at `letter`, if any, may be a capital and stays as it is.
struct PennRule {
  std::string_view from;
  std::string_view to;
  std::size_t letter = std::string_view::npos;
};

constexpr PennRule kPennRules[] = {
    {" @/@ ", "/"},
    {" n't ", "n't "},
    {" N'T ", "N'T "},
    {" can not ", " cannot ", 1},
    {" d' ye ", " d'ye ", 1},
    {" gim me ", " gimme ", 1},
    {" gon na ", " gonna ", 1},
    {" got ta ", " gotta ", 1},
    {" lem me ", " lemme ", 1},
    {" 't is ", " 'tis ", 2},
    {" 't was ", " 'twas ", 2},
    {" wan na ", " wanna ", 1},
    {"-LRB-", "("},
    {"-RRB-", ")"},
    {"-LSB-", "["},
    {"-RSB-", "]"},
    {"-LCB-", "{"},
    {"-RCB-", "}"},
};

/// Endings of Finnish words that stand behind a colon: a case, then maybe an owner, then maybe a particle.
constexpr std::u32string_view kCases[] = {
    U"N",   U"n",   U"A",   U"a",   U"Ä",   U"ä",   U"ssa",  U"Ssa",  U"ssä", U"Ssä", U"sta", U"stä", U"Sta", U"Stä",
    U"hun", U"Hun", U"hyn", U"Hyn", U"han", U"Han", U"hän",  U"Hän",  U"hön", U"Hön", U"un",  U"Un",  U"yn",  U"Yn",
    U"an",  U"An",  U"än",  U"Än",  U"ön",  U"Ön",  U"seen", U"Seen", U"lla", U"Lla", U"llä", U"Llä", U"lta", U"Lta",
    U"ltä", U"Ltä", U"lle", U"Lle", U"ksi", U"Ksi", U"kse",  U"Kse",  U"tta", U"Tta", U"ine", U"Ine"};
constexpr std::u32string_view kOwners[] = {U"", U"ni", U"si", U"mme", U"nne", U"nsa"};
constexpr std::u32string_view kParticles[] = {U"",   U"ko", U"kö",   U"han",  U"hän",
                                              U"pa", U"pä", U"kaan", U"kään", U"kin"};

/// Ranges of Chinese, Japanese and Korean characters, first and last.
constexpr std::uint32_t kCjk[][2] = {{0x1100, 0x11ff}, {0x2e80, 0xa4cf}, {0xa840, 0xa87f}, {0xac00, 0xd7af},
                                     {0xf900, 0xfaff}, {0xfe30, 0xfe4f}, {0xff65, 0xffdc}, {0x20000, 0x2ffff}};
/// Those that the package adds: Tangut, the newer kana and Nushu.
constexpr std::uint32_t kPackageCjk[][2] = {{0x17000, 0x18aff}, {0x1b000, 0x1b12f}, {0x1b170, 0x1b2ff}};

bool is_among(std::uint32_t c, std::string_view ascii) {
  return c < 0x80 && ascii.find(static_cast<char>(c)) != std::string_view::npos;
}

bool is_in(std::uint32_t c, std::span<const std::uint32_t[2]> ranges) {
  return std::ranges::any_of(ranges, [c](const auto& range) { return c >= range[0] && c <= range[1]; });
}

template <class Unit>
bool equal(std::span<const Unit> word, std::u32string_view text) {
  return std::ranges::equal(word, text, [](Unit a, char32_t b) { return std::uint32_t{a} == std::uint32_t{b}; });
}

template <class Unit>
bool starts(std::span<const Unit> word, std::u32string_view text) {
  return word.size() >= text.size() && equal(word.first(text.size()), text);
}

/// The characters that are the capital of a letter, up to three.
std::vector<std::uint32_t> capital_of(std::uint32_t c) {
  for (const auto& special : tables::kMosesUpperSpecial) {
    if (special[0] != c) continue;
    std::vector<std::uint32_t> found(std::begin(special) + 1, std::end(special));
    while (found.back() == 0) found.pop_back();
    return found;
  }
  for (const auto& run : tables::kMosesUpper) {
    if (c >= run.first && c <= run.last && (c - run.first) % run.step == 0)
      return {static_cast<std::uint32_t>(static_cast<std::int32_t>(c) + run.distance)};
  }
  return {c};
}

}  // namespace

MosesDetokenizer::MosesDetokenizer(MosesDetokenizerRules rules) : rules_(std::move(rules)) {}

template <class Unit>
class MosesDetokenizer::Line {
 public:
  Line(MosesDetokenizer& all, Scratch<Unit>& scratch)
      : rules_(all.rules_),
        script_(all.is_script()),
        language_(rules_.language),
        words_(all.words_),
        line_(scratch.line),
        next_(scratch.next),
        out_(scratch.all),
        begin_(out_.size()) {}

  /// Adds the text of a line to `all`.
  void read(const Unit* in, std::size_t size) {
    if (script_ && (is_tag(in, size) || std::all_of(in, in + size, [this](Unit c) { return is_white(c); }))) {
      out_.insert(out_.end(), in, in + size);
      return;
    }
    load(in, size);
    if (rules_.penn) undo_penn();
    find_words();
    if (rules_.penn) {
      join_penn();
    } else {
      join();
    }
    if (rules_.uppercase) raise_first_letter();
  }

 private:
  using Span = std::span<const Unit>;

  [[nodiscard]] bool is(Unit c, std::uint8_t bits) const { return rules_.characters->is(c, bits); }

  /// What the program takes for white space.
  [[nodiscard]] bool is_white(Unit c) const { return is_space(c) && !(script_ && c - 0x1cu < 4); }

  [[nodiscard]] Span at(std::size_t word) const {
    return Span(line_).subspan(words_[word].begin, words_[word].end - words_[word].begin);
  }

  static bool has(Span text, std::string_view ascii) {
    return text.size() >= ascii.size() && std::equal(ascii.begin(), ascii.end(), text.begin(),
                                                     [](char a, Unit b) { return static_cast<Unit>(a) == b; });
  }

  /// Whether a word is this one character.
  static bool is_one(Span word, std::uint32_t c) { return word.size() == 1 && word[0] == c; }

  template <class Test>
  static bool all_of(Span word, Test test) {
    return !word.empty() && std::ranges::all_of(word, test);
  }

  static bool is_tag(const Unit* in, std::size_t size) { return size > 2 && in[0] == '<' && in[size - 1] == '>'; }

  /// The line with spaces around it, hyphens between parts of words and what entities stand for.
  void load(const Unit* in, std::size_t size) {
    next_.clear();
    next_.push_back(' ');
    next_.insert(next_.end(), in, in + size);
    next_.push_back(' ');
    line_.clear();
    const Span padded(next_);
    for (std::size_t i = 0; i < padded.size();) {
      const Unit c = padded[i];
      if (c == ' ' && has(padded.subspan(i), " @-@ ")) {
        line_.push_back('-');
        i += 5;
        continue;
      }
      if (c == '&' && rules_.unescape) {
        const auto* const entity =
            std::ranges::find_if(kEntities, [&](const Entity& known) { return has(padded.subspan(i), known.name); });
        if (entity != std::end(kEntities)) {
          line_.push_back(static_cast<Unit>(entity->character));
          i += entity->name.size();
          continue;
        }
      }
      line_.push_back(c);
      ++i;
    }
  }

  [[nodiscard]] static bool matches(Span text, const PennRule& rule) {
    if (text.size() < rule.from.size()) return false;
    for (std::size_t i = 0; i < rule.from.size(); ++i) {
      const Unit c = i == rule.letter ? static_cast<Unit>(text[i] | 0x20) : text[i];
      if (c != static_cast<Unit>(rule.from[i])) return false;
    }
    return true;
  }

  void undo_penn() {
    for (const PennRule& rule : kPennRules) {
      next_.clear();
      const Span text(line_);
      for (std::size_t i = 0; i < text.size();) {
        if (!matches(text.subspan(i), rule)) {
          next_.push_back(text[i++]);
          continue;
        }
        for (std::size_t k = 0; k < rule.to.size(); ++k) {
          next_.push_back(k == rule.letter ? text[i + k] : static_cast<Unit>(rule.to[k]));
        }
        i += rule.from.size();
      }
      line_.swap(next_);
    }
  }

  /// The script's words lie between single spaces, so that some are empty, but not at the end.
  void find_words() {
    words_.clear();
    const std::size_t size = line_.size();
    for (std::size_t begin = 0; begin < size;) {
      std::size_t end = begin;
      while (end < size && !(script_ ? line_[end] == ' ' : is_space(line_[end]))) ++end;
      if (script_ || end > begin) words_.push_back({begin, end});
      begin = end + 1;
    }
    while (!words_.empty() && words_.back().begin == words_.back().end) words_.pop_back();
  }

  /// Adds a word, by itself or right behind what is there. The next one follows after a space or not.
  void put(Span word, bool apart, bool space_behind) {
    if (apart && space_) pending_ = true;
    space_ = space_behind;
    if (word.empty()) return;
    if (pending_ && out_.size() > begin_) out_.push_back(' ');
    pending_ = false;
    out_.insert(out_.end(), word.begin(), word.end());
  }
  void put_alone(Span word) { put(word, true, true); }
  void put_before(Span word) { put(word, true, false); }
  void put_behind(Span word) { put(word, false, true); }

  [[nodiscard]] bool is_cjk(Unit c) const {
    return c >= 0x1100 && (is_in(c, kCjk) || (!script_ && is_in(c, kPackageCjk)));
  }

  [[nodiscard]] bool opens(Span word) const {
    return all_of(word, [this](Unit c) {
      return c == '(' || c == '[' || c == '{' || c == 0xbf || c == 0xa1 || is(c, kMosesCurrency);
    });
  }

  static bool closes(Span word) {
    return all_of(word, [](Unit c) { return is_among(c, ",.?!:;\\%}])"); });
  }

  static bool quotes(Span word) {
    return all_of(word, [](Unit c) { return c == '\'' || c == '"' || c == '`' || c == kLowQuote || c == kHighQuote; });
  }

  static bool is_number(Span word) {
    return all_of(word, [](Unit c) { return c >= '0' && c <= '9'; });
  }

  /// 's and the like, behind a letter or digit; to the package behind anything.
  [[nodiscard]] bool is_contraction(std::size_t i) const {
    const Span word = at(i);
    if (i == 0 || word.size() < 2 || word[0] != '\'' || !is(word[1], kMosesAlpha)) return false;
    return !script_ || (!at(i - 1).empty() && is(at(i - 1).back(), kMosesAlnum));
  }

  /// l' and the like, before a letter.
  [[nodiscard]] bool is_elision(std::size_t i) const {
    if (language_ != "fr" && language_ != "it" && (script_ || language_ != "ga")) return false;
    return i + 1 < words_.size() && ends_in_elision(at(i)) && !at(i + 1).empty() && is(at(i + 1)[0], kMosesAlpha);
  }
  [[nodiscard]] bool ends_in_elision(Span word) const {
    return word.size() > 1 && word.back() == '\'' && is(word[word.size() - 2], kMosesAlpha);
  }

  /// The digits behind a Czech comma or dot. The package looks for these at the end of the line.
  [[nodiscard]] bool is_czech_fraction(std::size_t i) const {
    if (i < 2) return false;
    const std::size_t behind = script_ ? i : words_.size();
    const Span mark = at(behind - 1);
    return is_number(at(i)) && (is_one(mark, '.') || is_one(mark, ',')) && is_number(at(behind - 2));
  }

  /// The word before a dash and "li" or "mail...". The script wants one more word behind these.
  [[nodiscard]] bool is_czech_compound(std::size_t i) const {
    if (i + (script_ ? 3 : 2) >= words_.size()) return false;
    const Span word = at(i);
    if (script_ ? word.empty() || !is(word.back(), kMosesAlpha) : !ends_in_elision(word)) return false;
    if (!is_one(at(i + 1), '-') && !is_one(at(i + 1), kEnDash)) return false;
    const Span last = at(i + 2);
    const auto begins = [&last](std::string_view lower) {
      return last.size() >= lower.size() && std::equal(lower.begin(), lower.end(), last.begin(), [](char a, Unit b) {
               return static_cast<Unit>(a) == (b | 0x20u);
             });
    };
    return begins("mail") || (last.size() == 2 && begins("li"));
  }

  static bool is_finnish_ending(Span word) {
    return std::ranges::any_of(kCases, [word](std::u32string_view of_case) {
      if (!starts(word, of_case)) return false;
      const Span behind = word.subspan(of_case.size());
      return std::ranges::any_of(kOwners, [behind](std::u32string_view owner) {
        return starts(behind, owner) && std::ranges::any_of(kParticles, [&](std::u32string_view particle) {
                 return equal(behind.subspan(owner.size()), particle);
               });
      });
    });
  }

  void join() {
    const bool english = language_ == "en";
    const bool french = language_ == "fr";
    const bool czech = language_ == "cs";
    const bool korean = language_ == "ko";
    const bool finnish = script_ && language_ == "fi";
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const Span word = at(i);
      if (!word.empty() && is_cjk(word[0]) && (script_ || !korean)) {
        const bool follows = i > 0 && !at(i - 1).empty() && is_cjk(at(i - 1).back()) && !korean;
        put(word, !follows, true);
      } else if (opens(word)) {
        put_before(word);
      } else if (closes(word)) {
        if (french && word.size() == 1 && is_among(word[0], "?!:;\\%")) pending_ = true;
        put_behind(word);
      } else if (english && is_contraction(i)) {
        put_behind(word);
      } else if (czech && is_czech_fraction(i)) {
        put_behind(word);
      } else if (is_elision(i)) {
        put_before(word);
      } else if (czech && is_czech_compound(i)) {
        put_before(word);
        put(at(i + 1), false, false);
        ++i;
      } else if (quotes(word)) {
        put_quote(i);
      } else if (finnish && is_finnish_ending(word) && !at(i == 0 ? words_.size() - 1 : i - 1).empty() &&
                 at(i == 0 ? words_.size() - 1 : i - 1).back() == ':') {
        put_behind(word);
        lower(out_.end() - static_cast<std::ptrdiff_t>(word.size()));
      } else {
        put_alone(word);
      }
    }
  }

  /// Of equal quotation marks the first opens, the second closes, and so on.
  void put_quote(std::size_t i) {
    const Span word = at(i);
    const bool is_double = std::ranges::all_of(word, [](Unit c) { return c == kLowQuote || c == kHighQuote; });
    bool& open = is_double ? double_open_ : open_of(word);
    if (language_ == "cs" && is_one(word, kLowQuote)) open = false;
    if (language_ == "cs" && is_one(word, kHighQuote)) open = true;
    if (open) {
      put_behind(word);
      open = false;
    } else if (language_ == "en" && is_one(word, '\'') && i > 0 && !at(i - 1).empty() && at(i - 1).back() == 's') {
      put_behind(word);
    } else {
      put_before(word);
      open = true;
    }
  }

  bool& open_of(Span word) {
    if (is_one(word, '"')) return double_open_;
    if (is_one(word, '\'')) return single_open_;
    return open_[std::u32string(word.begin(), word.end())];
  }

  void lower(typename std::vector<Unit>::iterator at) {
    for (; at != out_.end(); ++at) {
      if (*at - std::uint32_t{'A'} < 26 || *at == 0xc4 || *at == 0xd6) *at = static_cast<Unit>(*at + 0x20);
    }
  }

  void join_penn() {
    static constexpr Unit kSingle[] = {'\''};
    static constexpr Unit kDouble[] = {'"'};
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const Span word = at(i);
      if (opens(word)) {
        put_before(word);
      } else if (closes(word) || is_contraction(i)) {
        put_behind(word);
      } else if (is_one(word, '`')) {
        put_before(kSingle);
      } else if (word.size() == 2 && has(word, "``")) {
        put_before(kDouble);
      } else if (is_one(word, '\'')) {
        put_behind(kSingle);
      } else if (word.size() == 2 && has(word, "''")) {
        put_behind(kDouble);
      } else {
        put_alone(word);
      }
    }
  }

  /// If there is nothing but punctuation and white space before it.
  void raise_first_letter() {
    const auto first = std::find_if(out_.begin() + static_cast<std::ptrdiff_t>(begin_), out_.end(),
                                    [this](Unit c) { return !is(c, kMosesPunctuation) && !is_white(c); });
    if (first == out_.end() || !is(*first, kMosesAlpha)) return;
    const std::vector<std::uint32_t> capital = capital_of(*first);
    const auto behind = out_.erase(first);
    out_.insert(behind, capital.begin(), capital.end());
  }

  const MosesDetokenizerRules& rules_;
  bool script_;
  std::string_view language_;
  std::vector<Word>& words_;
  std::vector<Unit>& line_;
  std::vector<Unit>& next_;
  std::vector<Unit>& out_;
  std::size_t begin_;     // of what the line adds to `out_`
  bool space_ = true;     // before a word that stands apart
  bool pending_ = false;  // a space to be written before the next characters
  bool single_open_ = false;
  bool double_open_ = false;
  std::unordered_map<std::u32string, bool> open_;  // of other quotation marks
};

Text MosesDetokenizer::read(const Text& text) {
  // Capitals of Latin-1 are not all in Latin-1.
  return lines_.read(text, is_script(), !rules_.uppercase,
                     [this]<class Unit>(const Unit* in, std::size_t size, Scratch<Unit>& scratch) {
                       Line<Unit>(*this, scratch).read(in, size);
                     });
}

void MosesDetokenizer::trim(std::size_t bytes) {
  lines_.trim(bytes);
  release(words_, bytes);
}

}  // namespace gramscore
