// SPDX-License-Identifier: Apache-2.0

// Four floats in one NEON register. The words that simd/*.inl.h are written in.

namespace findling::kernels {
namespace {

using Vec = float32x4_t;
constexpr std::size_t kLanes = 4;
constexpr std::size_t kTileRows = 6;  // 6 x 4 sums, 4 of B and 1 of A: 29 of 32 registers
constexpr std::size_t kTileVecs = 4;

inline Vec zero() noexcept { return vdupq_n_f32(0.0F); }
inline Vec set1(float x) noexcept { return vdupq_n_f32(x); }
inline Vec load(const float* p) noexcept { return vld1q_f32(p); }
inline void store(float* p, Vec x) noexcept { vst1q_f32(p, x); }

// The first n < kLanes values; the other lanes are 0.
inline Vec load_part(const float* p, std::size_t n) noexcept {
  float lanes[kLanes] = {};
  for (std::size_t i = 0; i < n; ++i) lanes[i] = p[i];
  return vld1q_f32(lanes);
}
inline void store_part(float* p, Vec x, std::size_t n) noexcept {
  float lanes[kLanes];
  vst1q_f32(lanes, x);
  for (std::size_t i = 0; i < n; ++i) p[i] = lanes[i];
}
inline Vec gather(const float* base, const std::uint32_t* ids) noexcept {
  const float lanes[kLanes] = {base[ids[0]], base[ids[1]], base[ids[2]], base[ids[3]]};
  return vld1q_f32(lanes);
}

inline Vec fma(Vec a, Vec b, Vec c) noexcept { return vfmaq_f32(c, a, b); }
inline Vec add(Vec a, Vec b) noexcept { return vaddq_f32(a, b); }
inline Vec sub(Vec a, Vec b) noexcept { return vsubq_f32(a, b); }
inline Vec mul(Vec a, Vec b) noexcept { return vmulq_f32(a, b); }
inline Vec div(Vec a, Vec b) noexcept { return vdivq_f32(a, b); }
inline Vec sqrt(Vec a) noexcept { return vsqrtq_f32(a); }
inline Vec max(Vec a, Vec b) noexcept { return vmaxq_f32(a, b); }
inline Vec min(Vec a, Vec b) noexcept { return vminq_f32(a, b); }
inline Vec abs(Vec a) noexcept { return vabsq_f32(a); }

inline Vec round_even(Vec a) noexcept { return vrndnq_f32(a); }
// 2^n for whole n in [-126, 127].
inline Vec pow2(Vec n) noexcept {
  const int32x4_t biased = vaddq_s32(vcvtnq_s32_f32(n), vdupq_n_s32(127));
  return vreinterpretq_f32_s32(vshlq_n_s32(biased, 23));
}
// `value`, but 0 where x < limit.
inline Vec zero_where_less(Vec x, Vec limit, Vec value) noexcept {
  const uint32x4_t kept = vmvnq_u32(vcltq_f32(x, limit));
  return vreinterpretq_f32_u32(vandq_u32(kept, vreinterpretq_u32_f32(value)));
}

// `yes` where a > b, else `no`.
inline Vec select_greater(Vec a, Vec b, Vec yes, Vec no) noexcept {
  return vbslq_f32(vcgtq_f32(a, b), yes, no);
}
// Butterflies between lanes 1 and 2 apart: the partner, plus or minus the lane itself.
inline Vec hadamard_lanes(Vec a) noexcept {
  const uint32x4_t odd = {0, 0xFFFFFFFFU, 0, 0xFFFFFFFFU};
  const uint32x4_t upper = {0, 0, 0xFFFFFFFFU, 0xFFFFFFFFU};
  Vec partner = vrev64q_f32(a);
  a = vbslq_f32(odd, vsubq_f32(partner, a), vaddq_f32(a, partner));
  partner = vextq_f32(a, a, 2);
  return vbslq_f32(upper, vsubq_f32(partner, a), vaddq_f32(a, partner));
}

inline float sum(Vec a) noexcept { return vaddvq_f32(a); }
inline float max_lane(Vec a) noexcept { return vmaxvq_f32(a); }

// Rounds to even; every value is in [-128, 127] after that.
inline void store_i8(std::int8_t* p, Vec x) noexcept {
  const int16x4_t words = vqmovn_s32(vcvtnq_s32_f32(x));
  const int8x8_t bytes = vqmovn_s16(vcombine_s16(words, words));
  std::int8_t lanes[8];
  vst1_s8(lanes, bytes);
  for (std::size_t i = 0; i < kLanes; ++i) p[i] = lanes[i];
}

}  // namespace
}  // namespace findling::kernels
