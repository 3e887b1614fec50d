#include "gramscore/metrics/rouge.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "gramscore/tokenize/tokenizer.hpp"
#include "reference/exact_sum.hpp"
#include "reference/lcs.hpp"
#include "reference/ngrams.hpp"
#include "reference/tokenize.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"
#include "tests/texts.hpp"

namespace gramscore {
namespace {

using testing::EncodedText;
using testing::for_seeds;
using testing::Random;
using testing::show;

const Checkpoint kUnwatched;

std::vector<RougeType> types_of(const std::vector<std::string>& names) {
  std::vector<RougeType> types;
  for (const std::string& name : names) types.push_back(RougeType::parse(name));
  return types;
}

/// A prediction and its references, each a document of one or several texts.
using Texts = std::vector<std::u32string>;
struct Example {
  Texts prediction;
  std::vector<Texts> references;
};

TokenBatch tokenize(const std::vector<Example>& examples, const TokenizerOptions& options) {
  std::vector<EncodedText> encoded;
  std::vector<std::size_t> text_end;
  const auto add = [&](const Texts& document) {
    for (const std::u32string& text : document) encoded.emplace_back(text, Encoding::utf8);
    text_end.push_back(encoded.size());
  };
  for (const Example& example : examples) {
    add(example.prediction);
    for (const Texts& reference : example.references) add(reference);
  }
  std::vector<Text> views;
  for (const EncodedText& text : encoded) views.push_back(text.view());
  TokenBatch batch;
  Tokenizer tokenizer(options);
  tokenizer.tokenize(views.data(), 0, text_end.data(), text_end.size(), batch, kUnwatched);
  return batch;
}

/// One batch for both purposes, with the lines of texts as sentences.
std::vector<std::int64_t> score(const std::vector<std::string>& names, const std::vector<Example>& examples,
                                bool stemmer = false) {
  const TokenBatch batch = tokenize(examples, {TokenizerKind::rouge, stemmer, true, true});
  std::vector<std::uint32_t> references;
  for (const Example& example : examples) references.push_back(static_cast<std::uint32_t>(example.references.size()));
  const Rouge rouge(types_of(names));
  std::vector<std::int64_t> rows(examples.size() * rouge.columns());
  const Documents documents{&batch, 0};
  const auto scratch = rouge.make_scratch();
  rouge.score({{&documents, 1}, references}, rows.data(), *scratch, kUnwatched);
  return rows;
}

using Rows = std::vector<std::int64_t>;

TEST_CASE("the example of the course notes") {
  const std::vector<std::string> names = {"rouge1", "rouge2", "rougeL", "rougeLsum"};
  const Rows rows = score(names, {{{U"It is very cold outside."}, {{U"It is cold outside."}}}});
  CHECK(rows == Rows{4, 5, 4, 2, 4, 3, 4, 5, 4, 4, 5, 4});
  const RougeScore rouge1 = rouge_score(rows[0], rows[1], rows[2]);
  CHECK(rouge1.recall == 1.0);
  CHECK(rouge1.precision == 0.8);
  CHECK(rouge1.fmeasure == 2 * 0.8 * 1.0 / (0.8 + 1.0));
  CHECK(rouge1.fmeasure == doctest::Approx(8.0 / 9));
  const RougeScore rouge2 = rouge_score(rows[3], rows[4], rows[5]);
  CHECK(rouge2.recall == 2.0 / 3);
  CHECK(rouge2.precision == 0.5);
  CHECK(rouge2.fmeasure == doctest::Approx(4.0 / 7));
}

TEST_CASE("matches are clipped") {
  const Rows rows = score({"rouge1", "rouge2"}, {{{U"cold cold cold cold"}, {{U"It is cold outside."}}}});
  CHECK(rows == Rows{1, 4, 4, 0, 3, 3});
  CHECK(rouge_score(rows[0], rows[1], rows[2]).precision == 0.25);
}

TEST_CASE("scores of counts") {
  const RougeScore nothing = rouge_score(0, 0, 0);
  CHECK(nothing.precision == 0.0);
  CHECK(nothing.recall == 0.0);
  CHECK(nothing.fmeasure == 0.0);
  const RougeScore missed = rouge_score(0, 7, 3);
  CHECK(missed.precision == 0.0);
  CHECK(missed.fmeasure == 0.0);
  const RougeScore perfect = rouge_score(3, 3, 3);
  CHECK(perfect.precision == 1.0);
  CHECK(perfect.recall == 1.0);
  CHECK(perfect.fmeasure == 1.0);
  // Strided rows, and outputs that nobody asked for.
  const Rows stats = {1, 2, 4, 99, 3, 3, 6, 99};
  double precision[2];
  double fmeasure[2];
  rouge_scores(stats.data(), 2, 4, precision, nullptr, fmeasure);
  CHECK(precision[0] == 0.5);
  CHECK(precision[1] == 1.0);
  CHECK(fmeasure[0] == 2 * 0.5 * 0.25 / 0.75);
  double recall[2];
  rouge_scores(stats.data(), 2, 4, nullptr, recall, nullptr);
  CHECK(recall[0] == 0.25);
  CHECK(recall[1] == 0.5);
}

TEST_CASE("scores of many rows are those of each, with all kernels") {
  testing::for_kernels([] {
    for_seeds(300, [](Random& random) {
      const std::size_t rows = random.between(0, random.one_in(4) ? 300 : 20);
      const std::size_t types = random.between(1, 4);
      const std::size_t stride = types * kRougeColumns;
      Rows stats(rows * stride);
      const std::size_t most = random.one_in(10) ? std::size_t{1} << 55 : random.pick(std::vector<std::size_t>{3, 40});
      for (std::int64_t& number : stats)
        number = static_cast<std::int64_t>(random.between(0, most)) - random.one_in(20);
      for (std::size_t t = 0; t < types && rows > 0; ++t) {
        std::vector<std::vector<double>> figures(3, std::vector<double>(rows, -1.0));
        std::vector<double*> out;
        for (std::vector<double>& column : figures) out.push_back(random.one_in(3) ? nullptr : column.data());
        rouge_scores(stats.data() + t * kRougeColumns, rows, stride, out[0], out[1], out[2]);
        for (std::size_t i = 0; i < rows; ++i) {
          INFO("row ", i, " of ", rows, ", type ", t, " of ", types);
          const std::int64_t* const row = stats.data() + i * stride + t * kRougeColumns;
          const RougeScore score = rouge_score(row[0], row[1], row[2]);
          REQUIRE(figures[0][i] == (out[0] == nullptr ? -1.0 : score.precision));
          REQUIRE(figures[1][i] == (out[1] == nullptr ? -1.0 : score.recall));
          REQUIRE(figures[2][i] == (out[2] == nullptr ? -1.0 : score.fmeasure));
        }
      }
    });
  });
}

TEST_CASE("means are rounded once") {
  for_seeds(20, [](Random& random) {
    const std::size_t rows = random.between(1, 300);
    Rows stats;
    reference::ExactSum precision;
    reference::ExactSum recall;
    reference::ExactSum fmeasure;
    for (std::size_t i = 0; i < rows; ++i) {
      const auto p = static_cast<std::int64_t>(random.below(30));
      const auto r = static_cast<std::int64_t>(random.below(30));
      const auto matches = static_cast<std::int64_t>(random.below(static_cast<std::size_t>(std::min(p, r)) + 1));
      stats.insert(stats.end(), {matches, p, r, -1, -1});
      const RougeScore s = rouge_score(matches, p, r);
      precision.add(s.precision);
      recall.add(s.recall);
      fmeasure.add(s.fmeasure);
    }
    const RougeScore mean = rouge_mean(stats.data(), rows, 5);
    REQUIRE(mean.precision == precision.value() / static_cast<double>(rows));
    REQUIRE(mean.recall == recall.value() / static_cast<double>(rows));
    REQUIRE(mean.fmeasure == fmeasure.value() / static_cast<double>(rows));
  });
}

TEST_CASE("types have names") {
  CHECK(RougeType::parse("rouge1").order == 1);
  CHECK(RougeType::parse("rouge9").order == 9);
  CHECK(RougeType::parse("rougeL").kind == RougeType::Kind::lcs);
  CHECK(RougeType::parse("rougeLsum").kind == RougeType::Kind::lsum);
  for (const char* name : {"", "rouge", "rouge0", "rouge10", "rougel", "ROUGE1", "rouge1 ", "rougeLsu", "rougeLsum2"}) {
    CAPTURE(name);
    CHECK_THROWS_WITH_AS(RougeType::parse(name), doctest::Contains("rouge1 to rouge9, rougeL and rougeLsum"),
                         std::invalid_argument);
  }
}

TEST_CASE("what a set of types looks at") {
  CHECK(Rouge(types_of({"rouge1", "rougeL"})).needs_texts());
  CHECK_FALSE(Rouge(types_of({"rouge1", "rougeL"})).needs_sentences());
  CHECK(Rouge(types_of({"rougeLsum"})).needs_sentences());
  CHECK_FALSE(Rouge(types_of({"rougeLsum"})).needs_texts());
  CHECK(Rouge(types_of({"rougeLsum", "rouge9"})).columns() == 6);
}

TEST_CASE("empty texts, and texts shorter than the n-grams") {
  const std::vector<std::string> names = {"rouge1", "rouge3", "rougeL", "rougeLsum"};
  CHECK(score(names, {{{U""}, {{U""}}}}) == Rows(12, 0));
  CHECK(score(names, {{{U"a b"}, {{U""}}}}) == Rows{0, 2, 0, 0, 0, 0, 0, 2, 0, 0, 2, 0});
  CHECK(score(names, {{{U"..."}, {{U"a b"}}}}) == Rows{0, 0, 2, 0, 0, 0, 0, 0, 2, 0, 0, 2});
  CHECK(score(names, {{{}, {{}}}}) == Rows(12, 0));
}

TEST_CASE("of several references each type takes its best, the first of equals") {
  // rouge1: F is 2/3 with the first and with the second, 1 with the third. rouge2: 0, 0, 0.
  CHECK(score({"rouge1", "rouge2"}, {{{U"a b"}, {{U"a"}, {U"b"}, {U"b a"}}}}) == Rows{2, 2, 2, 0, 1, 0});
  // rouge1 of equals: b c has the same F as c a.
  CHECK(score({"rouge1"}, {{{U"a b"}, {{U"x y z"}, {U"b c"}, {U"c a"}}}}) == Rows{1, 2, 2});
  // 2 matches of 4 and 4 make the same F as 3 of 4 and 8. The first wins, with fewer matches.
  CHECK(score({"rouge1"}, {{{U"a b c d"}, {{U"a b x y"}, {U"a b c x y z p q"}}}}) == Rows{2, 4, 4});
  // One type takes the first, another the second.
  CHECK(score({"rouge1", "rouge2"}, {{{U"a b c"}, {{U"c b a"}, {U"a b"}}}}) == Rows{3, 3, 3, 1, 2, 1});
}

TEST_CASE("rougeLsum: lines, against rougeL") {
  // As one sequence the LCS is two tokens; the sentences find all four.
  CHECK(score({"rougeL", "rougeLsum"}, {{{U"a b\nc d"}, {{U"c d\na b"}}}}) == Rows{2, 4, 4, 4, 4, 4});
  CHECK(score({"rougeLsum"}, {{{U"a b\n\n...\nc d\n"}, {{U"\nc d\na b"}}}}) == Rows{4, 4, 4});
  // Single sentences are the same question for both.
  CHECK(score({"rougeL", "rougeLsum"}, {{{U"a b c d"}, {{U"c d a b"}}}}) == Rows{2, 4, 4, 2, 4, 4});
}

TEST_CASE("documents may start anywhere in a batch, and sentences come from a batch of their own") {
  const std::vector<Example> examples = {{{U"x y"}, {{U"y"}}}, {{U"a b", U"c d"}, {{U"c d", U"a b"}, {U"q"}}}};
  const TokenBatch texts = tokenize({{{U"x y"}, {{U"y"}}}, {{U"a b c d"}, {{U"c d a b"}, {U"q"}}}},
                                    {TokenizerKind::rouge, false, false, false});
  const TokenBatch sentences = tokenize(examples, {TokenizerKind::rouge, false, true, false});
  const Rouge rouge(types_of({"rougeLsum", "rougeL", "rouge1"}), {}, true);
  const std::vector<std::uint32_t> two = {2};
  const std::vector<std::uint32_t> one = {1};
  Rows row(9);
  const auto scratch = rouge.make_scratch();
  const std::vector<Documents> from_second = {{&texts, 2}, {&sentences, 2}};
  rouge.score({from_second, two}, row.data(), *scratch, kUnwatched);
  CHECK(row == Rows{4, 4, 4, 2, 4, 4, 4, 4, 4});
  const std::vector<Documents> from_first = {{&texts, 0}, {&sentences, 0}};
  rouge.score({from_first, one}, row.data(), *scratch, kUnwatched);
  CHECK(row == Rows{1, 2, 1, 1, 2, 1, 1, 2, 1});
  // What is not asked for need not be there.
  const std::vector<Documents> only_sentences = {{}, {&sentences, 0}};
  Rouge(types_of({"rougeLsum"}), {}, true).score({only_sentences, one}, row.data(), *scratch, kUnwatched);
}

using Words = std::vector<std::string>;

std::vector<std::int64_t> expected_stats(const RougeType& type, const std::u32string& prediction,
                                         const std::u32string& reference, bool stemmer) {
  const Words p = reference::rouge_tokens(prediction, stemmer);
  const Words r = reference::rouge_tokens(reference, stemmer);
  const auto size = [](const Words& words) { return static_cast<std::int64_t>(words.size()); };
  switch (type.kind) {
    case RougeType::Kind::ngram: {
      const auto n = static_cast<std::size_t>(type.order);
      return {static_cast<std::int64_t>(reference::clipped_matches(p, r, n)),
              std::max<std::int64_t>(size(p) - type.order + 1, 0), std::max<std::int64_t>(size(r) - type.order + 1, 0)};
    }
    case RougeType::Kind::lcs: return {reference::lcs_length(p, r), size(p), size(r)};
    case RougeType::Kind::lsum: {
      std::vector<Words> p_sentences;
      std::vector<Words> r_sentences;
      for (const auto& line : reference::lines(prediction))
        p_sentences.push_back(reference::rouge_tokens(line, stemmer));
      for (const auto& line : reference::lines(reference))
        r_sentences.push_back(reference::rouge_tokens(line, stemmer));
      return {static_cast<std::int64_t>(reference::summary_matches(r_sentences, p_sentences)), size(p), size(r)};
    }
  }
  return {};
}

double expected_f(const std::vector<std::int64_t>& stats) {
  const double precision = static_cast<double>(stats[0]) / static_cast<double>(std::max<std::int64_t>(stats[1], 1));
  const double recall = static_cast<double>(stats[0]) / static_cast<double>(std::max<std::int64_t>(stats[2], 1));
  return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0.0;
}

TEST_CASE("random corpora, from text to statistics, with all kernels") {
  const std::vector<std::string> all = {"rouge1", "rouge2", "rouge3", "rouge4", "rouge5",   "rouge6",
                                        "rouge7", "rouge8", "rouge9", "rougeL", "rougeLsum"};
  for_seeds(60, [&](Random& random) {
    std::vector<std::string> names;
    for (std::size_t k = random.between(1, 5); k > 0; --k) names.push_back(random.pick(all));
    const bool stemmer = random.one_in(2);
    const std::size_t longest = random.pick(std::vector<std::size_t>{20, 100, 1000});
    const std::size_t most_references = random.pick(std::vector<std::size_t>{1, 4});
    std::vector<Example> examples(random.between(0, 12));
    for (Example& example : examples) {
      const auto document = [&] {
        // Few words, so that much matches; some texts with little but oddities.
        if (random.one_in(10)) return random_text(random, random.between(0, longest), random_limit(random));
        static const std::vector<std::u32string> words = {
            U"it",      U"is", U"very", U"cold", U"colder", U"Outside", U"generalizations",
            U"General", U"\n", U".\n",  U", "};
        std::u32string text;
        for (std::size_t k = random.between(0, longest / 4); k > 0; --k) text += random.pick(words) + U" ";
        return text;
      };
      example.prediction = {document()};
      for (std::size_t k = random.between(1, most_references); k > 0; --k) example.references.push_back({document()});
    }
    INFO("types: ", show(names));
    CAPTURE(stemmer);
    Rows expected;
    std::string shown;
    for (const Example& example : examples) {
      shown += "prediction " + show(example.prediction) + " references " + show(example.references) + "\n";
      for (const RougeType& type : types_of(names)) {
        std::vector<std::int64_t> best;
        for (const Texts& reference : example.references) {
          const auto stats = expected_stats(type, example.prediction[0], reference[0], stemmer);
          if (best.empty() || expected_f(stats) > expected_f(best)) best = stats;
        }
        expected.insert(expected.end(), best.begin(), best.end());
      }
    }
    INFO("examples: ", shown);
    testing::for_kernels([&] {
      const Rows rows = score(names, examples, stemmer);
      INFO("rows: ", show(rows));
      INFO("expected: ", show(expected));
      REQUIRE(rows == expected);
    });
  });
}

}  // namespace
}  // namespace gramscore
