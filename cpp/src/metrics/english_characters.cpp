#include "metrics/english_characters.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "text/code_points.hpp"

namespace gramscore {
namespace {

/// The zeros of Unicode 14's decimal digits, each of which has nine more behind it.
constexpr std::uint32_t kZeros[] = {
    0x30,    0x660,   0x6f0,   0x7c0,   0x966,   0x9e6,   0xa66,   0xae6,   0xb66,   0xbe6,   0xc66,
    0xce6,   0xd66,   0xde6,   0xe50,   0xed0,   0xf20,   0x1040,  0x1090,  0x17e0,  0x1810,  0x1946,
    0x19d0,  0x1a80,  0x1a90,  0x1b50,  0x1bb0,  0x1c40,  0x1c50,  0xa620,  0xa8d0,  0xa900,  0xa9d0,
    0xa9f0,  0xaa50,  0xabf0,  0xff10,  0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0,
    0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60,
    0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0};

bool is_digit(Token c) {
  if (c < 0x80) return c - '0' < 10;
  const auto* const after = std::upper_bound(std::begin(kZeros), std::end(kZeros), c);
  return c - after[-1] < 10;
}

bool is_mark(Token c) { return c == '.' || c == '!' || c == '?' || c == ','; }

/// Behind the first character, which is looked at before.
bool goes_on_with(const Token* at, const Token* end, std::string_view word) {
  return static_cast<std::size_t>(end - at) >= word.size() &&
         std::equal(word.begin() + 1, word.end(), at + 1, [](char a, Token b) { return static_cast<Token>(a) == b; });
}

/// From left to right, what `rewrite(at, end, out)` says of each place that may begin so: how many characters it has read,
/// having written others in place of them, or 0. Never more than it has read.
template <class MayBegin, class Rewrite>
void rewrite_all(std::vector<Token>& text, MayBegin may_begin, Rewrite rewrite) {
  const Token* const end = text.data() + text.size();
  const Token* at = text.data();
  Token* out = text.data();
  while (at != end) {
    const std::size_t read = may_begin(*at) ? rewrite(at, end, out) : 0;
    if (read == 0) {
      *out++ = *at++;
    } else {
      at += read;
    }
  }
  text.resize(static_cast<std::size_t>(out - text.data()));
}

/// A digit, a space, a point or comma, a space and a digit lose both spaces.
std::size_t join_number(const Token* at, const Token* end, Token*& out) {
  if (end - at < 5 || at[1] != ' ' || (at[2] != '.' && at[2] != ',') || at[3] != ' ' || !is_digit(at[4])) {
    return 0;
  }
  const Token kept[] = {at[0], at[2], at[4]};
  out = std::copy(std::begin(kept), std::end(kept), out);
  return 5;
}

/// Of a title.
bool is_initial(Token c) { return c == 'D' || c == 'J' || c == 'P' || c == 'R' || c == 'G' || c == 'M'; }

/// A title, a space and any character become the title and a point.
std::size_t join_title(const Token* at, const Token* end, Token*& out) {
  for (const std::string_view title : {"Dr ", "Jr ", "Prof ", "Rev ", "Gen ", "Mr ", "Mt ", "Mrs ", "Ms "}) {
    if (*at != static_cast<Token>(title[0]) || !goes_on_with(at, end, title)) continue;
    if (static_cast<std::size_t>(end - at) == title.size()) continue;
    out = std::copy_n(at, title.size() - 1, out);
    *out++ = '.';
    return title.size() + 1;
  }
  return 0;
}

void replace_all(std::vector<Token>& text, std::string_view pattern, std::string_view replacement) {
  const auto first = static_cast<Token>(pattern[0]);
  rewrite_all(
      text, [=](Token c) { return c == first; },
      [=](const Token* at, const Token* end, Token*& out) -> std::size_t {
        if (!goes_on_with(at, end, pattern)) return 0;
        out = std::copy(replacement.begin(), replacement.end(), out);
        return pattern.size();
      });
}

}  // namespace

void write_english_characters(TokenSpan text, std::vector<Token>& out) {
  std::size_t size = text.size;
  while (size != 0 && is_space(static_cast<std::uint32_t>(text.data[size - 1]))) --size;
  out.clear();
  bool marks = false;
  bool titles = false;
  for (std::size_t i = 0; i < size; ++i) {
    const Token c = text.data[i];
    const bool space = is_space(static_cast<std::uint32_t>(c));
    const bool mark = is_mark(c);
    marks = marks || mark;
    titles = titles || is_initial(c);
    if ((space || mark) && (out.empty() || out.back() != ' ')) out.push_back(' ');
    if (!space) out.push_back(c);
  }
  if (marks) rewrite_all(out, is_digit, join_number);
  if (titles) rewrite_all(out, is_initial, join_title);
  if (marks) {
    replace_all(out, "e . g .", "e.g.");
    replace_all(out, "i . e .", "i.e.");
    replace_all(out, "U . S .", "U.S.");
  }
  out.insert(out.begin(), ' ');
  out.push_back(' ');
}

}  // namespace gramscore
