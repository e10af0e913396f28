// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>

#include "base/thread_pool.h"
#include "kernels/kernels.h"

namespace findling::layers {

/// One product on all threads. C is cut into blocks, which changes no bit of it (see
/// `kernels::KernelTable`), so the cut may follow the number of threads.
void parallel_gemm_nt(const kernels::KernelTable& k, base::ThreadPool& pool,
                      const kernels::Gemm& g);
void parallel_gemm_nn(const kernels::KernelTable& k, base::ThreadPool& pool,
                      const kernels::Gemm& g);

/// The same on this thread. One or two rows of A are multiplied row by row: B is read once then,
/// and not packed first.
void gemm_nt(const kernels::KernelTable& k, const kernels::Gemm& g) noexcept;

/// Calls `fn(begin, end, worker)` for the blocks [0, block), [block, 2 block)... of [0, n) in
/// parallel. The cut depends on `n` and `block` only, never on the number of threads.
template <typename Fn>
void parallel_blocks(base::ThreadPool& pool, std::size_t n, std::size_t block, Fn&& fn) {
  pool.parallel_for((n + block - 1) / block, [&](std::size_t task, std::size_t worker) {
    fn(task * block, std::min(n, (task + 1) * block), worker);
  });
}

}  // namespace findling::layers
