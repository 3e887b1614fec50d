// Each tokenizer: in every encoding and with all kernels the tokens are those of the reference; where there is none, those
// that the portable kernels find among 32-bit code points.
#include "reference/tokenize.hpp"

#include <string>
#include <vector>

#include "gramscore/kernels/kernels.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "input.hpp"
#include "tests/sequences.hpp"
#include "tests/texts.hpp"

namespace {

using namespace gramscore;
using Words = std::vector<std::string>;

/// Once per tokenizer: what it remembers from text to text must not matter.
Words tokens(const TokenizerOptions& options, const Text& text) {
  static std::vector<std::pair<TokenizerOptions, Tokenizer>> tokenizers;
  for (auto& [known, tokenizer] : tokenizers) {
    if (known == options) return tokenizer.strings(text);
  }
  return tokenizers.emplace_back(options, Tokenizer(options)).second.strings(text);
}

TokenizerOptions options_of(fuzz::Input& input) {
  static constexpr TokenizerKind kinds[] = {TokenizerKind::rouge,   TokenizerKind::whitespace, TokenizerKind::mt13a,
                                            TokenizerKind::intl,    TokenizerKind::zh,         TokenizerKind::character,
                                            TokenizerKind::tercom,  TokenizerKind::chrf_words, TokenizerKind::unicode,
                                            TokenizerKind::grapheme};
  TokenizerOptions options;
  options.kind = kinds[input.below(std::size(kinds))];
  const std::uint8_t flags = input.byte();
  const bool stems = options.kind == TokenizerKind::rouge || options.kind == TokenizerKind::unicode;
  options.stemmer = stems && (flags & 1) != 0;
  options.lowercase = !stems && (flags & 1) != 0;
  if (options.kind == TokenizerKind::tercom) {
    options.normalized = (flags & 2) != 0;
    options.no_punct = (flags & 4) != 0;
    options.asian_support = (flags & 8) != 0;
  }
  return options;
}

Words expected_tokens(const std::u32string& text, const TokenizerOptions& options) {
  if (options.kind == TokenizerKind::rouge) return reference::rouge_tokens(text, options.stemmer);
  if (options.kind == TokenizerKind::whitespace && !options.lowercase) return reference::whitespace_tokens(text);
  if (options.kind == TokenizerKind::mt13a && !options.lowercase) return reference::mt13a_tokens(text);
  select_kernels("portable");
  return Tokenizer(options).strings(testing::EncodedText(text, Encoding::ucs4).view());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const TokenizerOptions options = options_of(input);
  const std::u32string text = input.text();
  const Words expected = expected_tokens(text, options);
  testing::for_kernels([&] {
    for (const Encoding encoding : testing::kEncodings) {
      if (!testing::can_hold(encoding, text)) continue;
      const Words found = tokens(options, testing::EncodedText(text, encoding).view());
      const std::string what = std::string(kernels().name) + ", tokenizer " +
                               std::to_string(static_cast<int>(options.kind)) + ", encoding " +
                               std::to_string(static_cast<int>(encoding));
      fuzz::require_equal(found, expected, what.c_str(), text, std::string("(the same)"));
    }
  });
  return 0;
}
