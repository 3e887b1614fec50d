// The averages and intervals that the Perl program ROUGE-1.5.5 prints, from its own random numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gramscore/work/checkpoint.hpp"

namespace gramscore {

/// A score's average over resamples, and the interval for it, each of five decimals.
struct Rouge155Average {
  double value;
  double low;
  double high;
};

struct Rouge155Resampling {
  /// At least 1.
  std::size_t samples = 1000;
  /// Per cent of the resamples' scores inside the interval, 0..100.
  double confidence = 95;
  /// The numbers are matches and units of prediction and reference, of which a resample has one score ("-t 1"), with this
  /// much weight of precision in F; else they are recall, precision and F, of which it has means ("-t 0").
  bool pooled = false;
  double alpha = 0.5;

  std::size_t threads = 1;
};

/// Documents 0 to count - 1 that are called 1 to count, in the byte order of those names.
std::vector<std::uint32_t> order_of_numbered(std::uint32_t count);

/// Recall, precision and F of each type, in this order. `rows` are three numbers for each of `types` types, of each document;
/// `order` has the documents (one at least) in the byte order of their names, in which the program draws them.
/// Resample s draws with the generator of 48 bits that C calls drand48, seeded by s. Sums are made in the order drawn, so
/// that their last bits are the program's.
std::vector<Rouge155Average> rouge155_averages(const double* rows, std::span<const std::uint32_t> order,
                                               std::size_t types, const Rouge155Resampling& resampling,
                                               const Checkpoint& checkpoint);

}  // namespace gramscore
