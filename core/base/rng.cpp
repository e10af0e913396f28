// SPDX-License-Identifier: Apache-2.0
#include "base/rng.h"

#include <cmath>

namespace findling::base {

namespace {

struct Wide {
  std::uint64_t high;
  std::uint64_t low;
};

// The 128-bit product of two words. Written out in halves because MSVC has no 128-bit integer.
Wide multiply(std::uint64_t a, std::uint64_t b) noexcept {
  const std::uint64_t a_low = a & 0xFFFFFFFFU;
  const std::uint64_t a_high = a >> 32;
  const std::uint64_t b_low = b & 0xFFFFFFFFU;
  const std::uint64_t b_high = b >> 32;
  const std::uint64_t low = a_low * b_low;
  const std::uint64_t middle = a_high * b_low + (low >> 32);
  const std::uint64_t cross = a_low * b_high + (middle & 0xFFFFFFFFU);
  return {a_high * b_high + (middle >> 32) + (cross >> 32), (cross << 32) | (low & 0xFFFFFFFFU)};
}

}  // namespace

// Multiply and reject: Lemire, "Fast random integer generation in an interval" (2019).
std::uint64_t Rng::below(std::uint64_t n) noexcept {
  if (n == 0) return 0;
  Wide product = multiply(next_u64(), n);
  if (product.low < n) {
    const std::uint64_t biased = (0 - n) % n;
    while (product.low < biased) product = multiply(next_u64(), n);
  }
  return product.high;
}

// Box and Muller; the second number of the pair is dropped to keep the state one counter.
float Rng::normal() noexcept {
  constexpr double kTwoPi = 6.283185307179586;
  const double u = (static_cast<double>(next_u64() >> 11) + 1.0) * 0x1p-53;  // in (0, 1]
  const double angle = kTwoPi * (static_cast<double>(next_u64() >> 11) * 0x1p-53);
  return static_cast<float>(std::sqrt(-2.0 * std::log(u)) * std::cos(angle));
}

}  // namespace findling::base
