#include "gramscore/match/match.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "reference/lcs.hpp"
#include "reference/ngrams.hpp"
#include "tests/random.hpp"
#include "tests/sequences.hpp"

namespace gramscore {
namespace {

using testing::for_kernels;
using testing::for_seeds;
using testing::Random;
using testing::random_sequence;
using testing::Sentences;
using testing::Sequence;
using testing::show;

using Tokens = std::vector<Token>;
using TokenSentences = std::vector<Tokens>;

const Checkpoint kUnwatched;

struct Expected {
  std::array<std::uint64_t, Matches::kMaxOrder + 1> ngram{};
  std::uint64_t lcs = 0;
};

Expected expect(const Tokens& reference, const Tokens& prediction, int orders) {
  Expected expected;
  for (std::size_t n = 1; n <= static_cast<std::size_t>(orders); ++n) {
    expected.ngram[n] = reference::clipped_matches(reference, prediction, n);
  }
  expected.lcs = reference::lcs_length(reference, prediction);
  return expected;
}

enum class Way { chosen, hashed };

void check_way(Matcher& matcher, Way way, const Sequence& reference, const Sequence& prediction, int orders, bool lcs,
               const Expected& expected) {
  CAPTURE(orders);
  CAPTURE(lcs);
  const bool by_hashing = way == Way::hashed;
  CAPTURE(by_hashing);
  Matches matches;
  std::memset(&matches, 0xab, sizeof matches);
  if (by_hashing) {
    matcher.match_hashed(reference.span(), prediction.span(), orders, lcs, matches, kUnwatched);
  } else {
    matcher.match(reference.span(), prediction.span(), orders, lcs, matches, kUnwatched);
  }
  for (std::size_t n = 1; n <= static_cast<std::size_t>(orders); ++n) {
    CAPTURE(n);
    REQUIRE(matches.ngram[n] == expected.ngram[n]);
  }
  if (lcs) REQUIRE(matches.lcs == expected.lcs);
}

/// Both ways, both sides exchanged, all kernels, for the given orders.
void check_match(Matcher& matcher, const Tokens& reference, const Tokens& prediction, const std::vector<int>& orders) {
  INFO("reference: ", show(reference));
  INFO("prediction: ", show(prediction));
  const Expected expected = expect(reference, prediction, orders.back());
  const Sequence r(reference);
  const Sequence p(prediction);
  for_kernels([&] {
    for (const int order : orders) {
      for (const Way way : {Way::chosen, Way::hashed}) {
        check_way(matcher, way, r, p, order, true, expected);
        check_way(matcher, way, p, r, order, false, expected);
      }
    }
    check_way(matcher, Way::chosen, p, r, orders.front(), true, expected);
    check_way(matcher, Way::hashed, p, r, orders.front(), true, expected);
  });
}

std::uint64_t match_union(Matcher& matcher, const TokenSentences& reference, const TokenSentences& prediction,
                          std::size_t first = 0) {
  const Sentences r(reference, first);
  const Sentences p(prediction, first / 2);
  return matcher.match_union(r.span(), p.span(), kUnwatched);
}

TEST_CASE("the example of the course notes") {
  const Tokens reference = {1, 2, 3, 4};      // it is cold outside
  const Tokens prediction = {1, 2, 5, 3, 4};  // it is very cold outside
  const Tokens repeated = {3, 3, 3, 3};       // cold cold cold cold
  Matcher matcher;
  Matches matches;
  matcher.match(Sequence(reference).span(), Sequence(prediction).span(), 3, true, matches, kUnwatched);
  CHECK(matches.ngram[1] == 4);
  CHECK(matches.ngram[2] == 2);
  CHECK(matches.ngram[3] == 0);
  CHECK(matches.lcs == 4);
  matcher.match(Sequence(reference).span(), Sequence(repeated).span(), 1, true, matches, kUnwatched);
  CHECK(matches.ngram[1] == 1);
  CHECK(matches.lcs == 1);
  CHECK(match_union(matcher, {reference}, {prediction}) == 4);
}

TEST_CASE("union LCS, typed by hand") {
  Matcher matcher;
  // The example of Lin's paper: the union of w1 w2 and w1 w3 w5 has four words.
  CHECK(match_union(matcher, {{1, 2, 3, 4, 5}}, {{1, 2, 6, 7, 8}, {1, 3, 8, 9, 5}}) == 4);
  // A token that the prediction has once counts once, though two reference sentences find it.
  CHECK(match_union(matcher, {{1, 2}, {1, 3}}, {{1, 4}}) == 1);
  // Ties: of the reference 1 2, the LCS with 2 1 is one token. Going back, 2 and 1 differ and both moves keep
  // one match, so the reference's last token goes and 1 is found; with the sentence 1 that is all.
  CHECK(match_union(matcher, {{1, 2}}, {{2, 1}, {1}}) == 1);
  // With the sentence 2 the other token joins.
  CHECK(match_union(matcher, {{1, 2}}, {{2, 1}, {2}}) == 2);
  CHECK(match_union(matcher, {}, {{1}}) == 0);
  CHECK(match_union(matcher, {{1}}, {}) == 0);
  CHECK(match_union(matcher, {}, {}) == 0);
}

TEST_CASE("short pairs, orders 0 to 9") {
  Matcher matcher;
  for_seeds(120, [&](Random& random) {
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{1, 2, 3, 8, 50});
    check_match(matcher, random_sequence<Token>(random, random.between(0, 30), alphabet),
                random_sequence<Token>(random, random.between(0, 30), alphabet), {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  });
}

TEST_CASE("the borders between one word of positions, several, and hashing") {
  Matcher matcher;
  const auto check = [&](Random& random, std::size_t m, std::size_t n) {
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{2, 4, 30});
    check_match(matcher, random_sequence<Token>(random, m, alphabet), random_sequence<Token>(random, n, alphabet),
                {2, 4, 9});
  };
  for_seeds(2, [&](Random& random) {
    for (std::size_t m = 62; m <= 67; ++m) {
      for (const std::size_t n : {0u, 1u, 62u, 63u, 64u, 65u, 66u, 67u, 200u}) check(random, m, n);
      check(random, m, kMaskTokens + random.below(3));
    }
    for (std::size_t m = kMaskTokens - 2; m <= kMaskTokens + 3; ++m) {
      for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{64}, std::size_t{65}, kMaskTokens - 1,
                                  kMaskTokens, kMaskTokens + 1}) {
        check(random, m, n);
      }
    }
  });
}

TEST_CASE("LCS lengths around words and blocks of the bit-parallel way") {
  Matcher matcher;
  for_seeds(1, [&](Random& random) {
    for (const std::size_t m : {128u, 129u, 191u, 192u, 193u, 255u, 256u, 257u, 319u, 320u, 321u, 384u, 448u, 511u,
                                512u, 513u, 1023u, 1025u}) {
      const std::size_t alphabet = random.pick(std::vector<std::size_t>{2, 20, 300});
      const Tokens a = random_sequence<Token>(random, m, alphabet);
      check_match(matcher, a, random_sequence<Token>(random, random.between(65, 600), alphabet), {2, 9});
      // Nearly equal: a few tokens replaced, dropped, put in.
      Tokens b;
      for (const Token token : a) {
        if (random.one_in(30)) continue;
        if (random.one_in(30)) b.push_back(random.below(alphabet + 3));
        b.push_back(token);
      }
      check_match(matcher, a, b, {2});
      check_match(matcher, a, a, {2});
    }
  });
}

TEST_CASE("both sides as long as masks reach, of few different tokens and of many") {
  Matcher matcher;
  for_seeds(3, [&](Random& random) {
    for (const std::size_t size : {kMaskTokens / 2 + 1, kMaskTokens - 1, kMaskTokens, kMaskTokens + 1}) {
      for (const std::size_t alphabet : {2u, 700u, 20'000u}) {
        Tokens a = random_sequence<Token>(random, size, alphabet);
        Tokens b = random_sequence<Token>(random, size - random.below(3), alphabet);
        // Their own first token, which the table does not keep, comes again, and not.
        if (random.one_in(2)) a.back() = a.front();
        if (random.one_in(2)) b.back() = a.front();
        const Expected expected = expect(a, b, 3);
        const Sequence left(a);
        const Sequence right(b);
        check_way(matcher, Way::chosen, left, right, 3, true, expected);
      }
    }
  });
}

TEST_CASE("documents of a few thousand tokens, between which memory is given back") {
  Matcher matcher;
  for_seeds(2, [&](Random& random) {
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{4, 1000});
    check_match(matcher, random_sequence<Token>(random, 3000, alphabet), random_sequence<Token>(random, 2500, alphabet),
                {3});
    matcher.trim();
    check_match(matcher, random_sequence<Token>(random, 70, alphabet), random_sequence<Token>(random, 90, alphabet),
                {3});
  });
}

TEST_CASE("equal, disjoint and reversed sequences") {
  Matcher matcher;
  for (const std::size_t size : {1u, 64u, 65u, 512u, 600u}) {
    Tokens a;
    Tokens other;
    for (std::size_t i = 0; i < size; ++i) {
      a.push_back(i);
      other.push_back(i + size);
    }
    Matches matches;
    const Sequence sequence(a);
    const Sequence disjoint(other);
    const Sequence reversed(Tokens(a.rbegin(), a.rend()));
    matcher.match(sequence.span(), sequence.span(), 2, true, matches, kUnwatched);
    CHECK(matches.ngram[1] == size);
    CHECK(matches.ngram[2] == size - 1);
    CHECK(matches.lcs == size);
    matcher.match(sequence.span(), disjoint.span(), 2, true, matches, kUnwatched);
    CHECK(matches.ngram[1] == 0);
    CHECK(matches.lcs == 0);
    matcher.match(sequence.span(), reversed.span(), 2, true, matches, kUnwatched);
    CHECK(matches.ngram[1] == size);
    CHECK(matches.ngram[2] == 0);
    CHECK(matches.lcs == 1);
  }
}

TEST_CASE("more than a million tokens on one side, few on the other") {
  // The masks give way to hashing here, so that long work can be interrupted.
  Matcher matcher;
  for_seeds(1, [&](Random& random) {
    const Tokens longer = random_sequence<Token>(random, (std::size_t{1} << 20) + 5, 50);
    const Tokens shorter = random_sequence<Token>(random, 20, 60);
    const Expected expected = expect(shorter, longer, 2);
    const Sequence a(longer);
    const Sequence b(shorter);
    check_way(matcher, Way::chosen, a, b, 2, true, expected);
    check_way(matcher, Way::chosen, b, a, 2, true, expected);
  });
}

TokenSentences random_sentences(Random& random, std::size_t count, std::size_t longest, std::size_t alphabet) {
  TokenSentences sentences(count);
  for (Tokens& sentence : sentences) {
    // Offset, so that a document's own numbering differs from the tokens' values.
    sentence = random_sequence<Token>(random, random.between(1, longest), alphabet);
    for (Token& token : sentence) token += 1000;
  }
  return sentences;
}

void check_union(Matcher& matcher, const TokenSentences& reference, const TokenSentences& prediction, std::size_t first,
                 bool lean = false) {
  INFO("reference: ", show(reference));
  INFO("prediction: ", show(prediction));
  const std::uint64_t expected = reference::summary_matches(reference, prediction, lean);
  for_kernels([&] { REQUIRE(match_union(matcher, reference, prediction, first) == expected); });
}

TEST_CASE("union LCS of many sentences") {
  Matcher matcher;
  for_seeds(120, [&](Random& random) {
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{1, 2, 3, 5, 40});
    const std::size_t longest = random.pick(std::vector<std::size_t>{3, 20, 64, 80});
    check_union(matcher, random_sentences(random, random.between(1, 30), longest, alphabet),
                random_sentences(random, random.between(1, 30), longest, alphabet), random.below(100));
  });
}

TEST_CASE("union LCS of sentences that share up to as many tokens as a short lane has bits, and more") {
  Matcher matcher;
  for_seeds(60, [&](Random& random) {
    // Tokens of one side only, which are left out; sentences of which nothing is left.
    const auto sentences = [&](std::size_t count, Token own) {
      TokenSentences made(count);
      for (Tokens& sentence : made) {
        const std::size_t size = random.pick(std::vector<std::size_t>{1, 15, 16, 17, 18, 40});
        sentence = random_sequence<Token>(random, size, random.pick(std::vector<std::size_t>{2, 8, 60}));
        const bool none = random.one_in(8);
        for (Token& token : sentence) {
          if (none || random.one_in(10)) token = own + random.below(3);
        }
      }
      return made;
    };
    check_union(matcher, sentences(random.between(1, 40), 1'000), sentences(random.between(1, 30), 2'000), 0);
  });
}

TEST_CASE("union LCS around the number of tokens from which documents are hashed") {
  Matcher matcher;
  for_seeds(3, [&](Random& random) {
    for (const std::size_t size : {kMaskTokens - 1, kMaskTokens, kMaskTokens + 1}) {
      TokenSentences reference;
      for (std::size_t left = size; left > 0;) {
        const std::size_t some = std::min<std::size_t>(left, random.between(1, 30));
        reference.push_back(random_sequence<Token>(random, some, 300));
        left -= some;
      }
      const TokenSentences prediction = random_sentences(random, random.between(2, 20), 30, 300);
      check_union(matcher, reference, prediction, 0);
      check_union(matcher, prediction, reference, 0);
    }
  });
}

TEST_CASE("union LCS of sentences around one and several words") {
  Matcher matcher;
  for_seeds(4, [&](Random& random) {
    for (const std::size_t size : {63u, 64u, 65u, 66u, 127u, 128u, 129u, 320u, 321u}) {
      const std::size_t alphabet = random.between(2, 5);
      TokenSentences reference = random_sentences(random, random.between(1, 3), 70, alphabet);
      reference.push_back(random_sequence<Token>(random, size, alphabet));
      TokenSentences prediction = random_sentences(random, random.between(1, 3), 70, alphabet);
      prediction.push_back(random_sequence<Token>(random, random.between(1, 200), alphabet));
      check_union(matcher, reference, prediction, 0);
    }
  });
}

TEST_CASE("union LCS of sentences of several blocks") {
  Matcher matcher;
  for_seeds(2, [&](Random& random) {
    for (const std::size_t size : {511u, 512u, 513u, 700u, 1100u}) {
      const std::size_t alphabet = random.pick(std::vector<std::size_t>{2, 4, 30});
      const TokenSentences reference = {random_sequence<Token>(random, size, alphabet),
                                        random_sequence<Token>(random, 10, alphabet)};
      const TokenSentences prediction = {random_sequence<Token>(random, random.between(1, 900), alphabet),
                                         random_sequence<Token>(random, random.between(1, 90), alphabet)};
      check_union(matcher, reference, prediction, 0);
      check_union(matcher, {reference[0]}, {prediction[0]}, 0);
      matcher.trim();
    }
  });
}

TEST_CASE("union LCS of sentences whose states are kept in segments") {
  Matcher matcher;
  for_seeds(1, [&](Random& random) {
    // The states of all columns of a sentence are too much memory here, and in the second case the
    // prediction's sentence is too long for the way that cannot be interrupted.
    const auto check = [&](std::size_t size, std::size_t columns) {
      const TokenSentences reference = {random_sequence<Token>(random, size, 5), random_sequence<Token>(random, 3, 5)};
      const TokenSentences prediction = {random_sequence<Token>(random, columns, 7), {1, 2, 3}};
      check_union(matcher, reference, prediction, 0, true);
    };
    check(70, 270'000);
    check(3, 1'100'000);
    check(520, 135'000);
  });
}

TEST_CASE("union LCS over segments where hardly anything matches") {
  // Matches are rare enough for the subsequence to lie in all segments, not only in the last.
  Matcher matcher;
  for_seeds(1, [&](Random& random) {
    const Tokens sentence = random_sequence<Token>(random, 100, 60);
    Tokens columns;
    for (std::size_t j = 0; j < 600'000; ++j) columns.push_back(random.one_in(10'000) ? random.below(60) : 99);
    check_union(matcher, {sentence, {1, 2}}, {columns, {2}}, 0, true);
  });
}

TEST_CASE("the reference's two ways to read out an LCS agree") {
  for_seeds(200, [](Random& random) {
    const std::size_t alphabet = random.between(1, 6);
    const Tokens a = random_sequence<Token>(random, random.between(0, 40), alphabet);
    const Tokens b = random_sequence<Token>(random, random.between(0, 40), alphabet);
    REQUIRE(reference::lcs_positions(a, b) == reference::lcs_positions_lean(a, b));
    REQUIRE(reference::lcs_positions(a, b).size() == reference::lcs_length(a, b));
  });
}

/// Stops at the nth checkpoint.
struct Alarm {
  int left;

  static void ring(void* self) {
    if (--static_cast<Alarm*>(self)->left == 0) throw std::runtime_error("alarm");
  }
};

TEST_CASE("long work meets checkpoints, and after one has thrown the next results are right") {
  Matcher matcher;
  int interrupted = 0;
  const auto interrupt = [&](int after, auto work) {
    Alarm alarm{after};
    const Checkpoint checkpoint(nullptr, Alarm::ring, &alarm);
    try {
      work(checkpoint);
    } catch (const std::runtime_error&) {
      ++interrupted;
    }
  };
  for_seeds(6, [&](Random& random) {
    // So many different tokens that no two documents, and no two blocks of one, number them alike.
    const std::size_t alphabet = random.pick(std::vector<std::size_t>{6, 60, 600});
    const auto sequence = [&](std::size_t size) { return random_sequence<Token>(random, size, alphabet); };
    const auto check_next = [&] {
      check_match(matcher, sequence(random.between(1, 700)), sequence(random.between(1, 700)), {2});
      check_union(matcher, random_sentences(random, random.between(1, 12), 80, alphabet),
                  random_sentences(random, random.between(2, 12), 80, alphabet), 0);
    };
    for (int after = 1; after < 12; ++after) {
      CAPTURE(after);
      const Sequence a(sequence(1200));
      const Sequence b(sequence(900));
      interrupt(after, [&](const Checkpoint& checkpoint) {
        Matches matches;
        matcher.match(a.span(), b.span(), 3, true, matches, checkpoint);
      });
      check_next();
      const Sentences many(random_sentences(random, 20, 50, alphabet));
      const Sentences few(random_sentences(random, 3, 1200, alphabet));
      interrupt(after, [&](const Checkpoint& checkpoint) { matcher.match_union(many.span(), few.span(), checkpoint); });
      check_next();
      interrupt(after, [&](const Checkpoint& checkpoint) { matcher.match_union(few.span(), many.span(), checkpoint); });
      check_next();
    }
  });
  CHECK(interrupted > 60);
}

}  // namespace
}  // namespace gramscore
