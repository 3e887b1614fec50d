#include "gramscore/metrics/bleu.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>

#include "gramscore/match/clipped.hpp"
#include "gramscore/sums/corpus_sums.hpp"
#include "gramscore/work/buffer.hpp"
#include "metrics/chrf/character_matcher.hpp"
#include "metrics/formulas.hpp"
#include "metrics/python_math.hpp"

namespace gramscore {
namespace {

class BleuScratch : public Metric::Scratch {
 public:
  void trim() override {
    matcher.trim();
    if (characters) characters->trim();
    matches.trim(kKept);
    if (references.capacity() * sizeof(TokenSpan) > kKept) std::vector<TokenSpan>().swap(references);
    if (lengths.capacity() * sizeof(std::int64_t) > kKept) std::vector<std::int64_t>().swap(lengths);
  }

  static constexpr std::size_t kKept = 1 << 20;
  ClippedMatcher matcher;
  std::optional<chrf::CharacterMatcher> characters;  // where tokens are code points
  Buffer<std::uint32_t> matches;
  std::vector<TokenSpan> references;
  std::vector<std::int64_t> lengths;
};

/// A row in double precision.
struct ExactSums : BleuRow {
  using Number = double;

  [[nodiscard]] double sys_len() const { return static_cast<double>(BleuRow::sys_len()); }
  [[nodiscard]] double ref_len() const { return static_cast<double>(BleuRow::ref_len()); }
  [[nodiscard]] double count(std::size_t n) const { return static_cast<double>(BleuRow::count(n)); }
  [[nodiscard]] double total(std::size_t n) const { return static_cast<double>(BleuRow::total(n)); }
  [[nodiscard]] static double plus(double number, double value) { return number + value; }
};

[[noreturn]] void throw_unknown(const char* what, std::string_view name, const char* known) {
  throw std::invalid_argument(std::string("unknown ") + what + " '" + std::string(name) + "': known are " + known);
}

}  // namespace

BleuProfile bleu_profile(std::string_view name) {
  if (name == "sacrebleu") return BleuProfile::sacrebleu;
  if (name == "nltk") return BleuProfile::nltk;
  if (name == "huggingface") return BleuProfile::huggingface;
  if (name == "torchmetrics") return BleuProfile::torchmetrics;
  throw_unknown("profile", name, "sacrebleu, nltk, huggingface and torchmetrics");
}

BleuSmoothing bleu_smoothing(std::string_view name) {
  if (name == "none") return BleuSmoothing::none;
  if (name == "floor") return BleuSmoothing::floor;
  if (name == "add-k") return BleuSmoothing::add_k;
  if (name == "exp") return BleuSmoothing::exp;
  throw_unknown("smoothing", name, "exp, floor, add-k and none");
}

std::int64_t closest_length(std::span<const std::int64_t> lengths, std::int64_t length) {
  const auto closer = [length](std::int64_t a, std::int64_t b) {
    const std::int64_t to_a = std::abs(a - length);
    const std::int64_t to_b = std::abs(b - length);
    return to_a != to_b ? to_a < to_b : a < b;
  };
  return *std::min_element(lengths.begin(), lengths.end(), closer);
}

namespace {

/// As closest_length(), but the first of two at the same distance.
std::int64_t first_closest_length(std::span<const std::int64_t> lengths, std::int64_t length) {
  return *std::min_element(lengths.begin(), lengths.end(), [length](std::int64_t a, std::int64_t b) {
    return std::abs(a - length) < std::abs(b - length);
  });
}

std::int64_t reference_length(BleuProfile profile, std::span<const std::int64_t> lengths, std::int64_t length) {
  switch (profile) {
    case BleuProfile::huggingface: return *std::min_element(lengths.begin(), lengths.end());
    case BleuProfile::torchmetrics: return first_closest_length(lengths, length);
    default: return closest_length(lengths, length);
  }
}

}  // namespace

Bleu::Bleu(std::size_t max_order, BleuProfile profile, const TokenizerOptions& tokenizer)
    : max_order_(max_order), profile_(profile), view_(tokenizer) {
  if (max_order == 0) throw std::invalid_argument("max_order is 0: at least 1 is needed");
  // These are the same tokens, as code points, for which there is a faster matcher.
  if (view_.kind == TokenizerKind::character) view_.kind = TokenizerKind::chrf_characters;
}

std::unique_ptr<Metric::Scratch> Bleu::make_scratch() const {
  auto scratch = std::make_unique<BleuScratch>();
  if (view_.kind == TokenizerKind::chrf_characters) scratch->characters.emplace();
  return scratch;
}

void Bleu::score(const Examples& examples, std::int64_t* rows, Scratch& scratch, const Checkpoint& checkpoint) const {
  auto& own = static_cast<BleuScratch&>(scratch);
  const Documents& documents = examples.views.front();
  const std::int64_t least_total = profile_ == BleuProfile::nltk ? 1 : 0;
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const TokenSpan prediction = documents.tokens(d++);
    own.references.clear();
    own.lengths.clear();
    for (std::uint32_t k = 0; k < count; ++k) {
      own.references.push_back(documents.tokens(d++));
      own.lengths.push_back(static_cast<std::int64_t>(own.references.back().size));
    }
    const auto length = static_cast<std::int64_t>(prediction.size);
    rows[0] = length;
    rows[1] = reference_length(profile_, own.lengths, length);
    std::int64_t* const counts = rows + kBleuLengths;
    std::int64_t* const totals = counts + max_order_;
    if (own.characters && count == 1) {
      std::uint32_t* const matches = own.matches.reserve(max_order_);
      own.characters->match(own.references[0], prediction, max_order_, matches, checkpoint);
      std::copy_n(matches, max_order_, counts);
    } else {
      own.matcher.match(prediction, own.references, max_order_, counts, checkpoint);
    }
    for (std::size_t n = 1; n <= max_order_; ++n) {
      totals[n - 1] = std::max(length - static_cast<std::int64_t>(n) + 1, least_total);
    }
    rows += columns();
  }
}

std::vector<std::int64_t> BleuRows::sum() const { return column_sums(data, rows, columns()).whole; }

void BleuFormula::score(const BleuRow& row, BleuResult& out) const { formulas::bleu(ExactSums{row}, *this, out); }

void HuggingFaceBleuFormula::score(const BleuRow& row, BleuResult& out) const {
  const std::size_t orders = row.max_order;
  out.precisions.assign(orders, 0.0);
  out.added = 1;
  for (std::size_t n = 1; n <= orders; ++n) {
    const auto count = static_cast<double>(row.count(n));
    const auto total = static_cast<double>(row.total(n));
    if (smooth) {
      out.precisions[n - 1] = (count + 1) / (total + 1);
    } else if (total > 0) {
      out.precisions[n - 1] = count / total;
    }
  }
  if (row.sys_len() == 0 || row.ref_len() == 0) {
    out.score = out.brevity_penalty = std::numeric_limits<double>::quiet_NaN();
    return;
  }
  double mean = 0;
  if (*std::min_element(out.precisions.begin(), out.precisions.end()) > 0) {
    const double weight = 1.0 / static_cast<double>(orders);
    PythonSum sum(compensated);
    for (const double precision : out.precisions) sum.add(weight * std::log(precision));
    mean = std::exp(sum.value());
  }
  const double ratio = static_cast<double>(row.sys_len()) / static_cast<double>(row.ref_len());
  out.brevity_penalty = ratio > 1.0 ? 1.0 : std::exp(1 - 1.0 / ratio);
  out.score = mean * out.brevity_penalty;
}

}  // namespace gramscore
