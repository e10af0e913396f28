// SPDX-License-Identifier: Apache-2.0

// The int8 products with AVX-512 VNNI: Intel since Cascade Lake, AMD since Zen 4.
#include <immintrin.h>

#include "kernels/variants.h"

namespace findling::kernels {
namespace {

// The instruction multiplies unsigned bytes by signed ones, so the sign of x moves to y:
// x y = |x| (sign(x) y). It adds four products at once, in 32 bits.
struct Factor {
  __m512i magnitude;
  __mmask64 negative;
};

Factor factor(__m512i x) noexcept { return {_mm512_abs_epi8(x), _mm512_movepi8_mask(x)}; }

__m512i multiply_add(const Factor& x, __m512i y, __m512i sums) noexcept {
  const __m512i turned = _mm512_mask_sub_epi8(y, x.negative, _mm512_setzero_si512(), y);
  return _mm512_dpbusd_epi32(sums, x.magnitude, turned);
}

__m512i load(const std::int8_t* p) noexcept { return _mm512_loadu_si512(p); }

// The first n < 64 bytes; the rest are 0.
__m512i load_part(const std::int8_t* p, std::size_t n) noexcept {
  return _mm512_maskz_loadu_epi8((std::uint64_t{1} << n) - 1U, p);
}

std::int32_t dot_i8(const std::int8_t* x, const std::int8_t* y, std::size_t n) noexcept {
  __m512i sum0 = _mm512_setzero_si512();
  __m512i sum1 = _mm512_setzero_si512();
  __m512i sum2 = _mm512_setzero_si512();
  __m512i sum3 = _mm512_setzero_si512();
  std::size_t i = 0;
  for (; i + 256 <= n; i += 256) {
    sum0 = multiply_add(factor(load(x + i)), load(y + i), sum0);
    sum1 = multiply_add(factor(load(x + i + 64)), load(y + i + 64), sum1);
    sum2 = multiply_add(factor(load(x + i + 128)), load(y + i + 128), sum2);
    sum3 = multiply_add(factor(load(x + i + 192)), load(y + i + 192), sum3);
  }
  for (; i + 64 <= n; i += 64) sum0 = multiply_add(factor(load(x + i)), load(y + i), sum0);
  if (i < n) sum1 = multiply_add(factor(load_part(x + i, n - i)), load_part(y + i, n - i), sum1);
  return _mm512_reduce_add_epi32(
      _mm512_add_epi32(_mm512_add_epi32(sum0, sum1), _mm512_add_epi32(sum2, sum3)));
}

// The totals of four registers.
__m128i totals(__m512i a, __m512i b, __m512i c, __m512i d) noexcept {
  const __m512i ab = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
  const __m512i cd = _mm512_add_epi32(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
  const __m512i all =
      _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
  const __m256i half =
      _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
  return _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

// Four rows share one look at x.
void dot_four(const std::int8_t* x, const std::int8_t* rows, std::size_t stride, std::size_t dim,
              std::int32_t* out) noexcept {
  const std::int8_t* const row1 = rows + stride;
  const std::int8_t* const row2 = row1 + stride;
  const std::int8_t* const row3 = row2 + stride;
  __m512i sum0 = _mm512_setzero_si512();
  __m512i sum1 = _mm512_setzero_si512();
  __m512i sum2 = _mm512_setzero_si512();
  __m512i sum3 = _mm512_setzero_si512();
  std::size_t i = 0;
  for (; i + 64 <= dim; i += 64) {
    const Factor shared = factor(load(x + i));
    sum0 = multiply_add(shared, load(rows + i), sum0);
    sum1 = multiply_add(shared, load(row1 + i), sum1);
    sum2 = multiply_add(shared, load(row2 + i), sum2);
    sum3 = multiply_add(shared, load(row3 + i), sum3);
  }
  if (i < dim) {
    const Factor shared = factor(load_part(x + i, dim - i));
    sum0 = multiply_add(shared, load_part(rows + i, dim - i), sum0);
    sum1 = multiply_add(shared, load_part(row1 + i, dim - i), sum1);
    sum2 = multiply_add(shared, load_part(row2 + i, dim - i), sum2);
    sum3 = multiply_add(shared, load_part(row3 + i, dim - i), sum3);
  }
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), totals(sum0, sum1, sum2, sum3));
}

void dot_rows_i8(const std::int8_t* x, const std::int8_t* rows, std::size_t stride,
                 std::size_t n_rows, std::size_t dim, std::int32_t* out) noexcept {
  std::size_t i = 0;
  for (; i + 4 <= n_rows; i += 4) dot_four(x, rows + i * stride, stride, dim, out + i);
  for (; i < n_rows; ++i) out[i] = dot_i8(x, rows + i * stride, dim);
}

}  // namespace

constinit const Int8Kernels kAvx512Vnni = {"avx512vnni", dot_i8, dot_rows_i8};

}  // namespace findling::kernels
