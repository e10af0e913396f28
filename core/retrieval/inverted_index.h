// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "io/container.h"
#include "retrieval/best_words.h"
#include "retrieval/fusion.h"
#include "retrieval/posting_lists.h"
#include "retrieval/removed_postings.h"
#include "sparse/ragged.h"

namespace findling::retrieval {

/// A term of a query and how often it is there.
struct QueryTerm {
  std::uint32_t term;
  std::uint32_t count;
};

/// Which passages hold a term, how often, and which passages are still there; scores by BM25.
///
/// Passages have slots: 0, 1, ... in the order in which they were added. A removed passage keeps
/// its slot and counts for nothing. Reading is safe from many threads while nobody changes it.
///
/// Scores are those of bm25.h over the live passages, in the steps of `ScoreSteps`: all functions
/// give the same bits for the same query and passage.
class InvertedIndex {
 public:
  InvertedIndex() = default;

  std::size_t n_slots() const noexcept { return live_.size(); }
  std::size_t n_live() const noexcept { return n_live_; }
  /// 1 for a passage that is there, 0 for a removed one; [n_slots].
  std::span<const std::uint8_t> live() const noexcept { return live_; }

  /// Adds passages given as lists of terms, repeats included. Cost: linear in their length.
  void append(const sparse::RaggedView& passages, std::size_t n_terms);

  /// Removes a passage; false when it was removed before. `slot` < n_slots().
  bool remove(std::uint32_t slot);

  /// Adds the BM25 score of every live passage to `scores` [n_slots]: exactly what an index of the
  /// live passages alone would give. Returns how many different terms of the query were found.
  std::size_t score(std::span<const QueryTerm> query, std::span<float> scores) const;

  /// The `k` passages with the highest scores among those that are live, hold a term of the query
  /// and, unless that is empty, are `allowed` [n_slots]; best first, of equals the earlier slot.
  /// Exactly those that `score` would name, with the same scores.
  std::vector<Scored> best(std::span<const QueryTerm> query, std::size_t k,
                           std::span<const std::uint8_t> allowed) const;

  /// Writes the scores of `slots`, which ascend, to `out` of the same length: those that `score`
  /// would give.
  void score_of(std::span<const QueryTerm> query, std::span<const std::uint32_t> slots,
                std::span<float> out) const;

  /// How many live passages hold a term.
  std::size_t n_holding(std::uint32_t term) const;

  /// What a term is worth for being rare among the live passages; 0 for a term that none holds.
  float inverse_frequency(std::uint32_t term) const;

  /// The idf of a term that no passage holds, above that of any other; > 0.
  float rarest() const noexcept;

  /// How often a term is in a passage, removed or not. `slot` < n_slots().
  std::uint32_t count(std::uint32_t term, std::uint32_t slot) const;

  /// What a term of a query adds to the score of a passage, but for the rounding of sums; 0 for a
  /// removed one.
  float term_score(const QueryTerm& wanted, std::uint32_t slot) const;

  /// The live passages that hold every one of `terms`, ascending, and no more than the first
  /// `limit`; none for no terms.
  std::vector<std::uint32_t> slots_with_all(
      std::span<const std::uint32_t> terms,
      std::size_t limit = std::numeric_limits<std::size_t>::max()) const;

  /// Writes the sections "words/...".
  void save(io::ContainerWriter& writer) const;

  /// Reads what `save` has written, or version 1 of it. Throws `base::FormatError` when the
  /// sections do not fit each other.
  static InvertedIndex load(const std::shared_ptr<const io::ContainerReader>& reader,
                            std::size_t n_terms);

 private:
  struct Prepared;

  void build(const sparse::RaggedView& passages, std::size_t n_terms);
  void extend(const sparse::RaggedView& passages, std::size_t n_terms);
  void load_passages(const io::ContainerReader& reader);
  void load_lists_of_version_1(const io::ContainerReader& reader, std::size_t n_terms);
  std::size_t live_count(std::uint32_t term, const PostingList& list) const;
  float idf(std::uint32_t term, const PostingList& list) const;
  Prepared prepared(std::span<const QueryTerm> query) const;
  ScoredPassages passages(std::span<const std::uint8_t> allowed) const noexcept;
  float mean_length() const noexcept;

  PostingLists lists_;
  RemovedPostings removed_;
  float top_mean_ = 1.0F;               // mean length for which the tops of blocks were made
  std::vector<std::uint32_t> lengths_;  // terms of a passage, repeats included
  std::vector<std::uint8_t> live_;
  std::size_t n_live_ = 0;
  std::uint64_t live_length_ = 0;  // sum over live passages
};

}  // namespace findling::retrieval
