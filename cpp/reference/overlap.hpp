// Fragments, extracts and n-grams that texts share, as their definitions have them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

namespace gramscore::reference {

struct Run {
  std::size_t summary;
  std::size_t article;
  std::size_t length;

  friend bool operator==(const Run&, const Run&) = default;
};

/// Newsroom's fragments, token by token.
template <class Tokens>
std::vector<Run> fragments(const Tokens& summary, const Tokens& article) {
  std::vector<Run> found;
  for (std::size_t i = 0; i < summary.size();) {
    Run best{i, 0, 0};
    for (std::size_t j = 0; j < article.size();) {
      std::size_t length = 0;
      while (i + length < summary.size() && j + length < article.size() && summary[i + length] == article[j + length]) {
        ++length;
      }
      if (length > best.length) best = {i, j, length};
      j += std::max<std::size_t>(length, 1);
    }
    if (best.length != 0) found.push_back(best);
    i += std::max<std::size_t>(best.length, 1);
  }
  return found;
}

template <class Tokens>
std::vector<Tokens> grams(const Tokens& text, std::size_t n) {
  std::vector<Tokens> found;
  for (std::size_t i = 0; i + n <= text.size(); ++i) {
    found.emplace_back(text.begin() + static_cast<std::ptrdiff_t>(i),
                       text.begin() + static_cast<std::ptrdiff_t>(i + n));
  }
  return found;
}

template <class Tokens>
std::set<Tokens> gram_set(const Tokens& text, std::size_t n) {
  const std::vector<Tokens> all = grams(text, n);
  return {all.begin(), all.end()};
}

/// PreSumm's worth of an extract: F of the sets of unigrams and of bigrams.
template <class Tokens>
double presumm_worth(const std::vector<Tokens>& sentences, const std::vector<std::uint32_t>& chosen,
                     const Tokens& summary) {
  double worth = 0;
  for (const std::size_t n : {1u, 2u}) {
    std::set<Tokens> own;
    for (const std::uint32_t s : chosen) own.merge(gram_set(sentences[s], n));
    const std::set<Tokens> goal = gram_set(summary, n);
    std::size_t overlap = 0;
    for (const Tokens& gram : own) overlap += goal.count(gram);
    const double precision = own.empty() ? 0.0 : static_cast<double>(overlap) / static_cast<double>(own.size());
    const double recall = goal.empty() ? 0.0 : static_cast<double>(overlap) / static_cast<double>(goal.size());
    worth += 2.0 * ((precision * recall) / (precision + recall + 1e-8));
  }
  return worth;
}

/// The greedy selection by worth(chosen): unsorted if it ends early.
template <class Worth>
std::vector<std::uint32_t> greedy_extract(std::size_t sentences, std::size_t most, Worth worth) {
  std::vector<std::uint32_t> chosen;
  double reached = 0;
  while (chosen.size() < most) {
    std::ptrdiff_t best = -1;
    for (std::uint32_t i = 0; i < sentences; ++i) {
      if (std::ranges::find(chosen, i) != chosen.end()) continue;
      std::vector<std::uint32_t> tried = chosen;
      tried.push_back(i);
      const double value = worth(tried);
      if (value > reached) {
        reached = value;
        best = i;
      }
    }
    if (best < 0) return chosen;
    chosen.push_back(static_cast<std::uint32_t>(best));
  }
  std::ranges::sort(chosen);
  return chosen;
}

/// An n-gram of a text, and where documents, numbered through, have it first.
struct Shared {
  std::size_t token;
  std::size_t position;
  std::size_t length;

  friend bool operator==(const Shared&, const Shared&) = default;
};

/// N-grams of `most` tokens, or of all tokens of documents that have fewer, but at least `least`.
template <class Tokens>
std::vector<Shared> shared_grams(const std::vector<Tokens>& documents, std::size_t least, std::size_t most,
                                 const Tokens& text) {
  std::vector<Shared> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::set<std::size_t> lengths;  // found here
    std::size_t first = 0;
    for (const Tokens& document : documents) {
      const std::size_t n = document.size() < least ? 0 : std::min(document.size(), most);
      for (std::size_t i = 0; n != 0 && at + n <= text.size() && i + n <= document.size(); ++i) {
        if (lengths.contains(n)) break;
        if (std::equal(document.begin() + static_cast<std::ptrdiff_t>(i),
                       document.begin() + static_cast<std::ptrdiff_t>(i + n),
                       text.begin() + static_cast<std::ptrdiff_t>(at))) {
          lengths.insert(n);
          found.push_back({at, first + i, n});
        }
      }
      first += document.size();
    }
  }
  return found;
}

}  // namespace gramscore::reference
