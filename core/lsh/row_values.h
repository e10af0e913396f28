// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "base/thread_pool.h"
#include "kernels/kernels.h"
#include "lsh/int8_rows.h"
#include "lsh/sampler.h"

namespace findling::lsh {

/// Calls `fn(i)` for i < n, a block of them a task.
template <typename Fn>
void for_rows(base::ThreadPool& pool, std::size_t n, std::size_t rows_per_task, Fn&& fn) {
  pool.parallel_for((n + rows_per_task - 1) / rows_per_task, [&](std::size_t task, std::size_t) {
    const std::size_t end = std::min(n, (task + 1) * rows_per_task);
    for (std::size_t i = task * rows_per_task; i < end; ++i) fn(i);
  });
}

/// What a row is multiplied by: 1, or with `cosine` what makes it a unit vector; 0 for zeros.
inline float row_factor(const kernels::KernelTable& k, std::span<const float> row, bool cosine) {
  if (!cosine) return 1.0F;
  const float squares = k.sum_squares(row.data(), row.size());
  return squares > 0.0F ? 1.0F / std::sqrt(squares) : 0.0F;
}

/// Makes row `to` of `out` what the layer multiplies with in row `from`.
inline void set_row(const kernels::KernelTable& k, const RowsView& weights, std::size_t from,
                    bool cosine, Int8Rows& out, std::size_t to) {
  const float bias = weights.bias == nullptr ? 0.0F : weights.bias[from];
  out.set(k, to, weights[from], row_factor(k, weights[from], cosine), bias);
}

}  // namespace findling::lsh
