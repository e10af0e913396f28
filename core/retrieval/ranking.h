// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/thread_pool.h"
#include "model/encoder.h"
#include "retrieval/fusion.h"
#include "retrieval/inverted_index.h"
#include "retrieval/passage_graph.h"
#include "retrieval/query.h"
#include "retrieval/vector_index.h"

namespace findling::retrieval {

/// What a search goes by.
enum class SearchMode : std::uint8_t {
  kBest,     ///< Words and meaning; words alone while nothing has been learned.
  kMeaning,  ///< Meaning alone.
  kWords,    ///< Words alone: only passages that hold one.
};

/// A found passage. All parts are in [0, 1], relative to the best passage for this query.
struct Hit {
  std::uint32_t slot;
  float score;       ///< What hits are ordered by.
  float word;        ///< By the words of the query.
  float meaning;     ///< By the vector of the query and of the first hits.
  float neighbours;  ///< Mean of what the nearest passages scored.
};

/// The learned half of an index.
struct Meaning {
  model::Encoder encoder;
  VectorIndex vectors;
  PassageGraph graph;
};

struct RankTrace;

/// Ranks the passages of an index for one query. The constants are the one setting that measured
/// best over collections of abstracts, claims, news and technical reports.
class Ranking {
 public:
  static constexpr float kWordShare = 0.6F;  ///< The rest is meaning's.
  static constexpr std::size_t kFeedbackHits = 5;
  static constexpr float kFeedback = 0.5F;  ///< Weight of the first hits' mean beside the query.
  static constexpr float kNeighbourShare = 0.15F;
  static constexpr std::size_t kMinCandidates = 512;  ///< Passages that neighbours can lift.
  /// With more passages, and vectors in cells, only candidates are scored.
  static constexpr std::size_t kScoredWhole = 50'000;

  /// Keeps references. `meaning` may be null.
  Ranking(const InvertedIndex& words, const Meaning* meaning, base::ThreadPool& pool)
      : words_(words), meaning_(meaning), pool_(pool) {}

  /// The `k` best passages that are live and, unless that is empty, `allowed` [n_slots]. What is
  /// allowed does not change a score: it leaves hits out. `exact` scores all of them, however many.
  std::vector<Hit> search(const Query& query, SearchMode mode,
                          std::span<const std::uint8_t> allowed, std::size_t k, bool exact) const;

  /// How the score of one live passage comes about in a search for up to 128 hits (for more, a
  /// ranking by candidates looks farther). `slot` < n_slots.
  RankTrace trace(const Query& query, SearchMode mode, std::uint32_t slot, bool exact) const;

 private:
  struct Scores;

  RankTrace trace_words(const Query& query, std::uint32_t slot) const;
  RankTrace trace_all(const Query& query, float word_share, std::uint32_t slot) const;

  std::vector<Hit> by_words(const Query& query, std::span<const std::uint8_t> allowed,
                            std::size_t k) const;
  std::vector<Hit> over_all(const Query& query, float word_share,
                            std::span<const std::uint8_t> allowed, std::size_t k) const;
  bool is_large(std::size_t k) const noexcept;
  Scores score_all(const Query& query, float word_share) const;
  void score_meaning(float word_share, Scores& scores) const;
  std::vector<Hit> lift_by_neighbours(const Scores& scores, std::span<const std::uint8_t> allowed,
                                      std::size_t k) const;

  const InvertedIndex& words_;
  const Meaning* meaning_;
  base::ThreadPool& pool_;
};

/// Pseudo-relevance feedback after Rocchio 1971: what the first hits have in common says more about
/// the wish than a short query does. `vector` [D] stays a unit vector.
void move_towards(const VectorIndex& vectors, std::span<const Scored> first,
                  std::vector<float>& vector);

/// The score of a passage with that of its neighbours.
float lifted(float fused, float neighbours) noexcept;

/// Sorts hits, best first, and leaves the first `k`.
void keep_best(std::vector<Hit>& hits, std::size_t k);

}  // namespace findling::retrieval
