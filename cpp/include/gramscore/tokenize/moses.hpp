// What Moses' tokenizers know of a language.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gramscore {

/// Moses' own script tokenizer.perl, or the Python package sacremoses, which differs in places.
enum class MosesProgram : std::uint8_t { script, package };

/// Kinds of characters: bits.
enum MosesClass : std::uint8_t {
  kMosesAlnum = 1 << 0,
  kMosesAlpha = 1 << 1,
  kMosesNumber = 1 << 2,
  kMosesLower = 1 << 3,
  /// Unicode's category Ll, which the script asks for in some languages.
  kMosesLowerLetter = 1 << 4,
  kMosesCurrency = 1 << 5,
  kMosesPunctuation = 1 << 6
};

/// The classes of all code points.
class MosesCharacters {
 public:
  MosesCharacters() : classes_(kCodePoints) {}

  void add(std::uint32_t first, std::uint32_t last, std::uint8_t bits) {
    for (std::uint32_t c = first; c <= last && c < kCodePoints; ++c) classes_[c] |= bits;
  }

  [[nodiscard]] bool is(std::uint32_t c, std::uint8_t bits) const {
    return c < kCodePoints && (classes_[c] & bits) != 0;
  }

 private:
  static constexpr std::uint32_t kCodePoints = 0x110000;
  std::vector<std::uint8_t> classes_;
};

/// Those of the Perl that Moses' scripts run on: Unicode 14.
std::shared_ptr<const MosesCharacters> moses_script_characters();

/// Words after which a dot is no full stop: never, or before a number only.
enum class MosesPrefix : std::uint8_t { always, before_numbers };

struct MosesRules {
  MosesProgram program = MosesProgram::script;
  /// Which rules for apostrophes, colons and middle dots apply: a code such as "en".
  std::string language = "en";
  /// Characters that mean something to Moses become entities: & is &amp;
  bool escape = true;
  /// Hyphens between letters and digits become tokens "@-@".
  bool aggressive = false;
  std::shared_ptr<const MosesCharacters> characters;
  /// In UTF-8.
  std::unordered_map<std::string, MosesPrefix> prefixes;
};

/// Makes rules known as a tokenizer by name. What has been known by that name stays.
void know_moses(const std::string& name, MosesRules rules);

/// The rules that are known by a name; null if none are.
std::shared_ptr<const MosesRules> known_moses(std::string_view name);

}  // namespace gramscore
