// How long work hears that it is no longer wanted.
#pragma once

#include <atomic>
#include <exception>

namespace gramscore {

/// Thrown by a Checkpoint in work that must stop because the whole call stops.
struct Cancelled : std::exception {
  [[nodiscard]] const char* what() const noexcept override { return "cancelled"; }
};

/// Called by long work about every tenth of a millisecond to ten milliseconds of running time.
class Checkpoint {
 public:
  /// `poll`, if given, is called at each checkpoint with `context`, and may throw; it is for the calling thread.
  explicit Checkpoint(const std::atomic<bool>* cancelled = nullptr, void (*poll)(void*) = nullptr,
                      void* context = nullptr)
      : cancelled_(cancelled), poll_(poll), context_(context) {}

  void operator()() const {
    if (cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed)) throw Cancelled{};
    if (poll_ != nullptr) poll_(context_);
  }

 private:
  const std::atomic<bool>* cancelled_;
  void (*poll_)(void*);
  void* context_;
};

}  // namespace gramscore
