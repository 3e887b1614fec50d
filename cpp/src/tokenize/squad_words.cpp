// What SQuAD's script makes of an answer: lower case, without ASCII punctuation, and then without articles.
#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>

#include "text/code_points.hpp"
#include "tokenize/word_characters.hpp"
#include "tokenize/words.hpp"

namespace gramscore {
namespace {

bool is_word_before(const std::uint8_t* text, std::size_t at) {
  if (at == 0) return false;
  std::size_t begin = at - 1;
  while (begin > 0 && (text[begin] & 0xc0) == 0x80) --begin;
  return text[begin] < 0x80 ? is_ascii_word(text[begin]) : is_wide_word(decode_utf8(text + begin));
}

bool is_word_at(const std::uint8_t* text, std::size_t at, std::size_t size) {
  if (at == size) return false;
  return text[at] < 0x80 ? is_ascii_word(text[at]) : is_wide_word(decode_utf8(text + at));
}

std::size_t article_at(const std::uint8_t* text, std::size_t at, std::size_t size) {
  for (const std::string_view article : {"a", "an", "the"}) {
    if (article.size() <= size - at && std::memcmp(text + at, article.data(), article.size()) == 0 &&
        !is_word_at(text, at + article.size(), size)) {
      return article.size();
    }
  }
  return 0;
}

/// Eight bytes, the first the lowest, and what is true of each of them as its top bit.
class Eight {
 public:
  static constexpr std::uint64_t kEach = 0x0101010101010101u;
  static constexpr std::uint64_t kTops = 0x80 * kEach;

  explicit Eight(const std::uint8_t* at) { std::memcpy(&bytes_, at, sizeof bytes_); }

  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] std::uint64_t alphanumeric() const {
    const std::uint64_t letter = at_least(low() | 0x20 * kEach, 'a') & ~at_least(low() | 0x20 * kEach, 'z' + 1);
    const std::uint64_t digit = at_least(low(), '0') & ~at_least(low(), '9' + 1);
    return (letter | digit) & ascii();
  }
  [[nodiscard]] std::uint64_t punctuation() const {
    return at_least(low(), '!') & ~at_least(low(), 0x7f) & ascii() & ~alphanumeric();
  }
  /// Letters, digits, punctuation and the space.
  [[nodiscard]] std::uint64_t visible() const { return at_least(low(), ' ') & ~at_least(low(), 0x7f) & ascii(); }

 private:
  [[nodiscard]] std::uint64_t low() const { return bytes_ & ~kTops; }
  [[nodiscard]] std::uint64_t ascii() const { return ~bytes_ & kTops; }
  [[nodiscard]] static std::uint64_t at_least(std::uint64_t low, unsigned c) { return low + (0x80 - c) * kEach; }

  std::uint64_t bytes_;
};

constexpr std::size_t kEight = sizeof(std::uint64_t);

/// Reads and writes up to eight bytes behind the text. `visible` becomes whether all of it is.
std::size_t drop_punctuation(std::uint8_t* text, std::size_t size, bool& visible) {
  std::memset(text + size, ' ', kEight);
  std::uint8_t* end = text;
  std::uint64_t all = Eight::kTops;
  for (std::size_t i = 0; i < size; i += kEight) {
    const Eight eight(text + i);
    all &= eight.visible();
    std::uint64_t bytes = eight.bytes();
    std::uint8_t* const whole = end + kEight;
    end = whole;
    for (std::uint64_t tops = eight.punctuation(); tops != 0; tops = (tops & (tops - 1)) >> 8) {
      const std::uint64_t before = (tops & (~tops + 1)) / 0x80 - 1;
      bytes = (bytes & before) | (bytes >> 8 & ~before);
      --end;
    }
    std::memcpy(whole - kEight, &bytes, kEight);
  }
  visible = all == Eight::kTops;
  const std::size_t padding = (kEight - size % kEight) % kEight;
  return static_cast<std::size_t>(end - text) - padding;
}

std::size_t normalize(const TokenizerOptions& /*options*/, std::uint8_t* text, std::size_t size) {
  bool visible = false;
  const std::size_t rest = drop_punctuation(text, size, visible);
  if (visible) return rest;  // its articles are whole tokens
  for (std::size_t i = 0; i < rest;) {
    const bool may_be = text[i] == 'a' || text[i] == 't';
    const std::size_t article = may_be && !is_word_before(text, i) ? article_at(text, i, rest) : 0;
    std::memset(text + i, ' ', article);
    i += std::max<std::size_t>(article, 1);
  }
  return rest;
}

constexpr std::uint32_t packed(std::string_view article) {
  std::uint32_t bytes = 0;
  for (std::size_t k = article.size(); k-- > 0;) bytes = bytes << 8 | static_cast<unsigned char>(article[k]);
  return bytes;
}

/// Leaves out articles.
std::size_t refine(const TokenizerOptions& /*options*/, std::uint8_t* bytes, const std::uint32_t* begins,
                   const std::uint32_t* ends, std::size_t stride, std::size_t count, std::uint32_t* refined) {
  std::uint32_t* out = refined;
  for (std::size_t t = 0; t < count; ++t) {
    const std::uint32_t begin = begins[stride * t];
    const std::uint32_t end = ends[stride * t];
    std::uint32_t four = 0;
    std::memcpy(&four, bytes + begin, sizeof four);
    const std::uint32_t size = end - begin;
    const std::uint32_t word = four & (0xffffffu >> 8 * (3 - std::min(size, 3u)));
    const unsigned article = unsigned{word == packed("a")} | unsigned{word == packed("an")} |
                             (unsigned{word == packed("the")} & unsigned{size == 3});
    out[0] = begin;
    out[1] = end;
    out += 2 - 2 * article;
  }
  return static_cast<std::size_t>(out - refined) / 2;
}

}  // namespace

WordRules squad_rules() {
  WordRules rules{space_classes()};
  rules.plain = true;
  rules.rewrite = normalize;
  rules.refine = refine;
  return rules;
}

}  // namespace gramscore
