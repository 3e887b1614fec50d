#include "sums/few_summed.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;

double exact(const std::vector<double>& values) {
  ExactSum sum;
  for (const double value : values) sum.add(value);
  return sum.value();
}

TEST_CASE("sums of few numbers are rounded once") {
  constexpr double kTiny = 0x1p-53;
  for (const auto& values : std::vector<std::vector<double>>{{},
                                                             {0},
                                                             {-0.0},
                                                             {1, kTiny},
                                                             {1, kTiny, kTiny},
                                                             {1, kTiny, 0x1p-106},
                                                             {1, -kTiny / 2},
                                                             {1, -kTiny / 2, -0x1p-120},
                                                             {1, kTiny, -0x1p-120},
                                                             {1e300, 1, -1e300},
                                                             {std::numeric_limits<double>::denorm_min(), 1e-308}}) {
    CHECK(few_summed(values) == exact(values));
  }
}

TEST_CASE("random sums") {
  for_seeds(200, [](Random& random) {
    for (int i = 0; i < 200; ++i) {
      std::vector<double> values;
      const std::size_t spread = random.below(120);
      for (std::size_t k = random.below(6); k > 0; --k) {
        const double size = std::ldexp(static_cast<double>(random.below(1 << 10) + 1) + (i % 2 == 0 ? 0.0 : 0.1),
                                       -static_cast<int>(random.below(spread + 1)));
        values.push_back(random.below(3) == 0 ? size : -size);
      }
      CHECK(few_summed(values) == exact(values));
    }
  });
}

}  // namespace
}  // namespace gramscore
