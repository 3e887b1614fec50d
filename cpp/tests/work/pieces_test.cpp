#include "gramscore/work/pieces.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <vector>

namespace gramscore {
namespace {

TEST_CASE("each index is in one piece, and each worker does one at a time") {
  for (const std::size_t size : {0u, 1u, 5u, 64u, 1000u}) {
    for (const std::size_t length : {1u, 7u, 64u, 5000u}) {
      for (const std::size_t threads : {1u, 4u}) {
        std::vector<std::atomic<int>> times(size);
        std::vector<std::atomic<int>> busy(threads);
        std::atomic<bool> wrong{false};
        in_pieces(size, length, threads, Checkpoint(),
                  [&](std::size_t worker, std::size_t begin, std::size_t end, const Checkpoint& /*checkpoint*/) {
                    if (worker >= threads || busy[worker].exchange(1) != 0) wrong = true;
                    if (begin % length != 0 || end != std::min(size, begin + length)) wrong = true;
                    for (std::size_t i = begin; i < end; ++i) ++times[i];
                    busy[worker] = 0;
                  });
        CHECK_FALSE(wrong);
        CHECK(std::ranges::all_of(times, [](const std::atomic<int>& it) { return it == 1; }));
      }
    }
  }
}

TEST_CASE("what a piece throws comes out, and what polls can end it") {
  for (const std::size_t threads : {1u, 3u}) {
    CHECK_THROWS_AS(in_pieces(100, 3, threads, Checkpoint(),
                              [](std::size_t, std::size_t begin, std::size_t, const Checkpoint&) {
                                if (begin == 30) throw std::runtime_error("thirty");
                              }),
                    std::runtime_error);
  }
  const Checkpoint stopping(nullptr, [](void*) { throw Cancelled(); }, nullptr);
  std::atomic<int> done{0};
  CHECK_THROWS_AS(in_pieces(1'000'000, 1, 1, stopping,
                            [&](std::size_t, std::size_t, std::size_t, const Checkpoint& checkpoint) {
                              ++done;
                              checkpoint();
                            }),
                  Cancelled);
  CHECK(done < 1'000'000);
}

}  // namespace
}  // namespace gramscore
