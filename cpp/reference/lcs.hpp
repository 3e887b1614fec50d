// Longest common subsequences from the full table, and rouge-score's way to read them out.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace gramscore::reference {

using LcsTable = std::vector<std::vector<std::uint32_t>>;

/// table[i][j] is the length of the LCS of the first i tokens of `a` and the first j of `b`.
template <class T>
LcsTable lcs_table(const std::vector<T>& a, const std::vector<T>& b) {
  LcsTable table(a.size() + 1, std::vector<std::uint32_t>(b.size() + 1, 0));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      if (a[i - 1] == b[j - 1]) {
        table[i][j] = table[i - 1][j - 1] + 1;
      } else {
        table[i][j] = std::max(table[i - 1][j], table[i][j - 1]);
      }
    }
  }
  return table;
}

template <class T>
std::uint32_t lcs_length(const std::vector<T>& a, const std::vector<T>& b) {
  return lcs_table(a, b).back().back();
}

/// The positions in `reference` of one LCS. Of the many there may be, it is the one found by starting at the
/// ends: equal tokens are taken; otherwise a token of the prediction is dropped if that keeps strictly more
/// than dropping one of the reference, which is dropped else.
template <class T>
std::set<std::size_t> lcs_positions(const std::vector<T>& reference, const std::vector<T>& prediction) {
  const LcsTable table = lcs_table(reference, prediction);
  std::set<std::size_t> positions;
  std::size_t i = reference.size();
  std::size_t j = prediction.size();
  while (i > 0 && j > 0) {
    if (reference[i - 1] == prediction[j - 1]) {
      positions.insert(i - 1);
      --i;
      --j;
    } else if (table[i][j - 1] > table[i - 1][j]) {
      --j;
    } else {
      --i;
    }
  }
  return positions;
}

/// lcs_positions() for sequences whose table would not fit into memory: of each cell only the one bit is kept
/// that says whether a token of the prediction is to be dropped there.
template <class T>
std::set<std::size_t> lcs_positions_lean(const std::vector<T>& reference, const std::vector<T>& prediction) {
  const std::size_t m = reference.size();
  const std::size_t n = prediction.size();
  std::vector<bool> drop_prediction((m + 1) * (n + 1));
  std::vector<std::uint32_t> above(n + 1, 0);
  std::vector<std::uint32_t> row(n + 1, 0);
  for (std::size_t i = 1; i <= m; ++i) {
    for (std::size_t j = 1; j <= n; ++j) {
      row[j] = reference[i - 1] == prediction[j - 1] ? above[j - 1] + 1 : std::max(above[j], row[j - 1]);
      drop_prediction[i * (n + 1) + j] = row[j - 1] > above[j];
    }
    std::swap(above, row);
  }
  std::set<std::size_t> positions;
  for (std::size_t i = m, j = n; i > 0 && j > 0;) {
    if (reference[i - 1] == prediction[j - 1]) {
      positions.insert(i - 1);
      --i;
      --j;
    } else if (drop_prediction[i * (n + 1) + j]) {
      --j;
    } else {
      --i;
    }
  }
  return positions;
}

/// The matches of rougeLsum. Each reference sentence contributes the union of its LCS positions with every
/// prediction sentence. In the order of the reference, a token found counts while both sides have it left.
template <class T>
std::uint64_t summary_matches(const std::vector<std::vector<T>>& reference,
                              const std::vector<std::vector<T>>& prediction, bool lean = false) {
  std::map<T, std::uint64_t> left_in_reference;
  std::map<T, std::uint64_t> left_in_prediction;
  for (const auto& sentence : reference) {
    for (const T& token : sentence) ++left_in_reference[token];
  }
  for (const auto& sentence : prediction) {
    for (const T& token : sentence) ++left_in_prediction[token];
  }
  std::uint64_t matches = 0;
  for (const auto& sentence : reference) {
    std::set<std::size_t> united;
    for (const auto& other : prediction) {
      united.merge(lean ? lcs_positions_lean(sentence, other) : lcs_positions(sentence, other));
    }
    for (const std::size_t position : united) {
      const T& token = sentence[position];
      if (left_in_reference[token] > 0 && left_in_prediction[token] > 0) {
        --left_in_reference[token];
        --left_in_prediction[token];
        ++matches;
      }
    }
  }
  return matches;
}

}  // namespace gramscore::reference
