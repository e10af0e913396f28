// SPDX-License-Identifier: Apache-2.0

// The exact product of two rows of bytes.

namespace findling::kernels {
namespace {

// Sixteen bytes each. Products of two bytes fit 16 bits, pairs of them are added into 32.
__m256i dot_i8_step(const std::int8_t* x, const std::int8_t* y, __m256i sums) noexcept {
  const __m128i x_bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(x));
  const __m128i y_bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(y));
  const __m256i pairs =
      _mm256_madd_epi16(_mm256_cvtepi8_epi16(x_bytes), _mm256_cvtepi8_epi16(y_bytes));
  return _mm256_add_epi32(sums, pairs);
}

std::int32_t dot_i8(const std::int8_t* x, const std::int8_t* y, std::size_t n) noexcept {
  __m256i sum0 = _mm256_setzero_si256();
  __m256i sum1 = _mm256_setzero_si256();
  std::size_t i = 0;
  for (; i + 32 <= n; i += 32) {
    sum0 = dot_i8_step(x + i, y + i, sum0);
    sum1 = dot_i8_step(x + i + 16, y + i + 16, sum1);
  }
  if (i + 16 <= n) {
    sum0 = dot_i8_step(x + i, y + i, sum0);
    i += 16;
  }
  std::int32_t rest = 0;
  for (; i < n; ++i) rest += x[i] * y[i];
  const __m256i both = _mm256_add_epi32(sum0, sum1);
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(both), _mm256_extracti128_si256(both, 1));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, _MM_SHUFFLE(1, 0, 3, 2)));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, _MM_SHUFFLE(2, 3, 0, 1)));
  return _mm_cvtsi128_si32(four) + rest;
}

}  // namespace
}  // namespace findling::kernels
