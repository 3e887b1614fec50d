#include "gramscore/many/prepared_texts.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "match/strips.hpp"

namespace gramscore {
namespace {

/// Marks a token of a store that stands for a number in its vocabulary, and one that no store has.
constexpr Token kLong = Token{1} << 63;
constexpr Token kForeign = Token{3} << 62;

constexpr std::uint32_t kCodePoints = 0x200000;

/// Long tokens of a batch that are looked up once each; what has a higher number each time.
constexpr std::uint32_t kMostKnown = 1 << 16;

template <class T>
void write_values(const std::vector<T>& values, std::vector<std::uint8_t>& out) {
  const std::uint64_t size = values.size();
  const auto* const head = reinterpret_cast<const std::uint8_t*>(&size);
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(values.data());
  out.insert(out.end(), head, head + sizeof size);
  out.insert(out.end(), bytes, bytes + size * sizeof(T));
}

[[noreturn]] void throw_damaged() { throw std::invalid_argument("the bytes of these prepared texts are damaged"); }

void require(bool good) {
  if (!good) throw_damaged();
}

template <class T>
std::vector<T> read_values(std::span<const std::uint8_t>& in) {
  std::uint64_t size = 0;
  require(in.size() >= sizeof size);
  std::memcpy(&size, in.data(), sizeof size);
  in = in.subspan(sizeof size);
  require(size <= in.size() / sizeof(T));
  std::vector<T> values(size);
  if (size != 0) std::memcpy(values.data(), in.data(), size * sizeof(T));
  in = in.subspan(size * sizeof(T));
  return values;
}

/// Whether values never fall and end with `last`.
template <class T>
bool are_ends(const std::vector<T>& ends, std::size_t last) {
  return std::ranges::is_sorted(ends) && (ends.empty() ? last == 0 : ends.back() == last);
}

}  // namespace

std::span<const std::uint32_t> TokenStore::sentence_ends(std::size_t document) const {
  if (document_sentence_end_.empty()) return {};
  const std::size_t begin = document == 0 ? 0 : document_sentence_end_[document - 1];
  return {sentence_end_.data() + begin, document_sentence_end_[document] - begin};
}

std::uint32_t TokenStore::numbers_end() const {
  return plain_ ? kCodePoints : static_cast<std::uint32_t>(tokens_.size());
}

std::vector<std::uint32_t> TokenStore::numbers_of(const TokenStore& other) const {
  std::vector<std::uint32_t> numbers(other.numbers_end());
  if (plain_) {
    std::iota(numbers.begin(), numbers.end(), 0u);
    return numbers;
  }
  // The tokens here first, so that they get the numbers that they have.
  std::vector<std::uint32_t> own(tokens_.size());
  TokenIndex index;
  index.reset(tokens_.size() + other.tokens_.size());
  if (!tokens_.empty()) {
    index.insert_each(tokens_.size() - 1, [&](std::size_t i) { return tokens_[i + 1]; }, own.data());
  }
  std::vector<Token> translated(other.tokens_.size());
  for (std::size_t k = 1; k < translated.size(); ++k) {
    Token token = other.tokens_[k];
    if ((token & kForeign) == kLong) {
      const auto bytes = other.long_.bytes(static_cast<std::uint32_t>(token));
      const auto found = long_.find(bytes.data(), bytes.size());
      token = found ? kLong | *found : kForeign | static_cast<std::uint32_t>(token);
    }
    translated[k] = token;
  }
  if (!translated.empty()) {
    index.insert_each(translated.size() - 1, [&](std::size_t i) { return translated[i + 1]; }, numbers.data() + 1);
    numbers[0] = 0;
  }
  return numbers;
}

Token TokenStore::token_of(Token token, const LongTokens& batch, std::vector<std::uint8_t>& key) const {
  if (!batch.key_of(token, key)) return token;
  if (const auto found = long_.find(key.data(), key.size())) return kLong | *found;
  // Different ones stay different: the marks of the batch are moved to where numbers do not reach.
  return kForeign | (token >> 62 << 56) | (token & ((Token{1} << 56) - 1)) | (token >> 60 & 1) << 55;
}

std::span<const std::uint8_t> TokenStore::key_of(Token token) const {
  if (plain_ || (token & kForeign) != kLong) return {};
  return long_.bytes(static_cast<std::uint32_t>(token));
}

std::size_t TokenStore::memory() const {
  return numbers_.capacity() * sizeof(std::uint32_t) + document_end_.capacity() * sizeof(std::uint64_t) +
         (sentence_end_.capacity() + document_sentence_end_.capacity()) * sizeof(std::uint32_t) +
         tokens_.capacity() * sizeof(Token) + long_.memory();
}

TokenStore TokenStore::part(std::span<const std::size_t> documents) const {
  TokenStore part;
  part.plain_ = plain_;
  std::vector<std::uint32_t> number_here(plain_ ? 0 : tokens_.size());
  if (!plain_) part.tokens_.push_back(0);
  for (const std::size_t d : documents) {
    for (const std::uint32_t number : numbers(d)) {
      if (plain_) {
        part.numbers_.push_back(number);
        continue;
      }
      std::uint32_t& here = number_here[number];
      if (here == 0) {
        here = static_cast<std::uint32_t>(part.tokens_.size());
        Token token = tokens_[number];
        if ((token & kForeign) == kLong) {
          const auto bytes = long_.bytes(static_cast<std::uint32_t>(token));
          token = kLong | part.long_.number(bytes.data(), bytes.size());
        }
        part.tokens_.push_back(token);
      }
      part.numbers_.push_back(here);
    }
    part.document_end_.push_back(part.numbers_.size());
    if (!lists_sentences()) continue;
    for (const std::uint32_t end : sentence_ends(d)) part.sentence_end_.push_back(end);
    part.document_sentence_end_.push_back(static_cast<std::uint32_t>(part.sentence_end_.size()));
  }
  return part;
}

void TokenStore::write(std::vector<std::uint8_t>& out) const {
  out.push_back(plain_ ? 1 : 0);
  write_values(numbers_, out);
  write_values(document_end_, out);
  write_values(sentence_end_, out);
  write_values(document_sentence_end_, out);
  write_values(tokens_, out);
  std::vector<std::uint64_t> ends;
  std::vector<std::uint8_t> bytes;
  for (std::uint32_t k = 0; k < long_.size(); ++k) {
    const auto entry = long_.bytes(k);
    bytes.insert(bytes.end(), entry.begin(), entry.end());
    ends.push_back(bytes.size());
  }
  write_values(ends, out);
  write_values(bytes, out);
}

TokenStore TokenStore::read(std::span<const std::uint8_t>& in) {
  TokenStore store;
  require(!in.empty() && in[0] <= 1);
  store.plain_ = in[0] == 1;
  in = in.subspan(1);
  store.numbers_ = read_values<std::uint32_t>(in);
  store.document_end_ = read_values<std::uint64_t>(in);
  store.sentence_end_ = read_values<std::uint32_t>(in);
  store.document_sentence_end_ = read_values<std::uint32_t>(in);
  store.tokens_ = read_values<Token>(in);
  const auto ends = read_values<std::uint64_t>(in);
  const auto bytes = read_values<std::uint8_t>(in);
  require(are_ends(ends, bytes.size()) && are_ends(store.document_end_, store.numbers_.size()));
  std::size_t begin = 0;
  for (const std::uint64_t end : ends) {
    store.long_.number(bytes.data() + begin, end - begin);
    begin = end;
  }
  require(store.long_.size() == ends.size());
  const std::uint32_t numbers_end = store.numbers_end();
  require(std::ranges::all_of(store.numbers_, [=](std::uint32_t number) { return number < numbers_end; }));
  for (const Token token : store.tokens_) {
    require((token & kForeign) != kLong || static_cast<std::uint32_t>(token) < store.long_.size());
  }
  if (store.document_sentence_end_.empty()) {
    require(store.sentence_end_.empty());
    return store;
  }
  require(store.document_sentence_end_.size() == store.documents() &&
          are_ends(store.document_sentence_end_, store.sentence_end_.size()));
  for (std::size_t d = 0; d < store.documents(); ++d) {
    const auto sentences = store.sentence_ends(d);
    require(std::ranges::is_sorted(sentences) && (sentences.empty() ? 0 : sentences.back()) == store.numbers(d).size());
  }
  return store;
}

TokenStoreBuilder::TokenStoreBuilder(bool code_points, bool sentences) : sentences_(sentences) {
  store_.plain_ = code_points;
  if (!code_points) store_.tokens_.push_back(0);
  index_.reset(0);
}

void TokenStoreBuilder::add(const TokenBatch& batch, const LongTokens& names, const Checkpoint& checkpoint) {
  const std::size_t count = batch.document_end.empty() ? 0 : batch.document_end.back();
  const std::size_t before = store_.numbers_.size();
  store_.numbers_.resize(before + count);
  std::uint32_t* const numbers = store_.numbers_.data() + before;
  if (store_.plain_) {
    for (std::size_t i = 0; i < count; ++i) {
      numbers[i] = static_cast<std::uint32_t>(batch.tokens[i]) & (kCodePoints - 1);
    }
  } else {
    Token* const known = known_.reserve(std::min(count, kStrip));
    // Long tokens, by their marks and numbers, and what they are here.
    std::array<std::vector<std::pair<Token, Token>>, 4> of_number;
    in_strips(count, checkpoint, [&](std::size_t begin, std::size_t size) {
      std::copy_n(batch.tokens.data() + begin, size, known);
      for (std::size_t i = 0; i < size; ++i) {
        const Token token = known[i];
        if (token >> 62 == 0) continue;
        auto& of_mark = of_number[token >> 62];
        const auto number = static_cast<std::uint32_t>(token);
        if (number < of_mark.size() && of_mark[number].first == token) {
          known[i] = of_mark[number].second;
          continue;
        }
        if (!names.key_of(token, key_)) continue;
        known[i] = kLong | store_.long_.number(key_.data(), key_.size());
        if (number >= kMostKnown) continue;
        if (number >= of_mark.size()) of_mark.resize(2 * number + std::size_t{64});
        of_mark[number] = {token, known[i]};
      }
      const std::size_t types = index_.size();
      index_.insert_each(size, [=](std::size_t i) { return known[i]; }, numbers + begin);
      if (index_.size() == types) return;
      store_.tokens_.resize(index_.size() + std::size_t{1});
      for (std::size_t i = 0; i < size; ++i) store_.tokens_[numbers[begin + i]] = known[i];
    });
  }
  std::size_t begin = 0;
  std::size_t sentence = 0;
  for (std::size_t d = 0; d < batch.document_end.size(); ++d) {
    const std::size_t end = batch.document_end[d];
    check_size(end - begin);
    store_.document_end_.push_back(before + end);
    if (sentences_) {
      for (; sentence < batch.document_sentence_end[d]; ++sentence) {
        store_.sentence_end_.push_back(static_cast<std::uint32_t>(batch.sentence_end[sentence] - begin));
      }
      store_.document_sentence_end_.push_back(static_cast<std::uint32_t>(store_.sentence_end_.size()));
    }
    begin = end;
  }
}

void TokenStoreBuilder::number_tokens_of(const TokenStore& other, std::vector<std::uint32_t>& numbers) {
  numbers.resize(other.numbers_end());
  if (store_.plain_) {
    std::iota(numbers.begin(), numbers.end(), 0u);
    return;
  }
  if (numbers.empty()) return;
  numbers[0] = 0;
  const std::size_t count = numbers.size() - 1;
  Token* const known = known_.reserve(count);
  for (std::size_t k = 0; k < count; ++k) {
    known[k] = other.tokens_[k + 1];
    if ((known[k] & kForeign) != kLong) continue;
    const auto bytes = other.long_.bytes(static_cast<std::uint32_t>(known[k]));
    known[k] = kLong | store_.long_.number(bytes.data(), bytes.size());
  }
  index_.insert_each(count, [=](std::size_t i) { return known[i]; }, numbers.data() + 1);
  store_.tokens_.resize(index_.size() + std::size_t{1});
  for (std::size_t k = 0; k < count; ++k) store_.tokens_[numbers[k + 1]] = known[k];
}

void TokenStoreBuilder::add(const TokenStore& other, std::size_t document, std::span<const std::uint32_t> numbers) {
  for (const std::uint32_t number : other.numbers(document)) {
    store_.numbers_.push_back(store_.plain_ ? number : numbers[number]);
  }
  store_.document_end_.push_back(store_.numbers_.size());
  if (!sentences_) return;
  const auto ends = other.sentence_ends(document);
  store_.sentence_end_.insert(store_.sentence_end_.end(), ends.begin(), ends.end());
  store_.document_sentence_end_.push_back(static_cast<std::uint32_t>(store_.sentence_end_.size()));
}

void TokenStoreBuilder::keep(std::size_t documents) {
  store_.document_end_.resize(documents);
  store_.numbers_.resize(documents == 0 ? 0 : store_.document_end_.back());
  if (!sentences_) return;
  store_.document_sentence_end_.resize(documents);
  store_.sentence_end_.resize(documents == 0 ? 0 : store_.document_sentence_end_.back());
}

TokenStore TokenStoreBuilder::finish() {
  store_.numbers_.shrink_to_fit();
  store_.document_end_.shrink_to_fit();
  store_.sentence_end_.shrink_to_fit();
  store_.document_sentence_end_.shrink_to_fit();
  store_.tokens_.shrink_to_fit();
  store_.long_.shrink_to_fit();
  return std::move(store_);
}

TokenStore TokenStore::joined(std::span<const TokenStore* const> stores, const Checkpoint& checkpoint) {
  /// The long tokens of a store, by their bytes.
  class Names : public LongTokens {
   public:
    explicit Names(const TokenStore& store) : store_(store) {}
    bool key_of(Token token, std::vector<std::uint8_t>& key) const override {
      if ((token & kForeign) != kLong) return false;
      const auto bytes = store_.long_.bytes(static_cast<std::uint32_t>(token));
      key.assign(bytes.begin(), bytes.end());
      return true;
    }

   private:
    const TokenStore& store_;
  };

  TokenStoreBuilder builder(stores.front()->plain_, stores.front()->lists_sentences());
  TokenBatch batch;
  for (const TokenStore* const store : stores) {
    batch.clear();
    std::size_t count = 0;
    for (std::size_t d = 0; d < store->documents(); ++d) append_document(*store, d, store->tokens(), batch, count);
    builder.add(batch, Names(*store), checkpoint);
  }
  return builder.finish();
}

PreparedTexts::PreparedTexts(std::vector<TokenStore> views, std::vector<std::uint64_t> item_end, bool twice)
    : views_(std::move(views)), item_end_(std::move(item_end)), twice_(twice) {
  const std::size_t texts = views_.front().documents() / (twice_ ? 2 : 1);
  items_ = item_end_.empty() ? texts : item_end_.size();
}

std::size_t PreparedTexts::memory() const {
  std::size_t bytes = item_end_.capacity() * sizeof(std::uint64_t);
  for (const TokenStore& view : views_) bytes += view.memory();
  return bytes;
}

std::shared_ptr<const PreparedTexts> PreparedTexts::part(std::span<const std::size_t> items) const {
  std::vector<std::size_t> documents;
  std::vector<std::uint64_t> item_end;
  std::uint64_t texts = 0;
  for (const std::size_t item : items) {
    for (std::size_t k = 0; k < texts_of(item); ++k) {
      documents.push_back(document(item, k, false));
      if (twice_) documents.push_back(document(item, k, true));
    }
    texts += texts_of(item);
    if (!single()) item_end.push_back(texts);
  }
  std::vector<TokenStore> views;
  for (const TokenStore& view : views_) views.push_back(view.part(documents));
  return std::make_shared<PreparedTexts>(std::move(views), std::move(item_end), twice_);
}

std::shared_ptr<const PreparedTexts> PreparedTexts::joined(std::span<const PreparedTexts* const> parts,
                                                           const Checkpoint& checkpoint) {
  if (parts.empty()) throw std::invalid_argument("there are no prepared texts to put together");
  const PreparedTexts& first = *parts.front();
  std::vector<std::uint64_t> item_end;
  bool single = true;
  for (const PreparedTexts* const part : parts) {
    bool alike = part->twice_ == first.twice_ && part->views_.size() == first.views_.size();
    for (std::size_t v = 0; alike && v < first.views_.size(); ++v) {
      alike = part->views_[v].is_plain() == first.views_[v].is_plain() &&
              (part->items() == 0 || first.items() == 0 ||
               part->views_[v].lists_sentences() == first.views_[v].lists_sentences());
    }
    if (!alike) throw std::invalid_argument("these texts were prepared in different ways");
    single = single && part->single();
    for (std::size_t item = 0; item < part->items(); ++item) {
      item_end.push_back((item_end.empty() ? 0 : item_end.back()) + part->texts_of(item));
    }
  }
  if (single) item_end.clear();
  std::vector<TokenStore> views;
  for (std::size_t v = 0; v < first.views_.size(); ++v) {
    std::vector<const TokenStore*> stores;
    for (const PreparedTexts* const part : parts) stores.push_back(&part->views_[v]);
    views.push_back(TokenStore::joined(stores, checkpoint));
  }
  return std::make_shared<PreparedTexts>(std::move(views), std::move(item_end), first.twice_);
}

std::vector<std::uint8_t> PreparedTexts::write() const {
  std::vector<std::uint8_t> out;
  out.push_back(twice_ ? 1 : 0);
  out.push_back(static_cast<std::uint8_t>(views_.size()));
  write_values(item_end_, out);
  for (const TokenStore& view : views_) view.write(out);
  return out;
}

std::shared_ptr<const PreparedTexts> PreparedTexts::read(std::span<const std::uint8_t> in) {
  require(in.size() >= 2 && in[0] <= 1 && in[1] != 0);
  const bool twice = in[0] == 1;
  const std::size_t count = in[1];
  in = in.subspan(2);
  auto item_end = read_values<std::uint64_t>(in);
  std::vector<TokenStore> views;
  for (std::size_t k = 0; k < count; ++k) views.push_back(TokenStore::read(in));
  require(in.empty());
  const std::size_t documents = views.front().documents();
  for (const TokenStore& view : views) require(view.documents() == documents);
  require(!twice || documents % 2 == 0);
  const std::size_t texts = documents / (twice ? 2 : 1);
  require(item_end.empty() || are_ends(item_end, texts));
  return std::make_shared<PreparedTexts>(std::move(views), std::move(item_end), twice);
}

std::shared_ptr<const PreparedTexts> joined_texts(std::span<const std::shared_ptr<const PreparedTexts>> parts) {
  std::vector<TokenStore> views;
  std::vector<std::uint32_t> numbers;
  for (std::size_t v = 0; v < parts.front()->views().size(); ++v) {
    const bool sentences =
        std::ranges::any_of(parts, [=](const auto& part) { return part->views()[v].lists_sentences(); });
    TokenStoreBuilder builder(parts.front()->views()[v].is_plain(), sentences);
    for (const auto& part : parts) {
      const TokenStore& view = part->views()[v];
      builder.number_tokens_of(view, numbers);
      for (std::size_t d = 0; d < view.documents(); ++d) builder.add(view, d, numbers);
    }
    views.push_back(builder.finish());
  }
  return std::make_shared<PreparedTexts>(std::move(views), std::vector<std::uint64_t>(), parts.front()->twice());
}

JoinedTokens::JoinedTokens(const PreparedTexts& a, const PreparedTexts& b) : a_(a) {
  if (&a == &b) return;
  for (std::size_t v = 0; v < a.views().size(); ++v) {
    const std::span<const Token> tokens = a.views()[v].tokens();
    translated_.emplace_back();
    if (tokens.empty()) continue;
    // What `a` does not have only has to be something else, and as it is in `b` so here.
    for (const std::uint32_t number : a.views()[v].numbers_of(b.views()[v])) {
      translated_.back().push_back(number < tokens.size() ? tokens[number] : kForeign | number);
    }
  }
}

void append_document(const TokenStore& store, std::size_t document, std::span<const Token> tokens, TokenBatch& batch,
                     std::size_t& count) {
  const auto numbers = store.numbers(document);
  Token* const out = batch.tokens.reserve(count + numbers.size() + kTokenSlack, count) + count;
  if (tokens.empty()) {
    std::ranges::copy(numbers, out);
  } else {
    for (std::size_t i = 0; i < numbers.size(); ++i) out[i] = tokens[numbers[i]];
  }
  if (store.lists_sentences()) {
    for (const std::uint32_t end : store.sentence_ends(document)) batch.sentence_end.push_back(count + end);
    batch.document_sentence_end.push_back(batch.sentence_end.size());
  }
  count += numbers.size();
  batch.document_end.push_back(count);
}

}  // namespace gramscore
