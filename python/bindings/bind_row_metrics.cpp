#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "bound_metric.hpp"
#include "gil.hpp"
#include "gramscore/metrics/character.hpp"
#include "gramscore/metrics/eed.hpp"
#include "gramscore/metrics/jaccard.hpp"
#include "gramscore/metrics/meteor.hpp"
#include "gramscore/metrics/ribes.hpp"
#include "tokenizer_choice.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

class BoundRibes : public BoundMetric {
 public:
  static std::unique_ptr<BoundRibes> make(double alpha, double beta, py::object tokenizer, bool lowercase) {
    TokenizerChoice choice = tokenizer_choice(std::move(tokenizer), lowercase);
    return std::unique_ptr<BoundRibes>(
        new BoundRibes(std::make_unique<Ribes>(alpha, beta, choice.view), std::move(choice.input)));
  }

 private:
  using BoundMetric::BoundMetric;
};

class BoundJaccard : public BoundMetric {
 public:
  static std::unique_ptr<BoundJaccard> make(py::object tokenizer, bool lowercase) {
    TokenizerChoice choice = tokenizer_choice(std::move(tokenizer), lowercase);
    return std::unique_ptr<BoundJaccard>(
        new BoundJaccard(std::make_unique<Jaccard>(choice.view), std::move(choice.input)));
  }

 private:
  using BoundMetric::BoundMetric;
};

class BoundCharacTer : public BoundMetric {
 public:
  explicit BoundCharacTer(bool lowercase) : BoundMetric(std::make_unique<CharacTer>(lowercase), InputOptions{}) {}
};

class BoundEed : public BoundMetric {
 public:
  /// `prepare`: None for English, else a callable from texts to code points.
  static std::unique_ptr<BoundEed> make(double jump, double coverage, double deletion, double insertion,
                                        py::object prepare) {
    TokenizerOptions characters;
    characters.kind = TokenizerKind::chrf_characters;
    characters.keep_whitespace = true;
    InputOptions input;
    const bool english = prepare.is_none();
    input.tokenizer = std::move(prepare);
    const EedCosts costs{jump, coverage, deletion, insertion};
    return std::unique_ptr<BoundEed>(new BoundEed(std::make_unique<Eed>(costs, english, characters), std::move(input)));
  }

 private:
  using BoundMetric::BoundMetric;
};

class BoundMeteor : public BoundMetric {
 public:
  /// `in_python`: words are looked at in Python, and this is only a name for it.
  static std::unique_ptr<BoundMeteor> make(const MeteorFormula& formula, const std::string& tokenizer, bool lowercase,
                                           bool in_python) {
    TokenizerOptions words;
    choose_tokenizer(words, tokenizer);
    words.lowercase = lowercase;
    InputOptions input;
    input.tokens = in_python;
    return std::unique_ptr<BoundMeteor>(new BoundMeteor(std::make_unique<Meteor>(formula, words), std::move(input)));
  }

 private:
  using BoundMetric::BoundMetric;
};

using Numbers = py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>;

std::span<const std::int64_t> span_of(const Numbers& numbers) {
  return {numbers.data(), static_cast<std::size_t>(numbers.size())};
}

/// Texts as numbers of words that Python gave: documents one after another, each a prediction and so many references.
py::array_t<std::int64_t> numbered_rows(const MeteorFormula& formula, const Numbers& words, const Numbers& ends,
                                        const Numbers& references, const Numbers& stem_of, const Numbers& synonym_ends,
                                        const Numbers& synonyms) {
  const auto examples = static_cast<std::size_t>(references.size());
  py::array_t<std::int64_t> rows(
      std::vector<py::ssize_t>{static_cast<py::ssize_t>(examples), static_cast<py::ssize_t>(kMeteorColumns)});
  std::int64_t* out = rows.mutable_data();
  const auto given = span_of(words);
  const auto stems_of = span_of(stem_of);
  const Synonyms known{span_of(synonym_ends), span_of(synonyms)};
  WithoutGil without_gil;
  const Checkpoint checkpoint = without_gil.checkpoint();
  std::vector<Token> tokens(given.begin(), given.end());
  std::vector<Token> stems;
  for (const std::int64_t word : given) stems.push_back(static_cast<Token>(stems_of[static_cast<std::size_t>(word)]));
  tokens.resize(tokens.size() + kTokenSlack);
  stems.resize(tokens.size());
  MeteorAligner aligner;
  std::size_t d = 0;
  const auto text = [&](std::size_t document) {
    const std::size_t begin = document == 0 ? 0 : static_cast<std::size_t>(ends.data()[document - 1]);
    const std::size_t size = static_cast<std::size_t>(ends.data()[document]) - begin;
    return StemmedText{{tokens.data() + begin, size}, {stems.data() + begin, size}};
  };
  for (const std::int64_t count : span_of(references)) {
    const StemmedText prediction = text(d++);
    for (std::int64_t k = 0; k < count; ++k) {
      std::int64_t row[kMeteorColumns];
      aligner.align(prediction, text(d++), known.ends.empty() ? nullptr : &known, row, checkpoint);
      if (k == 0 || formula.score(row) > formula.score(out)) std::copy_n(row, kMeteorColumns, out);
    }
    out += kMeteorColumns;
  }
  return rows;
}

}  // namespace

void bind_row_metrics(py::module_& module) {
  py::class_<BoundRibes, BoundMetric>(module, "Ribes")
      .def(py::init(&BoundRibes::make), py::arg("alpha"), py::arg("beta"), py::arg("tokenizer"), py::arg("lowercase"));
  py::class_<RibesFormula, RowFormula>(module, "RibesFormula")
      .def(py::init<double, double>(), py::arg("alpha"), py::arg("beta"));
  py::class_<BoundJaccard, BoundMetric>(module, "Jaccard")
      .def(py::init(&BoundJaccard::make), py::arg("tokenizer"), py::arg("lowercase"));
  py::class_<JaccardFormula, RowFormula>(module, "JaccardFormula").def(py::init<>());
  py::class_<BoundCharacTer, BoundMetric>(module, "CharacTer").def(py::init<bool>(), py::arg("lowercase"));
  py::class_<CharacterFormula, RowFormula>(module, "CharacterFormula").def(py::init<>());
  py::class_<BoundEed, BoundMetric>(module, "Eed")
      .def(py::init(&BoundEed::make), py::arg("jump"), py::arg("coverage"), py::arg("deletion"), py::arg("insertion"),
           py::arg("prepare"));
  py::class_<EedFormula, RowFormula>(module, "EedFormula").def(py::init<double>(), py::arg("coverage"));
  py::class_<MeteorFormula, RowFormula>(module, "MeteorFormula")
      .def(py::init<double, double, double>(), py::arg("alpha"), py::arg("beta"), py::arg("gamma"));
  py::class_<BoundMeteor, BoundMetric>(module, "Meteor")
      .def(py::init(&BoundMeteor::make), py::arg("formula"), py::arg("tokenizer"), py::arg("lowercase"),
           py::arg("in_python"));
  module.def("meteor_rows", &numbered_rows, py::arg("formula"), py::arg("words"), py::arg("ends"),
             py::arg("references"), py::arg("stem_of"), py::arg("synonym_ends"), py::arg("synonyms"),
             "Rows of METEOR of texts whose words are numbers: of all documents, where each ends, how many references "
             "each example has, the stem of each word, and of each stem those that mean the same, or nothing.");
}

}  // namespace gramscore::bindings
