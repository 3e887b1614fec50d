// A transcript as NIST's sclite reads it: words one after another, with alternatives between some places.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/match/match.hpp"
#include "gramscore/metrics/sclite.hpp"

namespace gramscore {

/// A word of a transcript. Word 0 of a network is no word but its beginning.
struct ScliteWord {
  std::size_t begin;         ///< of its text in WordNetwork::units()
  std::size_t end;           ///< after its text
  std::size_t source_begin;  ///< of what it was made of in the transcript
  std::size_t source_end;    ///< after that
  bool nothing;              ///< it is "@": alternatives say so that they have no words
  bool optional;             ///< it is in parentheses and may be missing
  bool fragment;             ///< it begins or ends with a hyphen, and is equal to what goes on so
};

class WordNetwork {
 public:
  /// Reads a transcript, given as code points.
  ScliteFault read(TokenSpan text, const ScliteOptions& options);

  /// Word 0 and the words, each after those that can precede it.
  [[nodiscard]] std::span<const ScliteWord> words() const { return words_; }

  /// Whether each word but the first has the one before as its only predecessor, and none is special.
  [[nodiscard]] bool plain() const { return plain_; }

  /// The words that can precede a word that is not word 0, the preferred ones first.
  [[nodiscard]] std::span<const std::uint32_t> predecessors(std::size_t word) const {
    const std::size_t begin = predecessor_end_[word - 1];
    return {predecessors_.data() + begin, predecessor_end_[word] - begin};
  }

  /// The words that can be the last, likewise; word 0, if there are no words.
  [[nodiscard]] std::span<const std::uint32_t> last() const { return last_; }

  /// Code points of a word, as they are shown.
  [[nodiscard]] std::span<const std::uint32_t> text(std::size_t word) const {
    return {units_.data() + words_[word].begin, words_[word].end - words_[word].begin};
  }

  /// Those that are compared: without the parentheses of an optional word.
  [[nodiscard]] std::span<const std::uint32_t> compared(std::size_t word) const {
    const auto all = text(word);
    return words_[word].optional ? all.subspan(1, all.size() - 2) : all;
  }

  void trim();

 private:
  struct Arc {
    std::uint32_t from;
    std::uint32_t to;
    ScliteWord word;
    bool alive;
  };
  struct Node {
    std::vector<std::uint32_t> in;
    std::vector<std::uint32_t> out;
  };

  ScliteFault read_sequence(std::size_t begin, std::size_t end, std::uint32_t from, std::uint32_t to);
  ScliteFault read_alternatives(std::size_t begin, std::size_t end, std::uint32_t from, std::uint32_t to);
  ScliteFault read_word(std::size_t begin, std::size_t end, std::vector<ScliteWord>& out);
  ScliteWord finished(std::size_t begin, std::size_t end, std::size_t source_begin, std::size_t source_end) const;
  ScliteFault add_word(std::size_t begin, std::size_t end, std::uint32_t from, std::uint32_t to);
  ScliteFault split(const ScliteWord& word, std::vector<ScliteWord>& out);
  [[nodiscard]] bool to_split(const ScliteWord& word);
  void add_arc(std::uint32_t from, std::uint32_t to, const ScliteWord& word);
  ScliteFault split_arcs(std::uint32_t start);
  void put_in_order(std::uint32_t start, std::uint32_t stop);
  std::uint32_t make_node();
  [[nodiscard]] std::size_t token_end(std::size_t begin, std::size_t end, bool& closed) const;

  ScliteOptions options_;
  std::vector<std::uint32_t> source_;
  std::vector<std::uint32_t> units_;
  std::vector<ScliteWord> words_;
  std::vector<ScliteWord> parts_;
  std::vector<std::uint32_t> predecessors_;
  std::vector<std::size_t> predecessor_end_;
  std::vector<std::uint32_t> last_;
  std::vector<Arc> arcs_;
  std::vector<Node> nodes_;
  bool plain_ = true;
  unsigned depth_ = 0;
};

}  // namespace gramscore
