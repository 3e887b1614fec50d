// BLEU's statistics as Python passes them back.
#pragma once

#include "gramscore/metrics/bleu.hpp"
#include "stats_rows.hpp"

namespace gramscore::bindings {

/// Throws ValueError for what are no rows of BLEU's columns.
inline BleuRows bleu_rows(const pybind11::array& stats) {
  const StatsRows rows = stats_rows(stats);
  if (rows.columns < kBleuLengths + 2 || rows.columns % 2 != 0) {
    throw pybind11::value_error("stats must have the columns of BLEU: sys_len, ref_len, counts and totals");
  }
  return {rows.data, rows.rows, (rows.columns - kBleuLengths) / 2};
}

}  // namespace gramscore::bindings
