// A MatrixPlan as a Python object, with what it needs.
#pragma once

#include <pybind11/pybind11.h>

#include <memory>
#include <utility>

#include "gramscore/many/matrix.hpp"
#include "gramscore/metrics/metric.hpp"

namespace gramscore::bindings {

class BoundPlan {
 public:
  /// Scores by a formula of counts.
  explicit BoundPlan(std::unique_ptr<const PairFormula> formula) : formula_(std::move(formula)) {
    plan_.formula = formula_.get();
  }

  /// Scores of pairs one by one, by the metric that `owner` is.
  BoundPlan(pybind11::object owner, const Metric& metric, std::function<double(const std::int64_t*)> score_of_row)
      : owner_(std::move(owner)) {
    plan_.metric = &metric;
    plan_.score_of_row = std::move(score_of_row);
  }

  /// Matches. `metric` has those that are not counted, and may be null.
  BoundPlan(std::vector<MatrixPlan::Plane> planes, std::unique_ptr<const Metric> metric) : metric_(std::move(metric)) {
    plan_.planes = std::move(planes);
    plan_.metric = metric_.get();
  }

  [[nodiscard]] const MatrixPlan& plan() const { return plan_; }

 private:
  MatrixPlan plan_;
  std::unique_ptr<const PairFormula> formula_;
  std::unique_ptr<const Metric> metric_;
  pybind11::object owner_;
};

}  // namespace gramscore::bindings
