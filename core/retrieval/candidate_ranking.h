// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "retrieval/cell_search.h"
#include "retrieval/fusion.h"
#include "retrieval/rank_trace.h"
#include "retrieval/ranking.h"

namespace findling::retrieval {

/// What `Ranking` does, for libraries too large to score all of: candidates come from the word
/// index and from the cells nearest to the query, and only they and their neighbours are scored.
/// Each score is what a ranking of all passages gives, but for the range that cosines are scaled
/// by: its lower end is the least cosine of the farthest cells. Made once a query; keeps
/// references.
class CandidateRanking {
 public:
  CandidateRanking(const InvertedIndex& words, const Meaning& meaning, const Query& query,
                   float word_share);

  /// As `Ranking::search`. `allowed` [n_slots] may be empty.
  std::vector<Hit> search(std::span<const std::uint8_t> allowed, std::size_t k);

  /// As `Ranking::trace`.
  RankTrace trace(std::uint32_t slot);

 private:
  /// A passage and the parts of its score.
  struct Candidate {
    std::uint32_t slot;
    float word;
    float meaning;
    float fused;
  };
  /// Maps cosines onto [0, 1].
  struct Range {
    float low = 0.0F;
    float factor = 0.0F;
  };

  std::vector<float> prepare(std::size_t n);
  void look(std::span<const float> vector, std::size_t n);
  std::vector<std::uint32_t> candidates(std::span<const lsh::ScoredRow> near,
                                        std::span<const Scored> by_words) const;
  std::vector<std::uint32_t> findable_candidates(std::span<const std::uint8_t> allowed,
                                                 std::span<const float> vector,
                                                 std::size_t n) const;
  std::vector<Candidate> score(const ByteQuery& query, std::span<const std::uint32_t> slots) const;
  std::vector<Candidate> best_of(std::span<const float> vector,
                                 std::span<const std::uint32_t> slots, std::size_t n) const;
  std::vector<Scored> feedback(std::span<const float> vector) const;
  void lift(const ByteQuery& query, std::span<const Candidate> some, std::vector<Hit>& hits) const;
  std::vector<Hit> lift_by_neighbours(std::span<const float> vector,
                                      std::span<const Candidate> best, std::size_t k) const;

  const InvertedIndex& words_;
  const Meaning& meaning_;
  const Query& query_;
  float word_share_;
  std::size_t n_rows_;                  // that each look into the cells reads
  std::span<const std::uint8_t> live_;  // empty when nothing was removed
  std::vector<Scored> by_words_;        // the best passages by their words
  float best_word_ = 0.0F;
  std::vector<Scored> feedback_;         // the first hits that moved the query's vector
  std::vector<lsh::ScoredRow> nearest_;  // the nearest to the vector last looked for
  Range range_;                          // of cosines with it
};

}  // namespace findling::retrieval
