// Sums of doubles in big integers, one binary digit at a time.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace gramscore::reference {

class ExactSum {
 public:
  void add(double x) {
    int exponent = 0;
    const double fraction = std::frexp(std::fabs(x), &exponent);
    auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, 53));
    exponent -= 53;
    // Subnormal numbers have fewer digits than frexp() makes them have.
    for (; exponent < kUnit && mantissa != 0; ++exponent) mantissa /= 2;
    for (; mantissa != 0; mantissa /= 2, ++exponent) {
      if (mantissa % 2 == 1)
        add_one(std::signbit(x) ? negative_ : positive_, static_cast<std::size_t>(exponent - kUnit));
    }
  }

  void add(const ExactSum& other) {
    for (std::size_t d = 0; d < other.positive_.size(); ++d) {
      if (other.positive_[d] == 1) add_one(positive_, d);
    }
    for (std::size_t d = 0; d < other.negative_.size(); ++d) {
      if (other.negative_[d] == 1) add_one(negative_, d);
    }
  }

  /// Rounded once, to nearest, halves to even.
  double value() const {
    return less(positive_, negative_) ? -rounded(difference(negative_, positive_))
                                      : rounded(difference(positive_, negative_));
  }

 private:
  /// Digit 0 counts 2^kUnit, the smallest number a double can hold.
  static constexpr int kUnit = -1074;
  /// Binary digits, the lowest first.
  using Natural = std::vector<int>;

  static void add_one(Natural& number, std::size_t digit) {
    for (;; ++digit) {
      if (number.size() <= digit) number.resize(digit + 1, 0);
      if (number[digit] == 0) break;
      number[digit] = 0;
    }
    number[digit] = 1;
  }

  static int digit_of(const Natural& number, std::size_t digit) { return digit < number.size() ? number[digit] : 0; }

  static bool less(const Natural& a, const Natural& b) {
    for (std::size_t d = a.size() + b.size(); d-- > 0;) {
      if (digit_of(a, d) != digit_of(b, d)) return digit_of(a, d) < digit_of(b, d);
    }
    return false;
  }

  /// a - b, where a is not less than b, without leading zeros.
  static Natural difference(const Natural& a, const Natural& b) {
    Natural result;
    int borrow = 0;
    for (std::size_t d = 0; d < a.size(); ++d) {
      const int x = a[d] - digit_of(b, d) - borrow;
      borrow = x < 0 ? 1 : 0;
      result.push_back(x + 2 * borrow);
    }
    while (!result.empty() && result.back() == 0) result.pop_back();
    return result;
  }

  static double rounded(const Natural& number) {
    const std::size_t kept = number.size() < 53 ? number.size() : 53;
    const std::size_t cut = number.size() - kept;
    std::uint64_t mantissa = 0;
    for (std::size_t d = number.size(); d-- > cut;) mantissa = 2 * mantissa + static_cast<std::uint64_t>(number[d]);
    bool below_half = false;
    for (std::size_t d = 0; d + 1 < cut; ++d) below_half = below_half || number[d] == 1;
    if (cut > 0 && number[cut - 1] == 1 && (below_half || mantissa % 2 == 1)) ++mantissa;
    return std::ldexp(static_cast<double>(mantissa), static_cast<int>(cut) + kUnit);
  }

  Natural positive_;
  Natural negative_;
};

}  // namespace gramscore::reference
