#include "gramscore/metrics/extractiveness.hpp"

#include <charconv>
#include <stdexcept>
#include <string>
#include <vector>

#include "gramscore/match/fragments.hpp"

namespace gramscore {
namespace {

constexpr std::size_t kMostOrder = 9;

class FragmentScratch : public Metric::Scratch {
 public:
  void trim() override {
    finder.trim();
    if (found.capacity() > kKeep) std::vector<Fragment>().swap(found);
  }

  FragmentFinder finder;
  std::vector<Fragment> found;
  std::vector<TokenSpan> article;

 private:
  static constexpr std::size_t kKeep = 1 << 16;
};

}  // namespace

ExtractMeasure ExtractMeasure::parse(std::string_view name) {
  if (name == "coverage") return {Kind::coverage, 0};
  if (name == "density") return {Kind::density, 0};
  if (name == "compression") return {Kind::compression, 0};
  for (const auto& [prefix, kind] : {std::pair{std::string_view("novel"), Kind::novel},
                                     std::pair{std::string_view("repetition"), Kind::repetition}}) {
    if (!name.starts_with(prefix)) continue;
    std::size_t order = 0;
    const char* const end = name.data() + name.size();
    const auto [last, error] = std::from_chars(name.data() + prefix.size(), end, order);
    if (error == std::errc() && last == end && order >= 1 && order <= kMostOrder) return {kind, order};
  }
  throw std::invalid_argument("unknown measure '" + std::string(name) +
                              "': known are 'coverage', 'density', 'compression', 'novel1' to 'novel9' and "
                              "'repetition1' to 'repetition9'");
}

double extract_score(std::int64_t numerator, std::int64_t denominator) {
  return denominator == 0 ? 0.0 : static_cast<double>(numerator) / static_cast<double>(denominator);
}

CorpusSums extract_sums(const std::int64_t* stats, std::size_t rows) {
  CorpusSums sums;
  sums.examples = static_cast<std::int64_t>(rows);
  sums.exact.resize(1);
  for (std::size_t i = 0; i < rows; ++i, stats += kExtractColumns) sums.exact[0].add(extract_score(stats[0], stats[1]));
  return sums;
}

std::unique_ptr<Metric::Scratch> Extractiveness::make_scratch() const { return std::make_unique<FragmentScratch>(); }

void Extractiveness::score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
                           const Checkpoint& checkpoint) const {
  auto& own_scratch = static_cast<FragmentScratch&>(scratch);
  FragmentFinder& finder = own_scratch.finder;
  std::vector<Fragment>& found = own_scratch.found;
  std::vector<TokenSpan>& article = own_scratch.article;
  const Documents& texts = examples.views.front();
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const TokenSpan summary = texts.tokens(d++);
    article.clear();
    std::size_t article_tokens = 0;
    for (std::uint32_t k = 0; k < count; ++k) {
      article.push_back(texts.tokens(d++));
      article_tokens += article.back().size;
    }
    std::uint64_t numerator = 0;
    std::uint64_t denominator = summary.size;
    if (measure_.kind == ExtractMeasure::Kind::compression) {
      numerator = article_tokens;
    } else if (measure_.order == 0) {
      finder.read(summary, article, checkpoint);
      found.clear();
      finder.find(found, checkpoint);
      for (const Fragment& it : found) {
        const std::uint64_t length = it.length;
        numerator += measure_.kind == ExtractMeasure::Kind::density ? length * length : length;
      }
    } else {
      finder.read(summary, article, checkpoint);
      GramCounts grams[kMostOrder];
      finder.count(measure_.order, grams, checkpoint);
      const GramCounts& own = grams[measure_.order - 1];
      const bool novel = measure_.kind == ExtractMeasure::Kind::novel;
      numerator = novel ? own.novel : own.total - own.distinct;
      denominator = novel ? own.distinct : own.total;
    }
    rows[0] = static_cast<std::int64_t>(numerator);
    rows[1] = static_cast<std::int64_t>(denominator);
    rows += kExtractColumns;
  }
}

}  // namespace gramscore
