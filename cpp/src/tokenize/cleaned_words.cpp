// Words of texts from which characters are deleted first.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "tokenize/words.hpp"

namespace gramscore {
namespace {

/// Bytes that are looked at together, by arithmetic that compilers make vectors of.
constexpr std::size_t kRun = 16;

std::uint8_t is_letter(std::uint8_t c) { return static_cast<std::uint8_t>((c | 0x20) - 'a') < 26; }
std::uint8_t is_digit(std::uint8_t c) { return static_cast<std::uint8_t>(c - '0') < 10; }

std::uint8_t is_space_byte(std::uint8_t c) {
  return static_cast<std::uint8_t>(c == ' ') | static_cast<std::uint8_t>(static_cast<std::uint8_t>(c - '\t') < 5) |
         static_cast<std::uint8_t>(static_cast<std::uint8_t>(c - 0x1c) < 4);
}

std::uint8_t is_punctuation(std::uint8_t c) {
  const auto printed = static_cast<std::uint8_t>(static_cast<std::uint8_t>(c - 0x21) < 94);
  return printed & static_cast<std::uint8_t>((is_letter(c) | is_digit(c)) ^ 1);
}

std::uint8_t lower(std::uint8_t c) {
  return static_cast<std::uint8_t>(c | (static_cast<std::uint8_t>(c - 'A') < 26) << 5);
}

/// Leaves ASCII letters and digits, and spaces.
std::size_t keep_letters(const TokenizerOptions& /*options*/, std::uint8_t* text, std::size_t size) {
  const auto is_kept = [](std::uint8_t c) {
    return static_cast<std::uint8_t>(is_letter(c) | is_digit(c) | static_cast<std::uint8_t>(c == ' '));
  };
  std::uint8_t* end = text;
  std::size_t i = 0;
  for (; size - i >= kRun; i += kRun) {
    std::uint8_t run[kRun];
    std::uint8_t kept[kRun];
    std::uint8_t all = 1;
    std::memcpy(run, text + i, kRun);
    for (std::size_t k = 0; k < kRun; ++k) {
      kept[k] = is_kept(run[k]);
      all &= kept[k];
    }
    if (all != 0) {
      std::memcpy(end, run, kRun);
      end += kRun;
      continue;
    }
    for (std::size_t k = 0; k < kRun; ++k) {
      *end = run[k];
      end += kept[k];
    }
  }
  for (; i < size; ++i) {
    const std::uint8_t c = text[i];
    *end = c;
    end += is_kept(c);
  }
  return static_cast<std::size_t>(end - text);
}

/// Makes ASCII letters lower case and deletes ASCII punctuation. Without `no_punct` the first character of a word of nothing
/// else stays, so that the words are as many as before.
std::size_t drop_punctuation(const TokenizerOptions& options, std::uint8_t* text, std::size_t size) {
  std::uint8_t* end = text;
  std::uint8_t after_space = 1;
  for (std::size_t i = 0; i < size;) {
    if (size - i >= kRun) {
      std::uint8_t run[kRun];
      std::uint8_t dropped[kRun];
      std::uint8_t space[kRun + 1];
      std::memcpy(run, text + i, kRun);
      space[0] = after_space;
      std::uint8_t any = 0;
      std::uint8_t begins_word = 0;
      for (std::size_t k = 0; k < kRun; ++k) {
        dropped[k] = is_punctuation(run[k]);
        space[k + 1] = is_space_byte(run[k]);
        any |= dropped[k];
      }
      for (std::size_t k = 0; k < kRun; ++k) {
        begins_word |= dropped[k] & space[k];
        run[k] = lower(run[k]);
      }
      if (begins_word == 0) {  // else it may be all of the word
        if (any == 0) {
          std::memcpy(end, run, kRun);
          end += kRun;
        } else {
          for (std::size_t k = 0; k < kRun; ++k) {
            *end = run[k];
            end += dropped[k] ^ 1;
          }
        }
        i += kRun;
        after_space = space[kRun];
        continue;
      }
    }
    for (const std::size_t stop = std::min(size, i + kRun); i < stop;) {
      const std::uint8_t c = text[i];
      if (is_punctuation(c) == 0) {
        *end++ = lower(c);
        ++i;
        after_space = is_space_byte(c);
        continue;
      }
      std::size_t last = i + 1;
      while (last < size && is_punctuation(text[last]) != 0) ++last;
      const bool alone = after_space != 0 && (last == size || is_space_byte(text[last]) != 0);
      if (alone && !options.no_punct) *end++ = c;
      i = last;
      after_space = 0;
    }
  }
  return static_cast<std::size_t>(end - text);
}

}  // namespace

WordRules presumm_rules() {
  WordRules rules{space_classes()};
  rules.plain = true;
  rules.rewrite = keep_letters;
  return rules;
}

WordRules janitor_rules() {
  WordRules rules{space_classes()};
  rules.plain = true;
  rules.rewrite = drop_punctuation;
  return rules;
}

}  // namespace gramscore
