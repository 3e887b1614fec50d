#include "gramscore/metrics/tool_bleu.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace gramscore {
namespace {

double score_of(const ToolBleuFormula& formula, const std::vector<std::int64_t>& row) {
  BleuResult result;
  formula.score({row.data(), (row.size() - kBleuLengths) / 2}, result);
  return result.score;
}

/// A perfect segment of three tokens, with four orders.
const std::vector<std::int64_t> kThree = {3, 3, 3, 2, 1, 0, 3, 2, 1, 0};

TEST_CASE("what tools make of three tokens that all match") {
  CHECK(score_of({BleuTool::coco}, kThree) == 0.03162277657664911);
  CHECK(score_of({BleuTool::multi_bleu}, kThree) == 0);
  CHECK(score_of({BleuTool::mteval, true}, kThree) == 1);
  CHECK(score_of({BleuTool::mteval, false}, kThree) == 0);
  CHECK(score_of({BleuTool::torchmetrics, true}, kThree) == 0);
  CHECK(score_of({BleuTool::fairseq}, kThree) == 0);
}

TEST_CASE("a prediction without tokens") {
  const std::vector<std::int64_t> row = {0, 3, 0, 0, 0, 0, 0, 0, 0, 0};
  CHECK(score_of({BleuTool::coco}, row) == 0);
  CHECK(std::isnan(score_of({BleuTool::multi_bleu}, row)));
  CHECK(score_of({BleuTool::mteval, true}, row) == 0);
  CHECK(score_of({BleuTool::torchmetrics}, row) == 0);
  CHECK(std::isnan(score_of({BleuTool::fairseq}, row)));
}

TEST_CASE("COCO's orders end in its score") {
  const std::vector<std::int64_t> row = {5, 6, 4, 2, 1, 0, 5, 4, 3, 2};
  std::vector<double> orders(4);
  coco_bleu({row.data(), 4}, orders.data());
  CHECK(orders[3] == score_of({BleuTool::coco}, row));
  CHECK(orders[0] > orders[1]);
}

TEST_CASE("names and weights that cannot be") {
  CHECK_THROWS_AS(bleu_tool("moses"), std::invalid_argument);
  CHECK_THROWS_AS(score_of({BleuTool::torchmetrics, false, {1.0}}, kThree), std::invalid_argument);
}

}  // namespace
}  // namespace gramscore
