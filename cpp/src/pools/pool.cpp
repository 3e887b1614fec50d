#include "gramscore/pools/pool.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <span>
#include <stdexcept>
#include <utility>

#include "gramscore/metrics/metric.hpp"
#include "gramscore/sums/exact_sum.hpp"
#include "gramscore/work/parallel.hpp"
#include "pools/common_items.hpp"
#include "pools/length_blocks.hpp"
#include "pools/needs.hpp"
#include "pools/rare_index.hpp"
#include "pools/text_items.hpp"

namespace gramscore {
namespace {

using pools::CommonItems;
using pools::LengthBlocks;
using pools::Needs;
using pools::RareIndex;
using pools::TextItems;

/// Texts that threads look up before those among them that are kept are compared with each other; and of these a batch.
constexpr std::size_t kChunk = 4096;
constexpr std::size_t kBatch = 64;

/// Texts between two checkpoints.
constexpr std::size_t kPollTexts = 64;

/// Texts as numbered items.
struct ItemLists {
  std::vector<std::uint32_t> items;
  std::vector<std::size_t> ends;

  [[nodiscard]] std::size_t size() const { return ends.size(); }
  [[nodiscard]] std::span<const std::uint32_t> operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends[i - 1];
    return {items.data() + begin, ends[i] - begin};
  }
  void add(std::span<const std::uint32_t> list) {
    items.insert(items.end(), list.begin(), list.end());
    ends.push_back(items.size());
  }
  void keep(std::size_t count) {
    ends.resize(count);
    items.resize(count == 0 ? 0 : ends.back());
  }
};

/// Texts that are to be compared with the pool, or added to it.
struct Incoming {
  const PreparedTexts* texts = nullptr;
  std::vector<std::vector<std::uint32_t>> numbers;  // of each view: the pool's numbers by theirs
  std::vector<std::vector<Token>> tokens;           // and the pool's tokens
  ItemLists predictions;
  ItemLists references;  // empty if they are the predictions
};

/// Adds a score so many times.
void add_times(double score, std::uint32_t times, ExactSum& sum) {
  const auto bits = std::bit_cast<std::uint64_t>(score);
  const auto exponent = static_cast<unsigned>(bits >> 52);  // no score is negative
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
  const std::uint64_t units = exponent == 0 ? fraction : fraction | std::uint64_t{1} << 52;
  const unsigned shift = exponent == 0 ? 0 : exponent - 1;
  sum.add_units((units & 0xffffffffu) * times, shift, 1);
  sum.add_units((units >> 32) * times, shift + 32, 1);
}

/// What is known of a text's scores so far.
struct Tally {
  struct Scored {
    double score;
    std::int64_t id;
  };

  ExactSum sum;
  std::vector<Scored> best;  // best first
  std::uint32_t least = 0;   // of the texts of one length: a shorter common subsequence is none of the best

  void offer(double score, std::int64_t id, std::size_t most) {
    const auto after = [&](const Scored& other) {
      return score < other.score || (score == other.score && id > other.id);
    };
    if (best.size() == most && after(best.back())) return;
    if (best.size() == most) best.pop_back();
    auto at = best.end();
    while (at != best.begin() && !after(at[-1])) --at;
    best.insert(at, {score, id});
  }
};

/// The best text so far.
struct Best {
  std::int64_t id = -1;
  double score = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace

struct Pool::State {
  State(const PoolPlan& given, double threshold_)
      : plan(given), threshold(threshold_), numbering(plan), index(plan, threshold) {}

  /// What a thread needs of its own.
  struct Worker {
    explicit Worker(const State& pool)
        : search(pool.plan, pool.threshold), common(pool.plan.items), row(pool.plan.columns) {
      if (pool.plan.metric == nullptr) return;
      scratch = pool.plan.metric->make_scratch();
      batches.resize(pool.stores.size());
    }

    RareIndex::Search search;
    CommonItems common;
    LengthBlocks::Scratch lanes;
    std::vector<LengthBlocks::Items> lists;
    std::vector<std::uint32_t> times;
    std::vector<std::int64_t> row;
    std::unique_ptr<Metric::Scratch> scratch;
    std::vector<TokenBatch> batches;
    std::vector<Documents> documents;
  };

  class Lookup;
  class Comparison;

  void read(const PreparedTexts& texts, Incoming& incoming, const Checkpoint& checkpoint);
  void insert(const Incoming& incoming, std::size_t text);
  void rebuild(const Checkpoint& checkpoint);
  void keep(std::size_t texts);
  bool find(const Incoming& incoming, std::size_t text, std::size_t first, Best* best, Worker& own,
            const Checkpoint& checkpoint) const;
  void compare(const Incoming& incoming, std::size_t first, std::span<Tally> tallies, std::size_t most, Worker& own,
               const Checkpoint& checkpoint) const;
  void grow_blocks(const Checkpoint& checkpoint);
  double score(const Incoming& incoming, std::size_t text, std::size_t id, Worker& own,
               const Checkpoint& checkpoint) const;

  PoolPlan plan;
  double threshold;
  std::vector<TokenStoreBuilder> stores;
  bool twice = false;
  TextItems numbering;
  RareIndex index;
  ItemLists items;
  LengthBlocks blocks;  // of as many texts as judge() has needed so far
};

/// Looks a chunk of texts up in the pool as it is.
class Pool::State::Lookup : public ChunkedWork {
 public:
  Lookup(const State& pool, const Incoming& incoming, std::size_t first, std::size_t count, const PoolOutput& output,
         std::vector<std::unique_ptr<Worker>>& workers, const Checkpoint& checkpoint)
      : pool_(pool),
        incoming_(incoming),
        first_(first),
        count_(count),
        output_(output),
        workers_(workers),
        checkpoint_(checkpoint) {}

  std::size_t fill(std::size_t, std::size_t) override {
    return std::exchange(filled_, true) ? 0 : (count_ + kBatch - 1) / kBatch;
  }

  void run(std::size_t worker, std::size_t, std::size_t batch, const Checkpoint& checkpoint) override {
    const std::size_t end = std::min(count_, (batch + 1) * kBatch);
    for (std::size_t t = first_ + batch * kBatch; t < first_ + end; ++t) {
      Best best;
      Best* const wanted = output_.nearest == nullptr ? nullptr : &best;
      output_.kept[t] = !pool_.find(incoming_, t, 0, wanted, *workers_[worker], checkpoint);
      if (wanted == nullptr) continue;
      output_.nearest[t] = best.id;
      output_.scores[t] = best.score;
    }
    checkpoint();
  }

  void poll() override { checkpoint_(); }

 private:
  const State& pool_;
  const Incoming& incoming_;
  std::size_t first_;
  std::size_t count_;
  const PoolOutput& output_;
  std::vector<std::unique_ptr<Worker>>& workers_;
  const Checkpoint& checkpoint_;
  bool filled_ = false;
};

/// Compares texts with all of the pool as it is.
class Pool::State::Comparison : public ChunkedWork {
 public:
  Comparison(const State& pool, const Incoming& incoming, std::size_t first, std::span<Tally> tallies, std::size_t most,
             std::vector<std::unique_ptr<Worker>>& workers, const Checkpoint& checkpoint)
      : pool_(pool),
        incoming_(incoming),
        first_(first),
        tallies_(tallies),
        most_(most),
        workers_(workers),
        checkpoint_(checkpoint) {}

  std::size_t fill(std::size_t, std::size_t) override {
    return std::exchange(filled_, true) ? 0 : (tallies_.size() + kBatch - 1) / kBatch;
  }

  void run(std::size_t worker, std::size_t, std::size_t batch, const Checkpoint& checkpoint) override {
    const std::size_t begin = batch * kBatch;
    const auto own = tallies_.subspan(begin, std::min(kBatch, tallies_.size() - begin));
    pool_.compare(incoming_, first_ + begin, own, most_, *workers_[worker], checkpoint);
  }

  void poll() override { checkpoint_(); }

 private:
  const State& pool_;
  const Incoming& incoming_;
  std::size_t first_;
  std::span<Tally> tallies_;
  std::size_t most_;
  std::vector<std::unique_ptr<Worker>>& workers_;
  const Checkpoint& checkpoint_;
  bool filled_ = false;
};

Pool::Pool(const PoolPlan& plan, double threshold) : state_(std::make_unique<State>(plan, threshold)) {}

Pool::~Pool() = default;

std::size_t Pool::size() const { return state_->items.size(); }

/// Numbers the texts' tokens and items as the pool does.
void Pool::State::read(const PreparedTexts& texts, Incoming& incoming, const Checkpoint& checkpoint) {
  if (stores.empty()) {
    for (const TokenStore& view : texts.views()) stores.emplace_back(view.is_plain(), view.lists_sentences());
    twice = texts.twice();
  }
  incoming.texts = &texts;
  incoming.numbers.resize(stores.size());
  incoming.tokens.resize(stores.size());
  for (std::size_t v = 0; v < stores.size(); ++v) {
    stores[v].number_tokens_of(texts.views()[v], incoming.numbers[v]);
    if (plan.metric == nullptr) continue;
    const auto tokens = stores[v].store().tokens();
    if (tokens.empty()) continue;
    for (const std::uint32_t number : incoming.numbers[v]) incoming.tokens[v].push_back(tokens[number]);
  }
  const TokenStore& view = texts.views().front();
  std::vector<std::uint32_t> here;
  std::vector<std::uint32_t> found;
  const auto list = [&](std::size_t document, ItemLists& lists) {
    here.clear();
    for (const std::uint32_t number : view.numbers(document)) here.push_back(incoming.numbers.front()[number]);
    numbering.items_of(here, found);
    lists.add(found);
  };
  for (std::size_t t = 0; t < texts.items(); ++t) {
    list(texts.document(t, 0, false), incoming.predictions);
    if (twice) list(texts.document(t, 0, true), incoming.references);
    index.count(incoming.predictions[t]);
    if (t % kPollTexts == 0) checkpoint();
  }
}

void Pool::State::insert(const Incoming& incoming, std::size_t text) {
  items.add(twice ? incoming.references[text] : incoming.predictions[text]);
  for (std::size_t v = 0; v < stores.size(); ++v) {
    const TokenStore& store = incoming.texts->views()[v];
    stores[v].add(store, incoming.texts->document(text, 0, false), incoming.numbers[v]);
    if (twice) stores[v].add(store, incoming.texts->document(text, 0, true), incoming.numbers[v]);
  }
  index.add(items[items.size() - 1]);
}

void Pool::State::rebuild(const Checkpoint& checkpoint) {
  index.clear(items.size());
  for (std::size_t id = 0; id < items.size(); ++id) {
    index.add(items[id]);
    if (id % kPollTexts == 0) checkpoint();
  }
}

/// Takes the last texts out again until so many are left.
void Pool::State::keep(std::size_t texts) {
  items.keep(texts);
  blocks.keep(texts, [&](std::size_t id) { return items[id]; });
  for (TokenStoreBuilder& store : stores) store.keep(texts * (twice ? 2 : 1));
  rebuild(Checkpoint());
}

double Pool::State::score(const Incoming& incoming, std::size_t text, std::size_t id, Worker& own,
                          const Checkpoint& checkpoint) const {
  own.documents.clear();
  for (std::size_t v = 0; v < stores.size(); ++v) {
    TokenBatch& batch = own.batches[v];
    batch.clear();
    std::size_t size = 0;
    append_document(incoming.texts->views()[v], incoming.texts->document(text, 0, false), incoming.tokens[v], batch,
                    size);
    const TokenStore& store = stores[v].store();
    append_document(store, twice ? 2 * id + 1 : id, store.tokens(), batch, size);
    batch.tokens.reserve(size + kTokenSlack, size);
    own.documents.push_back({&batch, 0});
  }
  const std::uint32_t references[] = {1};
  plan.metric->score({own.documents, references}, own.row.data(), *own.scratch, checkpoint);
  return plan.score_of_row(own.row.data());
}

/// Whether the score of a text with some text of the pool, from `first` on, is beyond the threshold. `best` asks for the best
/// of these.
bool Pool::State::find(const Incoming& incoming, std::size_t text, std::size_t first, Best* best, Worker& own,
                       const Checkpoint& checkpoint) const {
  const auto prediction = incoming.predictions[text];
  bool is_set = false;
  bool found = false;
  index.search(prediction, first, own.search, [&](std::uint32_t id, std::uint32_t need) {
    if (!is_set) own.common.set(prediction, numbering.end());
    is_set = true;
    const auto reference = items[id];
    const std::uint32_t common = own.common.with(reference, checkpoint);
    if (common < need) return false;
    if (plan.exact && best == nullptr) return found = true;
    const double score = plan.exact ? own.search.needs().score(common, prediction.size(), reference.size())
                                    : this->score(incoming, text, id, own, checkpoint);
    if (!own.search.needs().passes(score)) return false;
    found = true;
    if (best == nullptr) return true;
    const bool better = best->id < 0 || (plan.lowest ? score < best->score : score > best->score);
    if (better || (score == best->score && id < best->id)) *best = {id, score};
    return false;
  });
  return found;
}

void Pool::filter(const PreparedTexts& texts, const PoolOutput& output, std::size_t threads,
                  const Checkpoint& checkpoint, std::atomic<std::size_t>& done) {
  State& pool = *state_;
  const std::size_t before = size();
  const std::size_t count = texts.items();
  if (count == 0) return;
  if (before + count >= std::numeric_limits<std::uint32_t>::max()) {
    throw std::length_error("a pool of over 4 billion texts");
  }
  try {
    Incoming incoming;
    pool.read(texts, incoming, checkpoint);
    threads = std::max<std::size_t>(1, std::min(threads, count / (4 * kBatch)));
    std::vector<std::unique_ptr<State::Worker>> workers;
    for (std::size_t k = 0; k < threads; ++k) workers.push_back(std::make_unique<State::Worker>(pool));
    State::Worker& own = *workers.front();
    for (std::size_t begin = 0; begin < count; begin += kChunk) {
      const std::size_t end = std::min(count, begin + kChunk);
      if (pool.index.outgrown()) pool.rebuild(checkpoint);
      const std::size_t frozen = threads == 1 ? 0 : size();
      if (threads > 1) {
        State::Lookup lookup(pool, incoming, begin, end - begin, output, workers, checkpoint);
        run_chunks(lookup, threads);
      }
      for (std::size_t t = begin; t < end; ++t) {
        Best best;
        if (threads > 1 && output.nearest != nullptr) best = {output.nearest[t], output.scores[t]};
        Best* const wanted = output.nearest == nullptr ? nullptr : &best;
        bool rejected = threads > 1 && output.kept[t] == 0;
        if (!rejected || wanted != nullptr) rejected |= pool.find(incoming, t, frozen, wanted, own, checkpoint);
        if (!rejected) pool.insert(incoming, t);
        output.kept[t] = !rejected;
        if (wanted != nullptr) {
          output.nearest[t] = best.id;
          output.scores[t] = best.score;
        }
        done.fetch_add(1, std::memory_order_relaxed);
        if (t % kPollTexts == 0) checkpoint();
      }
    }
  } catch (...) {
    pool.keep(before);
    throw;
  }
}

void Pool::State::grow_blocks(const Checkpoint& checkpoint) {
  while (blocks.size() < items.size()) {
    blocks.add(items[blocks.size()]);
    if (blocks.size() % kPollTexts == 0) checkpoint();
  }
}

/// Adds the scores of texts with all of the blocks to their tallies.
void Pool::State::compare(const Incoming& incoming, std::size_t first, std::span<Tally> tallies, std::size_t most,
                          Worker& own, const Checkpoint& checkpoint) const {
  // How often each length of a subsequence was found, of one length of texts. Counts of neighbours lie apart, so that
  // equal ones do not wait for each other.
  constexpr std::size_t kApart = 4;
  Needs& needs = own.search.needs();
  own.lists.clear();
  std::size_t longest = 0;
  for (std::size_t k = 0; k < tallies.size(); ++k) {
    own.lists.push_back(incoming.predictions[first + k]);
    longest = std::max(longest, own.lists.back().size());
  }
  const std::size_t stride = longest + 1;
  own.times.assign(tallies.size() * kApart * stride, 0);
  std::uint32_t* const times = own.times.data();
  std::size_t length = 0;
  blocks.visit(
      own.lists, numbering.end(), [&](std::size_t id) { return items[id]; }, own.lanes, checkpoint,
      [&](std::size_t of) {
        length = of;
        for (Tally& tally : tallies) tally.least = 0;
      },
      [&](std::size_t k, const LengthBlocks::Lanes& lanes) {
        Tally& tally = tallies[k];
        std::uint32_t* const counts = times + k * kApart * stride;
        std::uint32_t most_common = 0;
        for (std::size_t l = 0; l < lanes.ids.size(); ++l) {
          ++counts[l % kApart * stride + lanes.common[l]];
          most_common = std::max(most_common, lanes.common[l]);
        }
        if (most_common < tally.least) return;
        for (std::size_t l = 0; l < lanes.ids.size(); ++l) {
          const std::uint32_t common = lanes.common[l];
          if (common < tally.least) continue;
          const double score = needs.score(common, own.lists[k].size(), length);
          if (tally.best.size() == most && score < tally.best.back().score) {
            tally.least = common + 1;
          } else {
            tally.offer(score, lanes.ids[l], most);
          }
        }
      },
      [&](std::size_t) {
        for (std::size_t k = 0; k < tallies.size(); ++k) {
          std::uint32_t* const counts = times + k * kApart * stride;
          const std::size_t m = own.lists[k].size();
          for (std::size_t common = 0; common <= std::min(m, length); ++common) {
            std::uint32_t all = 0;
            for (std::size_t apart = 0; apart < kApart; ++apart)
              all += std::exchange(counts[apart * stride + common], 0);
            if (all != 0 && common != 0) add_times(needs.score(common, m, length), all, tallies[k].sum);
          }
        }
      });
}

void Pool::judge(const PreparedTexts& texts, const PoolJudgement& output, std::size_t threads,
                 const Checkpoint& checkpoint, std::atomic<std::size_t>& done) {
  State& pool = *state_;
  if (pool.plan.items != PoolItems::sequence) throw std::logic_error("only sequences are judged");
  const std::size_t before = size();
  const std::size_t count = texts.items();
  if (count == 0) return;
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  try {
    Incoming incoming;
    pool.read(texts, incoming, checkpoint);
    threads = std::max<std::size_t>(1, std::min(threads, (count + kBatch - 1) / kBatch));
    std::vector<std::unique_ptr<State::Worker>> workers;
    for (std::size_t k = 0; k < threads; ++k) workers.push_back(std::make_unique<State::Worker>(pool));
    State::Worker& own = *workers.front();
    Needs& needs = own.search.needs();
    std::vector<Tally> tallies;
    const std::size_t round = kBatch * threads;
    for (std::size_t begin = 0; begin < count; begin += round) {
      const std::size_t end = std::min(count, begin + round);
      if (pool.index.outgrown()) pool.rebuild(checkpoint);
      pool.grow_blocks(checkpoint);
      const std::size_t frozen = size();
      tallies.assign(end - begin, {});
      State::Comparison comparison(pool, incoming, begin, tallies, output.best, workers, checkpoint);
      run_chunks(comparison, threads);
      for (std::size_t t = begin; t < end; ++t) {
        Tally& tally = tallies[t - begin];
        const auto prediction = incoming.predictions[t];
        if (size() > frozen) own.common.set(prediction, pool.numbering.end());
        for (std::size_t id = frozen; id < size(); ++id) {
          const auto reference = pool.items[id];
          const double score = needs.score(own.common.with(reference, checkpoint), prediction.size(), reference.size());
          tally.sum.add(score);
          tally.offer(score, static_cast<std::int64_t>(id), output.best);
        }
        for (std::size_t k = 0; k < output.best; ++k) {
          const bool known = k < tally.best.size();
          output.nearest[t * output.best + k] = known ? tally.best[k].id : -1;
          output.scores[t * output.best + k] = known ? tally.best[k].score : kNone;
        }
        output.means[t] = size() == 0 ? kNone : tally.sum.value() / static_cast<double>(size());
        if (output.kept != nullptr) {
          output.kept[t] = tally.best.empty() || !needs.passes(tally.best.front().score);
          if (output.kept[t] != 0) pool.insert(incoming, t);
        }
        done.fetch_add(1, std::memory_order_relaxed);
      }
      checkpoint();
    }
  } catch (...) {
    if (size() != before) pool.keep(before);
    throw;
  }
}

void Pool::add(const PreparedTexts& texts, const Checkpoint& checkpoint) {
  State& pool = *state_;
  const std::size_t before = size();
  if (texts.items() == 0) return;
  try {
    Incoming incoming;
    pool.read(texts, incoming, checkpoint);
    if (pool.index.outgrown()) pool.rebuild(checkpoint);
    for (std::size_t t = 0; t < texts.items(); ++t) {
      pool.insert(incoming, t);
      if (t % kPollTexts != 0) continue;
      checkpoint();
      if (pool.index.outgrown()) pool.rebuild(checkpoint);
    }
  } catch (...) {
    pool.keep(before);
    throw;
  }
}

std::shared_ptr<const PreparedTexts> Pool::texts() const {
  if (state_->stores.empty()) return nullptr;
  std::vector<TokenStore> views;
  for (const TokenStoreBuilder& store : state_->stores) views.push_back(store.store());
  return std::make_shared<PreparedTexts>(std::move(views), std::vector<std::uint64_t>(), state_->twice);
}

}  // namespace gramscore
