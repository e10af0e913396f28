// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "io/container.h"
#include "retrieval/fusion.h"
#include "retrieval/growing_rows.h"
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
/// References: Robertson and Zaragoza 2009, "The probabilistic relevance framework: BM25 and
/// beyond", section 3.4, with the idf that cannot become negative.
class InvertedIndex {
 public:
  static constexpr float kSaturation = 1.2F;    ///< k1
  static constexpr float kLengthShare = 0.75F;  ///< b

  InvertedIndex() = default;

  std::size_t n_slots() const noexcept { return live_.size(); }
  std::size_t n_live() const noexcept { return n_live_; }
  /// 1 for a passage that is there, 0 for a removed one; [n_slots].
  std::span<const std::uint8_t> live() const noexcept { return live_; }

  /// Adds passages given as lists of terms, repeats included. Cost: linear in their length.
  void append(const sparse::RaggedView& passages, std::size_t n_terms);

  /// Removes a passage; false when it was removed before. `slot` < n_slots().
  bool remove(std::uint32_t slot) noexcept;

  /// Adds the BM25 score of every live passage to `scores` [n_slots]: exactly what an index of the
  /// live passages alone would give. Returns how many different terms of the query were found.
  std::size_t score(std::span<const QueryTerm> query, std::span<float> scores) const noexcept;

  /// The `k` passages with the highest scores among those that are live, hold a term of the query
  /// and, unless that is empty, are `allowed` [n_slots]; best first, of equals the earlier slot.
  /// Exactly those that `score` would name, with the same scores.
  std::vector<Scored> best(std::span<const QueryTerm> query, std::size_t k,
                           std::span<const std::uint8_t> allowed) const;

  /// Writes the scores of `slots`, which ascend, to `out` of the same length: those that `score`
  /// would give.
  void score_of(std::span<const QueryTerm> query, std::span<const std::uint32_t> slots,
                std::span<float> out) const;

  /// What a term is worth for being rare among the live passages; 0 for a term that none holds.
  float inverse_frequency(std::uint32_t term) const noexcept;

  /// The idf of a term that no passage holds, above that of any other; > 0.
  float rarest() const noexcept;

  /// How often a term is in a passage, removed or not. `slot` < n_slots().
  std::uint32_t count(std::uint32_t term, std::uint32_t slot) const noexcept;

  /// What a term of a query adds to the score of a passage; 0 for a removed one.
  float term_score(const QueryTerm& wanted, std::uint32_t slot) const noexcept;

  /// The live passages that hold every one of `terms`, ascending, and no more than the first
  /// `limit`; none for no terms.
  std::vector<std::uint32_t> slots_with_all(
      std::span<const std::uint32_t> terms,
      std::size_t limit = std::numeric_limits<std::size_t>::max()) const;

  /// Writes the sections "words/...".
  void save(io::ContainerWriter& writer) const;

  /// Throws `base::FormatError` when the sections do not fit each other.
  static InvertedIndex load(const std::shared_ptr<const io::ContainerReader>& reader,
                            std::size_t n_terms);

 private:
  struct Posting {
    std::uint32_t slot;
    std::uint16_t count;
  };
  struct List {
    std::span<const std::uint32_t> slots;
    std::span<const std::uint16_t> counts;
  };

  void build(const sparse::RaggedView& passages, std::size_t n_terms);
  void extend(const sparse::RaggedView& passages, std::size_t n_terms);
  List base_list(std::uint32_t term) const noexcept;
  std::span<const Posting> tail_list(std::uint32_t term) const noexcept;
  std::size_t live_count(std::uint32_t term) const noexcept;
  float mean_length() const noexcept;
  void check(const io::ContainerReader& reader) const;

  // The fixed part: the list of a term is [offsets[t], offsets[t + 1]), by ascending slot.
  std::shared_ptr<const void> owner_;
  std::span<const std::uint64_t> offsets_;
  std::span<const std::uint32_t> slots_;
  std::span<const std::uint16_t> counts_;
  std::vector<std::vector<Posting>> tail_;  // by term; passages added since

  GrowingRows<std::uint32_t> lengths_;  // terms of a passage, repeats included
  std::vector<std::uint8_t> live_;
  std::size_t n_live_ = 0;
  std::uint64_t live_length_ = 0;  // sum over live passages
};

}  // namespace findling::retrieval
