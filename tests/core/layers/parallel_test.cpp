// SPDX-License-Identifier: Apache-2.0
#include "layers/parallel.h"

#include <doctest/doctest.h>

#include <vector>

#include "layers/fixtures.h"

namespace findling::layers {
namespace {

struct Shape {
  std::size_t m;
  std::size_t n;
  std::size_t k;
};

template <typename Gemm>
std::vector<float> product(Gemm gemm, const Shape& s, bool b_by_rows, int n_threads) {
  const auto a = test::random_floats(s.m * s.k, 1);
  const auto b = test::random_floats(s.n * s.k, 2);
  std::vector<float> c(s.m * s.n, 9.0F);
  base::ThreadPool pool(n_threads);
  gemm(kernels::active(), pool,
       kernels::Gemm{.m = s.m,
                     .n = s.n,
                     .k = s.k,
                     .a = a.data(),
                     .lda = s.k,
                     .b = b.data(),
                     .ldb = b_by_rows ? s.n : s.k,
                     .c = c.data(),
                     .ldc = s.n,
                     .accumulate = false});
  return c;
}

}  // namespace

TEST_CASE("a product on several threads has the bits of one thread") {
  for (const Shape s : {Shape{1, 300, 40}, Shape{2, 17, 300}, Shape{3, 2000, 9},
                        Shape{700, 130, 33}, Shape{600, 1, 5}, Shape{0, 4, 4}}) {
    for (const int n_threads : {2, 3}) {
      CHECK(product(parallel_gemm_nt, s, false, n_threads) ==
            product(parallel_gemm_nt, s, false, 1));
      CHECK(product(parallel_gemm_nn, s, true, n_threads) == product(parallel_gemm_nn, s, true, 1));
    }
  }
}

TEST_CASE("one row is multiplied like many, up to rounding") {
  const Shape one{1, 50, 300};
  const Shape many{9, 50, 300};
  const auto alone = product(parallel_gemm_nt, one, false, 2);
  const auto among = product(parallel_gemm_nt, many, false, 2);
  for (std::size_t i = 0; i < 50; ++i) CHECK(alone[i] == doctest::Approx(among[i]).epsilon(1e-4));
}

}  // namespace findling::layers
