#include "metrics/sclite/word_network.hpp"

#include <algorithm>

namespace gramscore {
namespace {

constexpr std::uint32_t kOpen = '{';
constexpr std::uint32_t kClose = '}';
constexpr std::uint32_t kEscape = '\\';
constexpr std::uint32_t kTag = ';';

/// White space of the C locale.
bool is_blank(std::uint32_t unit) { return unit == ' ' || (unit >= '\t' && unit <= '\r'); }

bool is_ascii(std::uint32_t unit) { return unit < 0x80; }

}  // namespace

ScliteFault WordNetwork::read(TokenSpan text, const ScliteOptions& options) {
  options_ = options;
  source_.resize(text.size);
  bool braces = false;
  for (std::size_t i = 0; i < text.size; ++i) {
    auto unit = static_cast<std::uint32_t>(text.data[i]);
    if (!options.case_sensitive && unit >= 'A' && unit <= 'Z') unit += 'a' - 'A';
    source_[i] = unit;
    braces |= unit == kOpen;
  }
  units_.clear();
  words_.assign(1, {0, 0, 0, 0, false, false, false});
  predecessors_.clear();
  predecessor_end_.assign(1, 0);
  last_.clear();
  plain_ = true;
  ScliteFault fault = ScliteFault::none;
  if (!braces) {
    const std::size_t size = source_.size();
    for (std::size_t at = 0; at < size;) {
      if (is_blank(source_[at])) {
        ++at;
        continue;
      }
      bool closed = true;
      const std::size_t end = token_end(at, size, closed);
      fault = read_word(at, end, words_);
      if (fault != ScliteFault::none) return fault;
      at = end;
    }
    for (std::size_t w = 1; w < words_.size(); ++w) {
      predecessors_.push_back(static_cast<std::uint32_t>(w - 1));
      predecessor_end_.push_back(predecessors_.size());
    }
    last_.push_back(static_cast<std::uint32_t>(words_.size() - 1));
  } else {
    arcs_.clear();
    nodes_.clear();
    depth_ = 0;
    plain_ = false;
    const std::uint32_t start = make_node();
    const std::uint32_t stop = make_node();
    fault = read_sequence(0, source_.size(), start, stop);
    if (fault == ScliteFault::none && options.characters) fault = split_arcs(start);
    if (fault != ScliteFault::none) return fault;
    put_in_order(start, stop);
  }
  for (const ScliteWord& word : words_) plain_ = plain_ && !word.nothing && !word.optional && !word.fragment;
  return fault;
}

/// After the token that begins at `begin`, which is no blank: alternatives in braces, or a word.
std::size_t WordNetwork::token_end(std::size_t begin, std::size_t end, bool& closed) const {
  std::size_t at = begin;
  closed = true;
  if (source_[begin] != kOpen) {
    while (at < end && !is_blank(source_[at])) ++at;
    return at;
  }
  std::size_t depth = 0;
  do {
    if (source_[at] == kOpen) ++depth;
    if (source_[at] == kClose) --depth;
    ++at;
  } while (at < end && depth > 0);
  closed = depth == 0;
  return at;
}

std::uint32_t WordNetwork::make_node() {
  nodes_.emplace_back();
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

void WordNetwork::add_arc(std::uint32_t from, std::uint32_t to, const ScliteWord& word) {
  const auto arc = static_cast<std::uint32_t>(arcs_.size());
  arcs_.push_back({from, to, word, true});
  nodes_[from].out.push_back(arc);
  nodes_[to].in.push_back(arc);
}

/// Words and alternatives one after another, from a node to another.
ScliteFault WordNetwork::read_sequence(std::size_t begin, std::size_t end, std::uint32_t from, std::uint32_t to) {
  std::size_t at = begin;
  while (at < end && is_blank(source_[at])) ++at;
  while (at < end) {
    bool closed = true;
    const std::size_t stop = token_end(at, end, closed);
    if (!closed) return ScliteFault::unclosed;
    std::size_t next = stop;
    while (next < end && is_blank(source_[next])) ++next;
    const std::uint32_t target = next < end ? make_node() : to;
    const ScliteFault fault =
        source_[at] == kOpen ? read_alternatives(at + 1, stop - 1, from, target) : add_word(at, stop, from, target);
    if (fault != ScliteFault::none) return fault;
    from = target;
    at = next;
  }
  return ScliteFault::none;
}

ScliteFault WordNetwork::read_alternatives(std::size_t begin, std::size_t end, std::uint32_t from, std::uint32_t to) {
  if (++depth_ > kMostScliteDepth) return ScliteFault::too_deep;
  bool any = false;
  std::size_t at = begin;
  while (true) {
    while (at < end && (is_blank(source_[at]) || source_[at] == '/')) ++at;
    if (at == end) break;
    const std::size_t first = at;
    std::size_t depth = 0;
    do {
      if (source_[at] == kOpen) ++depth;
      if (source_[at] == kClose) --depth;
      ++at;
    } while (at < end && (depth > 0 || source_[at] != '/'));
    const ScliteFault fault = read_sequence(first, at, from, to);
    if (fault != ScliteFault::none) return fault;
    any = true;
  }
  --depth_;
  return any ? ScliteFault::none : ScliteFault::no_alternative;
}

ScliteFault WordNetwork::add_word(std::size_t begin, std::size_t end, std::uint32_t from, std::uint32_t to) {
  // Characters are split later, in the order in which the program does it.
  const bool characters = options_.characters;
  options_.characters = false;
  parts_.clear();
  const ScliteFault fault = read_word(begin, end, parts_);
  options_.characters = characters;
  if (fault == ScliteFault::none) add_arc(from, to, parts_.front());
  return fault;
}

/// Adds what a token is: a word or, if so asked, its characters.
ScliteFault WordNetwork::read_word(std::size_t begin, std::size_t end, std::vector<ScliteWord>& out) {
  const std::size_t first = units_.size();
  for (std::size_t i = begin; i < end; ++i) {
    const std::uint32_t unit = source_[i];
    if (unit == kTag && (i == begin || source_[i - 1] != kEscape)) break;
    if (unit == kOpen) return ScliteFault::inside;
    if (unit != kEscape) units_.push_back(unit);
  }
  const ScliteWord word = finished(first, units_.size(), begin, end);
  if (options_.characters && to_split(word)) return split(word, out);
  out.push_back(word);
  return ScliteFault::none;
}

/// A word of these units, with what the options make of it.
ScliteWord WordNetwork::finished(std::size_t begin, std::size_t end, std::size_t source_begin,
                                 std::size_t source_end) const {
  if (end - begin > 1 && units_[end - 1] == '*') --end;
  ScliteWord word{begin, end, source_begin, source_end, false, false, false};
  const std::size_t size = end - begin;
  word.nothing = size == 1 && units_[begin] == '@';
  word.optional = options_.optional && size > 1 && units_[begin] == '(' && units_[end - 1] == ')';
  word.fragment = options_.fragments && size > 0 &&
                  (units_[begin] == '-' || units_[end - 1] == '-' || (word.optional && units_[end - 2] == '-'));
  return word;
}

/// Whether its characters are other words than itself.
bool WordNetwork::to_split(const ScliteWord& word) {
  const std::size_t size = word.end - word.begin;
  if (size == 0) return false;
  if (word.optional) return true;
  if (size == 1) return false;
  for (std::size_t i = word.begin; i < word.end; ++i) {
    if (options_.drop_hyphens && units_[i] == '-') return true;
    if (i > word.begin && !(options_.keep_ascii && is_ascii(units_[i - 1]) && is_ascii(units_[i]))) return true;
  }
  return false;
}

ScliteFault WordNetwork::split(const ScliteWord& word, std::vector<ScliteWord>& out) {
  const std::size_t begin = word.begin + (word.optional ? 1 : 0);
  const std::size_t end = word.end - (word.optional ? 1 : 0);
  const std::size_t before = out.size();
  std::size_t i = begin;
  while (i < end) {
    if (options_.drop_hyphens && units_[i] == '-') {
      ++i;
      continue;
    }
    const std::size_t first = units_.size();
    if (word.optional) units_.push_back('(');
    std::uint32_t unit = units_[i];
    units_.push_back(unit);
    for (++i; i < end; ++i) {
      if (options_.drop_hyphens && units_[i] == '-') continue;
      if (!(options_.keep_ascii && is_ascii(unit) && is_ascii(units_[i]))) break;
      unit = units_[i];
      units_.push_back(unit);
    }
    if (units_.size() - first > 1 && !word.optional && units_.back() == '*') units_.pop_back();
    if (word.optional) {
      if (units_.size() - first > 2 && units_.back() == '*') units_.pop_back();
      units_.push_back(')');
    }
    ScliteWord part{first, units_.size(), word.source_begin, word.source_end, false, false, false};
    part.nothing = part.end - part.begin == 1 && units_[first] == '@';
    part.optional = word.optional;
    out.push_back(part);
  }
  return out.size() == before ? ScliteFault::no_characters : ScliteFault::none;
}

/// Splits the words of a network into characters. The program replaces words while it walks through its network, depth
/// first, and the order in which it puts characters behind what leads to the same place decides between equals.
ScliteFault WordNetwork::split_arcs(std::uint32_t start) {
  std::vector<std::uint32_t> fringe{start};
  std::vector<bool> seen(nodes_.size(), false);
  seen[start] = true;
  while (!fringe.empty()) {
    const std::uint32_t node = fringe.back();
    fringe.pop_back();
    const std::vector<std::uint32_t> out = nodes_[node].out;
    for (const std::uint32_t arc : out) {
      const std::uint32_t to = arcs_[arc].to;
      if (seen[to]) continue;
      seen[to] = true;
      fringe.push_back(to);
    }
    for (const std::uint32_t arc : out) {
      const Arc old = arcs_[arc];
      if (!to_split(old.word)) continue;
      parts_.clear();
      const ScliteFault fault = split(old.word, parts_);
      if (fault != ScliteFault::none) return fault;
      std::uint32_t from = node;
      for (std::size_t k = 0; k < parts_.size(); ++k) {
        std::uint32_t to = old.to;
        if (k + 1 < parts_.size()) {
          to = make_node();
          seen.push_back(true);
        }
        add_arc(from, to, parts_[k]);
        from = to;
      }
      arcs_[arc].alive = false;
      std::erase(nodes_[node].out, arc);
      std::erase(nodes_[old.to].in, arc);
    }
  }
  return ScliteFault::none;
}

/// Numbers words so that each comes after its predecessors.
void WordNetwork::put_in_order(std::uint32_t start, std::uint32_t stop) {
  std::vector<std::size_t> waiting(nodes_.size());
  for (std::size_t node = 0; node < nodes_.size(); ++node) waiting[node] = nodes_[node].in.size();
  std::vector<std::uint32_t> number(arcs_.size(), 0);
  std::vector<std::uint32_t> ready{start};
  std::uint32_t next = 0;
  for (std::size_t k = 0; k < ready.size(); ++k) {
    const Node& node = nodes_[ready[k]];
    for (const std::uint32_t arc : node.out) {
      number[arc] = ++next;
      words_.push_back(arcs_[arc].word);
      if (ready[k] == start) predecessors_.push_back(0);
      for (const std::uint32_t before : node.in) predecessors_.push_back(number[before]);
      predecessor_end_.push_back(predecessors_.size());
      if (--waiting[arcs_[arc].to] == 0) ready.push_back(arcs_[arc].to);
    }
  }
  for (const std::uint32_t arc : nodes_[stop].in) last_.push_back(number[arc]);
  if (last_.empty()) last_.push_back(0);
}

void WordNetwork::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  const auto trim = [](auto& values) {
    using Values = std::remove_reference_t<decltype(values)>;
    if (values.capacity() * sizeof(typename Values::value_type) > kKeep) Values().swap(values);
  };
  trim(source_);
  trim(units_);
  trim(words_);
  trim(parts_);
  trim(predecessors_);
  trim(predecessor_end_);
  trim(last_);
  trim(arcs_);
  trim(nodes_);
}

}  // namespace gramscore
