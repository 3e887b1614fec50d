// Seeded randomness for tests, the same with every standard library, and how its products are shown.
#pragma once

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace gramscore::testing {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t bits() { return engine_(); }

  /// 0..n-1. Not by a distribution of the standard library: these differ from one library to the next.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }

  /// low..high.
  std::size_t between(std::size_t low, std::size_t high) { return low + below(high - low + 1); }

  bool one_in(std::size_t n) { return below(n) == 0; }

  template <class Container>
  const auto& pick(const Container& from) {
    return from[below(from.size())];
  }

 private:
  std::mt19937_64 engine_;
};

/// Runs body(Random&) with `rounds` seeds in a row. A failure prints its seed; GRAMSCORE_TEST_SEED=<seed>
/// starts from it.
template <class Body>
void for_seeds(std::size_t rounds, Body body) {
  const char* given = std::getenv("GRAMSCORE_TEST_SEED");
  const std::uint64_t first = given != nullptr ? std::strtoull(given, nullptr, 10) : 20240229;
  for (std::uint64_t seed = first; seed < first + rounds; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    body(random);
  }
}

/// `size` values below `alphabet`: the smaller it is, the more repeats and ties there are.
template <class T>
std::vector<T> random_sequence(Random& random, std::size_t size, std::size_t alphabet) {
  std::vector<T> sequence(size);
  for (T& value : sequence) value = static_cast<T>(random.below(alphabet));
  return sequence;
}

inline std::string show(const std::string& text) { return "\"" + text + "\""; }

/// A code point sequence as a literal of code points.
inline std::string show(const std::u32string& text) {
  static const char* const hex = "0123456789abcdef";
  std::string result = "U\"";
  for (const char32_t c : text) {
    if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
      result += static_cast<char>(c);
      continue;
    }
    result += "\\U";
    for (int shift = 28; shift >= 0; shift -= 4) result += hex[c >> shift & 15];
  }
  return result + "\"";
}

template <class T>
  requires std::is_arithmetic_v<T>
std::string show(T value) {
  return std::to_string(value);
}

template <class T>
std::string show(const std::vector<T>& values) {
  constexpr std::size_t kShown = 5000;
  std::string result = "{";
  for (std::size_t i = 0; i < values.size() && i < kShown; ++i) result += (i == 0 ? "" : ", ") + show(values[i]);
  if (values.size() > kShown) result += "... " + std::to_string(values.size()) + " in all";
  return result + "}";
}

}  // namespace gramscore::testing
