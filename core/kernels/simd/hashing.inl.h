// SPDX-License-Identifier: Apache-2.0

// Vector forms of the kernels that hash rows. Included once by every variant unit, behind its
// vector.inl.h; see simd/README.md.

namespace findling::kernels {
namespace {

// The butterflies of a radix-2 Walsh-Hadamard transform, short strides first. Every output is the
// same tree of additions as in the scalar form, so the bits are the same too.
void hadamard_signs(const float* signs, float* x, std::size_t n) noexcept {
  for (std::size_t i = 0; i < n; i += kLanes) {
    store(x + i, hadamard_lanes(mul(load(signs + i), load(x + i))));
  }
  for (std::size_t half = kLanes; half < n; half *= 2) {
    for (std::size_t begin = 0; begin < n; begin += 2 * half) {
      for (std::size_t i = begin; i < begin + half; i += kLanes) {
        const Vec low = load(x + i);
        const Vec high = load(x + i + half);
        store(x + i, add(low, high));
        store(x + i + half, sub(low, high));
      }
    }
  }
}

void bin_winners(const float* x, const std::uint32_t* ids, std::size_t n_bins,
                 std::int8_t* winners) noexcept {
  for (std::size_t bin = 0; bin < n_bins; bin += kLanes) {
    Vec best = set1(-__builtin_huge_valf());
    Vec place = set1(static_cast<float>(kBinWidth));
    for (std::size_t p = 0; p < kBinWidth; ++p) {
      const Vec value = gather(x, ids + p * n_bins + bin);
      place = select_greater(value, best, set1(static_cast<float>(p)), place);
      best = max(value, best);
    }
    store_i8(winners + bin, place);
  }
}

}  // namespace
}  // namespace findling::kernels
