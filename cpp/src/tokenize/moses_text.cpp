#include "tokenize/moses_text.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "text/code_points.hpp"

namespace gramscore {
namespace {

/// A row of dots is written as this many times kDot, and kMulti, until all else is done: so both programs do it, and texts
/// that hold these words come out with dots.
constexpr std::string_view kDot = "DOT";
constexpr std::string_view kMulti = "MULTI";
constexpr std::string_view kOneDot = "DOTMULTI";

constexpr std::uint32_t kMiddleDot = 0xb7;

}  // namespace

const char* moses_entity(std::uint32_t c) {
  switch (c) {
    case '&': return "&amp;";
    case '|': return "&#124;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\'': return "&apos;";
    case '"': return "&quot;";
    case '[': return "&#91;";
    case ']': return "&#93;";
    default: return nullptr;
  }
}

MosesText::MosesText(std::shared_ptr<const MosesRules> rules, bool keeps_lines)
    : rules_(std::move(rules)), keeps_lines_(keeps_lines) {
  const std::string& language = rules_->language;
  const bool script = is_script();
  const auto among = [&language](std::initializer_list<std::string_view> languages) {
    return std::ranges::find(languages, language) != languages.end();
  };
  if (language == "en") {
    apostrophes_ = Apostrophes::english;
  } else if (among({"fr", "it"}) || (script && among({"ga", "ca"}))) {
    apostrophes_ = Apostrophes::left;
  } else if (script && among({"so", "tdt"})) {
    apostrophes_ = Apostrophes::glottal;
  } else {
    apostrophes_ = Apostrophes::other;
  }
  if (!script) return;
  if (among({"fi", "sv"})) inner_ = ':';
  if (language == "tdt") inner_ = '\'';
  if (language == "ca") inner_ = kMiddleDot;
}

template <class Unit>
class MosesText::Line {
 public:
  Line(MosesText& text, Scratch<Unit>& scratch) : text_(text), line_(scratch.line), next_(scratch.next) {}

  /// Adds the tokens of a line to `all`.
  void read(const Unit* in, std::size_t size, std::vector<Unit>& all) {
    load(in, size);
    if (text_.inner_ != 0) pass([this] { separate_inner(); });
    if (text_.rules_->aggressive) pass([this] { separate_hyphens(); });
    if (dot_rows_ || has_marker_) pass([this] { mark_dot_rows(); });
    if (commas_) {
      pass([this] { separate_commas_behind(); });
      pass([this] { separate_commas_before(); });
      separate_last_comma();
    }
    if (apostrophes_) separate_apostrophes();
    if (dots_) pass([this] { separate_full_stops(); });
    if (dot_rows_ || has_marker_) pass([this] { restore_dot_rows(); });
    if (text_.rules_->escape && specials_) pass([this] { escape(); });
    all.insert(all.end(), line_.begin(), line_.end());
  }

 private:
  [[nodiscard]] bool is(Unit c, std::uint8_t bits) const { return text_.rules_->characters->is(c, bits); }

  template <class Pass>
  void pass(Pass make) {
    next_.clear();
    make();
    line_.swap(next_);
  }

  void put(Unit c) { next_.push_back(c); }
  void put(std::string_view ascii) {
    for (const char c : ascii) next_.push_back(static_cast<Unit>(c));
  }
  /// A character with a space on either side.
  void put_apart(Unit c) {
    put(' ');
    put(c);
    put(' ');
  }

  [[nodiscard]] bool has(std::size_t at, std::string_view ascii) const {
    return line_.size() - at >= ascii.size() && std::equal(ascii.begin(), ascii.end(), line_.data() + at,
                                                           [](char a, Unit b) { return static_cast<Unit>(a) == b; });
  }

  [[nodiscard]] std::size_t dots_at(std::size_t at) const {
    std::size_t end = at;
    while (end < line_.size() && line_[end] == '.') ++end;
    return end - at;
  }

  static bool is_separator(Unit c) { return c == ' ' || c == '\n'; }

  /// White space becomes single spaces, control characters go, and what is neither letter nor digit stands alone.
  void load(const Unit* in, std::size_t size) {
    const bool script = text_.is_script();
    line_.clear();
    std::size_t spaces = 0;  // to be written if something follows
    bool line_feed = false;
    bool in_space = false;
    Unit last = 0;  // as the text has it
    for (std::size_t i = 0; i < size; ++i) {
      const Unit c = in[i];
      // What the script does not take for white space beyond is control characters, which go before it looks at words.
      if (script ? (c - 0x09u < 5 || c == ' ' || (c >= 0x80 && is_wide_space(c))) : is_space(c)) {
        if (!in_space) ++spaces;
        in_space = true;
        line_feed = line_feed || c == '\n';
        continue;
      }
      if (c < 0x20) {
        if (!script) in_space = false;
        continue;
      }
      in_space = false;
      if (spaces != 0) {
        if (!line_.empty()) {
          line_.insert(line_.end(), script ? 1 : spaces, Unit{' '});
          if (line_feed && text_.keeps_lines_) line_.back() = '\n';
        }
        last = ' ';
        spaces = 0;
        line_feed = false;
      }
      add(c, last);
      last = c;
    }
  }

  void add(Unit c, Unit last) {
    if (is(c, kMosesAlnum)) {
      has_marker_ = has_marker_ || (c == 'M' && last == 'T');
      line_.push_back(c);
      return;
    }
    switch (c) {
      case '.':
        dots_ = true;
        dot_rows_ = dot_rows_ || last == '.';
        return line_.push_back(c);
      case ',': commas_ = true; return line_.push_back(c);
      case '\'': apostrophes_ = specials_ = true; return line_.push_back(c);
      case '`':
      case '-': return line_.push_back(c);
      default: break;
    }
    if (c == text_.inner_) return line_.push_back(c);
    specials_ = specials_ || moses_entity(c) != nullptr;
    line_.insert(line_.end(), {Unit{' '}, c, Unit{' '}});
  }

  /// Marks within words stay only before a lower-case letter. The middle dot always does, but for one behind a capital a
  /// with circumflex: the script takes its own two bytes of UTF-8 for two characters.
  void separate_inner() {
    for (std::size_t i = 0; i < line_.size(); ++i) {
      const bool middle = text_.inner_ == kMiddleDot;
      const std::size_t width = middle ? 2 : 1;
      const bool here =
          middle ? line_[i] == 0xc2 && i + 1 < line_.size() && line_[i + 1] == kMiddleDot : line_[i] == text_.inner_;
      if (!here || (i + width < line_.size() && is(line_[i + width], kMosesLowerLetter))) {
        put(line_[i]);
        continue;
      }
      put(' ');
      for (std::size_t k = 0; k < width; ++k) put(line_[i + k]);
      put(' ');
      i += width - 1;
    }
  }

  void separate_hyphens() {
    for (std::size_t i = 0; i < line_.size(); ++i) {
      put(line_[i]);
      if (i + 2 < line_.size() && line_[i + 1] == '-' && is(line_[i], kMosesAlnum) && is(line_[i + 2], kMosesAlnum)) {
        put(" @-@ ");
        ++i;
      }
    }
  }

  /// In the script, a dot behind the marker of a text's own belongs to it as well, and what comes next is set apart, unless
  /// a marker that comes next was what the one before was set apart from.
  void mark_dot_rows() {
    std::size_t taken = line_.size();
    for (std::size_t i = 0; i < line_.size();) {
      const std::size_t row = dots_at(i);
      if (row >= 2) {
        put(' ');
        for (std::size_t k = 0; k < row; ++k) put(kDot);
        put(kMulti);
        i += row;
        if (i < line_.size()) put(' ');
        if (row == 2) taken = i;
      } else if (text_.is_script() && has(i, kOneDot) && dots_at(i + kOneDot.size()) == 1) {
        const bool apart = i != taken;
        put(kDot);
        put(kOneDot);
        i += kOneDot.size() + 1;
        if (apart && i < line_.size()) {
          put(' ');
          taken = i;
        }
      } else {
        put(line_[i++]);
      }
    }
  }

  void separate_commas_behind() {
    for (std::size_t i = 0; i < line_.size(); ++i) {
      put(line_[i]);
      if (i + 1 < line_.size() && line_[i + 1] == ',' && !is(line_[i], kMosesNumber)) {
        put_apart(',');
        ++i;
      }
    }
  }

  void separate_commas_before() {
    for (std::size_t i = 0; i < line_.size(); ++i) {
      if (line_[i] == ',' && i + 1 < line_.size() && !is(line_[i + 1], kMosesNumber)) {
        put_apart(',');
        put(line_[++i]);
      } else {
        put(line_[i]);
      }
    }
  }

  void separate_last_comma() {
    const std::size_t size = line_.size();
    if (size < 2 || line_.back() != ',' || !is(line_[size - 2], kMosesNumber)) return;
    line_.back() = ' ';
    line_.push_back(',');
  }

  enum class Split : std::uint8_t { both, before, behind };

  /// Splits at the apostrophes between characters of which `left` and `right` hold. Each such character belongs to one
  /// apostrophe only.
  template <class Left, class Right>
  void split_between(Left left, Right right, Split split) {
    pass([&] {
      for (std::size_t i = 0; i < line_.size(); ++i) {
        put(line_[i]);
        if (i + 2 >= line_.size() || line_[i + 1] != '\'' || !left(line_[i]) || !right(line_[i + 2])) continue;
        if (split != Split::behind) put(' ');
        put('\'');
        if (split != Split::before) put(' ');
        put(line_[i + 2]);
        i += 2;
      }
    });
  }

  void separate_apostrophes() {
    const auto letter = [this](Unit c) { return is(c, kMosesAlpha); };
    const auto no_letter = [this](Unit c) { return !is(c, kMosesAlpha); };
    const auto neither = [this](Unit c) { return !is(c, kMosesAlpha | kMosesNumber); };
    const bool english = text_.apostrophes_ == Apostrophes::english;
    if (text_.apostrophes_ == Apostrophes::other) {
      pass([this] {
        for (const Unit c : line_) c == '\'' ? put_apart(c) : put(c);
      });
      return;
    }
    split_between(no_letter, no_letter, Split::both);
    if (english) {
      split_between(neither, letter, Split::both);
    } else {
      split_between(no_letter, letter, Split::both);
    }
    split_between(letter, no_letter, Split::both);
    if (text_.apostrophes_ == Apostrophes::glottal) return;
    split_between(letter, letter, english ? Split::before : Split::behind);
    if (!english) return;
    split_between([this](Unit c) { return is(c, kMosesNumber); }, [](Unit c) { return c == 's'; }, Split::before);
  }

  [[nodiscard]] bool is_prefix(std::size_t begin, std::size_t end, MosesPrefix kind) {
    std::string& key = text_.prefix_;
    key.clear();
    for (std::size_t i = begin; i < end; ++i) {
      std::uint8_t bytes[4];
      const std::uint8_t* const last = encode_utf8(line_[i], bytes);
      key.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(last - bytes));
    }
    const auto found = text_.rules_->prefixes.find(key);
    return found != text_.rules_->prefixes.end() && found->second == kind;
  }

  /// Whether a word keeps the dot that it ends with. Before the dot, at `end`, is the rest of it; `next` is the first
  /// character of the next word, 0 for none.
  [[nodiscard]] bool keeps_dot(std::size_t begin, std::size_t end, Unit next) {
    const auto first = line_.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = line_.begin() + static_cast<std::ptrdiff_t>(end);
    if (std::find(first, last, Unit{'.'}) != last &&
        std::any_of(first, last, [this](Unit c) { return is(c, kMosesAlpha); }))
      return true;
    return is_prefix(begin, end, MosesPrefix::always) || (next != 0 && is(next, kMosesLower)) ||
           (next >= '0' && next <= '9' && is_prefix(begin, end, MosesPrefix::before_numbers));
  }

  /// Dots at the ends of words that are no abbreviations. To the script, two spaces in a row have a word of nothing between
  /// them, and the last word is none of those.
  void separate_full_stops() {
    const bool script = text_.is_script();
    std::size_t end_of_all = line_.size();
    while (end_of_all > 0 && is_separator(line_[end_of_all - 1])) --end_of_all;
    for (std::size_t begin = 0; begin < end_of_all;) {
      if (is_separator(line_[begin])) {
        const Unit separator = line_[begin++];
        if (next_.empty()) continue;
        if (!is_separator(next_.back())) {
          put(separator);
        } else if (separator == '\n') {
          next_.back() = separator;
        }
        continue;
      }
      std::size_t end = begin;
      while (end < end_of_all && !is_separator(line_[end])) ++end;
      next_.insert(next_.end(), line_.begin() + static_cast<std::ptrdiff_t>(begin),
                   line_.begin() + static_cast<std::ptrdiff_t>(end));
      if (line_[end - 1] == '.' && end - begin > 1) {
        std::size_t follower = end;
        if (script) {
          follower = std::min(end + 1, end_of_all);
        } else {
          while (follower < end_of_all && is_separator(line_[follower])) ++follower;
        }
        const bool is_last = end == end_of_all;
        const Unit next = is_last || is_separator(line_[follower]) ? Unit{0} : line_[follower];
        if ((script && is_last) || !keeps_dot(begin, end - 1, next)) {
          next_.back() = ' ';
          put('.');
        }
      }
      begin = end;
    }
    const std::size_t size = next_.size();
    if (size >= 2 && next_[size - 2] == '.' && next_[size - 1] == '\'') {
      next_.resize(size - 2);
      put(" . '");
    }
  }

  void restore_dot_rows() {
    for (std::size_t i = 0; i < line_.size();) {
      std::size_t dots = 0;
      std::size_t at = i;
      for (; has(at, kDot); at += kDot.size()) ++dots;
      if (dots == 0) {
        put(line_[i++]);
      } else if (has(at, kMulti)) {
        next_.insert(next_.end(), dots, Unit{'.'});
        i = at + kMulti.size();
      } else {
        for (; i < at; ++i) put(line_[i]);
      }
    }
  }

  void escape() {
    for (const Unit c : line_) {
      if (const char* const entity = moses_entity(c)) {
        put(std::string_view(entity));
      } else {
        put(c);
      }
    }
  }

  MosesText& text_;
  std::vector<Unit>& line_;
  std::vector<Unit>& next_;
  // What the line has.
  bool dots_ = false;
  bool dot_rows_ = false;
  bool commas_ = false;
  bool apostrophes_ = false;
  bool specials_ = false;
  bool has_marker_ = false;
};

Text MosesText::read(const Text& text) {
  return lines_.read(text, rules_->program == MosesProgram::script, true,
                     [this]<class Unit>(const Unit* in, std::size_t size, Scratch<Unit>& scratch) {
                       Line<Unit>(*this, scratch).read(in, size, scratch.all);
                     });
}

void MosesText::trim(std::size_t bytes) { lines_.trim(bytes); }

}  // namespace gramscore
