// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>

#include "base/thread_pool.h"

namespace findling::model {

/// Calls `fn(begin, end, worker)` for the blocks [0, block), [block, 2 block)... of [0, n) in
/// parallel. The cut depends on `n` and `block` only, never on the number of threads.
template <typename Fn>
void for_blocks(base::ThreadPool& pool, std::size_t n, std::size_t block, Fn&& fn) {
  pool.parallel_for((n + block - 1) / block, [&](std::size_t task, std::size_t worker) {
    fn(task * block, std::min(n, (task + 1) * block), worker);
  });
}

}  // namespace findling::model
