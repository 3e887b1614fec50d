#include "gramscore/sums/grouped_sums.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "work/prefetch.hpp"

namespace gramscore {
namespace {

constexpr int kUnitPlace = 74;  // sums are in units of 2^-74, the last place of 2^-21
constexpr unsigned kUnitShift = 1074 - kUnitPlace;
constexpr unsigned kMostShift = 42;  // the mantissas of numbers below 2^21, so that 2^31 of them fit 128 bits

}  // namespace

GroupedSums::GroupedSums(std::size_t whole, std::size_t exact) : whole_(whole), exact_(exact) {}

void GroupedSums::add_blocks() {
  const std::size_t count = blocks_.size() < kBlocksPerSlab ? 1 : kBlocksPerSlab;
  const std::size_t words = kGroupsPerBlock * (1 + whole_ + 2 * exact_);
  std::int64_t* const begin = slabs_.emplace_back(count * words).data();
  for (std::size_t k = 0; k < count; ++k) blocks_.push_back(begin + k * words);
}

std::int64_t* GroupedSums::record(std::size_t group) const {
  return blocks_[group / kGroupsPerBlock] + (group % kGroupsPerBlock) * (1 + whole_ + 2 * exact_);
}

void GroupedSums::add(std::size_t group, const std::int64_t* whole, const double* exact) {
  while (blocks_.size() * kGroupsPerBlock <= group) add_blocks();
  size_ = std::max(size_, group + 1);
  std::int64_t* word = record(group);
  ++*word++;
  for (std::size_t k = 0; k < whole_; ++k, ++word) *word = checked_sum(*word, whole[k]);
  for (std::size_t k = 0; k < exact_; ++k, word += 2) {
    const auto bits = std::bit_cast<std::uint64_t>(exact[k]);
    if (bits == 0) continue;
    const std::uint64_t mantissa = (bits & 0xfffffffffffffu) | std::uint64_t{1} << 52;
    // A negative number, whose sign is in the exponent here, is out of the range, too.
    const std::uint64_t shift = (bits >> 52) - 1 - kUnitShift;
    if (shift > kMostShift) {
      apart_[{group, k}].add(exact[k]);
      continue;
    }
    const auto low = static_cast<std::uint64_t>(word[0]);
    const std::uint64_t sum = low + (mantissa << shift);
    const std::uint64_t high = shift == 0 ? 0 : mantissa >> (64 - shift);
    word[0] = static_cast<std::int64_t>(sum);
    word[1] = static_cast<std::int64_t>(static_cast<std::uint64_t>(word[1]) + high + (sum < low ? 1 : 0));
  }
}

std::int64_t GroupedSums::examples(std::size_t group) const { return *record(group); }

std::span<const std::int64_t> GroupedSums::whole(std::size_t group) const { return {record(group) + 1, whole_}; }

ExactSum GroupedSums::exact_sum(std::size_t group, std::size_t column) const {
  const std::int64_t* const words = record(group) + 1 + whole_ + 2 * column;
  ExactSum sum;
  sum.add_units(static_cast<std::uint64_t>(words[0]), kUnitShift, 1);
  sum.add_units(static_cast<std::uint64_t>(words[1]), kUnitShift + 64, 1);
  if (!apart_.empty()) {
    const auto found = apart_.find({group, column});
    if (found != apart_.end()) sum.add(found->second);
  }
  return sum;
}

double GroupedSums::exact(std::size_t group, std::size_t column) const {
  if (!apart_.empty()) return exact_sum(group, column).value();
  const std::int64_t* const words = record(group) + 1 + whole_ + 2 * column;
  const auto low = static_cast<std::uint64_t>(words[0]);
  const auto high = static_cast<std::uint64_t>(words[1]);
  if (high == 0) return std::ldexp(static_cast<double>(low), -kUnitPlace);
  // The first 64 bits; those below can only move what is rounded, in which one bit stands for them.
  const int zeros = std::countl_zero(high);
  const std::uint64_t first = zeros == 0 ? high : high << zeros | low >> (64 - zeros);
  const std::uint64_t rest = low << zeros;
  return std::ldexp(static_cast<double>(first | (rest != 0 ? 1 : 0)), 64 - zeros - kUnitPlace);
}

void GroupedSums::expect(std::size_t group) const {
  constexpr std::size_t kLine = 64;
  if (group / kGroupsPerBlock >= blocks_.size()) return;
  const auto* const begin = reinterpret_cast<const char*>(record(group));
  for (std::size_t at = 0; at < (1 + whole_ + 2 * exact_) * sizeof(std::int64_t); at += kLine) prefetch(begin + at);
}

CorpusSums GroupedSums::total() const {
  CorpusSums found;
  found.whole.resize(whole_);
  found.exact.resize(exact_);
  for (std::size_t group = 0; group < size_; ++group) {
    const std::int64_t* word = record(group);
    found.examples = checked_sum(found.examples, *word++);
    for (std::int64_t& sum : found.whole) sum = checked_sum(sum, *word++);
    for (ExactSum& sum : found.exact) {
      sum.add_units(static_cast<std::uint64_t>(*word++), kUnitShift, 1);
      sum.add_units(static_cast<std::uint64_t>(*word++), kUnitShift + 64, 1);
    }
  }
  for (const auto& [place, sum] : apart_) found.exact[place.second].add(sum);
  return found;
}

CorpusSums GroupedSums::sums(std::size_t group) const {
  CorpusSums found;
  found.examples = examples(group);
  const std::span<const std::int64_t> own = whole(group);
  found.whole.assign(own.begin(), own.end());
  for (std::size_t k = 0; k < exact_; ++k) found.exact.push_back(exact_sum(group, k));
  return found;
}

void add_columns(GroupedSums& sums, const std::int64_t* stats, std::size_t rows, std::size_t columns,
                 const std::uint32_t* groups) {
  visit_each(sums, groups, rows, [&](std::size_t i) { sums.add(groups[i], stats + i * columns, nullptr); });
}

}  // namespace gramscore
