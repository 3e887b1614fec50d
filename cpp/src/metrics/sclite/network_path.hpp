// The alignment of two transcripts that sclite takes.
//
// A substitution costs 4, a word missing or too many 3. Of steps to the same place that cost the same in all, a pair of
// words is preferred, then a word too many. The path leads from the end back to the beginning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gramscore/metrics/sclite.hpp"
#include "gramscore/work/buffer.hpp"
#include "gramscore/work/checkpoint.hpp"
#include "metrics/sclite/word_network.hpp"

namespace gramscore {

class NetworkPath {
 public:
  /// Replaces `steps` by the path. Of plain texts memory grows with the sum of their words, else with the product.
  void find(const WordNetwork& reference, const WordNetwork& hypothesis, std::vector<ScliteStep>& steps,
            const Checkpoint& checkpoint);

  void trim();

 private:
  void number(const WordNetwork& network, std::vector<std::uint32_t>& numbers);
  void make_room(std::size_t words);
  [[nodiscard]] bool equal(std::size_t a, std::size_t b) const;
  template <class Use>
  void fill(const std::uint32_t* reference, std::size_t m, const std::uint32_t* hypothesis, std::size_t n, Use use);
  void divide(std::size_t reference_begin, std::size_t reference_end, std::size_t hypothesis_begin,
              std::size_t hypothesis_end);
  bool find_near(std::size_t reference_begin, std::size_t reference_end, std::size_t hypothesis_begin,
                 std::size_t hypothesis_end);
  std::int64_t fill_band(std::size_t reference_begin, std::int64_t m, std::size_t hypothesis_begin, std::int64_t n,
                         std::int64_t first, std::int64_t width);
  void find_plain();
  void find_any();
  [[nodiscard]] float pair_cost(std::size_t a, std::size_t b) const;
  [[nodiscard]] static float gap_cost(const ScliteWord& word);

  struct Known {
    const std::uint32_t* text;
    std::size_t size;
    std::uint64_t hash;
  };

  const WordNetwork* reference_ = nullptr;
  const WordNetwork* hypothesis_ = nullptr;
  const Checkpoint* checkpoint_ = nullptr;
  std::vector<ScliteStep>* steps_ = nullptr;
  std::vector<Known> known_;
  std::vector<std::uint32_t> slots_;
  std::size_t mask_ = 0;
  std::vector<std::uint32_t> reference_numbers_;
  std::vector<std::uint32_t> hypothesis_numbers_;
  std::vector<ScliteStep> backwards_;
  Buffer<std::int64_t> row_;
  Buffer<std::size_t> crossing_;
  Buffer<std::uint8_t> table_;
  Buffer<float> costs_;
};

}  // namespace gramscore
