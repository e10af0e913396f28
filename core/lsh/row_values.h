// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/thread_pool.h"
#include "lsh/int8_rows.h"
#include "lsh/sampler.h"

namespace findling::lsh {

/// Calls `fn(i, worker)` for i < n, a block of them a task.
template <typename Fn>
void for_rows(base::ThreadPool& pool, std::size_t n, Fn&& fn) {
  constexpr std::size_t kRowsPerTask = 512;
  const std::size_t n_tasks = (n + kRowsPerTask - 1) / kRowsPerTask;
  pool.parallel_for(n_tasks, [&](std::size_t task, std::size_t worker) {
    const std::size_t end = std::min(n, (task + 1) * kRowsPerTask);
    for (std::size_t i = task * kRowsPerTask; i < end; ++i) fn(i, worker);
  });
}

/// Makes these rows of `out` what the layer multiplies with: the weights, with `cosine` as unit
/// vectors, and their biases.
void set_rows(const RowsView& weights, std::span<const std::uint32_t> rows, bool cosine,
              base::ThreadPool& pool, Int8Rows& out);
void set_all_rows(const RowsView& weights, bool cosine, base::ThreadPool& pool, Int8Rows& out);

}  // namespace findling::lsh
