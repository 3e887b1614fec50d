#include "gramscore/tokenize/vocabulary.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::Random;

std::uint32_t number(Vocabulary& vocabulary, const std::string& bytes) {
  return vocabulary.number(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string bytes_of(const Vocabulary& vocabulary, std::uint32_t number) {
  const auto bytes = vocabulary.bytes(number);
  return {bytes.begin(), bytes.end()};
}

TEST_CASE("numbers count from 0 in the order of first appearance") {
  Vocabulary vocabulary;
  CHECK(vocabulary.size() == 0);
  CHECK(number(vocabulary, "cold") == 0);
  CHECK(number(vocabulary, "very") == 1);
  CHECK(number(vocabulary, "cold") == 0);
  CHECK(number(vocabulary, "Cold") == 2);
  CHECK(vocabulary.size() == 3);
  CHECK(bytes_of(vocabulary, 1) == "very");
}

TEST_CASE("all bytes count, NUL too, and the length") {
  using namespace std::string_literals;
  Vocabulary vocabulary;
  CHECK(number(vocabulary, "a"s) == 0);
  CHECK(number(vocabulary, "a\0"s) == 1);
  CHECK(number(vocabulary, "a\0\0"s) == 2);
  CHECK(number(vocabulary, "\0a"s) == 3);
  CHECK(number(vocabulary, "12345678"s) == 4);
  CHECK(number(vocabulary, "12345678\0"s) == 5);
  CHECK(number(vocabulary, "a\0"s) == 1);
  CHECK(bytes_of(vocabulary, 2) == "a\0\0"s);
}

TEST_CASE("the empty string is a string") {
  Vocabulary vocabulary;
  CHECK(number(vocabulary, "") == 0);
  CHECK(number(vocabulary, "") == 0);
  CHECK(number(vocabulary, "a") == 1);
  CHECK(number(vocabulary, "") == 0);
  CHECK(vocabulary.bytes(0).empty());
}

TEST_CASE("clear() forgets everything, and gives back what is much memory") {
  for (const std::size_t size : {10u, 100'000u, 4'000'000u}) {
    CAPTURE(size);
    Vocabulary vocabulary;
    number(vocabulary, std::string(size, 'a'));
    for (std::size_t i = 0; i < size / 1000; ++i) number(vocabulary, std::to_string(i));
    CHECK(vocabulary.memory() >= size);
    vocabulary.clear();
    CHECK(vocabulary.size() == 0);
    CHECK(vocabulary.memory() < 500'000);
    CHECK(number(vocabulary, "999") == 0);
    CHECK(number(vocabulary, std::string(size, 'a')) == 1);
    vocabulary.clear();
    vocabulary.clear();
    CHECK(number(vocabulary, "1") == 0);
  }
}

TEST_CASE("growth, against a map") {
  testing::for_seeds(6, [](Random& random) {
    Vocabulary vocabulary;
    std::map<std::string, std::uint32_t> expected;
    std::vector<const std::string*> by_number;
    const std::size_t types = random.pick(std::vector<std::size_t>{10, 128, 129, 2000, 20000});
    for (std::size_t k = 0; k < 2 * types + 500; ++k) {
      // Strings that share long beginnings, or differ in length only.
      std::string text = std::to_string(random.below(types));
      if (random.one_in(2)) text = std::string(random.below(40), 'x') + text;
      if (random.one_in(10)) text += std::string(random.below(4), '\0');
      const auto [entry, fresh] = expected.emplace(text, static_cast<std::uint32_t>(expected.size()));
      if (fresh) by_number.push_back(&entry->first);
      CAPTURE(text);
      REQUIRE(number(vocabulary, text) == entry->second);
    }
    REQUIRE(vocabulary.size() == expected.size());
    for (std::uint32_t n = 0; n < by_number.size(); ++n) REQUIRE(bytes_of(vocabulary, n) == *by_number[n]);
  });
}

TEST_CASE("many at once are numbered as one after another") {
  testing::for_seeds(4, [](Random& random) {
    Vocabulary vocabulary;
    Vocabulary one_by_one;
    for (int batch = 0; batch < 5; ++batch) {
      std::string data;
      std::vector<std::int32_t> bounds{0};
      const std::size_t count = random.below(300);
      for (std::size_t k = 0; k < count; ++k) {
        data += std::string(random.below(3), 'x') + std::to_string(random.below(1000));
        bounds.push_back(static_cast<std::int32_t>(data.size()));
      }
      std::vector<std::uint32_t> numbers(count);
      vocabulary.number_each(reinterpret_cast<const std::uint8_t*>(data.data()), bounds, numbers.data());
      for (std::size_t k = 0; k < count; ++k) {
        const auto begin = static_cast<std::size_t>(bounds[k]);
        REQUIRE(numbers[k] == number(one_by_one, data.substr(begin, static_cast<std::size_t>(bounds[k + 1]) - begin)));
      }
    }
    CHECK(vocabulary.size() == one_by_one.size());
  });
}

}  // namespace
}  // namespace gramscore
