// The word error rate of NIST's program sclite: its words, its alignment, and the counts of that.
//
// Definition: sclite 2.10 of the Speech Recognition Scoring Toolkit, as Debian's package sctk 2.4.10 has it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "gramscore/match/edit_path.hpp"
#include "gramscore/match/match.hpp"
#include "gramscore/metrics/metric.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// The program's options, by their letters.
struct ScliteOptions {
  bool case_sensitive = false;  ///< -s; else ASCII letters are lower case
  bool characters = false;      ///< -c: words are split into characters
  bool keep_ascii = false;      ///< -c NOASCII: but runs of ASCII characters are not
  bool drop_hyphens = false;    ///< -c DH: and hyphens in words go
  bool optional = false;        ///< -D: words in parentheses may be missing
  bool fragments = false;       ///< -F: words with a hyphen at an end are equal to what goes on so

  bool operator==(const ScliteOptions&) const = default;
};

/// What the program cannot read, or reads otherwise than anybody means.
enum class ScliteFault : std::uint8_t {
  none,
  unclosed,        ///< a brace without its end
  inside,          ///< a brace within a word
  no_alternative,  ///< braces with nothing between them
  no_characters,   ///< a word of which nothing is left
  too_deep         ///< alternatives within more than kMostScliteDepth others
};

inline constexpr unsigned kMostScliteDepth = 100;

/// A step of an alignment. A match may lack a side, where a word in parentheses is missing.
struct ScliteStep {
  Edit kind;
  std::uint32_t reference;   ///< word of the reference, 0 for none
  std::uint32_t hypothesis;  ///< likewise
};

/// A word as reports show it, and where it stands in its text.
struct ScliteShown {
  std::vector<std::uint32_t> text;
  std::size_t begin;
  std::size_t end;
};

/// One alignment, with the words of both sides that it takes.
struct ScliteAlignment {
  ScliteFault reference_fault = ScliteFault::none;
  ScliteFault hypothesis_fault = ScliteFault::none;
  std::vector<ScliteStep> steps;        ///< its indices count from 1 into the words below
  std::vector<ScliteShown> reference;   ///< the words of the reference, on the path
  std::vector<ScliteShown> hypothesis;  ///< those of the hypothesis
};

/// Four columns as Wer has them: hits, substitutions, deletions, insertions. A row whose first number is below 0 is of a
/// text that cannot be read: -1 - fault, then 0 for the hypothesis or 1 + the index of the reference.
class Sclite : public Metric {
 public:
  explicit Sclite(const ScliteOptions& options);

  [[nodiscard]] std::size_t columns() const override;
  [[nodiscard]] std::span<const TokenizerOptions> views() const override { return {&view_, 1}; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override;

  /// Of several references the one with the lowest rate counts, the first of equals.
  void score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
             const Checkpoint& checkpoint) const override;

  /// The alignment of two texts, given as code points.
  void align(TokenSpan reference, TokenSpan hypothesis, ScliteAlignment& out, Scratch& scratch,
             const Checkpoint& checkpoint) const;

 private:
  ScliteOptions options_;
  TokenizerOptions view_;
};

}  // namespace gramscore
