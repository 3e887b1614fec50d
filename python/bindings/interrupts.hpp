// Ctrl-C while the interpreter's lock is released.
#pragma once

#include <pybind11/pybind11.h>

#include <chrono>

#include "gramscore/checkpoint.hpp"

namespace gramscore::bindings {

/// Hears of Ctrl-C while the interpreter's lock is released, at the checkpoints of the calling thread.
class Interrupts {
 public:
  [[nodiscard]] Checkpoint checkpoint() {
    return Checkpoint(nullptr, [](void* self) { static_cast<Interrupts*>(self)->poll(); }, this);
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kPollEvery{20};

  void poll() {
    const Clock::time_point now = Clock::now();
    if (now - last_ < kPollEvery) return;
    last_ = now;
    const pybind11::gil_scoped_acquire gil;
    if (PyErr_CheckSignals() != 0) throw pybind11::error_already_set();
  }

  Clock::time_point last_ = Clock::now();
};

}  // namespace gramscore::bindings
