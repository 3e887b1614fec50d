// BLEU as other tools compute it, from the statistics that Bleu counts.
//
// Definitions, each seen by running the tool or in its source: pycocoevalcap 1.2 (COCO), Moses' multi-bleu.perl and
// multi-bleu-detok.perl, NIST's mteval-v13a.pl and mteval-v14.pl, torchmetrics 1.9.0, and fairseq. docs/bleu.md has what
// each says of the same segments.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gramscore/metrics/bleu.hpp"

namespace gramscore {

enum class BleuTool : std::uint8_t {
  coco,        ///< 0..1: small constants in place of smoothing, so that nothing is 0, and nothing 1
  multi_bleu,  ///< 0..100: 0 if an order has no match
  mteval,      ///< 0..1: orders without n-grams count as 1; `smooth` halves as sacrebleu's "exp"
  torchmetrics,  ///< 0..1, in floats of 32 bits; with `smooth`, 1 is added to orders from 2 on, but not where one has no match
  fairseq  ///< 0..100: 0 if an order has no match; the penalty also where an order has none
};

/// The tool called `name` ("coco", "multi-bleu", "mteval", "torchmetrics", "fairseq"). Throws std::invalid_argument listing
/// the names.
BleuTool bleu_tool(std::string_view name);

struct ToolBleuFormula {
  BleuTool tool = BleuTool::coco;
  bool smooth = false;
  /// Of torchmetrics: of each order; equal ones if there are none.
  std::vector<double> weights = {};

  /// The score, in the tool's order of operations. NaN where the tool divides by zero: multi-bleu, torchmetrics and
  /// fairseq, of predictions without tokens.
  void score(const BleuRow& row, BleuResult& out) const;
};

/// COCO's scores of the orders 1 to max_order, written to `out`.
void coco_bleu(const BleuRow& row, double* out);

}  // namespace gramscore
