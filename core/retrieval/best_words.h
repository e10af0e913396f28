// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "retrieval/bm25.h"
#include "retrieval/fusion.h"
#include "retrieval/posting_lists.h"

namespace findling::retrieval {

/// A term of a query, ready to be scored.
struct WeightedTerm {
  PostingList list;
  float weight;  ///< n_query * idf in fine steps, see `ScoreSteps`.
};

/// What scores depend on besides postings.
struct ScoredPassages {
  std::span<const std::uint32_t> lengths;  ///< [n_slots]
  std::span<const std::uint8_t> live;      ///< [n_slots]
  std::span<const std::uint8_t> allowed;   ///< [n_slots], or empty: all
  LengthNorm norm;
  float mean_ratio;  ///< The mean length divided by the one that tops were made for.

  bool findable(std::uint32_t slot) const noexcept {
    return live[slot] != 0 && (allowed.empty() || allowed[slot] != 0);
  }
  std::uint32_t fine(float weight, std::uint32_t slot, std::uint32_t count) const noexcept {
    return fine_steps(
        weight, bm25_weight(static_cast<float>(count), static_cast<float>(lengths[slot]), norm));
  }
};

/// The `k` findable passages with the highest scores above 0, best first, of equals the earlier
/// slot: exactly those of scoring all of them. Scores are sums in steps.
///
/// The lists are gone through together, a window of slots at a time. In a window, the terms whose
/// largest possible scores together cannot lift a passage among the best so far are set aside; the
/// postings of the others are added up, and only passages that can still make it are looked up in
/// the lists set aside. Windows, and blocks of lists, that cannot hold a hit are passed over
/// unread: MaxScore (Turtle and Flood 1995) with the bounds of blocks (Ding and Suel 2011, "Faster
/// top-k document retrieval using block-max indexes"), by windows.
std::vector<Scored> best_by_words(std::span<const WeightedTerm> terms,
                                  const ScoredPassages& passages, const ScoreSteps& steps,
                                  std::size_t k);

}  // namespace findling::retrieval
