#include "gramscore/parallel.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#endif

namespace gramscore {
namespace {

/// Fewer batches than this per thread are done before a thread has started.
constexpr std::size_t kBatchesPerThread = 4;

void poll(void* work) { static_cast<ChunkedWork*>(work)->poll(); }

void run_alone(ChunkedWork& work, std::size_t batches) {
  const Checkpoint checkpoint(nullptr, poll, &work);
  struct Loaded {
    ChunkedWork& work;
    ~Loaded() { work.release(0); }
  };
  for (; batches != 0; batches = work.fill(0)) {
    const Loaded loaded{work};
    for (std::size_t b = 0; b < batches; ++b) {
      work.run(0, 0, b, checkpoint);
      work.poll();
    }
  }
}

class Crew {
 public:
  Crew(ChunkedWork& work, std::size_t first_batches) : work_(work) { slots_[0] = {true, first_batches, 0, 0}; }

  void run(std::size_t helpers) {
    std::vector<std::thread> threads;
    try {
      for (std::size_t k = 1; k <= helpers; ++k) threads.emplace_back([this, k] { help(k); });
    } catch (const std::system_error&) {
      // The system has no more threads to give: those that run, and this one, do the work.
    }
    try {
      lead();
    } catch (...) {
      fail(std::current_exception());
    }
    {
      const std::lock_guard lock(mutex_);
      finished_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads) thread.join();
    for (std::size_t s = 0; s < kChunkSlots; ++s) {
      if (slots_[s].loaded) work_.release(s);
    }
    if (error_) std::rethrow_exception(error_);
  }

 private:
  struct Slot {
    bool loaded = false;
    std::size_t batches = 0;
    std::size_t next = 0;
    std::size_t done = 0;
  };
  using Lock = std::unique_lock<std::mutex>;

  void fail(const std::exception_ptr& error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = error;
    cancelled_.store(true, std::memory_order_relaxed);
  }

  /// Does one batch, if one waits. The lock is given up meanwhile.
  bool do_batch(std::size_t worker, const Checkpoint& checkpoint, Lock& lock) {
    for (std::size_t k = 0; k < kChunkSlots; ++k) {
      const std::size_t s = (oldest_ + k) % kChunkSlots;
      Slot& slot = slots_[s];
      if (!slot.loaded || slot.next == slot.batches) continue;
      const std::size_t batch = slot.next++;
      lock.unlock();
      work_.run(worker, s, batch, checkpoint);
      lock.lock();
      if (++slot.done == slot.batches) changed_.notify_all();
      return true;
    }
    return false;
  }

  void help(std::size_t worker) {
    try {
      const Checkpoint checkpoint(&cancelled_);
      Lock lock(mutex_);
      while (!finished_ && !cancelled_.load(std::memory_order_relaxed)) {
        if (!do_batch(worker, checkpoint, lock)) changed_.wait(lock);
      }
    } catch (...) {
      fail(std::current_exception());
      changed_.notify_all();
    }
  }

  void lead() {
    const Checkpoint checkpoint(&cancelled_, poll, &work_);
    bool exhausted = false;
    Lock lock(mutex_);
    for (std::size_t next = 1; !cancelled_.load(std::memory_order_relaxed);) {
      Slot& oldest = slots_[oldest_];
      if (oldest.loaded && oldest.done == oldest.batches) {
        oldest = Slot{};
        const std::size_t s = oldest_;
        oldest_ = (oldest_ + 1) % kChunkSlots;
        lock.unlock();
        work_.release(s);
        lock.lock();
      } else if (!exhausted && !slots_[next].loaded) {
        lock.unlock();
        const std::size_t batches = work_.fill(next);
        lock.lock();
        if (batches == 0) {
          exhausted = true;
        } else {
          slots_[next] = {true, batches, 0, 0};
          next = (next + 1) % kChunkSlots;
          changed_.notify_all();
        }
      } else if (exhausted && !oldest.loaded) {
        return;
      } else if (!do_batch(0, checkpoint, lock)) {
        changed_.wait_for(lock, std::chrono::milliseconds(20));
      }
      lock.unlock();
      work_.poll();
      lock.lock();
    }
  }

  ChunkedWork& work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<Slot, kChunkSlots> slots_;
  std::size_t oldest_ = 0;
  std::atomic<bool> cancelled_{false};
  bool finished_ = false;
  std::exception_ptr error_;
};

}  // namespace

void run_chunks(ChunkedWork& work, std::size_t threads) {
  const std::size_t batches = work.fill(0);
  const std::size_t useful = std::min(threads, work.expected_batches(batches) / kBatchesPerThread);
  if (useful < 2) {
    run_alone(work, batches);
  } else {
    Crew(work, batches).run(useful - 1);
  }
}

std::size_t available_threads() {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) {
    const int count = CPU_COUNT(&set);
    if (count > 0) return static_cast<std::size_t>(count);
  }
#endif
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

}  // namespace gramscore
