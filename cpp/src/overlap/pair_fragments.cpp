#include "gramscore/overlap/pair_fragments.hpp"

#include <algorithm>

#include "gramscore/work/pieces.hpp"

namespace gramscore {
namespace {

/// Pairs that a thread does in one go.
constexpr std::size_t kPiece = 32;

}  // namespace

PairFragments pair_fragments(const PreparedTexts& summaries, const PreparedTexts& articles, std::size_t orders,
                             std::size_t threads, const Checkpoint& poll) {
  const std::size_t pairs = summaries.items();
  const JoinedTokens tokens(articles, summaries);
  struct Worker {
    FragmentFinder finder;
    TokenBatch batch;
  };
  std::vector<Worker> workers(threads);
  std::vector<std::vector<Fragment>> by_piece((pairs + kPiece - 1) / kPiece);
  PairFragments out;
  out.fragment_end.resize(pairs);
  out.grams.resize(pairs * orders);
  in_pieces(
      pairs, kPiece, threads, poll,
      [&](std::size_t w, std::size_t begin, std::size_t end, const Checkpoint& checkpoint) {
        Worker& worker = workers[w];
        std::vector<Fragment>& found = by_piece[begin / kPiece];
        for (std::size_t i = begin; i < end; ++i) {
          worker.batch.clear();
          std::size_t size = 0;
          append_document(summaries.views()[0], summaries.document(i, 0, false), tokens.second(0), worker.batch, size);
          const std::size_t summary_size = size;
          append_document(articles.views()[0], articles.document(i, 0, false), tokens.first(0), worker.batch, size);
          const Token* const data = worker.batch.tokens.reserve(size + kTokenSlack, size);
          const TokenSpan article{data + summary_size, size - summary_size};
          worker.finder.read({data, summary_size}, {&article, 1}, checkpoint);
          worker.finder.find(found, checkpoint);
          worker.finder.count(orders, out.grams.data() + i * orders, checkpoint);
          out.fragment_end[i] = found.size();
        }
      });
  std::size_t before = 0;
  for (std::size_t p = 0; p < by_piece.size(); ++p) {
    out.fragments.insert(out.fragments.end(), by_piece[p].begin(), by_piece[p].end());
    for (std::size_t i = p * kPiece; i < std::min(pairs, (p + 1) * kPiece); ++i) out.fragment_end[i] += before;
    before = out.fragments.size();
  }
  return out;
}

}  // namespace gramscore
