// SPDX-License-Identifier: Apache-2.0
#include "retrieval/cells.h"

#include <algorithm>
#include <cmath>

#include "kernels/kernels.h"

namespace findling::retrieval {

namespace {

constexpr int kRounds = 5;
constexpr std::size_t kSamplesPerCell = 32;
constexpr std::size_t kRowsPerTask = 128;

std::size_t n_cells_for(std::size_t n) {
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::sqrt(static_cast<double>(n))));
}

/// `n` rows at equal distances, the first included.
std::vector<float> pick_rows(std::span<const float> rows, std::size_t dim, std::size_t n) {
  const std::size_t total = rows.size() / dim;
  std::vector<float> picked;
  picked.reserve(n * dim);
  for (std::size_t i = 0; i < n; ++i) {
    const auto row = rows.subspan(i * total / n * dim, dim);
    picked.insert(picked.end(), row.begin(), row.end());
  }
  return picked;
}

/// The centre nearest to each row; of equals the first.
std::vector<std::uint32_t> assign(std::span<const float> rows, std::span<const float> centres,
                                  std::size_t dim, base::ThreadPool& pool,
                                  const base::CancelToken& cancel) {
  const kernels::KernelTable& k = kernels::active();
  const std::size_t n = rows.size() / dim;
  const std::size_t n_centres = centres.size() / dim;
  std::vector<std::uint32_t> nearest(n);
  std::vector<std::vector<float>> scratch(pool.n_threads());
  const auto assign_task = [&](std::size_t task, std::size_t worker) {
    cancel.throw_if_cancelled();
    const std::size_t begin = task * kRowsPerTask;
    const std::size_t m = std::min(kRowsPerTask, n - begin);
    auto& cosines = scratch[worker];
    cosines.resize(kRowsPerTask * n_centres);
    k.gemm_nt({.m = m,
               .n = n_centres,
               .k = dim,
               .a = rows.data() + begin * dim,
               .lda = dim,
               .b = centres.data(),
               .ldb = dim,
               .c = cosines.data(),
               .ldc = n_centres,
               .accumulate = false});
    for (std::size_t i = 0; i < m; ++i) {
      const auto* row = cosines.data() + i * n_centres;
      nearest[begin + i] = static_cast<std::uint32_t>(std::max_element(row, row + n_centres) - row);
    }
  };
  pool.parallel_for((n + kRowsPerTask - 1) / kRowsPerTask, assign_task);
  return nearest;
}

/// Moves each centre to the mean direction of its rows; a centre without rows stays.
void move_centres(std::span<const float> rows, std::span<const std::uint32_t> nearest,
                  std::size_t dim, std::vector<float>& centres) {
  const kernels::KernelTable& k = kernels::active();
  std::vector<float> sums(centres.size());
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    k.add(rows.data() + i * dim, sums.data() + nearest[i] * dim, dim);
  }
  for (std::size_t c = 0; c < centres.size() / dim; ++c) {
    float* sum = sums.data() + c * dim;
    const float length = std::sqrt(k.sum_squares(sum, dim));
    if (length < 1e-6F) continue;
    k.scale(1.0F / length, sum, dim);
    std::copy_n(sum, dim, centres.data() + c * dim);
  }
}

}  // namespace

Cells make_cells(std::span<const float> rows, std::size_t dim, base::ThreadPool& pool,
                 const base::CancelToken& cancel) {
  const std::size_t n = rows.size() / dim;
  const std::size_t n_cells = n_cells_for(n);
  Cells cells;
  cells.centres = pick_rows(rows, dim, n_cells);
  const auto sample = pick_rows(rows, dim, std::min(n, n_cells * kSamplesPerCell));
  for (int round = 0; round < kRounds; ++round) {
    move_centres(sample, assign(sample, cells.centres, dim, pool, cancel), dim, cells.centres);
  }
  const auto nearest = assign(rows, cells.centres, dim, pool, cancel);
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
