#include "gramscore/kernels/kernels.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "gramscore/text/utf8.hpp"
#include "gramscore/tokenize/porter.hpp"
#include "reference/lcs.hpp"
#include "reference/ngrams.hpp"
#include "reference/tokenize.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"
#include "tests/texts.hpp"

namespace gramscore {
namespace {

using testing::EncodedText;
using testing::for_kernels;
using testing::for_seeds;
using testing::Random;
using testing::random_limit;
using testing::random_text;
using testing::Sequence;
using testing::show;

bool is_token_byte(std::uint8_t byte, TokenBytes kind) {
  if (kind == TokenBytes::non_space) return !((byte >= 0x09 && byte <= 0x0d) || (byte >= 0x1c && byte <= 0x20));
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

struct Found {
  std::size_t tokens = 0;
  std::vector<std::uint64_t> marks;
  std::vector<std::uint32_t> tokens_before;
  std::vector<std::uint32_t> bounds;  // with the room behind them that kernels may scribble on
};

Found find(const std::vector<std::uint8_t>& bytes, TokenBytes kind) {
  const std::size_t blocks = bytes.size() / kBlock;
  Found found;
  found.marks.resize(blocks);
  found.tokens_before.resize(blocks);
  found.bounds.resize(kBlock * blocks + kBlock);
  found.tokens = kernels().find_tokens(bytes.data(), blocks, kind, found.marks.data(), found.tokens_before.data(),
                                       found.bounds.data());
  return found;
}

void check_find(const std::vector<std::uint8_t>& bytes, TokenBytes kind) {
  const Found found = find(bytes, kind);
  std::vector<std::uint32_t> bounds;
  std::vector<std::uint32_t> tokens_before;
  std::vector<std::uint64_t> marks;
  bool inside = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % kBlock == 0) {
      marks.push_back(0);
      tokens_before.push_back(static_cast<std::uint32_t>((bounds.size() + 1) / 2));
    }
    const bool token = is_token_byte(bytes[i], kind);
    if (token) marks.back() |= std::uint64_t{1} << i % kBlock;
    if (token != inside) bounds.push_back(static_cast<std::uint32_t>(i));
    inside = token;
  }
  INFO("bytes: ", show(bytes));
  REQUIRE(found.tokens == bounds.size() / 2);
  REQUIRE(found.marks == marks);
  REQUIRE(found.tokens_before == tokens_before);
  REQUIRE(std::equal(bounds.begin(), bounds.end(), found.bounds.begin()));
}

TEST_CASE("the portable table comes first, and a table can be chosen by name") {
  CHECK(std::string(available_kernels().front()->name) == "portable");
  const std::string before = kernels().name;
  select_kernels("portable");
  CHECK(std::string(kernels().name) == "portable");
  CHECK_THROWS_AS(select_kernels("abacus"), std::invalid_argument);
  CHECK(std::string(kernels().name) == "portable");
  select_kernels(before.c_str());
}

TEST_CASE("find_tokens: typed by hand") {
  std::vector<std::uint8_t> bytes(2 * kBlock, ' ');
  const auto put = [&](std::size_t at, const std::string& text) { std::copy(text.begin(), text.end(), &bytes[at]); };
  put(0, "It is-40C.");
  put(60, "borders");
  for_kernels([&] {
    const Found alnum = find(bytes, TokenBytes::alnum);
    REQUIRE(alnum.tokens == 4);
    CHECK(std::vector<std::uint32_t>(alnum.bounds.begin(), alnum.bounds.begin() + 8) ==
          std::vector<std::uint32_t>{0, 2, 3, 5, 6, 9, 60, 67});
    CHECK(alnum.tokens_before == std::vector<std::uint32_t>{0, 4});
    CHECK(alnum.marks == std::vector<std::uint64_t>{std::uint64_t{0xf} << 60 | 0x1db, 0x7});
    const Found words = find(bytes, TokenBytes::non_space);
    REQUIRE(words.tokens == 3);
    CHECK(std::vector<std::uint32_t>(words.bounds.begin(), words.bounds.begin() + 6) ==
          std::vector<std::uint32_t>{0, 2, 3, 10, 60, 67});
  });
}

TEST_CASE("find_tokens: every byte alone, and beside every other") {
  for_kernels([] {
    for (const TokenBytes kind : {TokenBytes::alnum, TokenBytes::non_space}) {
      for (unsigned byte = 0; byte < 256; ++byte) {
        std::vector<std::uint8_t> bytes(9 * kBlock, ' ');
        for (unsigned other = 0; other < 256; ++other) {
          bytes[2 * other + 1] = static_cast<std::uint8_t>(byte);
          bytes[2 * other + 2] = static_cast<std::uint8_t>(other);
        }
        check_find(bytes, kind);
      }
    }
  });
}

TEST_CASE("find_tokens: random bytes, and runs that cross borders of blocks") {
  for_seeds(150, [](Random& random) {
    const std::size_t blocks = random.between(0, 20);
    std::vector<std::uint8_t> bytes(blocks * kBlock, ' ');
    const std::size_t style = random.below(4);
    std::size_t run = 0;
    bool token = false;
    // The last byte is padding.
    for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
      if (style == 0) {
        bytes[i] = static_cast<std::uint8_t>(random.bits());
        continue;
      }
      if (run == 0) {
        token = !token;
        run = style == 1 ? 1 : random.between(1, token ? 40 : 3) * (style == 3 ? 5 : 1);
      }
      --run;
      bytes[i] = token ? static_cast<std::uint8_t>('a' + random.below(26)) : ' ';
    }
    for_kernels([&] {
      check_find(bytes, TokenBytes::alnum);
      check_find(bytes, TokenBytes::non_space);
    });
  });
}

TEST_CASE("find_tokens: blocks without, and of nothing but, tokens") {
  for_kernels([] {
    for (const char fill : {' ', 'a'}) {
      std::vector<std::uint8_t> bytes(5 * kBlock, static_cast<std::uint8_t>(fill));
      bytes.back() = ' ';
      check_find(bytes, TokenBytes::alnum);
      check_find(bytes, TokenBytes::non_space);
    }
  });
}

TEST_CASE("classify: every byte in every place, with classes of any kind") {
  for_seeds(20, [](Random& random) {
    std::array<std::uint8_t, 128> classes{};
    for (std::uint8_t& bits : classes) bits = static_cast<std::uint8_t>(random.below(64));
    const std::size_t blocks = random.between(0, 9);
    std::vector<std::uint8_t> bytes(blocks * kBlock);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.bits());
    for_kernels([&] {
      std::vector<BlockMasks> masks(blocks);
      kernels().classify(bytes.data(), blocks, classes.data(), masks.data());
      for (std::size_t i = 0; i < bytes.size(); ++i) {
        CAPTURE(i);
        const BlockMasks& of = masks[i / kBlock];
        const std::uint8_t c = bytes[i];
        const std::array<std::uint64_t, 8> got = {of.space, of.alone,   of.number, of.point,
                                                  of.dash,  of.special, of.lead,   of.continuation};
        unsigned bits = 0;
        for (unsigned k = 0; k < 8; ++k) bits |= static_cast<unsigned>(got[k] >> i % kBlock & 1) << k;
        REQUIRE(bits == (c < 0x80 ? classes[c] : c < 0xc0 ? 0x80u : 0x40u));
      }
    });
  });
}

TEST_CASE("positions: of all ones, none and some, in parts") {
  for_seeds(40, [](Random& random) {
    std::vector<std::uint64_t> bits(random.between(0, 12));
    for (std::uint64_t& word : bits) {
      word = random.one_in(4) ? 0 : random.one_in(4) ? ~std::uint64_t{0} : random.bits() & random.bits();
    }
    std::vector<std::uint32_t> expected;
    std::vector<std::uint32_t> expected_before;
    for (std::size_t b = 0; b < bits.size(); ++b) {
      expected_before.push_back(static_cast<std::uint32_t>(expected.size()));
      for (std::uint32_t k = 0; k < 64; ++k) {
        if ((bits[b] >> k & 1) != 0) expected.push_back(static_cast<std::uint32_t>(64 * b + k));
      }
    }
    const std::size_t cut = random.between(0, bits.size());
    for_kernels([&] {
      std::vector<std::uint32_t> before(bits.size());
      std::vector<std::uint32_t> out(expected.size() + 64);
      std::size_t count = kernels().positions(bits.data(), 0, cut, 0, before.data(), out.data());
      count = kernels().positions(bits.data(), cut, bits.size(), count, before.data(), out.data());
      out.resize(count);
      REQUIRE(out == expected);
      REQUIRE(before == expected_before);
    });
  });
}

/// Calls use(units, unit size) for the narrowest units that hold the text, and for wider ones.
template <class Use>
void with_units(const std::u32string& text, Use use) {
  char32_t highest = 0;
  for (const char32_t c : text) highest = c > highest ? c : highest;
  const auto as = [&](auto unit) {
    const std::vector<decltype(unit)> units(text.begin(), text.end());
    use(units.data(), sizeof unit);
  };
  if (highest < 0x100) as(std::uint8_t{});
  if (highest < 0x10000) as(std::uint16_t{});
  as(std::uint32_t{});
}

std::u32string mostly_plain(Random& random, std::size_t size) {
  const char32_t limit = testing::random_limit(random);
  const std::size_t odd = random.pick(std::array<std::size_t, 3>{1, 10, 100});
  std::u32string text;
  while (text.size() < size) {
    text += random.one_in(odd) ? testing::random_oddity(random, limit) : testing::random_letter_or_digit(random);
  }
  return text;
}

TEST_CASE("write_utf8: what is written, and where it stopped") {
  for_seeds(300, [](Random& random) {
    const std::u32string text = mostly_plain(random, random.between(0, 200));
    INFO("text: ", show(text));
    for_kernels([&] {
      with_units(text, [&](const auto* units, std::size_t unit_size) {
        std::vector<std::uint8_t> out(4 * text.size() + 64);
        std::size_t written = 0;
        const std::size_t done = kernels().write_utf8(units, unit_size, text.size(), out.data(), written);
        REQUIRE(done <= text.size());
        std::string expected;
        for (const char32_t c : text.substr(0, done)) {
          expected += c >= 0x80 && reference::is_white_space(c) ? "\t" : reference::utf8(c);
        }
        REQUIRE(std::string(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(written)) == expected);
      });
    });
  });
}

TEST_CASE("write_characters: code points, with and without white space") {
  for_seeds(300, [](Random& random) {
    const std::u32string text = mostly_plain(random, random.between(0, 200));
    INFO("text: ", show(text));
    for_kernels([&] {
      for (const bool keep : {false, true}) {
        std::vector<Token> expected;
        for (const char32_t c : text) {
          if (keep || !reference::is_white_space(c)) expected.push_back(c);
        }
        with_units(text, [&](const auto* units, std::size_t unit_size) {
          std::vector<Token> out(text.size() + 8);
          out.resize(kernels().write_characters(units, unit_size, text.size(), keep, out.data()));
          REQUIRE(out == expected);
        });
      }
    });
  });
}

TEST_CASE("pack_alnum: typed by hand") {
  // Six bits a character, the first lowest: digits 0x10..0x19, letters 0x21..0x3a.
  const std::string text = "a 0 Zz 9aB abcdefghijk ";
  std::vector<std::uint8_t> bytes(text.begin(), text.end());
  bytes.resize(bytes.size() + 16, ' ');
  const std::vector<std::uint32_t> bounds = {0, 1, 2, 3, 4, 6, 7, 10, 11, 22};
  for_kernels([&] {
    std::array<Token, 5> packed{};
    std::array<std::uint32_t, 6> longer{};
    CHECK(kernels().pack_alnum(bytes.data(), bounds.data(), 5, packed.data(), longer.data()) == 1);
    CHECK(packed == std::array<Token, 5>{0x21, 0x10, 0x3a | 0x3a << 6, 0x19 | 0x21 << 6 | 0x22 << 12, 0});
    CHECK(longer[0] == 4);
  });
}

/// The characters of a packed token: five bits of each, and the bit that tells letters from digits.
std::string unpack(Token packed) {
  std::string word;
  for (; packed != 0; packed >>= 6) {
    word += static_cast<char>((packed & 0x20) != 0 ? 0x60 | (packed & 0x1f) : 0x20 | (packed & 0x1f));
  }
  return word;
}

TEST_CASE("pack_alnum: tokens of all lengths come back") {
  for_seeds(100, [](Random& random) {
    std::vector<std::uint8_t> bytes;
    std::vector<std::uint32_t> bounds;
    std::vector<std::string> words;
    for (std::size_t t = random.between(0, 120); t > 0; --t) {
      std::string word;
      for (std::size_t k = random.one_in(2) ? random.between(1, 12) : random.between(1, 40); k > 0; --k) {
        word += random.pick(std::string("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"));
      }
      bounds.push_back(static_cast<std::uint32_t>(bytes.size()));
      bytes.insert(bytes.end(), word.begin(), word.end());
      bounds.push_back(static_cast<std::uint32_t>(bytes.size()));
      // Between tokens stands anything: it is not part of what is packed.
      do bytes.push_back(random.one_in(2) ? ' ' : static_cast<std::uint8_t>(random.bits()));
      while (random.one_in(3));
      words.push_back(word);
    }
    bytes.resize(bytes.size() + 16, ' ');
    std::vector<std::uint8_t> exact(bytes);
    INFO("words: ", show(words));
    for_kernels([&] {
      std::vector<Token> packed(words.size(), 1);
      std::vector<std::uint32_t> longer(words.size() + 1);
      const std::size_t long_tokens =
          kernels().pack_alnum(exact.data(), bounds.data(), words.size(), packed.data(), longer.data());
      longer.resize(long_tokens);
      std::vector<std::uint32_t> expected_longer;
      for (std::size_t t = 0; t < words.size(); ++t) {
        CAPTURE(words[t]);
        if (words[t].size() > kPackedAlnum) {
          expected_longer.push_back(static_cast<std::uint32_t>(t));
          REQUIRE(packed[t] == 0);
          continue;
        }
        std::string lower;
        for (const char c : words[t]) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        REQUIRE(unpack(packed[t]) == lower);
      }
      REQUIRE(longer == expected_longer);
    });
  });
}

TEST_CASE("look_at_utf8: ASCII, UTF-8, or not sure") {
  for_seeds(2000, [](Random& random) {
    const EncodedText text(random_text(random, random.below(random.one_in(2) ? 12 : 150), random_limit(random)),
                           Encoding::utf8);
    const auto* const begin = static_cast<const std::uint8_t*>(text.view().data);
    std::vector<std::uint8_t> bytes(begin, begin + text.view().size);
    if (!bytes.empty() && random.one_in(2)) {
      const std::size_t at = random.below(bytes.size());
      switch (random.below(4)) {
        case 0: bytes[at] = static_cast<std::uint8_t>(random.bits()); break;
        case 1: bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(at)); break;
        case 2: bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), std::uint8_t{0x80}); break;
        default: bytes.resize(at);
      }
    }
    const bool ascii = std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte < 0x80; });
    const bool valid = utf8_error(bytes.data(), bytes.size()) == bytes.size();
    bool surrogates = false;  // which utf8_error() lets pass, and which no table has to be sure of
    for (std::size_t i = 1; i < bytes.size(); ++i) surrogates |= bytes[i - 1] == 0xed && bytes[i] >= 0xa0;
    INFO("bytes: ", show(std::vector<unsigned>(bytes.begin(), bytes.end())));
    for_kernels([&] {
      const std::unique_ptr<std::uint8_t[]> exact(new std::uint8_t[bytes.size()]);
      std::copy(bytes.begin(), bytes.end(), exact.get());
      const Utf8 seen = kernels().look_at_utf8(exact.get(), bytes.size());
      REQUIRE((seen == Utf8::ascii) == ascii);
      if (seen == Utf8::valid) REQUIRE(valid);
      if (std::string_view(kernels().name) == "avx512" && valid && !surrogates) REQUIRE(seen != Utf8::unknown);
    });
  });
}

TEST_CASE("copy_padded: the text, and spaces up to the end of the next block") {
  for_seeds(3, [](Random& random) {
    for (std::size_t size = 0; size <= 200; ++size) {
      std::vector<std::uint8_t> text(size);
      for (std::uint8_t& byte : text) byte = static_cast<std::uint8_t>(random.bits());
      std::vector<std::uint8_t> expected(text);
      expected.resize((size / kBlock + 2) * kBlock, ' ');
      for_kernels([&] {
        CAPTURE(size);
        std::vector<std::uint8_t> out(expected.size(), 0);
        kernels().copy_padded(text.data(), size, out.data());
        REQUIRE(out == expected);
      });
    }
  });
}

TEST_CASE("pack_words: the bytes of words of all lengths, and their number in the top byte") {
  const auto piece = [](const std::string& word, std::size_t first, bool last) {
    std::uint64_t x = 0;
    for (std::size_t k = first; k < word.size() && k < first + 8; ++k) {
      x |= std::uint64_t{static_cast<std::uint8_t>(word[k])} << (8 * (k - first));
    }
    return last ? x | std::uint64_t{word.size()} << 56 : x;
  };
  for_seeds(100, [&](Random& random) {
    std::vector<std::uint8_t> bytes;
    std::vector<std::string> words;
    const std::size_t stride = random.between(1, 2);
    std::vector<std::uint32_t> begins;
    std::vector<std::uint32_t> ends;
    for (std::size_t t = random.between(0, 60); t > 0; --t) {
      std::string word;
      for (std::size_t k = random.between(1, random.one_in(2) ? 9 : 40); k > 0; --k) {
        word += static_cast<char>(random.bits());
      }
      begins.push_back(static_cast<std::uint32_t>(bytes.size()));
      bytes.insert(bytes.end(), word.begin(), word.end());
      ends.push_back(static_cast<std::uint32_t>(bytes.size()));
      if (random.one_in(2)) bytes.push_back(static_cast<std::uint8_t>(random.bits()));
      words.push_back(word);
    }
    bytes.resize(bytes.size() + 32, 0xff);
    std::vector<std::uint32_t> bounds;  // exactly as many as may be read
    for (std::size_t t = 0; t < words.size(); ++t) bounds.insert(bounds.end(), {begins[t], ends[t]});
    const WordList list = stride == 1 ? WordList{begins.data(), ends.data(), 1, words.size()}
                                      : WordList{bounds.data(), bounds.data() + 1, 2, words.size()};
    INFO("words: ", show(words));
    for_kernels([&] {
      const std::size_t room = words.size() + kPackSlack;
      std::vector<Token> packed(room);
      std::vector<std::uint32_t> two(room);
      std::vector<std::uint32_t> four(room);
      std::vector<std::uint32_t> rest(room);
      std::vector<std::uint64_t> two_pieces(2 * room);
      std::vector<std::uint64_t> four_pieces(4 * room);
      LongWords longer{two.data(), two_pieces.data(), four.data(), four_pieces.data(), rest.data(), 9, 9, 9};
      kernels().pack_words(bytes.data(), list, packed.data(), longer);
      std::size_t twos = 0;
      std::size_t fours = 0;
      std::size_t others = 0;
      for (std::size_t t = 0; t < words.size(); ++t) {
        const std::string& word = words[t];
        CAPTURE(word);
        if (word.size() <= 7) {
          REQUIRE(packed[t] == piece(word, 0, true));
        } else if (word.size() <= 15) {
          REQUIRE(two[twos] == t);
          for (std::size_t k = 0; k < 2; ++k) REQUIRE(two_pieces[2 * twos + k] == piece(word, 8 * k, k == 1));
          ++twos;
        } else if (word.size() <= 31) {
          REQUIRE(four[fours] == t);
          for (std::size_t k = 0; k < 4; ++k) REQUIRE(four_pieces[4 * fours + k] == piece(word, 8 * k, k == 3));
          ++fours;
        } else {
          REQUIRE(rest[others++] == t);
        }
      }
      REQUIRE(longer.two_count == twos);
      REQUIRE(longer.four_count == fours);
      REQUIRE(longer.rest_count == others);
    });
  });
}

TEST_CASE("pack_found: what pack_alnum makes of the tokens that find_tokens finds, and those to stem") {
  for_seeds(100, [](Random& random) {
    std::string text;
    for (std::size_t t = random.between(0, 200); t > 0; --t) {
      for (std::size_t k = random.between(1, random.one_in(3) ? 25 : 8); k > 0; --k) {
        text += random.pick(std::string("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"));
      }
      text += random.pick(std::vector<std::string>{"",    "",   "s",  "ed",   "ing",  "y",   "ly",  "al",
                                                   "e",   "er", "or", "ism",  "ic",   "ion", "ent", "ou",
                                                   "ful", "ll", "li", "ness", "ance", "ize", "alli"});
      do text += random.one_in(2) ? ' ' : random.pick(std::string("\n.,-'_\xc3\xa9"));
      while (random.one_in(3));
    }
    const std::size_t blocks = text.size() / kBlock + 1;
    text.resize((blocks + 1) * kBlock, ' ');
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    INFO("text: ", text);
    for_kernels([&] {
      std::vector<std::uint64_t> marks(blocks);
      std::vector<std::uint32_t> before(blocks + 1);
      std::vector<std::uint32_t> bounds((blocks + 2) * kBlock);
      const std::size_t count =
          kernels().find_tokens(bytes, blocks, TokenBytes::alnum, marks.data(), before.data(), bounds.data());
      std::vector<Token> expected(count);
      std::vector<std::uint32_t> expected_longer(count + 1);
      expected_longer.resize(
          kernels().pack_alnum(bytes, bounds.data(), count, expected.data(), expected_longer.data()));
      // Those that change must be among the selected, those that are too short must not.
      std::set<std::uint32_t> changing;
      std::set<std::uint32_t> eligible;
      for (std::size_t t = 0; t < count; ++t) {
        const std::uint32_t size = bounds[2 * t + 1] - bounds[2 * t];
        if (size <= 3) continue;
        eligible.insert(static_cast<std::uint32_t>(t));
        if (size > kPackedAlnum) continue;
        std::string word = unpack(expected[t]);
        const std::string unstemmed = word;
        word.resize(porter_stem(reinterpret_cast<std::uint8_t*>(word.data()), word.size()));
        if (word != unstemmed) changing.insert(static_cast<std::uint32_t>(t));
      }
      for (const bool select : {false, true}) {
        std::vector<Token> packed(count + kPackSlack);
        std::vector<std::uint32_t> longer(count + kPackSlack);
        std::vector<std::uint32_t> selected(count + kPackSlack);
        std::size_t selected_count = 0;
        const FoundTokens found{bytes, marks.data(), blocks, bounds.data(), count};
        longer.resize(kernels().pack_found(found, packed.data(), longer.data(), select ? selected.data() : nullptr,
                                           &selected_count));
        packed.resize(count);
        selected.resize(selected_count);
        REQUIRE(packed == expected);
        REQUIRE(longer == expected_longer);
        REQUIRE(std::is_sorted(selected.begin(), selected.end()));
        if (!select) continue;
        REQUIRE(std::includes(selected.begin(), selected.end(), changing.begin(), changing.end()));
        REQUIRE(std::includes(eligible.begin(), eligible.end(), selected.begin(), selected.end()));
      }
    });
  });
}

/// How many tokens of a are in b.
std::size_t shared(const std::vector<Token>& a, const std::vector<Token>& b) {
  return static_cast<std::size_t>(
      std::count_if(a.begin(), a.end(), [&](Token token) { return std::find(b.begin(), b.end(), token) != b.end(); }));
}

void check_masks(const std::vector<Token>& a, const std::vector<Token>& b) {
  INFO("a: ", show(a));
  INFO("b: ", show(b));
  const Sequence sequence_a(a);
  const Sequence sequence_b(b);
  std::array<std::uint64_t, Matches::kMaxOrder + 1> ngrams{};
  for (std::size_t n = 1; n < ngrams.size(); ++n) ngrams[n] = reference::clipped_matches(a, b, n);
  const std::uint32_t length = reference::lcs_length(a, b);
  const bool few = a.size() <= 64 || std::max(shared(a, b), shared(b, a)) <= 64 * kMaskWords;
  for_kernels([&] {
    for (int orders = 0; orders <= Matches::kMaxOrder; ++orders) {
      for (const bool lcs : {false, true}) {
        CAPTURE(orders);
        CAPTURE(lcs);
        Matches matches;
        std::memset(&matches, 0xab, sizeof matches);
        const bool counted = kernels().match_masks(sequence_a.data(), a.size(), sequence_b.data(), b.size(), orders,
                                                   lcs, testing::kOdd, matches);
        REQUIRE((counted || !few));
        if (!counted) continue;
        for (std::size_t n = 1; n <= static_cast<std::size_t>(orders); ++n) {
          CAPTURE(n);
          REQUIRE(matches.ngram[n] == ngrams[n]);
        }
        if (lcs) REQUIRE(matches.lcs == length);
      }
    }
  });
}

TEST_CASE("match_masks: typed by hand") {
  const Sequence reference({1, 2, 3, 4});      // it is cold outside
  const Sequence prediction({1, 2, 5, 3, 4});  // it is very cold outside
  const Sequence repeated({3, 3, 3, 3});       // cold cold cold cold
  for_kernels([&] {
    Matches matches;
    kernels().match_masks(reference.data(), 4, prediction.data(), 5, 3, true, testing::kOdd, matches);
    CHECK(matches.ngram[1] == 4);
    CHECK(matches.ngram[2] == 2);
    CHECK(matches.ngram[3] == 0);
    CHECK(matches.lcs == 4);
    kernels().match_masks(reference.data(), 4, repeated.data(), 4, 2, true, testing::kOdd, matches);
    CHECK(matches.ngram[1] == 1);
    CHECK(matches.ngram[2] == 0);
    CHECK(matches.lcs == 1);
    kernels().match_masks(nullptr, 0, nullptr, 0, 2, true, testing::kOdd, matches);
    CHECK(matches.ngram[1] == 0);
    CHECK(matches.ngram[2] == 0);
    CHECK(matches.lcs == 0);
  });
}

void check_random_masks(Random& random, std::size_t size) {
  const std::size_t alphabet = random.pick(std::vector<std::size_t>{1, 2, 5, 40});
  // The kernels work in strips of some number of columns: these lengths are around such borders as well.
  const std::size_t columns = random.pick(std::vector<std::size_t>{0, 1, size, 64, 127, 128, 129, 300});
  auto a = testing::random_sequence<Token>(random, size, alphabet);
  auto b = testing::random_sequence<Token>(random, columns, alphabet);
  // Tokens that differ in their high or low half only.
  const Token high = random.one_in(2) ? Token{1} << 63 : 0;
  for (auto* side : {&a, &b}) {
    for (Token& token : *side) token = random.one_in(2) ? token : token | high;
  }
  check_masks(a, b);
}

TEST_CASE("match_masks: every length of the masked side up to a word, and around the borders of more words") {
  for_seeds(3, [](Random& random) {
    for (std::size_t size = 0; size <= 67; ++size) check_random_masks(random, size);
    for (std::size_t words = 2; words <= kMaskTokens / 64; ++words) {
      for (const std::size_t size : {64 * words - 1, 64 * words, 64 * words + 1}) {
        if (size <= kMaskTokens) check_random_masks(random, size);
      }
      check_random_masks(random, random.between(65, kMaskTokens));
    }
  });
}

TEST_CASE("match_masks: matches that run across words and strips") {
  // The sequence itself, moved on by some tokens: every n-gram lies across some border.
  for (const std::size_t size : {std::size_t{64}, std::size_t{130}, std::size_t{200}, kMaskTokens - 120}) {
    std::vector<Token> a;
    for (std::size_t i = 0; i < size; ++i) a.push_back(i + 1);
    for (const std::size_t moved : {0u, 1u, 60u, 120u}) {
      std::vector<Token> b(moved, 0);
      b.insert(b.end(), a.begin(), a.end());
      check_masks(a, b);
    }
  }
}

TEST_CASE("match_masks: tokens that hash to few slots") {
  for_seeds(20, [](Random& random) {
    const std::size_t slots = random.pick(std::vector<std::size_t>{1, 2, 30});
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{2, 10, 100, 1000});
    const auto side = [&] {
      auto tokens = testing::random_sequence<Token>(random, random.between(65, 300), alphabet);
      for (Token& token : tokens) token = testing::in_slot(token % slots, token);
      return tokens;
    };
    check_masks(side(), side());
  });
}

TEST_CASE("match_masks: what is shared fills words exactly, among tokens of one side") {
  for_seeds(3, [](Random& random) {
    for (const std::size_t shared : {63u, 64u, 65u, 127u, 128u, 129u, 192u, 255u, 256u, 257u, 600u}) {
      const auto side = [&](Token own) {
        auto tokens = testing::random_sequence<Token>(random, shared, 1000);
        for (std::size_t k = random.below(100); k > 0; --k) {
          tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(random.below(tokens.size())), own + k % 7);
        }
        return tokens;
      };
      auto a = side(5000);
      auto b = side(6000);
      // All of a thousand in both, but for those few.
      check_masks(a, random.one_in(2) ? a : b);
      std::reverse(b.begin(), b.end());
      b.insert(b.end(), a.begin(), a.begin() + 64);
      check_masks(a, b);
    }
  });
}

/// The match rows of `tokens` (a block of a reference), one per value below `alphabet`. Row 0 is empty.
std::vector<std::uint64_t> rows_of(const std::vector<Token>& tokens, std::size_t alphabet) {
  std::vector<std::uint64_t> rows((alphabet + 1) * kLanes, 0);
  for (std::size_t i = 0; i < tokens.size(); ++i) rows[(tokens[i] + 1) * kLanes + i / 64] |= std::uint64_t{1} << i % 64;
  return rows;
}

TEST_CASE("lcs_strip: all states of all columns, through several blocks and strips") {
  for_seeds(50, [](Random& random) {
    constexpr std::size_t kBlockTokens = kLanes * 64;
    const std::size_t m = random.one_in(4) ? random.between(513, 1300) : random.between(1, kBlockTokens);
    const std::size_t n = random.between(0, 60);
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{1, 2, 3, 20, 200});
    const auto a = testing::random_sequence<Token>(random, m, alphabet);
    const auto b = testing::random_sequence<Token>(random, n, alphabet);
    const std::size_t known = random.one_in(2) ? alphabet : random.below(alphabet);  // the rest has no matches
    INFO("a: ", show(a));
    INFO("b: ", show(b));
    CAPTURE(known);
    const std::size_t step = random.between(1, 12);
    std::vector<Token> visible = a;
    for (Token& token : visible) {
      if (token >= known) token = ~Token{0};
    }
    const reference::LcsTable table = reference::lcs_table(visible, b);
    for_kernels([&] {
      std::vector<std::uint8_t> carry(n, 0);
      for (std::size_t begin = 0; begin < m; begin += kBlockTokens) {
        const std::size_t size = std::min(m - begin, kBlockTokens);
        const std::size_t words = (size + 63) / 64;
        std::vector<std::uint64_t> rows = rows_of(
            {a.begin() + static_cast<std::ptrdiff_t>(begin), a.begin() + static_cast<std::ptrdiff_t>(begin + size)},
            alphabet);
        std::vector<std::uint32_t> row_of;
        for (const Token token : b) row_of.push_back(token < known ? static_cast<std::uint32_t>(token + 1) : 0);
        std::array<std::uint64_t, kLanes> v;
        v.fill(~std::uint64_t{0});
        for (std::size_t from = 0; from < n; from += step) {
          const std::size_t columns = std::min(step, n - from);
          kernels().lcs_strip(rows.data(), row_of.data() + from, columns, words, v.data(), carry.data() + from);
          // A zero of the state says that the table grows from this row to the next.
          const std::size_t j = from + columns;
          for (std::size_t i = 0; i < size; ++i) {
            const bool grows = table[begin + i + 1][j] > table[begin + i][j];
            REQUIRE((~v[i / 64] >> i % 64 & 1) == grows);
          }
        }
        // The carry into the next block: whether the LCS of all so far grows with this column.
        if (size == kBlockTokens) {
          for (std::size_t j = 0; j < n; ++j) {
            REQUIRE(carry[j] == table[begin + size][j + 1] - table[begin + size][j]);
          }
        }
      }
    });
  });
}

TEST_CASE("lcs_strip: a carry runs through all words") {
  // Column after column of the one token there is: the state is a long number that is shifted left.
  for (std::size_t words = 1; words <= kLanes; ++words) {
    for_kernels([&] {
      const std::size_t m = 64 * words;
      std::vector<std::uint64_t> rows(2 * kLanes, 0);
      for (std::size_t w = 0; w < words; ++w) rows[kLanes + w] = ~std::uint64_t{0};
      const std::vector<std::uint32_t> row_of(m + 3, 1);
      std::vector<std::uint8_t> carry(m + 3, 0);
      std::array<std::uint64_t, kLanes> v;
      v.fill(~std::uint64_t{0});
      kernels().lcs_strip(rows.data(), row_of.data(), m - 1, words, v.data(), carry.data());
      CHECK((v[words - 1] == std::uint64_t{1} << 63));
      kernels().lcs_strip(rows.data(), row_of.data(), 1, words, v.data(), carry.data() + m - 1);
      for (std::size_t w = 0; w < words; ++w) CHECK(v[w] == 0);
      kernels().lcs_strip(rows.data(), row_of.data(), 3, words, v.data(), carry.data() + m);
      for (std::size_t w = 0; w < words; ++w) CHECK(v[w] == 0);
    });
  }
}

TEST_CASE("lcs_two_strips: as one strip after the other") {
  for_seeds(60, [](Random& random) {
    const std::size_t tokens = random.between(1, 40);
    const std::size_t apart = (tokens + 1) * kLanes + random.below(9);
    std::vector<std::uint64_t> rows(apart + (tokens + 1) * kLanes);
    const unsigned density = random.pick(std::vector<unsigned>{0, 1, 3});
    for (std::uint64_t& word : rows) {
      // Many ones, so that carries run on, and few, and all there are.
      word = random.bits();
      for (unsigned k = 0; k < density; ++k) word = random.one_in(2) ? word | random.bits() : word & random.bits();
      if (random.one_in(4)) word = ~std::uint64_t{0};
    }
    const std::size_t columns = random.below(200);
    std::vector<std::uint32_t> row_of(columns);
    for (std::uint32_t& row : row_of) row = static_cast<std::uint32_t>(random.below(tokens + 1));
    std::vector<std::uint8_t> carry(columns);
    for (std::uint8_t& bit : carry) bit = random.one_in(2) ? 1 : 0;
    std::array<std::uint64_t, 2 * kLanes> v;
    for (std::uint64_t& word : v) word = random.one_in(2) ? ~std::uint64_t{0} : random.bits();
    for_kernels([&] {
      std::array<std::uint64_t, 2 * kLanes> expected = v;
      std::vector<std::uint8_t> expected_carry = carry;
      kernels().lcs_strip(rows.data(), row_of.data(), columns, kLanes, expected.data(), expected_carry.data());
      kernels().lcs_strip(rows.data() + apart, row_of.data(), columns, kLanes, expected.data() + kLanes,
                          expected_carry.data());
      std::array<std::uint64_t, 2 * kLanes> found = v;
      std::vector<std::uint8_t> found_carry = carry;
      kernels().lcs_two_strips(rows.data(), apart, row_of.data(), columns, found.data(), found_carry.data());
      REQUIRE(found == expected);
      REQUIRE(found_carry == expected_carry);
    });
  });
}

TEST_CASE("union_short: the positions of rouge-score's backtracking, lane by lane, of several sentences") {
  for_seeds(250, [](Random& random) {
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{1, 2, 3, 5, 30});
    const std::size_t lanes = random.between(0, kShortLanes);
    std::vector<std::vector<Token>> sentences(lanes);
    std::vector<std::uint16_t> rows((alphabet + 1) * kShortLanes, 0);
    std::array<std::uint16_t, kShortLanes> full{};
    std::array<std::uint16_t, kShortLanes> expected{};
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::size_t size = random.one_in(4) ? kShortLanes : random.between(1, kShortLanes);
      sentences[lane] = testing::random_sequence<Token>(random, size, alphabet);
      for (std::size_t i = 0; i < size; ++i) {
        const auto bit = static_cast<std::uint16_t>(1u << i);
        full[lane] |= bit;
        rows[(sentences[lane][i] + 1) * kShortLanes + lane] |= bit;
      }
      if (random.one_in(2)) expected[lane] = static_cast<std::uint16_t>(random.bits() & full[lane]);
    }
    const std::array<std::uint16_t, kShortLanes> before = expected;
    std::vector<std::uint32_t> row_of;
    std::vector<std::size_t> ends;
    std::size_t longest = 0;
    for (std::size_t s = random.below(6); s-- > 0;) {
      const auto prediction = testing::random_sequence<Token>(random, random.below(40), alphabet + 1);
      for (const Token token : prediction)
        row_of.push_back(token < alphabet ? static_cast<std::uint32_t>(token + 1) : 0);
      ends.push_back(row_of.size());
      longest = std::max(longest, prediction.size());
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        for (const std::size_t i : reference::lcs_positions(sentences[lane], prediction)) {
          expected[lane] |= static_cast<std::uint16_t>(1u << i);
        }
      }
    }
    INFO("sentences: ", show(sentences));
    for_kernels([&] {
      std::vector<std::uint16_t> history(longest * kShortLanes);
      std::array<std::uint16_t, kShortLanes> united = before;
      kernels().union_short(rows.data(), row_of.data(), ends.data(), ends.size(), full.data(), history.data(),
                            united.data());
      REQUIRE(united == expected);
    });
  });
}

TEST_CASE("union_lcs: the positions of rouge-score's backtracking, lane by lane") {
  for_seeds(250, [](Random& random) {
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{1, 2, 3, 5, 30});
    const std::size_t lanes = random.between(0, kLanes);
    const std::size_t n = random.between(0, 80);
    std::vector<std::vector<Token>> sentences(lanes);
    std::vector<std::uint64_t> rows((alphabet + 1) * kLanes, 0);
    std::array<std::uint64_t, kLanes> full{};
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::size_t size = random.one_in(4) ? 64 : random.between(1, 64);
      sentences[lane] = testing::random_sequence<Token>(random, size, alphabet);
      full[lane] = size == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << size) - 1;
      for (std::size_t i = 0; i < size; ++i) rows[(sentences[lane][i] + 1) * kLanes + lane] |= std::uint64_t{1} << i;
    }
    const auto prediction = testing::random_sequence<Token>(random, n, alphabet + 1);
    std::vector<std::uint32_t> row_of;
    for (const Token token : prediction) row_of.push_back(token < alphabet ? static_cast<std::uint32_t>(token + 1) : 0);
    std::array<std::uint64_t, kLanes> before{};
    for (std::size_t lane = 0; lane < lanes; ++lane) before[lane] = random.one_in(2) ? 0 : random.bits() & full[lane];
    INFO("sentences: ", show(sentences));
    INFO("prediction: ", show(prediction));
    for_kernels([&] {
      std::vector<std::uint64_t> history(n * kLanes);
      std::array<std::uint64_t, kLanes> united = before;
      kernels().union_lcs(rows.data(), row_of.data(), n, full.data(), history.data(), united.data());
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        CAPTURE(lane);
        std::uint64_t expected = before[lane];
        if (lane < lanes) {
          for (const std::size_t i : reference::lcs_positions(sentences[lane], prediction))
            expected |= std::uint64_t{1} << i;
        }
        REQUIRE(united[lane] == expected);
      }
    });
  });
}

TEST_CASE("match_rows: clipped matches of all orders, whatever the number of words") {
  for_seeds(60, [](Random& random) {
    const std::size_t alphabet = random.between(1, 6);
    const auto positions = testing::random_sequence<Token>(random, random.below(kRowPositions + 1), alphabet);
    // Some of the columns' tokens stand nowhere.
    const auto tokens = testing::random_sequence<Token>(random, random.below(300), alphabet + 1);
    INFO("positions: ", show(positions));
    INFO("tokens: ", show(tokens));
    const std::size_t words = std::max<std::size_t>((positions.size() + 63) / 64, 1);
    std::vector<std::uint64_t> rows((alphabet + 1) * words);
    for (std::size_t i = 0; i < positions.size(); ++i) {
      rows[words * positions[i] + i / 64] |= std::uint64_t{1} << i % 64;
    }
    std::vector<std::uint32_t> row_of(tokens.begin(), tokens.end());
    for_kernels([&] {
      for (std::size_t orders = 1; orders <= kRowOrders; ++orders) {
        std::array<std::uint32_t, kRowOrders> matches;
        kernels().match_rows(rows.data(), words, row_of.data(), row_of.size(), orders, matches.data());
        for (std::size_t n = 1; n <= orders; ++n) {
          CAPTURE(n);
          REQUIRE(matches[n - 1] == reference::clipped_matches(positions, tokens, n));
        }
      }
    });
  });
}

TEST_CASE("pcg64: every lane takes the same steps alone") {
  for_seeds(20, [](Random& random) {
    const auto word = [&] { return random.below(~std::uint64_t{0}); };
    Pcg64Lanes start{};
    for (std::size_t l = 0; l < Pcg64Lanes::kCount; ++l) {
      start.high[l] = word();
      start.low[l] = word();
    }
    start.multiplier_high = word();
    start.multiplier_low = word();
    start.increment_high = word();
    start.increment_low = word();
    const std::size_t steps = random.below(5);
    std::vector<std::uint64_t> expected;
    Pcg64Lanes after{};
    for_kernels([&] {  // the portable ones first
      Pcg64Lanes lanes = start;
      std::vector<std::uint64_t> outputs(steps * Pcg64Lanes::kCount);
      kernels().pcg64(lanes, steps, outputs.data());
      if (expected.empty()) {
        expected = outputs;
        after = lanes;
      }
      REQUIRE(outputs == expected);
      REQUIRE(std::equal(std::begin(lanes.high), std::end(lanes.high), std::begin(after.high)));
      REQUIRE(std::equal(std::begin(lanes.low), std::end(lanes.low), std::begin(after.low)));
    });
  });
}

TEST_CASE("split_mix: outputs of the generator, however many at a time") {
  // The first outputs from the state 1234567, as its authors' program prints them.
  const std::vector<std::uint64_t> first = {6457827717110365317u, 3203168211198807973u, 9817491932198370423u,
                                            4593380528125082431u, 16408922859458223821u};
  for_kernels([&] {
    std::vector<std::uint64_t> many(100);
    kernels().split_mix(1234567, many.size(), many.data());
    REQUIRE(std::equal(first.begin(), first.end(), many.begin()));
    for (std::size_t i = 0; i < many.size(); ++i) {
      std::uint64_t one = 0;
      kernels().split_mix(1234567 + i * kSplitMixStep, 1, &one);
      REQUIRE(one == many[i]);
    }
  });
}

TEST_CASE("scale_words: halves of words times the bound") {
  for_seeds(50, [](Random& random) {
    const auto bound = static_cast<std::uint32_t>(random.pick(std::vector<std::uint64_t>{1, 3, 3004, 3u << 30}));
    const std::uint64_t threshold = (std::uint64_t{1} << 32) % bound;
    std::vector<std::uint64_t> words(random.below(40));
    for (std::uint64_t& word : words) word = random.below(~std::uint64_t{0});
    if (!words.empty() && random.one_in(2)) words.back() &= ~std::uint64_t{0xffffffffu};
    std::vector<std::uint32_t> expected;
    bool unfair = false;
    for (const std::uint64_t word : words) {
      for (const std::uint64_t half : {word & 0xffffffffu, word >> 32}) {
        expected.push_back(static_cast<std::uint32_t>(half * bound >> 32));
        unfair |= (half * bound & 0xffffffffu) < threshold;
      }
    }
    for_kernels([&] {
      std::vector<std::uint32_t> out(expected.size());
      REQUIRE(kernels().scale_words(words.data(), words.size(), bound, out.data()) == unfair);
      REQUIRE(out == expected);
    });
  });
}

TEST_CASE("add_bytes: sums of rows, beyond what 16 bits hold") {
  for_seeds(30, [](Random& random) {
    const std::size_t width = byte_width(1 + random.below(3 * kByteLanes));
    const std::size_t examples = 1 + random.below(20);
    std::vector<std::uint8_t> rows(width * examples);
    const bool full = random.one_in(2);
    for (std::uint8_t& byte : rows) byte = full ? 0xff : static_cast<std::uint8_t>(random.below(256));
    std::vector<std::uint32_t> drawn(random.below(1000));
    for (std::uint32_t& row : drawn) row = static_cast<std::uint32_t>(random.below(examples));
    std::vector<std::uint32_t> expected(width, 7);
    for (const std::uint32_t row : drawn) {
      for (std::size_t k = 0; k < width; ++k) expected[k] += rows[row * width + k];
    }
    for_kernels([&] {
      std::vector<std::uint32_t> sums(width, 7);
      kernels().add_bytes(rows.data(), width, drawn.data(), drawn.size(), sums.data());
      REQUIRE(sums == expected);
    });
  });
}

/// Sums that are made list by list, row by row.
template <class T>
void check_add_rows(Random& random, T unit) {
  const std::size_t columns = 1 + random.below(30);
  const std::size_t examples = 1 + random.below(50);
  const std::size_t lists = random.below(10);
  const std::size_t count = random.below(60);
  const std::size_t width = sums_width(columns);
  std::vector<T> rows(examples * columns + kRowLanes - 1);
  for (T& number : rows) number = static_cast<T>(random.below(100001)) / unit;
  std::vector<std::uint32_t> drawn(lists * count);
  for (std::uint32_t& row : drawn) row = static_cast<std::uint32_t>(random.below(examples));
  std::vector<T> start(lists * width);
  for (T& number : start) number = static_cast<T>(random.below(1000)) / unit;
  std::vector<T> expected = start;
  for (std::size_t l = 0; l < lists; ++l) {
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t k = 0; k < columns; ++k) expected[l * width + k] += rows[drawn[l * count + i] * columns + k];
    }
  }
  for_kernels([&] {
    std::vector<T> sums = start;
    kernels().add_rows(rows.data())(rows.data(), columns, drawn.data(), count, lists, sums.data());
    for (std::size_t l = 0; l < lists; ++l) {
      for (std::size_t k = 0; k < columns; ++k) REQUIRE(sums[l * width + k] == expected[l * width + k]);
    }
  });
}

TEST_CASE("multiply_rows: rows as many times as each list has them") {
  for_seeds(50, [](Random& random) {
    const std::size_t width = sums_width(random.between(1, 40));
    const std::size_t lists = random.between(1, 5);
    const std::size_t count = random.below(70);
    std::vector<double> rows(width * count);
    for (double& number : rows) number = static_cast<double>(random.below(std::size_t{1} << 40)) - 0x1p39;
    std::vector<std::vector<std::uint32_t>> times(lists, std::vector<std::uint32_t>(count));
    std::vector<std::vector<double>> sums(lists, std::vector<double>(width, -1));
    std::vector<std::vector<double>> expected(lists, std::vector<double>(width));
    std::vector<const std::uint32_t*> times_at;
    std::vector<double*> sums_at;
    for (std::size_t l = 0; l < lists; ++l) {
      for (std::size_t i = 0; i < count; ++i) {
        times[l][i] = static_cast<std::uint32_t>(random.below(16));
        for (std::size_t k = 0; k < width; ++k) expected[l][k] += times[l][i] * rows[i * width + k];
      }
      times_at.push_back(times[l].data());
      sums_at.push_back(sums[l].data());
    }
    for_kernels([&] {
      kernels().multiply_rows(rows.data(), width, times_at.data(), lists, count, sums_at.data());
      REQUIRE(sums == expected);
      for (std::vector<double>& list : sums) std::ranges::fill(list, -1);
    });
  });
}

TEST_CASE("add_rows: sums in the order drawn") {
  for_seeds(60, [](Random& random) {
    check_add_rows<double>(random, 100000);
    check_add_rows<float>(random, 100000);
    check_add_rows<std::int64_t>(random, 1);
  });
}

TEST_CASE("scale_lines: products, and whether one is just below a whole number") {
  for_seeds(100, [](Random& random) {
    const auto bound = static_cast<std::uint32_t>(random.pick(std::vector<std::uint64_t>{1, 2, 500, 100000, 3u << 30}));
    const auto times = static_cast<std::uint32_t>(random.below(std::uint64_t{1} << 32));
    std::vector<std::uint32_t> first(random.below(40));
    std::vector<std::uint32_t> step(first.size());
    for (std::uint32_t& word : first) word = static_cast<std::uint32_t>(random.below(std::uint64_t{1} << 32));
    for (std::uint32_t& word : step) word = static_cast<std::uint32_t>(random.below(std::uint64_t{1} << 32));
    if (!first.empty() && random.one_in(2)) {  // as close as can be
      const std::size_t i = random.below(first.size());
      first[i] = 0xffffffffu - times * step[i];
    }
    std::vector<std::uint32_t> expected;
    bool close = false;
    for (std::size_t i = 0; i < first.size(); ++i) {
      const std::uint64_t product = std::uint64_t{first[i] + times * step[i]} * bound;
      expected.push_back(static_cast<std::uint32_t>(product >> 32));
      close |= (product & 0xffffffffu) + bound > 0xffffffffu;
    }
    for_kernels([&] {
      std::vector<std::uint32_t> out(expected.size());
      REQUIRE(kernels().scale_lines(first.data(), step.data(), times, first.size(), bound, out.data()) == close);
      REQUIRE(out == expected);
    });
  });
}

TEST_CASE("turn_mersenne and mersenne_outputs: what the standard library draws") {
  std::vector<std::uint32_t> start(kMersenneWords);
  std::uint32_t word = 5489;
  for (std::uint32_t i = 0; i < kMersenneWords; ++i) {
    start[i] = word;
    word = 1812433253u * (word ^ word >> 30) + i + 1;
  }
  for_kernels([&] {
    std::mt19937 expected;
    std::vector<std::uint32_t> state = start;
    std::vector<std::uint32_t> outputs(kMersenneWords);
    for (int turn = 0; turn < 5; ++turn) {
      kernels().turn_mersenne(state.data());
      kernels().mersenne_outputs(state.data(), outputs.size(), outputs.data());
      for (const std::uint32_t output : outputs) REQUIRE(output == expected());
    }
  });
}

TEST_CASE("keep_below: words below a bound, in their order") {
  for_seeds(100, [](Random& random) {
    const auto bits = static_cast<unsigned>(1 + random.below(32));
    const std::uint32_t mask = 0xffffffffu >> (32 - bits);
    const auto bound = static_cast<std::uint32_t>(mask / 2 + 1 + random.below(mask / 2 + 1));
    std::vector<std::uint32_t> words(random.below(50));
    for (std::uint32_t& word : words) word = static_cast<std::uint32_t>(random.below(std::uint64_t{1} << 32));
    std::vector<std::uint32_t> expected;
    for (const std::uint32_t word : words) {
      if ((word & mask) < bound) expected.push_back(word & mask);
    }
    for_kernels([&] {
      std::vector<std::uint32_t> out(words.size() + kKeepSlack);
      const std::size_t kept = kernels().keep_below(words.data(), words.size(), mask, bound, out.data());
      out.resize(kept);
      REQUIRE(out == expected);
    });
  });
}

}  // namespace
}  // namespace gramscore
