#include "gramscore/metrics/row_formula.hpp"

#include <doctest/doctest.h>

#include <cstdint>

#include "gramscore/metrics/character.hpp"
#include "gramscore/metrics/eed.hpp"
#include "gramscore/metrics/gec_gleu.hpp"
#include "gramscore/metrics/meteor.hpp"
#include "gramscore/metrics/ribes.hpp"
#include "gramscore/metrics/sari.hpp"

using namespace gramscore;

TEST_CASE("scores of rows") {
  const std::int64_t ribes[] = {3, 4, 4, 4};
  CHECK(RibesFormula(0.25, 0.1).score(ribes) == 0.5);
  const std::int64_t no_words[] = {0, 0, 0, 4};
  CHECK(RibesFormula(0.25, 0.1).score(no_words) == 0);
  const std::int64_t meteor[] = {1, 1, 1, 1};
  CHECK(MeteorFormula(0.9, 3, 0.5).score(meteor) == 0.5);
  const std::int64_t character[] = {2, as_statistic(1.5), 7};
  CHECK(CharacterFormula::score(character) == 0.5);
  const std::int64_t no_characters[] = {5, as_statistic(0.0), 0};
  CHECK(CharacterFormula::score(no_characters) == 1);
  const std::int64_t eed[] = {as_statistic(2.0), 2, 7};
  CHECK(EedFormula(0.5).score(eed) == 0.375);
  const std::int64_t gleu[] = {4, 4, 4, 4, 3, 3, 2, 2, 1, 1};
  CHECK(gec_gleu_score(gleu, false) == 1);
  const std::int64_t none[] = {4, 4, 4, 4, 3, 3, 2, 2, 0, 1};
  CHECK(gec_gleu_score(none, false) == 0);
}

TEST_CASE("counts that are equal give EASSE's 100") {
  std::int64_t counts[kSariCountColumns];
  for (auto& count : counts) count = 3;
  CHECK(sari_of_counts(counts).score == 100);
}

TEST_CASE("sums of scores are not rounded") {
  const std::int64_t rows[] = {1, 2, 3, 3, 3, 3, 3, 3};
  const RibesFormula formula(0.25, 0.1);
  const CorpusSums sums = sums_of_scores(formula, rows, 2);
  CHECK(sums.examples == 2);
  CHECK(sums.exact.at(0).value() == formula.score(rows) + formula.score(rows + 4));
}
