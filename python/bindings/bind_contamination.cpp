#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "bound_prepared.hpp"
#include "convert.hpp"
#include "escaped.hpp"
#include "gil.hpp"
#include "gramscore/overlap/ngram_index.hpp"
#include "gramscore/work/parallel.hpp"
#include "gramscore/work/pieces.hpp"
#include "read_texts.hpp"
#include "thread_count.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

using Hits = py::array_t<std::uint32_t, py::array::c_style | py::array::forcecast>;
using Ends = py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>;

template <class T>
py::array_t<T> array_of(const std::vector<T>& values) {
  return py::array_t<T>(static_cast<py::ssize_t>(values.size()), values.data());
}

/// What is made of a benchmark's texts and of those that are looked through.
struct OverlapWords {
  TokenizerOptions benchmark;
  TokenizerOptions texts;
  InputOptions input;

  static OverlapWords make(py::object tokenizer, bool lowercase) {
    OverlapWords words;
    words.input.may_be_tokens = true;
    words.input.tokens = tokenizer.is_none();
    if (!py::isinstance<py::str>(tokenizer)) {
      words.input.tokenizer = std::move(tokenizer);
      return words;
    }
    const std::string name = escaped(tokenizer);
    TokenizerOptions& view = words.benchmark;
    view.lowercase = lowercase;
    if (name == "janitor") {
      view.kind = TokenizerKind::janitor_words;
      view.no_punct = true;
    } else if (name == "characters") {
      view.kind = TokenizerKind::chrf_characters;
      view.keep_whitespace = true;
    } else {
      choose_tokenizer(view, name);
    }
    words.texts = view;
    words.texts.no_punct = false;
    return words;
  }
};

class BoundNgramIndex {
 public:
  BoundNgramIndex(py::object benchmark, py::object tokenizer, bool lowercase, std::size_t least, std::size_t most,
                  unsigned hash_bits)
      : words_(OverlapWords::make(std::move(tokenizer), lowercase)) {
    const auto prepared = prepare({&words_.benchmark, 1}, words_.input, benchmark, "benchmark", false, py::none());
    make(prepared->views()[0], least, most, hash_bits);
  }

  BoundNgramIndex(const py::bytes& state, py::object tokenizer, bool lowercase)
      : words_(OverlapWords::make(std::move(tokenizer), lowercase)) {
    const auto view = static_cast<std::string_view>(state);
    std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(view.data()), view.size());
    std::uint64_t sizes[2];
    if (bytes.size() < sizeof sizes) throw py::value_error("the bytes of this index are damaged");
    std::memcpy(sizes, bytes.data(), sizeof sizes);
    bytes = bytes.subspan(sizeof sizes);
    make(TokenStore::read(bytes), sizes[0], sizes[1], 64);
  }

  [[nodiscard]] py::bytes state() const {
    const std::uint64_t sizes[] = {index_->least(), index_->most()};
    const auto* const head = reinterpret_cast<const std::uint8_t*>(sizes);
    std::vector<std::uint8_t> bytes(head, head + sizeof sizes);
    index_->store().write(bytes);
    return py::bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }

  [[nodiscard]] const NgramIndex& index() const { return *index_; }

  [[nodiscard]] py::tuple documents() const {
    std::vector<std::int64_t> tokens;
    std::vector<std::int64_t> lengths;
    for (std::size_t d = 0; d < index_->store().documents(); ++d) {
      tokens.push_back(static_cast<std::int64_t>(index_->store().numbers(d).size()));
      lengths.push_back(static_cast<std::int64_t>(index_->length_of(d)));
    }
    return py::make_tuple(array_of(tokens), array_of(lengths));
  }

  [[nodiscard]] py::tuple scan(const py::object& given, std::optional<std::size_t> skips, std::size_t longer_than,
                               std::size_t threads) const {
    // Tokens that are long are looked up once in each piece.
    const ReadTexts texts(words_.input, given, "texts", {}, 256 * 1024);
    struct Worker {
      std::optional<Tokenizer> tokenizer;
      TokenBatch tokens;
      OverlapScratch scratch;
    };
    struct Found {
      std::vector<OverlapHit> hits;
      std::vector<std::size_t> hit_end;
    };
    threads = thread_count(threads, texts.pieces());
    std::vector<Worker> workers(threads);
    std::vector<Found> by_piece(texts.pieces());
    std::vector<std::int64_t> sizes(texts.size());
    const auto do_piece = [&](std::size_t w, std::size_t piece, const Checkpoint& checkpoint) {
      Worker& own = workers[w];
      auto& [hits, hit_end] = by_piece[piece];
      const std::size_t begin = texts.piece_begin(piece);
      const std::size_t end = texts.piece_end(piece);
      if (!own.tokenizer) own.tokenizer.emplace(words_.texts);
      const Documents documents = texts.tokens_of(piece, *own.tokenizer, own.tokens, checkpoint);
      const LongTokens* names = &texts.given_tokens();
      std::unique_ptr<const LongTokens> own_names;
      if (!texts.tokenized()) {
        own_names = own.tokenizer->long_tokens();
        names = own_names.get();
        NgramIndex::forget_batch(own.scratch);
      }
      for (std::size_t k = 0; k < end - begin; ++k) {
        const TokenSpan text = documents.tokens(k);
        sizes[begin + k] = static_cast<std::int64_t>(text.size);
        if (skips) {
          index_->find_with_skips(text, *names, *skips, longer_than, hits, own.scratch, checkpoint);
        } else {
          index_->find(text, *names, hits, own.scratch, checkpoint);
        }
        hit_end.push_back(hits.size());
      }
    };
    if (texts.pieces() != 0) {
      WithoutGil without;
      in_pieces(texts.pieces(), 1, threads, without.checkpoint(),
                [&](std::size_t w, std::size_t begin, std::size_t /*end*/, const Checkpoint& checkpoint) {
                  do_piece(w, begin, checkpoint);
                });
    }
    std::size_t total = 0;
    for (const Found& found : by_piece) total += found.hits.size();
    Hits hits(std::array<py::ssize_t, 2>{static_cast<py::ssize_t>(total), 3});
    std::uint32_t* out = hits.mutable_data();
    std::vector<std::int64_t> ends;
    std::size_t before = 0;
    for (const Found& found : by_piece) {
      for (const OverlapHit& hit : found.hits) {
        *out++ = hit.token;
        *out++ = hit.position;
        *out++ = hit.length;
      }
      for (const std::size_t end : found.hit_end) ends.push_back(static_cast<std::int64_t>(before + end));
      before += found.hits.size();
    }
    return py::make_tuple(hits, array_of(ends), array_of(sizes));
  }

  [[nodiscard]] py::tuple overlaps(const Hits& hits, const Ends& ends, bool every_position) const {
    if (hits.ndim() != 2 || hits.shape(1) != 3) throw py::value_error("hits must have three columns");
    std::vector<OverlapHit> all;
    for (py::ssize_t h = 0; h < hits.shape(0); ++h) {
      const OverlapHit hit{hits.at(h, 0), hits.at(h, 1), hits.at(h, 2)};
      if (hit.position >= index_->store().size()) throw py::value_error("hits are of another index");
      all.push_back(hit);
    }
    std::vector<std::int64_t> covered;
    std::vector<std::int64_t> longest;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> spans;
    std::vector<std::int64_t> span_end;
    std::vector<DocumentOverlap> documents;
    std::vector<std::int64_t> document_end;
    std::size_t begin = 0;
    for (py::ssize_t i = 0; i < ends.size(); ++i) {
      const auto end = static_cast<std::size_t>(ends.at(i));
      if (end < begin || end > all.size()) throw py::value_error("ends must rise up to the number of hits");
      const TextOverlap found =
          overlap_of(*index_, std::span(all).subspan(begin, end - begin), every_position, spans, documents);
      covered.push_back(static_cast<std::int64_t>(found.covered));
      longest.push_back(static_cast<std::int64_t>(found.longest));
      span_end.push_back(static_cast<std::int64_t>(spans.size()));
      document_end.push_back(static_cast<std::int64_t>(documents.size()));
      begin = end;
    }
    py::array_t<std::int64_t> span_array(std::array<py::ssize_t, 2>{static_cast<py::ssize_t>(spans.size()), 2});
    std::int64_t* out = span_array.mutable_data();
    for (const auto& [first, last] : spans) {
      *out++ = static_cast<std::int64_t>(first);
      *out++ = static_cast<std::int64_t>(last);
    }
    py::array_t<std::int64_t> document_array(std::array<py::ssize_t, 2>{static_cast<py::ssize_t>(documents.size()), 4});
    out = document_array.mutable_data();
    for (const DocumentOverlap& it : documents) {
      *out++ = static_cast<std::int64_t>(it.document);
      *out++ = static_cast<std::int64_t>(it.covered);
      *out++ = static_cast<std::int64_t>(it.grams);
      *out++ = static_cast<std::int64_t>(it.longest);
    }
    return py::make_tuple(array_of(covered), array_of(longest), span_array, array_of(span_end), document_array,
                          array_of(document_end));
  }

 private:
  void make(TokenStore store, std::size_t least, std::size_t most, unsigned hash_bits) {
    if (hash_bits < 1 || hash_bits > 64) throw py::value_error("hash_bits must be 1 to 64");
    WithoutGil without;
    index_ = std::make_unique<NgramIndex>(std::move(store), least, most, hash_bits, without.checkpoint());
  }

  OverlapWords words_;
  std::unique_ptr<const NgramIndex> index_;
};

}  // namespace

void bind_contamination(py::module_& module) {
  py::class_<BoundNgramIndex>(module, "NgramIndex")
      .def(py::init<py::object, py::object, bool, std::size_t, std::size_t, unsigned>(), py::arg("benchmark"),
           py::arg("tokenizer"), py::arg("lowercase"), py::arg("least"), py::arg("most"), py::arg("hash_bits") = 64)
      .def_static(
          "restored",
          [](const py::bytes& state, py::object tokenizer, bool lowercase) {
            return std::make_unique<BoundNgramIndex>(state, std::move(tokenizer), lowercase);
          },
          py::arg("state"), py::arg("tokenizer"), py::arg("lowercase"))
      .def("state", &BoundNgramIndex::state, "What restored() makes the same index of.")
      .def("__len__", [](const BoundNgramIndex& self) { return self.index().size(); })
      .def_property_readonly("nbytes", [](const BoundNgramIndex& self) { return self.index().memory(); })
      .def("documents", &BoundNgramIndex::documents,
           "The tokens of each document, and how many its n-grams have (0: too short).")
      .def(
          "scan", &BoundNgramIndex::scan, py::arg("texts"), py::arg("skips"), py::arg("longer_than"),
          py::arg("threads"),
          "Hits in texts, uint32 (H, 3): first token, first position of the n-gram in the index, length; their ends by "
          "text, (N,); the tokens of each text, (N,).")
      .def("overlaps", &BoundNgramIndex::overlaps, py::arg("hits"), py::arg("ends"), py::arg("every_position"),
           "Of each text: tokens in hits, the longest run of such; runs (S, 2) and their ends; documents (D, 4), as "
           "number, "
           "tokens in hits, n-grams, longest run, and their ends.");
}

}  // namespace gramscore::bindings
