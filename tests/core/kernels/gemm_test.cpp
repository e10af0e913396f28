// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "kernels/fixtures.h"

using namespace findling;
using namespace findling::test;
using kernels::Gemm;
using kernels::KernelTable;

namespace {

enum class Layout { kNT, kNN, kTN };
constexpr Layout kLayouts[] = {Layout::kNT, Layout::kNN, Layout::kTN};

struct Shape {
  std::size_t m;
  std::size_t n;
  std::size_t k;
};

// Rows of A, B and C are a few floats further apart than they are long, and the gaps must stay.
constexpr std::size_t kGap = 3;

struct Problem {
  Problem(Layout layout, Shape shape, bool accumulate)
      : layout(layout),
        shape(shape),
        lda((layout == Layout::kTN ? shape.m : shape.k) + kGap),
        ldb((layout == Layout::kNT ? shape.k : shape.n) + kGap),
        ldc(shape.n + kGap),
        a(random_floats((layout == Layout::kTN ? shape.k : shape.m) * lda, 1, 1)),
        b(random_floats((layout == Layout::kNT ? shape.n : shape.k) * ldb, 2, 2)),
        c(random_floats(shape.m * ldc, 3, 3)),
        accumulate(accumulate) {}

  float a_at(std::size_t i, std::size_t p) {
    return layout == Layout::kTN ? a[p * lda + i] : a[i * lda + p];
  }
  float b_at(std::size_t p, std::size_t j) {
    return layout == Layout::kNT ? b[j * ldb + p] : b[p * ldb + j];
  }
  Gemm args(float* out) {
    return {shape.m, shape.n, shape.k, a.data(), lda, b.data(), ldb, out, ldc, accumulate};
  }

  Layout layout;
  Shape shape;
  std::size_t lda;
  std::size_t ldb;
  std::size_t ldc;
  Guarded<float> a;
  Guarded<float> b;
  Guarded<float> c;
  bool accumulate;
};

void run(const KernelTable& k, Layout layout, const Gemm& g) {
  const auto gemm = layout == Layout::kNT   ? k.gemm_nt
                    : layout == Layout::kNN ? k.gemm_nn
                                            : k.gemm_tn;
  gemm(g);
}

// Compares with sums in double; returns what is wrong, or nothing.
std::string mistake(const KernelTable& k, Problem& problem) {
  const Shape s = problem.shape;
  Guarded<float> got = problem.c;
  run(k, problem.layout, problem.args(got.data()));
  for (std::size_t i = 0; i < s.m; ++i) {
    for (std::size_t j = 0; j < problem.ldc; ++j) {
      const float before = problem.c[i * problem.ldc + j];
      const float after = got[i * problem.ldc + j];
      if (j >= s.n) {
        if (after != before) return "wrote into a gap";
        continue;
      }
      double sum = problem.accumulate ? before : 0.0;
      double magnitude = std::abs(sum);
      for (std::size_t p = 0; p < s.k; ++p) {
        const double product = double{problem.a_at(i, p)} * problem.b_at(p, j);
        sum += product;
        magnitude += std::abs(product);
      }
      // k + 1 additions of rounded products.
      const double tolerance = 0.5 * static_cast<double>(s.k + 2) * kEps * magnitude;
      if (!(std::abs(after - sum) <= tolerance)) return "wrong sum";
    }
  }
  return got.intact() ? "" : "wrote outside of C";
}

// Around the tile (6 rows, up to 64 columns), the block (128 columns) and the depth (256).
std::vector<Shape> interesting_shapes() {
  std::vector<Shape> shapes;
  for (const std::size_t m : {0U, 1U, 2U, 3U, 4U, 5U, 6U, 7U, 13U}) {
    for (const std::size_t n : {0U, 1U, 3U, 4U, 8U, 15U, 16U, 17U, 31U, 33U, 50U, 64U, 65U}) {
      for (const std::size_t k : {0U, 1U, 7U, 32U}) shapes.push_back({m, n, k});
    }
  }
  for (const std::size_t n : {127U, 128U, 129U, 200U, 300U}) shapes.push_back({8, n, 20});
  for (const std::size_t k : {255U, 256U, 257U, 520U}) shapes.push_back({7, 40, k});
  shapes.push_back({50, 150, 300});
  return shapes;
}

}  // namespace

TEST_CASE("kernels: the products agree with sums in double, and touch nothing but C") {
  for (const KernelTable* k : kernels::supported()) {
    for (const Layout layout : kLayouts) {
      for (const Shape shape : interesting_shapes()) {
        for (const bool accumulate : {false, true}) {
          CAPTURE(std::string(k->name));
          CAPTURE(static_cast<int>(layout));
          CAPTURE(shape.m);
          CAPTURE(shape.n);
          CAPTURE(shape.k);
          CAPTURE(accumulate);
          Problem problem(layout, shape, accumulate);
          REQUIRE(mistake(*k, problem) == "");
        }
      }
    }
  }
}

TEST_CASE("kernels: cutting C into blocks changes no bit") {
  constexpr Shape kWhole{40, 190, 300};
  for (const KernelTable* k : kernels::supported()) {
    for (const Layout layout : kLayouts) {
      Problem problem(layout, kWhole, false);
      Guarded<float> whole = problem.c;
      Guarded<float> pieces = problem.c;
      run(*k, layout, problem.args(whole.data()));
      for (std::size_t i = 0; i < kWhole.m; i += 11) {
        for (std::size_t j = 0; j < kWhole.n; j += 37) {
          Gemm g = problem.args(pieces.data() + i * problem.ldc + j);
          g.m = std::min<std::size_t>(11, kWhole.m - i);
          g.n = std::min<std::size_t>(37, kWhole.n - j);
          g.a += layout == Layout::kTN ? i : i * problem.lda;
          g.b += layout == Layout::kNT ? j * problem.ldb : j;
          run(*k, layout, g);
        }
      }
      CHECK(std::equal(whole.values().begin(), whole.values().end(), pieces.data()));
    }
  }
}

TEST_CASE("kernels: without accumulating, what C held before does not matter") {
  for (const KernelTable* k : kernels::supported()) {
    for (const Layout layout : kLayouts) {
      Problem problem(layout, {7, 20, 9}, false);
      std::fill(problem.c.values().begin(), problem.c.values().end(), NAN);
      run(*k, layout, problem.args(problem.c.data()));
      for (std::size_t i = 0; i < 7; ++i) {
        for (std::size_t j = 0; j < 20; ++j) CHECK(!std::isnan(problem.c[i * problem.ldc + j]));
      }
    }
  }
}
