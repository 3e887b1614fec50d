#include "gramscore/work/parallel.hpp"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/random.hpp"

namespace gramscore {
namespace {

using testing::for_seeds;
using testing::Random;

/// Work that keeps account of itself. What it sees is checked at the end, because assertions belong to one thread.
class Account : public ChunkedWork {
 public:
  Account(std::vector<std::size_t> chunks, std::size_t threads)
      : chunks_(std::move(chunks)), busy_(threads), done_(chunks_.size()), done_in_(chunks_.size()) {
    for (std::size_t c = 0; c < chunks_.size(); ++c) done_[c] = std::vector<std::atomic<int>>(chunks_[c]);
    for (auto& chunk : chunk_in_) chunk = kNone;
  }

  std::function<void(std::size_t chunk)> on_fill = [](std::size_t) {};
  std::function<void(std::size_t worker, std::size_t chunk, std::size_t batch, const Checkpoint&)> on_run =
      [](std::size_t, std::size_t, std::size_t, const Checkpoint&) {};
  std::function<void()> on_poll = [] {};

  bool any_thread = false;  // may fill

  [[nodiscard]] bool any_thread_fills() const override { return any_thread; }

  std::size_t fill(std::size_t worker, std::size_t slot) override {
    const bool is_caller = std::this_thread::get_id() == caller_;
    note(worker < busy_.size(), "worker out of range");
    note(is_caller == (worker == 0), "fill by a thread of another number");
    note(is_caller || any_thread, "fill by another thread");
    note(slot < kChunkSlots, "slot out of range");
    note(running_[slot] == 0, "fill while a batch runs");
    note(any_thread || filled_ <= chunks_.size(), "fill after the end");
    const std::size_t before = chunk_in_[slot].exchange(kNone);
    note(before == kNone || done_in_[before] == chunks_[before], "fill before all is done");
    const std::size_t chunk = std::min(filled_++, chunks_.size());
    on_fill(chunk);
    if (chunk == chunks_.size()) return 0;
    chunk_in_[slot] = chunk;
    return chunks_[chunk];
  }

  void run(std::size_t worker, std::size_t slot, std::size_t batch, const Checkpoint& checkpoint) override {
    note(worker < busy_.size(), "worker out of range");
    note(!busy_[worker].exchange(true), "two threads are the same worker");
    struct Idle {
      std::atomic<bool>& busy;
      ~Idle() { busy = false; }
    } idle{busy_[worker]};
    const std::size_t chunk = chunk_in_[slot];
    note(chunk != kNone, "run in an empty slot");
    ++running_[slot];
    struct Left {
      std::atomic<int>& running;
      ~Left() { --running; }
    } left{running_[slot]};
    checkpoint();
    on_run(worker, chunk, batch, checkpoint);
    ++done_[chunk][batch];
    ++done_in_[chunk];
    note(chunk_in_[slot] == chunk, "slot changed while it was worked on");
  }

  void poll() override {
    note(std::this_thread::get_id() == caller_, "poll by another thread");
    ++polls_;
    on_poll();
  }

  /// What must hold after every call, whether it threw or not.
  void check_kept_rules() const {
    INFO("broken rule: ", complaint_);
    CHECK(!broken_);
    for (const auto& batches : done_) {
      for (const auto& count : batches) REQUIRE(count <= 1);
    }
  }

  void check_all_done() const {
    check_kept_rules();
    CHECK((any_thread ? filled_ > chunks_.size() : filled_ == chunks_.size() + 1));
    for (const auto& batches : done_) {
      for (const auto& count : batches) REQUIRE(count == 1);
    }
  }

  [[nodiscard]] int polls() const { return polls_; }
  [[nodiscard]] bool is_called_by_caller() const { return std::this_thread::get_id() == caller_; }

 private:
  static constexpr std::size_t kNone = ~std::size_t{0};

  void note(bool kept, const char* rule) {
    if (!kept && !broken_.exchange(true)) complaint_ = rule;
  }

  const std::thread::id caller_ = std::this_thread::get_id();
  std::vector<std::size_t> chunks_;
  std::array<std::atomic<std::size_t>, kChunkSlots> chunk_in_;
  std::array<std::atomic<int>, kChunkSlots> running_{};
  std::vector<std::atomic<bool>> busy_;
  std::vector<std::vector<std::atomic<int>>> done_;
  std::vector<std::atomic<std::size_t>> done_in_;
  std::atomic<std::size_t> filled_{0};
  int polls_ = 0;
  std::atomic<bool> broken_{false};
  std::atomic<const char*> complaint_{"none"};
};

/// Work of which the first chunk is a fortieth.
struct Small : Account {
  using Account::Account;
  [[nodiscard]] std::size_t expected_batches(std::size_t in_first_chunk) const override { return 40 * in_first_chunk; }
};

/// Waits for something that other threads do, with checkpoints and not for ever.
template <class Condition>
bool wait_for(Condition condition, const Checkpoint& checkpoint) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    checkpoint();
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
  return true;
}

std::string message_of(ChunkedWork& work, std::size_t threads) {
  try {
    run_chunks(work, threads);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST_CASE("every batch is done once, with any number of threads") {
  for_seeds(40, [](Random& random) {
    std::vector<std::size_t> chunks(random.between(0, 12));
    for (std::size_t& batches : chunks) batches = random.pick(std::vector<std::size_t>{1, 2, 7, 8, 9, 50});
    for (std::size_t threads = 1; threads <= 5; ++threads) {
      INFO("chunks: ", testing::show(chunks));
      CAPTURE(threads);
      Small work(chunks, threads);
      work.any_thread = random.one_in(2);
      // Batches of very different lengths, so that chunks are finished out of order.
      const std::size_t slow = random.between(2, 20);
      work.on_run = [slow](std::size_t, std::size_t chunk, std::size_t batch, const Checkpoint&) {
        if ((chunk * 31 + batch) % slow == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
      };
      run_chunks(work, threads);
      work.check_all_done();
      if (!chunks.empty()) CHECK(work.polls() > 0);
    }
  });
}

TEST_CASE("no work at all") {
  for (const std::size_t threads : {0u, 1u, 5u}) {
    Account work({}, 5);
    run_chunks(work, threads);
    work.check_all_done();
  }
}

TEST_CASE("zero threads are one") {
  Account work({20, 20}, 1);
  run_chunks(work, 0);
  work.check_all_done();
}

TEST_CASE("helpers take part") {
  Account work({40}, 2);
  std::atomic<bool> helped{false};
  // The calling thread waits in its first batch for a helper to do one.
  work.on_run = [&](std::size_t worker, std::size_t, std::size_t, const Checkpoint& checkpoint) {
    if (worker != 0) helped = true;
    if (worker == 0) wait_for([&] { return helped.load(); }, checkpoint);
  };
  run_chunks(work, 2);
  CHECK(helped);
  work.check_all_done();
}

TEST_CASE("helpers take part in work that comes in small chunks") {
  Small work(std::vector<std::size_t>(40, 1), 2);
  std::atomic<bool> helped{false};
  work.on_run = [&](std::size_t worker, std::size_t, std::size_t, const Checkpoint& checkpoint) {
    if (worker != 0) helped = true;
    if (worker == 0) wait_for([&] { return helped.load(); }, checkpoint);
  };
  run_chunks(work, 2);
  CHECK(helped);
  work.check_all_done();
}

TEST_CASE("chunks are loaded while helpers work") {
  Account work({40, 40}, 2);
  std::atomic<bool> loading{false};
  std::atomic<bool> loaded{false};
  std::atomic<int> meanwhile{0};
  work.on_fill = [&](std::size_t chunk) {
    if (chunk != 1) return;
    loading = true;
    wait_for([&] { return meanwhile > 0; }, Checkpoint{});
    loading = false;
    loaded = true;
  };
  work.on_run = [&](std::size_t, std::size_t, std::size_t, const Checkpoint& checkpoint) {
    wait_for([&] { return loading || loaded; }, checkpoint);
    if (loading) ++meanwhile;
  };
  run_chunks(work, 2);
  CHECK(meanwhile > 0);
  work.check_all_done();
}

TEST_CASE("any thread loads chunks, and as long as there are some left does only its own") {
  Small work(std::vector<std::size_t>(20, 5), 2);
  work.any_thread = true;
  std::array<std::atomic<bool>, 20> loaded_by_helper{};
  std::atomic<bool> helper_loaded{false};
  std::atomic<bool> all_loaded{false};
  std::atomic<bool> only_own{true};
  work.on_fill = [&](std::size_t chunk) {
    if (chunk == 20) all_loaded = true;
    if (chunk == 20 || work.is_called_by_caller()) return;
    loaded_by_helper[chunk] = true;
    helper_loaded = true;
  };
  // The calling thread waits in its first batch for the helper to load a chunk.
  work.on_run = [&](std::size_t worker, std::size_t chunk, std::size_t, const Checkpoint& checkpoint) {
    if (worker == 0) wait_for([&] { return helper_loaded.load(); }, checkpoint);
    if (loaded_by_helper[chunk] != (worker == 1) && !all_loaded) only_own = false;
  };
  run_chunks(work, 2);
  CHECK(helper_loaded);
  CHECK(only_own);
  work.check_all_done();
}

TEST_CASE("an exception of fill ends the call") {
  for (const std::size_t threads : {1u, 2u, 5u}) {
    for (const std::size_t at : {0u, 1u, 3u, 6u, 9u}) {
      CAPTURE(threads);
      CAPTURE(at);
      Account work(std::vector<std::size_t>(9, 30), threads);
      work.any_thread = at % 2 == 1;
      work.on_fill = [at](std::size_t chunk) {
        if (chunk == at) throw std::runtime_error("unreadable");
      };
      CHECK(message_of(work, threads) == "unreadable");
      work.check_kept_rules();
    }
  }
}

TEST_CASE("an exception of run ends the call") {
  for_seeds(20, [](Random& random) {
    const std::size_t threads = random.between(1, 5);
    const std::size_t bad_chunk = random.below(6);
    const std::size_t bad_batch = random.below(20);
    CAPTURE(threads);
    Account work(std::vector<std::size_t>(6, 20), threads);
    work.any_thread = random.one_in(2);
    work.on_run = [=](std::size_t, std::size_t chunk, std::size_t batch, const Checkpoint&) {
      if (chunk == bad_chunk && batch == bad_batch) throw std::runtime_error("bad batch");
    };
    CHECK(message_of(work, threads) == "bad batch");
    work.check_kept_rules();
  });
}

TEST_CASE("an exception of a helper ends the work of the others") {
  for (const std::size_t threads : {2u, 3u, 5u}) {
    CAPTURE(threads);
    Account work({100, 100}, threads);
    std::atomic<bool> chosen{false};
    std::atomic<std::size_t> endless{0};
    std::atomic<std::size_t> cancelled{0};
    work.on_run = [&](std::size_t worker, std::size_t, std::size_t, const Checkpoint& checkpoint) {
      if (worker != 0 && !chosen.exchange(true)) {
        wait_for([&] { return endless == threads - 1; }, checkpoint);
        throw std::runtime_error("helper");
      }
      // All others are in work that never ends by itself.
      ++endless;
      try {
        wait_for([] { return false; }, checkpoint);
      } catch (const Cancelled&) {
        ++cancelled;
        throw;
      }
    };
    CHECK(message_of(work, threads) == "helper");
    CHECK(cancelled.load() == threads - 1);
    work.check_kept_rules();
  }
}

TEST_CASE("an exception of poll ends the work of the helpers") {
  for (const std::size_t threads : {1u, 2u, 4u}) {
    CAPTURE(threads);
    Account work({100, 100}, threads);
    std::atomic<std::size_t> started{0};
    work.on_run = [&](std::size_t, std::size_t, std::size_t, const Checkpoint& checkpoint) {
      ++started;
      wait_for([] { return false; }, checkpoint);
    };
    // Thrown from within the calling thread's own run(), while the helpers are in theirs.
    work.on_poll = [&] {
      if (started == threads) throw std::runtime_error("interrupted");
    };
    CHECK(message_of(work, threads) == "interrupted");
    work.check_kept_rules();
  }
}

TEST_CASE("poll goes on while the calling thread waits for helpers") {
  Account work({8}, 2);
  std::atomic<bool> helper_in{false};
  work.on_run = [&](std::size_t worker, std::size_t, std::size_t, const Checkpoint& checkpoint) {
    if (worker == 0) {
      wait_for([&] { return helper_in.load(); }, checkpoint);
    } else {
      helper_in = true;
      wait_for([] { return false; }, checkpoint);
    }
  };
  // The helper never ends its batch; the calling thread does the seven others, and then only polls.
  int polls = 0;
  work.on_poll = [&] {
    if (helper_in && ++polls == 50) throw std::runtime_error("enough");
  };
  CHECK(message_of(work, 2) == "enough");
  work.check_kept_rules();
}

TEST_CASE("this process may use a processor") { CHECK(available_threads() >= 1); }

}  // namespace
}  // namespace gramscore
