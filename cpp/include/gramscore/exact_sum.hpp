// Sums of doubles without rounding.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace gramscore {

/// Adds finite doubles exactly, so that the result does not depend on their order or grouping: a fixed-point number
/// that covers the whole range of double (after U. Kulisch), in digits of 32 bits with room for carries.
class ExactSum {
 public:
  void add(double x);
  void add(const ExactSum& other);

  /// The exact sum, rounded once, to nearest even. Equal to Python's math.fsum.
  [[nodiscard]] double value() const;

 private:
  static constexpr std::size_t kDigits = 68;

  void carry();

  std::array<std::int64_t, kDigits> digits_{};  // digit d counts 2^(32 d - 1074)
  std::uint32_t added_ = 0;                     // since the last carry()
};

}  // namespace gramscore
