// SPDX-License-Identifier: Apache-2.0

// Eight floats in one AVX register. The words that simd/*.inl.h are written in.

namespace findling::kernels {
namespace {

using Vec = __m256;
constexpr std::size_t kLanes = 8;
constexpr std::size_t kTileRows = 6;  // 6 x 2 sums, 2 of B and 1 of A: 15 of 16 registers
constexpr std::size_t kTileVecs = 2;

inline Vec zero() noexcept { return _mm256_setzero_ps(); }
inline Vec set1(float x) noexcept { return _mm256_set1_ps(x); }
inline Vec load(const float* p) noexcept { return _mm256_loadu_ps(p); }
inline void store(float* p, Vec x) noexcept { _mm256_storeu_ps(p, x); }

// All bits set in the first n lanes: eight entries that start n before the end of the ones.
inline __m256i first(std::size_t n) noexcept {
  alignas(64) static constexpr std::int32_t kMask[16] = {-1, -1, -1, -1, -1, -1, -1, -1,
                                                         0,  0,  0,  0,  0,  0,  0,  0};
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(kMask + kLanes - n));
}
// The first n < kLanes values; the other lanes are 0.
inline Vec load_part(const float* p, std::size_t n) noexcept {
  return _mm256_maskload_ps(p, first(n));
}
inline void store_part(float* p, Vec x, std::size_t n) noexcept {
  _mm256_maskstore_ps(p, first(n), x);
}
inline Vec gather(const float* base, const std::uint32_t* ids) noexcept {
  return _mm256_i32gather_ps(base, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(ids)), 4);
}

inline Vec fma(Vec a, Vec b, Vec c) noexcept { return _mm256_fmadd_ps(a, b, c); }
inline Vec add(Vec a, Vec b) noexcept { return _mm256_add_ps(a, b); }
inline Vec sub(Vec a, Vec b) noexcept { return _mm256_sub_ps(a, b); }
inline Vec mul(Vec a, Vec b) noexcept { return _mm256_mul_ps(a, b); }
inline Vec div(Vec a, Vec b) noexcept { return _mm256_div_ps(a, b); }
inline Vec sqrt(Vec a) noexcept { return _mm256_sqrt_ps(a); }
inline Vec max(Vec a, Vec b) noexcept { return _mm256_max_ps(a, b); }
inline Vec min(Vec a, Vec b) noexcept { return _mm256_min_ps(a, b); }
inline Vec abs(Vec a) noexcept { return _mm256_andnot_ps(_mm256_set1_ps(-0.0F), a); }

inline Vec round_even(Vec a) noexcept {
  return _mm256_round_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
// 2^n for whole n in [-126, 127].
inline Vec pow2(Vec n) noexcept {
  const __m256i biased = _mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127));
  return _mm256_castsi256_ps(_mm256_slli_epi32(biased, 23));
}
// `value`, but 0 where x < limit.
inline Vec zero_where_less(Vec x, Vec limit, Vec value) noexcept {
  return _mm256_and_ps(_mm256_cmp_ps(x, limit, _CMP_NLT_UQ), value);
}

// `yes` where a > b, else `no`.
inline Vec select_greater(Vec a, Vec b, Vec yes, Vec no) noexcept {
  return _mm256_blendv_ps(no, yes, _mm256_cmp_ps(a, b, _CMP_GT_OQ));
}
// Butterflies between lanes 1, 2 and 4 apart: the partner, plus or minus the lane itself.
inline Vec hadamard_lanes(Vec a) noexcept {
  Vec partner = _mm256_permute_ps(a, 0xB1);
  a = _mm256_blend_ps(_mm256_add_ps(a, partner), _mm256_sub_ps(partner, a), 0xAA);
  partner = _mm256_permute_ps(a, 0x4E);
  a = _mm256_blend_ps(_mm256_add_ps(a, partner), _mm256_sub_ps(partner, a), 0xCC);
  partner = _mm256_permute2f128_ps(a, a, 0x01);
  return _mm256_blend_ps(_mm256_add_ps(a, partner), _mm256_sub_ps(partner, a), 0xF0);
}

inline float sum(Vec a) noexcept {
  __m128 half = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
  half = _mm_add_ps(half, _mm_movehl_ps(half, half));
  return _mm_cvtss_f32(_mm_add_ss(half, _mm_shuffle_ps(half, half, 1)));
}
inline float max_lane(Vec a) noexcept {
  __m128 half = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
  half = _mm_max_ps(half, _mm_movehl_ps(half, half));
  return _mm_cvtss_f32(_mm_max_ss(half, _mm_shuffle_ps(half, half, 1)));
}

// Rounds to even; every value is in [-128, 127] after that.
inline void store_i8(std::int8_t* p, Vec x) noexcept {
  const __m256i wide = _mm256_cvtps_epi32(x);
  const __m128i words =
      _mm_packs_epi32(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_packs_epi16(words, words));
}

}  // namespace
}  // namespace findling::kernels
