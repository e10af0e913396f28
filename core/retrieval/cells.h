// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"
#include "io/container.h"
#include "retrieval/byte_rows.h"

namespace findling::retrieval {

/// A partition of passages into cells of similar vectors (inverted lists: Jegou et al. 2011).
///
/// The passages that the cells were made for are *dealt*: ordered by cell, and by slot within one.
/// The place in that order is where a passage's row lies, so that a cell is read from front to
/// back. Passages that come later join the cell of the nearest centre; their rows lie in the order
/// of slots behind those that were dealt. Without passages to deal there are no cells, and the
/// place of a passage is its slot.
class Cells {
 public:
  Cells() = default;

  /// Cuts `rows` [n, D] into about four times the square root of n cells by a few rounds of
  /// spherical k-means on a sample. Depends on the rows only, not on the number of threads. Throws
  /// `base::CancelledError`.
  static Cells make(const ByteView& rows, base::ThreadPool& pool, const base::CancelToken& cancel);

  /// C; 0 when there are none.
  std::size_t size() const noexcept { return centres_.size(); }
  std::size_t n_dealt() const noexcept { return members_.size(); }
  const ByteView& centres() const noexcept { return centres_; }

  std::size_t place_of(std::uint32_t slot) const noexcept {
    return slot < places_.size() ? places_[slot] : slot;
  }
  std::uint32_t slot_at(std::size_t place) const noexcept {
    return place < members_.size() ? members_[place] : static_cast<std::uint32_t>(place);
  }

  /// The first place of cell `c`; those of its dealt members follow.
  std::size_t begin(std::size_t c) const noexcept { return static_cast<std::size_t>(offsets_[c]); }
  /// The dealt members of a cell: slots, ascending.
  std::span<const std::uint32_t> dealt(std::size_t c) const noexcept {
    return members_.subspan(begin(c), begin(c + 1) - begin(c));
  }
  /// The members that came later: slots, ascending.
  std::span<const std::uint32_t> added(std::size_t c) const noexcept {
    return c < added_.size() ? std::span<const std::uint32_t>(added_[c])
                             : std::span<const std::uint32_t>();
  }

  /// The cells of new passages, one a row of `rows` [n, D].
  std::vector<std::uint32_t> nearest(const ByteView& rows, base::ThreadPool& pool) const;
  /// Lets the next passages join these cells.
  void add(std::span<const std::uint32_t> cells);

  /// `rows` in the order of places.
  ByteRows in_order(const ByteRows& rows) const;

  /// Writes the sections "cells/...", if there are cells.
  void save(io::ContainerWriter& writer) const;

  /// Throws `base::FormatError` unless the sections, where there are any, are cells of `n` passages
  /// with vectors of this width.
  static Cells load(const std::shared_ptr<const io::ContainerReader>& reader, std::size_t n,
                    std::size_t dim);

 private:
  struct Dealt;
  void take(std::shared_ptr<const Dealt> dealt);
  void find_places();
  bool fit(std::size_t n, std::size_t dim) const;

  std::shared_ptr<const void> owner_;              // of the four views
  ByteView centres_;                               // [C, D]
  std::span<const std::uint64_t> offsets_;         // [C + 1]
  std::span<const std::uint32_t> members_;         // [dealt], by place
  std::vector<std::uint32_t> places_;              // [dealt], by slot
  std::vector<std::vector<std::uint32_t>> added_;  // by cell
  std::vector<std::uint32_t> cell_of_added_;
};

}  // namespace findling::retrieval
