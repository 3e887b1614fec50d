// Which texts of a pool may share enough with another text, found by the rarest items of both.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gramscore/pools/pool_plan.hpp"
#include "gramscore/work/large_pages.hpp"
#include "pools/needs.hpp"
#include "work/hash.hpp"
#include "work/prefetch.hpp"

namespace gramscore::pools {

/// Two texts of m and n items that share `need` of them: of those shared the rarest one is among the first m - need + 1 of
/// the one and the first n - need + 1 of the other, when each text's items are ordered by rarity; and the two rarest are
/// among the first m - need + 2 and n - need + 2. So a text is listed under few of its items, or under pairs of
/// them (in the order in which they are in the text, for sequences), and looked up by as few. This is the prefix filter of
/// S. Chaudhuri et al. ("A primitive operator for similarity joins in data cleaning", 2006) with the longer keys of J. Wang
/// et al. ("Can we beat the prefix filtering?", 2012). What is found may share enough; nothing else can.
class RareIndex {
 public:
  /// Items of a text in the order of rarity.
  struct Ranked {
    std::uint32_t item;
    std::uint32_t place;  // in the text
  };

  /// What a thread needs of its own to search.
  class Search {
   public:
    Search(const PoolPlan& plan, double threshold) : needs_(plan, threshold) {}

    [[nodiscard]] Needs& needs() { return needs_; }

   private:
    friend class RareIndex;

    /// For predictions of one length and a length of the pool.
    struct Limit {
      std::uint32_t need;
      std::int32_t prediction;  // m - need, the last place of the first shared item; -2 if it cannot be
      std::int32_t text;        // n - need
    };
    struct Limits {
      std::vector<Limit> of_length;
      std::size_t singles = 0;  // how many of the prediction's items to look up
      std::size_t pairs = 0;    // and of how many the pairs
      bool all = false;         // whether texts that may share nothing come into question
    };

    Needs needs_;
    std::vector<Limits> kept_;  // by the prediction's length
    Limits other_;
    std::vector<std::uint64_t> order_;
    std::vector<Ranked> ranked_;
    std::vector<std::uint64_t> hashes_;
    std::vector<std::uint32_t> seen_;  // by text: the search that found it last
    std::uint32_t searches_ = 0;
  };

  /// `plan` must outlive this.
  RareIndex(const PoolPlan& plan, double threshold);

  /// Counts the items of a text that is, or might become, one of the pool, for what is rare.
  void count(std::span<const std::uint32_t> items);

  /// Whether what is rare, or the room, is so outdated that the index should be made anew: by clear(), and add() for all
  /// texts. Happens each time that sizes double, so that all this takes no more time than adding does.
  [[nodiscard]] bool outgrown() const;

  /// Takes all texts out, for about `texts` of them with so many items.
  void clear(std::size_t texts);

  /// Adds the next text, in order.
  void add(std::span<const std::uint32_t> items);

  [[nodiscard]] std::size_t size() const { return length_of_.size(); }

  /// Calls found(id, need) once for each text from `first` on that may share enough with the items, which is `need` of them,
  /// until it returns true.
  template <class Found>
  void search(std::span<const std::uint32_t> items, std::size_t first, Search& own, Found found) const {
    const Search::Limits& limits = limits_of(items.size(), own);
    if (length_of_.size() > own.seen_.size()) own.seen_.resize(length_of_.size() + length_of_.size() / 2);
    if (++own.searches_ == 0) {
      own.seen_.assign(own.seen_.size(), 0);
      own.searches_ = 1;
    }
    const auto from_here = [&](std::uint32_t id, std::uint32_t need) {
      if (own.seen_[id] == own.searches_) return false;
      own.seen_[id] = own.searches_;
      return static_cast<bool>(found(id, need));
    };
    if (limits.all) {
      for (std::size_t k = unlisted_.size(); k-- > 0 && unlisted_[k] >= first;) {
        const std::uint32_t need = limits.of_length[length_of_[unlisted_[k]]].need;
        if (need != kNever && from_here(unlisted_[k], need)) return;
      }
    }
    const std::size_t prefix = std::max(limits.singles, limits.pairs);
    if (prefix == 0) return;
    rank(items, prefix, own);
    own.hashes_.clear();
    for (std::size_t b = 0; b < limits.singles; ++b) own.hashes_.push_back(single_key(own.ranked_[b]));
    for (std::size_t b = 1; b < limits.pairs; ++b) {
      for (std::size_t a = 0; a < b; ++a) own.hashes_.push_back(pair_key(own.ranked_[a], own.ranked_[b]));
    }
    for (const std::uint64_t hash : own.hashes_) prefetch(lists_.data() + (hash >> shift_));
    for (const std::uint64_t hash : own.hashes_) {
      const List& list = lists_[hash >> shift_];
      prefetch(entries_.data() + list.begin + list.size - (list.size != 0 ? 1 : 0));
    }
    std::size_t k = 0;
    for (std::size_t b = 0; b < limits.singles; ++b) {
      if (look_up(own.hashes_[k++], static_cast<std::int32_t>(b), 0, first, limits, from_here)) return;
    }
    for (std::size_t b = 1; b < limits.pairs; ++b) {
      for (std::size_t a = 0; a < b; ++a) {
        if (look_up(own.hashes_[k++], static_cast<std::int32_t>(b), 1, first, limits, from_here)) return;
      }
    }
  }

 private:
  /// A text under one of its keys.
  struct Entry {
    std::uint32_t id;
    std::uint16_t length;  // see length_of_; kManyLengths if it is too large
    std::uint8_t place;    // by rarity, of the key's last item; kLastPlace for all from there on
    std::uint8_t tag;      // of the key, as keys may share a list
  };
  struct List {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;  // room is for the next power of two
  };
  enum class Keys : std::uint8_t { none, all, singles, pairs };
  struct Length {
    std::size_t items;
    std::uint32_t least;  // that a text of this length shares
    Keys keys;
  };

  static constexpr std::uint16_t kManyLengths = 0xffff;
  static constexpr std::uint8_t kLastPlace = 0xff;

  template <class Found>
  bool look_up(std::uint64_t hash, std::int32_t place, std::int32_t before, std::size_t first,
               const Search::Limits& limits, Found found) const {
    const List& list = lists_[hash >> shift_];
    const auto tag = static_cast<std::uint8_t>(hash);
    for (const Entry* entry = entries_.data() + list.begin + list.size; entry-- != entries_.data() + list.begin;) {
      if (entry->id < first) return false;
      if (entry->tag != tag) continue;
      const std::size_t length = entry->length == kManyLengths ? length_of_[entry->id] : entry->length;
      const Search::Limit& limit = limits.of_length[length];
      if (place > limit.prediction + before || entry->place > limit.text + before) continue;
      if (found(entry->id, limit.need)) return true;
    }
    return false;
  }

  [[nodiscard]] std::uint64_t single_key(const Ranked& a) const {
    return hash_value(a.item, seed_ ^ 0x9e3779b97f4a7c15u);
  }

  /// The rarer one comes first, or in sequences the one that does there.
  [[nodiscard]] std::uint64_t pair_key(const Ranked& a, const Ranked& b) const {
    const bool exchanged = ordered_ && a.place > b.place;
    const std::uint64_t first = exchanged ? b.item : a.item;
    const std::uint64_t second = exchanged ? a.item : b.item;
    return hash_value(first << 32 | second, seed_);
  }

  /// Less for rarer items. Those that came after the last clear() are the rarest.
  [[nodiscard]] std::uint32_t rarity(std::uint32_t item) const {
    return item < rarity_.size() ? rarity_[item] : item - static_cast<std::uint32_t>(rarity_.size());
  }

  /// own.ranked_ becomes the `count` rarest items.
  void rank(std::span<const std::uint32_t> items, std::size_t count, Search& own) const;

  const Search::Limits& limits_of(std::size_t items, Search& own) const;
  void append(std::uint64_t hash, Entry entry);

  bool ordered_;
  Search own_;
  std::uint64_t seed_;
  unsigned shift_ = 63;
  LargeVector<List> lists_;
  LargeVector<Entry> entries_;
  std::vector<std::vector<std::uint32_t>> free_;  // rooms of 2^k entries
  std::size_t listed_ = 0;
  std::vector<std::uint32_t> unlisted_;  // texts that may share nothing
  std::vector<Length> lengths_;
  std::unordered_map<std::size_t, std::uint32_t> length_number_;
  std::vector<std::uint32_t> length_of_;  // of each text: its length in lengths_
  std::vector<std::uint32_t> count_;      // of items
  std::vector<std::uint32_t> rarity_;
  std::uint64_t counted_ = 0;
  std::uint64_t counted_then_ = 0;  // at the last clear()
};

}  // namespace gramscore::pools
