#include "gramscore/work/pieces.hpp"

#include <algorithm>
#include <utility>

#include "gramscore/work/parallel.hpp"

namespace gramscore {
namespace {

class Loop : public ChunkedWork {
 public:
  Loop(std::size_t size, std::size_t length, const Checkpoint& poll, const Piece& body)
      : size_(size), length_(length), poll_(poll), body_(body) {}

  std::size_t fill(std::size_t /*worker*/, std::size_t /*slot*/) override {
    return std::exchange(pieces_left_, false) ? (size_ + length_ - 1) / length_ : 0;
  }

  void run(std::size_t worker, std::size_t /*slot*/, std::size_t batch, const Checkpoint& checkpoint) override {
    const std::size_t begin = batch * length_;
    body_(worker, begin, std::min(size_, begin + length_), checkpoint);
  }

  void poll() override { poll_(); }

 private:
  std::size_t size_;
  std::size_t length_;
  const Checkpoint& poll_;
  const Piece& body_;
  bool pieces_left_ = true;
};

}  // namespace

void in_pieces(std::size_t size, std::size_t length, std::size_t threads, const Checkpoint& poll, const Piece& body) {
  if (size == 0) return;
  Loop loop(size, length, poll, body);
  run_chunks(loop, threads);
}

}  // namespace gramscore
