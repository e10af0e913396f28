// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "retrieval/ranking.h"

namespace findling::retrieval {

/// A passage that took part in the score of another one.
struct Lifter {
  std::uint32_t slot;
  float weight;  ///< Its share, 0 to 1; all of them together 1, unless there are none.
  float score;   ///< What it scored itself, words and meaning together.
};

/// How the score of one passage came about: what `Ranking` would otherwise forget.
///
/// `hit.score = 0.85 fused + 0.15 hit.neighbours`, `fused = word_share hit.word + (1 - word_share)
/// hit.meaning`, `hit.word = BM25 / best_word`, `hit.meaning = (cosine - low) * factor` within 0
/// and 1, `hit.neighbours = sum of weight * score over neighbours`. A search by words alone has a
/// `word_share` of 1 and no neighbours: its score is `hit.word`.
struct RankTrace {
  Hit hit{};
  float word_share = 1.0F;
  float best_word = 0.0F;          ///< 0 when no passage holds a word of the query.
  float low = 0.0F;                ///< Of cosines: what counts as 0.
  float factor = 0.0F;             ///< 0 where meaning took no part.
  float cosine = 0.0F;             ///< Of the passage with `vector`, in bytes as searches do.
  std::vector<float> vector;       ///< [D], the query's after feedback; empty without meaning.
  std::vector<Scored> feedback;    ///< The first hits that moved it.
  std::vector<Lifter> neighbours;  ///< Live ones, best weight first.
};

/// The live neighbours of a passage with their shares; `score(slot)` is what one scored.
template <typename Score>
std::vector<Lifter> lifters(const PassageGraph& graph, std::uint32_t slot,
                            std::span<const std::uint8_t> live, Score&& score) {
  const auto near = graph.neighbours(slot);
  const auto weight = graph.weights(slot);
  std::vector<Lifter> found;
  float total = 0.0F;
  for (std::size_t i = 0; i < near.size() && near[i] != kNoSlot; ++i) {
    if (live[near[i]] == 0) continue;
    total += static_cast<float>(weight[i]);
    found.push_back({near[i], static_cast<float>(weight[i]), score(near[i])});
  }
  for (Lifter& one : found) one.weight = total > 0.0F ? one.weight / total : 0.0F;
  return found;
}

}  // namespace findling::retrieval
