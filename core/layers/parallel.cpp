// SPDX-License-Identifier: Apache-2.0
#include "layers/parallel.h"

namespace findling::layers {

namespace {

struct Cut {
  std::size_t rows;
  std::size_t columns;
};

// Every task packs its own columns of B, which pays off over many rows of C: so columns are cut
// first, down to one packed block, then rows.
constexpr std::size_t kFewestColumns = 128;
constexpr std::size_t kFewestRows = 64;
constexpr std::size_t kMostRows = 512;
constexpr std::size_t kMostColumns = 1024;
constexpr std::size_t kTasksPerThread = 4;
constexpr std::size_t kFewRows = 2;

std::size_t pieces(std::size_t n, std::size_t block) { return (n + block - 1) / block; }

Cut cut(std::size_t m, std::size_t n, std::size_t n_threads) {
  Cut block{std::min(m, kMostRows), std::min(n, kMostColumns)};
  if (n_threads == 1) return block;
  const auto too_few = [&] {
    return pieces(m, block.rows) * pieces(n, block.columns) < kTasksPerThread * n_threads;
  };
  while (too_few() && block.columns > kFewestColumns) block.columns = (block.columns + 1) / 2;
  block.columns = std::max<std::size_t>(1, pieces(block.columns, 16)) * 16;
  while (too_few() && block.rows > kFewestRows) block.rows = (block.rows + 1) / 2;
  return block;
}

template <typename GemmFn>
void run(base::ThreadPool& pool, const kernels::Gemm& g, std::size_t b_step, GemmFn gemm) {
  if (g.m == 0 || g.n == 0) return;
  const Cut block = cut(g.m, g.n, pool.n_threads());
  const std::size_t n_down = pieces(g.m, block.rows);
  pool.parallel_for(n_down * pieces(g.n, block.columns), [&](std::size_t task, std::size_t) {
    const std::size_t i = task % n_down * block.rows;
    const std::size_t j = task / n_down * block.columns;
    kernels::Gemm part = g;
    part.m = std::min(block.rows, g.m - i);
    part.n = std::min(block.columns, g.n - j);
    part.a = g.a + i * g.lda;
    part.b = g.b + j * b_step;
    part.c = g.c + i * g.ldc + j;
    gemm(part);
  });
}

}  // namespace

void gemm_nt(const kernels::KernelTable& k, const kernels::Gemm& g) noexcept {
  if (g.m > kFewRows || g.accumulate) return k.gemm_nt(g);
  for (std::size_t i = 0; i < g.m; ++i) {
    k.dot_rows(g.a + i * g.lda, g.b, g.ldb, g.n, g.k, g.c + i * g.ldc);
  }
}

void parallel_gemm_nt(const kernels::KernelTable& k, base::ThreadPool& pool,
                      const kernels::Gemm& g) {
  // Whether rows are packed depends on the whole product, so that the cut changes nothing.
  if (g.m <= kFewRows) {
    return run(pool, g, g.ldb, [&k](const kernels::Gemm& part) { gemm_nt(k, part); });
  }
  run(pool, g, g.ldb, k.gemm_nt);
}

void parallel_gemm_nn(const kernels::KernelTable& k, base::ThreadPool& pool,
                      const kernels::Gemm& g) {
  run(pool, g, 1, k.gemm_nn);
}

}  // namespace findling::layers
