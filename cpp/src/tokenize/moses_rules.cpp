#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "gramscore/tokenize/moses.hpp"
#include "tokenize/tables/moses_characters.hpp"

namespace gramscore {
namespace {

/// The names that are known. They only grow: users name a handful in a program's life.
struct Known {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<const MosesRules>, std::less<>> rules;
};

Known& known() {
  static Known known;
  return known;
}

template <std::size_t kSize>
void add(MosesCharacters& characters, const std::uint32_t (&runs)[kSize][2], std::uint8_t bits) {
  for (const auto& [first, last] : runs) characters.add(first, last, bits);
}

}  // namespace

std::shared_ptr<const MosesCharacters> moses_script_characters() {
  static const auto made = [] {
    auto characters = std::make_shared<MosesCharacters>();
    add(*characters, tables::kMosesAlpha, kMosesAlpha | kMosesAlnum);
    add(*characters, tables::kMosesDigit, kMosesAlnum);
    add(*characters, tables::kMosesNumber, kMosesNumber);
    add(*characters, tables::kMosesLower, kMosesLower);
    add(*characters, tables::kMosesLowerLetter, kMosesLowerLetter);
    add(*characters, tables::kMosesCurrency, kMosesCurrency);
    add(*characters, tables::kMosesPunctuation, kMosesPunctuation);
    return std::shared_ptr<const MosesCharacters>(std::move(characters));
  }();
  return made;
}

void know_moses(const std::string& name, MosesRules rules) {
  auto made = std::make_shared<const MosesRules>(std::move(rules));
  const std::scoped_lock lock(known().mutex);
  known().rules.emplace(name, std::move(made));
}

std::shared_ptr<const MosesRules> known_moses(std::string_view name) {
  const std::scoped_lock lock(known().mutex);
  const auto found = known().rules.find(name);
  return found == known().rules.end() ? nullptr : found->second;
}

}  // namespace gramscore
