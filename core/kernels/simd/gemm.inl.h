// SPDX-License-Identifier: Apache-2.0

// The three matrix products. Included once by every variant unit, behind its vector.inl.h; see
// simd/README.md.
//
// C is computed in tiles of kTileRows x kTileVecs registers. One step of a tile multiplies a column
// of A, element by element, with a row of B, so B is packed first: panels of kPanel columns, row
// after row, zeros beyond n. A is read where it lies; (row, depth) strides make a transposed A the
// same code. Every element of C is one chain of multiply-adds over k, cut at multiples of
// kMaxDepth, whatever tile it falls into: that is the promise of table.h about blocks of C.

namespace findling::kernels {
namespace {

constexpr std::size_t kPanel = kTileVecs * kLanes;

// A block of packed B has 256 x 128 floats: 128 KB, which stays in the second-level cache (256 KB
// or more on every processor since 2013) while all rows of A pass by.
constexpr std::size_t kMaxDepth = 256;
constexpr std::size_t kBlockColumns = 128;
static_assert(kBlockColumns % kPanel == 0, "a block is made of whole panels");

struct TileInput {
  std::size_t depth;
  const float* a;
  std::size_t a_row;    // distance between two rows of A
  std::size_t a_depth;  // distance between two steps along k
  const float* b;       // one packed panel
};

struct TileOutput {
  float* c;
  std::size_t ldc;
  std::size_t n_cols;  // in (kVecs - 1) * kLanes + 1 ... kVecs * kLanes
  bool accumulate;
};

template <std::size_t kVecs>
void finish_row(const Vec (&sums)[kVecs], float* c, std::size_t n_cols, bool accumulate) noexcept {
  for (std::size_t v = 0; v < kVecs; ++v) {
    float* at = c + v * kLanes;
    const std::size_t left = n_cols - v * kLanes;
    if (left >= kLanes) {
      store(at, accumulate ? add(load(at), sums[v]) : sums[v]);
    } else {
      store_part(at, accumulate ? add(load_part(at, left), sums[v]) : sums[v], left);
    }
  }
}

template <std::size_t kRows, std::size_t kVecs>
void compute_tile(const TileInput& in, const TileOutput& out) noexcept {
  Vec sums[kRows][kVecs];
  const float* a[kRows];
  for (std::size_t i = 0; i < kRows; ++i) {
    a[i] = in.a + i * in.a_row;
    for (std::size_t v = 0; v < kVecs; ++v) sums[i][v] = zero();
  }
  const float* b = in.b;
  std::size_t at = 0;
  for (std::size_t p = 0; p < in.depth; ++p, at += in.a_depth, b += kPanel) {
    Vec row[kVecs];
    for (std::size_t v = 0; v < kVecs; ++v) row[v] = load(b + v * kLanes);
    for (std::size_t i = 0; i < kRows; ++i) {
      const Vec factor = set1(a[i][at]);
      for (std::size_t v = 0; v < kVecs; ++v) sums[i][v] = fma(factor, row[v], sums[i][v]);
    }
  }
  for (std::size_t i = 0; i < kRows; ++i) {
    finish_row(sums[i], out.c + i * out.ldc, out.n_cols, out.accumulate);
  }
}

using TileFn = void (*)(const TileInput&, const TileOutput&) noexcept;

template <std::size_t kRows>
TileFn tile_for(std::size_t n_cols) noexcept {
  static_assert(kTileVecs == 2 || kTileVecs == 4, "the cases below");
  if constexpr (kTileVecs == 4) {
    if (n_cols > 3 * kLanes) return compute_tile<kRows, 4>;
    if (n_cols > 2 * kLanes) return compute_tile<kRows, 3>;
  }
  return n_cols > kLanes ? compute_tile<kRows, 2> : compute_tile<kRows, 1>;
}

TileFn tile_for(std::size_t n_rows, std::size_t n_cols) noexcept {
  static_assert(kTileRows == 6, "the cases below");
  switch (n_rows) {
    case 1:
      return tile_for<1>(n_cols);
    case 2:
      return tile_for<2>(n_cols);
    case 3:
      return tile_for<3>(n_cols);
    case 4:
      return tile_for<4>(n_cols);
    case 5:
      return tile_for<5>(n_cols);
    default:
      return tile_for<6>(n_cols);
  }
}

constexpr std::size_t smaller(std::size_t a, std::size_t b) noexcept { return a < b ? a : b; }

// B[k,n]: `n_cols` columns of `depth` rows, copied.
void pack_rows(const float* b, std::size_t ldb, std::size_t depth, std::size_t n_cols,
               float* panel) noexcept {
  for (std::size_t p = 0; p < depth; ++p, b += ldb, panel += kPanel) {
    std::size_t j = 0;
    for (; j + kLanes <= n_cols; j += kLanes) store(panel + j, load(b + j));
    if (j < n_cols) store(panel + j, load_part(b + j, n_cols - j));
  }
}

// B[n,k]: the same, transposed on the way. Sixteen steps of k at a time touch few enough cache
// lines of the panel that all of them stay in the first-level cache.
void pack_columns(const float* b, std::size_t ldb, std::size_t depth, std::size_t n_cols,
                  float* panel) noexcept {
  constexpr std::size_t kSteps = 16;
  const std::size_t padded = (n_cols + kLanes - 1) / kLanes * kLanes;
  for (std::size_t p0 = 0; p0 < depth; p0 += kSteps) {
    const std::size_t p1 = smaller(p0 + kSteps, depth);
    for (std::size_t j = 0; j < n_cols; ++j) {
      for (std::size_t p = p0; p < p1; ++p) panel[p * kPanel + j] = b[j * ldb + p];
    }
    for (std::size_t j = n_cols; j < padded; ++j) {
      for (std::size_t p = p0; p < p1; ++p) panel[p * kPanel + j] = 0.0F;
    }
  }
}

void clear(const Gemm& g) noexcept {
  for (std::size_t i = 0; i < g.m; ++i) {
    for (std::size_t j = 0; j < g.n; ++j) g.c[i * g.ldc + j] = 0.0F;
  }
}

// Which of A and B are stored with k along their rows.
enum class Layout { kNT, kNN, kTN };

// All rows of C for the packed columns [j0, j0 + n_cols) and the steps [p0, p0 + depth).
template <Layout kLayout>
void multiply_block(const Gemm& g, const float* packed, std::size_t p0, std::size_t depth,
                    std::size_t j0, std::size_t n_cols) noexcept {
  constexpr bool kTransposedA = kLayout == Layout::kTN;
  const std::size_t a_row = kTransposedA ? 1 : g.lda;
  const std::size_t a_depth = kTransposedA ? g.lda : 1;
  for (std::size_t i = 0; i < g.m; i += kTileRows) {
    const std::size_t n_rows = smaller(kTileRows, g.m - i);
    const float* a = g.a + i * a_row + p0 * a_depth;
    for (std::size_t j = 0; j < n_cols; j += kPanel) {
      const std::size_t n_panel = smaller(kPanel, n_cols - j);
      tile_for(n_rows, n_panel)(
          TileInput{depth, a, a_row, a_depth, packed + j * depth},
          TileOutput{g.c + i * g.ldc + j0 + j, g.ldc, n_panel, g.accumulate || p0 > 0});
    }
  }
}

template <Layout kLayout>
void gemm(const Gemm& g) noexcept {
  alignas(64) float packed[kMaxDepth * kBlockColumns];
  if (g.k == 0 && !g.accumulate) return clear(g);
  for (std::size_t p = 0; p < g.k; p += kMaxDepth) {
    const std::size_t depth = smaller(kMaxDepth, g.k - p);
    for (std::size_t j = 0; j < g.n; j += kBlockColumns) {
      const std::size_t n_cols = smaller(kBlockColumns, g.n - j);
      for (std::size_t part = 0; part < n_cols; part += kPanel) {
        const std::size_t n_panel = smaller(kPanel, n_cols - part);
        float* panel = packed + part * depth;
        if constexpr (kLayout == Layout::kNT) {
          pack_columns(g.b + (j + part) * g.ldb + p, g.ldb, depth, n_panel, panel);
        } else {
          pack_rows(g.b + p * g.ldb + j + part, g.ldb, depth, n_panel, panel);
        }
      }
      multiply_block<kLayout>(g, packed, p, depth, j, n_cols);
    }
  }
}

void gemm_nt(const Gemm& g) noexcept { gemm<Layout::kNT>(g); }
void gemm_nn(const Gemm& g) noexcept { gemm<Layout::kNN>(g); }
void gemm_tn(const Gemm& g) noexcept { gemm<Layout::kTN>(g); }

}  // namespace
}  // namespace findling::kernels
