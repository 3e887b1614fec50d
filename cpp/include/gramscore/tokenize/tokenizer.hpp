// From texts to tokens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gramscore/text/text.hpp"
#include "gramscore/tokenize/moses.hpp"
#include "gramscore/tokenize/rouge155_words.hpp"
#include "gramscore/tokenize/token_batch.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

enum class TokenizerKind : std::uint8_t {
  /// rouge-score's: lower case, runs of ASCII letters and digits; all else separates. Lower-casing comes first, so U+212A
  /// (Kelvin sign) is a k and U+0130 (dotted capital I) an i followed by a separator.
  rouge,
  /// ROUGE-1.5.5's: runs of ASCII letters and digits, of what `rouge155` leaves of a text.
  rouge155,
  /// Python's str.split(): runs of anything but Unicode white space, as they are.
  whitespace,
  /// sacrebleu's "13a" (mteval-v13a), as BLEU uses it: white space at the end of the text removed first, the tokens split
  /// at white space afterwards. So are the next three.
  mt13a,
  /// sacrebleu's "intl" (mteval-v14, international). Its categories of characters are of category_unicode_version().
  intl,
  /// sacrebleu's "zh".
  zh,
  /// sacrebleu's "char": each character but white space.
  character,
  /// The characters that chrF counts: each code point; white space left out unless `keep_whitespace`. The value of a token
  /// is the code point.
  chrf_characters,
  /// The words that chrF+ and chrF++ count.
  chrf_words,
  /// sacrebleu's tokenizer of TER, with `normalized`, `no_punct` and `asian_support`. Its case_sensitive is not
  /// `lowercase`.
  tercom,
  /// The words of every script, case folded, as docs/definitions.md has them; of ASCII text, the tokens of `rouge`.
  unicode,
  /// Characters as people see them: extended grapheme clusters of Unicode Standard Annex #29, as they are, without those
  /// of nothing but white space.
  grapheme,
  /// The words that jiwer's default transformation leaves: what spaces (U+0020), runs of white space, and white space at the
  /// ends of a text separate. Other white space that stands alone is part of a word.
  jiwer_words,
  /// The words of answers as SQuAD's script normalises them: without ASCII punctuation, then without the articles a, an and
  /// the, split at white space. It makes them lower case first, for which `lowercase` is needed. What a word is to it is of
  /// Unicode 14.
  squad_words,
  /// What is left of a text without all but ASCII letters, digits and spaces (U+0020), split at spaces: PreSumm's words.
  presumm_words,
  /// Words between white space, ASCII letters in lower case, without ASCII punctuation: those of lm-evaluation-harness'
  /// janitor. Of a word of nothing but punctuation one character stays, unless `no_punct`.
  janitor_words,
  /// The tokens of COCO's evaluation of captions: those of the Penn Treebank in lower case, without most punctuation, as
  /// the program that pycocoevalcap 1.2 runs finds them. A token with U+00A0 within is two, as to COCO's BLEU.
  ptb,
  /// Those of the translation toolkit Moses, by the rules `moses`.
  moses
};

/// The kind called `name`. Throws std::invalid_argument listing the known names.
TokenizerKind tokenizer_kind(std::string_view name);

struct TokenizerOptions;

/// Sets the kind called `name`, and with it the rules of one that is known by know_moses(). Throws as tokenizer_kind().
void choose_tokenizer(TokenizerOptions& options, std::string_view name);

/// How a score says which tokenizer it comes from: its name, and with that of TokenizerKind::intl, unicode and grapheme the
/// version of Unicode ("unicode-18.0"); of Moses', with hyphens for colons ("moses-de"). Throws as tokenizer_kind().
std::string tokenizer_signature(std::string_view name);

/// The Unicode version of `lowercase`.
const char* case_unicode_version();

/// The Unicode version of TokenizerKind::intl.
const char* category_unicode_version();

struct TokenizerOptions {
  TokenizerKind kind = TokenizerKind::rouge;
  /// Stems tokens of over three characters, all ASCII letters and digits, with porter_stem(): so for TokenizerKind::rouge
  /// and unicode. rouge155 has a stemmer of its own. Of the kinds that split at white space it stems all tokens, as NLTK's
  /// PorterStemmer does.
  bool stemmer = false;
  /// Lists sentences in the batch: each text is one.
  bool sentences = false;
  /// With `sentences`: each line of a text is one.
  bool split_lines = false;
  /// Makes each text lower case first, as str.lower() of CPython 3.11 does. (TokenizerKind::rouge does it anyway.)
  bool lowercase = false;
  /// Makes the ASCII letters of each token lower case, at last. Not for kinds whose tokens depend on letter case.
  bool ascii_lowercase = false;
  /// White space is characters like others. Only for TokenizerKind::chrf_characters.
  bool keep_whitespace = false;
  /// White space at the end of a text is not removed first, as where sacrebleu's tokenizers are called without BLEU: a
  /// hyphen and a line feed there vanish. Only for mt13a, intl, zh and character.
  bool keep_end = false;
  /// White space at the ends of a text is left out. Only for TokenizerKind::chrf_characters.
  bool strip = false;
  /// Only for TokenizerKind::tercom, where they mean what they mean in sacrebleu, and the second for janitor_words.
  bool normalized = false;
  bool no_punct = false;
  bool asian_support = false;
  /// The tokens of a reference, put together with spaces, are tokenized once more. Only for TokenizerKind::tercom.
  bool references_twice = false;
  /// Only for TokenizerKind::rouge155, which needs it. With `sentences` a limit of bytes has a line of its own for the
  /// words of a text: see Rouge155Text.
  std::shared_ptr<const Rouge155Words> rouge155 = nullptr;
  /// Only for TokenizerKind::moses, which needs it.
  std::shared_ptr<const MosesRules> moses = nullptr;

  bool operator==(const TokenizerOptions&) const = default;
};

/// The tokens of a batch that are longer than their values.
class LongTokens {
 public:
  virtual ~LongTokens() = default;

  /// Writes to `key` bytes that stand for the characters of a token, whatever the batch: tokens of tokenizers of equal
  /// options are equal if these are. Returns whether it is a long token; the value of any other says itself what it is.
  virtual bool key_of(Token token, std::vector<std::uint8_t>& key) const = 0;
};

/// Tokenizes batches. Keeps scratch memory, and what it has learnt of stems and long tokens, from batch to batch within a
/// bound; what it has learnt never changes a result. Not for use by two threads at a time.
class Tokenizer {
 public:
  explicit Tokenizer(TokenizerOptions options);
  ~Tokenizer();
  Tokenizer(Tokenizer&&) noexcept;
  Tokenizer& operator=(Tokenizer&&) noexcept;

  /// Replaces `out` by the tokens of `documents` documents. Document d holds texts [text_end[d - 1],
  /// text_end[d]) (from 0 for d = 0), counted from `first_text`, which is what text_end[-1] would be.
  /// `references`, which only `references_twice` reads, is for documents that are examples: it holds the number of
  /// references that follow each prediction. Throws std::length_error for a token of over 4 GiB.
  void tokenize(const Text* texts, std::size_t first_text, const std::size_t* text_end, std::size_t documents,
                TokenBatch& out, const Checkpoint& checkpoint, std::span<const std::uint32_t> references = {});

  /// What stands for the long tokens of the last batch. Valid until the next call of anything else.
  std::unique_ptr<const LongTokens> long_tokens();

  /// The tokens of one text as UTF-8 strings (surrogates on three bytes).
  std::vector<std::string> strings(const Text& text);

  /// Finds the bounds of the tokens of `count` texts and does nothing with them; returns their number. Only a measure of
  /// the least that tokenizing costs.
  std::size_t count(const Text* texts, std::size_t count);

  /// Gives back memory that an unusually large batch took.
  void trim();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gramscore
