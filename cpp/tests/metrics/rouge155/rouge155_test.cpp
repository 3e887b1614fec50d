#include "gramscore/metrics/rouge155/rouge155.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::Random;

/// What C prints with five decimals, read again.
double printed(double x) {
  char text[64];
  std::snprintf(text, sizeof text, "%7.5f", x);
  return std::stod(text);
}

TEST_CASE("five decimals are those that C prints, also of ties") {
  Random random(1);
  for (int i = 0; i < 20000; ++i) {
    const auto part = static_cast<double>(random.below(3000));
    const auto whole = static_cast<double>(1 + random.below(3000));
    CHECK(five_decimals(part / whole) == printed(part / whole));
    // 2^-k have exact ties among their multiples.
    const double tie = part / std::ldexp(1.0, static_cast<int>(5 + random.below(14)));
    CHECK(five_decimals(tie) == printed(tie));
    // The doubles beside a tie of decimals.
    const double near = (part + 0.5) / 100000;
    for (const double x : {near, std::nextafter(near, 0.0), std::nextafter(near, 1.0)})
      CHECK(five_decimals(x) == printed(x));
  }
}

/// The statistics of one prediction and its references.
std::vector<std::int64_t> row_of(const Rouge155& metric, const std::vector<std::string>& texts) {
  std::vector<Text> given;
  std::vector<std::size_t> ends;
  for (const std::string& text : texts) {
    given.push_back({text.data(), text.size(), Encoding::utf8});
    ends.push_back(given.size());
  }
  TokenBatch batch;
  Tokenizer(metric.views().front()).tokenize(given.data(), 0, ends.data(), ends.size(), batch, Checkpoint());
  const Documents documents{&batch, 0};
  const auto references = static_cast<std::uint32_t>(texts.size() - 1);
  std::vector<std::int64_t> row(metric.columns());
  const auto scratch = metric.make_scratch();
  metric.score({{&documents, 1}, {&references, 1}}, row.data(), *scratch, Checkpoint());
  return row;
}

using Kind = Rouge155Type::Kind;
using Row = std::vector<std::int64_t>;

std::shared_ptr<Rouge155Words> words(Rouge155Words::Limit limit = Rouge155Words::Limit::none, std::int64_t most = 0) {
  auto made = std::make_shared<Rouge155Words>();
  made->limit = limit;
  made->most = most;
  return made;
}

TEST_CASE("counts of n-grams, subsequences and skip-bigrams") {
  const Rouge155 metric(
      {{Kind::ngram, 1}, {Kind::ngram, 12}, {Kind::lcs}, {Kind::skip, 0, 0, -1}, {Kind::skip, 0, 0, 1, true}},
      Rouge155::Models::average, false, words());
  CHECK(row_of(metric, {"a b c", "a c b"}) == Row{3, 3, 3, 0, 0, 0, 2, 3, 3, 2, 3, 3, 3, 5, 5});
  CHECK(row_of(metric, {"", "a"}) == Row{0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
  // Two references: counts are added up.
  CHECK(row_of(metric, {"a", "a", "b c"}) == Row{1, 2, 3, 0, 0, 0, 1, 2, 3, 0, 0, 1, 0, 0, 2});
}

TEST_CASE("the best reference is the first of highest recall") {
  const Rouge155 metric({{Kind::ngram, 1}, {Kind::lcs}}, Rouge155::Models::best, false, words());
  CHECK(row_of(metric, {"a b", "a c d", "b a", "a b"}) == Row{2, 2, 2, 2, 2, 2});
  CHECK(row_of(metric, {"a b", "a b c", "x", "a b c d e f"}) == Row{2, 2, 3, 2, 2, 3});
}

TEST_CASE("a limit of bytes has each line to itself in ROUGE-L") {
  const Rouge155 metric({{Kind::ngram, 1}, {Kind::lcs}}, Rouge155::Models::average, false,
                        words(Rouge155Words::Limit::bytes, 18));
  // ROUGE-1 sees "electricity works i", ROUGE-L "electricity works" and "internationalizati".
  const std::string text = "electricity works\ninternationalization\nx";
  CHECK(row_of(metric, {text, text}) == Row{3, 3, 3, 2, 3, 3});
}

TEST_CASE("ROUGE-W that would divide by zero is not a number") {
  const Rouge155 metric({{Kind::weighted_lcs, 1, 1.2}}, Rouge155::Models::best, false, words());
  const Row row = row_of(metric, {"a", "a", "...", "a"});
  CHECK(std::isnan(Rouge155Counts::of(row.data(), true).reference));
  const Row whole = row_of(metric, {"a b c d", "a b c d"});
  CHECK(rouge155_score(Rouge155Counts::of(whole.data(), true), 1.2, 0.5).recall == 0.75786);
}

}  // namespace
}  // namespace gramscore
