#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <memory>
#include <string>
#include <utility>

#include "bind.hpp"
#include "bound_metric.hpp"
#include "gramscore/metrics/sari.hpp"
#include "gramscore/sums/corpus_sums.hpp"
#include "tokenizer_choice.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

SariDefinition definition_of(const std::string& name) {
  if (name == "evaluate") return SariDefinition::evaluate;
  if (name == "original") return SariDefinition::original;
  if (name == "tensor2tensor") return SariDefinition::tensor2tensor;
  if (name == "easse") return SariDefinition::easse;
  throw py::value_error("unknown definition '" + name + "'");
}

class BoundSari : public BoundMetric {
 public:
  static std::unique_ptr<BoundSari> make(const std::string& definition, py::object tokenizer, bool lowercase) {
    TokenizerChoice choice = tokenizer_choice(std::move(tokenizer), lowercase);
    choice.view.keep_end = true;
    return std::unique_ptr<BoundSari>(
        new BoundSari(std::make_unique<Sari>(definition_of(definition), choice.view), std::move(choice.input)));
  }

 private:
  using BoundMetric::BoundMetric;
};

}  // namespace

void bind_sari(py::module_& module) {
  py::class_<BoundSari, BoundMetric>(module, "Sari")
      .def(py::init(&BoundSari::make), py::arg("definition"), py::arg("tokenizer"), py::arg("lowercase"));
  py::class_<SariFormula, RowFormula>(module, "SariFormula")
      .def(py::init([](const std::string& definition) { return SariFormula(definition_of(definition)); }),
           py::arg("definition"));
  module.def(
      "sari_of_sums",
      [](const CorpusSums& sums) {
        if (sums.whole.size() != kSariCountColumns) throw py::value_error("sums must be those of SARI");
        const SariScores scores = sari_of_counts(sums.whole.data());
        return py::make_tuple(scores.score, scores.add, scores.keep, scores.del);
      },
      py::arg("sums"), "(score, add, keep, delete) of sums of EASSE's counts.");
}

}  // namespace gramscore::bindings
