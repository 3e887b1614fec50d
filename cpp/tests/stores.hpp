// Documents of tokens below 2^62 as stores and as prepared texts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "gramscore/many/prepared_texts.hpp"

namespace gramscore::testing {

struct NoLongTokens : LongTokens {
  bool key_of(Token, std::vector<std::uint8_t>&) const override { return false; }
};

/// `code_points`: numbers are the tokens themselves.
template <class Tokens>
TokenStore store_of(const std::vector<Tokens>& documents, bool code_points = false) {
  TokenBatch batch;
  std::size_t size = 0;
  for (const Tokens& document : documents) size += document.size();
  Token* out = batch.tokens.reserve(size + kTokenSlack);
  for (const Tokens& document : documents) {
    for (const auto token : document) *out++ = token;
    batch.document_end.push_back(static_cast<std::size_t>(out - batch.tokens.data()));
  }
  TokenStoreBuilder builder(code_points, false);
  builder.add(batch, NoLongTokens(), Checkpoint());
  return builder.finish();
}

template <class Tokens>
std::shared_ptr<const PreparedTexts> prepared(const std::vector<Tokens>& documents) {
  std::vector<TokenStore> views;
  views.push_back(store_of(documents));
  return std::make_shared<PreparedTexts>(std::move(views), std::vector<std::uint64_t>(), false);
}

}  // namespace gramscore::testing
