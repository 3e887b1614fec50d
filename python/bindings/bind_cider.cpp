#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "bound_prepared.hpp"
#include "check_sizes.hpp"
#include "convert.hpp"
#include "gil.hpp"
#include "gramscore/metrics/cider.hpp"
#include "gramscore/sums/corpus_sums.hpp"
#include "gramscore/tokenize/ptb.hpp"
#include "tokenizer_choice.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// Of how many images n-grams are written, whose tokens are prepared texts: one for each n-gram.
struct BoundFrequencies {
  double images;
  std::shared_ptr<const PreparedTexts> ngrams;
  std::vector<double> counts;
};

class BoundCider {
 public:
  BoundCider(py::object tokenizer, bool lowercase) : choice_(tokenizer_choice(std::move(tokenizer), lowercase)) {}

  [[nodiscard]] BoundPrepared prepare_texts(py::handle texts, const std::string& argument, bool several,
                                            const std::string& signature) const {
    return prepare_unless_done({&choice_.view, 1}, choice_.input, texts, argument.c_str(), several, py::none(),
                               signature);
  }

  /// Both sides, prepared.
  [[nodiscard]] py::tuple prepare_examples(py::handle given_predictions, py::handle given_references,
                                           const std::string& signature) const {
    BoundPrepared predictions = prepare_texts(given_predictions, "predictions", false, signature);
    BoundPrepared references = prepare_texts(given_references, "references", true, signature);
    DocumentReader reader(choice_.input);
    check_sizes(PreparedColumn(*predictions.texts), PreparedColumn(*references.texts), given_references, reader);
    return py::make_tuple(std::move(predictions), std::move(references));
  }

  /// `ngrams` are token lists of one n-gram each, or texts of tokens with spaces between.
  [[nodiscard]] BoundFrequencies frequencies(double images, py::handle ngrams, std::vector<double> counts) const {
    TokenizerOptions words;
    words.kind = TokenizerKind::whitespace;
    InputOptions input;
    input.tokens = choice_.input.tokens || !choice_.input.tokenizer.is_none();
    input.may_be_tokens = true;
    auto prepared = prepare({&words, 1}, input, ngrams, "document_frequencies", false, py::none());
    if (prepared->items() != counts.size()) throw py::value_error("there is not one count for each n-gram");
    return {images, std::move(prepared), std::move(counts)};
  }

 private:
  TokenizerChoice choice_;
};

/// The tokens of predictions and references as numbers of one kind.
class JoinedCaptions {
 public:
  JoinedCaptions(const PreparedTexts& predictions, const PreparedTexts& references)
      : own_(predictions.views().front()), others_(references.views().front()), numbers_(others_.numbers_of(own_)) {
    if (predictions.items() != references.items()) {
      throw py::value_error("there are not as many predictions as lists of references");
    }
    const auto add = [this](const TokenStore& store, std::size_t document, auto number) {
      for (const std::uint32_t token : store.numbers(document)) captions_.tokens.push_back(number(token));
      captions_.document_end.push_back(captions_.tokens.size());
    };
    captions_.tokens.reserve(own_.size() + others_.size());
    for (std::size_t e = 0; e < predictions.items(); ++e) {
      const std::size_t count = references.texts_of(e);
      if (count == 0 || predictions.texts_of(e) != 1) throw py::value_error("an example has no texts, or too many");
      add(own_, predictions.document(e, 0, false), [this](std::uint32_t token) { return numbers_[token]; });
      for (std::size_t k = 0; k < count; ++k) {
        add(others_, references.document(e, k, true), [](std::uint32_t token) { return token; });
      }
      captions_.references.push_back(static_cast<std::uint32_t>(count));
    }
  }

  [[nodiscard]] const Captions& captions() const { return captions_; }

  /// The table with the same numbers.
  [[nodiscard]] DocumentFrequencies table(const BoundFrequencies& given) const {
    const TokenStore& ngrams = given.ngrams->views().front();
    const std::vector<std::uint32_t> of_references = others_.numbers_of(ngrams);
    const std::vector<std::uint32_t> of_predictions = own_.numbers_of(ngrams);
    DocumentFrequencies table;
    table.images = given.images;
    table.counts = given.counts;
    for (std::size_t k = 0; k < given.ngrams->items(); ++k) {
      for (const std::uint32_t token : ngrams.numbers(given.ngrams->document(k, 0, false))) {
        std::uint32_t number = of_references[token];
        if (number >= others_.numbers_end()) {
          const std::uint32_t own = of_predictions[token];
          number = own < own_.numbers_end() ? numbers_[own] : DocumentFrequencies::kUnknown;
        }
        table.tokens.push_back(number);
      }
      table.ngram_end.push_back(table.tokens.size());
    }
    return table;
  }

 private:
  const TokenStore& own_;
  const TokenStore& others_;
  std::vector<std::uint32_t> numbers_;  // of the predictions' tokens among those of the references
  Captions captions_;
};

py::array_t<double> cider_scores(const BoundPrepared& predictions, const BoundPrepared& references,
                                 std::size_t max_order, bool penalized, double sigma, const BoundFrequencies* given) {
  std::vector<double> scores;
  {
    WithoutGil without_gil;
    const Checkpoint checkpoint = without_gil.checkpoint();
    const JoinedCaptions joined(*predictions.texts, *references.texts);
    const CiderOptions options{max_order, penalized, sigma};
    if (given == nullptr) {
      scores = cider_scores(joined.captions(), options, nullptr, checkpoint);
    } else {
      const DocumentFrequencies table = joined.table(*given);
      scores = cider_scores(joined.captions(), options, &table, checkpoint);
    }
  }
  return py::array_t<double>(static_cast<py::ssize_t>(scores.size()), scores.data());
}

py::array_t<std::int64_t> lengths_of(const BoundPrepared& predictions, const BoundPrepared& references) {
  const std::size_t items = predictions.texts->items();
  py::array_t<std::int64_t> rows({items, std::size_t{2}});
  std::int64_t* out = rows.mutable_data();
  for (std::size_t e = 0; e < items; ++e) {
    const std::size_t document = predictions.texts->document(e, 0, false);
    *out++ = static_cast<std::int64_t>(predictions.texts->views().front().numbers(document).size());
    *out++ = static_cast<std::int64_t>(references.texts->texts_of(e));
  }
  return rows;
}

BoundPrepared joined_of(const std::vector<const BoundPrepared*>& parts) {
  std::vector<const PreparedTexts*> texts;
  for (const BoundPrepared* const part : parts) texts.push_back(part->texts.get());
  return {PreparedTexts::joined(texts, Checkpoint()), parts.empty() ? std::string() : parts.front()->signature};
}

}  // namespace

void bind_cider(py::module_& module) {
  py::class_<BoundFrequencies>(module, "DocumentFrequencies", "Of how many images n-grams are written.");
  py::class_<BoundCider>(module, "Cider")
      .def(py::init<py::object, bool>(), py::arg("tokenizer"), py::arg("lowercase"))
      .def("prepare", &BoundCider::prepare_texts, py::arg("texts"), py::arg("argument"), py::arg("several"),
           py::arg("signature"), "The texts, or lists of texts, prepared for `signature`.")
      .def("prepare_examples", &BoundCider::prepare_examples, py::arg("predictions"), py::arg("references"),
           py::arg("signature"), "Both sides, prepared: as many of the one as of the other.")
      .def("frequencies", &BoundCider::frequencies, py::arg("images"), py::arg("ngrams"), py::arg("counts"),
           "A table for cider_scores(): n-grams as token lists where tokens are given or made in Python, else as "
           "texts.");
  module.def("cider_scores", &cider_scores, py::arg("predictions"), py::arg("references"), py::arg("max_order"),
             py::arg("penalized"), py::arg("sigma"), py::arg("frequencies") = nullptr, "The score of each example.");
  module.def(
      "coco_rouge_scores",
      [](const BoundPrepared& predictions, const BoundPrepared& references) {
        std::vector<double> scores;
        {
          WithoutGil without_gil;
          const JoinedCaptions joined(*predictions.texts, *references.texts);
          scores = coco_rouge_scores(joined.captions(), without_gil.checkpoint());
        }
        return py::array_t<double>(static_cast<py::ssize_t>(scores.size()), scores.data());
      },
      py::arg("predictions"), py::arg("references"), "COCO's ROUGE-L of each example, whose texts have tokens.");
  module.def(
      "ptb_file",
      [](const py::str& text, bool drops_punctuation) {
        const std::string bytes = ptb_file(text_of(text.ptr()), drops_punctuation);
        auto found = py::reinterpret_steal<py::object>(
            PyUnicode_DecodeUTF8(bytes.data(), static_cast<py::ssize_t>(bytes.size()), "surrogatepass"));
        if (!found) throw py::error_already_set();
        return found;
      },
      py::arg("text"), py::arg("drops_punctuation"), "A file of captions, tokenized as COCO's evaluation does it.");
  module.def("cider_stats", &lengths_of, py::arg("predictions"), py::arg("references"),
             "Tokens of the prediction and number of references of each example, int64 (N, 2).");
  module.def("join_prepared", &joined_of, py::arg("parts"), "Prepared texts, one behind the other.");
  module.def(
      "score_sums",
      [](const py::array_t<double, py::array::c_style | py::array::forcecast>& scores) {
        CorpusSums sums{static_cast<std::int64_t>(scores.size()), {}, std::vector<ExactSum>(1)};
        sums.exact.front().add(std::span(scores.data(), static_cast<std::size_t>(scores.size())));
        return sums;
      },
      py::arg("scores"), "The sum of finite scores, without rounding.");
}

}  // namespace gramscore::bindings
