// Words of texts from which characters are deleted first.
#include <algorithm>
#include <bit>
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

/// A bit for each of kRun bytes that are 0 or 1.
unsigned bits_of(const std::uint8_t* flags) {
  unsigned bits = 0;
  for (std::size_t k = 0; k < kRun; k += 8) {
    std::uint64_t eight = 0;
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(&eight, flags + k, sizeof eight);
    } else {
      for (std::size_t i = 0; i < 8; ++i) eight |= std::uint64_t{flags[k + i]} << 8 * i;
    }
    bits |= static_cast<unsigned>(eight * 0x0102040810204080u >> 56) << k;
  }
  return bits;
}

/// Writes a run without the bytes that `dropped` has a bit for, and some more. Returns how many are left. Few are dropped:
/// behind each of them all of the rest moves.
std::size_t write_rest(const std::uint8_t* run, unsigned dropped, std::uint8_t* out) {
  if (dropped == 0) {
    std::memcpy(out, run, kRun);
    return kRun;
  }
  std::uint8_t from[2 * kRun];
  std::uint8_t rest[2 * kRun];
  std::memcpy(from, run, kRun);
  std::memcpy(from + kRun, run, kRun);  // what is read behind the run is never left
  std::memcpy(rest, run, kRun);
  std::size_t less = 0;
  for (; dropped != 0; dropped &= dropped - 1) {
    const auto at = static_cast<std::size_t>(std::countr_zero(dropped));
    std::memcpy(rest + (at - less), from + at + 1, kRun);
    ++less;
  }
  std::memcpy(out, rest, kRun);
  return kRun - less;
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
    std::uint8_t dropped[kRun];
    std::memcpy(run, text + i, kRun);
    for (std::size_t k = 0; k < kRun; ++k) dropped[k] = is_kept(run[k]) ^ 1;
    end += write_rest(run, bits_of(dropped), end);
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
      std::uint8_t space[kRun];
      std::memcpy(run, text + i, kRun);
      for (std::size_t k = 0; k < kRun; ++k) {
        dropped[k] = is_punctuation(run[k]);
        space[k] = is_space_byte(run[k]);
        run[k] = lower(run[k]);
      }
      const unsigned drop = bits_of(dropped);
      const unsigned spaces = bits_of(space);
      if ((drop & (spaces << 1 | after_space)) == 0) {  // else it may be all of the word
        end += write_rest(run, drop, end);
        i += kRun;
        after_space = static_cast<std::uint8_t>(spaces >> (kRun - 1));
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
