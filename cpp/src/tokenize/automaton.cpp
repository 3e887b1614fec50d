#include "tokenize/automaton.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>

namespace gramscore {
namespace {

constexpr std::size_t kUnits = 0x10000;

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

std::uint16_t unit(unsigned value) { return static_cast<std::uint16_t>(value); }

/// An ASCII letter in either case, and others that have it as one of theirs.
UnitRanges both_cases(std::uint16_t letter) {
  const std::uint16_t lower = unit(letter | 0x20u);
  const std::uint16_t upper = unit(letter & ~0x20u);
  UnitRanges ranges = {{upper, upper}, {lower, lower}};
  if (lower == 'i') ranges.insert(ranges.end(), {{0x130, 0x130}, {0x131, 0x131}});
  if (lower == 'k') ranges.emplace_back(0x212a, 0x212a);
  if (lower == 's') ranges.emplace_back(0x17f, 0x17f);
  return ranges;
}

/// Sorted, without overlaps.
UnitRanges tidy(UnitRanges ranges) {
  std::ranges::sort(ranges);
  UnitRanges found;
  for (const auto& [first, last] : ranges) {
    if (!found.empty() && first <= found.back().second + 1) {
      found.back().second = std::max(found.back().second, last);
    } else {
      found.emplace_back(first, last);
    }
  }
  return found;
}

UnitRanges all_but(const UnitRanges& ranges) {
  UnitRanges found;
  std::size_t begin = 0;
  for (const auto& [first, last] : tidy(ranges)) {
    if (first > begin) found.emplace_back(unit(static_cast<unsigned>(begin)), unit(first - 1u));
    begin = last + std::size_t{1};
  }
  if (begin < kUnits) found.emplace_back(unit(static_cast<unsigned>(begin)), unit(kUnits - 1));
  return found;
}

}  // namespace

/// An expression: units of a set, or others in a row, or one of others, or one again and again.
struct Automaton::Node {
  enum class Kind : std::uint8_t { units, row, choice, repeat };

  Kind kind;
  UnitRanges ranges;
  std::vector<NodePtr> parts;
  unsigned least = 0;
  unsigned most = 0;  // kEndless if there is no limit
};

class Automaton::Parser {
 public:
  static constexpr unsigned kEndless = std::numeric_limits<unsigned>::max();

  Parser(const Automaton& automaton, std::string_view expression) : automaton_(automaton), rest_(expression) {}

  NodePtr parse() {
    NodePtr found = choice();
    if (!rest_.empty()) throw std::logic_error("an expression ends early, before " + std::string(rest_));
    return found;
  }

 private:
  using Kind = Node::Kind;

  NodePtr choice() {
    auto node = std::make_shared<Node>(Node{Kind::choice, {}, {row()}});
    while (take('|')) node->parts.push_back(row());
    return node;
  }

  NodePtr row() {
    auto node = std::make_shared<Node>(Node{Kind::row, {}, {}});
    while (!rest_.empty() && rest_[0] != '|' && rest_[0] != ')') node->parts.push_back(repeated());
    return node;
  }

  NodePtr repeated() {
    NodePtr part = single();
    for (;;) {
      unsigned least = 0;
      unsigned most = kEndless;
      if (take('*')) {
      } else if (take('+')) {
        least = 1;
      } else if (take('?')) {
        most = 1;
      } else if (rest_.size() > 1 && rest_[0] == '{' && rest_[1] >= '0' && rest_[1] <= '9') {
        rest_.remove_prefix(1);
        least = most = number();
        if (take(',')) most = rest_[0] == '}' ? kEndless : number();
        if (!take('}')) throw std::logic_error("a count has no end");
      } else {
        return part;
      }
      part = std::make_shared<Node>(Node{Kind::repeat, {}, {part}, least, most});
    }
  }

  NodePtr single() {
    if (take('(')) {
      NodePtr inner = choice();
      if (!take(')')) throw std::logic_error("a group has no end");
      return inner;
    }
    if (take('[')) return units(set());
    if (take('{')) {
      const std::size_t end = rest_.find('}');
      const auto found = automaton_.names_.find(rest_.substr(0, end));
      if (found == automaton_.names_.end())
        throw std::logic_error("nothing is called " + std::string(rest_.substr(0, end)));
      rest_.remove_prefix(end + 1);
      return found->second;
    }
    const bool plain = rest_[0] != '\\';
    const std::uint16_t c = character();
    if (plain && is_letter(static_cast<char>(c))) return units(both_cases(c));
    return units({{c, c}});
  }

  UnitRanges set() {
    const bool negated = take('^');
    UnitRanges ranges;
    while (!take(']')) {
      const std::uint16_t first = character();
      std::uint16_t last = first;
      if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
        rest_.remove_prefix(1);
        last = character();
      }
      ranges.emplace_back(first, last);
    }
    return negated ? all_but(ranges) : ranges;
  }

  std::uint16_t character() {
    char c = rest_.at(0);
    rest_.remove_prefix(1);
    if (c != '\\') return unit(static_cast<unsigned char>(c));
    c = rest_.at(0);
    rest_.remove_prefix(1);
    switch (c) {
      case 't': return '\t';
      case 'n': return '\n';
      case 'r': return '\r';
      case 'f': return '\f';
      case 'v': return '\v';
      case '0': return 0;
      case 'u': {
        const auto value = std::stoul(std::string(rest_.substr(0, 4)), nullptr, 16);
        rest_.remove_prefix(4);
        return unit(static_cast<unsigned>(value));
      }
      default: return unit(static_cast<unsigned char>(c));
    }
  }

  unsigned number() {
    unsigned value = 0;
    for (; !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; rest_.remove_prefix(1)) {
      value = 10 * value + static_cast<unsigned>(rest_[0] - '0');
    }
    return value;
  }

  bool take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  static NodePtr units(const UnitRanges& ranges) { return std::make_shared<Node>(Node{Kind::units, tidy(ranges), {}}); }

  const Automaton& automaton_;
  std::string_view rest_;
};

const Automaton::State Automaton::unknown_{};
const Automaton::State Automaton::dead_{};

Automaton::Automaton() = default;
Automaton::~Automaton() = default;

void Automaton::define(const std::string& name, std::string_view expression) {
  names_[name] = Parser(*this, expression).parse();
}

void Automaton::define(const std::string& name, const UnitRanges& ranges) {
  names_[name] = std::make_shared<Node>(Node{Node::Kind::units, tidy(ranges), {}});
}

std::size_t Automaton::add(const std::vector<std::string>& expressions) {
  std::vector<std::uint32_t> starts;
  for (std::size_t k = 0; k < expressions.size(); ++k) {
    const NodePtr node = Parser(*this, expressions[k]).parse();
    const std::int32_t end = place({-1, static_cast<std::int32_t>(k)});
    starts.push_back(static_cast<std::uint32_t>(compile(*node, end)));
  }
  start_places_.push_back(std::move(starts));
  return start_places_.size() - 1;
}

std::int32_t Automaton::set_number(const UnitRanges& ranges) {
  const auto [found, fresh] = set_numbers_.try_emplace(ranges, static_cast<std::int32_t>(sets_.size()));
  if (fresh) sets_.push_back(ranges);
  return found->second;
}

std::int32_t Automaton::place(const Place& place) {
  places_.push_back(place);
  return static_cast<std::int32_t>(places_.size()) - 1;
}

/// The place where an expression begins after which `next` follows.
std::int32_t Automaton::compile(const Node& node, std::int32_t next) {
  switch (node.kind) {
    case Node::Kind::units: return place({set_number(node.ranges), -1, next});
    case Node::Kind::row:
      for (std::size_t k = node.parts.size(); k-- > 0;) next = compile(*node.parts[k], next);
      return next;
    case Node::Kind::choice: {
      std::int32_t begin = compile(*node.parts.back(), next);
      for (std::size_t k = node.parts.size() - 1; k-- > 0;) {
        const std::int32_t first = compile(*node.parts[k], next);
        begin = place({-1, -1, first, begin});
      }
      return begin;
    }
    default: break;
  }
  const Node& part = *node.parts.front();
  if (node.most == Parser::kEndless) {
    const std::int32_t again = place({-1, -1, -1, next});
    const std::int32_t begin = compile(part, again);
    places_[static_cast<std::size_t>(again)].out = begin;
    next = again;
  } else {
    const std::int32_t after = next;
    for (unsigned k = node.least; k < node.most; ++k) next = place({-1, -1, compile(part, next), after});
  }
  for (unsigned k = 0; k < node.least; ++k) next = compile(part, next);
  return next;
}

void Automaton::finish() {
  // Units between two neighbouring bounds are in the same sets.
  std::set<std::size_t> bounds = {0, kUnits};
  for (const UnitRanges& set : sets_) {
    for (const auto& [first, last] : set) {
      bounds.insert(first);
      bounds.insert(last + std::size_t{1});
    }
  }
  std::map<std::vector<bool>, std::uint8_t> known;
  for (auto bound = bounds.begin(); *bound != kUnits; ++bound) {
    std::vector<bool> in;
    for (const UnitRanges& set : sets_) {
      const auto after = std::upper_bound(set.begin(), set.end(), *bound,
                                          [](std::size_t value, const auto& range) { return value < range.first; });
      in.push_back(after != set.begin() && *bound <= after[-1].second);
    }
    const auto [found, fresh] = known.try_emplace(std::move(in), static_cast<std::uint8_t>(known.size()));
    if (known.size() > kKinds) throw std::logic_error("the sets tell too many kinds of units apart");
    std::fill(kinds_.begin() + static_cast<std::ptrdiff_t>(*bound),
              kinds_.begin() + static_cast<std::ptrdiff_t>(*std::next(bound)), found->second);
  }
  kind_count_ = known.size();
  has_.assign(sets_.size(), std::vector<bool>(kind_count_));
  for (const auto& [in, kind] : known) {
    for (std::size_t s = 0; s < sets_.size(); ++s) has_[s][kind] = in[s];
  }
  for (std::vector<std::uint32_t>& places : start_places_) {
    close(places);
    starts_.push_back(state_of(places));
  }
}

/// Adds the places that nothing need be read for, and leaves out those that only lead to them.
void Automaton::close(std::vector<std::uint32_t>& places) const {
  std::vector<std::uint32_t> open = std::move(places);
  std::set<std::uint32_t> seen(open.begin(), open.end());
  places.clear();
  while (!open.empty()) {
    const std::uint32_t number = open.back();
    open.pop_back();
    const Place& place = places_[number];
    if (place.set >= 0 || place.accepts >= 0) {
      places.push_back(number);
      continue;
    }
    for (const std::int32_t out : {place.out, place.other}) {
      if (out >= 0 && seen.insert(static_cast<std::uint32_t>(out)).second)
        open.push_back(static_cast<std::uint32_t>(out));
    }
  }
  std::ranges::sort(places);
}

/// The state of these closed places. Under the mutex, but for finish().
const Automaton::State* Automaton::state_of(std::vector<std::uint32_t> places) const {
  const auto [found, fresh] = states_.try_emplace(std::move(places));
  if (!fresh) return found->second.get();
  auto state = std::make_unique<State>();
  state->places = found->first;
  state->number = static_cast<std::uint32_t>(states_.size());
  for (const std::uint32_t number : state->places) {
    const std::int32_t accepts = places_[number].accepts;
    if (accepts >= 0 && (state->accepted < 0 || accepts < state->accepted)) state->accepted = accepts;
  }
  for (std::size_t k = 0; k < kind_count_; ++k) state->next[k].store(&unknown_, std::memory_order_relaxed);
  found->second = std::move(state);
  return found->second.get();
}

const Automaton::State* Automaton::find_next(const State* state, std::uint8_t kind) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::uint32_t> places;
  for (const std::uint32_t number : state->places) {
    const Place& place = places_[number];
    if (place.set >= 0 && has_[static_cast<std::size_t>(place.set)][kind]) {
      places.push_back(static_cast<std::uint32_t>(place.out));
    }
  }
  std::ranges::sort(places);
  places.erase(std::unique(places.begin(), places.end()), places.end());
  const State* found = &dead_;
  if (!places.empty()) {
    close(places);
    found = state_of(std::move(places));
  }
  state->next[kind].store(found, std::memory_order_release);
  return found == &dead_ ? nullptr : found;
}

}  // namespace gramscore
