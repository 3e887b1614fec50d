// Examples of token sequences as a batch of documents.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/kernels/token.hpp"
#include "gramscore/metrics/metric.hpp"
#include "gramscore/tokenize/token_batch.hpp"

namespace gramscore::testing {

using Tokens = std::vector<Token>;

struct TokenExample {
  Tokens prediction;
  std::vector<Tokens> references;
};

/// The same examples in each of `views` tokenizations.
class Batch {
 public:
  explicit Batch(const std::vector<TokenExample>& examples, std::size_t views = 1) {
    for (const TokenExample& example : examples) {
      add(example.prediction);
      for (const Tokens& reference : example.references) add(reference);
      references_.push_back(static_cast<std::uint32_t>(example.references.size()));
    }
    batch_.tokens.reserve(size_ + kTokenSlack, size_);
    std::fill_n(batch_.tokens.data() + size_, kTokenSlack, Token{1});
    documents_.assign(views, Documents{&batch_, 0});
  }

  [[nodiscard]] std::vector<std::int64_t> score(const Metric& metric) const {
    std::vector<std::int64_t> rows(references_.size() * metric.columns());
    const auto scratch = metric.make_scratch();
    metric.score({documents_, references_}, rows.data(), *scratch, Checkpoint());
    return rows;
  }

 private:
  void add(const Tokens& tokens) {
    batch_.tokens.reserve(size_ + tokens.size(), size_);
    std::copy(tokens.begin(), tokens.end(), batch_.tokens.data() + size_);
    size_ += tokens.size();
    batch_.document_end.push_back(size_);
  }

  TokenBatch batch_;
  std::size_t size_ = 0;
  std::vector<std::uint32_t> references_;
  std::vector<Documents> documents_;
};

}  // namespace gramscore::testing
