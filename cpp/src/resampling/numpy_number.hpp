// Numbers as NumPy 2 computes with them.
#pragma once

namespace gramscore {

/// A float of 32 bits, or a number of Python, which takes on the precision of what it meets.
class NumpyNumber {
 public:
  /// A number of Python, such as the constants in a formula.
  explicit NumpyNumber(double value) : value_(value) {}

  static NumpyNumber single(double value) {
    NumpyNumber number(static_cast<float>(value));
    number.single_ = true;
    return number;
  }

  [[nodiscard]] double value() const { return value_; }
  /// Whether it is a float of 32 bits.
  [[nodiscard]] bool is_single() const { return single_; }

  friend NumpyNumber operator+(NumpyNumber a, NumpyNumber b) {
    return of(a, b, [](auto x, auto y) { return x + y; });
  }
  friend NumpyNumber operator*(NumpyNumber a, NumpyNumber b) {
    return of(a, b, [](auto x, auto y) { return x * y; });
  }
  friend NumpyNumber operator/(NumpyNumber a, NumpyNumber b) {
    return of(a, b, [](auto x, auto y) { return x / y; });
  }
  friend bool operator>(NumpyNumber a, double b) { return a.value_ > b; }
  friend bool operator==(NumpyNumber a, double b) { return a.value_ == b; }

 private:
  template <class Operation>
  static NumpyNumber of(NumpyNumber a, NumpyNumber b, Operation operation) {
    if (!a.single_ && !b.single_) return NumpyNumber(operation(a.value_, b.value_));
    return single(operation(static_cast<float>(a.value_), static_cast<float>(b.value_)));
  }

  double value_;
  bool single_ = false;
};

inline double value_of(NumpyNumber number) { return number.value(); }

}  // namespace gramscore
