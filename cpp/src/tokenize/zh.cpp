// "zh", sacrebleu's tokenizer for Chinese: some ranges of characters one by one, the rest as by 13a.
#include "tokenize/words.hpp"

namespace gramscore {
namespace {

/// The ranges that sacrebleu's table of strings comes to. Two of its entries were meant for planes beyond the first; as
/// they are written they make one range, from U+2001 to U+2A6D.
std::uint8_t wide_class(std::uint32_t c) {
  constexpr struct {
    std::uint32_t first;
    std::uint32_t last;
  } kChinese[] = {{0x2001, 0x2a6d}, {0x2e80, 0x2fdf}, {0x2ff0, 0x303f}, {0x3100, 0x312f}, {0x31a0, 0x31bf},
                  {0x31c0, 0x31ef}, {0x3200, 0x4db5}, {0x4e00, 0x9fbb}, {0xf900, 0xfa2d}, {0xfa30, 0xfa6a},
                  {0xfa70, 0xfad9}, {0xfe10, 0xfe1f}, {0xfe30, 0xfe4f}, {0xff00, 0xffef}};
  if (c - 0x4e00 <= 0x9fbb - 0x4e00) return kAlone;  // most that are looked up
  for (const auto& range : kChinese) {
    if (c <= range.last) return c >= range.first ? kAlone : 0;
  }
  return 0;
}

}  // namespace

WordRules zh_rules() {
  WordRules rules{mteval_classes()};
  rules.wide_class = wide_class;
  rules.ends_are_numbers = true;
  rules.strips_begin = true;
  return rules;
}

}  // namespace gramscore
