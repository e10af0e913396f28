// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"
#include "retrieval/byte_rows.h"
#include "retrieval/cells.h"

namespace findling::retrieval {

/// Stands where there is no passage.
inline constexpr std::uint32_t kNoSlot = std::numeric_limits<std::uint32_t>::max();

/// The nearest passages of some passages: [n, width] slots and cosines, best first; of equals the
/// smaller slot first. Rows with fewer neighbours end with kNoSlot.
struct NeighbourLists {
  NeighbourLists(std::size_t n, std::size_t width);

  /// Offers a neighbour to row `i`; kept when it is among the best. `near` < kNoSlot.
  void offer(std::size_t i, std::uint32_t near, float cosine) noexcept;

  /// Cosines below this cannot enter row `i` any more.
  float limit(std::size_t i) const noexcept { return cosines[(i + 1) * width - 1]; }

  std::size_t width;
  std::vector<std::uint32_t> slots;
  std::vector<float> cosines;
};

/// Vectors of passages with consecutive slots.
struct VectorBlock {
  ByteView rows;
  std::uint32_t first_slot;
};

/// Finds the nearest of `others` for every vector of `queries`, itself left out. Exact; compares
/// all with all: D * queries * others multiplications. Throws `base::CancelledError`.
NeighbourLists find_nearest(const VectorBlock& queries, std::span<const VectorBlock> others,
                            std::size_t dim, std::size_t width, base::ThreadPool& pool,
                            const base::CancelToken& cancel);

/// The same for all dealt vectors of `cells` among themselves, which lie in `rows` in the order of
/// places: each is compared with the vectors of the nearest cells only, a bounded number. Row `i`
/// is that of slot `i`.
NeighbourLists find_nearest_in_cells(const ByteView& rows, const Cells& cells, std::size_t width,
                                     base::ThreadPool& pool, const base::CancelToken& cancel);

}  // namespace findling::retrieval
