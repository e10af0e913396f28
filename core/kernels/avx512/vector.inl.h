// SPDX-License-Identifier: Apache-2.0

// Sixteen floats in one AVX-512 register. The words that simd/*.inl.h are written in.

namespace findling::kernels {
namespace {

using Vec = __m512;
constexpr std::size_t kLanes = 16;
constexpr std::size_t kTileRows = 6;  // 6 x 4 sums, 4 of B and 1 of A: 29 of 32 registers
constexpr std::size_t kTileVecs = 4;

inline Vec zero() noexcept { return _mm512_setzero_ps(); }
inline Vec set1(float x) noexcept { return _mm512_set1_ps(x); }
inline Vec load(const float* p) noexcept { return _mm512_loadu_ps(p); }
inline void store(float* p, Vec x) noexcept { _mm512_storeu_ps(p, x); }

inline __mmask16 first(std::size_t n) noexcept { return static_cast<__mmask16>((1U << n) - 1U); }
// The first n < kLanes values; the other lanes are 0.
inline Vec load_part(const float* p, std::size_t n) noexcept {
  return _mm512_maskz_loadu_ps(first(n), p);
}
inline void store_part(float* p, Vec x, std::size_t n) noexcept {
  _mm512_mask_storeu_ps(p, first(n), x);
}
inline Vec gather(const float* base, const std::uint32_t* ids) noexcept {
  return _mm512_i32gather_ps(_mm512_loadu_si512(ids), base, 4);
}

inline Vec fma(Vec a, Vec b, Vec c) noexcept { return _mm512_fmadd_ps(a, b, c); }
inline Vec add(Vec a, Vec b) noexcept { return _mm512_add_ps(a, b); }
inline Vec sub(Vec a, Vec b) noexcept { return _mm512_sub_ps(a, b); }
inline Vec mul(Vec a, Vec b) noexcept { return _mm512_mul_ps(a, b); }
inline Vec div(Vec a, Vec b) noexcept { return _mm512_div_ps(a, b); }
inline Vec sqrt(Vec a) noexcept { return _mm512_sqrt_ps(a); }
inline Vec max(Vec a, Vec b) noexcept { return _mm512_max_ps(a, b); }
inline Vec min(Vec a, Vec b) noexcept { return _mm512_min_ps(a, b); }
inline Vec abs(Vec a) noexcept { return _mm512_abs_ps(a); }

inline Vec round_even(Vec a) noexcept {
  return _mm512_roundscale_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
// 2^n for whole n in [-126, 127].
inline Vec pow2(Vec n) noexcept {
  const __m512i biased = _mm512_add_epi32(_mm512_cvtps_epi32(n), _mm512_set1_epi32(127));
  return _mm512_castsi512_ps(_mm512_slli_epi32(biased, 23));
}
// `value`, but 0 where x < limit.
inline Vec zero_where_less(Vec x, Vec limit, Vec value) noexcept {
  return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(x, limit, _CMP_NLT_UQ), value);
}

// `yes` where a > b, else `no`.
inline Vec select_greater(Vec a, Vec b, Vec yes, Vec no) noexcept {
  return _mm512_mask_mov_ps(no, _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ), yes);
}
// Butterflies between lanes 1, 2, 4 and 8 apart: the partner, plus or minus the lane itself.
inline Vec hadamard_lanes(Vec a) noexcept {
  const auto step = [](Vec x, Vec partner, __mmask16 upper) noexcept {
    return _mm512_mask_sub_ps(_mm512_add_ps(x, partner), upper, partner, x);
  };
  a = step(a, _mm512_permute_ps(a, 0xB1), 0xAAAA);
  a = step(a, _mm512_permute_ps(a, 0x4E), 0xCCCC);
  a = step(a, _mm512_shuffle_f32x4(a, a, 0xB1), 0xF0F0);
  return step(a, _mm512_shuffle_f32x4(a, a, 0x4E), 0xFF00);
}

inline float sum(Vec a) noexcept { return _mm512_reduce_add_ps(a); }
inline float max_lane(Vec a) noexcept { return _mm512_reduce_max_ps(a); }

// Rounds to even; every value is in [-128, 127] after that.
inline void store_i8(std::int8_t* p, Vec x) noexcept {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm512_cvtepi32_epi8(_mm512_cvtps_epi32(x)));
}

}  // namespace
}  // namespace findling::kernels
