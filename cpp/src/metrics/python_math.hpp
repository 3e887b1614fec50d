// Functions whose last bit must be that of Python's: the C library's own results, at run time, and sum().
#pragma once

#include <cmath>

namespace gramscore {

/// Python's x ** 2: pow(), which compilers would otherwise turn into x * x, not always the same double.
inline double python_square(double x) {
  const volatile double two = 2;
  return std::pow(x, two);
}

/// Python's math.log(x), also of constants, which compilers would otherwise compute with more digits.
inline double python_log(double x) {
  const volatile double argument = x;
  return std::log(argument);
}

/// The built-in sum() of floats: added one after the other up to CPython 3.11, from 3.12 on with Neumaier's compensation.
class PythonSum {
 public:
  explicit PythonSum(bool compensated) : compensated_(compensated) {}

  void add(double x) {
    const double sum = sum_ + x;
    if (compensated_) lost_ += std::fabs(sum_) >= std::fabs(x) ? (sum_ - sum) + x : (x - sum) + sum_;
    sum_ = sum;
  }

  [[nodiscard]] double value() const { return std::isfinite(lost_) ? sum_ + lost_ : sum_; }

 private:
  bool compensated_;
  double sum_ = 0;
  double lost_ = 0;
};

}  // namespace gramscore
