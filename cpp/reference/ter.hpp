// Translation edits as the definition has them: every move tried by doing it, every distance from a whole table.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

namespace gramscore::reference {

/// The steps of a cheapest path within the beam, from the start: '=' and 's' take a word of both sides, 'h' one of the
/// hypothesis, 'r' one of the reference.
struct EditPath {
  std::size_t distance = 0;
  std::string steps;
};

/// Out of reach unless something is said.
struct EditCell {
  std::size_t cost = std::numeric_limits<std::size_t>::max() / 2;
  char step = '?';
};

template <class T>
EditPath beam_distance(const std::vector<T>& hypothesis, const std::vector<T>& reference) {
  const std::size_t n = hypothesis.size();
  const std::size_t m = reference.size();
  std::vector<std::vector<EditCell>> table(n + 1, std::vector<EditCell>(m + 1));
  for (std::size_t j = 0; j <= m; ++j) table[0][j] = {j, 'r'};
  const double ratio = n == 0 ? 1 : static_cast<double>(m) / static_cast<double>(n);
  double beam = 25;
  if (beam < ratio / 2) beam = std::ceil(ratio / 2 + beam);
  for (std::size_t i = 1; i <= n; ++i) {
    const double diagonal = std::floor(static_cast<double>(i) * ratio);
    for (std::size_t j = 0; j <= m; ++j) {
      const auto column = static_cast<double>(j);
      if (column < diagonal - beam || (column >= diagonal + beam && i != n)) continue;
      EditCell& cell = table[i][j];
      const auto offer = [&](std::size_t cost, char step) {
        if (cost < cell.cost) cell = {cost, step};
      };
      if (j > 0) {
        const bool same = hypothesis[i - 1] == reference[j - 1];
        offer(table[i - 1][j - 1].cost + (same ? 0 : 1), same ? '=' : 's');
      }
      offer(table[i - 1][j].cost + 1, 'h');
      if (j > 0) offer(table[i][j - 1].cost + 1, 'r');
    }
  }
  EditPath path{table[n][m].cost, ""};
  for (std::size_t i = n, j = m; i > 0 || j > 0;) {
    const char step = table[i][j].step;
    path.steps += step;
    if (step != 'r') --i;
    if (step != 'h') --j;
  }
  std::reverse(path.steps.begin(), path.steps.end());
  return path;
}

/// The words with `size` of them, from `from` on, moved to before word `to`; into the block itself means beyond it.
template <class T>
std::vector<T> moved(const std::vector<T>& words, std::size_t from, std::size_t size, std::size_t to) {
  std::vector<T> rest(words);
  const auto begin = rest.begin() + static_cast<std::ptrdiff_t>(from);
  const std::vector<T> block(begin, begin + static_cast<std::ptrdiff_t>(size));
  rest.erase(begin, begin + static_cast<std::ptrdiff_t>(size));
  std::size_t place = to;
  if (to > from + size) place = to - size;
  place = std::min(place, rest.size());
  rest.insert(rest.begin() + static_cast<std::ptrdiff_t>(place), block.begin(), block.end());
  return rest;
}

template <class T>
std::size_t translation_edits(std::vector<T> hypothesis, const std::vector<T>& reference) {
  if (reference.empty()) return hypothesis.size();
  const std::size_t n = hypothesis.size();
  const std::size_t m = reference.size();
  std::size_t tried = 0;
  std::size_t moves = 0;
  for (;;) {
    const EditPath path = beam_distance(hypothesis, reference);
    std::vector<std::ptrdiff_t> partner;
    std::vector<bool> hypothesis_edited;
    std::vector<bool> reference_edited;
    for (const char step : path.steps) {
      if (step != 'r') hypothesis_edited.push_back(step != '=');
      if (step == 'h') continue;
      reference_edited.push_back(step != '=');
      partner.push_back(static_cast<std::ptrdiff_t>(hypothesis_edited.size()) - 1);
    }
    const auto any = [](const std::vector<bool>& edited, std::size_t begin, std::size_t size) {
      const auto first = edited.begin() + static_cast<std::ptrdiff_t>(begin);
      return std::find(first, first + static_cast<std::ptrdiff_t>(size), true) !=
             first + static_cast<std::ptrdiff_t>(size);
    };
    // What it gains, its size, and from and to where, the earlier the better.
    using Gain = std::tuple<std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t>;
    Gain best{0, 0, 0, 0};
    for (std::size_t h = 0; h < n; ++h) {
      for (std::size_t r = 0; r < m; ++r) {
        if (std::max(h, r) - std::min(h, r) > 50) continue;
        for (std::size_t size = 1; size <= 10 && h + size <= n && r + size <= m; ++size) {
          if (hypothesis[h + size - 1] != reference[r + size - 1]) break;
          if (!any(hypothesis_edited, h, size) || !any(reference_edited, r, size)) continue;
          const auto here = static_cast<std::ptrdiff_t>(h);
          if (partner[r] >= here && partner[r] < here + static_cast<std::ptrdiff_t>(size)) continue;
          std::ptrdiff_t last = -1;
          for (std::size_t k = 0; k <= size; ++k) {
            const std::ptrdiff_t to = r + k == 0 ? 0 : partner[r + k - 1] + 1;
            if (to == last) continue;
            last = to;
            ++tried;
            if (tried >= 1000) return moves + path.distance;
            const auto after = beam_distance(moved(hypothesis, h, size, static_cast<std::size_t>(to)), reference);
            best = std::max(
                best, Gain{static_cast<std::ptrdiff_t>(path.distance) - static_cast<std::ptrdiff_t>(after.distance),
                           static_cast<std::ptrdiff_t>(size), -here, -to});
          }
        }
      }
    }
    if (std::get<0>(best) <= 0) return moves + path.distance;
    ++moves;
    hypothesis = moved(hypothesis, static_cast<std::size_t>(-std::get<2>(best)),
                       static_cast<std::size_t>(std::get<1>(best)), static_cast<std::size_t>(-std::get<3>(best)));
  }
}

}  // namespace gramscore::reference
