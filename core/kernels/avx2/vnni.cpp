// SPDX-License-Identifier: Apache-2.0

// The int8 products with AVX-VNNI, for processors without AVX-512: Intel since Alder Lake.
#include <immintrin.h>

#include "kernels/variants.h"

namespace findling::kernels {
namespace {

__m256i load(const std::int8_t* p) noexcept {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
}

// The instruction multiplies unsigned bytes by signed ones, so the sign of x moves to y:
// x y = |x| (sign(x) y). It adds four products at once, in 32 bits.
__m256i multiply_add(__m256i x, __m256i y, __m256i sums) noexcept {
  return _mm256_dpbusd_avx_epi32(sums, _mm256_abs_epi8(x), _mm256_sign_epi8(y, x));
}

std::int32_t total(__m256i sums) noexcept {
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, _MM_SHUFFLE(1, 0, 3, 2)));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, _MM_SHUFFLE(2, 3, 0, 1)));
  return _mm_cvtsi128_si32(four);
}

std::int32_t dot_i8(const std::int8_t* x, const std::int8_t* y, std::size_t n) noexcept {
  __m256i sum0 = _mm256_setzero_si256();
  __m256i sum1 = _mm256_setzero_si256();
  __m256i sum2 = _mm256_setzero_si256();
  __m256i sum3 = _mm256_setzero_si256();
  std::size_t i = 0;
  for (; i + 128 <= n; i += 128) {
    sum0 = multiply_add(load(x + i), load(y + i), sum0);
    sum1 = multiply_add(load(x + i + 32), load(y + i + 32), sum1);
    sum2 = multiply_add(load(x + i + 64), load(y + i + 64), sum2);
    sum3 = multiply_add(load(x + i + 96), load(y + i + 96), sum3);
  }
  for (; i + 32 <= n; i += 32) sum0 = multiply_add(load(x + i), load(y + i), sum0);
  std::int32_t rest = 0;
  for (; i < n; ++i) rest += x[i] * y[i];
  return rest + total(_mm256_add_epi32(_mm256_add_epi32(sum0, sum1), _mm256_add_epi32(sum2, sum3)));
}

void dot_rows_i8(const std::int8_t* x, const std::int8_t* rows, std::size_t stride,
                 std::size_t n_rows, std::size_t dim, std::int32_t* out) noexcept {
  for (std::size_t i = 0; i < n_rows; ++i) out[i] = dot_i8(x, rows + i * stride, dim);
}

}  // namespace

constinit const Int8Kernels kAvx2Vnni = {"avx2vnni", dot_i8, dot_rows_i8};

}  // namespace findling::kernels
