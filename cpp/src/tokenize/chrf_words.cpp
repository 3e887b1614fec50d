// The words of chrF+ and chrF++: one ASCII punctuation mark at the end of a word, or else at its beginning, is a token of
// its own.
#include <array>
#include <string_view>

#include "tokenize/words.hpp"

namespace gramscore {
namespace {

constexpr std::array<bool, 256> kPunctuation = [] {
  std::array<bool, 256> is{};
  for (const char c : std::string_view("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")) is[static_cast<unsigned char>(c)] = true;
  return is;
}();

std::size_t refine(const TokenizerOptions& /*options*/, std::uint8_t* bytes, const std::uint32_t* begins,
                   const std::uint32_t* ends, std::size_t stride, std::size_t count, std::uint32_t* refined) {
  std::uint32_t* out = refined;
  for (std::size_t t = 0; t < count; ++t) {
    const std::uint32_t begin = begins[stride * t];
    const std::uint32_t end = ends[stride * t];
    const bool last = kPunctuation[bytes[end - 1]];
    const bool two = (end - begin > 1) & (last | kPunctuation[bytes[begin]]);
    const std::uint32_t middle = last ? end - 1 : begin + 1;
    out[0] = begin;
    out[1] = two ? middle : end;
    out[2] = middle;
    out[3] = end;
    out += two ? 4 : 2;
  }
  return static_cast<std::size_t>(out - refined) / 2;
}

}  // namespace

WordRules chrf_word_rules() {
  WordRules rules{space_classes()};
  rules.plain = true;
  rules.refine = refine;
  return rules;
}

}  // namespace gramscore
