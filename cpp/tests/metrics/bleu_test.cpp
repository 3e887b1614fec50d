#include "gramscore/metrics/bleu.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "gramscore/metrics/gleu.hpp"
#include "gramscore/metrics/nltk_bleu.hpp"

namespace gramscore {
namespace {

using Tokens = std::vector<Token>;
using Row = std::vector<std::int64_t>;

const Checkpoint kUnwatched;

/// Documents of tokens, a prediction followed by its references for each example.
struct Corpus {
  TokenBatch batch;
  std::vector<std::uint32_t> references;

  void add(const std::vector<Tokens>& documents) {
    for (const Tokens& document : documents) {
      const std::size_t begin = batch.document_end.empty() ? 0 : batch.document_end.back();
      batch.tokens.reserve(begin + document.size() + kTokenSlack, begin);
      std::copy(document.begin(), document.end(), batch.tokens.data() + begin);
      batch.document_end.push_back(begin + document.size());
    }
    references.push_back(static_cast<std::uint32_t>(documents.size() - 1));
  }

  [[nodiscard]] Row rows(const Metric& metric) const {
    Row rows(references.size() * metric.columns());
    const Documents documents{&batch, 0};
    const auto scratch = metric.make_scratch();
    metric.score({{&documents, 1}, references}, rows.data(), *scratch, kUnwatched);
    scratch->trim();
    return rows;
  }
};

Row rows_of(const Metric& metric, const std::vector<Tokens>& documents) {
  Corpus corpus;
  corpus.add(documents);
  return corpus.rows(metric);
}

BleuResult score(const BleuFormula& formula, const Row& row) {
  BleuResult result;
  formula.score({row.data(), (row.size() - kBleuLengths) / 2}, result);
  return result;
}

TEST_CASE("statistics") {
  const Bleu bleu(4, BleuProfile::sacrebleu, {});
  CHECK(bleu.columns() == 10);
  CHECK(rows_of(bleu, {{1, 2, 3, 4}, {1, 2, 3, 5, 6}}) == Row{4, 5, 3, 2, 1, 0, 4, 3, 2, 1});
  CHECK(rows_of(bleu, {{1, 2}, {1, 2}}) == Row{2, 2, 2, 1, 0, 0, 2, 1, 0, 0});
  CHECK(rows_of(bleu, {{}, {1, 2}}) == Row{0, 2, 0, 0, 0, 0, 0, 0, 0, 0});
  // The closest length, the shorter of two.
  CHECK(rows_of(bleu, {{1, 2, 3}, {1, 2, 3, 4}, {9, 9}}) == Row{3, 2, 3, 2, 1, 0, 3, 2, 1, 0});
  CHECK(rows_of(bleu, {{1, 2, 3}, {1}, {9, 9, 9, 9}}) == Row{3, 4, 1, 0, 0, 0, 3, 2, 1, 0});
}

TEST_CASE("statistics of the other profiles") {
  const Bleu shortest(2, BleuProfile::huggingface, {});
  CHECK(rows_of(shortest, {{1, 2, 3}, {1}, {9, 9, 9, 9}}) == Row{3, 1, 1, 0, 3, 2});
  const Bleu nltk(3, BleuProfile::nltk, {});
  CHECK(rows_of(nltk, {{1}, {1, 2}}) == Row{1, 2, 1, 0, 0, 1, 1, 1});
  CHECK(rows_of(nltk, {{}, {1, 2}}) == Row{0, 2, 0, 0, 0, 1, 1, 1});
  CHECK_THROWS_AS(Bleu(0, BleuProfile::nltk, {}), std::invalid_argument);
}

TEST_CASE("sums of rows") {
  Corpus corpus;
  corpus.add({{1, 2, 3}, {1, 2}});
  corpus.add({{4}, {4}, {5}});
  const Bleu bleu(2, BleuProfile::sacrebleu, {});
  const Row rows = corpus.rows(bleu);
  CHECK(BleuRows{rows.data(), 2, 2}.sum() == Row{4, 3, 3, 1, 4, 2});
}

TEST_CASE("scores, typed by hand") {
  const Row row = {4, 5, 3, 2, 1, 0, 4, 3, 2, 1};
  const double penalty = std::exp(1 - 5.0 / 4);
  const BleuResult exp = score({BleuSmoothing::exp}, row);
  CHECK(exp.brevity_penalty == penalty);
  CHECK(exp.precisions == std::vector<double>{75.0, 100.0 * 2 / 3, 50.0, 50.0});
  CHECK(exp.score ==
        penalty * std::exp((std::log(75.0) + std::log(100.0 * 2 / 3) + std::log(50.0) + std::log(50.0)) / 4));
  CHECK(score({BleuSmoothing::none}, row).score == 0.0);
  CHECK(score({BleuSmoothing::floor, 0.1}, row).precisions[3] == 10.0);
  const BleuResult added = score({BleuSmoothing::add_k, 1}, row);
  CHECK(added.precisions == std::vector<double>{75.0, 75.0, 100.0 * 2 / 3, 50.0});
  CHECK(added.added == 4);
}

TEST_CASE("corners of the score") {
  // Without a match all precisions are 0, whatever the smoothing.
  const BleuResult none = score({BleuSmoothing::exp}, {2, 3, 0, 0, 2, 1});
  CHECK(none.score == 0.0);
  CHECK(none.precisions == std::vector<double>{0.0, 0.0});
  CHECK(score({BleuSmoothing::exp}, {0, 3, 0, 0, 0, 0}).brevity_penalty == 0.0);
  // Two orders of four: the others count only without effective order.
  const Row two = {2, 2, 2, 1, 0, 0, 2, 1, 0, 0};
  CHECK(score({BleuSmoothing::exp, 0, true}, two).score == doctest::Approx(100));
  CHECK(score({BleuSmoothing::exp, 0, false}, two).score == 0.0);
}

TEST_CASE("Hugging Face's scores") {
  HuggingFaceBleuFormula formula;
  BleuResult result;
  const Row row = {3, 3, 2, 1, 3, 2};
  formula.score({row.data(), 2}, result);
  CHECK(result.score == std::exp(0.5 * std::log(2.0 / 3) + 0.5 * std::log(0.5)));
  formula.smooth = true;
  formula.score({row.data(), 2}, result);
  CHECK(result.precisions == std::vector<double>{0.75, 2.0 / 3});
  const Row empty = {0, 3, 0, 0, 0, 0};
  formula.score({empty.data(), 2}, result);
  CHECK(std::isnan(result.score));
}

TEST_CASE("NLTK's smoothing methods, typed by hand") {
  // Three tokens of which two match, one pair of them; no 3-gram.
  const Row row = {3, 3, 2, 1, 0, 0, 0, 3, 2, 1, 1, 1};
  const auto precision = [&](int method, std::size_t n) {
    NltkSmoothing smoothing;
    smoothing.method = method;
    const NltkBleuFormula formula(smoothing, {{0.2, 0.2, 0.2, 0.2, 0.2}}, {false});
    NltkBleuFormula::Result result;
    formula.score({row.data(), 5}, {row.data(), 5}, result);
    return result.precisions[n - 1];
  };
  CHECK(precision(0, 3) == std::numeric_limits<double>::min());
  CHECK(precision(1, 3) == 0.1);
  CHECK(precision(2, 2) == 2.0 / 3);
  CHECK(precision(2, 1) == 2.0 / 3);
  CHECK(precision(3, 3) == 0.5);
  CHECK(precision(3, 4) == 0.25);
  CHECK(precision(4, 3) == 1 / (2 * 5.0 / std::log(3.0)));
  CHECK(precision(5, 1) == 17.0 / 18);  // (5/3 + 2/3 + 1/2) / 3
  CHECK(std::isnan(precision(6, 3)));
  CHECK(precision(7, 2) == (17.0 / 18 + 0.5 + precision(4, 3)) / 3);
}

TEST_CASE("method 6 goes on from its own results, exactly") {
  const Row row = {4, 4, 4, 3, 1, 0, 4, 3, 2, 1};
  NltkSmoothing smoothing;
  smoothing.method = 6;
  const NltkBleuFormula formula(smoothing, {{0.25, 0.25, 0.25, 0.25}}, {false});
  CHECK(formula.orders() == 4);
  NltkBleuFormula::Result result;
  formula.score({row.data(), 4}, {row.data(), 4}, result);
  CHECK(result.precisions[2] == 6.0 / 7);              // (1 + 5 * 1) / (2 + 5)
  CHECK(result.precisions[3] == 5 * 36.0 / (49 * 6));  // (0 + 5 * (6/7)^2 / 1) / (1 + 5)
}

TEST_CASE("weights") {
  const NltkBleuFormula formula({}, {{1.0}, {0.25, 0.25, 0.25, 0.25}}, {false, true});
  const Row row = {2, 2, 2, 1, 0, 0, 2, 1, 1, 1};
  NltkBleuFormula::Result result;
  formula.score({row.data(), 4}, {row.data(), 4}, result);
  CHECK(result.scores == std::vector<double>{1.0, 1.0});  // two tokens, two weights
  NltkSmoothing neighbours;
  neighbours.method = 5;
  CHECK(NltkBleuFormula(neighbours, {{1.0}}, {false}).orders() == 5);
  CHECK_THROWS_AS(NltkBleuFormula({}, {}, {}), std::invalid_argument);
  CHECK_THROWS_AS(NltkBleuFormula({}, {{}}, {false}), std::invalid_argument);
}

TEST_CASE("closest lengths") {
  const std::vector<std::int64_t> lengths = {9, 3, 7};
  CHECK(closest_length(lengths, 5) == 3);
  CHECK(closest_length(lengths, 6) == 7);
  CHECK(closest_length(lengths, 100) == 9);
}

TEST_CASE("GLEU") {
  const Gleu gleu(1, 2, {});
  CHECK(rows_of(gleu, {{1, 2, 3}, {1, 2, 4}}) == Row{3, 5});
  // The reference of higher score, not of more matches.
  CHECK(rows_of(gleu, {{1, 2}, {1, 2, 3, 4, 5, 6}, {1, 2}}) == Row{3, 3});
  CHECK(rows_of(gleu, {{}, {}}) == Row{0, 0});
  CHECK(gleu_score(3, 5) == 0.6);
  CHECK(gleu_score(0, 0) == 0.0);
  CHECK_THROWS_AS(Gleu(3, 2, {}), std::invalid_argument);
}

}  // namespace
}  // namespace gramscore
