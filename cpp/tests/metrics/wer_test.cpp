#include "gramscore/metrics/wer.hpp"

#include <doctest/doctest.h>

#include <array>

#include "gramscore/metrics/answers.hpp"

namespace gramscore {

TEST_CASE("rates of counts") {
  const std::array<std::int64_t, 4> row{4, 1, 0, 1};
  const ErrorRates rates = error_rates(row.data(), {1, 1, 1});
  CHECK(rates.wer == 2.0 / 5);
  CHECK(rates.mer == 2.0 / 6);
  CHECK(rates.wip == 4.0 / 5 * (4.0 / 6));
  CHECK(rates.wil == 1 - rates.wip);
  CHECK(error_rates(row.data(), {4, 3, 3}).wer == 7.0 / 5);
}

TEST_CASE("rates without a reference are the insertions") {
  const std::array<std::int64_t, 4> none{0, 0, 0, 0};
  CHECK(error_rates(none.data(), {1, 1, 1}).wer == 0);
  CHECK(error_rates(none.data(), {1, 1, 1}).wip == 1);
  const std::array<std::int64_t, 4> some{0, 0, 0, 3};
  CHECK(error_rates(some.data(), {1, 1, 1}).wer == 3);
  CHECK(error_rates(some.data(), {1, 1, 1}).mer == 1);
  CHECK(error_rates(some.data(), {1, 1, 1}).wip == 0);
}

TEST_CASE("scores of answers") {
  CHECK(token_f1(0, 0, 0) == 0);
  CHECK(token_f1(2, 3, 2) == 2 * (2.0 / 3) * 1.0 / (2.0 / 3 + 1.0));
  CHECK(edit_similarity(1, 4, 0.5) == 0.75);
  CHECK(edit_similarity(2, 4, 0.5) == 0);
  CHECK(edit_similarity(0, 0, 0.5) == 1);
}

}  // namespace gramscore
