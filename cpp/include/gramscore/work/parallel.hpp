// Chunks of work from one producer to many threads.
#pragma once

#include <cstddef>

#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// Work that arrives in chunks, each of which falls into batches that can be done in any order by any thread.
class ChunkedWork {
 public:
  virtual ~ChunkedWork() = default;

  /// Whether any thread may load chunks, several at a time; else the calling thread loads them all. Asked once, after the
  /// first chunk.
  [[nodiscard]] virtual bool any_thread_fills() const { return false; }

  /// Loads the next chunk into a slot (below kChunkSlots), in place of the one there, which is done. Returns its number of
  /// batches, 0 if there is none left. `worker` is as for run(), and 0 for the calling thread.
  virtual std::size_t fill(std::size_t worker, std::size_t slot) = 0;

  /// About how many batches there are in all, after a first chunk with so many. Called once, by the calling thread.
  [[nodiscard]] virtual std::size_t expected_batches(std::size_t in_first_chunk) const { return in_first_chunk; }

  /// Does one batch of the chunk in a slot. Called by any thread; `worker` is different for threads that run at
  /// the same time, and below the number of threads.
  virtual void run(std::size_t worker, std::size_t slot, std::size_t batch, const Checkpoint& checkpoint) = 0;

  /// Called often by the calling thread, also from within run(): to show progress and to hear of interrupts.
  /// May throw, which ends the call.
  virtual void poll() = 0;
};

/// Chunks that are loaded at the same time.
inline constexpr std::size_t kChunkSlots = 4;

/// Runs all the work on up to `threads` threads, of which the calling thread is one. Threads are started only if there are
/// enough batches to share, and have ended on return.
/// The first exception of any thread stops the rest and is thrown.
void run_chunks(ChunkedWork& work, std::size_t threads);

/// The number of processors that this process may use.
std::size_t available_threads();

}  // namespace gramscore
