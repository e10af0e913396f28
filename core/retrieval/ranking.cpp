// SPDX-License-Identifier: Apache-2.0
#include "retrieval/ranking.h"

#include <algorithm>
#include <cmath>

#include "kernels/kernels.h"
#include "retrieval/fusion.h"

namespace findling::retrieval {

/// One value a slot each.
struct Ranking::Scores {
  std::vector<float> word;
  std::vector<float> meaning;
  std::vector<float> fused;
};

namespace {

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
                                 std::span<const std::uint8_t> allowed, std::size_t k) const {
  const auto findable = both(words_.live(), allowed);
  const std::size_t n = words_.n_slots();
  Scores scores{std::vector<float>(n), {}, {}};
  if (mode != SearchMode::kMeaning) {
    words_.score(query.terms, scores.word);
    scale_by_max(scores.word);
  }
  if (mode == SearchMode::kWords || meaning_ == nullptr) return by_words(scores, findable, k);

  scores.meaning.resize(n);
  scores.fused.resize(n);
  std::vector<float> vector(meaning_->encoder.dim());
  meaning_->encoder.encode(query.pieces, vector);
  const float word_share = mode == SearchMode::kMeaning ? 0.0F : kWordShare;
  score_meaning(vector, word_share, scores);
  add_feedback(scores, vector);
  score_meaning(vector, word_share, scores);
  return lift_by_neighbours(scores, findable, k);
}

std::vector<Hit> Ranking::by_words(Scores& scores, std::span<const std::uint8_t> allowed,
                                   std::size_t k) const {
  std::vector<Hit> hits;
  for (const Scored& found : select_best(scores.word, allowed, k)) {
    if (found.score <= 0.0F) break;
    hits.push_back({found.slot, found.score, found.score, 0.0F, 0.0F});
  }
  return hits;
}

void Ranking::score_meaning(std::span<const float> vector, float word_share, Scores& scores) const {
  meaning_->vectors.score(vector, pool_, scores.meaning);
  scale_min_max(scores.meaning, words_.live());
  for (std::size_t i = 0; i < scores.fused.size(); ++i) {
    scores.fused[i] = word_share * scores.word[i] + (1.0F - word_share) * scores.meaning[i];
  }
}

// Pseudo-relevance feedback after Rocchio 1971: what the first hits have in common says more about
// the wish than a short query does.
void Ranking::add_feedback(const Scores& scores, std::vector<float>& vector) const {
  const kernels::KernelTable& k = kernels::active();
  std::vector<float> mean(vector.size());
  for (const Scored& hit : select_best(scores.fused, words_.live(), kFeedbackHits)) {
    k.axpy(hit.score, meaning_->vectors.row(hit.slot).data(), mean.data(), mean.size());
  }
  make_unit(mean);
  k.axpy(kFeedback, mean.data(), vector.data(), vector.size());
  make_unit(vector);
}

std::vector<Hit> Ranking::lift_by_neighbours(const Scores& scores,
                                             std::span<const std::uint8_t> allowed,
                                             std::size_t k) const {
  std::vector<Hit> hits;
  for (const Scored& found : select_best(scores.fused, allowed, std::max(kMinCandidates, 4 * k))) {
    const float neighbours = meaning_->graph.mean_score(found.slot, scores.fused, words_.live());
    const float score = (1.0F - kNeighbourShare) * found.score + kNeighbourShare * neighbours;
    hits.push_back({found.slot, std::clamp(score, 0.0F, 1.0F), scores.word[found.slot],
                    scores.meaning[found.slot], neighbours});
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return ranks_before({a.slot, a.score}, {b.slot, b.score});
  });
  hits.resize(std::min(hits.size(), k));
  return hits;
}

}  // namespace findling::retrieval
