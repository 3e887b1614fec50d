// The tokenizers that put spaces around characters and then split at white space, as sacrebleu's do: what each of them
// says about bytes and characters, and the common way from there to the bounds of tokens.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Kinds of characters: bits of a byte's class and, by their position, masks of a block (see Kernels::classify).
enum WordClass : std::uint8_t {
  /// White space.
  kSpace = 1 << 0,
  /// A token of its own.
  kAlone = 1 << 1,
  /// What a point may stand in.
  kNumber = 1 << 2,
  /// A token of its own, except between two numbers. In a row of several, each is one, but the last of them sticks to a
  /// number that follows if the first follows a number and they are odd in number, or does not and they are even: the
  /// regular expressions behind it take pairs of characters.
  kPoint = 1 << 3,
  /// A token of its own after a number.
  kDash = 1 << 4,
  /// What `rewrite_special` is about, or an apostrophe.
  kSpecial = 1 << 5
};

/// The classes of the ASCII characters.
using AsciiClasses = std::array<std::uint8_t, 128>;

/// How a kind finds tokens in UTF-8 text whose white space beyond ASCII has become tabs.
struct WordRules {
  AsciiClasses classes;

  /// Changes a text before anything else; it never grows. Returns its new size.
  std::size_t (*rewrite)(const TokenizerOptions& options, std::uint8_t* text, std::size_t size) = nullptr;

  /// The same, only needed for texts that have a kSpecial.
  std::size_t (*rewrite_special)(const TokenizerOptions& options, std::uint8_t* text, std::size_t size) = nullptr;

  /// The class of a character beyond ASCII (kAlone, kNumber, kPoint or 0); null if none has any.
  std::uint8_t (*wide_class)(std::uint32_t c) = nullptr;

  /// A kSpecial starts a token if an s and then a space or an ASCII character of kAlone follow.
  bool possessives = false;

  /// Every character is a token of its own.
  bool characters = false;

  /// The ends of a text are numbers to its points, not spaces.
  bool ends_are_numbers = false;

  /// White space at the beginning of a text does not count. At its end it never does.
  bool strips_begin = false;

  /// Nothing but white space separates.
  bool plain = false;

  /// Makes others of the tokens: reads `count` pairs of first byte and byte after the last, writes as many pairs as it
  /// returns, at most twice `count`. It may change the bytes.
  std::size_t (*refine)(const TokenizerOptions& options, std::uint8_t* bytes, const std::uint32_t* begins,
                        const std::uint32_t* ends, std::size_t stride, std::size_t count,
                        std::uint32_t* refined) = nullptr;
};

/// Sets the class of each of the ASCII `characters` to `bits`, in addition to what it has.
constexpr void add_class(AsciiClasses& classes, const char* characters, std::uint8_t bits) {
  for (; *characters != '\0'; ++characters) classes[static_cast<unsigned char>(*characters)] |= bits;
}

/// Classes with nothing but Python's white space.
constexpr AsciiClasses space_classes() {
  AsciiClasses classes{};
  add_class(classes, "\t\n\v\f\r\x1c\x1d\x1e\x1f ", kSpace);
  return classes;
}

/// The classes behind 13a: ASCII punctuation, but for points in and around numbers, dashes after numbers, apostrophes.
constexpr AsciiClasses mteval_classes() {
  AsciiClasses classes = space_classes();
  add_class(classes, "!\"#$%&()*+/:;<=>?@[\\]^_`{|}~", kAlone);
  add_class(classes, "0123456789", kNumber);
  add_class(classes, ".,", kPoint);
  add_class(classes, "-", kDash);
  return classes;
}

WordRules mt13a_rules();
WordRules intl_rules();
WordRules zh_rules();
WordRules character_rules();
WordRules tercom_rules(const TokenizerOptions& options);
WordRules chrf_word_rules();
WordRules squad_rules();
WordRules presumm_rules();
WordRules janitor_rules();

/// The bounds of tokens by rules, over a slab of texts that each stand between two spaces at least.
class WordBounds {
 public:
  /// Starts on `blocks` blocks.
  void start(const WordRules& rules, const Kernels& kernel, const std::uint8_t* bytes, std::size_t blocks,
             const Checkpoint& checkpoint);

  /// Whether `count` blocks from `first` have a kSpecial.
  [[nodiscard]] bool has_special(std::size_t first, std::size_t count) const;

  /// Looks again at blocks that have changed since start().
  void look_again(const WordRules& rules, const Kernels& kernel, const std::uint8_t* bytes, std::size_t first,
                  std::size_t count);

  /// To the rules, there is a number at this byte.
  void put_number(std::size_t position) { masks_[position / kBlock].number |= std::uint64_t{1} << position % kBlock; }

  /// Finds the tokens, which are then in begins() and ends(). All this is about the same bytes as start(). The number of those that start before block b goes to
  /// tokens_before[b], for b up to and with `blocks`.
  std::size_t find(const WordRules& rules, const Kernels& kernel, const std::uint8_t* bytes, std::size_t blocks,
                   std::uint32_t* tokens_before, const Checkpoint& checkpoint);

  [[nodiscard]] const std::uint32_t* begins() const { return begins_.data(); }
  [[nodiscard]] const std::uint32_t* ends() const { return ends_.data(); }

  void trim(std::size_t bytes);

 private:
  struct Character {
    std::size_t position;
    unsigned width;
  };

  void add_wide(const WordRules& rules, const std::uint8_t* bytes, std::size_t first, std::size_t last);
  void separate_wide_points();
  void combine(const WordRules& rules, const std::uint8_t* bytes, std::size_t first, std::size_t last);
  void separate_possessives(const WordRules& rules, const std::uint8_t* bytes, std::size_t block);
  [[nodiscard]] bool ends_row(std::size_t point) const;

  [[nodiscard]] static bool has(std::uint64_t word, std::size_t position) {
    return (word >> position % kBlock & 1) != 0;
  }
  [[nodiscard]] bool is_number(std::size_t position) const { return has(masks_[position / kBlock].number, position); }
  [[nodiscard]] bool ends_point(std::size_t position) const {
    return has(masks_[position / kBlock].point | point_ends_[position / kBlock], position);
  }
  void break_before(std::size_t position) { breaks_[position / kBlock] |= std::uint64_t{1} << position % kBlock; }

  std::uint64_t carry_ = 0;  // what combine() hands on to its next call
  Buffer<BlockMasks> masks_;
  Buffer<std::uint64_t> breaks_;      // bit: a token ends before this byte
  Buffer<std::uint64_t> point_ends_;  // bit: the last byte of a point beyond ASCII
  Buffer<std::uint64_t> begin_bits_;
  Buffer<std::uint64_t> end_bits_;
  Buffer<std::uint32_t> begins_;
  Buffer<std::uint32_t> ends_;
  std::vector<Character> wide_points_;
};

}  // namespace gramscore
