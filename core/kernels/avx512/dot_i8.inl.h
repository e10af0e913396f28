// SPDX-License-Identifier: Apache-2.0

// The exact product of two rows of bytes.

namespace findling::kernels {
namespace {

// Products of two bytes fit 16 bits, pairs of them are added into 32.
__m512i dot_i8_step(__m256i x, __m256i y, __m512i sums) noexcept {
  const __m512i pairs = _mm512_madd_epi16(_mm512_cvtepi8_epi16(x), _mm512_cvtepi8_epi16(y));
  return _mm512_add_epi32(sums, pairs);
}

std::int32_t dot_i8(const std::int8_t* x, const std::int8_t* y, std::size_t n) noexcept {
  const auto load_bytes = [](const std::int8_t* p) noexcept {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  };
  __m512i sum0 = _mm512_setzero_si512();
  __m512i sum1 = _mm512_setzero_si512();
  std::size_t i = 0;
  for (; i + 64 <= n; i += 64) {
    sum0 = dot_i8_step(load_bytes(x + i), load_bytes(y + i), sum0);
    sum1 = dot_i8_step(load_bytes(x + i + 32), load_bytes(y + i + 32), sum1);
  }
  if (i + 32 <= n) {
    sum0 = dot_i8_step(load_bytes(x + i), load_bytes(y + i), sum0);
    i += 32;
  }
  if (i < n) {
    const auto left = static_cast<__mmask32>((1U << (n - i)) - 1U);
    sum1 = dot_i8_step(_mm256_maskz_loadu_epi8(left, x + i), _mm256_maskz_loadu_epi8(left, y + i),
                       sum1);
  }
  return _mm512_reduce_add_epi32(_mm512_add_epi32(sum0, sum1));
}

}  // namespace
}  // namespace findling::kernels
