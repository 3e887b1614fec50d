// Samples as work for threads.
#pragma once

#include <algorithm>
#include <cstddef>

#include "gramscore/work/checkpoint.hpp"
#include "gramscore/work/parallel.hpp"

namespace gramscore {

/// Samples that are drawn a few at a time, as the batches of one chunk. Who derives keeps what it needs of each sample, so
/// that no number depends on the threads.
class SampleGroups : public ChunkedWork {
 public:
  SampleGroups(std::size_t samples, std::size_t together, const Checkpoint& checkpoint)
      : samples_(samples), together_(together), checkpoint_(checkpoint) {}

  std::size_t fill(std::size_t, std::size_t) override {
    if (filled_) return 0;
    filled_ = true;
    return (samples_ + together_ - 1) / together_;
  }

  void run(std::size_t, std::size_t, std::size_t batch, const Checkpoint& checkpoint) override {
    const std::size_t first = batch * together_;
    draw(first, std::min(together_, samples_ - first), checkpoint);
  }

  void poll() override { checkpoint_(); }

 protected:
  /// Draws `count` samples from number `first` on.
  virtual void draw(std::size_t first, std::size_t count, const Checkpoint& checkpoint) = 0;

 private:
  std::size_t samples_;
  std::size_t together_;
  const Checkpoint& checkpoint_;
  bool filled_ = false;
};

}  // namespace gramscore
