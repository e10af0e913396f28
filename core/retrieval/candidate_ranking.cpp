// SPDX-License-Identifier: Apache-2.0
#include "retrieval/candidate_ranking.h"

#include <algorithm>
#include <functional>

namespace findling::retrieval {

namespace {

constexpr std::size_t kLiftedAtOnce = 32;
// Half as many candidates by meaning as by words: more were never among the ten best.
constexpr std::size_t kShareOfNear = 2;

void sort_once(std::vector<std::uint32_t>& slots) {
  std::sort(slots.begin(), slots.end());
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
}

/// The score of the `k`th best hit; there are at least so many.
float last_score(std::span<const Hit> hits, std::size_t k) {
  std::vector<float> scores;
  for (const Hit& hit : hits) scores.push_back(hit.score);
  const auto last = scores.begin() + static_cast<std::ptrdiff_t>(k - 1);
  std::nth_element(scores.begin(), last, scores.end(), std::greater<>());
  return *last;
}

}  // namespace

CandidateRanking::CandidateRanking(const InvertedIndex& words, const Meaning& meaning,
                                   const Query& query, float word_share)
    : words_(words),
      meaning_(meaning),
      query_(query),
      word_share_(word_share),
      n_rows_(CellSearch::n_rows(
          words.n_slots(), word_share > 0.0F ? CellSearch::Rows::kFew : CellSearch::Rows::kMany)) {
  if (words.n_live() < words.n_slots()) live_ = words.live();
}

std::vector<Hit> CandidateRanking::search(std::span<const std::uint8_t> allowed, std::size_t k) {
  const std::size_t n = std::max(Ranking::kMinCandidates, 4 * k);
  const std::vector<float> vector = prepare(n);
  const auto slots =
      allowed.empty() ? candidates(nearest_, by_words_) : findable_candidates(allowed, vector, n);
  return lift_by_neighbours(vector, best_of(vector, slots, n), k);
}

RankTrace CandidateRanking::trace(std::uint32_t slot) {
  RankTrace trace;
  trace.vector = prepare(Ranking::kMinCandidates);
  trace.feedback = feedback_;
  trace.word_share = word_share_;
  trace.best_word = best_word_;
  trace.low = range_.low;
  trace.factor = range_.factor;
  const ByteQuery query(trace.vector);
  const Candidate one = score(query, {&slot, 1}).front();
  meaning_.vectors.score_of(query, {&slot, 1}, {&trace.cosine, 1});
  trace.neighbours = lifters(meaning_.graph, slot, words_.live(), [&](std::uint32_t near) {
    return score(query, {&near, 1}).front().fused;
  });
  std::vector<Hit> hits;
  lift(query, {&one, 1}, hits);
  trace.hit = hits.front();
  return trace;
}

/// Finds candidates among all passages; returns the query's vector after feedback.
std::vector<float> CandidateRanking::prepare(std::size_t n) {
  if (word_share_ > 0.0F) by_words_ = words_.best(query_.terms, n, {});
  best_word_ = by_words_.empty() ? 0.0F : by_words_.front().score;
  std::vector<float> vector(meaning_.encoder.dim());
  meaning_.encoder.encode(query_.pieces, vector);
  look(vector, n / kShareOfNear);
  feedback_ = feedback(vector);
  move_towards(meaning_.vectors, feedback_, vector);
  look(vector, n / kShareOfNear);
  return vector;
}

/// Finds the nearest passages that are there, and the range of all cosines.
void CandidateRanking::look(std::span<const float> vector, std::size_t n) {
  const ByteQuery query(vector);
  CellSearch search(meaning_.vectors, query);
  nearest_ = search.nearest(n, n_rows_, live_);
  range_ = {};
  if (nearest_.empty()) return;
  range_.low = search.lowest(live_);
  const float range = nearest_.front().score - range_.low;
  if (range > 0.0F) range_.factor = 1.0F / range;
}

/// Both, each passage once: slots, ascending.
std::vector<std::uint32_t> CandidateRanking::candidates(std::span<const lsh::ScoredRow> near,
                                                        std::span<const Scored> by_words) const {
  std::vector<std::uint32_t> slots;
  slots.reserve(near.size() + by_words.size());
  for (const lsh::ScoredRow& one : near) slots.push_back(one.row);
  for (const Scored& one : by_words) slots.push_back(one.slot);
  sort_once(slots);
  return slots;
}

/// Candidates among those that may be found; all of these when they are few.
std::vector<std::uint32_t> CandidateRanking::findable_candidates(
    std::span<const std::uint8_t> allowed, std::span<const float> vector, std::size_t n) const {
  const auto live = words_.live();
  std::vector<std::uint8_t> findable(live.size());
  std::vector<std::uint32_t> slots;
  for (std::uint32_t slot = 0; slot < live.size(); ++slot) {
    if (allowed[slot] == 0 || live[slot] == 0) continue;
    findable[slot] = 1;
    if (slots.size() <= n) slots.push_back(slot);
  }
  if (slots.size() <= n) return slots;
  const ByteQuery query(vector);
  CellSearch search(meaning_.vectors, query);
  const auto& near = search.nearest(n / kShareOfNear, n_rows_, findable);
  if (word_share_ == 0.0F) return candidates(near, {});
  return candidates(near, words_.best(query_.terms, n, findable));
}

/// Scores passages whose slots ascend.
std::vector<CandidateRanking::Candidate> CandidateRanking::score(
    const ByteQuery& query, std::span<const std::uint32_t> slots) const {
  std::vector<float> word(slots.size());
  std::vector<float> cosine(slots.size());
  if (best_word_ > 0.0F) words_.score_of(query_.terms, slots, word);
  meaning_.vectors.score_of(query, slots, cosine);
  std::vector<Candidate> scored(slots.size());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    Candidate& one = scored[i];
    one.slot = slots[i];
    one.word = best_word_ > 0.0F ? word[i] / best_word_ : 0.0F;
    one.meaning = std::clamp((cosine[i] - range_.low) * range_.factor, 0.0F, 1.0F);
    one.fused = word_share_ * one.word + (1.0F - word_share_) * one.meaning;
  }
  return scored;
}

/// The `n` best of some passages, best first.
std::vector<CandidateRanking::Candidate> CandidateRanking::best_of(
    std::span<const float> vector, std::span<const std::uint32_t> slots, std::size_t n) const {
  auto best = score(ByteQuery(vector), slots);
  const auto end = best.begin() + static_cast<std::ptrdiff_t>(std::min(n, best.size()));
  std::partial_sort(best.begin(), end, best.end(), [](const Candidate& a, const Candidate& b) {
    return ranks_before({a.slot, a.fused}, {b.slot, b.fused});
  });
  best.erase(end, best.end());
  return best;
}

std::vector<Scored> CandidateRanking::feedback(std::span<const float> vector) const {
  std::vector<Scored> first;
  for (const Candidate& one :
       best_of(vector, candidates(nearest_, by_words_), Ranking::kFeedbackHits)) {
    first.push_back({one.slot, one.fused});
  }
  return first;
}

// A passage is at most lifted to the height of the best one: those that cannot reach the first k
// any more, even so, are left alone.
std::vector<Hit> CandidateRanking::lift_by_neighbours(std::span<const float> vector,
                                                      std::span<const Candidate> best,
                                                      std::size_t k) const {
  const ByteQuery query(vector);
  std::vector<Hit> hits;
  while (hits.size() < best.size()) {
    const float most = lifted(best[hits.size()].fused, best.front().fused);
    if (hits.size() >= k && most < last_score(hits, k)) break;
    lift(query, best.subspan(hits.size(), std::min(kLiftedAtOnce, best.size() - hits.size())),
         hits);
  }
  keep_best(hits, k);
  return hits;
}

void CandidateRanking::lift(const ByteQuery& query, std::span<const Candidate> some,
                            std::vector<Hit>& hits) const {
  std::vector<std::uint32_t> slots;
  for (const Candidate& one : some) {
    for (const std::uint32_t near : meaning_.graph.neighbours(one.slot)) {
      if (near != kNoSlot) slots.push_back(near);
    }
  }
  sort_once(slots);
  const auto neighbours = score(query, slots);
  const auto fused_of = [&](std::uint32_t slot) {
    const auto at = std::lower_bound(slots.begin(), slots.end(), slot);
    return neighbours[static_cast<std::size_t>(at - slots.begin())].fused;
  };
  for (const Candidate& one : some) {
    const float mean = meaning_.graph.mean_score(one.slot, live_, fused_of);
    hits.push_back({one.slot, lifted(one.fused, mean), one.word, one.meaning, mean});
  }
}

}  // namespace findling::retrieval
