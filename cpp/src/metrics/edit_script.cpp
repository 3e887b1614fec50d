#include "gramscore/metrics/edit_script.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "metrics/ter/shift_search.hpp"

namespace gramscore {
namespace {

using Words = std::span<const std::uint32_t>;

std::vector<Token> padded(Words words) {
  std::vector<Token> tokens(words.begin(), words.end());
  tokens.resize(words.size() + kTokenSlack);
  return tokens;
}

/// Moves a block of `size` words of `order`, which are the words' indices before all shifts.
Shift moved(std::vector<std::size_t>& order, std::size_t from, std::size_t size, std::size_t to) {
  const auto at = [&](std::size_t k) { return order.begin() + static_cast<std::ptrdiff_t>(k); };
  std::vector<std::size_t> words(at(from), at(from + size));
  if (to < from) {
    std::rotate(at(to), at(from), at(from + size));
  } else {
    std::rotate(at(from), at(from + size), at(to + size));
  }
  return {std::move(words), from, to};
}

}  // namespace

std::size_t EditScript::edits() const {
  const auto edited = std::ranges::count_if(steps, [](const EditStep& it) { return it.kind != EditStep::Kind::match; });
  return shifts.size() + static_cast<std::size_t>(edited);
}

EditScript edit_script(Words hypothesis, Words reference) {
  EditScript script;
  std::vector<std::size_t> order(hypothesis.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<std::int32_t> partner(reference.size(), -1);
  if (!hypothesis.empty() && !reference.empty()) {
    const std::vector<Token> h = padded(hypothesis);
    const std::vector<Token> r = padded(reference);
    ter::ShiftSearch search;
    search.edits({r.data(), reference.size()}, {h.data(), hypothesis.size()}, Checkpoint());
    for (const ter::ShiftSearch::Shifted& shift : search.shifts()) {
      script.shifts.push_back(moved(order, shift.from, shift.words, shift.to));
    }
    const ter::Alignment& path = search.align();
    std::copy_n(path.partner.data(), reference.size(), partner.begin());
  }
  std::size_t i = 0;  // words of the hypothesis that the path has taken
  const auto delete_up_to = [&](std::size_t end) {
    for (; i < end; ++i) script.steps.push_back({EditStep::Kind::deletion, order[i], 0});
  };
  for (std::size_t j = 0; j < reference.size(); ++j) {
    // A word alone on each side, one after the other, would cost more than the pair of them: so the path has no such steps,
    // and a partner that it has not taken yet is one to be paired.
    if (partner[j] < static_cast<std::int32_t>(i)) {
      script.steps.push_back({EditStep::Kind::insertion, 0, j});
      continue;
    }
    delete_up_to(static_cast<std::size_t>(partner[j]));
    const bool same = hypothesis[order[i]] == reference[j];
    script.steps.push_back({same ? EditStep::Kind::match : EditStep::Kind::substitution, order[i], j});
    ++i;
  }
  delete_up_to(hypothesis.size());
  return script;
}

}  // namespace gramscore
