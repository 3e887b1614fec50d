#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <string>
#include <vector>

#include "bind.hpp"
#include "gil.hpp"
#include "gramscore/resampling/resample.hpp"
#include "summands.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// An array of floats of 32 bits if all scores are such, of 64 bits otherwise: what numpy.array makes of them.
py::array array_of(const std::vector<ScoreOfSums::Score>& scores) {
  bool single = true;
  for (const ScoreOfSums::Score& score : scores) single = single && score.single;
  const auto fill = [&scores](auto array) {
    auto* out = array.mutable_data();
    for (const ScoreOfSums::Score& score : scores)
      *out++ = static_cast<std::remove_reference_t<decltype(*out)>>(score.value);
    return py::array(std::move(array));
  };
  const auto size = static_cast<py::ssize_t>(scores.size());
  return single ? fill(py::array_t<float>(size)) : fill(py::array_t<double>(size));
}

py::array bootstrap_scores(const ScoreOfSums& formula, const py::array& stats, Pcg64& generator, std::size_t samples) {
  const std::vector<double> rows = summands_of(formula, stats, "stats");
  std::vector<ScoreOfSums::Score> scores(samples);
  {
    WithoutGil without_gil;
    bootstrap(formula, rows.data(), static_cast<std::size_t>(stats.shape(0)), generator, scores,
              without_gil.checkpoint());
  }
  return array_of(scores);
}

py::tuple swap_scores(const ScoreOfSums& formula, const py::array& first, const py::array& second, Pcg64& generator,
                      std::size_t trials) {
  const std::vector<double> first_rows = summands_of(formula, first, "first");
  const std::vector<double> second_rows = summands_of(formula, second, "second");
  if (first.shape(0) != second.shape(0)) throw py::value_error("first and second differ in their number of examples");
  py::array_t<double> first_scores(static_cast<py::ssize_t>(trials));
  py::array_t<double> second_scores(static_cast<py::ssize_t>(trials));
  const std::span first_out(first_scores.mutable_data(), trials);
  const std::span second_out(second_scores.mutable_data(), trials);
  {
    WithoutGil without_gil;
    swap(formula, first_rows.data(), second_rows.data(), static_cast<std::size_t>(first.shape(0)), generator, first_out,
         second_out, without_gil.checkpoint());
  }
  return py::make_tuple(std::move(first_scores), std::move(second_scores));
}

/// 128 bits, the higher half first.
Pcg64::Word word_of(const py::int_& number) {
  const py::int_ mask(0xffffffffffffffffu);
  return {py::int_(number.attr("__rshift__")(64)).cast<std::uint64_t>(), py::int_(number & mask).cast<std::uint64_t>()};
}

}  // namespace

void bind_resample(py::module_& module) {
  py::class_<Pcg64>(module, "Pcg64")
      .def(py::init([](const py::int_& state, const py::int_& increment) {
             return Pcg64(word_of(state), word_of(increment));
           }),
           py::arg("state"), py::arg("increment"))
      .def(
          "copy", [](const Pcg64& generator) { return Pcg64(generator); }, "A generator of the same numbers to come.")
      .def(
          "below",
          [](Pcg64& generator, std::uint32_t bound, std::size_t count) {
            py::array_t<std::uint32_t> numbers(static_cast<py::ssize_t>(count));
            generator.fill_below(bound, numbers.mutable_data(), count);
            return numbers;
          },
          py::arg("bound"), py::arg("count"), "What Generator.integers(bound, size=count) returns.");
  py::class_<ScoreOfSums>(module, "ScoreOfSums")
      .def("bootstrap", &bootstrap_scores, py::arg("stats"), py::arg("generator"), py::arg("samples"),
           "The scores of resampled statistics, in the precision that sacrebleu has them.")
      .def("swap", &swap_scores, py::arg("first"), py::arg("second"), py::arg("generator"), py::arg("trials"),
           "The scores of two systems' statistics that are exchanged at random, as two arrays.");
  module.def(
      "bleu_of_sums",
      [](std::size_t max_order, const std::string& smoothing, double value, bool effective_order, bool compensated) {
        return bleu_of_sums(max_order, {bleu_smoothing(smoothing), value, effective_order, compensated});
      },
      py::arg("max_order"), py::arg("smoothing"), py::arg("smooth_value"), py::arg("effective_order"),
      py::arg("compensated") = false, "BLEU as a formula of sums.");
  module.def(
      "chrf_of_sums",
      [](std::size_t orders, double beta, bool eps_smoothing) { return chrf_of_sums(orders, {beta, eps_smoothing}); },
      py::arg("orders"), py::arg("beta"), py::arg("eps_smoothing"),
      "chrF as a formula of sums; the orders are those of characters and words together.");
  module.def("ter_of_sums", &ter_of_sums, "TER as a formula of sums.");
  module.def(
      "huggingface_bleu_of_sums",
      [](std::size_t max_order, bool smooth) {
        return huggingface_bleu_of_sums(max_order, HuggingFaceBleuFormula{smooth});
      },
      py::arg("max_order"), py::arg("smooth"), "Hugging Face's BLEU as a formula of sums.");
  module.def("gleu_of_sums", &gleu_of_sums, "GLEU as a formula of sums.");
  module.def("gec_gleu_of_sums", &gec_gleu_of_sums, "GLEU of corrections as a formula of sums.");
  module.def("sari_of_sums_formula", &sari_of_sums, "EASSE's SARI as a formula of sums.");
  module.def("wer_of_sums", &wer_of_sums, py::arg("weights"), "WER or CER as a formula of sums.");
}

}  // namespace gramscore::bindings
