#include "tokenize/rouge155_text.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "text/code_points.hpp"

namespace gramscore {
namespace {

using Bytes = std::span<const std::uint8_t>;
using Limit = Rouge155Words::Limit;

bool is_white(std::uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_word_byte(std::uint8_t c) {
  const auto lower = static_cast<std::uint8_t>(c | 0x20);
  return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z');
}

/// A line within what is left of a limit: how many of its bytes are kept, and how much of the limit they take.
struct Kept {
  std::size_t bytes;
  std::int64_t taken;
  bool full;  // nothing after it is kept
};

/// Words are what stands between white space; white space that a line begins with ends an empty word.
Kept keep_words(Bytes line, std::int64_t left) {
  std::int64_t count = 0;
  std::size_t end = 0;  // of the words counted
  for (std::size_t i = 0; count < left;) {
    std::size_t begin = i;
    while (begin < line.size() && is_white(line[begin])) ++begin;
    if (begin == line.size()) return {line.size(), count, false};
    if (i == 0 && begin != 0 && ++count == left) break;
    for (i = begin; i < line.size() && !is_white(line[i]);) ++i;
    end = i;
    ++count;
  }
  return {end, count, true};
}

Kept keep_bytes(Bytes line, std::int64_t left) {
  const auto size = static_cast<std::int64_t>(line.size());
  if (size < left) return {line.size(), size, false};
  const std::int64_t kept = left < 0 ? std::max<std::int64_t>(size + left, 0) : left;
  return {static_cast<std::size_t>(kept), kept, true};
}

}  // namespace

Text Rouge155Text::read(const Text& text) {
  constexpr std::size_t kMark = 2;
  const Bytes bytes = bytes_of(text);
  kept_.reserve(2 * (bytes.size() + 1) + kMark);
  const std::size_t sentences = twice_ ? keep_within_limit(bytes, true, 0) : 0;
  const std::size_t begin = twice_ ? sentences + kMark : 0;
  const std::size_t size = keep_within_limit(bytes, false, begin);
  if (!words_->stop_words.empty()) {
    blank_stop_words({kept_.data(), sentences});
    blank_stop_words({kept_.data() + begin, size - begin});
  }
  if (twice_) {
    kept_[sentences] = '0';
    kept_[sentences + 1] = ' ';
    std::replace(kept_.data() + begin, kept_.data() + size, std::uint8_t{'\n'}, std::uint8_t{' '});
  }
  return {kept_.data(), size, Encoding::latin1};
}

Bytes Rouge155Text::bytes_of(const Text& text) {
  const bool same = text.encoding == Encoding::ascii || text.encoding == Encoding::utf8 ||
                    (text.encoding == Encoding::latin1 && words_->units_are_bytes);
  if (same || text.size == 0) return {units<std::uint8_t>(text), text.size};
  constexpr std::size_t kMostBytes = 4;
  std::uint8_t* const begin = whole_.reserve(kMostBytes * text.size);
  std::uint8_t* end = begin;
  each_code_point(text, [&](std::uint32_t c) { end = encode_utf8(c, end); });
  return {begin, static_cast<std::size_t>(end - begin)};
}

/// Copies what the limit leaves behind the `kept` bytes that `kept_` has, a line feed after each line. If the limit
/// `forgets`, each line has it to itself. Returns the new size.
std::size_t Rouge155Text::keep_within_limit(Bytes text, bool forgets, std::size_t kept) {
  std::int64_t left = words_->most;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = static_cast<std::size_t>(
        std::find(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), '\n') - text.begin());
    const Bytes line = text.subspan(begin, end - begin);
    begin = end + 1;
    if (line.empty()) continue;
    Kept part{line.size(), 0, false};
    if (words_->limit == Limit::words) part = keep_words(line, left);
    if (words_->limit == Limit::bytes) part = keep_bytes(line, left);
    if (!forgets) left -= part.taken;
    std::copy_n(line.begin(), part.bytes, kept_.data() + kept);
    kept += part.bytes;
    kept_[kept++] = '\n';
    if (part.full) break;
  }
  return kept;
}

void Rouge155Text::blank_stop_words(std::span<std::uint8_t> text) const {
  std::string word;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word_byte(text[i])) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    word.clear();
    for (; i < text.size() && is_word_byte(text[i]); ++i) {
      word += static_cast<char>(text[i] >= 'A' && text[i] <= 'Z' ? text[i] | 0x20 : text[i]);
    }
    if (std::binary_search(words_->stop_words.begin(), words_->stop_words.end(), word)) {
      std::fill(text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(i), ' ');
    }
  }
}

}  // namespace gramscore
