#include "gramscore/metrics/sclite.hpp"

#include <algorithm>
#include <iterator>

#include "gramscore/metrics/wer.hpp"
#include "metrics/sclite/network_path.hpp"
#include "metrics/sclite/word_network.hpp"

namespace gramscore {
namespace {

class ScliteScratch : public Metric::Scratch {
 public:
  void trim() override {
    hypothesis.trim();
    reference.trim();
    path.trim();
    if (steps.capacity() * sizeof(ScliteStep) > (1 << 20)) std::vector<ScliteStep>().swap(steps);
  }

  WordNetwork hypothesis;
  WordNetwork reference;
  NetworkPath path;
  std::vector<ScliteStep> steps;
};

ScliteShown shown(const WordNetwork& network, std::uint32_t word) {
  const auto text = network.text(word);
  const ScliteWord& found = network.words()[word];
  return {{text.begin(), text.end()}, found.source_begin, found.source_end};
}

}  // namespace

Sclite::Sclite(const ScliteOptions& options) : options_(options) {
  view_.kind = TokenizerKind::chrf_characters;
  view_.keep_whitespace = true;
}

std::size_t Sclite::columns() const { return kWerColumns; }

std::unique_ptr<Metric::Scratch> Sclite::make_scratch() const { return std::make_unique<ScliteScratch>(); }

void Sclite::score(const Examples& examples, std::int64_t* rows, Scratch& scratch, const Checkpoint& checkpoint) const {
  auto& own = static_cast<ScliteScratch&>(scratch);
  const Documents& texts = examples.views.front();
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const auto refuse = [&](ScliteFault fault, std::int64_t text) {
      if (rows[0] < 0) return;
      rows[0] = -1 - static_cast<std::int64_t>(fault);
      rows[1] = text;
      rows[2] = rows[3] = 0;
    };
    rows[0] = 0;
    const ScliteFault fault = own.hypothesis.read(texts.tokens(d++), options_);
    if (fault != ScliteFault::none) refuse(fault, 0);
    for (std::uint32_t k = 0; k < count; ++k) {
      const ScliteFault of_reference = own.reference.read(texts.tokens(d++), options_);
      if (of_reference != ScliteFault::none) refuse(of_reference, 1 + std::int64_t{k});
      if (rows[0] < 0) continue;
      own.path.find(own.reference, own.hypothesis, own.steps, checkpoint);
      std::int64_t row[kWerColumns] = {0, 0, 0, 0};
      for (const ScliteStep& step : own.steps) ++row[static_cast<std::size_t>(step.kind)];
      constexpr EditWeights kOnes{1, 1, 1};
      if (k == 0 || error_rates(row, kOnes).wer < error_rates(rows, kOnes).wer) {
        std::copy(std::begin(row), std::end(row), rows);
      }
    }
    rows += kWerColumns;
  }
}

void Sclite::align(TokenSpan reference, TokenSpan hypothesis, ScliteAlignment& out, Scratch& scratch,
                   const Checkpoint& checkpoint) const {
  auto& own = static_cast<ScliteScratch&>(scratch);
  out.steps.clear();
  out.reference.clear();
  out.hypothesis.clear();
  out.reference_fault = own.reference.read(reference, options_);
  out.hypothesis_fault = own.hypothesis.read(hypothesis, options_);
  if (out.reference_fault != ScliteFault::none || out.hypothesis_fault != ScliteFault::none) return;
  own.path.find(own.reference, own.hypothesis, out.steps, checkpoint);
  for (ScliteStep& step : out.steps) {
    if (step.reference != 0) {
      out.reference.push_back(shown(own.reference, step.reference));
      step.reference = static_cast<std::uint32_t>(out.reference.size());
    }
    if (step.hypothesis != 0) {
      out.hypothesis.push_back(shown(own.hypothesis, step.hypothesis));
      step.hypothesis = static_cast<std::uint32_t>(out.hypothesis.size());
    }
  }
}

}  // namespace gramscore
