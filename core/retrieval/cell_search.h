// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lsh/best_rows.h"
#include "retrieval/byte_rows.h"
#include "retrieval/vector_index.h"

namespace findling::retrieval {

/// Finds the vectors nearest to a query in the cells whose centres are nearest to it. Made once a
/// query, for vectors that are in cells; keeps references.
class CellSearch {
 public:
  CellSearch(const VectorIndex& vectors, const ByteQuery& query);

  /// How many rows of `n` a search reads: the larger, the more of the nearest it finds. `kFew` is
  /// for rankings in which words take part too; see docs/retrieval.md for what each finds.
  enum class Rows : std::uint8_t { kFew, kMany };
  static std::size_t n_rows(std::size_t n, Rows rows) noexcept;

  /// The `n` nearest of the rows read, best first; of equals the smaller slot. Cells are read until
  /// `n_rows` of their rows were `allowed` [N], or all were: so a small part of the passages is
  /// found wherever it is. All are allowed when that is empty. Replaces what was found before.
  const std::vector<lsh::ScoredRow>& nearest(std::size_t n, std::size_t n_rows,
                                             std::span<const std::uint8_t> allowed);

  /// About the least cosine with one that is `allowed`: the least in the cells whose centres are
  /// farthest from the query; 0 when none is.
  float lowest(std::span<const std::uint8_t> allowed);

 private:
  /// Cells in the order of their scores, sorted as far as it was asked for.
  class Order {
   public:
    std::vector<lsh::ScoredRow> cells;
    std::uint32_t operator[](std::size_t i);

   private:
    std::size_t n_sorted_ = 0;
  };

  template <typename Fn>
  std::size_t read_cell(std::size_t cell, std::span<const std::uint8_t> allowed, Fn&& fn);
  void keep_allowed(std::span<const std::uint32_t> slots, std::span<const std::uint8_t> allowed);

  const VectorIndex& vectors_;
  const ByteQuery& query_;
  Order nearest_first_;
  Order farthest_first_;
  lsh::BestRows gathered_;
  std::vector<lsh::ScoredRow> found_;
  std::vector<std::uint32_t> slots_;
  std::vector<float> scores_;
};

}  // namespace findling::retrieval
