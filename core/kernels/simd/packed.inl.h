// SPDX-License-Identifier: Apache-2.0

// Values in one or two bytes. Plain loops: every compiler makes vectors of them. Included once by
// every variant unit; see simd/README.md.

namespace findling::kernels {
namespace {

void widen_i8(const std::int8_t* q, float scale, std::size_t n, float* x) noexcept {
  for (std::size_t i = 0; i < n; ++i) x[i] = scale * static_cast<float>(q[i]);
}

// Half of the lowest kept bit is added, less a trifle where that bit is 0, so that ties go to even.
// 0x7F7F7FFF is the largest float that does not become infinite.
void narrow_bf16(const float* x, std::size_t n, std::uint16_t* h) noexcept {
  for (std::size_t i = 0; i < n; ++i) {
    const auto bits = __builtin_bit_cast(std::uint32_t, x[i]);
    const std::uint32_t size = bits & 0x7FFFFFFFU;
    const std::uint32_t finite = size < 0x7F7F7FFFU ? size : 0x7F7F7FFFU;
    const std::uint32_t rounded = (finite + 0x7FFFU + ((finite >> 16U) & 1U)) >> 16U;
    h[i] = static_cast<std::uint16_t>(rounded | ((bits >> 16U) & 0x8000U));
  }
}

void widen_bf16(const std::uint16_t* h, std::size_t n, float* x) noexcept {
  for (std::size_t i = 0; i < n; ++i) {
    x[i] = __builtin_bit_cast(float, static_cast<std::uint32_t>(h[i]) << 16U);
  }
}

}  // namespace
}  // namespace findling::kernels
