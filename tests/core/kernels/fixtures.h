// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "base/aligned_buffer.h"
#include "base/rng.h"
#include "kernels/kernels.h"

namespace findling::test {

inline constexpr double kEps = std::numeric_limits<float>::epsilon();

/// Around every vector width (4, 8, 16) and every unrolled step (up to 64), and two long ones.
inline std::vector<std::size_t> interesting_lengths() {
  std::vector<std::size_t> lengths;
  for (std::size_t n = 0; n <= 133; ++n) lengths.push_back(n);
  lengths.insert(lengths.end(), {255, 256, 257, 1027});
  return lengths;
}

/// `n` values that start `shift` values behind a 64-byte boundary, between guards.
template <typename T>
class Guarded {
 public:
  Guarded(std::size_t n, std::size_t shift, T guard = T(77))
      : buffer_(kGuard + shift + n + kGuard), n_(n), start_(kGuard + shift), guard_(guard) {
    std::fill(buffer_.begin(), buffer_.end(), guard);
  }

  T* data() { return buffer_.data() + start_; }
  std::span<T> values() { return buffer_.span().subspan(start_, n_); }
  T& operator[](std::size_t i) { return data()[i]; }

  /// Whether nothing was written outside of the values.
  bool intact() const {
    const auto is_guard = [&](const T& value) { return value == guard_; };
    const auto before = buffer_.span().first(start_);
    const auto after = buffer_.span().subspan(start_ + n_);
    return std::all_of(before.begin(), before.end(), is_guard) &&
           std::all_of(after.begin(), after.end(), is_guard);
  }

 private:
  static constexpr std::size_t kGuard = 64;  // keeps the boundary for types of 1 byte too

  base::AlignedBuffer<T> buffer_;
  std::size_t n_;
  std::size_t start_;
  T guard_;
};

inline Guarded<float> random_floats(std::size_t n, std::size_t shift, std::uint64_t stream) {
  Guarded<float> values(n, shift);
  base::Rng rng(11, stream);
  for (float& value : values.values()) value = rng.normal();
  return values;
}

inline const kernels::KernelTable& oracle() { return kernels::choose("scalar"); }

/// Calls `fn(table, n, shift)` for every variant, length and misalignment.
template <typename Fn>
void for_each_case(Fn&& fn) {
  for (const kernels::KernelTable* table : kernels::supported()) {
    for (const std::size_t n : interesting_lengths()) {
      for (const std::size_t shift : {0U, 1U, 3U}) fn(*table, n, shift);
    }
  }
}

/// The largest |got - expected| - tolerance; not above 0 when all is well.
template <typename Tolerance>
double worst_excess(std::span<const float> got, std::span<const float> expected,
                    Tolerance&& tolerance) {
  double worst = 0.0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double difference = std::abs(static_cast<double>(got[i]) - expected[i]);
    const double excess = difference - tolerance(i);
    worst = excess > worst || std::isnan(excess) ? excess : worst;
  }
  return worst;
}

}  // namespace findling::test
