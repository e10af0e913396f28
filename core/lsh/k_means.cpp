// SPDX-License-Identifier: Apache-2.0
#include "lsh/k_means.h"

#include <algorithm>
#include <cmath>

#include "kernels/kernels.h"

namespace findling::lsh {

namespace {

constexpr std::size_t kRowsPerTask = 128;

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

std::vector<float> spherical_k_means(std::span<const float> rows, const KMeansShape& shape,
                                     base::ThreadPool& pool, const base::CancelToken& cancel) {
  auto centres = pick_rows(rows, shape.dim, shape.n_centres);
  const auto sample = pick_rows(rows, shape.dim, shape.n_samples);
  for (int round = 0; round < shape.n_rounds; ++round) {
    const auto nearest = nearest_centres(sample, centres, shape.dim, pool, cancel);
    move_centres(sample, nearest, shape.dim, centres);
  }
  return centres;
}

std::vector<std::uint32_t> nearest_centres(std::span<const float> rows,
                                           std::span<const float> centres, std::size_t dim,
                                           base::ThreadPool& pool,
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

}  // namespace findling::lsh
