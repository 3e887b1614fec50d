// The interpreter's lock (GIL), which long work does without.
#pragma once

#include <pybind11/pybind11.h>

#if !defined(_WIN32)
#include <pthread.h>
#endif

#include <chrono>
#include <thread>

#include "gramscore/work/checkpoint.hpp"

namespace gramscore::bindings {

/// How often long work looks for Ctrl-C, and says how far it is.
constexpr std::chrono::milliseconds kPollEvery{20};
constexpr std::chrono::milliseconds kReportEvery{100};

/// Whether Python shuts down. It gives the lock to no other thread any more.
inline bool is_python_ending() {
#if PY_VERSION_HEX >= 0x030d0000
  return Py_IsFinalizing() != 0;
#else
  return _Py_IsFinalizing() != 0;
#endif
}

[[noreturn]] inline void sleep_for_ever() {
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

/// Takes the lock by `take`. A thread that asks for it while Python shuts down sleeps until the process ends, as Python 3.14
/// has it. Those before end the thread from within: where that unwinds (glibc), through C++ that promised not to throw, which
/// aborts the process; elsewhere under the feet of the threads that work with it. On Windows nothing can be done about it.
template <class Take>
void take_gil_by(Take take) {
#if defined(_WIN32)
  take();
#else
  pthread_cleanup_push([](void*) { sleep_for_ever(); }, nullptr);
  take();
  pthread_cleanup_pop(0);
#endif
}

/// Takes the lock again for a thread that let go of it.
inline void take_gil(PyThreadState* thread) {
  take_gil_by([&] { PyEval_RestoreThread(thread); });
}

/// Holds the lock for its lifetime, in a thread that Python does not know.
class HelperGil {
 public:
  HelperGil() {
    // What such a thread is known by is gone soon after Python begins to shut down.
    if (is_python_ending()) sleep_for_ever();
    take_gil_by([&] { state_ = PyGILState_Ensure(); });
  }
  HelperGil(const HelperGil&) = delete;
  HelperGil& operator=(const HelperGil&) = delete;
  ~HelperGil() { PyGILState_Release(state_); }

 private:
  PyGILState_STATE state_;
};

/// Lets go of the lock for its lifetime, and hears of Ctrl-C at the checkpoints of the thread that made it.
class WithoutGil {
 public:
  WithoutGil() : thread_(PyEval_SaveThread()) {}
  WithoutGil(const WithoutGil&) = delete;
  WithoutGil& operator=(const WithoutGil&) = delete;
  ~WithoutGil() { hold(); }

  [[nodiscard]] Checkpoint checkpoint() {
    return Checkpoint(nullptr, [](void* self) { static_cast<WithoutGil*>(self)->poll(); }, this);
  }

 private:
  using Clock = std::chrono::steady_clock;

  void hold() {
    if (thread_ != nullptr) take_gil(thread_);
    thread_ = nullptr;
  }

  void poll() {
    const Clock::time_point now = Clock::now();
    if (now - last_ < kPollEvery) return;
    last_ = now;
    hold();
    if (PyErr_CheckSignals() != 0) throw pybind11::error_already_set();
    thread_ = PyEval_SaveThread();
  }

  PyThreadState* thread_;
  Clock::time_point last_ = Clock::now();
};

}  // namespace gramscore::bindings
