#include "bound_prepared.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "gil.hpp"
#include "gramscore/text/utf8.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// Items, and text, that are read at a time.
constexpr std::size_t kMostItems = 2048;
constexpr std::size_t kMostUnits = 256 * 1024;

/// Chunks with less are tokenized without letting go of the GIL.
constexpr std::size_t kFewUnits = 8 * 1024;

/// What a word and the space behind it may have.
constexpr std::size_t kUnitsPerWord = 6;

/// Reads the texts of one preparation chunk by chunk.
class Preparation {
 public:
  Preparation(std::span<const TokenizerOptions> views, const InputOptions& input) : input_(input), reader_(input) {
    tokenized_ = input.tokens || !input.tokenizer.is_none();
    std::size_t v = 0;
    for (const TokenizerOptions& options : views) {
      View view;
      // As Plan has it: a view after the first that lists sentences is of those that Python splits.
      view.documents = v == 0 || !options.sentences ? &Chunk::texts : &Chunk::sentences;
      twice_ |= options.references_twice;
      if (!tokenized_) view.tokenizer.emplace(options);
      const bool code_points = !tokenized_ && options.kind == TokenizerKind::chrf_characters;
      view.builder.emplace(code_points, options.sentences);
      views_.push_back(std::move(view));
      ++v;
    }
  }

  /// Reads all items of an object. Returns their number.
  std::size_t read(py::handle texts, const char* argument, bool several, const py::object& progress) {
    const auto column = make_column(texts, argument, several, reader_);
    const std::size_t items = column->size();
    for (std::size_t next = 0; next < items;) {
      const std::size_t first = next;
      const std::size_t first_of_chunk = texts_of_item_.size();
      for (; next < items && texts_of_item_.size() < kMostItems && chunk_.units < kMostUnits; ++next) {
        texts_of_item_.push_back(column->append(next, chunk_));
        several_ |= texts_of_item_.back() != 1;
        item_end_.push_back((item_end_.empty() ? 0 : item_end_.back()) + texts_of_item_.back());
      }
      if (chunk_.utf8) check_utf8_of(first_of_chunk, first, argument);
      if (next == items) break;  // there may be more to come
      add_chunk();
      if (!progress.is_none() && std::chrono::steady_clock::now() - reported_ >= kReportEvery) {
        reported_ = std::chrono::steady_clock::now();
        progress(next, items);
      }
    }
    // What is read may be gone when its column is.
    if (chunk_.utf8 || chunk_.units >= kMostUnits || texts_of_item_.size() >= kMostItems) add_chunk();
    return items;
  }

  std::shared_ptr<const PreparedTexts> finish() {
    add_chunk();
    if (!several_) item_end_.clear();
    std::vector<TokenStore> stores;
    for (View& view : views_) stores.push_back(view.builder->finish());
    return std::make_shared<PreparedTexts>(std::move(stores), std::move(item_end_), twice_);
  }

 private:
  struct View {
    DocumentList Chunk::* documents;
    std::optional<Tokenizer> tokenizer;
    std::optional<TokenStoreBuilder> builder;
    TokenBatch tokens;
  };

  /// Throws ValueError if one of the texts of the items from `first_of_chunk` on is not the UTF-8 that it is said to be.
  void check_utf8_of(std::size_t first_of_chunk, std::size_t first_item, const char* argument) const {
    std::size_t before = 0;
    for (std::size_t k = 0; k < first_of_chunk; ++k) before += texts_of_item_[k];
    std::vector<Text> checked(chunk_.texts.texts.begin() + static_cast<std::ptrdiff_t>(before),
                              chunk_.texts.texts.end());
    const std::size_t wrong = check_utf8(checked);
    if (wrong == checked.size()) return;
    Place place{argument, first_item};
    std::size_t item = first_of_chunk;
    std::size_t passed = 0;
    for (; wrong >= passed + texts_of_item_[item]; ++place.index) passed += texts_of_item_[item++];
    if (texts_of_item_[item] > 1) place.item = static_cast<Py_ssize_t>(wrong - passed);
    const Text& text = checked[wrong];
    throw py::value_error(place.str() + " is invalid UTF-8 at byte offset " +
                          std::to_string(utf8_error(static_cast<const std::uint8_t*>(text.data), text.size)));
  }

  /// Tokenizes what was read.
  void add_chunk() {
    const std::size_t documents = std::accumulate(texts_of_item_.begin(), texts_of_item_.end(), std::size_t{0});
    std::optional<WithoutGil> without;
    if (!tokenized_ && chunk_.units > kFewUnits) without.emplace();
    const Checkpoint checkpoint = without ? without->checkpoint() : Checkpoint();
    for (View& view : views_) {
      DocumentList& list = chunk_.*view.documents;
      // A view that the metric does not need has documents, too: of nothing.
      if (tokenized_) {
        if (list.tokens.document_end.empty()) {
          list.tokens.document_end.assign(documents, 0);
          list.tokens.document_sentence_end.assign(documents, 0);
        }
        view.builder->add(list.tokens, reader_.given_tokens(), checkpoint);
        continue;
      }
      if (list.text_end.empty()) list.text_end.assign(documents, 0);
      if (twice_) {
        // As examples of a text and itself, which such views read as prediction and as reference. Each is one text.
        doubled_.clear();
        for (const Text& text : list.texts) doubled_.insert(doubled_.end(), 2, text);
        ends_.resize(doubled_.size());
        for (std::size_t d = 0; d < ends_.size(); ++d) ends_[d] = d + 1;
        references_.assign(list.texts.size(), 1);
        view.tokenizer->tokenize(doubled_.data(), 0, ends_.data(), ends_.size(), view.tokens, checkpoint, references_);
      } else {
        view.tokenizer->tokenize(list.texts.data(), 0, list.text_end.data(), list.text_end.size(), view.tokens,
                                 checkpoint);
      }
      view.builder->add(view.tokens, *view.tokenizer->long_tokens(), checkpoint);
    }
    without.reset();
    chunk_.clear();
    texts_of_item_.clear();
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  }

  const InputOptions& input_;
  DocumentReader reader_;
  bool tokenized_;
  bool twice_ = false;
  std::vector<View> views_;
  Chunk chunk_;
  std::vector<std::size_t> texts_of_item_;  // of those in the chunk
  std::vector<std::uint64_t> item_end_;
  bool several_ = false;
  std::chrono::steady_clock::time_point reported_ = std::chrono::steady_clock::now();
  std::vector<Text> doubled_;
  std::vector<std::size_t> ends_;
  std::vector<std::uint32_t> references_;
};

}  // namespace

const BoundPrepared* prepared_in(py::handle object) {
  // Before anything else is looked at, as most objects are lists.
  if (PyList_CheckExact(object.ptr()) || !py::isinstance<BoundPrepared>(object)) return nullptr;
  return object.cast<const BoundPrepared*>();
}

std::shared_ptr<const PreparedTexts> prepare(std::span<const TokenizerOptions> views, const InputOptions& input,
                                             py::handle texts, const char* argument, bool several,
                                             const py::object& progress) {
  Preparation preparation(views, input);
  const std::size_t items = preparation.read(texts, argument, several, progress);
  auto prepared = preparation.finish();
  if (!progress.is_none()) progress(items, items);
  return prepared;
}

BoundPrepared prepare_unless_done(std::span<const TokenizerOptions> views, const InputOptions& input, py::handle texts,
                                  const char* argument, bool several, const py::object& progress,
                                  const std::string& signature) {
  const BoundPrepared* const found = prepared_in(texts);
  if (found == nullptr) return {prepare(views, input, texts, argument, several, progress), signature};
  check_signature(*found, argument, signature);
  if (!several && !found->texts->single()) {
    throw py::value_error(std::string(argument) + " is prepared texts of which some items are lists of several texts");
  }
  return *found;
}

std::shared_ptr<const PreparedTexts> prepare_groups(std::span<const TokenizerOptions> views, const InputOptions& input,
                                                    const py::list& groups, const std::string& argument,
                                                    std::vector<std::int64_t>& sizes) {
  Preparation preparation(views, input);
  std::size_t index = 0;
  for (const py::handle& group : py::tuple(groups)) {  // which may change meanwhile
    const std::string name = Place{argument.c_str(), index++}.str();
    sizes.push_back(static_cast<std::int64_t>(preparation.read(group, name.c_str(), false, py::none())));
  }
  return preparation.finish();
}

void check_signature(const BoundPrepared& prepared, const char* argument, const std::string& signature) {
  if (prepared.signature == signature) return;
  throw py::value_error(std::string(argument) + " was prepared for other options: for " + prepared.signature +
                        ", but this is " + signature);
}

std::size_t PreparedColumn::append(std::size_t index, Chunk& chunk) {
  const std::size_t count = texts_.texts_of(index);
  for (std::size_t k = 0; k < count; ++k) {
    DocumentReader::append_text({}, chunk);
    chunk.units += units(index, k);
  }
  return count;
}

std::size_t PreparedColumn::read_texts(std::size_t first, std::size_t count, Text* out, Chunk& chunk) {
  if (!texts_.single()) return 0;
  for (std::size_t k = 0; k < count; ++k) {
    out[2 * k] = {};
    chunk.units += units(first + k, 0);
  }
  return count;
}

/// About as many as the text had.
std::size_t PreparedColumn::units(std::size_t item, std::size_t text) const {
  const TokenStore& view = texts_.views().front();
  const std::size_t tokens = view.numbers(texts_.document(item, text, false)).size();
  return view.tokens().empty() ? tokens : kUnitsPerWord * tokens;
}

}  // namespace gramscore::bindings
