#include "gramscore/metrics/cider.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

namespace gramscore {
namespace {

using Tokens = std::vector<std::uint32_t>;

const Checkpoint kUnwatched;

Captions captions_of(const std::vector<std::vector<Tokens>>& examples) {
  Captions captions;
  for (const std::vector<Tokens>& example : examples) {
    for (const Tokens& tokens : example) {
      captions.tokens.insert(captions.tokens.end(), tokens.begin(), tokens.end());
      captions.document_end.push_back(captions.tokens.size());
    }
    captions.references.push_back(static_cast<std::uint32_t>(example.size() - 1));
  }
  return captions;
}

TEST_CASE("a perfect caption of as many tokens as orders scores 10, shorter ones less") {
  const Captions captions = captions_of({{{1, 2, 3, 4}, {1, 2, 3, 4}}, {{5, 6}, {5, 6}}, {{7}, {8}}});
  const std::vector<double> scores = cider_scores(captions, {}, nullptr, kUnwatched);
  CHECK(scores[0] == doctest::Approx(10));
  CHECK(scores[1] == doctest::Approx(5));
  CHECK(scores[2] == 0);
}

TEST_CASE("one image tells nothing apart") {
  const Captions captions = captions_of({{{1, 2, 3, 4}, {1, 2, 3, 4}}});
  CHECK(cider_scores(captions, {}, nullptr, kUnwatched) == std::vector<double>{0});
}

TEST_CASE("a table of the references gives what the references give, and unknown tokens do no harm") {
  const Captions captions = captions_of({{{1, 2, 2}, {1, 2}, {2, 3}}, {{1, 4}, {1, 4, 4}}});
  DocumentFrequencies table;
  table.images = 2;
  const auto add = [&table](const Tokens& ngram, double count) {
    table.tokens.insert(table.tokens.end(), ngram.begin(), ngram.end());
    table.ngram_end.push_back(table.tokens.size());
    table.counts.push_back(count);
  };
  add({1}, 2);
  add({2}, 1);
  add({1, 2}, 1);
  add({2, 3}, 1);
  add({DocumentFrequencies::kUnknown}, 2);
  add({1, DocumentFrequencies::kUnknown}, 2);
  add({DocumentFrequencies::kUnknown, 1}, 2);
  CHECK(cider_scores(captions, {}, &table, kUnwatched) == cider_scores(captions, {}, nullptr, kUnwatched));
}

TEST_CASE("texts without tokens") {
  const Captions captions = captions_of({{{}, {}}, {{1}, {}}, {{}, {1}}});
  CHECK(cider_scores(captions, {}, nullptr, kUnwatched) == std::vector<double>{0, 0, 0});
}

TEST_CASE("ROUGE-L of captions takes the best precision and the best recall apart") {
  const Captions captions = captions_of({{{1, 2, 3}, {1, 2}, {1, 2, 3, 4, 5}}, {{1}, {2}}});
  CHECK(coco_rouge_scores(captions, kUnwatched) == std::vector<double>{1, 0});
}

}  // namespace
}  // namespace gramscore
