// From sums of statistics to the score of a resampled corpus, where sacrebleu has one in its precision.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "gramscore/metrics/bleu.hpp"
#include "gramscore/metrics/chrf.hpp"
#include "gramscore/metrics/nltk_bleu.hpp"
#include "gramscore/metrics/tool_bleu.hpp"
#include "gramscore/metrics/wer.hpp"

namespace gramscore {

/// How sacrebleu holds the sums, which decides in what precision it computes.
enum class Sums : std::uint8_t {
  /// As NumPy floats of 32 bits, computed with as NumPy 2 does: what comes of a float of 32 bits and a number of Python
  /// is rounded to 32 bits, what comes of two numbers of Python is not.
  singles,
  /// As a NumPy array of integers: what is added to an element loses its fraction.
  integers,
  /// As floats of 64 bits.
  doubles
};

/// A metric's formula for sums. Immutable, so that threads share it.
class ScoreOfSums {
 public:
  struct Score {
    double value;
    /// Whether it is a float of 32 bits.
    bool single;
  };

  virtual ~ScoreOfSums() = default;

  /// Statistics in a row of the metric.
  [[nodiscard]] virtual std::size_t columns() const = 0;

  /// Numbers that are summed over the examples.
  [[nodiscard]] virtual std::size_t summands() const { return columns(); }

  /// Whether the numbers are whole.
  [[nodiscard]] virtual bool whole() const { return true; }

  /// Writes the summands() numbers that a row stands for.
  virtual void summands_of(const std::int64_t* row, double* out) const {
    for (std::size_t k = 0; k < columns(); ++k) out[k] = static_cast<double>(row[k]);
  }

  /// The score of summands() sums. `held` matters to sacrebleu's formulas only; the others take sums of any kind as
  /// doubles.
  [[nodiscard]] virtual Score score(const double* sums, Sums held) const = 0;
};

/// BLEU of sums of rows of Bleu.
std::unique_ptr<ScoreOfSums> bleu_of_sums(std::size_t max_order, BleuFormula formula);

/// chrF of sums of rows of Chrf, with `orders` of characters and words together.
std::unique_ptr<ScoreOfSums> chrf_of_sums(std::size_t orders, ChrfFormula formula);

/// TER of sums of edits and average reference lengths.
std::unique_ptr<ScoreOfSums> ter_of_sums();

/// Hugging Face's BLEU, 0..1, of sums of rows of Bleu.
std::unique_ptr<ScoreOfSums> huggingface_bleu_of_sums(std::size_t max_order, HuggingFaceBleuFormula formula);

/// NLTK's BLEU, 0..1, of sums of rows of Bleu. Throws std::invalid_argument unless the formula has one set of weights and
/// its smoothing does not look at the last example.
std::unique_ptr<ScoreOfSums> nltk_bleu_of_sums(const NltkBleuFormula& formula);

/// BLEU of another tool, of sums of rows of Bleu.
std::unique_ptr<ScoreOfSums> tool_bleu_of_sums(std::size_t max_order, const ToolBleuFormula& formula);

/// GLEU, 0..1, of sums of rows of Gleu.
std::unique_ptr<ScoreOfSums> gleu_of_sums();

/// The word or character error rate of sums of rows of Wer.
std::unique_ptr<ScoreOfSums> wer_of_sums(const EditWeights& weights);

/// GLEU of corrections, 0..1, of sums of rows of GecGleu with one reference.
std::unique_ptr<ScoreOfSums> gec_gleu_of_sums();

/// EASSE's SARI, 0..100, of sums of its counts.
std::unique_ptr<ScoreOfSums> sari_of_sums();

}  // namespace gramscore
