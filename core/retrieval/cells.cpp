// SPDX-License-Identifier: Apache-2.0
#include "retrieval/cells.h"

#include <algorithm>
#include <cmath>

#include "lsh/k_means.h"

namespace findling::retrieval {

namespace {

constexpr int kRounds = 5;
constexpr std::size_t kSamplesPerCell = 32;

std::size_t n_cells_for(std::size_t n) {
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::sqrt(static_cast<double>(n))));
}

}  // namespace

Cells make_cells(std::span<const float> rows, std::size_t dim, base::ThreadPool& pool,
                 const base::CancelToken& cancel) {
  const std::size_t n = rows.size() / dim;
  const std::size_t n_cells = n_cells_for(n);
  Cells cells;
  cells.centres = lsh::spherical_k_means(rows,
                                         {.dim = dim,
                                          .n_centres = n_cells,
                                          .n_samples = std::min(n, n_cells * kSamplesPerCell),
                                          .n_rounds = kRounds},
                                         pool, cancel);
  const auto nearest = lsh::nearest_centres(rows, cells.centres, dim, pool, cancel);
  cells.offsets.assign(n_cells + 1, 0);
  for (const std::uint32_t c : nearest) ++cells.offsets[c + 1];
  for (std::size_t c = 0; c < n_cells; ++c) cells.offsets[c + 1] += cells.offsets[c];
  auto next = cells.offsets;
  cells.members.resize(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    cells.members[static_cast<std::size_t>(next[nearest[i]]++)] = i;
  }
  return cells;
}

}  // namespace findling::retrieval
