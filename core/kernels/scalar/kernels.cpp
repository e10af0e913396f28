// SPDX-License-Identifier: Apache-2.0

// The slow and clear form of every kernel: runs on any processor and is the oracle of the others.
#include <bit>
#include <cmath>
#include <limits>

#include "kernels/variants.h"

namespace findling::kernels {

namespace {

float dot(const float* x, const float* y, std::size_t n) noexcept {
  float sum = 0.0F;
  for (std::size_t i = 0; i < n; ++i) sum += x[i] * y[i];
  return sum;
}

float sum_squares(const float* x, std::size_t n) noexcept { return dot(x, x, n); }

void axpy(float a, const float* x, float* y, std::size_t n) noexcept {
  for (std::size_t i = 0; i < n; ++i) y[i] += a * x[i];
}

void scale(float a, float* x, std::size_t n) noexcept {
  for (std::size_t i = 0; i < n; ++i) x[i] *= a;
}

void add(const float* x, float* y, std::size_t n) noexcept {
  for (std::size_t i = 0; i < n; ++i) y[i] += x[i];
}

void dot_rows(const float* x, const float* rows, std::size_t stride, std::size_t n_rows,
              std::size_t dim, float* out) noexcept {
  for (std::size_t i = 0; i < n_rows; ++i) out[i] = dot(x, rows + i * stride, dim);
}

void clear_unless_accumulating(const Gemm& g) noexcept {
  if (g.accumulate) return;
  for (std::size_t i = 0; i < g.m; ++i) {
    for (std::size_t j = 0; j < g.n; ++j) g.c[i * g.ldc + j] = 0.0F;
  }
}

void gemm_nt(const Gemm& g) noexcept {
  clear_unless_accumulating(g);
  for (std::size_t i = 0; i < g.m; ++i) {
    for (std::size_t j = 0; j < g.n; ++j) {
      g.c[i * g.ldc + j] += dot(g.a + i * g.lda, g.b + j * g.ldb, g.k);
    }
  }
}

void gemm_nn(const Gemm& g) noexcept {
  clear_unless_accumulating(g);
  for (std::size_t i = 0; i < g.m; ++i) {
    for (std::size_t p = 0; p < g.k; ++p) {
      axpy(g.a[i * g.lda + p], g.b + p * g.ldb, g.c + i * g.ldc, g.n);
    }
  }
}

void gemm_tn(const Gemm& g) noexcept {
  clear_unless_accumulating(g);
  for (std::size_t p = 0; p < g.k; ++p) {
    for (std::size_t i = 0; i < g.m; ++i) {
      axpy(g.a[p * g.lda + i], g.b + p * g.ldb, g.c + i * g.ldc, g.n);
    }
  }
}

float max(const float* x, std::size_t n) noexcept {
  float largest = -std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i < n; ++i) largest = x[i] > largest ? x[i] : largest;
  return largest;
}

float exp_sum(const float* x, std::size_t n, float max, float scale, float* y) noexcept {
  float sum = 0.0F;
  for (std::size_t i = 0; i < n; ++i) {
    const float argument = scale * (x[i] - max);
    y[i] = argument < -87.0F ? 0.0F : std::exp(argument > 88.0F ? 88.0F : argument);
    sum += y[i];
  }
  return sum;
}

void adam_row(float* w, float* m, float* v, const float* g, std::size_t n,
              const AdamStep& step) noexcept {
  for (std::size_t i = 0; i < n; ++i) {
    m[i] = step.decay1 * m[i] + step.gain1 * g[i];
    v[i] = step.decay2 * v[i] + step.gain2 * (g[i] * g[i]);
    w[i] -= step.step_size * m[i] / (std::sqrt(v[i] * step.v_scale) + step.eps);
  }
}

float gather_dot(const float* values, const std::uint32_t* ids, std::size_t n,
                 const float* dense) noexcept {
  float sum = 0.0F;
  for (std::size_t i = 0; i < n; ++i) sum += values[i] * dense[ids[i]];
  return sum;
}

void scatter_axpy(float a, const float* values, const std::uint32_t* ids, std::size_t n,
                  float* dense) noexcept {
  for (std::size_t i = 0; i < n; ++i) dense[ids[i]] += a * values[i];
}

std::int32_t dot_i8(const std::int8_t* x, const std::int8_t* y, std::size_t n) noexcept {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += x[i] * y[i];
  return sum;
}

float quantize_row_i8(const float* x, std::size_t n, std::int8_t* q) noexcept {
  float largest = 0.0F;
  for (std::size_t i = 0; i < n; ++i) largest = std::fmax(largest, std::fabs(x[i]));
  const bool flat = largest < kFlatRow;
  const float inverse = flat ? 0.0F : 127.0F / largest;
  for (std::size_t i = 0; i < n; ++i) {
    q[i] = static_cast<std::int8_t>(std::nearbyint(x[i] * inverse));
  }
  return flat ? 0.0F : largest / 127.0F;
}

void widen_i8(const std::int8_t* q, float scale, std::size_t n, float* x) noexcept {
  for (std::size_t i = 0; i < n; ++i) x[i] = scale * static_cast<float>(q[i]);
}

// The nearer of the two floats around x that have zeros below; of equals the one with an even end.
void narrow_bf16(const float* x, std::size_t n, std::uint16_t* h) noexcept {
  constexpr std::uint32_t kLowerHalf = 0xFFFFU;
  for (std::size_t i = 0; i < n; ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(x[i]);
    const std::uint32_t below = bits >> 16U;
    const std::uint32_t rest = bits & kLowerHalf;
    const bool up = rest > 0x8000U || (rest == 0x8000U && (below & 1U) != 0);
    const bool at_the_end = (below & 0x7FFFU) == 0x7F7FU;
    h[i] = static_cast<std::uint16_t>(up && !at_the_end ? below + 1 : below);
  }
}

void widen_bf16(const std::uint16_t* h, std::size_t n, float* x) noexcept {
  for (std::size_t i = 0; i < n; ++i) {
    x[i] = std::bit_cast<float>(static_cast<std::uint32_t>(h[i]) << 16U);
  }
}

void dot_rows_i8(const std::int8_t* x, const std::int8_t* rows, std::size_t stride,
                 std::size_t n_rows, std::size_t dim, std::int32_t* out) noexcept {
  for (std::size_t i = 0; i < n_rows; ++i) out[i] = dot_i8(x, rows + i * stride, dim);
}

void hadamard_signs(const float* signs, float* x, std::size_t n) noexcept {
  for (std::size_t i = 0; i < n; ++i) x[i] *= signs[i];
  for (std::size_t half = 1; half < n; half *= 2) {
    for (std::size_t begin = 0; begin < n; begin += 2 * half) {
      for (std::size_t i = begin; i < begin + half; ++i) {
        const float low = x[i];
        const float high = x[i + half];
        x[i] = low + high;
        x[i + half] = low - high;
      }
    }
  }
}

void bin_winners(const float* x, const std::uint32_t* ids, std::size_t n_bins,
                 std::int8_t* winners) noexcept {
  for (std::size_t bin = 0; bin < n_bins; ++bin) {
    float best = -std::numeric_limits<float>::infinity();
    std::size_t place = kBinWidth;
    for (std::size_t p = 0; p < kBinWidth; ++p) {
      const float value = x[ids[p * n_bins + bin]];
      if (value > best) {
        best = value;
        place = p;
      }
    }
    winners[bin] = static_cast<std::int8_t>(place);
  }
}

void lookup_sums(const std::uint8_t* codes, const std::uint8_t* tables, std::size_t n_groups,
                 std::size_t n_blocks, std::uint16_t* sums) noexcept {
  constexpr std::size_t kHalf = kLookupBlock / 2;
  for (std::size_t block = 0; block < n_blocks; ++block) {
    std::uint16_t* out = sums + block * kLookupBlock;
    for (std::size_t row = 0; row < kLookupBlock; ++row) out[row] = 0;
    for (std::size_t group = 0; group < n_groups; ++group) {
      const std::uint8_t* code = codes + (block * n_groups + group) * kHalf;
      const std::uint8_t* table = tables + group * 16;
      for (std::size_t row = 0; row < kHalf; ++row) {
        out[row] = static_cast<std::uint16_t>(out[row] + table[code[row] & 15U]);
        out[row + kHalf] = static_cast<std::uint16_t>(out[row + kHalf] + table[code[row] >> 4U]);
      }
    }
  }
}

}  // namespace

const KernelTable kScalarTable = {
    .name = "scalar",
    .dot = dot,
    .sum_squares = sum_squares,
    .axpy = axpy,
    .scale = scale,
    .add = add,
    .dot_rows = dot_rows,
    .gemm_nt = gemm_nt,
    .gemm_nn = gemm_nn,
    .gemm_tn = gemm_tn,
    .max = max,
    .exp_sum = exp_sum,
    .adam_row = adam_row,
    .gather_dot = gather_dot,
    .scatter_axpy = scatter_axpy,
    .dot_i8 = dot_i8,
    .dot_rows_i8 = dot_rows_i8,
    .quantize_row_i8 = quantize_row_i8,
    .widen_i8 = widen_i8,
    .narrow_bf16 = narrow_bf16,
    .widen_bf16 = widen_bf16,
    .hadamard_signs = hadamard_signs,
    .bin_winners = bin_winners,
    .lookup_sums = lookup_sums,
};

}  // namespace findling::kernels
