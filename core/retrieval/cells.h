// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"

namespace findling::retrieval {

/// A partition of vectors into cells of similar ones: the members of cell c are
/// `members[offsets[c] .. offsets[c + 1])`, ascending.
struct Cells {
  std::vector<float> centres;          ///< [cells, D], unit vectors
  std::vector<std::uint64_t> offsets;  ///< [cells + 1]
  std::vector<std::uint32_t> members;

  std::size_t size() const noexcept { return offsets.size() - 1; }
  std::span<const std::uint32_t> operator[](std::size_t c) const noexcept {
    return std::span(members).subspan(static_cast<std::size_t>(offsets[c]),
                                      static_cast<std::size_t>(offsets[c + 1] - offsets[c]));
  }
};

/// Cuts `rows` [n, D], unit vectors, into about the square root of n cells by a few rounds of
/// spherical k-means on a sample. Depends on the rows only, not on the number of threads. Throws
/// `base::CancelledError`.
Cells make_cells(std::span<const float> rows, std::size_t dim, base::ThreadPool& pool,
                 const base::CancelToken& cancel);

}  // namespace findling::retrieval
