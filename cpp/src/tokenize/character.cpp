// "char": every character but white space is a token.
#include "tokenize/words.hpp"

namespace gramscore {

WordRules character_rules() {
  WordRules rules{space_classes()};
  rules.characters = true;
  return rules;
}

}  // namespace gramscore
