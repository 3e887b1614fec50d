#include "metrics/ter/wide_rows.hpp"

#include <algorithm>

namespace gramscore::ter {

void WideRows::start(const NumberedWords& words, const Beam& beam) {
  const std::size_t n = words.hypothesis().size();
  rows_.clear();
  widest_ = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= n; ++i) {
    rows_.push_back({beam.low(i), beam.high(i), begin});
    begin += rows_[i].high - rows_[i].low;
    widest_ = std::max(widest_, rows_[i].high - rows_[i].low);
  }
  std::uint32_t* const cells = cells_.reserve(begin);
  for (std::size_t j = 0; j < rows_[0].high; ++j) cells[j] = static_cast<std::uint32_t>(j);
}

std::uint32_t WideRows::cell(std::size_t row, std::size_t column) const {
  const Row& r = rows_[row];
  return column >= r.low && column < r.high ? cells_[r.begin + column - r.low] : kNone;
}

void WideRows::next_row(const NumberedWords& words, std::size_t row, std::uint32_t word, const std::uint32_t* above,
                        std::uint32_t* out) const {
  const Row& previous = rows_[row - 1];
  const Row& here = rows_[row];
  const std::uint32_t* const reference = words.reference().data();
  std::uint32_t left = kNone;
  for (std::size_t j = here.low; j < here.high; ++j) {
    std::uint32_t best = left + 1;
    if (j < previous.high) best = std::min(best, above[j - previous.low] + 1);
    if (j > previous.low && j <= previous.high) {
      best = std::min(best, above[j - 1 - previous.low] + (reference[j - 1] == word ? 0 : 1));
    }
    out[j - here.low] = left = best;
  }
}

std::uint32_t WideRows::fill(const NumberedWords& words, std::size_t kept, const Checkpoint& checkpoint) {
  const auto hypothesis = words.hypothesis();
  for (std::size_t i = kept + 1; i <= hypothesis.size(); ++i) {
    if (i % 64 == 0) checkpoint();
    next_row(words, i, hypothesis[i - 1], cells_.data() + rows_[i - 1].begin, cells_.data() + rows_[i].begin);
  }
  return cell(hypothesis.size(), words.reference().size());
}

std::uint32_t WideRows::rotated(const NumberedWords& words, const Rotation& by, const Checkpoint& checkpoint) {
  const auto hypothesis = words.hypothesis();
  std::uint32_t* out = spare_.reserve(2 * widest_);
  std::uint32_t* other = out + widest_;
  const std::uint32_t* above = cells_.data() + rows_[by.begin].begin;
  const std::size_t tail = by.end - by.middle;  // words of the second neighbour, which comes first now
  for (std::size_t i = by.begin; i < hypothesis.size(); ++i) {
    if (i % 64 == 0) checkpoint();
    const std::size_t offset = i - by.begin;
    const std::size_t from = i >= by.end ? i : offset < tail ? by.middle + offset : i - tail;
    next_row(words, i + 1, hypothesis[from], above, out);
    above = out;
    std::swap(out, other);
  }
  const Row& last = rows_[hypothesis.size()];
  return above[words.reference().size() - last.low];
}

void WideRows::trim() {
  constexpr std::size_t kKeep = 1 << 20;
  cells_.trim(kKeep);
  spare_.trim(kKeep);
  if (rows_.capacity() * sizeof(Row) > kKeep) std::vector<Row>().swap(rows_);
}

}  // namespace gramscore::ter
