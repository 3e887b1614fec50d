#include "gramscore/work/parallel.hpp"

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
  for (; batches != 0; batches = work.fill(0, 0)) {
    for (std::size_t b = 0; b < batches; ++b) {
      work.run(0, 0, b, checkpoint);
      work.poll();
    }
  }
}

class Crew {
 public:
  Crew(ChunkedWork& work, std::size_t first_batches) : work_(work), any_thread_fills_(work.any_thread_fills()) {
    slots_[0] = {first_batches, 0, 0, 0};
  }

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
    if (error_) std::rethrow_exception(error_);
  }

 private:
  /// A slot's chunk is done, or there is none, if all its batches are done. While a chunk is loaded one is missing.
  struct Slot {
    std::size_t batches = 0;
    std::size_t next = 0;
    std::size_t done = 0;
    std::size_t worker = 0;  // who loaded it

    [[nodiscard]] bool waits() const { return next != batches; }
    [[nodiscard]] bool is_free() const { return done == batches; }
  };
  using Lock = std::unique_lock<std::mutex>;

  void fail(const std::exception_ptr& error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = error;
    cancelled_.store(true, std::memory_order_relaxed);
  }

  /// The first slot of which `is` is true, the worker's own before all others; null if there is none.
  template <class Is>
  Slot* find(std::size_t worker, Is is) {
    Slot* found = nullptr;
    for (Slot& slot : slots_) {
      if (is(slot) && (found == nullptr || (slot.worker == worker && found->worker != worker))) found = &slot;
    }
    return found;
  }

  [[nodiscard]] std::size_t index(const Slot* slot) const { return static_cast<std::size_t>(slot - slots_.data()); }

  /// Does something, if there is something to do. The lock is given up meanwhile. Where any thread loads chunks, each does
  /// the batches of its own, so that what it read stays in its core's cache; it takes others' when
  /// none are left to load, or none can be.
  bool act(std::size_t worker, const Checkpoint& checkpoint, Lock& lock) {
    Slot* const waiting = find(worker, [](const Slot& slot) { return slot.waits(); });
    if (!exhausted_ && (any_thread_fills_ ? waiting == nullptr || waiting->worker != worker : worker == 0)) {
      if (Slot* const free = find(worker, [](const Slot& slot) { return slot.is_free(); })) {
        *free = {1, 1, 0, worker};
        lock.unlock();
        const std::size_t batches = work_.fill(worker, index(free));
        lock.lock();
        *free = {batches, 0, 0, worker};
        exhausted_ = exhausted_ || batches == 0;
        changed_.notify_all();
        return true;
      }
    }
    if (waiting == nullptr) return false;
    const std::size_t batch = waiting->next++;
    lock.unlock();
    work_.run(worker, index(waiting), batch, checkpoint);
    lock.lock();
    if (++waiting->done == waiting->batches) changed_.notify_all();
    return true;
  }

  void help(std::size_t worker) {
    try {
      const Checkpoint checkpoint(&cancelled_);
      Lock lock(mutex_);
      while (!finished_ && !cancelled_.load(std::memory_order_relaxed)) {
        if (!act(worker, checkpoint, lock)) changed_.wait(lock);
      }
    } catch (...) {
      fail(std::current_exception());
      changed_.notify_all();
    }
  }

  void lead() {
    const Checkpoint checkpoint(&cancelled_, poll, &work_);
    while (!cancelled_.load(std::memory_order_relaxed)) {
      work_.poll();
      Lock lock(mutex_);
      if (act(0, checkpoint, lock)) continue;
      if (exhausted_ && std::ranges::all_of(slots_, [](const Slot& slot) { return slot.is_free(); })) return;
      changed_.wait_for(lock, std::chrono::milliseconds(20));
    }
  }

  ChunkedWork& work_;
  const bool any_thread_fills_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<Slot, kChunkSlots> slots_;
  std::atomic<bool> cancelled_{false};
  bool exhausted_ = false;
  bool finished_ = false;
  std::exception_ptr error_;
};

}  // namespace

void run_chunks(ChunkedWork& work, std::size_t threads) {
  const std::size_t batches = work.fill(0, 0);
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
