// SPDX-License-Identifier: Apache-2.0

// The exact product of two rows of bytes.

namespace findling::kernels {
namespace {

// Products of two bytes fit 16 bits, pairs of them are added into 32.
std::int32_t dot_i8(const std::int8_t* x, const std::int8_t* y, std::size_t n) noexcept {
  int32x4_t low = vdupq_n_s32(0);
  int32x4_t high = vdupq_n_s32(0);
  std::size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    const int8x16_t x_bytes = vld1q_s8(x + i);
    const int8x16_t y_bytes = vld1q_s8(y + i);
    low = vpadalq_s16(low, vmull_s8(vget_low_s8(x_bytes), vget_low_s8(y_bytes)));
    high = vpadalq_s16(high, vmull_high_s8(x_bytes, y_bytes));
  }
  std::int32_t rest = 0;
  for (; i < n; ++i) rest += x[i] * y[i];
  return vaddvq_s32(vaddq_s32(low, high)) + rest;
}

}  // namespace
}  // namespace findling::kernels
