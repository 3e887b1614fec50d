#include "gramscore/tokenize/exceptions.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace gramscore {
namespace {

std::string base(const Exceptions& exceptions, const char* form) {
  const Exceptions::Entry* const entry = exceptions.find(form);
  return entry == nullptr ? "" : std::string(entry->second);
}

TEST_CASE("WordNet's entries are in order, and all can be found") {
  const auto wordnet = Exceptions::wordnet();
  const auto entries = wordnet->entries();
  CHECK(entries.size() == 5930);
  const auto before = [](const Exceptions::Entry& a, const Exceptions::Entry& b) { return a.first < b.first; };
  CHECK(std::is_sorted(entries.begin(), entries.end(), before));
  for (const Exceptions::Entry& entry : entries) CHECK(wordnet->find(entry.first) == &entry);
  CHECK(base(*wordnet, "went") == "go");
  CHECK(base(*wordnet, "better") == "well");    // of the adverbs, after that of the adjectives
  CHECK(base(*wordnet, "testes") == "testes");  // of the verbs, after that of the nouns
  CHECK(base(*wordnet, "offer") == "offer");    // the later of two lines
  CHECK(wordnet->find("ashes") == nullptr);     // which later versions added
  CHECK(wordnet->find("") == nullptr);
}

TEST_CASE("a later line overrides an earlier one, and the first base counts") {
  const std::vector<std::string> lists = {"b x y\n\nalone\n a \t z", "b w\n"};
  const Exceptions exceptions(lists);
  CHECK(exceptions.entries().size() == 2);
  CHECK(base(exceptions, "a") == "z");
  CHECK(base(exceptions, "b") == "w");
  CHECK(base(exceptions, "alone").empty());
}

}  // namespace
}  // namespace gramscore
