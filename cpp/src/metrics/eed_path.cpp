#include "gramscore/metrics/eed_path.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "metrics/english_characters.hpp"
#include "text/code_points.hpp"

namespace gramscore {

std::vector<EedStep> eed_path(std::span<const std::uint32_t> prediction, std::span<const std::uint32_t> reference,
                              const EedCosts& costs) {
  using Kind = EedStep::Kind;
  constexpr std::size_t kMostCells = std::size_t{1} << 26;
  const std::size_t width = prediction.size() + 1;
  if (width > kMostCells / (reference.size() + 1)) {
    throw std::invalid_argument("texts of " + std::to_string(prediction.size()) + " and " +
                                std::to_string(reference.size()) + " characters are too long to be explained");
  }
  // How each cell is reached before jumps, and where the cheapest jump of a row is from.
  std::vector<Kind> reached((reference.size() + 1) * width, Kind::jump);
  std::vector<bool> jumped((reference.size() + 1) * width);
  std::vector<std::size_t> from(reference.size() + 1);
  std::vector<double> row(width, 1.0);
  std::vector<double> next(width);
  row[0] = 0;
  for (std::size_t w = 1; w <= reference.size(); ++w) {
    next[0] = row[0] + 1.0;
    reached[w * width] = Kind::insertion;
    for (std::size_t i = 1; i < width; ++i) {
      const bool equal = prediction[i - 1] == reference[w - 1];
      const double deletion = next[i - 1] + costs.deletion;
      const double pair = row[i - 1] + (equal ? 0.0 : 1.0);
      const double insertion = row[i] + costs.insertion;
      next[i] = std::min(deletion, std::min(pair, insertion));
      reached[w * width + i] = next[i] == pair       ? (equal ? Kind::match : Kind::substitution)
                               : next[i] == deletion ? Kind::deletion
                                                     : Kind::insertion;
    }
    const auto least = std::min_element(next.begin(), next.end());
    from[w] = static_cast<std::size_t>(least - next.begin());
    if (reference[w - 1] == ' ') {
      const double landing = costs.jump + *least;
      for (std::size_t i = 0; i < width; ++i) {
        if (!(landing < next[i])) continue;
        next[i] = landing;
        jumped[w * width + i] = true;
      }
    }
    row.swap(next);
  }
  std::vector<EedStep> steps;
  std::size_t i = prediction.size();
  for (std::size_t w = reference.size();;) {
    if (jumped[w * width + i]) {
      steps.push_back({Kind::jump, from[w], i});
      i = from[w];
    }
    if (w == 0 && i == 0) break;
    switch (reached[w * width + i]) {
      case Kind::deletion: steps.push_back({Kind::deletion, --i, 0}); break;
      case Kind::insertion: steps.push_back({Kind::insertion, 0, --w}); break;
      case Kind::jump:  // to where the prediction is entered
        steps.push_back({Kind::jump, 0, i});
        i = 0;
        break;
      case Kind::match:
      case Kind::substitution: {
        const Kind kind = reached[w * width + i];
        --w, --i;
        steps.push_back({kind, i, w});
        break;
      }
    }
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

std::vector<std::uint32_t> english_characters(const Text& text) {
  std::vector<Token> characters;
  each_code_point(text, [&characters](std::uint32_t c) { characters.push_back(c); });
  std::vector<Token> prepared;
  write_english_characters({characters.data(), characters.size()}, prepared);
  std::vector<std::uint32_t> found;
  for (const Token c : prepared) found.push_back(static_cast<std::uint32_t>(c));
  return found;
}

}  // namespace gramscore
