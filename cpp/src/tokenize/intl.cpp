// "intl", the tokenizer of mteval-v14 with its option for international text, as sacrebleu has it.
#include "tokenize/categories.hpp"
#include "tokenize/words.hpp"

namespace gramscore {
namespace {

constexpr std::uint8_t class_of(Category category) {
  switch (category) {
    case Category::number: return kNumber;
    case Category::punctuation: return kPoint;
    case Category::symbol: return kAlone;
    default: return 0;
  }
}

std::uint8_t wide_class(std::uint32_t c) { return class_of(category(c)); }

}  // namespace

WordRules intl_rules() {
  WordRules rules{space_classes()};
  for (std::uint32_t c = 0; c < 0x80; ++c) rules.classes[c] |= wide_class(c);
  rules.wide_class = wide_class;
  rules.ends_are_numbers = true;
  return rules;
}

}  // namespace gramscore
