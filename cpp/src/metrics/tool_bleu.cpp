#include "gramscore/metrics/tool_bleu.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "metrics/formulas.hpp"

namespace gramscore {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double number(std::int64_t count) { return static_cast<double>(count); }

/// COCO's constants: what is added to matches, and to what they are divided by.
constexpr double kTiny = 1e-15;
constexpr double kSmall = 1e-9;

double coco_penalty(const BleuRow& row) {
  const double ratio = (number(row.sys_len()) + kTiny) / (number(row.ref_len()) + kSmall);
  return ratio < 1 ? std::exp(1 - 1 / ratio) : 1.0;
}

void coco(const BleuRow& row, BleuResult& out) {
  out.brevity_penalty = coco_penalty(row);
  double product = 1;
  for (std::size_t n = 1; n <= row.max_order; ++n) {
    out.precisions[n - 1] = (number(row.count(n)) + kTiny) / (number(row.total(n)) + kSmall);
    product *= out.precisions[n - 1];
  }
  out.score = std::pow(product, 1.0 / static_cast<double>(row.max_order));
  if (out.brevity_penalty != 1) out.score *= out.brevity_penalty;
}

/// Matches by n-grams, 0 of none.
void divide(const BleuRow& row, BleuResult& out) {
  for (std::size_t n = 1; n <= row.max_order; ++n) {
    out.precisions[n - 1] = row.total(n) > 0 ? number(row.count(n)) / number(row.total(n)) : 0.0;
  }
}

void in_percent(BleuResult& out) {
  for (double& precision : out.precisions) precision *= 100;
}

void multi_bleu(const BleuRow& row, BleuResult& out) {
  divide(row, out);
  if (row.ref_len() == 0) {
    out.score = out.brevity_penalty = 0;
    out.precisions.assign(row.max_order, 0.0);
    return;
  }
  if (row.sys_len() == 0) {
    out.score = out.brevity_penalty = kNaN;
    return;
  }
  out.brevity_penalty = row.sys_len() < row.ref_len() ? std::exp(1 - number(row.ref_len()) / number(row.sys_len())) : 1;
  double sum = 0;
  for (const double precision : out.precisions) sum += formulas::log_or_low(precision);
  out.score = 100 * (out.brevity_penalty * std::exp(sum / static_cast<double>(row.max_order)));
  in_percent(out);
}

double mteval_length_score(const BleuRow& row) {
  return std::min(0.0, 1 - number(row.ref_len()) / number(row.total(1)));
}

void mteval_smoothed(const BleuRow& row, BleuResult& out) {
  out.brevity_penalty = row.total(1) > 0 ? std::exp(mteval_length_score(row)) : 0.0;
  double smooth = 1;
  double sum = 0;
  for (std::size_t n = 1; n <= row.max_order; ++n) {
    double own = 0;
    if (row.total(n) != 0) {
      if (row.count(n) == 0) {
        smooth *= 2;
        own = std::log(1 / (smooth * number(row.total(n))));
      } else {
        own = std::log(number(row.count(n)) / number(row.total(n)));
      }
    }
    out.precisions[n - 1] = std::exp(own);
    sum += own;
  }
  out.score = std::exp(sum / static_cast<double>(row.max_order)) * out.brevity_penalty;
}

void mteval_unsmoothed(const BleuRow& row, BleuResult& out) {
  out.score = 0;
  out.brevity_penalty = row.total(1) > 0 ? std::exp(mteval_length_score(row)) : 0.0;
  double sum = 0;
  for (std::size_t n = 1; n <= row.max_order; ++n) {
    out.score = 0;
    if (row.count(n) == 0) continue;
    const double own = std::log(number(row.count(n)) / number(row.total(n)));
    sum += own;
    out.precisions[n - 1] = std::exp(own);
    out.score = std::exp(sum / static_cast<double>(n) + mteval_length_score(row));
  }
}

/// The logarithm and the exponential of floats, rounded to floats once.
float log_of(float x) { return static_cast<float>(std::log(static_cast<double>(x))); }
float exp_of(float x) { return static_cast<float>(std::exp(static_cast<double>(x))); }

/// As PyTorch adds up few floats: four sums, the rest to the first, and then these.
float torch_sum(const std::vector<float>& values) {
  std::array<float, 4> sums{};
  const std::size_t whole = values.size() / 4 * 4;
  for (std::size_t i = 0; i < whole; ++i) sums[i % 4] += values[i];
  for (std::size_t i = whole; i < values.size(); ++i) sums[0] += values[i];
  return ((sums[0] + sums[1]) + sums[2]) + sums[3];
}

void torchmetrics(const BleuRow& row, const ToolBleuFormula& formula, BleuResult& out) {
  const std::size_t orders = row.max_order;
  const auto single = [](std::int64_t count) { return static_cast<float>(count); };
  bool unmatched = false;
  std::vector<float> logs;
  for (std::size_t n = 1; n <= orders; ++n) {
    unmatched |= row.count(n) == 0;
    const float plus = formula.smooth && n > 1 ? 1.0f : 0.0f;
    const float precision = (single(row.count(n)) + plus) / (single(row.total(n)) + plus);
    out.precisions[n - 1] = row.total(n) == 0 && plus == 0.0f ? 0.0 : static_cast<double>(precision);
    const double weight = formula.weights.empty() ? 1.0 / static_cast<double>(orders) : formula.weights[n - 1];
    logs.push_back(static_cast<float>(weight) * log_of(precision));
  }
  const float sys_len = single(row.sys_len());
  const float ref_len = single(row.ref_len());
  const float penalty = sys_len > ref_len ? 1.0f : exp_of(1 - ref_len / sys_len);
  out.brevity_penalty = row.sys_len() == 0 ? 0.0 : static_cast<double>(penalty);
  out.score = unmatched ? 0.0 : static_cast<double>(penalty * exp_of(torch_sum(logs)));
}

void fairseq(const BleuRow& row, BleuResult& out) {
  divide(row, out);
  if (row.sys_len() == 0) {
    out.score = out.brevity_penalty = kNaN;
    return;
  }
  double sum = 0;
  for (const double precision : out.precisions) {
    sum += precision > 0 ? std::log(precision) : -std::numeric_limits<double>::infinity();
  }
  out.brevity_penalty = std::min(1.0, std::exp(1 - number(row.ref_len()) / number(row.sys_len())));
  out.score = out.brevity_penalty * std::exp(sum / static_cast<double>(row.max_order)) * 100;
  in_percent(out);
}

}  // namespace

BleuTool bleu_tool(std::string_view name) {
  if (name == "coco") return BleuTool::coco;
  if (name == "multi-bleu") return BleuTool::multi_bleu;
  if (name == "mteval") return BleuTool::mteval;
  if (name == "torchmetrics") return BleuTool::torchmetrics;
  if (name == "fairseq") return BleuTool::fairseq;
  throw std::invalid_argument("unknown tool '" + std::string(name) +
                              "': known are coco, multi-bleu, mteval, torchmetrics and fairseq");
}

void ToolBleuFormula::score(const BleuRow& row, BleuResult& out) const {
  if (!weights.empty() && weights.size() != row.max_order)
    throw std::invalid_argument("there is not a weight for each order");
  out.precisions.assign(row.max_order, 0.0);
  out.added = 1;
  switch (tool) {
    case BleuTool::coco: return coco(row, out);
    case BleuTool::multi_bleu: return multi_bleu(row, out);
    case BleuTool::mteval: return smooth ? mteval_smoothed(row, out) : mteval_unsmoothed(row, out);
    case BleuTool::torchmetrics: return torchmetrics(row, *this, out);
    case BleuTool::fairseq: return fairseq(row, out);
  }
}

void coco_bleu(const BleuRow& row, double* out) {
  const double ratio = (number(row.sys_len()) + kTiny) / (number(row.ref_len()) + kSmall);
  double product = 1;
  for (std::size_t n = 1; n <= row.max_order; ++n) {
    product *= (number(row.count(n)) + kTiny) / (number(row.total(n)) + kSmall);
    out[n - 1] = std::pow(product, 1.0 / static_cast<double>(n));
    if (ratio < 1) out[n - 1] *= std::exp(1 - 1 / ratio);
  }
}

}  // namespace gramscore
