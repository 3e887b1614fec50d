// Regular expressions over UTF-16 units as one automaton that is built as far as texts lead into it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gramscore {

/// Ranges of UTF-16 units, from the first to the last of each.
using UnitRanges = std::vector<std::pair<std::uint16_t, std::uint16_t>>;

/// Expressions are written as usual: | * + ? ( ) {2} {2,4}, sets [a-z] and [^a-z], \ before what stands for itself,
/// \u2014 for a unit, \t \n \r \f \v, and {NAME} for what define() has given a name. Letters outside of sets stand for
/// themselves in either case. Threads may share an automaton once it is finished.
class Automaton {
 public:
  /// Units of as many kinds are told apart at most.
  static constexpr std::size_t kKinds = 256;

  /// A state of the deterministic automaton: what has been read leads to it.
  struct State {
    /// The number of the first expression that ends here, -1 if none does.
    std::int32_t accepted = -1;
    /// A number of its own, from 1.
    std::uint32_t number = 0;

    mutable std::array<std::atomic<const State*>, kKinds> next{};
    std::vector<std::uint32_t> places;
  };

  Automaton();
  Automaton(const Automaton&) = delete;
  Automaton& operator=(const Automaton&) = delete;
  ~Automaton();

  void define(const std::string& name, std::string_view expression);
  void define(const std::string& name, const UnitRanges& ranges);

  /// Adds expressions that are looked for together. Returns which start() they have.
  std::size_t add(const std::vector<std::string>& expressions);

  /// After all were added.
  void finish();

  [[nodiscard]] const State* start(std::size_t which) const { return starts_[which]; }

  /// Where a unit leads; null if nothing can match any more.
  const State* next(const State* state, std::uint16_t unit) const {
    const std::uint8_t kind = kinds_[unit];
    const State* const known = state->next[kind].load(std::memory_order_acquire);
    if (known == &unknown_) [[unlikely]]
      return find_next(state, kind);
    return known == &dead_ ? nullptr : known;
  }

 private:
  struct Node;
  class Parser;
  using NodePtr = std::shared_ptr<const Node>;

  /// A place between units: reads a unit of a set and goes on to `out`, or reads nothing and goes on to both.
  struct Place {
    std::int32_t set = -1;
    std::int32_t accepts = -1;
    std::int32_t out = -1;
    std::int32_t other = -1;
  };

  std::int32_t set_number(const UnitRanges& ranges);
  std::int32_t place(const Place& place);
  std::int32_t compile(const Node& node, std::int32_t next);
  void close(std::vector<std::uint32_t>& places) const;
  const State* state_of(std::vector<std::uint32_t> places) const;
  const State* find_next(const State* state, std::uint8_t kind) const;

  std::map<std::string, NodePtr, std::less<>> names_;
  std::vector<UnitRanges> sets_;
  std::map<UnitRanges, std::int32_t> set_numbers_;
  std::vector<Place> places_;
  std::vector<std::vector<std::uint32_t>> start_places_;

  std::array<std::uint8_t, 0x10000> kinds_{};  // of each unit: those of a kind are in the same sets
  std::size_t kind_count_ = 0;
  std::vector<std::vector<bool>> has_;  // by set and kind
  std::vector<const State*> starts_;

  static const State unknown_;
  static const State dead_;
  mutable std::mutex mutex_;
  mutable std::map<std::vector<std::uint32_t>, std::unique_ptr<State>> states_;
};

}  // namespace gramscore
