// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/aligned_buffer.h"
#include "base/thread_pool.h"
#include "kernels/kernels.h"
#include "lsh/sketches.h"

namespace findling::lsh {

/// The sketches of N rows, in lists: one a cell.
///
/// A list is a chain of blocks of 32 rows, as `lookup_sums` takes them, filled from the front. A
/// row that leaves gives its place to the last of its list, so that moving a row costs the same in
/// long lists and in short ones, and a list is read from front to back without gaps. The order in
/// a list depends on the moves so far.
class SketchLists {
 public:
  static constexpr std::size_t kBlock = kernels::kLookupBlock;

  SketchLists() = default;
  SketchLists(std::size_t n_rows, std::size_t n_cells, std::size_t n_groups);

  std::size_t n_cells() const noexcept { return sizes_.size(); }
  std::size_t size(std::size_t cell) const noexcept { return sizes_[cell]; }
  std::uint32_t cell_of(std::uint32_t row) const noexcept { return cells_[row]; }

  /// Gives every row its cell, ascending within a cell: cells [N]. The sketches are undefined until
  /// each block was filled by `write`.
  void deal(std::span<const std::uint32_t> cells);

  /// The blocks of all lists after `deal`, and their rows: of different blocks, threads may `write`
  /// the rows at once.
  std::size_t n_blocks() const noexcept { return n_used_; }
  std::span<const std::uint32_t> rows_of(std::size_t block) const noexcept;

  /// Replaces the sketch of a row, and what is added to its scores.
  void write(std::uint32_t row, const Sketch& sketch, float bias) noexcept;

  /// Puts a row into another cell; `write` comes next.
  void move(std::uint32_t row, std::uint32_t cell);

  /// Working memory of one thread.
  struct Scratch {
    std::vector<std::uint16_t> sums;
    std::vector<float> scores;
  };

  /// Calls `fn(scores, rows)` for pieces of a cell's list: its scores for the query, `base` added.
  template <typename Fn>
  void score(const kernels::KernelTable& k, const SketchQuery& query, std::size_t cell, float base,
             Scratch& scratch, Fn&& fn) const {
    make_room(scratch);
    const std::span<const std::uint32_t> blocks = blocks_[cell];
    std::size_t n_left = sizes_[cell];
    for (std::size_t i = 0; i < blocks.size();) {
      const std::size_t first = blocks[i];
      std::size_t n = 1;
      while (i + n < blocks.size() && n < kBlocksPerPiece && blocks[i + n] == first + n) ++n;
      const std::size_t n_rows = std::min(n_left, n * kBlock);
      score_blocks(k, query, first, n, base, scratch);
      fn(std::span<const float>(scratch.scores).first(n_rows),
         std::span<const std::uint32_t>(rows_).subspan(first * kBlock, n_rows));
      n_left -= n_rows;
      i += n;
    }
  }

  /// The same for every `step`th full block of a cell, from `first` on. Returns where the next
  /// cell goes on.
  template <typename Fn>
  std::size_t score_some(const kernels::KernelTable& k, const SketchQuery& query, std::size_t cell,
                         float base, std::size_t first, std::size_t step, Scratch& scratch,
                         Fn&& fn) const {
    make_room(scratch);
    const std::size_t n_full = sizes_[cell] / kBlock;
    std::size_t i = first;
    for (; i < n_full; i += step) {
      const std::size_t block = blocks_[cell][i];
      score_blocks(k, query, block, 1, base, scratch);
      fn(std::span<const float>(scratch.scores).first(kBlock),
         std::span<const std::uint32_t>(rows_).subspan(block * kBlock, kBlock));
    }
    return i - n_full;
  }

  std::size_t memory_bytes() const noexcept;

 private:
  static constexpr std::size_t kBlocksPerPiece = 8;

  static void make_room(Scratch& scratch) {
    scratch.sums.resize(kBlocksPerPiece * kBlock);
    scratch.scores.resize(kBlocksPerPiece * kBlock);
  }
  void score_blocks(const kernels::KernelTable& k, const SketchQuery& query, std::size_t first,
                    std::size_t n, float base, Scratch& scratch) const noexcept;
  std::uint8_t* codes_of(std::size_t block) noexcept {
    return codes_.data() + block * n_groups_ * (kBlock / 2);
  }
  void copy_place(std::size_t from, std::size_t to) noexcept;
  void append(std::uint32_t row, std::uint32_t cell);
  void remove(std::uint32_t row);

  std::size_t n_groups_ = 0;
  std::size_t n_used_ = 0;                          ///< Blocks that `deal` gave out.
  base::AlignedBuffer<std::uint8_t> codes_;         ///< [blocks, n_groups, 16]
  std::vector<float> factors_;                      ///< [blocks, 32]
  std::vector<float> biases_;                       ///< [blocks, 32]
  std::vector<std::uint32_t> rows_;                 ///< [blocks, 32]
  std::vector<std::uint32_t> places_;               ///< [N] block * 32 + place in it.
  std::vector<std::uint32_t> cells_;                ///< [N]
  std::vector<std::uint32_t> sizes_;                ///< [cells] rows.
  std::vector<std::vector<std::uint32_t>> blocks_;  ///< [cells]
  std::vector<std::uint32_t> free_;                 ///< Blocks in no list.
};

}  // namespace findling::lsh
