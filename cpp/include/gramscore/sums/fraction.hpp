// Exact fractions of whole numbers of any size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gramscore {

/// A whole number, 0 or more, of any size.
class Natural {
 public:
  Natural() = default;
  Natural(std::uint64_t value);  // NOLINT(google-explicit-constructor): a number is a number

  /// From hexadecimal digits, and to them (lower case, no leading zeros, "0").
  static Natural from_hex(std::string_view digits);
  [[nodiscard]] std::string hex() const;

  [[nodiscard]] bool is_zero() const { return digits_.empty(); }
  [[nodiscard]] std::size_t bits() const;
  /// The lowest 64 bits.
  [[nodiscard]] std::uint64_t low() const;
  /// The nearest double, ties to even.
  [[nodiscard]] double value() const;

  friend Natural operator+(const Natural& a, const Natural& b);
  friend Natural operator*(const Natural& a, const Natural& b);
  /// Needs a >= b.
  friend Natural operator-(const Natural& a, const Natural& b);
  friend bool operator<(const Natural& a, const Natural& b);
  [[nodiscard]] Natural shifted(std::size_t bits) const;

 private:
  void drop_zeros();

  std::vector<std::uint32_t> digits_;  // lowest first, the highest is not 0
};

/// numerator / denominator, not reduced.
struct Fraction {
  Natural numerator;
  Natural denominator = 1;

  [[nodiscard]] bool is_zero() const { return numerator.is_zero(); }

  /// The nearest double, ties to even: what Python's int / int is. The denominator must not be 0.
  [[nodiscard]] double value() const;

  friend Fraction operator+(const Fraction& a, const Fraction& b);
  friend Fraction operator*(const Fraction& a, const Fraction& b);
  friend Fraction operator/(const Fraction& a, const Fraction& b);
};

}  // namespace gramscore
