// SPDX-License-Identifier: Apache-2.0
#include "retrieval/ranking.h"

#include <algorithm>
#include <cmath>

#include "kernels/kernels.h"
#include "retrieval/candidate_ranking.h"
#include "retrieval/rank_trace.h"

namespace findling::retrieval {

/// One value a slot each.
struct Ranking::Scores {
  std::vector<float> word;
  std::vector<float> meaning;
  std::vector<float> fused;
  float best_word = 0.0F;        // what words were divided by
  ScaledRange range;             // what cosines were scaled by
  std::vector<float> vector;     // the query's, after feedback
  std::vector<Scored> feedback;  // the hits that moved it
};

namespace {

// With more hits wanted than this part of all passages, candidates are no fewer than all.
constexpr std::size_t kManyHits = 64;

void make_unit(std::vector<float>& v) {
  const kernels::KernelTable& k = kernels::active();
  const float length = std::sqrt(k.sum_squares(v.data(), v.size()));
  if (length > 0.0F) k.scale(1.0F / length, v.data(), v.size());
}

/// Live passages that may be found.
std::vector<std::uint8_t> both(std::span<const std::uint8_t> live,
                               std::span<const std::uint8_t> allowed) {
  std::vector<std::uint8_t> result(live.begin(), live.end());
  for (std::size_t i = 0; i < allowed.size(); ++i) {
    result[i] = static_cast<std::uint8_t>(result[i] != 0 && allowed[i] != 0);
  }
  return result;
}

}  // namespace

std::vector<Hit> Ranking::search(const Query& query, SearchMode mode,
                                 std::span<const std::uint8_t> allowed, std::size_t k,
                                 bool exact) const {
  if (mode == SearchMode::kWords || meaning_ == nullptr) {
    return mode == SearchMode::kMeaning ? std::vector<Hit>() : by_words(query, allowed, k);
  }
  const float word_share = mode == SearchMode::kMeaning ? 0.0F : kWordShare;
  if (exact || !is_large(k)) return over_all(query, word_share, allowed, k);
  return CandidateRanking(words_, *meaning_, query, word_share).search(allowed, k);
}

bool Ranking::is_large(std::size_t k) const noexcept {
  const std::size_t n = words_.n_slots();
  return n > kScoredWhole && k <= n / kManyHits && meaning_->vectors.cells().size() != 0;
}

std::vector<Hit> Ranking::by_words(const Query& query, std::span<const std::uint8_t> allowed,
                                   std::size_t k) const {
  const auto found = words_.best(query.terms, k, allowed);
  if (found.empty()) return {};
  // A hit is told relative to the best passage, which need not be an allowed one.
  const float best =
      allowed.empty() ? found.front().score : words_.best(query.terms, 1, {}).front().score;
  std::vector<Hit> hits;
  for (const Scored& one : found) {
    const float score = one.score / best;
    hits.push_back({one.slot, score, score, 0.0F, 0.0F});
  }
  return hits;
}

std::vector<Hit> Ranking::over_all(const Query& query, float word_share,
                                   std::span<const std::uint8_t> allowed, std::size_t k) const {
  return lift_by_neighbours(score_all(query, word_share), both(words_.live(), allowed), k);
}

Ranking::Scores Ranking::score_all(const Query& query, float word_share) const {
  const std::size_t n = words_.n_slots();
  Scores scores;
  scores.word.resize(n);
  scores.meaning.resize(n);
  scores.fused.resize(n);
  if (word_share > 0.0F) {
    words_.score(query.terms, scores.word);
    scores.best_word = scale_by_max(scores.word);
  }
  scores.vector.resize(meaning_->encoder.dim());
  meaning_->encoder.encode(query.pieces, scores.vector);
  score_meaning(word_share, scores);
  scores.feedback = select_best(scores.fused, words_.live(), kFeedbackHits);
  move_towards(meaning_->vectors, scores.feedback, scores.vector);
  score_meaning(word_share, scores);
  return scores;
}

RankTrace Ranking::trace(const Query& query, SearchMode mode, std::uint32_t slot,
                         bool exact) const {
  if (mode == SearchMode::kWords || meaning_ == nullptr) {
    if (mode != SearchMode::kMeaning) return trace_words(query, slot);
    RankTrace nothing;
    nothing.hit.slot = slot;
    return nothing;
  }
  const float word_share = mode == SearchMode::kMeaning ? 0.0F : kWordShare;
  if (exact || !is_large(1)) return trace_all(query, word_share, slot);
  return CandidateRanking(words_, *meaning_, query, word_share).trace(slot);
}

RankTrace Ranking::trace_words(const Query& query, std::uint32_t slot) const {
  RankTrace trace;
  const auto first = words_.best(query.terms, 1, {});
  trace.best_word = first.empty() ? 0.0F : first.front().score;
  float score = 0.0F;
  words_.score_of(query.terms, {&slot, 1}, {&score, 1});
  const float word = trace.best_word > 0.0F ? score / trace.best_word : 0.0F;
  trace.hit = {slot, word, word, 0.0F, 0.0F};
  return trace;
}

RankTrace Ranking::trace_all(const Query& query, float word_share, std::uint32_t slot) const {
  Scores scores = score_all(query, word_share);
  const auto fused_of = [&](std::uint32_t near) { return scores.fused[near]; };
  const float mean = meaning_->graph.mean_score(slot, words_.live(), fused_of);
  RankTrace trace{
      .hit = {slot, lifted(scores.fused[slot], mean), scores.word[slot], scores.meaning[slot],
              mean},
      .word_share = word_share,
      .best_word = scores.best_word,
      .low = scores.range.low,
      .factor = scores.range.factor,
      .vector = std::move(scores.vector),
      .feedback = std::move(scores.feedback),
      .neighbours = lifters(meaning_->graph, slot, words_.live(), fused_of),
  };
  meaning_->vectors.score_of(ByteQuery(trace.vector), {&slot, 1}, {&trace.cosine, 1});
  return trace;
}

void Ranking::score_meaning(float word_share, Scores& scores) const {
  meaning_->vectors.score(ByteQuery(scores.vector), pool_, scores.meaning);
  scores.range = scale_min_max(scores.meaning, words_.live());
  for (std::size_t i = 0; i < scores.fused.size(); ++i) {
    scores.fused[i] = word_share * scores.word[i] + (1.0F - word_share) * scores.meaning[i];
  }
}

std::vector<Hit> Ranking::lift_by_neighbours(const Scores& scores,
                                             std::span<const std::uint8_t> allowed,
                                             std::size_t k) const {
  std::vector<Hit> hits;
  for (const Scored& found : select_best(scores.fused, allowed, std::max(kMinCandidates, 4 * k))) {
    const float neighbours = meaning_->graph.mean_score(
        found.slot, words_.live(), [&](std::uint32_t slot) { return scores.fused[slot]; });
    hits.push_back({found.slot, lifted(found.score, neighbours), scores.word[found.slot],
                    scores.meaning[found.slot], neighbours});
  }
  keep_best(hits, k);
  return hits;
}

void move_towards(const VectorIndex& vectors, std::span<const Scored> first,
                  std::vector<float>& vector) {
  const kernels::KernelTable& k = kernels::active();
  std::vector<float> mean(vector.size());
  std::vector<float> row(vector.size());
  for (const Scored& hit : first) {
    vectors.row(hit.slot, row);
    k.axpy(hit.score, row.data(), mean.data(), mean.size());
  }
  make_unit(mean);
  k.axpy(Ranking::kFeedback, mean.data(), vector.data(), vector.size());
  make_unit(vector);
}

float lifted(float fused, float neighbours) noexcept {
  const float score =
      (1.0F - Ranking::kNeighbourShare) * fused + Ranking::kNeighbourShare * neighbours;
  return std::clamp(score, 0.0F, 1.0F);
}

void keep_best(std::vector<Hit>& hits, std::size_t k) {
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return ranks_before({a.slot, a.score}, {b.slot, b.score});
  });
  hits.resize(std::min(hits.size(), k));
}

}  // namespace findling::retrieval
