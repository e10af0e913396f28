// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"
#include "io/container.h"
#include "retrieval/byte_rows.h"
#include "retrieval/cells.h"
#include "retrieval/growing_rows.h"

namespace findling::retrieval {

/// Unit vectors of passages, in bytes; of many passages in cells (see cells.h), so that not all
/// have to be compared with a query.
///
/// Shapes: `N` slots, `D` dim. Reading is safe from many threads while nobody adds.
class VectorIndex {
 public:
  /// With more passages to begin with than this, they are put into cells.
  static constexpr std::size_t kWithoutCells = 30'000;

  explicit VectorIndex(std::size_t dim) : bytes_(dim) {}

  std::size_t size() const noexcept { return scales_.size(); }
  std::size_t dim() const noexcept { return bytes_.width(); }
  const Cells& cells() const noexcept { return cells_; }

  /// out [D] = the vector of a passage, as rounded.
  void row(std::size_t slot, std::span<float> out) const noexcept;

  /// The rows in the order of places, which is that of slots without cells: a fixed part and what
  /// came later.
  std::array<ByteView, 2> parts() const noexcept;

  /// The rows of the passages that were dealt to a cell, in the order of `Cells::dealt`.
  ByteView dealt_rows(std::size_t cell) const noexcept {
    return parts()[0].part(cells_.begin(cell), cells_.dealt(cell).size());
  }

  /// Rows that are to be added, and where they go.
  struct Incoming {
    ByteRows rows;                     ///< By place, if they bring cells along.
    Cells cells;                       ///< Those of the first rows, when they are many.
    std::vector<std::uint32_t> joins;  ///< By row: the cell that it joins, where there are cells.
  };

  /// Finds out where rows go that are to be added. Throws `base::CancelledError`.
  Incoming receive(ByteRows rows, base::ThreadPool& pool, const base::CancelToken& cancel) const;

  /// Adds rows behind the others; nothing was added since they were received.
  void append(Incoming incoming);

  /// Writes the cosine of the query, a unit vector, with every row to `out` [N].
  void score(const ByteQuery& query, base::ThreadPool& pool, std::span<float> out) const;
  /// The same for the passages in `slots` only; `out` has their number.
  void score_of(const ByteQuery& query, std::span<const std::uint32_t> slots,
                std::span<float> out) const noexcept;

  /// Writes the sections "meaning/vectors", "meaning/scales" and those of the cells.
  void save(io::ContainerWriter& writer) const;

  /// Throws `base::FormatError` unless there are `n` sound vectors of this width.
  static VectorIndex load(const std::shared_ptr<const io::ContainerReader>& reader, std::size_t n,
                          std::size_t dim);

 private:
  GrowingRows<std::int8_t> bytes_;
  GrowingRows<float> scales_;
  Cells cells_;
};

}  // namespace findling::retrieval
