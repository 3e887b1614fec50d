#include "pools/rare_index.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "pools/common_items.hpp"
#include "tests/random.hpp"

namespace gramscore::pools {
namespace {

using testing::for_seeds;
using testing::Random;
using Items = std::vector<std::uint32_t>;

std::vector<Items> random_texts(Random& random, std::size_t count) {
  const std::size_t alphabet = random.pick(std::vector<std::size_t>{2, 12, 300});
  const std::size_t longest = random.pick(std::vector<std::size_t>{2, 12, 60, 90});
  std::vector<Items> texts;
  while (texts.size() < count) {
    Items text;
    if (!texts.empty() && random.one_in(2)) {
      text = random.pick(texts);
      for (std::uint32_t& it : text) {
        if (random.one_in(5)) it = static_cast<std::uint32_t>(random.below(alphabet));
      }
      if (!text.empty() && random.one_in(3)) text.erase(text.begin());
    } else {
      text = testing::random_sequence<std::uint32_t>(random, random.below(longest + 1), alphabet);
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

TEST_CASE("what shares enough is found, once, also after the index is made anew") {
  for (const PoolPlan& plan : {rouge_pool(0), rouge_pool(1), gleu_pool(1, 1), token_f1_pool()}) {
    for_seeds(12, [&](Random& random) {
      for (const double threshold : {0.0, 0.5, 0.7, 0.9, 1.0}) {
        const std::vector<Items> texts = random_texts(random, 80);
        RareIndex index(plan, threshold);
        RareIndex::Search own(plan, threshold);
        Needs needs(plan, threshold);
        CommonItems common(plan.items);
        const auto add_all = [&](std::size_t end) {
          for (std::size_t id = index.size(); id < end; ++id) index.add(texts[id]);
        };
        for (std::size_t t = 0; t < texts.size(); ++t) {
          index.count(texts[t]);
          if (random.one_in(30)) index.clear(t);
          add_all(t);
          const std::size_t first = random.one_in(4) ? random.below(t + 1) : 0;
          std::vector<std::uint32_t> found;
          index.search(texts[t], first, own, [&](std::uint32_t id, std::uint32_t need) {
            found.push_back(id);
            CHECK(need == needs.of(texts[t].size(), texts[id].size(), 0));
            return false;
          });
          const std::set<std::uint32_t> once(found.begin(), found.end());
          REQUIRE(once.size() == found.size());
          REQUIRE((once.empty() || (*once.begin() >= first && *once.rbegin() < t)));
          common.set(texts[t], 300);
          for (std::size_t id = first; id < t; ++id) {
            const std::uint32_t need = needs.of(texts[t].size(), texts[id].size(), 0);
            if (need == kNever || common.with(texts[id], Checkpoint()) < need) continue;
            REQUIRE(once.contains(static_cast<std::uint32_t>(id)));
          }
        }
      }
    });
  }
}

TEST_CASE("a search ends where it is told to") {
  const PoolPlan plan = rouge_pool(0);
  RareIndex index(plan, 0.5);
  RareIndex::Search own(plan, 0.5);
  for (int k = 0; k < 10; ++k) index.add(Items{1, 2, 3});
  std::size_t calls = 0;
  index.search(Items{1, 2, 3}, 0, own, [&](std::uint32_t, std::uint32_t) { return ++calls == 4; });
  CHECK(calls == 4);
}

TEST_CASE("the index grows with what is counted, and few times") {
  const PoolPlan plan = rouge_pool(0);
  RareIndex index(plan, 0.7);
  Random random(1);
  std::size_t times = 0;
  for (std::size_t k = 0; k < 20'000; ++k) {
    const Items text = testing::random_sequence<std::uint32_t>(random, 10, 1000);
    index.count(text);
    index.add(text);
    if (!index.outgrown()) continue;
    ++times;
    const std::size_t size = index.size();
    index.clear(size);
    CHECK(index.size() == 0);
    for (std::size_t t = 0; t < size; ++t) index.add(text);
    CHECK_FALSE(index.outgrown());
  }
  CHECK(times > 0);
  CHECK(times < 40);
}

}  // namespace
}  // namespace gramscore::pools
