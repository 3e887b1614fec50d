#include "gramscore/resampling/score_of_sums.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "gramscore/metrics/gec_gleu.hpp"
#include "gramscore/metrics/gleu.hpp"
#include "gramscore/metrics/sari.hpp"
#include "gramscore/metrics/ter.hpp"
#include "metrics/formulas.hpp"
#include "resampling/numpy_number.hpp"

namespace gramscore {
namespace {

using Score = ScoreOfSums::Score;

Score score_of(double number) { return {number, false}; }
Score score_of(const NumpyNumber& number) { return {number.value(), number.is_single()}; }

/// The sums for a formula that calls them by number.
auto in_singles(const double* sums) {
  return [sums](std::size_t i) { return NumpyNumber::single(sums[i]); };
}
auto in_doubles(const double* sums) {
  return [sums](std::size_t i) { return sums[i]; };
}

/// The sums of BLEU's columns. The lengths are numbers of Python in any case.
struct BleuSums {
  const double* data;
  std::size_t max_order;

  [[nodiscard]] double sys_len() const { return std::trunc(data[0]); }
  [[nodiscard]] double ref_len() const { return std::trunc(data[1]); }

 protected:
  [[nodiscard]] double count_of(std::size_t n) const { return data[kBleuLengths + n - 1]; }
  [[nodiscard]] double total_of(std::size_t n) const { return data[kBleuLengths + max_order + n - 1]; }
};

struct BleuSingles : BleuSums {
  using Number = NumpyNumber;

  [[nodiscard]] NumpyNumber count(std::size_t n) const { return NumpyNumber::single(count_of(n)); }
  [[nodiscard]] NumpyNumber total(std::size_t n) const { return NumpyNumber::single(total_of(n)); }
  [[nodiscard]] static NumpyNumber plus(NumpyNumber number, double value) { return number + NumpyNumber(value); }
};

struct BleuDoubles : BleuSums {
  using Number = double;

  bool whole;  // an element of an array of integers loses the fraction of what is added to it

  [[nodiscard]] double count(std::size_t n) const { return count_of(n); }
  [[nodiscard]] double total(std::size_t n) const { return total_of(n); }
  [[nodiscard]] double plus(double number, double value) const {
    return whole ? std::trunc(number + value) : number + value;
  }
};

class BleuOfSums : public ScoreOfSums {
 public:
  BleuOfSums(std::size_t max_order, BleuFormula formula) : max_order_(max_order), formula_(formula) {}

  [[nodiscard]] std::size_t columns() const override { return kBleuLengths + 2 * max_order_; }

  [[nodiscard]] Score score(const double* sums, Sums held) const override {
    BleuResult result;
    if (held == Sums::singles) {
      formulas::bleu(BleuSingles{{sums, max_order_}}, formula_, result);
    } else {
      formulas::bleu(BleuDoubles{{sums, max_order_}, held == Sums::integers}, formula_, result);
    }
    return score_of(result.score);
  }

 private:
  std::size_t max_order_;
  BleuFormula formula_;
};

class ChrfOfSums : public ScoreOfSums {
 public:
  ChrfOfSums(std::size_t orders, ChrfFormula formula) : orders_(orders), formula_(formula) {}

  [[nodiscard]] std::size_t columns() const override { return kChrfColumns * orders_; }

  [[nodiscard]] Score score(const double* sums, Sums held) const override {
    if (held == Sums::singles) return score_of(formulas::chrf<NumpyNumber>(in_singles(sums), orders_, formula_));
    return score_of(formulas::chrf<double>(in_doubles(sums), orders_, formula_));
  }

 private:
  std::size_t orders_;
  ChrfFormula formula_;
};

class TerOfSums : public ScoreOfSums {
 public:
  [[nodiscard]] std::size_t columns() const override { return kTerColumns; }
  [[nodiscard]] std::size_t summands() const override { return 2; }
  [[nodiscard]] bool whole() const override { return false; }

  void summands_of(const std::int64_t* row, double* out) const override {
    out[0] = static_cast<double>(row[0]);
    out[1] = static_cast<double>(row[1]) / static_cast<double>(row[2]);
  }

  [[nodiscard]] Score score(const double* sums, Sums held) const override {
    if (held == Sums::singles) return score_of(formulas::ter(in_singles(sums)(0), in_singles(sums)(1)));
    return score_of(formulas::ter(sums[0], sums[1]));
  }
};

/// Formulas of counts, whatever holds the sums.
std::vector<std::int64_t> counts(const double* sums, std::size_t columns) {
  std::vector<std::int64_t> row(columns);
  for (std::size_t k = 0; k < columns; ++k) row[k] = static_cast<std::int64_t>(sums[k]);
  return row;
}

class HuggingFaceBleuOfSums : public ScoreOfSums {
 public:
  HuggingFaceBleuOfSums(std::size_t max_order, HuggingFaceBleuFormula formula)
      : max_order_(max_order), formula_(formula) {}

  [[nodiscard]] std::size_t columns() const override { return kBleuLengths + 2 * max_order_; }

  [[nodiscard]] Score score(const double* sums, Sums) const override {
    BleuResult result;
    formula_.score({counts(sums, columns()).data(), max_order_}, result);
    return score_of(result.score);
  }

 private:
  std::size_t max_order_;
  HuggingFaceBleuFormula formula_;
};

class NltkBleuOfSums : public ScoreOfSums {
 public:
  explicit NltkBleuOfSums(NltkBleuFormula formula) : formula_(std::move(formula)) {}

  [[nodiscard]] std::size_t columns() const override { return kBleuLengths + 2 * formula_.orders(); }

  [[nodiscard]] Score score(const double* sums, Sums) const override {
    const std::vector<std::int64_t> row = counts(sums, columns());
    NltkBleuFormula::Result result;
    formula_.score({row.data(), formula_.orders()}, {row.data(), formula_.orders()}, result);
    return score_of(result.scores.front());
  }

 private:
  NltkBleuFormula formula_;
};

class ToolBleuOfSums : public ScoreOfSums {
 public:
  ToolBleuOfSums(std::size_t max_order, ToolBleuFormula formula)
      : max_order_(max_order), formula_(std::move(formula)) {}

  [[nodiscard]] std::size_t columns() const override { return kBleuLengths + 2 * max_order_; }

  [[nodiscard]] Score score(const double* sums, Sums) const override {
    BleuResult result;
    formula_.score({counts(sums, columns()).data(), max_order_}, result);
    return score_of(result.score);
  }

 private:
  std::size_t max_order_;
  ToolBleuFormula formula_;
};

class GleuOfSums : public ScoreOfSums {
 public:
  [[nodiscard]] std::size_t columns() const override { return 2; }

  [[nodiscard]] Score score(const double* sums, Sums) const override {
    const std::vector<std::int64_t> row = counts(sums, columns());
    return score_of(gleu_score(row[0], row[1]));
  }
};

class WerOfSums : public ScoreOfSums {
 public:
  explicit WerOfSums(const EditWeights& weights) : weights_(weights) {}

  [[nodiscard]] std::size_t columns() const override { return kWerColumns; }

  [[nodiscard]] Score score(const double* sums, Sums) const override {
    const std::vector<std::int64_t> row = counts(sums, columns());
    return score_of(error_rates(row.data(), weights_).wer);
  }

 private:
  EditWeights weights_;
};

class GecGleuOfSums : public ScoreOfSums {
 public:
  [[nodiscard]] std::size_t columns() const override { return kGecGleuColumns; }

  [[nodiscard]] Score score(const double* sums, Sums) const override {
    return score_of(gec_gleu_score(counts(sums, columns()).data(), false));
  }
};

class SariOfSums : public ScoreOfSums {
 public:
  [[nodiscard]] std::size_t columns() const override { return kSariCountColumns; }

  [[nodiscard]] Score score(const double* sums, Sums) const override {
    return score_of(sari_of_counts(counts(sums, columns()).data()).score);
  }
};

}  // namespace

std::unique_ptr<ScoreOfSums> bleu_of_sums(std::size_t max_order, BleuFormula formula) {
  return std::make_unique<BleuOfSums>(max_order, formula);
}

std::unique_ptr<ScoreOfSums> chrf_of_sums(std::size_t orders, ChrfFormula formula) {
  return std::make_unique<ChrfOfSums>(orders, formula);
}

std::unique_ptr<ScoreOfSums> ter_of_sums() { return std::make_unique<TerOfSums>(); }

std::unique_ptr<ScoreOfSums> huggingface_bleu_of_sums(std::size_t max_order, HuggingFaceBleuFormula formula) {
  return std::make_unique<HuggingFaceBleuOfSums>(max_order, formula);
}

std::unique_ptr<ScoreOfSums> nltk_bleu_of_sums(const NltkBleuFormula& formula) {
  if (formula.scores() != 1) throw std::invalid_argument("several sets of weights give several scores");
  if (formula.looks_at_last()) {
    throw std::invalid_argument("this smoothing looks at the last example, which a resample does not have");
  }
  return std::make_unique<NltkBleuOfSums>(formula);
}

std::unique_ptr<ScoreOfSums> tool_bleu_of_sums(std::size_t max_order, const ToolBleuFormula& formula) {
  return std::make_unique<ToolBleuOfSums>(max_order, formula);
}

std::unique_ptr<ScoreOfSums> gleu_of_sums() { return std::make_unique<GleuOfSums>(); }

std::unique_ptr<ScoreOfSums> gec_gleu_of_sums() { return std::make_unique<GecGleuOfSums>(); }

std::unique_ptr<ScoreOfSums> sari_of_sums() { return std::make_unique<SariOfSums>(); }

std::unique_ptr<ScoreOfSums> wer_of_sums(const EditWeights& weights) { return std::make_unique<WerOfSums>(weights); }

}  // namespace gramscore
