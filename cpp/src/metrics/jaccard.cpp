#include "gramscore/metrics/jaccard.hpp"

#include <vector>

#include "gramscore/match/token_index.hpp"
#include "match/strips.hpp"

namespace gramscore {
namespace {

class JaccardScratch : public Metric::Scratch {
 public:
  void trim() override {
    constexpr std::size_t kKeep = 1 << 20;
    index.trim();
    if (numbers.capacity() > kKeep) numbers = {};
    if (seen.capacity() > kKeep) seen = {};
  }

  TokenIndex index;
  std::vector<std::uint32_t> numbers;
  std::vector<std::uint8_t> seen;
};

void insert(TokenSpan text, JaccardScratch& own, const Checkpoint& checkpoint) {
  own.numbers.resize(text.size);
  in_strips(text.size, checkpoint, [&](std::size_t begin, std::size_t count) {
    own.index.insert_each(count, [&](std::size_t i) { return text.data[begin + i]; }, own.numbers.data() + begin);
  });
}

}  // namespace

std::unique_ptr<Metric::Scratch> Jaccard::make_scratch() const { return std::make_unique<JaccardScratch>(); }

void Jaccard::score(const Examples& examples, std::int64_t* rows, Scratch& scratch,
                    const Checkpoint& checkpoint) const {
  auto& own = static_cast<JaccardScratch&>(scratch);
  const Documents& texts = examples.views.front();
  std::size_t d = 0;
  for (const std::uint32_t count : examples.references) {
    const TokenSpan prediction = texts.tokens(d++);
    for (std::uint32_t k = 0; k < count; ++k) {
      const TokenSpan reference = texts.tokens(d++);
      check_size(prediction.size + reference.size);
      own.index.reset(prediction.size + reference.size);
      insert(prediction, own, checkpoint);
      const std::uint32_t predicted = own.index.size();
      insert(reference, own, checkpoint);
      own.seen.assign(predicted + std::size_t{1}, 0);
      std::int64_t both = 0;
      for (const std::uint32_t number : own.numbers) {
        if (number > predicted || own.seen[number] != 0) continue;
        own.seen[number] = 1;
        ++both;
      }
      const auto either = static_cast<std::int64_t>(own.index.size());
      if (k != 0 && jaccard_score(both, either) <= jaccard_score(rows[0], rows[1])) continue;
      rows[0] = both;
      rows[1] = either;
    }
    rows += kJaccardColumns;
  }
}

}  // namespace gramscore
