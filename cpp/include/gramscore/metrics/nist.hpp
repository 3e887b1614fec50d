// NIST: n-gram matches weighted by the information that an n-gram carries.
//
// Definition: G. Doddington, "Automatic Evaluation of Machine Translation Quality Using N-gram Co-occurrence
// Statistics" (2002), as NLTK's nltk.translate.nist_score computes it.
//
// An n-gram's information is learnt from the references of the whole corpus, so the statistics of an example depend on all
// examples. NIST is therefore no Metric: it takes a corpus at once, and corpora cannot be joined afterwards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// The statistics of N examples for n = 1..max_order.
struct NistStatistics {
  std::size_t max_order = 0;
  std::vector<std::int64_t> sys_len;  // (N,)
  /// (N, max_order): the n-grams of the prediction, and the length of the reference that matches best in order n.
  std::vector<std::int64_t> totals;
  std::vector<std::int64_t> ref_len;
  /// (N, max_order): the summed information of the n-grams that match.
  std::vector<double> information;
};

/// Statistics of the examples, whose documents are in one batch, as a corpus of their own. `compensated` adds as sum() does
/// from CPython 3.12 on, instead of one after the other.
NistStatistics nist_statistics(const Documents& documents, std::span<const std::uint32_t> references,
                               std::size_t max_order, const Checkpoint& checkpoint, bool compensated = false);

/// The score, 0 or more, in NLTK's order of operations. NaN where NLTK divides by zero: no prediction has n-grams of an
/// order, or the references are empty.
double nist_score(std::span<const std::int64_t> sys_len, std::span<const std::int64_t> totals,
                  std::span<const std::int64_t> ref_len, std::span<const double> information, std::size_t max_order);

}  // namespace gramscore
