// Sums of doubles without rounding.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace gramscore {

/// Adds finite doubles exactly, so that the result does not depend on their order or grouping: a fixed-point number
/// that covers the whole range of double (after U. Kulisch), in digits of 32 bits with room for carries.
class ExactSum {
 public:
  void add(double x);
  void add(const ExactSum& other);

  /// The same as one by one; several times as fast for numbers from 2^-10 to 1, and 0.
  void add(std::span<const double> values);

  /// Adds so many units of 2^(shift - 1074), or takes them away if `sign` is -1.
  void add_units(std::uint64_t units, unsigned shift, std::int64_t sign);

  /// The exact sum, rounded once, to nearest even. Equal to Python's math.fsum.
  [[nodiscard]] double value() const;

  /// The sum as a whole number of units of 2^-1074: two's complement, lowest byte first. Equal sums give equal bytes.
  /// Throws std::overflow_error for sums beyond 2^1101.
  static constexpr std::size_t kBytes = 4 * 68;
  [[nodiscard]] std::array<std::uint8_t, kBytes> bytes() const;
  static ExactSum from_bytes(std::span<const std::uint8_t, kBytes> bytes);

  friend bool operator==(const ExactSum& a, const ExactSum& b);

 private:
  static constexpr std::size_t kDigits = kBytes / 4;

  void carry();

  std::array<std::int64_t, kDigits> digits_{};  // digit d counts 2^(32 d - 1074)
  std::uint32_t added_ = 0;                     // since the last carry()
};

}  // namespace gramscore
