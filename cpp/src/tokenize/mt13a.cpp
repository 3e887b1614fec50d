// "13a", the tokenizer of mteval-v13a as sacrebleu has it.
#include "tokenize/replace.hpp"
#include "tokenize/words.hpp"

namespace gramscore {
namespace {

std::size_t rewrite(const TokenizerOptions& /*options*/, std::uint8_t* text, std::size_t size) {
  for (const Replacement& replacement : kMt13aReplacements) size = replace_all(text, size, replacement);
  // The line feeds that are left are white space as they are.
  return replace_entities(text, size);
}

}  // namespace

WordRules mt13a_rules() {
  WordRules rules{mteval_classes()};
  // Nearly all texts have none of these. Where these are, there may be something to replace.
  add_class(rules.classes, "&<\n", kSpecial);
  rules.rewrite_special = rewrite;
  return rules;
}

}  // namespace gramscore
