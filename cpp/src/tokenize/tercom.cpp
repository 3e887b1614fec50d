// "tercom", the tokenizer of TER as sacrebleu has it.
#include "text/code_points.hpp"
#include "tokenize/replace.hpp"
#include "tokenize/words.hpp"

namespace gramscore {
namespace {

bool is_asian_punctuation(std::uint32_t c) {
  return c == 0x3001 || c == 0x3002 || (c >= 0x3008 && c <= 0x3011) || (c >= 0x3014 && c <= 0x301f) || c == 0x30fb ||
         (c >= 0xff61 && c <= 0xff65) || c == 0xff01 || c == 0xff02 || c == 0xff08 || c == 0xff09 || c == 0xff0c ||
         c == 0xff0e || c == 0xff1a || c == 0xff1b || c == 0xff1f;
}

/// Characters that are words of their own with asian_support. The original's rules for kana never apply, because the text
/// starts with a space by then, and its range for enclosed letters ends at U+3F22.
std::uint8_t asian_class(std::uint32_t c) {
  const bool alone = (c >= 0x2e80 && c <= 0x2eff) || (c >= 0x31c0 && c <= 0x31ef) || (c >= 0x3200 && c <= 0x4dbf) ||
                     (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe4f) ||
                     is_asian_punctuation(c);
  return alone ? kAlone : 0;
}

std::size_t without_punctuation(std::uint8_t* text, std::size_t size, bool asian) {
  std::uint8_t* out = text;
  for (std::size_t i = 0; i < size;) {
    const std::uint8_t c = text[i];
    if (c < 0x80) {
      *out = c;
      out +=
          !(c == '.' || c == ',' || c == '?' || c == ':' || c == ';' || c == '!' || c == '"' || c == '(' || c == ')');
      ++i;
      continue;
    }
    const unsigned width = utf8_width(c);
    if (asian && width == 3 && size - i >= 3 && is_asian_punctuation(decode_utf8(text + i))) {
      i += 3;
    } else {
      *out++ = text[i++];
    }
  }
  return static_cast<std::size_t>(out - text);
}

std::size_t remove_punctuation(const TokenizerOptions& options, std::uint8_t* text, std::size_t size) {
  return without_punctuation(text, size, options.asian_support);
}

std::size_t normalize(const TokenizerOptions& /*options*/, std::uint8_t* text, std::size_t size) {
  size = replace_all(text, size, kTercomJoin);
  // A line feed becomes a space, which matters to a possessive before it.
  size = replace_all(text, size, "\n", " ");
  return replace_entities(text, size);
}

/// Removes punctuation from within tokens, once they are found.
std::size_t refine(const TokenizerOptions& options, std::uint8_t* bytes, const std::uint32_t* begins,
                   const std::uint32_t* ends, std::size_t stride, std::size_t count, std::uint32_t* refined) {
  std::uint32_t* out = refined;
  for (std::size_t t = 0; t < count; ++t) {
    const std::uint32_t begin = begins[stride * t];
    const std::size_t size = without_punctuation(bytes + begin, ends[stride * t] - begin, options.asian_support);
    out[0] = begin;
    out[1] = begin + static_cast<std::uint32_t>(size);
    out += size == 0 ? 0 : 2;
  }
  return static_cast<std::size_t>(out - refined) / 2;
}

}  // namespace

WordRules tercom_rules(const TokenizerOptions& options) {
  if (!options.normalized) {
    WordRules rules{space_classes()};
    rules.plain = true;
    if (options.no_punct) rules.rewrite = remove_punctuation;
    return rules;
  }
  WordRules rules{mteval_classes()};
  add_class(rules.classes, "'", kSpecial);
  rules.possessives = true;
  rules.rewrite = normalize;
  if (options.asian_support) rules.wide_class = asian_class;
  if (options.no_punct) rules.refine = refine;
  return rules;
}

}  // namespace gramscore
