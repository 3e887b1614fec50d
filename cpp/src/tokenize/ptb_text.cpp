#include "tokenize/ptb_text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>

#include "gramscore/tokenize/ptb.hpp"
#include "text/code_points.hpp"
#include "tokenize/automaton.hpp"
#include "tokenize/ptb_rules.hpp"
#include "tokenize/tables/ptb_characters.hpp"

namespace gramscore {
namespace {

using ptb::Action;
using ptb::Rule;

/// The rules as automata: all of them, and of those that look ahead both parts.
class Rules {
 public:
  struct Parts {
    std::size_t head;
    std::size_t tail;
  };

  Rules() {
    define("LETTER", tables::kPtbLetters);
    define("DIGIT", tables::kPtbDigits);
    define("CAPITAL", tables::kPtbCapitals);
    for (const auto& [name, expression] : ptb::kNames) automaton_.define(name, expression);
    std::vector<std::string> whole;
    for (const Rule& rule : ptb::kRules) whole.push_back("(" + std::string(rule.head) + ")(" + rule.tail + ")");
    all_ = automaton_.add(whole);
    for (const Rule& rule : ptb::kRules) {
      const bool looks = *rule.tail != '\0';
      parts_.push_back({looks ? automaton_.add({rule.head}) : 0, looks ? automaton_.add({rule.tail}) : 0});
    }
    automaton_.finish();
  }

  [[nodiscard]] const Automaton& automaton() const { return automaton_; }
  [[nodiscard]] const Automaton::State* start() const { return automaton_.start(all_); }

  /// How much of a match is the token: as much as there can be, so that what is ahead matches the rest.
  [[nodiscard]] std::size_t head_of(std::size_t rule, const std::uint16_t* units, std::size_t size) const {
    if (*ptb::kRules[rule].tail == '\0') return size;
    std::vector<std::size_t> ends;
    const Automaton::State* state = automaton_.start(parts_[rule].head);
    for (std::size_t i = 0; i < size && state != nullptr; ++i) {
      state = automaton_.next(state, units[i]);
      if (state != nullptr && state->accepted >= 0) ends.push_back(i + 1);
    }
    for (std::size_t k = ends.size(); k-- > 0;) {
      state = automaton_.start(parts_[rule].tail);
      for (std::size_t i = ends[k]; i < size && state != nullptr; ++i) state = automaton_.next(state, units[i]);
      if (state != nullptr && state->accepted >= 0) return ends[k];
    }
    return size;
  }

 private:
  template <std::size_t kSize>
  void define(const char* name, const std::uint16_t (&runs)[kSize][2]) {
    UnitRanges ranges;
    for (const auto& run : runs) ranges.emplace_back(run[0], run[1]);
    automaton_.define(name, ranges);
  }

  Automaton automaton_;
  std::size_t all_ = 0;
  std::vector<Parts> parts_;
};

const Rules& rules() {
  static const Rules rules;
  return rules;
}

/// What quotes become.
constexpr std::pair<std::uint16_t, const char*> kQuotes[] = {
    {0x2018, "`"},  {0x201b, "`"},  {0x2039, "`"},  {0x0091, "`"},  {0x2019, "'"},  {0x203a, "'"},  {0x0092, "'"},
    {0x201c, "``"}, {0x00ab, "``"}, {0x0093, "``"}, {0x201d, "''"}, {0x00bb, "''"}, {0x0094, "''"},
};

/// The tokens that COCO's evaluation leaves out.
constexpr std::string_view kDropped[] = {"''", "'", "``", "`", ".", "?", "!", ",", ":", "-", "--", "...", ";"};

template <std::size_t kSize>
bool is_in(const std::uint16_t (&runs)[kSize][2], std::uint16_t unit) {
  return std::ranges::any_of(runs, [unit](const auto& run) { return run[0] <= unit && unit <= run[1]; });
}

bool is_ascii_letter(std::uint16_t unit) { return (unit | 0x20u) - 'a' < 26; }

bool is_hyphen(std::uint16_t unit) { return unit == '-' || unit == 0x58a || unit == 0x2010 || unit == 0x2011; }

/// A capital sigma at a place as Java makes it lower case where that differs: there, hyphens join words. Else itself.
std::uint16_t sigma_at(const std::vector<std::uint16_t>& units, std::size_t place) {
  const auto cased = [&units](std::size_t i, bool forward) {
    for (; i < units.size(); forward ? ++i : --i) {
      if (is_in(tables::kPtbCased, units[i])) return true;
      if (!is_in(tables::kPtbLetters, units[i])) return false;
    }
    return false;
  };
  if (place + 1 < units.size() && is_hyphen(units[place + 1])) return cased(place + 2, true) ? 0x3c3 : 0x3a3;
  const bool joined = place > 1 && is_hyphen(units[place - 1]) && cased(place - 2, false);
  return joined && !cased(place + 1, true) ? 0x3c2 : 0x3a3;
}

constexpr std::size_t kSample = 64;  // places at which vain scans are remembered

}  // namespace

struct PtbText::Token {
  std::size_t rule = 0;
  std::size_t size = 0;  // 0: no rule matches
};

void PtbText::Vain::clear() {
  if (used_ != 0) std::ranges::fill(slots_, 0u);
  used_ = 0;
}

bool PtbText::Vain::has(std::size_t place, std::uint32_t state) const {
  if (used_ == 0) return false;
  const std::uint64_t key = std::uint64_t{place / kSample + 1} << 32 | state;
  for (std::size_t slot = key * 0x9e3779b97f4a7c15u >> 32;; ++slot) {
    const std::uint64_t found = slots_[slot & (slots_.size() - 1)];
    if (found == key) return true;
    if (found == 0) return false;
  }
}

void PtbText::Vain::add(std::size_t place, std::uint32_t state) {
  if (has(place, state)) return;
  const auto insert = [this](std::uint64_t key) {
    std::size_t slot = key * 0x9e3779b97f4a7c15u >> 32;
    while (slots_[slot & (slots_.size() - 1)] != 0) ++slot;
    slots_[slot & (slots_.size() - 1)] = key;
  };
  if (2 * ++used_ > slots_.size()) {
    std::vector<std::uint64_t> old =
        std::exchange(slots_, std::vector<std::uint64_t>(std::max<std::size_t>(1024, 2 * slots_.size())));
    for (const std::uint64_t key : old) {
      if (key != 0) insert(key);
    }
  }
  insert(std::uint64_t{place / kSample + 1} << 32 | state);
}

void PtbText::trim(std::size_t bytes) {
  const auto release = [bytes](auto& values) {
    if (values.capacity() * sizeof(values[0]) > bytes) std::remove_reference_t<decltype(values)>().swap(values);
  };
  release(units_);
  release(out_);
  release(visited_);
  release(points_);
  release(ascii_);
  lower_.trim(bytes);
}

/// The text as UTF-16, and after it what tells that it is not the last line of a file.
void PtbText::load(const Text& text) {
  units_.clear();
  units_.reserve(text.size + 2);
  if (text.encoding == Encoding::ascii) {
    const auto* const bytes = units<std::uint8_t>(text);
    units_.insert(units_.end(), bytes, bytes + text.size);
    return;
  }
  each_code_point(text, [this](std::uint32_t c) {
    if (c < 0x10000) {
      units_.push_back(static_cast<std::uint16_t>(c));
    } else {
      units_.push_back(static_cast<std::uint16_t>(0xd800 + ((c - 0x10000) >> 10)));
      units_.push_back(static_cast<std::uint16_t>(0xdc00 + (c & 0x3ff)));
    }
  });
}

/// The token at a place: by the rule that sees most with what it looks ahead at, of several by the first.
PtbText::Token PtbText::token_at(std::size_t begin) {
  const Automaton& automaton = rules().automaton();
  const Automaton::State* state = rules().start();
  const std::uint16_t* const units = units_.data();
  const std::size_t size = units_.size();
  std::int32_t rule = -1;
  std::size_t end = begin;
  visited_.clear();
  for (std::size_t i = begin; i < size;) {
    state = automaton.next(state, units[i++]);
    if (state == nullptr) break;
    if (state->accepted >= 0) {
      rule = state->accepted;
      end = i;
    }
    if (i % kSample == 0 && i > begin) {
      if (vain_.has(i, state->number)) break;
      visited_.emplace_back(i, state->number);
    }
  }
  for (const auto& [place, number] : visited_) {
    if (place > end) vain_.add(place, number);
  }
  if (rule < 0) return {};
  const auto number = static_cast<std::size_t>(rule);
  return {number, rules().head_of(number, units_.data() + begin, end - begin)};
}

void PtbText::add(std::uint16_t unit) { out_.push_back(unit); }

/// Ends the token that begins at `begin` of what is written, or takes it back if it does not count.
void PtbText::end_token(std::size_t begin) {
  const std::size_t size = out_.size() - begin;
  const bool dropped =
      options_.drops_punctuation && size - 1 < 3 && !is_ascii_letter(out_[begin]) &&
      std::ranges::any_of(kDropped, [&](std::string_view mark) {
        return std::equal(mark.begin(), mark.end(), out_.begin() + static_cast<std::ptrdiff_t>(begin), out_.end());
      });
  if (dropped || size == 0) {
    out_.resize(begin);
    return;
  }
  out_.push_back(' ');
}

/// What a token of the text at `begin` is written as.
void PtbText::write(std::size_t begin, const Token& token) {
  const Rule& rule = ptb::kRules[token.rule];
  const std::uint16_t* const first = units_.data() + begin;
  const std::uint16_t* const last = first + token.size;
  const std::size_t start = out_.size();
  const auto append = [this](const char* ascii) {
    for (; *ascii != '\0'; ++ascii) add(static_cast<std::uint8_t>(*ascii));
  };
  switch (rule.action) {
    case Action::literal: append(rule.text); break;
    case Action::word:
      out_.insert(out_.end(), first, last);
      if (std::find(first, last, 0xad) == last) break;
      out_.erase(std::remove(out_.begin() + static_cast<std::ptrdiff_t>(start), out_.end(), 0xad), out_.end());
      if (out_.size() == start) add('-');
      break;
    case Action::spaces:
      std::transform(first, last, std::back_inserter(out_),
                     [](std::uint16_t unit) { return unit == ' ' ? std::uint16_t{0xa0} : unit; });
      break;
    case Action::phone:
    case Action::smiley:
      for (const std::uint16_t* unit = first; unit != last; ++unit) {
        if (*unit == '(') {
          append("-LRB-");
        } else if (*unit == ')') {
          append("-RRB-");
        } else {
          add(*unit == ' ' ? std::uint16_t{0xa0} : *unit);
        }
      }
      break;
    case Action::quotes:
      for (const std::uint16_t* unit = first; unit != last; ++unit) {
        const auto* const found =
            std::ranges::find_if(kQuotes, [unit](const auto& quote) { return quote.first == *unit; });
        if (found != std::end(kQuotes)) {
          append(found->second);
        } else {
          add(*unit);
        }
      }
      break;
    default: out_.insert(out_.end(), first, last); break;
  }
  end_token(start);
  if (rule.action == Action::dot) {
    add('.');
    end_token(out_.size() - 1);
  }
}

Text PtbText::read(const Text& text) {
  load(text);
  const std::size_t size = units_.size();
  // Texts are lines of a file of many, so that there is something ahead of their ends.
  if (!options_.whole_file) units_.insert(units_.end(), {'\n', 'a'});
  out_.clear();
  vain_.clear();
  for (std::size_t i = 0; i < size;) {
    if (units_[i] == ' ') {  // which begins no token
      ++i;
      continue;
    }
    Token token = token_at(i);
    if (token.size == 0) {
      ++i;  // what no rule knows is left out
      continue;
    }
    const Rule& rule = ptb::kRules[token.rule];
    if (rule.action == Action::skip) {
    } else if (rule.action == Action::line) {
      if (options_.whole_file || (options_.keeps_lines && units_[i + token.size - 1] == '\n')) {
        if (!out_.empty() && out_.back() == ' ') out_.pop_back();
        out_.push_back('\n');
      }
    } else {
      if (rule.action == Action::give_back) token.size -= static_cast<std::size_t>(rule.text[0] - '0');
      write(i, token);
    }
    i += token.size;
  }
  if (!out_.empty() && out_.back() == ' ') out_.pop_back();
  std::uint16_t all = 0;
  for (const std::uint16_t unit : out_) all |= unit;
  if (all < 0x80) {
    ascii_.resize(out_.size());
    std::ranges::transform(out_, ascii_.begin(), [](std::uint16_t unit) {
      return static_cast<std::uint8_t>(unit >= 'A' && unit <= 'Z' ? unit | 0x20 : unit);
    });
    return {ascii_.data(), ascii_.size(), Encoding::ascii};
  }
  points_.clear();
  for (std::size_t i = 0; i < out_.size(); ++i) {
    const std::uint32_t unit = out_[i] == 0x3a3 ? sigma_at(out_, i) : out_[i];
    const bool pair =
        unit >= 0xd800 && unit < 0xdc00 && i + 1 < out_.size() && out_[i + 1] >= 0xdc00 && out_[i + 1] < 0xe000;
    points_.push_back(pair ? 0x10000 + ((unit - 0xd800) << 10) + (out_[++i] - 0xdc00u) : unit);
  }
  return lower_({points_.data(), points_.size(), Encoding::ucs4});
}

std::string ptb_file(const Text& text, bool drops_punctuation) {
  PtbText reader({.drops_punctuation = drops_punctuation, .whole_file = true});
  std::string bytes;
  const Text tokens = reader.read(text);
  if (tokens.encoding == Encoding::ascii) {
    bytes.assign(units<char>(tokens), tokens.size);
    return bytes;
  }
  each_code_point(tokens, [&bytes](std::uint32_t c) {
    std::uint8_t character[4];
    const std::uint8_t* const end = encode_utf8(c, character);
    bytes.append(reinterpret_cast<const char*>(character), static_cast<std::size_t>(end - character));
  });
  return bytes;
}

}  // namespace gramscore
