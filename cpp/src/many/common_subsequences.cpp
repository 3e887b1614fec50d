#include "many/common_subsequences.hpp"

#include <algorithm>
#include <cstring>

#include "match/lcs_width.hpp"
#include "match/strips.hpp"

namespace gramscore::many {

std::span<const std::uint32_t> CommonSubsequences::column(std::size_t c) const {
  const std::size_t begin = c == 0 ? 0 : column_end_[c - 1];
  return {column_numbers_.data() + begin, column_end_[c] - begin};
}

void CommonSubsequences::build(NumberedTexts rows, NumberedTexts columns, Building& building,
                               const Checkpoint& checkpoint) {
  numbers_end_ = 0;
  const auto keep = [&](NumberedTexts texts, std::vector<std::uint32_t>& numbers, std::vector<std::size_t>& ends) {
    numbers.clear();
    ends.clear();
    for (const auto& text : texts) {
      numbers.insert(numbers.end(), text.begin(), text.end());
      ends.push_back(numbers.size());
      checkpoint();
    }
    check_size(numbers.size());
    std::uint32_t highest = 0;
    for (const std::uint32_t number : numbers) highest = std::max(highest, number);
    numbers_end_ = std::max(numbers_end_, highest + std::size_t{1});
  };
  const NumberedTexts of_columns = columns.empty() ? rows : columns;
  keep(of_columns, column_numbers_, column_end_);
  keep(columns.empty() ? NumberedTexts() : rows, row_numbers_, row_end_);
  blocks_.clear();
  tokens_.clear();
  rows_.clear();
  std::uint32_t* const row_of = building.row_of.reserve(numbers_end_);
  for (std::size_t c = 0; c < of_columns.size(); c += kLcsLanes) {
    add_block(c, std::min(kLcsLanes, of_columns.size() - c), row_of);
    checkpoint();
  }
}

void CommonSubsequences::add_block(std::size_t first, std::size_t count, std::uint32_t* row_of) {
  std::size_t longest = 0;
  for (std::size_t c = first; c < first + count; ++c) longest = std::max(longest, column(c).size());
  Block block{lcs_width(longest), rows_.size(), tokens_.size(), 0};
  if (block.width != 0) {
    for (std::size_t c = first; c < first + count; ++c) {
      for (const std::uint32_t number : column(c)) {
        if (row_of[number] != 0) continue;
        tokens_.push_back(number);
        row_of[number] = static_cast<std::uint32_t>(tokens_.size() - block.first_token);
      }
    }
    block.tokens = tokens_.size() - block.first_token;
    const std::size_t row_size = kLcsLanes * block.width;
    rows_.resize(block.rows + (block.tokens + 1) * row_size);
    std::uint32_t* const rows = rows_.data() + block.rows;
    for (std::size_t lane = 0; lane < count; ++lane) {
      const auto text = column(first + lane);
      for (std::size_t i = 0; i < text.size(); ++i) {
        std::uint32_t* const row = rows + row_of[text[i]] * row_size;
        if (block.width == 1) {
          row[lane] |= std::uint32_t{1} << i;
        } else {
          const std::size_t place = lcs_lane_place(block.width / 2, lane, i / 64);
          std::uint64_t word;
          std::memcpy(&word, row + place, sizeof word);
          word |= std::uint64_t{1} << i % 64;
          std::memcpy(row + place, &word, sizeof word);
        }
      }
    }
    for (std::size_t k = block.first_token; k < tokens_.size(); ++k) row_of[tokens_[k]] = 0;
  }
  blocks_.push_back(block);
}

void CommonSubsequences::count(std::size_t first_row, std::size_t rows, std::size_t first_column, std::uint32_t* counts,
                               std::size_t stride, Scratch& scratch, const Checkpoint& checkpoint) const {
  const Kernels& kernel = kernels();
  std::uint32_t* const row_of = scratch.row_of.reserve(numbers_end_);
  const bool square = row_end_.empty();
  const auto numbers_of = [&](std::size_t row) {
    if (square) return column(row);
    const std::size_t begin = row == 0 ? 0 : row_end_[row - 1];
    return std::span(row_numbers_.data() + begin, row_end_[row] - begin);
  };
  for (std::size_t b = first_column / kLcsLanes; b < blocks_.size(); ++b) {
    const Block& block = blocks_[b];
    std::uint32_t* const out = counts + b * kLcsLanes - first_column;
    if (block.width == 0) {
      const std::size_t end = std::min((b + 1) * kLcsLanes, column_end_.size());
      for (std::size_t r = 0; r < rows; ++r) {
        const auto row = numbers_of(first_row + r);
        Token* const row_tokens = scratch.row.reserve(row.size() + kTokenSlack);
        std::ranges::copy(row, row_tokens);
        for (std::size_t c = b * kLcsLanes; c < end; ++c) {
          const auto text = column(c);
          Token* const tokens = scratch.column.reserve(text.size() + kTokenSlack);
          std::ranges::copy(text, tokens);
          Matches matches;
          scratch.matcher.match({tokens, text.size()}, {row_tokens, row.size()}, 0, true, matches, checkpoint);
          out[r * stride + c - b * kLcsLanes] = matches.lcs;
          checkpoint();
        }
      }
      continue;
    }
    const std::uint32_t* const tokens = tokens_.data() + block.first_token;
    for (std::size_t k = 0; k < block.tokens; ++k) row_of[tokens[k]] = static_cast<std::uint32_t>(k + 1);
    for (std::size_t r = 0; r < rows; ++r) {
      const auto row = numbers_of(first_row + r);
      std::uint32_t* const steps = scratch.steps.reserve(row.size());
      std::size_t count = 0;
      for (const std::uint32_t number : row) {
        steps[count] = row_of[number];
        count += steps[count] != 0;
      }
      kernel.lcs_lanes(rows_.data() + block.rows, block.width, steps, count, out + r * stride);
    }
    for (std::size_t k = 0; k < block.tokens; ++k) row_of[tokens[k]] = 0;
  }
}

}  // namespace gramscore::many
