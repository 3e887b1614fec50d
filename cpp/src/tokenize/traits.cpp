#include "gramscore/tokenize/traits.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "tokenize/categories.hpp"

namespace gramscore {
namespace {

constexpr std::uint32_t kNoCharacter = 0xFFFD;

struct Range {
  std::uint32_t first, last;
};

// Thai and Lao, Myanmar, Khmer, Japanese syllables, ideographs, their extensions.
constexpr std::array<Range, 9> kUnspaced{{{0x0E00, 0x0EFF},
                                          {0x1000, 0x109F},
                                          {0x1780, 0x17FF},
                                          {0x3040, 0x30FF},
                                          {0x31F0, 0x31FF},
                                          {0x3400, 0x4DBF},
                                          {0x4E00, 0x9FFF},
                                          {0xF900, 0xFAFF},
                                          {0x20000, 0x3FFFF}}};

bool is_unspaced(std::uint32_t c) {
  for (const Range& range : kUnspaced) {
    if (c >= range.first && c <= range.last) return true;
  }
  return false;
}

/// Of code points beyond ASCII.
bool is_space(std::uint32_t c) {
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
         c == 0x205F || (c >= 0x2060 && c <= 0x2064) || c == 0x3000 || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F);
}

bool is_ascii_space(unsigned char c) { return c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31); }

/// The character that begins at `at`, which moves behind it.
std::uint32_t next(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at++);
  const int more = std::countl_one(lead) - 1;
  if (more < 1 || more > 3 || at + static_cast<std::size_t>(more) > text.size()) return kNoCharacter;
  std::uint32_t c = lead & (0x3FU >> more);
  for (int i = 0; i < more; ++i) {
    if ((byte(at) & 0xC0) != 0x80) return kNoCharacter;
    c = c << 6 | (byte(at++) & 0x3FU);
  }
  return c;
}

/// What tokenizers leave in texts. It is looked for by the character at `rare`, of which texts have few.
struct Sign {
  std::string_view text;
  std::size_t rare;
};

constexpr std::array<Sign, 6> kSigns{
    {{"@@ ", 0}, {" n't ", 2}, {"&apos;", 0}, {"&quot;", 0}, {" @-@ ", 1}, {"\u2581", 0}}};

bool holds(std::string_view text, const Sign& sign) {
  const char rare = sign.text[sign.rare];
  for (std::size_t at = text.find(rare); at != std::string_view::npos; at = text.find(rare, at + 1)) {
    if (at >= sign.rare && text.substr(at - sign.rare).starts_with(sign.text)) return true;
  }
  return false;
}

bool looks_tokenized(std::string_view text) {
  while (!text.empty() && is_ascii_space(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  if (text.ends_with(" .") || text.ends_with(" ?") || text.ends_with(" !")) return true;
  return std::any_of(kSigns.begin(), kSigns.end(), [&](const Sign& sign) { return holds(text, sign); });
}

/// White space of Unicode, which is less than what nobody sees.
bool is_white(std::uint32_t c) {
  if (c < 0x80) return is_ascii_space(static_cast<unsigned char>(c));
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

std::int64_t joints_of(std::string_view text) {
  // Most texts have no such character.
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= ' '; })) return 0;
  std::int64_t joints = 0;
  bool white = true;  // the character before
  bool alone = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::uint32_t c = byte < 0x80 ? (++at, byte) : next(text, at);
    if (is_white(c)) {
      alone = !white && c != ' ';
      white = true;
      continue;
    }
    joints += alone;
    alone = white = false;
  }
  return joints;
}

std::uint64_t digest_of(std::string_view text) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U;
  std::uint64_t digest = kFactor ^ text.size();
  const auto mix = [&digest](std::uint64_t block) {
    digest = (digest ^ block) * kFactor;
    digest ^= digest >> 29;
  };
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t block = 0;
    std::memcpy(&block, text.data() + at, sizeof block);
    mix(block);
  }
  std::uint64_t rest = 0;
  if (at < text.size()) std::memcpy(&rest, text.data() + at, text.size() - at);
  mix(rest);
  return digest;
}

// What an ASCII character adds to a word of counts: of characters, of what ROUGE sees, of line feeds, of marks that may end
// a sentence. So many can be added before a count runs into the next.
constexpr unsigned kField = 16;
constexpr std::size_t kBlock = 0xFFFF;
constexpr std::uint64_t kNotAscii = ~std::uint64_t{0};

constexpr std::array<std::uint64_t, 256> kCounts = [] {
  std::array<std::uint64_t, 256> counts{};
  for (unsigned c = 0; c < 256; ++c) {
    if (c >= 0x80) {
      counts[c] = kNotAscii;
      continue;
    }
    const bool space = c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31);
    const bool seen = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    counts[c] = std::uint64_t{!space} | std::uint64_t{seen} << kField | std::uint64_t{c == '\n'} << 2 * kField |
                std::uint64_t{c == '.' || c == '!' || c == '?'} << 3 * kField;
  }
  return counts;
}();

/// Whether another sentence seems to begin behind the mark before `at`.
bool ends_sentence(std::string_view text, std::size_t at) {
  return at + 1 < text.size() && is_ascii_space(static_cast<unsigned char>(text[at])) &&
         !(text[at + 1] >= 'a' && text[at + 1] <= 'z');
}

/// Adds the ASCII characters from `at` on, up to the first other one or so many as can be counted; the place behind them.
std::size_t add_ascii(std::string_view text, std::size_t at, TextTraits& found) {
  const std::size_t begin = at;
  const std::size_t end = std::min(text.size(), at + kBlock);
  std::uint64_t counts = 0;
  for (; at < end; ++at) {
    const std::uint64_t one = kCounts[static_cast<unsigned char>(text[at])];
    if (one == kNotAscii) break;
    counts += one;
  }
  constexpr std::uint64_t kMask = (std::uint64_t{1} << kField) - 1;
  found.characters += static_cast<std::int64_t>(counts & kMask);
  found.seen += static_cast<std::int64_t>(counts >> kField & kMask);
  found.lines += static_cast<std::int64_t>(counts >> 2 * kField & kMask);
  if (counts >> 3 * kField != 0) {
    for (std::size_t i = begin; i < at; ++i) {
      if (kCounts[static_cast<unsigned char>(text[i])] >> 3 * kField == 1)
        found.sentence_ends += ends_sentence(text, i + 1);
    }
  }
  return at;
}

}  // namespace

TextTraits traits_of(std::string_view text) {
  TextTraits found;
  for (std::size_t at = add_ascii(text, 0, found); at < text.size(); at = add_ascii(text, at, found)) {
    if (static_cast<unsigned char>(text[at]) < 0x80) continue;  // a long text goes on
    const std::uint32_t c = next(text, at);
    if (is_space(c)) continue;
    ++found.characters;
    if (c == 0x3002 && at < text.size()) ++found.sentence_ends;
    const Category kind = category(c);
    if (kind == Category::punctuation || kind == Category::symbol || c == kNoCharacter) continue;
    ++found.unseen;
    found.unspaced += is_unspaced(c);
  }
  found.tokenized = looks_tokenized(text) ? 1 : 0;
  found.joints = joints_of(text);
  found.digest = static_cast<std::int64_t>(digest_of(text));
  return found;
}

}  // namespace gramscore
