// Functions whose last bit must be that of Python's: the C library's own results, at run time.
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

}  // namespace gramscore
