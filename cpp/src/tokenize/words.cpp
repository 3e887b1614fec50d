#include "tokenize/words.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "text/code_points.hpp"

namespace gramscore {

namespace {

/// Calls work(first, last) for consecutive runs of blocks.
template <class Work>
void in_chunks(std::size_t blocks, const Checkpoint& checkpoint, Work work) {
  constexpr std::size_t kChunk = 1024;
  for (std::size_t b = 0; b < blocks; b += kChunk) {
    if (b != 0) checkpoint();
    work(b, std::min(b + kChunk, blocks));
  }
}

}  // namespace

void WordBounds::start(const WordRules& rules, const Kernels& kernel, const std::uint8_t* bytes, std::size_t blocks,
                       const Checkpoint& checkpoint) {
  masks_.reserve(blocks + 1);
  in_chunks(blocks, checkpoint, [&](std::size_t first, std::size_t last) {
    kernel.classify(bytes + first * kBlock, last - first, rules.classes.data(), masks_.data() + first);
  });
  masks_[blocks] = {};
}

bool WordBounds::has_special(std::size_t first, std::size_t count) const {
  std::uint64_t any = 0;
  for (std::size_t b = first; b < first + count; ++b) any |= masks_[b].special;
  return any != 0;
}

void WordBounds::look_again(const WordRules& rules, const Kernels& kernel, const std::uint8_t* bytes, std::size_t first,
                            std::size_t count) {
  kernel.classify(bytes + first * kBlock, count, rules.classes.data(), masks_.data() + first);
}

std::size_t WordBounds::find(const WordRules& rules, const Kernels& kernel, const std::uint8_t* bytes,
                             std::size_t blocks, std::uint32_t* tokens_before, const Checkpoint& checkpoint) {
  breaks_.reserve(blocks + 1);
  point_ends_.reserve(blocks + 1);
  begin_bits_.reserve(blocks + 1);
  end_bits_.reserve(blocks + 1);
  wide_points_.clear();
  carry_ = 0;
  std::memset(breaks_.data(), 0, (blocks + 1) * sizeof breaks_[0]);
  std::memset(point_ends_.data(), 0, (blocks + 1) * sizeof point_ends_[0]);
  if (rules.wide_class != nullptr) {
    in_chunks(blocks, checkpoint, [&](std::size_t first, std::size_t last) { add_wide(rules, bytes, first, last); });
    separate_wide_points();
  }
  begins_.reserve((blocks + 1) * kBlock);
  ends_.reserve((blocks + 1) * kBlock);
  std::size_t begun = 0;
  std::size_t ended = 0;
  in_chunks(blocks, checkpoint, [&](std::size_t first, std::size_t last) {
    combine(rules, bytes, first, last);
    ended = kernel.positions(end_bits_.data(), first, last, ended, tokens_before, ends_.data());
    begun = kernel.positions(begin_bits_.data(), first, last, begun, tokens_before, begins_.data());
  });
  tokens_before[blocks] = static_cast<std::uint32_t>(begun);
  return begun;
}

/// What the characters beyond ASCII mean.
void WordBounds::add_wide(const WordRules& rules, const std::uint8_t* bytes, std::size_t first, std::size_t last) {
  for (std::size_t b = first; b < last; ++b) {
    for (std::uint64_t leads = masks_[b].lead; leads != 0; leads &= leads - 1) {
      const std::size_t position = b * kBlock + static_cast<std::size_t>(std::countr_zero(leads));
      const std::uint8_t kind = rules.wide_class(decode_utf8(bytes + position));
      if (kind == 0) continue;
      const unsigned width = utf8_width(bytes[position]);
      if (kind == kAlone) {
        break_before(position);
        break_before(position + width);
      } else if (kind == kNumber) {
        for (unsigned k = 0; k < width; ++k) {
          masks_[(position + k) / kBlock].number |= std::uint64_t{1} << (position + k) % kBlock;
        }
      } else {
        wide_points_.push_back({position, width});
        const std::size_t end = position + width - 1;
        point_ends_[end / kBlock] |= std::uint64_t{1} << end % kBlock;
      }
    }
  }
}

/// Whether the point that starts at `point`, and is followed by a number, is a token of its own: see kPoint.
bool WordBounds::ends_row(std::size_t point) const {
  std::size_t begin = point;
  bool odd = true;
  for (; ends_point(begin - 1); odd = !odd) {
    --begin;
    while (has(masks_[begin / kBlock].continuation, begin)) --begin;
  }
  return odd != is_number(begin - 1);
}

void WordBounds::separate_wide_points() {
  for (const Character& point : wide_points_) {
    const std::size_t end = point.position + point.width;
    const bool number_follows = is_number(end);
    if (number_follows && is_number(point.position - 1)) continue;
    break_before(point.position);
    if (!number_follows || ends_row(point.position)) break_before(end);
  }
}

void WordBounds::separate_possessives(const WordRules& rules, const std::uint8_t* bytes, std::size_t block) {
  for (std::uint64_t marks = masks_[block].special; marks != 0; marks &= marks - 1) {
    const std::size_t position = block * kBlock + static_cast<std::size_t>(std::countr_zero(marks));
    if (bytes[position + 1] != 's') continue;
    const std::uint8_t next = bytes[position + 2];
    if (next == ' ' || (next < 0x80 && (rules.classes[next] & kAlone) != 0)) break_before(position);
  }
}

/// Where tokens begin and end, as bits.
void WordBounds::combine(const WordRules& rules, const std::uint8_t* bytes, std::size_t first, std::size_t last) {
  const auto before = [](std::uint64_t here, std::uint64_t previous) { return here << 1 | previous >> 63; };
  BlockMasks previous = first == 0 ? BlockMasks{} : masks_[first - 1];
  std::uint64_t breaks_next = carry_;  // bit 0: a token ends with the block before
  std::uint64_t previous_point_ends = first == 0 ? 0 : point_ends_[first - 1];
  std::uint64_t previous_word = first == 0 ? 0 : ~masks_[first - 1].space;
  for (std::size_t b = first; b < last; ++b) {
    const BlockMasks& masks = masks_[b];
    if (rules.possessives && masks.special != 0) separate_possessives(rules, bytes, b);
    const std::uint64_t after_number = before(masks.number, previous.number);
    const std::uint64_t before_number = masks.number >> 1 | masks_[b + 1].number << 63;
    // Beyond the ends of a text there may be a number to its points, but not to a dash.
    const std::uint64_t dashes = masks.dash & before(masks.number & ~masks.space, previous.number & ~previous.space);
    const std::uint64_t points = masks.point & ~(after_number & before_number);
    std::uint64_t stuck =
        points & before_number & before(masks.point | point_ends_[b], previous.point | previous_point_ends);
    for (std::uint64_t unsure = stuck; unsure != 0; unsure &= unsure - 1) {
      if (ends_row(b * kBlock + static_cast<std::size_t>(std::countr_zero(unsure)))) stuck &= ~(unsure & (~unsure + 1));
    }
    const std::uint64_t begin = masks.alone | dashes | points;
    const std::uint64_t end = masks.alone | dashes | (points & ~stuck);
    std::uint64_t breaks = breaks_[b] | begin | end << 1 | breaks_next;
    if (rules.characters) breaks = ~masks.continuation;
    const std::uint64_t word = ~masks.space;
    const std::uint64_t after_word = before(word, previous_word);
    begin_bits_[b] = word & (~after_word | breaks);
    end_bits_[b] = after_word & (~word | breaks);
    breaks_next = end >> 63;
    previous = masks;
    previous_point_ends = point_ends_[b];
    previous_word = word;
  }
  carry_ = breaks_next;
}

void WordBounds::trim(std::size_t bytes) {
  masks_.trim(bytes);
  breaks_.trim(bytes);
  point_ends_.trim(bytes);
  begin_bits_.trim(bytes);
  end_bits_.trim(bytes);
  begins_.trim(bytes);
  ends_.trim(bytes);
  if (wide_points_.capacity() * sizeof(Character) > bytes) wide_points_ = {};
}

}  // namespace gramscore
