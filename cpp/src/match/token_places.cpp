#include "gramscore/match/token_places.hpp"

#include <cstdint>
#include <string_view>
#include <utility>

#include "text/code_points.hpp"
#include "tokenize/lower_case.hpp"
#include "tokenize/moses_text.hpp"
#include "tokenize/replace.hpp"
#include "tokenize/unicode_tokens.hpp"

namespace gramscore {
namespace {

/// A character that a tokenizer looks at, and what it comes from.
struct Placed {
  std::uint32_t character;
  TokenPlace place;
};

using Characters = std::vector<Placed>;

Text utf8_text(std::string_view bytes) { return {bytes.data(), bytes.size(), Encoding::utf8}; }

/// Whether two characters are the same, with or without regard to where in a word a sigma stands: lower-casing a whole text
/// makes another one of the last than lower-casing it character by character.
bool same(std::uint32_t a, std::uint32_t b) {
  constexpr std::uint32_t kSigma = 0x3c3;
  constexpr std::uint32_t kFinalSigma = 0x3c2;
  return a == b || (a == kFinalSigma && b == kSigma);
}

Characters characters_of(const Text& text) {
  Characters characters;
  each_code_point(text,
                  [&](std::uint32_t c) { characters.push_back({c, {characters.size(), characters.size() + 1}}); });
  return characters;
}

/// The characters in lower case, or case folded; one may become several.
template <class Change>
Characters changed(const Characters& characters, Change change) {
  Characters result;
  for (const Placed& placed : characters) {
    each_code_point(change(placed.character), [&](std::uint32_t c) { result.push_back({c, placed.place}); });
  }
  return result;
}

Characters lower_cased(const Characters& characters) {
  LowerCase lower_case;
  return changed(characters, [&](const std::uint32_t& c) { return lower_case({&c, 1, Encoding::ucs4}); });
}

Characters folded(const Characters& characters) {
  std::uint8_t bytes[8];
  return changed(characters, [&](std::uint32_t c) -> Text {
    return {bytes, static_cast<std::size_t>(fold_case(c, bytes) - bytes), Encoding::utf8};
  });
}

/// replace_all() of characters. What is put in stands where all that it replaces stood.
void replace(Characters& characters, const Replacement& replacement) {
  const auto& [from, to] = replacement;
  const auto matches = [&, from = from](std::size_t at) {
    if (from.size() > characters.size() - at) return false;
    for (std::size_t k = 0; k < from.size(); ++k) {
      if (characters[at + k].character != static_cast<unsigned char>(from[k])) return false;
    }
    return true;
  };
  Characters result;
  for (std::size_t i = 0; i < characters.size();) {
    if (!matches(i)) {
      result.push_back(characters[i++]);
      continue;
    }
    const TokenPlace place{characters[i].place.begin, characters[i + from.size() - 1].place.end};
    for (const char c : to) result.push_back({static_cast<unsigned char>(c), place});
    i += from.size();
  }
  characters = std::move(result);
}

/// Entities in place of characters that mean something to Moses.
Characters with_entities(const Characters& characters) {
  Characters result;
  for (const Placed& placed : characters) {
    const char* entity = moses_entity(placed.character);
    if (entity == nullptr) result.push_back(placed);
    for (; entity != nullptr && *entity != '\0'; ++entity) {
      result.push_back({static_cast<unsigned char>(*entity), placed.place});
    }
  }
  return result;
}

/// What the tokens of the text are cut from, with white space, punctuation and whatever else is dropped still in it.
Characters read_as(const Text& text, const TokenizerOptions& options) {
  Characters characters = characters_of(text);
  if (options.kind == TokenizerKind::unicode) return folded(characters);
  const bool entities =
      options.kind == TokenizerKind::mt13a || (options.kind == TokenizerKind::tercom && options.normalized);
  if (entities) {
    while (!characters.empty() && is_space(characters.back().character)) characters.pop_back();
  }
  if (options.lowercase || options.kind == TokenizerKind::rouge || options.kind == TokenizerKind::ptb)
    characters = lower_cased(characters);
  if (options.kind == TokenizerKind::moses && options.moses->escape) characters = with_entities(characters);
  if (options.kind == TokenizerKind::mt13a) {
    for (const Replacement& replacement : kMt13aReplacements) replace(characters, replacement);
  }
  if (options.kind == TokenizerKind::tercom && options.normalized) replace(characters, kTercomJoin);
  if (entities) {
    for (const Replacement& replacement : kEntities) replace(characters, replacement);
  }
  return characters;
}

/// The first characters from `at` on that spell the token, others between them passed over. Moves `at` behind them.
TokenPlace place_of(std::string_view token, const Characters& characters, std::size_t& at) {
  TokenPlace place;
  bool begun = false;
  bool found = true;
  std::size_t i = at;
  each_code_point(utf8_text(token), [&](std::uint32_t c) {
    while (i < characters.size() && !same(c, characters[i].character)) ++i;
    found = found && i < characters.size();
    if (!found) return;
    if (!begun) place.begin = characters[i].place.begin;
    begun = true;
    place.end = characters[i++].place.end;
  });
  if (!found) return {};
  at = i;
  return place;
}

/// The place of the first run of characters from `at` on that spells the token. Moves `at` behind it.
TokenPlace run_of(const Characters& token, const Characters& characters, std::size_t& at) {
  if (token.empty()) return {};
  for (std::size_t i = at; i + token.size() <= characters.size(); ++i) {
    std::size_t k = 0;
    while (k < token.size() && same(token[k].character, characters[i + k].character)) ++k;
    if (k < token.size()) continue;
    at = i + k;
    return {characters[i].place.begin, characters[at - 1].place.end};
  }
  return {};
}

}  // namespace

std::vector<PlacedToken> placed_tokens(const Text& text, const TokenizerOptions& options) {
  // Stems are looked for by the words that they are of.
  TokenizerOptions unstemmed = options;
  unstemmed.stemmer = false;
  const std::vector<std::string> words = Tokenizer(unstemmed).strings(text);
  std::vector<std::string> tokens = options.stemmer ? Tokenizer(options).strings(text) : words;
  const Characters characters = read_as(text, options);
  std::vector<PlacedToken> placed;
  placed.reserve(words.size());
  std::size_t at = 0;
  for (std::size_t t = 0; t < words.size(); ++t) {
    placed.push_back({std::move(tokens[t]), place_of(words[t], characters, at)});
  }
  return placed;
}

std::vector<TokenPlace> places_of(const Text& text, std::span<const std::string> tokens) {
  constexpr std::uint32_t kSpaceMark = 0x2581;
  const Characters exact = characters_of(text);
  const Characters lower = lower_cased(exact);
  std::vector<TokenPlace> places;
  places.reserve(tokens.size());
  std::size_t at = 0;        // in `exact`
  std::size_t lower_at = 0;  // the same place in `lower`
  const auto look_for = [&](const Characters& token) {
    TokenPlace place = run_of(token, exact, at);
    if (place.end == 0) place = run_of(lower_cased(token), lower, lower_at);
    return place;
  };
  for (const std::string& token : tokens) {
    Characters characters = characters_of(utf8_text(token));
    TokenPlace place = look_for(characters);
    if (place.end == 0 && !characters.empty() && characters.front().character == kSpaceMark) {
      characters.erase(characters.begin());
      place = look_for(characters);
    }
    if (place.end != 0) {
      at = place.end;  // a code point is a character here
      while (lower_at < lower.size() && lower[lower_at].place.begin < at) ++lower_at;
    }
    places.push_back(place);
  }
  return places;
}

}  // namespace gramscore
