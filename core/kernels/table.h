// SPDX-License-Identifier: Apache-2.0
#pragma once

// Included by the variant units, which are compiled for one kind of processor: nothing but plain
// types may come in through here, or an inline function built for AVX-512 could be linked into code
// that runs everywhere.
#include <cstddef>
#include <cstdint>

namespace findling::kernels {

/// Rows whose largest magnitude is below this count as zeros when they are quantised: 127 divided
/// by a much smaller number would overflow.
inline constexpr float kFlatRow = 1e-30F;

/// How many values compete in one bin of `bin_winners`.
inline constexpr std::size_t kBinWidth = 8;

/// How many rows `lookup_sums` takes at a time.
inline constexpr std::size_t kLookupBlock = 32;

/// One matrix product. `m` and `n` are the shape of C and `k` is the length that is summed over;
/// matrices are row-major and `ld*` is the distance between two rows, in floats. No overlap of C
/// with A or B. Any of m, n, k may be 0; with k = 0, C becomes zero unless it accumulates.
struct Gemm {
  std::size_t m;
  std::size_t n;
  std::size_t k;
  const float* a;
  std::size_t lda;
  const float* b;
  std::size_t ldb;
  float* c;
  std::size_t ldc;
  bool accumulate;  ///< Add to C instead of replacing it.
};

/// One lazy Adam step (Kingma and Ba 2015) of a row that may have slept for some steps.
struct AdamStep {
  float decay1;     ///< beta1 to the power of the steps since the row's last one (1 or more).
  float decay2;     ///< The same for beta2.
  float gain1;      ///< 1 - beta1
  float gain2;      ///< 1 - beta2
  float step_size;  ///< lr / (1 - beta1^t)
  float v_scale;    ///< 1 / (1 - beta2^t)
  float eps;        ///< Added to the root; > 0, so that a row of zeros stays finite.
};

/// The arithmetic of one processor kind.
///
/// Common to all: nothing throws, allocates or locks; pointers need the alignment of their type
/// only, and 64-byte alignment saves split cache lines; `n` may be 0; inputs and outputs do not
/// overlap except where they are the same argument. The same variant gives the same bits for the
/// same input wherever it lies in memory; two variants differ by rounding.
struct KernelTable {
  const char* name;  ///< "scalar", "avx2", "avx512", "neon"; with "vnni" behind it, see variants.h

  /// sum of x[i] * y[i]
  float (*dot)(const float* x, const float* y, std::size_t n) noexcept;
  /// sum of x[i] * x[i]
  float (*sum_squares)(const float* x, std::size_t n) noexcept;
  /// y += a * x
  void (*axpy)(float a, const float* x, float* y, std::size_t n) noexcept;
  /// x *= a
  void (*scale)(float a, float* x, std::size_t n) noexcept;
  /// y += x
  void (*add)(const float* x, float* y, std::size_t n) noexcept;

  /// out[i] = dot(x, rows + i * stride, dim) for i < n_rows, bit for bit.
  void (*dot_rows)(const float* x, const float* rows, std::size_t stride, std::size_t n_rows,
                   std::size_t dim, float* out) noexcept;

  // The three products. One element of C is always summed over k in the same order, so callers may
  // cut C into blocks (one task each) in any way without changing a bit of the result. Blocks of
  // 32 or more rows of C pay for the packing of B. Each needs up to 160 KB of stack.

  /// C[m,n] (+)= A[m,k] * B[n,k]^T
  void (*gemm_nt)(const Gemm& g) noexcept;
  /// C[m,n] (+)= A[m,k] * B[k,n]
  void (*gemm_nn)(const Gemm& g) noexcept;
  /// C[m,n] (+)= A[k,m]^T * B[k,n]
  void (*gemm_tn)(const Gemm& g) noexcept;

  /// The largest value; minus infinity when n is 0. No value may be NaN.
  float (*max)(const float* x, std::size_t n) noexcept;
  /// y[i] = exp(scale * (x[i] - max)); returns the sum of y. `y` may be `x`. Relative error of one
  /// value below 2e-7 (2 ulp) for arguments in [-87, 0]; below -87 the value is 0. Arguments above
  /// 88 give the value at 88.
  float (*exp_sum)(const float* x, std::size_t n, float max, float scale, float* y) noexcept;

  /// m = decay1 m + gain1 g; v = decay2 v + gain2 g^2; w -= step_size m / (sqrt(v v_scale) + eps)
  void (*adam_row)(float* w, float* m, float* v, const float* g, std::size_t n,
                   const AdamStep& step) noexcept;

  /// sum of values[i] * dense[ids[i]]; every id is inside `dense` and below 2^31.
  float (*gather_dot)(const float* values, const std::uint32_t* ids, std::size_t n,
                      const float* dense) noexcept;
  /// dense[ids[i]] += a * values[i]; ids as above, repeats allowed.
  void (*scatter_axpy)(float a, const float* values, const std::uint32_t* ids, std::size_t n,
                       float* dense) noexcept;

  /// The exact sum of x[i] * y[i]; no value is -128 and n <= 130,000, so that nothing overflows.
  std::int32_t (*dot_i8)(const std::int8_t* x, const std::int8_t* y, std::size_t n) noexcept;
  /// out[i] = dot_i8(x, rows + i * stride, dim) for i < n_rows, within the limits of dot_i8.
  void (*dot_rows_i8)(const std::int8_t* x, const std::int8_t* rows, std::size_t stride,
                      std::size_t n_rows, std::size_t dim, std::int32_t* out) noexcept;
  /// q[i] = x[i] / scale, rounded to even, in [-127, 127]; returns scale = max |x| / 127, so that
  /// x is close to scale * q. All zeros and scale 0 when max |x| < kFlatRow. x must be finite. The
  /// same in all variants.
  float (*quantize_row_i8)(const float* x, std::size_t n, std::int8_t* q) noexcept;
  /// x[i] = scale * q[i]. The same in all variants.
  void (*widen_i8)(const std::int8_t* q, float scale, std::size_t n, float* x) noexcept;
  /// h[i] = the upper half of x[i], rounded to even; what would become infinite is the largest
  /// finite value instead. x must be finite. The same in all variants.
  void (*narrow_bf16)(const float* x, std::size_t n, std::uint16_t* h) noexcept;
  /// x[i] = the float whose upper half is h[i] and whose lower half is zeros.
  void (*widen_bf16)(const std::uint16_t* h, std::size_t n, float* x) noexcept;

  /// x = H (signs * x), where H is the Hadamard matrix of order n, its entries +-1: a rotation of
  /// the signed vector, sqrt(n) times as long. n is a power of two and at least 16. The same bits
  /// in all variants.
  void (*hadamard_signs)(const float* signs, float* x, std::size_t n) noexcept;
  /// winners[b] = the p < kBinWidth with the largest x[ids[p * n_bins + b]], of equals the first;
  /// kBinWidth when none is above minus infinity. `n_bins` is a multiple of 16, every id is inside
  /// `x` and below 2^31. The same in all variants when no value is NaN.
  void (*bin_winners)(const float* x, const std::uint32_t* ids, std::size_t n_bins,
                      std::int8_t* winners) noexcept;

  /// For blocks of kLookupBlock rows, whose codes are of 4 bits a group: sums[b * 32 + r] = the sum
  /// over g < n_groups of tables[g * 16 + c], where c is the code of row r. The codes of group g of
  /// block b are the 16 bytes from codes + (b * n_groups + g) * 16: of rows 0 to 15 in the lower
  /// halves of the bytes, of rows 16 to 31 in the upper halves. `n_groups` is a multiple of 4, and
  /// no sum may exceed 65,535. The same in all variants (Andre et al. 2015, "Cache locality is not
  /// enough: high-performance nearest neighbor search with product quantization fast scan").
  void (*lookup_sums)(const std::uint8_t* codes, const std::uint8_t* tables, std::size_t n_groups,
                      std::size_t n_blocks, std::uint16_t* sums) noexcept;
};

}  // namespace findling::kernels
